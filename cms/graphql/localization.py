"""Which language version of a page an answer holds: one each, the best of the chain asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.models import Page

from .loaders import best_version
from .pages import visible_pages

if TYPE_CHECKING:
    from uuid import UUID

    from .context import Scope

P = TypeVar("P", bound=Page)
M = TypeVar("M", bound=Model)


def localized_pages(queryset: QuerySet[P], scope: Scope) -> QuerySet[P]:
    """The visible pages of a queryset, each in the first language of the chain that it has.

    Translations come before aliases, which show another language's text under their address.
    """
    visible = visible_pages(scope, queryset)
    if len(scope.locales) == 1:
        return visible.filter(locale=scope.locales[0])
    siblings = visible_pages(scope).filter(translation_key=OuterRef("translation_key"))
    translated = siblings.filter(locale__in=scope.locales, alias_of=None)
    chosen = Q(pk__in=[])
    for position, locale_id in enumerate(scope.locales):
        earlier = siblings.filter(locale__in=scope.locales[:position])
        here = Q(locale=locale_id)
        chosen |= here & Q(alias_of=None) & ~Q(Exists(earlier.filter(alias_of=None)))
        chosen |= here & Q(alias_of__isnull=False) & ~Q(Exists(translated)) & ~Q(Exists(earlier))
    return visible.filter(chosen)


def localized_snippets(queryset: QuerySet[M], scope: Scope) -> QuerySet[M]:
    """The visible snippets of a queryset, each in the first language of the chain that it has."""
    visible = scope.visibility.snippets(queryset)
    chosen = Q(pk__in=[])
    siblings = scope.visibility.snippets(queryset.model._default_manager.all())
    siblings = siblings.filter(translation_key=OuterRef("translation_key"))
    for position, locale_id in enumerate(scope.locales):
        earlier = siblings.filter(locale__in=scope.locales[:position])
        here = Q(locale=locale_id)
        chosen |= here & ~Q(Exists(earlier)) if position else here
    return visible.filter(chosen)


def find_page(
    scope: Scope, *, path: str | None = None, pk: int | None = None, key: UUID | None = None
) -> Page | None:
    """The visible specific page at an address, in the chain's best language if asked for one."""
    if key is not None:
        rows = visible_pages(scope).filter(translation_key=key)
    elif pk is not None:
        rows = visible_pages(scope).filter(pk=pk)
    else:
        rows = _at_path(scope, path or "/")
    versions = list(rows)
    if scope.is_explicit and versions and key is None:
        versions = list(visible_pages(scope).filter(translation_key=versions[0].translation_key))
    if scope.is_explicit:
        versions = [page for page in versions if page.locale_id in scope.locales]
    best = best_version(versions, scope.reference_chain)
    return scope.loaders.specific([best])[0] if best is not None else None


def _at_path(scope: Scope, path: str) -> QuerySet[Page]:
    """The page at a public path; in an asked locale also at its path below that locale's home."""
    url_paths = [scope.roots.url_path_of(path)]
    if scope.is_explicit:
        url_paths += [scope.roots.url_path_of(path, code) for code in scope.language_codes]
    for url_path in dict.fromkeys(filter(None, url_paths)):
        slug = url_path.rstrip("/").rpartition("/")[2]
        # The slug has an index, the path has none.
        rows = visible_pages(scope).filter(slug=slug, url_path=url_path)
        if rows:
            return rows
    return Page.objects.none()
