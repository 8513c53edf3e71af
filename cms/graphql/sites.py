"""Sites and public addresses: what belongs to a site, at which path, under which URL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from django.conf import settings

from cms.paths import public_path

if TYPE_CHECKING:
    from wagtail.models import Page, Site

# No public path is longer; what is, is not looked up.
MAX_PATH_LENGTH = 2000


@dataclass(frozen=True)
class LocaleHome:
    """The home page of a site in one locale; while it is not public, nothing in that locale is."""

    locale_id: int
    language_code: str
    path: str
    url_path: str
    prefix: str
    is_public: bool


@dataclass(frozen=True)
class SiteRoots:
    """A site with its home pages: enough to tell what belongs to it and at which public path."""

    site: Site
    homes: tuple[LocaleHome, ...]

    def path_of(self, page: Page) -> str | None:
        """The public path of a page, with the locale's prefix; None if it is not on the site."""
        for home in self.homes:
            if page.path.startswith(home.path):
                return public_path(page.url_path, home.url_path, home.prefix)
        return None

    def url_of(self, page: Page) -> str | None:
        """The public URL of a page; None if it is not on the site."""
        path = self.path_of(page)
        return None if path is None else self.site.root_url + path

    def url_path_of(self, path: str, language_code: str | None = None) -> str | None:
        """Wagtail's url_path of a public path; `language_code` reads it below that home."""
        parts = [part for part in unquote(path).split("/") if part]
        normal = f"/{'/'.join(parts)}/" if parts else "/"
        for home in sorted(self.homes, key=lambda home: -len(home.prefix)):
            if language_code is not None:
                if home.language_code == language_code:
                    return home.url_path + normal[1:]
            elif normal.startswith(f"{home.prefix}/"):
                return home.url_path + normal[len(home.prefix) + 1 :]
        return None

    @property
    def default_home(self) -> LocaleHome:
        """The home page that the site record itself names."""
        return next(home for home in self.homes if not home.prefix)


def absolute_url(url: str) -> str:
    """A URL of this server, as front ends on other hosts need it."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, url)
