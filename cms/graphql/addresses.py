"""Typed addresses: one that names a page of ours is a reference to it, and hidden as it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from django.db.models import Q, TextField
from wagtail.models import Page

from cms.caching import tags
from cms.statements import AnyOf, ListParam, any_of, instances, side_by_side, truth_of

from .loaders import page_content_types
from .sites import MAX_PATH_LENGTH, decoded_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from .context import Scope
    from .site_cache import SiteRow
    from .sites import SiteRoots

TEXT = TextField()
COLUMNS = ("id", "translation_key", "path", "url_path", "slug", "is_visible")
WEB_PORTS = (None, 80, 443)
# Deeper than any tree of pages.
MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Address:
    """Where a typed address leads: to a visible page of the site, or where it says."""

    url: str
    path: str | None = None
    page_id: int | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A path on one of our sites, in the ways in which Wagtail may hold it."""

    roots: SiteRoots
    url_paths: tuple[str, ...]
    suffix: str

    @property
    def trails(self) -> list[list[str]]:
        """For each way the `url_path`s of the place and of all above it, the deepest first."""
        return [
            [f"/{'/'.join(parts[:end])}/" for end in range(len(parts), 0, -1)]
            for parts in (url_path.strip("/").split("/") for url_path in self.url_paths)
        ]


class Addresses:
    """What typed addresses lead to, each looked up once for a scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._known: dict[str, Address | None] = {}

    def find(self, typed: Iterable[str | None]) -> dict[str, Address]:
        """Where addresses lead, without those of a page, or of a place below one, that is hidden.

        The number of SQL statements does not depend on how many they are.
        """
        wanted = {text for text in typed if text}
        by_site: dict[int, dict[str, Place]] = defaultdict(dict)
        for text in wanted - self._known.keys():
            place = self.place_of(text)
            if place is None:
                self._known[text] = Address(text)
            else:
                by_site[place.roots.site.pk][text] = place
        found = side_by_side(
            *(partial(self._pages, list(places.values())) for places in by_site.values())
        )
        for places, pages in zip(by_site.values(), found, strict=True):
            self._known |= {text: self._led(text, place, pages) for text, place in places.items()}
        known = {text: self._known[text] for text in wanted}
        return {text: address for text, address in known.items() if address is not None}

    @property
    def hostnames(self) -> list[str]:
        """The names of all our sites."""
        return [roots.site.hostname for roots in (self.scope.roots, *self._other_sites)]

    def is_on_site(self, typed: str) -> bool:
        """Whether an address is one of the site that was asked for."""
        place = self.place_of(typed)
        return place is not None and place.roots is self.scope.roots

    def place_of(self, typed: str) -> Place | None:
        """The place of an address on one of our sites; None for an address elsewhere."""
        try:
            # Browsers read a backslash as a slash.
            parts = urlsplit(typed.strip().replace("\\", "/"))
            roots = self._roots_of(parts)
        except ValueError:
            return None
        path = decoded_path(parts.path) if len(parts.path) <= MAX_PATH_LENGTH else None
        if roots is None or path is None or path.count("/") > MAX_DEPTH:
            return None
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return Place(roots, roots.url_paths_at(path), query + fragment)

    def _roots_of(self, parts: SplitResult) -> SiteRoots | None:
        if not parts.scheme and not parts.netloc:
            return self.scope.roots if parts.path.startswith("/") else None
        if parts.scheme not in ("", "http", "https"):
            return None
        if _is_at(self.scope.roots.site, parts):
            return self.scope.roots
        return next((roots for roots in self._other_sites if _is_at(roots.site, parts)), None)

    @cached_property
    def _other_sites(self) -> list[SiteRoots]:
        mine = self.scope.roots.site.pk
        return [roots for roots in self.scope.sites.roots if roots.site.pk != mine]

    def _pages(self, places: list[Place]) -> dict[str, Any]:
        """The pages at and above places of one site, by `url_path`: one statement."""
        url_paths = {path for place in places for trail in place.trails for path in trail}
        self.scope.dependencies.add(*map(tags.url, url_paths))
        slugs = {url_path.strip("/").rpartition("/")[2] for url_path in url_paths}
        scope = replace(self.scope, roots=places[0].roots)

        def build() -> QuerySet[Any, Any]:
            condition = scope.visibility.page_condition() & Q(content_type__in=page_content_types())
            # The slug has an index, the path has none.
            found = Page.objects.filter(
                AnyOf("slug", ListParam("slugs", slugs, TEXT)), any_of("url_path", url_paths, TEXT)
            )
            visible = found.order_by().annotate(is_visible=truth_of(condition))
            return visible.values_list(*COLUMNS)

        rows = scope.rows("typed addresses", build, slugs=list(slugs), values=list(url_paths))
        return {page.url_path: page for page in instances(Page, COLUMNS, rows)}

    def _led(self, typed: str, place: Place, pages: dict[str, Any]) -> Address | None:
        nearest = [
            (next((pages[path] for path in trail if path in pages), None), trail[0])
            for trail in place.trails
        ]
        exact = [page for page, path in nearest if page and page.url_path == path]
        shown = next((page for page in exact if page.is_visible), None)
        if shown is None:
            is_hidden = any(page and not page.is_visible for page, _ in nearest)
            return None if is_hidden else Address(typed)
        if place.roots is not self.scope.roots:
            return Address(typed)
        path = f"{place.roots.path_of(shown)}{place.suffix}"
        url = self.scope.roots.site.root_url + path
        return Address(url, path, shown.pk, shown.translation_key)


def _is_at(site: SiteRow, parts: SplitResult) -> bool:
    """Whether an address is one of a site; the two ports of the web are one."""
    same_port = parts.port == site.port or (parts.port in WEB_PORTS and site.port in WEB_PORTS)
    return same_port and (parts.hostname or "") == site.hostname.lower()
