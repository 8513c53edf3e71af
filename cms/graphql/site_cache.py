"""All sites with their languages, home pages and restrictions, read once for many requests.

They decide what may be seen at all, and change a few times a year. So each process keeps them with
the version that they had, and every operation checks that version within its first statement
(`cms.caching`): nothing is read for it, and nothing that has changed is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BigIntegerField, DateTimeField, Model, TextField
from grapple.registry import registry
from wagtail.coreutils import get_content_languages
from wagtail.models import DraftStateMixin, Locale, Page, Site

from cms.caching import tags
from cms.caching.versions import Moment, present_moment, version_of
from cms.restrictions import RestrictedPaths, restricted_paths, restrictions
from cms.statements import Param, Read, Statements, fetch_all, written

from .sites import HOME_COLUMNS, SiteRoots, roots_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.statements import Row, Statement

SITE_COLUMNS = (
    "id", "hostname", "port", "site_name", "is_default_site", "root_page__translation_key",
    "root_page__locale_id",
)  # fmt: skip


@dataclass(frozen=True)
class SiteRow:
    """What is needed of a site; named as Wagtail's model has it."""

    pk: int
    hostname: str
    port: int
    site_name: str
    is_default_site: bool
    home_key: Any
    home_locale_id: int

    @cached_property
    def root_url(self) -> str:
        """The URL before every path: Wagtail's rule."""
        return Site(hostname=self.hostname, port=self.port).root_url


@dataclass(frozen=True)
class Sites:
    """All sites at one moment; `until` is when next anything that is live expires."""

    version: int | None
    moment: Moment
    roots: tuple[SiteRoots, ...]
    locales: dict[int, Locale]
    restricted: RestrictedPaths
    until: datetime | None
    # By content type, as far as they have been looked for.
    page_models: dict[int, type[Page] | None] = field(default_factory=dict)

    @cached_property
    def locale_ids(self) -> dict[str, int]:
        """The primary keys of the locales by language code."""
        return {locale.language_code: pk for pk, locale in self.locales.items()}

    @cached_property
    def default(self) -> SiteRoots | None:
        """The default site."""
        return next((roots for roots in self.roots if roots.site.is_default_site), None)

    def named(self, hostname: str) -> SiteRoots | None:
        """The site of a host, or of a host and port."""
        name, _, port = hostname.lower().partition(":")
        found = [roots for roots in self.roots if roots.site.hostname.lower() == name]
        if port:
            return next((roots for roots in found if str(roots.site.port) == port), None)
        return min(found, key=lambda roots: roots.site.port not in WEB_PORTS, default=None)


WEB_PORTS = (80, 443)
_statements = Statements()
_kept: dict[str, Sites] = {}


def current_sites(now: datetime) -> tuple[Sites, bool]:
    """All sites, and whether they are those of an earlier request, to be checked.

    Within a transaction nothing is kept or used that was kept: it may yet be undone.
    """
    kept = kept_sites(now)
    if kept is not None:
        return kept, True
    found = read_sites(now)
    if found.version is not None and not connection.in_atomic_block:
        _kept[connection.alias] = found
    return found, False


def kept_sites(now: datetime) -> Sites | None:
    """The sites of an earlier request, if there are any that may be used."""
    database = connections[DEFAULT_DB_ALIAS]
    kept = None if database.in_atomic_block else _kept.get(database.alias)
    return kept if kept is not None and (kept.until is None or now < kept.until) else None


def forget_sites() -> None:
    """Forget what was kept: its version is another now."""
    _kept.pop(connection.alias, None)


def check_of_sites() -> Read:
    """The read that tells whether sites that were kept are those of the database."""
    return Read(_version(), {})


def are_current(sites: Sites, rows: list[Row]) -> tuple[bool, Moment]:
    """What that read has told of sites, and the moment at which it was asked."""
    ((version, moment),) = rows
    return version == sites.version, Moment(moment)


def read_sites(now: datetime) -> Sites:
    """Read them all, in one statement."""
    builds = (_locales, _sites, _homes, restrictions, *_expiries())
    reads = [Read(_statements.get(build, build), {"now": now}) for build in builds]
    found = fetch_all([Read(_version(), {}), *reads])
    ((version, moment),), locales, sites, homes, restricted, *expiries = found
    listed = get_content_languages()
    by_pk = {pk: Locale(pk=pk, language_code=code) for pk, code in locales if code in listed}
    roots = roots_of([SiteRow(*row) for row in sites], homes, by_pk, now)
    ends = [end for rows in expiries for (end,) in rows]
    return Sites(
        version if version >= 0 else None,
        Moment(moment),
        tuple(roots),
        by_pk,
        restricted_paths(restricted),
        min(ends, default=None),
    )


@cache
def _version() -> Statement:
    fields = [BigIntegerField(), TextField()]
    return written(f"SELECT {version_of(tags.SITE, tags.EXPIRY)}, {present_moment()}", fields)


@cache
def _expiries() -> list[Callable[[], QuerySet[Any, Any]]]:
    """For each kind of content, the question when next one that is live expires."""
    snippets = [
        model
        for model in registry.snippets
        if issubclass(model, DraftStateMixin) and model is not Page
    ]
    return [partial(_next_expiry, model) for model in (Page, *snippets)]


def _next_expiry(model: type[Model]) -> QuerySet[Any, Any]:
    # The value of now is another at each use.
    now = Param("now", None, DateTimeField())
    expiring = model._default_manager.filter(live=True, expire_at__gt=now)
    return expiring.order_by("expire_at").values_list("expire_at")[:1]


def _locales() -> QuerySet[Any, Any]:
    return Locale.objects.order_by("pk").values_list("pk", "language_code")


def _sites() -> QuerySet[Any, Any]:
    return Site.objects.order_by("pk").values_list(*SITE_COLUMNS)


def _homes() -> QuerySet[Any, Any]:
    keys = Site.objects.values("root_page__translation_key")
    return Page.objects.filter(translation_key__in=keys).values_list(*HOME_COLUMNS)
