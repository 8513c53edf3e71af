"""The answers of what every page has: address, languages, place in the tree, search engine data."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import IntegerField, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from cms.caching import tags
from cms.statements import KEY, any_of, side_by_side

from .connections import Connection, Order, Slice
from .loaders import page_content_types
from .pagination import Rows, paginate_groups
from .resolvers import resolver

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from wagtail.models import Locale

    from .context import Scope
    from .info import Info
    from .loaders import TextState

    TextStates = dict[tuple[UUID, int], TextState]

STEP = Page.steplen
PATH = Page._meta.get_field("path")


def visible_pages(scope: Scope, queryset: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The visible pages of a queryset, or of all, as far as the schema has their types."""
    pages = Page.objects.all() if queryset is None else queryset
    return scope.visibility.pages(pages.filter(content_type__in=page_content_types()))


# --- Address and language -------------------------------------------------------------------------


@resolver("PageInterface.id", "SnippetInterface.id", columns=(), is_plain=True, takes_records=True)
def resolve_id(objects: list[Any], info: Info) -> list[int]:
    """Give the primary keys."""
    return [item.pk for item in objects]


@resolver(
    "PageInterface.key", "SnippetInterface.key", columns=(), is_plain=True, takes_records=True
)
def resolve_key(objects: list[Any], info: Info) -> list[Any]:
    """Give the translation keys."""
    return [item.translation_key for item in objects]


@resolver("PageInterface.title", columns=(), is_plain=True, takes_records=True)
def resolve_title(pages: list[Page], info: Info) -> list[str]:
    """Give the published titles."""
    return [page.title for page in pages]


@resolver("PageInterface.slug", columns=("slug",), is_plain=True, takes_records=True)
def resolve_slug(pages: list[Page], info: Info) -> list[str]:
    """Give the slugs."""
    return [page.slug for page in pages]


@resolver("PageInterface.path", columns=(), is_plain=True, takes_records=True)
def resolve_path(pages: list[Page], info: Info) -> list[str | None]:
    """Give the public paths."""
    return info.scope.roots.paths_of(pages)


@resolver("PageInterface.url", columns=(), is_plain=True, takes_records=True)
def resolve_url(pages: list[Page], info: Info) -> list[str | None]:
    """Give the public URLs."""
    return [info.scope.roots.url_of(page) for page in pages]


@resolver("PageInterface.locale", columns=(), is_plain=True, takes_records=True)
def resolve_locale(pages: list[Page], info: Info) -> list[Locale]:
    """Give the locale of each address."""
    return [info.scope.locale(page.locale_id) for page in pages]


@resolver("PageInterface.contentLocale", columns=(), takes_records=True)
def resolve_content_locale(pages: list[Page], info: Info) -> list[Locale]:
    """Give the locale of the texts: an alias shows those of the page it is an alias of."""
    content = content_locales(pages, info.scope)
    return [info.scope.locale(content[page.pk]) for page in pages]


@resolver("PageInterface.isFallback", columns=(), takes_records=True)
def resolve_is_fallback(pages: list[Page], info: Info) -> list[bool]:
    """Tell whether the texts are in another language than the first one asked for."""
    content = content_locales(pages, info.scope)
    return [content[page.pk] != info.scope.locales[0] for page in pages]


def content_locales(pages: Iterable[Page], scope: Scope) -> dict[int, int]:
    """The locale of each page's texts, by primary key; aliases are followed to their originals."""
    known = {page.pk: page.locale_id for page in pages}
    aliases = {page.pk: page.alias_of_id for page in pages if page.alias_of_id is not None}
    if aliases:
        originals = scope.loaders.alias_originals(aliases.values())
        found = {pk: originals[original] for pk, original in aliases.items()}
        known |= {pk: locale for pk, locale in found.items() if locale in scope.locales_by_id}
    return known


@resolver("PageInterface.translations", columns=("last_published_at",), takes_records=True)
def resolve_translations(pages: list[Page], info: Info) -> list[list[dict[str, Any]]]:
    """Give the other visible language versions; an alias is no translation."""
    scope, keys = info.scope, {page.translation_key for page in pages}
    versions, states = side_by_side(
        lambda: translations_of(keys, scope), lambda: scope.loaders.text_states(keys)
    )
    return [
        [
            translation_of(version, versions[page.translation_key][0], states, scope)
            for version in sorted(
                versions[page.translation_key], key=lambda item: locale_order(item, scope)
            )
            if version.locale_id != page.locale_id
        ]
        for page in pages
    ]


def translations_of(keys: set[UUID], scope: Scope) -> dict[UUID, list[Page]]:
    """The visible language versions of pages by key, oldest first; an alias is none."""
    scope.dependencies.add(*map(tags.page, keys))
    found = scope.loaders.visible(
        "translations", lambda: Q(any_of("translation_key", keys, KEY), alias_of=None), values=keys
    )
    versions: dict[UUID, list[Page]] = defaultdict(list)
    for page in sorted(found, key=lambda page: page.pk):
        versions[page.translation_key].append(page)
    return versions


def locale_order(page: Page, scope: Scope) -> int:
    """The place of a page's locale in the order of the site's languages."""
    return list(scope.locales_by_id).index(page.locale_id)


def translation_of(
    version: Page, original: Page, states: TextStates, scope: Scope
) -> dict[str, Any]:
    """A language version as an answer; the original is the oldest of those that are visible."""
    return {
        "locale": scope.locale(version.locale_id),
        "title": version.title,
        "path": scope.roots.path_of(version),
        "url": scope.roots.url_of(version),
        **standing(version, original, states),
    }


def standing(version: Any, original: Any, states: TextStates) -> dict[str, Any]:
    """How a version of a page or snippet stands to the oldest of those that are visible.

    By its texts, or by the moments of publishing for what was not made text by text.
    """
    mine, theirs = (getattr(item, "last_published_at", None) for item in (version, original))
    state = states.get((version.translation_key, version.locale_id))
    is_outdated = bool(state[1]) if state is not None else _is_older(mine, theirs)
    of_translation = "OUTDATED" if is_outdated else "CURRENT"
    status = "ORIGINAL" if version.pk == original.pk else of_translation
    return {"status": status, "last_source_change": theirs}


def _is_older(mine: Any, theirs: Any) -> bool:
    return theirs is not None and (mine is None or mine < theirs)


# --- The tree -------------------------------------------------------------------------------------


@resolver("PageInterface.parent", columns=(), takes_records=True)
def resolve_parent(pages: list[Page], info: Info) -> list[Page | None]:
    """Give the visible page above each."""
    found = pages_by_path((page.path[:-STEP] for page in pages), info.scope)
    return [found.get(page.path[:-STEP]) for page in pages]


def pages_by_path(paths: Iterable[str], scope: Scope) -> dict[str, Page]:
    """The visible specific pages at tree paths."""
    found = visible_at_paths("pages by tree path", paths, scope)
    return {page.path: page for page in scope.loaders.specific(found)}


def visible_at_paths(key: str, paths: Iterable[str], scope: Scope) -> list[Page]:
    """The visible pages at tree paths."""
    paths = set(paths)
    scope.dependencies.add(*map(tags.node, paths))
    wanted = sorted(paths)
    return scope.loaders.visible(key, lambda: any_of("path", wanted, PATH), values=wanted)


@resolver("PageInterface.breadcrumbs", columns=(), takes_records=True)
def resolve_breadcrumbs(pages: list[Page], info: Info) -> list[list[dict[str, Any]]]:
    """Give the visible pages above each, from the home page down."""
    above = {
        page.pk: [page.path[:end] for end in range(STEP, len(page.path), STEP)] for page in pages
    }
    paths = {path for trail in above.values() for path in trail}
    rows = visible_at_paths("breadcrumbs", paths, info.scope)
    roots = info.scope.roots
    crumbs = {
        page.path: {"title": page.title, "path": roots.path_of(page), "url": roots.url_of(page)}
        for page in rows
    }
    return [[crumbs[path] for path in above[page.pk] if path in crumbs] for page in pages]


@resolver("PageInterface.children", columns=(), takes_records=True)
def resolve_children(pages: list[Page], info: Info, **arguments: Any) -> list[Connection]:
    """Give the visible pages directly below each, a page of them at a time."""
    paths = [page.path for page in pages]
    info.scope.dependencies.add_each(tags.children, paths)
    return paginate_groups(
        Rows(
            info.scope,
            Page,
            lambda: children(info.scope),
            info.scope.columns.page,
            "children",
            fields={"parent_path": PATH},
        ),
        "parent_path",
        paths,
        [Order("path")],
        Slice.of(info, **arguments),
        finish=info.scope.loaders.specific,
    )


def parent_path() -> Substr:
    """The tree path of the page above; an index holds this very expression."""
    return Substr("path", 1, Length("path", output_field=IntegerField()) - STEP)


def children(scope: Scope) -> QuerySet[Page]:
    """The visible pages, each with the tree path of its parent as `parent_path`."""
    return visible_pages(scope, Page.objects.annotate(parent_path=parent_path()))


# --- Search engines -------------------------------------------------------------------------------


def seo_columns(model: type[Any]) -> list[str]:
    """The columns that the fallbacks of a page type look at."""
    text = [model.described_by] if model.described_by else []
    return ["seo_title", "search_description", "social_image_id", "listing_image_id", *text]


@resolver("PageInterface.seo", columns=seo_columns)
def resolve_seo(pages: list[Any], info: Info) -> list[dict[str, Any]]:
    """Give titles, descriptions and pictures with their fallbacks."""
    scope = info.scope
    aliases = {page.alias_of_id for page in pages if page.alias_of_id is not None}
    originals, images = side_by_side(
        lambda: scope.loaders.exact_pages(aliases),
        lambda: scope.loaders.images(
            pk for page in pages for pk in (page.social_image_id, page.listing_image_id)
        ),
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


@resolver("PageInterface.listingImage", columns=("listing_image_id",))
def resolve_listing_image(pages: list[Any], info: Info) -> list[Any]:
    """Give the pictures for lists."""
    images = info.scope.loaders.images(page.listing_image_id for page in pages)
    return [images.get(page.listing_image_id) for page in pages]


@resolver(
    "PageInterface.firstPublishedAt",
    columns=("first_published_at",),
    is_plain=True,
    takes_records=True,
)
def resolve_first_published_at(pages: list[Page], info: Info) -> list[Any]:
    """Give the moments of first publication."""
    return [page.first_published_at for page in pages]


@resolver(
    "PageInterface.lastPublishedAt",
    columns=("last_published_at",),
    is_plain=True,
    takes_records=True,
)
def resolve_last_published_at(pages: list[Page], info: Info) -> list[Any]:
    """Give the moments of last publication."""
    return [page.last_published_at for page in pages]
