"""Which language version of a page an answer holds: one each, the best of the chain asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, TextField
from wagtail.models import Page

from cms.caching import tags
from cms.statements import KEY, NUMBER, AnyOf, ListParam, Param, any_of

from .language_versions import best_version
from .pages import visible_pages
from .pagination import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from uuid import UUID

    from .context import Scope

TEXT = TextField()

P = TypeVar("P", bound=Page)
M = TypeVar("M", bound=Model)


def localized_pages(queryset: QuerySet[P], scope: Scope) -> QuerySet[P]:
    """The visible pages of a queryset, each in the first language of the chain that it has."""
    return _first_of_chain(visible_pages(scope, queryset), visible_pages(scope), scope)


def page_rows(
    model: type[Page],
    build: Callable[[], QuerySet[Any]],
    scope: Scope,
    key: Hashable,
    values: Mapping[str, Any] | None = None,
    *,
    is_searched: bool = False,
) -> Rows:
    """The pages of a queryset as a list: visible, each in the first language that it has."""
    scope.dependencies.add(*list_tags(model, scope.locales))
    names = [*scope.columns.page, *(scope.columns.of(model) if model is not Page else ())]
    return Rows(
        scope,
        model,
        lambda: localized_pages(build(), scope),
        names,
        key,
        values or {},
        is_searched=is_searched,
    )


def list_tags(model: type[Page], locales: Iterable[int]) -> list[str]:
    """What a list of pages of one type in some languages depends on, whatever it is filtered by."""
    if model is Page:
        return [tags.PAGES]
    content_type = ContentType.objects.get_for_model(model)
    return [tags.pages(content_type.pk, locale) for locale in locales]


def snippet_rows(
    model: type[Model],
    scope: Scope,
    key: Hashable,
    condition: Q | None = None,
    values: Mapping[str, Any] | None = None,
) -> Rows:
    """The snippets that meet a condition as a list."""
    scope.dependencies.add(tags.snippets(model))

    def build() -> QuerySet[Any]:
        return localized_snippets(model._default_manager.filter(condition or Q()), scope)

    return Rows(scope, model, build, scope.columns.of(model), (model, key), values or {})


def localized_snippets(queryset: QuerySet[M], scope: Scope) -> QuerySet[M]:
    """The visible snippets of a queryset, each in the first language of the chain that it has."""
    versions = scope.visibility.snippets(queryset.model._default_manager.all())
    return _first_of_chain(scope.visibility.snippets(queryset), versions, scope)


def _first_of_chain(visible: QuerySet[M], versions: QuerySet[Any], scope: Scope) -> QuerySet[M]:
    """Keep one language version of each, among all visible `versions`.

    Translations come before aliases, which show another language's text.
    """
    if len(scope.locales) == 1:
        return visible.filter(locale=scope.locales[0])
    siblings = versions.filter(translation_key=OuterRef("translation_key"))
    translated = siblings.filter(locale__in=scope.locales, alias_of=None)
    chosen = Q(pk__in=[])
    for position, locale_id in enumerate(scope.locales):
        earlier = siblings.filter(locale__in=scope.locales[:position])
        here = Q(locale=locale_id)
        chosen |= here & Q(alias_of=None) & ~Q(Exists(earlier.filter(alias_of=None)))
        chosen |= here & Q(alias_of__isnull=False) & ~Q(Exists(translated)) & ~Q(Exists(earlier))
    return visible.filter(chosen)


def find_page(
    scope: Scope,
    model: type[P],
    *,
    path: str | None = None,
    pk: int | None = None,
    key: UUID | None = None,
) -> P | None:
    """The visible specific page at an address, in the chain's best language if asked for one.

    With a type, one of another type does not exist.
    """
    if key is not None:
        versions = _versions(scope, model, [key])
    elif pk is not None:
        is_it = partial(Q, pk=Param("pk", pk, NUMBER))
        found = scope.loaders.visible("page by id", is_it, model, pk=pk)
        if not found:
            scope.dependencies.add(tags.PAGES)
        versions = _in_chain(found, model, scope)
    else:
        versions = _in_chain(_at_path(scope, model, path or "/"), model, scope)
    if scope.is_explicit:
        versions = [page for page in versions if page.locale_id in scope.locales]
    best = best_version(versions, scope.reference_chain)
    return next(iter(scope.loaders.specific([best])), None) if best is not None else None


def _versions(scope: Scope, model: type[Page], keys: list[UUID]) -> list[Page]:
    scope.dependencies.add(*map(tags.page, keys))
    return scope.loaders.visible(
        "page by key", lambda: any_of("translation_key", keys, KEY), model, values=keys
    )


def _in_chain(found: list[Page], model: type[Page], scope: Scope) -> list[Page]:
    """What was found, with its other languages if some were asked for."""
    if not found or not scope.is_explicit:
        return found
    return _versions(scope, model, [found[0].translation_key])


def _at_path(scope: Scope, model: type[Page], path: str) -> list[Page]:
    """The page at a public path; in an asked locale also at its path below that locale's home."""
    url_paths = [scope.roots.url_path_of(path)]
    if scope.is_explicit:
        url_paths += [scope.roots.url_path_of(path, code) for code in scope.language_codes]
    wanted = list(dict.fromkeys(filter(None, url_paths)))
    scope.dependencies.add(*map(tags.url, wanted))
    # The slug has an index, the path has none.
    slugs = {url_path.rstrip("/").rpartition("/")[2] for url_path in wanted}

    def condition() -> Q:
        return Q(
            AnyOf("slug", ListParam("slugs", list(slugs), TEXT)), any_of("url_path", wanted, TEXT)
        )

    found = scope.loaders.visible(
        "page by path", condition, model, values=wanted, slugs=list(slugs)
    )
    by_path = {
        url_path: [page for page in found if page.url_path == url_path] for url_path in wanted
    }
    return next((pages for pages in by_path.values() if pages), [])
