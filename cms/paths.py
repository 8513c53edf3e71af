"""Public paths: locale prefix and place under the site's home page of that locale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wagtail.models import Site

if TYPE_CHECKING:
    from collections.abc import Collection

_CACHE_NAME = "_default_languages_of_sites"


def locale_prefix(language_code: str, default_language_code: str | None) -> str:
    """Give "" for the site's default language and "/fr" for French."""
    return "" if language_code == default_language_code else f"/{language_code}"


def public_path(url_path: str, root_path: str, prefix: str) -> str:
    """Give the public path of a page from its place in the tree; it ends with a slash."""
    return quote(f"{prefix}/{url_path.removeprefix(root_path)}", safe="/~")


def default_languages(cache_object: Any) -> dict[int, str]:
    """Give each site's default language, that of its root page, remembered on a request or page."""
    languages = getattr(cache_object, _CACHE_NAME, None)
    if languages is None:
        languages = dict(Site.objects.values_list("pk", "root_page__locale__language_code"))
        setattr(cache_object, _CACHE_NAME, languages)
    return languages


def remember_default_languages(pages: Collection[Any]) -> None:
    """Give the pages of a list each site's default language, with one statement for all."""
    languages: dict[int, str] | None = None
    for page in pages:
        languages = default_languages(page) if languages is None else languages
        setattr(page, _CACHE_NAME, languages)
