"""What one request knows: its moment, and for each site and language chain asked for, a scope."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField
from django.utils import timezone

from cms.caching import tags
from cms.caching.dependencies import Dependencies
from cms.statements import Param, fetch, prepare
from cms.statements.prepared import statements_for
from cms.visibility import Visibility

from .addresses import Addresses
from .columns import Columns
from .errors import BadUserInput
from .loaders import Loaders
from .site_cache import Sites, are_current, check_of_sites, current_sites, kept_sites

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from wagtail.models import Locale

    from cms.statements import Prepare, Read, Row, Statement, Statements

    from .sites import SiteRoots


@dataclass
class Scope:
    """One site and one chain of locales, as a root field asked for them; it holds for all below.

    `locales` are primary keys in order of preference. References fall back behind them to the
    site's default locale and then to whatever exists; lists of a root field do not.
    """

    roots: SiteRoots
    locales: tuple[int, ...]
    now: datetime
    sites: Sites
    is_explicit: bool = False
    columns: Columns = field(default_factory=Columns)
    dependencies: Dependencies = field(default_factory=Dependencies)

    @property
    def locales_by_id(self) -> dict[int, Locale]:
        """The locales of the database that the settings list, by primary key."""
        return self.sites.locales

    @cached_property
    def visibility(self) -> Visibility:
        """The policy for this site at this request's moment."""
        return Visibility(
            now=self.moment,
            root_paths=tuple(home.path for home in self.roots.homes if home.is_public),
            locales=tuple(self.locales_by_id),
            restricted=self.sites.restricted,
        )

    @cached_property
    def moment(self) -> Param:
        """This request's moment, for querysets."""
        return Param("now", self.now, DateTimeField())

    @cached_property
    def loaders(self) -> Loaders:
        """Bulk reads that this scope shares, so that nothing is read twice."""
        return Loaders(self)

    @cached_property
    def addresses(self) -> Addresses:
        """What typed addresses lead to."""
        return Addresses(self)

    def rows(
        self, key: Hashable, build: Callable[[], QuerySet[Any, Any]], **values: Any
    ) -> list[Row]:
        """The rows of a `values_list` queryset, compiled once for all scopes that are alike.

        `key` names the queryset with all that decides its form; `values` are those of its `Param`s.
        """
        return fetch(self.statement(key, build), now=self.now, **values)

    def statement(
        self, key: Hashable, build: Callable[[], QuerySet[Any, Any]], prepare: Prepare = prepare
    ) -> Statement:
        """The prepared statement of a queryset: see `rows`."""
        return self._statements.get(key, build, prepare)

    @cached_property
    def _statements(self) -> Statements:
        return statements_for(
            (
                self.roots.site.pk,
                self.roots.homes,
                self.locales,
                tuple(self.locales_by_id),
                self.sites.restricted,
                self.is_explicit,
            )
        )

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
    dependencies: Dependencies = field(default_factory=Dependencies)
    columns: Columns = field(default_factory=Columns)
    is_outdated: bool = False
    _is_unchecked: bool = False
    _scopes: dict[Any, Scope] = field(default_factory=dict)

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
    def sites(self) -> Sites:
        """All sites; those that an earlier request read have to be checked."""
        sites, self._is_unchecked = current_sites(self.now)
        self.dependencies.add(tags.SITE)
        self.dependencies.until(sites.until)
        if not self._is_unchecked and self.dependencies.moment is None:
            self.dependencies.moment = sites.moment
        return sites

    def check(self) -> Read | None:
        """The read that checks the sites of an earlier request; None if this one reads them."""
        return check_of_sites() if kept_sites(self.now) is not None else None

    def check_sites(self) -> None:
        """Find out now whether the sites that an earlier request read are the database's."""
        check = self.check()
        if check is not None:
            self.take_check(fetch(check.statement))

    def take_check(self, rows: list[Row]) -> None:
        """Learn whether the sites that an earlier request read are still the database's."""
        is_current, moment = are_current(self.sites, rows)
        self.is_outdated = self._is_unchecked and not is_current
        if self.dependencies.moment is None:
            self.dependencies.moment = moment

    @property
    def locales(self) -> dict[int, Locale]:
        """The locales of the database that the settings list, by primary key."""
        return self.sites.locales

    def _new_scope(self, site: str | None, chain: list[str]) -> Scope:
        roots = self.site_roots(site)
        by_code = self.sites.locale_ids
        # A locale that the schema knows and the database does not yet has no pages: on it goes.
        pks = [by_code[code] for code in chain if code in by_code]
        if not chain:
            pks = [roots.default_home.locale_id]
        return Scope(
            roots=roots,
            locales=tuple(pks),
            now=self.now,
            sites=self.sites,
            is_explicit=bool(chain),
            columns=self.columns,
            dependencies=self.dependencies,
        )

    def site_roots(self, hostname: str | None) -> SiteRoots:
        """The site of a `site` argument (`host` or `host:port`), or the default site."""
        roots = self.sites.default if hostname is None else self.sites.named(hostname)
        if roots is None:
            raise BadUserInput("There is no such site." if hostname else "No site is set up yet.")
        return roots
