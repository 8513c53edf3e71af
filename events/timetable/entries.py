"""A programme stream read into plain values: days, and the slots and notes beneath them."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from events.enums import SlotKind, SpeakerRole

from .walltime import FIRST_YEAR, LAST_YEAR, WallSpan

# Block ids that are no UUID (written by code) still get one and the same key everywhere.
UID_NAMESPACE = uuid.UUID("6f1c1e0e-2f7b-5d52-9a53-0a4a3b1f7c55")


@dataclass(frozen=True, slots=True)
class SpeakerRef:
    """One person of a slot, by the primary key of the chosen page."""

    person: int
    role: str


@dataclass(frozen=True, slots=True)
class Day:
    """One printed day."""

    uid: uuid.UUID
    position: int
    date: date | None
    title: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark beneath a day."""

    uid: uuid.UUID
    position: int
    day: Day | None
    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of the programme."""

    uid: uuid.UUID
    position: int
    day: Day | None
    start: time | None
    end: time | None
    title: str
    summary: str
    kind: str
    track: str
    room: str
    languages: tuple[str, ...]
    interpretation: tuple[str, ...]
    materials: tuple[int, ...]
    speakers: tuple[SpeakerRef, ...]
    # Rows for people in which nobody is chosen.
    empty_rows: int = 0

    @property
    def span(self) -> WallSpan | None:
        """Its stretch of the day; null while it stands beneath no dated day."""
        if self.day is None or self.day.date is None:
            return None
        return WallSpan(self.day.date, self.start, self.end)


@dataclass(slots=True)
class Timetable:
    """Everything of one programme stream, in order."""

    days: list[Day] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def persons(self) -> set[int]:
        """The primary keys of all persons chosen."""
        return {speaker.person for slot in self.slots for speaker in slot.speakers}


def read_timetable(raw: Iterable[Mapping[str, Any]]) -> Timetable:
    """Read the stored form of a programme stream; what is incomplete or unknown becomes empty."""
    timetable = Timetable()
    seen: set[uuid.UUID] = set()
    day: Day | None = None
    for position, child in enumerate(raw):
        uid = _uid(child.get("id"), position, seen)
        value = child.get("value") or {}
        if child.get("type") == "day":
            day = Day(uid, position, _date(value.get("date")), _text(value.get("title")))
            timetable.days.append(day)
        elif child.get("type") == "slot":
            timetable.slots.append(_slot(uid, position, day, value))
        elif child.get("type") == "note":
            timetable.notes.append(Note(uid, position, day, _text(value.get("text"))))
    return timetable


def _slot(uid: uuid.UUID, position: int, day: Day | None, value: Mapping[str, Any]) -> Slot:
    rows = _items(value.get("speakers"))
    speakers = tuple(
        SpeakerRef(row["person"], row.get("role") or SpeakerRole.SPEAKER.value)
        for row in rows
        if row and row.get("person") is not None
    )
    return Slot(
        uid=uid,
        position=position,
        day=day,
        start=_time(value.get("start")),
        end=_time(value.get("end")),
        title=_text(value.get("title")),
        summary=_text(value.get("summary")),
        kind=_text(value.get("kind")) or SlotKind.TALK.value,
        track=_text(value.get("track")),
        room=_text(value.get("room")),
        languages=tuple(value.get("languages") or ()),
        interpretation=tuple(value.get("interpretation") or ()),
        materials=tuple(item for item in _items(value.get("materials")) if item is not None),
        speakers=speakers,
        empty_rows=len(rows) - len(speakers),
    )


def _items(raw: Iterable[Any] | None) -> list[Any]:
    """The values of a ListBlock, which are wrapped as `{type, value, id}` since Wagtail 2.16."""
    return [
        item["value"] if isinstance(item, Mapping) and item.get("type") == "item" else item
        for item in raw or ()
    ]


def _uid(block_id: str | None, position: int, seen: set[uuid.UUID]) -> uuid.UUID:
    """The key of a block; a repeated id gets another key, because the key must be unique."""
    try:
        uid = uuid.UUID(block_id)
    except (ValueError, TypeError, AttributeError):
        uid = uuid.uuid5(UID_NAMESPACE, str(block_id if block_id else position))
    while uid in seen:
        uid = uuid.uuid5(UID_NAMESPACE, f"{uid} again")
    seen.add(uid)
    return uid


def _text(value: object) -> str:
    return str(value).strip() if value else ""


def _date(value: object) -> date | None:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return None
    if not isinstance(value, date) or not FIRST_YEAR <= value.year <= LAST_YEAR:
        return None
    return value


def _time(value: object) -> time | None:
    if isinstance(value, str):
        try:
            value = time.fromisoformat(value)
        except ValueError:
            return None
    return value.replace(tzinfo=None) if isinstance(value, time) else None
