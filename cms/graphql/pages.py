"""The answers of what every page has: address, languages, place in the tree, search engine data."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Q, QuerySet
from django.db.models.functions import Length, Substr
from grapple.registry import registry
from wagtail.models import Page

from .connections import Connection, Order, Slice, paginate_groups
from .resolvers import resolver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.models import Locale

    from .context import Scope
    from .execution import Info

STEP = Page.steplen


def visible_pages(scope: Scope, queryset: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The visible pages of a queryset, or of all, as far as the schema has their types."""
    pages = Page.objects.all() if queryset is None else queryset
    return scope.visibility.pages(pages.filter(content_type__in=page_content_types()))


def page_content_types() -> list[int]:
    """The content types of the page models in the schema; Django remembers them in the process."""
    found = ContentType.objects.get_for_models(*registry.pages)
    return [content_type.pk for content_type in found.values()]


# --- Address and language -------------------------------------------------------------------------


@resolver("PageInterface.id", "SnippetInterface.id")
def resolve_id(objects: list[Any], info: Info) -> list[int]:
    """Give the primary keys."""
    return [item.pk for item in objects]


@resolver("PageInterface.key", "SnippetInterface.key")
def resolve_key(objects: list[Any], info: Info) -> list[Any]:
    """Give the translation keys."""
    return [item.translation_key for item in objects]


@resolver("PageInterface.title")
def resolve_title(pages: list[Page], info: Info) -> list[str]:
    """Give the published titles."""
    return [page.title for page in pages]


@resolver("PageInterface.slug")
def resolve_slug(pages: list[Page], info: Info) -> list[str]:
    """Give the slugs."""
    return [page.slug for page in pages]


@resolver("PageInterface.path")
def resolve_path(pages: list[Page], info: Info) -> list[str | None]:
    """Give the public paths."""
    return [info.scope.roots.path_of(page) for page in pages]


@resolver("PageInterface.url")
def resolve_url(pages: list[Page], info: Info) -> list[str | None]:
    """Give the public URLs."""
    return [info.scope.roots.url_of(page) for page in pages]


@resolver("PageInterface.locale", "SnippetInterface.locale")
def resolve_locale(objects: list[Any], info: Info) -> list[Locale]:
    """Give the locale of each address."""
    return [info.scope.locale(item.locale_id) for item in objects]


@resolver("PageInterface.contentLocale")
def resolve_content_locale(pages: list[Page], info: Info) -> list[Locale]:
    """Give the locale of the texts: an alias shows those of the page it is an alias of."""
    content = content_locales(pages, info.scope)
    return [info.scope.locale(content[page.pk]) for page in pages]


@resolver("PageInterface.isFallback")
def resolve_is_fallback(pages: list[Page], info: Info) -> list[bool]:
    """Tell whether the texts are in another language than the first one asked for."""
    content = content_locales(pages, info.scope)
    return [content[page.pk] != info.scope.locales[0] for page in pages]


@resolver("SnippetInterface.isFallback")
def resolve_snippet_is_fallback(snippets: list[Any], info: Info) -> list[bool]:
    """Tell whether the texts are in another language than the first one asked for."""
    return [snippet.locale_id != info.scope.locales[0] for snippet in snippets]


def content_locales(pages: Iterable[Page], scope: Scope) -> dict[int, int]:
    """The locale of each page's texts, by primary key; aliases are followed to their originals."""
    known = {page.pk: page.locale_id for page in pages}
    aliases = {page.pk: page.alias_of_id for page in pages if page.alias_of_id is not None}
    if aliases:
        originals = scope.loaders.alias_originals(aliases.values())
        found = {pk: originals[original].locale_id for pk, original in aliases.items()}
        known |= {pk: locale for pk, locale in found.items() if locale in scope.locales_by_id}
    return known


@resolver("PageInterface.translations")
def resolve_translations(pages: list[Page], info: Info) -> list[list[dict[str, Any]]]:
    """Give the other visible language versions; an alias is no translation."""
    scope = info.scope
    keys = {page.translation_key for page in pages}
    versions: dict[Any, list[Page]] = defaultdict(list)
    found = visible_pages(scope).filter(translation_key__in=keys, alias_of=None)
    for version in found.order_by("pk"):
        versions[version.translation_key].append(version)
    return [
        [
            translation_of(version, versions[page.translation_key][0], scope)
            for version in sorted(
                versions[page.translation_key], key=lambda item: locale_order(item, scope)
            )
            if version.locale_id != page.locale_id
        ]
        for page in pages
    ]


def locale_order(page: Page, scope: Scope) -> int:
    """The place of a page's locale in the order of the site's languages."""
    return list(scope.locales_by_id).index(page.locale_id)


def translation_of(version: Page, original: Page, scope: Scope) -> dict[str, Any]:
    """A language version as an answer; the original is the oldest of those that are visible."""
    if version.pk == original.pk:
        status = "ORIGINAL"
    elif _is_older(version.last_published_at, original.last_published_at):
        status = "OUTDATED"
    else:
        status = "CURRENT"
    return {
        "locale": scope.locale(version.locale_id),
        "title": version.title,
        "path": scope.roots.path_of(version),
        "url": scope.roots.url_of(version),
        "status": status,
        "last_source_change": original.last_published_at,
    }


def _is_older(mine: Any, theirs: Any) -> bool:
    return theirs is not None and (mine is None or mine < theirs)


# --- The tree -------------------------------------------------------------------------------------


@resolver("PageInterface.parent")
def resolve_parent(pages: list[Page], info: Info) -> list[Page | None]:
    """Give the visible page above each."""
    found = pages_by_path((page.path[:-STEP] for page in pages), info.scope)
    return [found.get(page.path[:-STEP]) for page in pages]


def pages_by_path(paths: Iterable[str], scope: Scope) -> dict[str, Page]:
    """The visible specific pages at tree paths."""
    rows = list(visible_pages(scope).filter(path__in=set(paths)).only("path", "content_type_id"))
    return {page.path: page for page in scope.loaders.specific(rows)}


@resolver("PageInterface.breadcrumbs")
def resolve_breadcrumbs(pages: list[Page], info: Info) -> list[list[dict[str, Any]]]:
    """Give the visible pages above each, from the home page down."""
    above = {
        page.pk: [page.path[:end] for end in range(STEP, len(page.path), STEP)] for page in pages
    }
    paths = {path for trail in above.values() for path in trail}
    rows = visible_pages(info.scope).filter(path__in=paths)
    roots = info.scope.roots
    crumbs = {
        page.path: {"title": page.title, "path": roots.path_of(page), "url": roots.url_of(page)}
        for page in rows
    }
    return [[crumbs[path] for path in above[page.pk] if path in crumbs] for page in pages]


@resolver("PageInterface.children")
def resolve_children(pages: list[Page], info: Info, **arguments: Any) -> list[Connection]:
    """Give the visible pages directly below each, a page of them at a time."""
    return paginate_groups(
        children_of(pages, info.scope),
        "parent_path",
        [page.path for page in pages],
        [Order("path")],
        Slice.of(**arguments),
        finish=info.scope.loaders.specific,
    )


# Beyond so many parents, one comparison of a computed path is cheaper than a condition for each.
MAX_CONDITIONS = 100


def children_of(pages: list[Page], scope: Scope) -> QuerySet[Page]:
    """The visible children of pages, each with the tree path of its parent as `parent_path`."""
    below = Q(pk__in=[])
    for page in pages if len(pages) <= MAX_CONDITIONS else []:
        below |= Q(path__startswith=page.path, depth=page.depth + 1)
    children = Page.objects.annotate(
        parent_path=Substr("path", 1, Length("path", output_field=IntegerField()) - STEP)
    )
    if len(pages) > MAX_CONDITIONS:
        below = Q(parent_path__in=[page.path for page in pages])
    return visible_pages(scope, children.filter(below))


# --- Search engines -------------------------------------------------------------------------------


@resolver("PageInterface.seo")
def resolve_seo(pages: list[Any], info: Info) -> list[dict[str, Any]]:
    """Give titles, descriptions and pictures with their fallbacks."""
    scope = info.scope
    aliases = {page.alias_of_id for page in pages if page.alias_of_id is not None}
    originals = scope.loaders.exact_pages(aliases)
    images = scope.loaders.images(
        pk for page in pages for pk in (page.social_image_id, page.listing_image_id)
    )
    return [
        {
            "title": page.seo_title or page.title,
            "description": page.seo_description(),
            "canonical_url": scope.roots.url_of(originals.get(page.alias_of_id, page)),
            "image": images.get(page.social_image_id) or images.get(page.listing_image_id),
            "site_name": scope.roots.site.site_name or "",
        }
        for page in pages
    ]


@resolver("PageInterface.listingImage")
def resolve_listing_image(pages: list[Any], info: Info) -> list[Any]:
    """Give the pictures for lists."""
    images = info.scope.loaders.images(page.listing_image_id for page in pages)
    return [images.get(page.listing_image_id) for page in pages]


@resolver("PageInterface.firstPublishedAt")
def resolve_first_published_at(pages: list[Page], info: Info) -> list[Any]:
    """Give the moments of first publication."""
    return [page.first_published_at for page in pages]


@resolver("PageInterface.lastPublishedAt")
def resolve_last_published_at(pages: list[Page], info: Info) -> list[Any]:
    """Give the moments of last publication."""
    return [page.last_published_at for page in pages]
