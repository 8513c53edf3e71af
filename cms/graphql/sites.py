"""Sites and public addresses: what belongs to a site, at which path, under which URL."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

from django.conf import settings

from cms.paths import public_path

from .arguments import is_usable_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from wagtail.models import Page

    from .site_cache import SiteRow

# No public path is longer; what is, is not looked up.
MAX_PATH_LENGTH = 2000
# Paths that were asked for last.
MAX_REMEMBERED = 256
# Those below one home page; some hundred bytes each.
MAX_PUBLIC_PATHS = 5_000


@dataclass(frozen=True)
class LocaleHome:
    """The home page of a site in one locale; while it is not public, nothing in that locale is."""

    locale_id: int
    language_code: str
    path: str
    url_path: str
    prefix: str
    is_public: bool


class PublicPaths(dict[str, str]):
    """The public paths of the pages below a home page, by Wagtail's `url_path`."""

    def __init__(self, home: LocaleHome) -> None:
        super().__init__()
        self.home = home

    def __missing__(self, url_path: str) -> str:
        if len(self) >= MAX_PUBLIC_PATHS:
            self.clear()
        self[url_path] = path = public_path(url_path, self.home.url_path, self.home.prefix)
        return path


@dataclass(frozen=True)
class SiteRoots:
    """A site with its home pages: enough to tell what belongs to it and at which public path."""

    site: SiteRow
    homes: tuple[LocaleHome, ...]
    former_homes: tuple[LocaleHome, ...] = ()

    def path_of(self, page: Page) -> str | None:
        """The public path of a page, with the locale's prefix; None if it is not on the site."""
        return self._path_below(page)

    def paths_of(self, pages: Sequence[Page]) -> list[str | None]:
        """The public paths of pages."""
        if pages and self._are_homes_apart:
            places = [page.path for page in pages]
            first, last = min(places), max(places)
            for path, known in self._public_paths:
                # What lies between two that begin with a path begins with it.
                if first.startswith(path) and last.startswith(path):
                    return [known[page.url_path] for page in pages]
        return [self._path_below(page) for page in pages]

    def _path_below(self, page: Page) -> str | None:
        for path, known in self._public_paths:
            if page.path.startswith(path):
                return known[page.url_path]
        return None

    def url_of(self, page: Page) -> str | None:
        """The public URL of a page; None if it is not on the site."""
        path = self.path_of(page)
        return None if path is None else self.site.root_url + path

    def url_path_of(self, path: str, language_code: str | None = None) -> str | None:
        """Wagtail's url_path of a public path; `language_code` reads it below that home."""
        normal = decoded_path(path)
        if normal is None or not is_resolved(path):
            return None
        for home in self._by_prefix:
            if language_code is not None:
                if home.language_code == language_code:
                    return home.url_path + normal[1:]
            elif normal.startswith(f"{home.prefix}/"):
                return home.url_path + normal[len(home.prefix) + 1 :]
        return None

    def url_paths_at(self, normal: str) -> tuple[str, ...]:
        """All that Wagtail's url_path may be at a decoded path, also in languages of the past."""
        found = [home for home in self._by_prefix if normal.startswith(f"{home.prefix}/")][:1]
        found += [home for home in self.former_homes if normal.startswith(f"{home.prefix}/")]
        return tuple(home.url_path + normal[len(home.prefix) + 1 :] for home in found)

    @cached_property
    def _public_paths(self) -> list[tuple[str, PublicPaths]]:
        """The tree paths of home pages, with the public paths of what is below them."""
        return [(home.path, PublicPaths(home)) for home in self.homes]

    @cached_property
    def _are_homes_apart(self) -> bool:
        """Whether no home page is below another."""
        paths = sorted(home.path for home in self.homes)
        return not any(later.startswith(path) for path, later in pairwise(paths))

    @cached_property
    def _by_prefix(self) -> list[LocaleHome]:
        """The home pages, those with the longest prefix first."""
        return sorted(self.homes, key=lambda home: -len(home.prefix))

    @cached_property
    def default_home(self) -> LocaleHome:
        """The home page that the site record itself names."""
        return next(home for home in self.homes if not home.prefix)


@lru_cache(maxsize=MAX_REMEMBERED)
def is_resolved(path: str) -> bool:
    """Whether a path has no parts that lead elsewhere."""
    return {".", ".."}.isdisjoint(unquote(path).split("/"))


@lru_cache(maxsize=MAX_REMEMBERED)
def decoded_path(path: str) -> str | None:
    """A path as Wagtail holds it: decoded, resolved, with a slash at the end; None for none."""
    plain = unquote(path)
    if not is_usable_text(plain):
        return None
    parts: list[str] = []
    for part in plain.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return f"/{'/'.join(parts)}/" if parts else "/"


HOME_COLUMNS = (
    "translation_key", "locale_id", "locale__language_code", "path", "url_path", "live",
    "expire_at",
)  # fmt: skip


def roots_of(
    sites: Iterable[SiteRow],
    homes: Iterable[Sequence[Any]],
    locales: Collection[int],
    now: datetime,
) -> list[SiteRoots]:
    """Sites with their home pages, rows of `HOME_COLUMNS`; none in an unlisted language."""
    by_key: dict[Any, list[Sequence[Any]]] = defaultdict(list)
    for row in homes:
        by_key[row[0]].append(row)
    found = []
    for site in sites:
        known = [_home(row, site.home_locale_id, now) for row in by_key[site.home_key]]
        if site.home_locale_id in locales:
            listed = tuple(home for home in known if home.locale_id in locales)
            former = tuple(home for home in known if home.locale_id not in locales)
            found.append(SiteRoots(site, listed, former))
    return found


def _home(row: Sequence[Any], default_locale_id: int, now: datetime) -> LocaleHome:
    _, locale_id, code, path, url_path, live, expire_at = row
    return LocaleHome(
        locale_id=locale_id,
        language_code=code,
        path=path,
        url_path=url_path,
        prefix="" if locale_id == default_locale_id else f"/{code}",
        is_public=live and (expire_at is None or expire_at > now),
    )


def absolute_url(url: str) -> str:
    """A URL of this server, as front ends on other hosts need it."""
    return _absolute(settings.WAGTAILADMIN_BASE_URL, url)


@lru_cache(maxsize=4096)
def _absolute(base: str, url: str) -> str:
    return urljoin(base, url)
