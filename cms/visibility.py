"""What an anonymous reader may see: the one place where it is decided.

Every loader, list, count and feed restricts its queryset here. The rules are SQL conditions, so a
count or a page of results cannot tell of what is hidden; only the tree paths of view restrictions
are read first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Q, QuerySet
from wagtail.models import DraftStateMixin, TranslatableMixin

from .restrictions import RestrictedPaths, is_at_or_below

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Visibility:
    """What anybody may see at one moment, on one site.

    `root_paths` are the tree paths of the site's public home pages, one for each language, and
    `locales` the languages that the settings list; what is outside of them does not exist for the
    site's readers. `restricted` are the pages and collections that have a view restriction.
    """

    now: datetime
    root_paths: tuple[str, ...]
    locales: tuple[int, ...]
    restricted: RestrictedPaths

    def pages(self, queryset: QuerySet[M]) -> QuerySet[M]:
        """The pages of a queryset that are live, unexpired, public with all above, on the site."""
        return queryset.filter(self.page_condition())

    def page_condition(self, prefix: str = "") -> Q:
        """The same as a condition; `prefix` is the lookup that leads to the page, as `page__`."""
        live = Q(**{f"{prefix}live": True}) & self._not_expired(prefix)
        place = self._on_site(prefix) & self._in_language(prefix)
        return live & place & ~is_at_or_below(f"{prefix}path", self.restricted.pages)

    def snippets(self, queryset: QuerySet[M]) -> QuerySet[M]:
        """The snippets of a queryset that are live and not expired; all, if they have no drafts."""
        return queryset.filter(self.snippet_condition(queryset.model))

    def snippet_condition(self, model: type[Model]) -> Q:
        """The same as a condition on a model of snippets."""
        if not issubclass(model, DraftStateMixin):
            return Q()
        live = Q(live=True) & self._not_expired("")
        return live & self._in_language("") if issubclass(model, TranslatableMixin) else live

    def collection_members(self, queryset: QuerySet[M]) -> QuerySet[M]:
        """The images or documents whose collection, and every one above it, is public."""
        return queryset.filter(self.collection_condition())

    def collection_condition(self) -> Q:
        """The same as a condition."""
        return ~is_at_or_below("collection__path", self.restricted.collections)

    def _not_expired(self, prefix: str) -> Q:
        return Q(**{f"{prefix}expire_at__isnull": True}) | Q(**{f"{prefix}expire_at__gt": self.now})

    def _in_language(self, prefix: str) -> Q:
        return Q(**{f"{prefix}locale__in": self.locales})

    def _on_site(self, prefix: str) -> Q:
        return _any_of(Q(**{f"{prefix}path__startswith": path}) for path in self.root_paths)


def _any_of(conditions: Iterable[Q]) -> Q:
    """One condition that holds if any does; none holds for no conditions."""
    result = Q(pk__in=[])
    for condition in conditions:
        result |= condition
    return result
