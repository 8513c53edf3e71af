"""The vocabulary: what an answer can depend on, as text.

The triggers write the same texts in SQL (see rules); a test compares both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model

# Part of what every answer depends on.
EVERYTHING = "everything"
# A number of this database alone, so that another one, or one that was emptied, has other versions.
ORIGIN = "origin"
# Set while the triggers are off: nothing stored may be trusted.
SUSPENDED = "suspended"
# Sites, locales, view restrictions, home pages: what decides what may be seen at all.
SITE = "site"
# The moments at which what is live expires.
EXPIRY = "expiry"
# Any live page at all: for what is looked up by a primary key that is not there, or over all types.
PAGES = "pages"
REDIRECTS = "redirects"
SEARCH = "search"

# Longer addresses share the tag of their beginning. An entry of a B-tree has a greatest size.
URL_LENGTH = 200
STEP = 4  # Characters of a tree path for each level.


def page(translation_key: UUID) -> str:
    """A page in any language, with its child rows and its programme."""
    return f"page:{translation_key.hex}"


def pages(content_type_id: int, locale_id: int) -> str:
    """Any live page of a type and language: for lists that filter or order."""
    return f"pages:{content_type_id}:{locale_id}"


def children(path: str) -> str:
    """Which live pages are directly below a tree path, and their order."""
    return f"children:{path}"


def node(path: str) -> str:
    """Which live page is at a tree path: for parents and breadcrumbs."""
    return f"node:{path}"


def url(url_path: str) -> str:
    """Which page, live or not, lives at one of Wagtail's `url_path`s."""
    return f"url:{url_path[:URL_LENGTH]}"


def snippet(model: type[Model], translation_key: UUID) -> str:
    """A snippet in any language."""
    return f"snippet:{model._meta.label}:{translation_key.hex}"


def snippets(model: type[Model]) -> str:
    """Any live snippet of a model: for lists, and for what is looked up by other columns."""
    return f"snippets:{model._meta.label}"


def rows(model: type[Model]) -> str:
    """Any row of a model that knows its page by key (`page_key`)."""
    return f"rows:{model._meta.label}"


def setting(model: type[Model]) -> str:
    """The settings of any site, with their child rows."""
    return f"setting:{model._meta.label}"


def image(pk: int) -> str:
    """An image with its texts and renditions."""
    return f"image:{pk}"


def document(pk: int) -> str:
    """A document."""
    return f"document:{pk}"
