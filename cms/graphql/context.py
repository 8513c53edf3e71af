"""What one request knows: its moment, and for each site and language chain asked for, a scope."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page, Site

from cms.restrictions import RestrictedPaths, read_restricted_paths
from cms.visibility import Visibility

from .errors import BadUserInput
from .loaders import Loaders
from .sites import LocaleHome, SiteRoots

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest


@dataclass
class Scope:
    """One site and one chain of locales, as a root field asked for them; it holds for all below.

    `locales` are primary keys in order of preference. References fall back behind them to the
    site's default locale and then to whatever exists; lists of a root field do not.
    """

    roots: SiteRoots
    locales: tuple[int, ...]
    now: datetime
    locales_by_id: dict[int, Locale]
    restricted: RestrictedPaths
    is_explicit: bool = False

    @cached_property
    def visibility(self) -> Visibility:
        """The policy for this site at this request's moment."""
        return Visibility(
            now=self.now,
            root_paths=tuple(home.path for home in self.roots.homes if home.is_public),
            locales=tuple(self.locales_by_id),
            restricted=self.restricted,
        )

    @cached_property
    def loaders(self) -> Loaders:
        """Bulk reads that this scope shares, so that nothing is read twice."""
        return Loaders(self)

    def in_locale(self, locale_id: int) -> Scope:
        """The same site in one language: what a page found by address opens for all below it."""
        if self.is_explicit or self.locales == (locale_id,):
            return self
        return replace(self, locales=(locale_id,))

    def locale(self, locale_id: int) -> Locale:
        """A locale, without asking the database again."""
        return self.locales_by_id[locale_id]

    @property
    def language_codes(self) -> list[str]:
        """The chain of locales as language codes."""
        return [self.locales_by_id[pk].language_code for pk in self.locales]

    @property
    def reference_chain(self) -> tuple[int, ...]:
        """The locales in which to look for something referred to, best first."""
        default = self.roots.default_home.locale_id
        return self.locales if default in self.locales else (*self.locales, default)


@dataclass
class Context:
    """One GraphQL request."""

    request: HttpRequest | None = None
    now: datetime = field(default_factory=timezone.now)
    _scopes: dict[Any, Scope] = field(default_factory=dict)
    _roots: dict[str | None, SiteRoots | None] = field(default_factory=dict)

    def scope(
        self,
        *,
        site: str | None = None,
        locale: str | None = None,
        locales: Sequence[str] | None = None,
    ) -> Scope:
        """The scope of a root field's arguments; BAD_USER_INPUT for an unknown site or locale."""
        if locale is not None and locales is not None:
            raise BadUserInput("Give `locale` or `locales`, not both.")
        asked = [locale] if locale is not None else locales or []
        chain = list(dict.fromkeys(getattr(code, "value", code) for code in asked))
        if locales is not None and not chain:
            raise BadUserInput("`locales` names no locale.")
        key = (site, tuple(chain))
        if key not in self._scopes:
            self._scopes[key] = self._new_scope(site, chain)
        return self._scopes[key]

    @cached_property
    def locales(self) -> dict[int, Locale]:
        """The locales of the database that the settings list, by primary key."""
        listed = Locale.objects.filter(language_code__in=get_content_languages()).order_by("pk")
        return {locale.pk: locale for locale in listed}

    @cached_property
    def restricted(self) -> RestrictedPaths:
        """The pages and collections with a view restriction."""
        return read_restricted_paths()

    def _new_scope(self, site: str | None, chain: list[str]) -> Scope:
        roots = self.site_roots(site)
        by_code = {locale.language_code: pk for pk, locale in self.locales.items()}
        # A locale that the schema knows and the database does not yet has no pages: on it goes.
        pks = [by_code[code] for code in chain if code in by_code]
        if not chain:
            pks = [roots.default_home.locale_id]
        return Scope(
            roots=roots,
            locales=tuple(pks),
            now=self.now,
            locales_by_id=self.locales,
            restricted=self.restricted,
            is_explicit=bool(chain),
        )

    def site_roots(self, hostname: str | None) -> SiteRoots:
        """The site of a `site` argument (`host` or `host:port`), or the default site."""
        if hostname not in self._roots:
            self._roots[hostname] = self._find_site(hostname)
        roots = self._roots[hostname]
        if roots is None:
            raise BadUserInput("There is no such site." if hostname else "No site is set up yet.")
        return roots

    def _find_site(self, hostname: str | None) -> SiteRoots | None:
        sites = Site.objects.select_related("root_page")
        if hostname is None:
            site = sites.filter(is_default_site=True).first()
        else:
            site = _site_named(hostname, list(sites.filter(hostname=hostname.partition(":")[0])))
        if site is None or site.root_page.locale_id not in self.locales:
            return None
        homes = Page.objects.filter(
            translation_key=site.root_page.translation_key, locale__in=self.locales
        )
        return SiteRoots(
            site,
            tuple(
                self._locale_home(home, is_default=home.pk == site.root_page_id)
                for home in homes.only("path", "url_path", "locale_id", "live", "expire_at")
            ),
        )

    def _locale_home(self, home: Page, *, is_default: bool) -> LocaleHome:
        code = self.locales[home.locale_id].language_code
        return LocaleHome(
            locale_id=home.locale_id,
            language_code=code,
            path=home.path,
            url_path=home.url_path,
            prefix="" if is_default else f"/{code}",
            is_public=home.live and (home.expire_at is None or home.expire_at > self.now),
        )


def _site_named(hostname: str, candidates: list[Site]) -> Site | None:
    port = hostname.partition(":")[2]
    if port:
        return next((site for site in candidates if str(site.port) == port), None)
    return next(iter(sorted(candidates, key=lambda site: site.port not in (80, 443))), None)
