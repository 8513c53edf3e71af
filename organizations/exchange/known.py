"""What columns have to know beside a record: organizations by key and name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cms.spreadsheets.cells import as_compared, tidy_line
from organizations.models import OrganizationPage

if TYPE_CHECKING:
    from uuid import UUID

SEPARATOR = "|"
NOT_IN_PARTS = str.maketrans({SEPARATOR: " ", "\n": " "})


def part(text: str) -> str:
    """Write a text so that it cannot be taken for several parts."""
    return " ".join(tidy_line(text).translate(NOT_IN_PARTS).split())


def folded(text: str) -> str:
    """Give a name as names are compared."""
    return as_compared(part(text))


class Organizations:
    """All organizations, by the names that they have in any language; one statement."""

    def __init__(self, locale_id: int) -> None:
        self.keys: dict[int, UUID] = {}
        self.pages: dict[UUID, int] = {}
        self.titles: dict[UUID, str] = {}
        self._named: dict[str, set[UUID]] = defaultdict(set)
        columns = ("pk", "translation_key", "locale_id", "title", "draft_title", "short_name")
        rows = OrganizationPage.objects.order_by("pk").values_list(*columns)
        for pk, key, locale, *names in rows:
            self.keys[pk] = key
            for name in filter(None, names):
                self._named[folded(name)].add(key)
            is_first = key not in self.pages
            if is_first or locale == locale_id:
                self.pages[key], self.titles[key] = pk, names[0]

    def find(self, name: str) -> UUID | None:
        """Give the only organization of a name."""
        found = self._named.get(folded(name), set())
        return next(iter(found)) if len(found) == 1 else None

    def name_of(self, key: UUID) -> str:
        """Give a name by which it is found again; its key if it has none of its own."""
        title = part(self.titles.get(key, ""))
        return title if self.find(title) == key else str(key)


@dataclass
class Known:
    """What was looked up, once it is asked for."""

    locale_id: int

    @cached_property
    def organizations(self) -> Organizations:
        """All organizations."""
        return Organizations(self.locale_id)
