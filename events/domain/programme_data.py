"""A programme as plain values: as its rows say it, and as readers of one language see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events.timetable import programme_days


@dataclass(frozen=True, slots=True)
class NoteData:
    """A note beneath a day."""

    uid: UUID
    position: int
    text: str
    text_locale: str
    is_fallback: bool


@dataclass(slots=True)
class SlotData:
    """A slot, with its texts in the best language."""

    session_key: UUID
    uid: UUID
    position: int
    day: date
    start_time: time | None
    end_time: time | None
    time_zone: str
    starts_at: datetime | None
    ends_at: datetime | None
    kind: str
    track: str
    room: str
    languages: list[str]
    interpretation: list[str]
    materials: list[int]
    title: str
    summary: str
    text_locale: str
    is_fallback: bool
    speakers: list[tuple[UUID, str]]

    def show_in(self, zone: ZoneInfo) -> None:
        """Have the instants told as a zone's clocks show them."""
        self.starts_at = self.starts_at and self.starts_at.astimezone(zone)
        self.ends_at = self.ends_at and self.ends_at.astimezone(zone)

    def is_understood_in(self, tag: str, session_languages: Iterable[str]) -> bool:
        """Say whether it is spoken in a language, by itself or as its session, or interpreted."""
        spoken = self.languages or session_languages
        return tag.lower() in {known.lower() for known in (*spoken, *self.interpretation)}

    @property
    def crosses_midnight(self) -> bool:
        """Say whether it ends on the day after the printed one."""
        return bool(self.start_time and self.end_time and self.end_time < self.start_time)


@dataclass(slots=True)
class DayData:
    """A day with what happens on it; a day made by regrouping has no block and no title."""

    date: date
    uid: UUID | None = None
    title: str = ""
    text_locale: str = ""
    is_fallback: bool = False
    notes: list[NoteData] = field(default_factory=list)
    slots: list[SlotData] = field(default_factory=list)

    @property
    def has_something(self) -> bool:
        """Say whether anything happens or is to be read on it; a title alone is nothing."""
        return bool(self.slots) or any(note.text for note in self.notes)


@dataclass(slots=True)
class ProgrammeData:
    """The programme of one session as readers of one language see it."""

    time_zone: str
    days: list[DayData] = field(default_factory=list)

    @property
    def slot_count(self) -> int:
        """Count the slots."""
        return sum(len(day.slots) for day in self.days)

    @property
    def slots(self) -> list[SlotData]:
        """Give all slots in order."""
        return [slot for day in self.days for slot in day.slots]

    def in_language(self, tag: str, session_languages: Iterable[str]) -> ProgrammeData:
        """Keep the slots that can be followed in a language, and the days that have any."""
        days = [
            replace(
                day,
                slots=[slot for slot in day.slots if slot.is_understood_in(tag, session_languages)],
            )
            for day in self.days
        ]
        return replace(self, days=[day for day in days if day.slots])

    def in_zone(self, zone: str) -> ProgrammeData:
        """Regroup the slots by the days of another zone; raises UnknownTimeZoneError.

        Titles and notes stay with the printed date; a day of which only the title is left goes.
        """
        groups = programme_days(self.slots, zone)
        if zone == self.time_zone:
            return self
        days = {day.date: replace(day, slots=[]) for day in self.days}
        for group in groups:
            days.setdefault(group.date, DayData(group.date)).slots = group.slots
        return ProgrammeData(zone, [days[day] for day in sorted(days) if days[day].has_something])


@dataclass(frozen=True, slots=True)
class Chain:
    """The languages in which a text is looked for, best first; the source's is the last resort."""

    locales: list[int]
    codes: dict[int, str]
    readable: Collection[int] | None = None

    def pick(self, texts: dict[int, Any], source: int) -> tuple[Any, str, bool]:
        """Give the text, its language, and whether that is not the page's own."""
        for locale in (*self.locales, source):
            if locale in texts and (self.readable is None or locale in self.readable):
                return texts[locale], self.codes.get(locale, ""), locale != self.locales[0]
        return None, self.codes.get(self.locales[0], ""), False


@dataclass(slots=True)
class DayRow:
    """A printed day with its texts by language."""

    uid: UUID
    position: int
    date: date
    source: int
    titles: dict[int, str] = field(default_factory=dict)
    notes: dict[str, tuple[int, dict[int, str]]] = field(default_factory=dict)


@dataclass(slots=True)
class SlotRow:
    """A slot with its texts by language, and its people."""

    source: int
    columns: dict[str, Any]
    texts: dict[int, tuple[str, str]] = field(default_factory=dict)
    speakers: list[tuple[UUID, str]] = field(default_factory=list)


def build_programme(
    session_key: UUID,
    time_zone: str,
    days: Iterable[DayRow],
    slots: Iterable[SlotRow],
    chain: Chain,
) -> ProgrammeData:
    """Choose the texts of rows, and put everything in its place."""
    by_date: dict[date, DayData] = {}
    for row in sorted(days, key=lambda row: (row.date, row.position)):
        by_date.setdefault(row.date, _build_day(row, chain))
    for slot in sorted(slots, key=lambda row: row.columns["position"]):
        day = by_date.setdefault(slot.columns["day"], DayData(slot.columns["day"]))
        day.slots.append(_build_slot(session_key, slot, chain))
    return ProgrammeData(time_zone or "UTC", [by_date[day] for day in sorted(by_date)])


def _build_day(row: DayRow, chain: Chain) -> DayData:
    title, locale, is_fallback = chain.pick(row.titles, row.source)
    notes = []
    for uid, (position, texts) in sorted(row.notes.items(), key=lambda item: item[1][0]):
        text, note_locale, note_fallback = chain.pick(texts, row.source)
        notes.append(NoteData(UUID(uid), position, text or "", note_locale, note_fallback))
    return DayData(row.date, row.uid, title or "", locale, is_fallback, notes)


def _build_slot(session_key: UUID, row: SlotRow, chain: Chain) -> SlotData:
    text, locale, is_fallback = chain.pick(row.texts, row.source)
    title, summary = text or ("", "")
    return SlotData(
        session_key=session_key,
        **row.columns,
        title=title,
        summary=summary,
        text_locale=locale,
        is_fallback=is_fallback,
        speakers=row.speakers,
    )
