"""What a file of a programme holds: its lines in order, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from events.enums import SlotKind

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from uuid import UUID


class RowType(StrEnum):
    """What a line is."""

    DAY = "day"
    SLOT = "slot"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person of a slot."""

    key: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Material:
    """A file of a slot."""

    pk: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A day, a slot or a note."""

    type: RowType
    uid: UUID | None = None
    date: date | None = None
    start: time | None = None
    end: time | None = None
    title: str = ""
    people: tuple[Speaker, ...] = ()
    kind: str = SlotKind.TALK.value
    track: str = ""
    room: str = ""
    languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    text: str = ""
    materials: tuple[Material, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def persons(self) -> list[Speaker]:
        """The people of a slot, each once, whatever roles they have."""
        first: dict[UUID, Speaker] = {}
        for person in self.people:
            first.setdefault(person.key, person)
        return list(first.values())


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A programme with what files say of its session."""

    key: UUID
    title: str
    slug: str
    language: str
    time_zone: str
    first: date | None
    last: date | None
    languages: tuple[str, ...]
    page_url: str
    site_url: str
    rows: list[Row] = field(default_factory=list)

    @property
    def dates(self) -> list[date]:
        """The dates of its days, in order."""
        return sorted({row.date for row in self.rows if row.date is not None})

    @property
    def timed(self) -> list[Row]:
        """The slots with a time, in an order that does not depend on where they stand."""
        slots = [row for row in self.rows if row.type == RowType.SLOT and row.starts_at is not None]
        return sorted(slots, key=_order)


def _order(row: Row) -> tuple[date | None, str, datetime | None, str]:
    return (row.date, row.room, row.starts_at, str(row.uid))
