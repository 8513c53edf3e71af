"""Centres, and the pages that are theirs: the own page, and the lists of sessions, in any language.

A centre is an organization with a list of sessions. It is known by the key that its page shares
with its translations.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wagtail.models import Locale

from events.models import TrainingSessionIndexPage
from organizations.models import OrganizationPage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


@dataclass
class Centre:
    """A centre, the keys of its lists of sessions, and its pages: those with all below them."""

    key: UUID
    name: str
    title: str
    lists: list[UUID] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    @property
    def keys(self) -> list[UUID]:
        """Give the keys of its pages, each the same in all languages."""
        return [self.key, *self.lists]


def all_centres(keys: Iterable[UUID] | None = None) -> list[Centre]:
    """Give all centres by name, or those with some keys; in three statements for any number."""
    lists = _lists()
    named = _named(lists.keys())
    pages = _pages(set(named) | {key for found in lists.values() for key in found})
    centres = []
    for key, (name, title) in named.items():
        centre = Centre(key, name, title, sorted(lists[key]))
        centre.pages = [pk for own in centre.keys for pk in pages[own]]
        centres.append(centre)
    wanted = None if keys is None else set(keys)
    chosen = [centre for centre in centres if wanted is None or centre.key in wanted]
    return sorted(chosen, key=lambda centre: (centre.name.casefold(), str(centre.key)))


def _lists() -> dict[UUID, set[UUID]]:
    """Give the keys of the lists of each centre; the list's oldest page says whose it is."""
    rows = TrainingSessionIndexPage.objects.order_by("pk").values_list(
        "translation_key", "centre__translation_key"
    )
    owners: dict[UUID, UUID | None] = {}
    for own, owner in rows:
        owners.setdefault(own, owner)
    lists: dict[UUID, set[UUID]] = defaultdict(set)
    for key, centre in owners.items():
        if centre is not None:
            lists[centre].add(key)
    return lists


def _named(keys: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Give each centre's short name and title, in the language in which originals are written."""
    default = Locale.get_default().pk
    rows: list[Any] = list(
        OrganizationPage.objects.filter(translation_key__in=list(keys))
        .order_by("pk")
        .values_list("translation_key", "locale_id", "city", "short_name", "title")
    )
    rows.sort(key=lambda row: row[1] != default)
    found: dict[UUID, tuple[str, str]] = {}
    for key, _locale, city, short_name, title in rows:
        found.setdefault(key, (city or short_name or title, title))
    # Two centres in one city have different titles.
    times = Counter(name for name, _title in found.values())
    return {
        key: (name if times[name] == 1 else f"{name}, {title}", title)
        for key, (name, title) in found.items()
    }


def _pages(keys: Iterable[UUID]) -> dict[UUID, list[int]]:
    pages: dict[UUID, list[int]] = defaultdict(list)
    wanted = list(keys)
    for model in (OrganizationPage, TrainingSessionIndexPage):
        rows = model.objects.filter(translation_key__in=wanted).order_by("path")
        for key, pk in rows.values_list("translation_key", "pk"):
            pages[key].append(pk)
    return pages
