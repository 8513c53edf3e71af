"""Published programmes as plain values, for any number of sessions in four statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Protocol
from uuid import UUID

from django.db.models import F, Q
from wagtail.models import Locale

from events.models import DayText, SlotSpeaker, SlotText
from events.timetable import programme_days


class SessionRow(Protocol):
    """What is needed of a session page; a row with these columns will do."""

    pk: int
    translation_key: UUID
    locale_id: int
    time_zone: str


@dataclass(frozen=True, slots=True)
class NoteData:
    """A note beneath a day."""

    uid: UUID
    position: int
    text: str
    text_locale: str
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class SlotData:
    """A slot, with its texts in the best language."""

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

    def in_zone(self, zone: str) -> ProgrammeData:
        """Regroup the slots by the days of another zone; raises UnknownTimeZoneError.

        Titles and notes stay with the printed date.
        """
        groups = programme_days(self.slots, zone)
        if zone == self.time_zone:
            return self
        days = {day.date: replace(day, slots=[]) for day in self.days}
        days = {day: data for day, data in days.items() if data.notes or data.title}
        for group in groups:
            days.setdefault(group.date, DayData(group.date)).slots = group.slots
        return ProgrammeData(zone, [days[day] for day in sorted(days)])


def load_programmes(
    sessions: Sequence[SessionRow],
    locales: Iterable[str],
    readable: Mapping[UUID, Collection[int]] | None = None,
) -> dict[int, ProgrammeData]:
    """Load the programmes of session pages, by primary key; four statements for any number.

    Texts are looked for in the page's own language, then in `locales` (language codes) in order,
    then in the source's. `readable` gives, by translation key, the locales whose texts may be shown
    at all: those in which the session's page is visible. A page without a published programme gets
    one without days.
    """
    if not sessions:
        return {}
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    by_code = {code: pk for pk, code in codes.items()}
    chain = [by_code[code] for code in locales if code in by_code]
    keys = {session.translation_key for session in sessions}
    wanted = {*chain, *(session.locale_id for session in sessions)}
    days = _load_days(keys, wanted)
    slots = _load_slots(keys, wanted)
    speakers = _load_speakers(keys)
    return {
        session.pk: _build(
            session,
            days.get(session.translation_key, {}),
            slots.get(session.translation_key, {}),
            speakers,
            _Chain(
                [session.locale_id, *chain],
                codes,
                None if readable is None else readable.get(session.translation_key, ()),
            ),
        )
        for session in sessions
    }


@dataclass(frozen=True, slots=True)
class _Chain:
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
class _DayRow:
    uid: UUID
    position: int
    date: date
    source: int
    titles: dict[int, str] = field(default_factory=dict)
    notes: dict[str, tuple[int, dict[int, str]]] = field(default_factory=dict)


@dataclass(slots=True)
class _SlotRow:
    pk: int
    source: int
    columns: dict[str, Any]
    texts: dict[int, tuple[str, str]] = field(default_factory=dict)


DAY_COLUMNS = ("uid", "position", "date")
SLOT_COLUMNS = (
    "uid", "position", "day", "start_time", "end_time", "time_zone", "starts_at", "ends_at", "kind",
    "track", "room", "languages", "interpretation", "materials",
)  # fmt: skip


def _load_days(keys: set[UUID], wanted: set[int]) -> dict[UUID, dict[UUID, _DayRow]]:
    rows = (
        DayText.objects.filter(day__session__translation_key__in=keys)
        .filter(Q(locale__in=wanted) | Q(locale=F("day__session__locale")))
        .values_list(
            "day__session__translation_key",
            "day__session__locale_id",
            "locale_id",
            "title",
            "notes",
            *(f"day__{name}" for name in DAY_COLUMNS),
        )
    )
    found: dict[UUID, dict[UUID, _DayRow]] = defaultdict(dict)
    for key, source, locale, title, notes, uid, position, day in rows:
        row = found[key].setdefault(uid, _DayRow(uid, position, day, source))
        if title:
            row.titles[locale] = title
        for note in notes:
            _, texts = row.notes.setdefault(note["uid"], (note["position"], {}))
            texts[locale] = note["text"]
    return found


def _load_slots(keys: set[UUID], wanted: set[int]) -> dict[UUID, dict[int, _SlotRow]]:
    rows = (
        SlotText.objects.filter(slot__session__translation_key__in=keys)
        .filter(Q(locale__in=wanted) | Q(locale=F("slot__session__locale")))
        .values_list(
            "slot__session__translation_key",
            "slot__session__locale_id",
            "slot_id",
            "locale_id",
            "title",
            "summary",
            *(f"slot__{name}" for name in SLOT_COLUMNS),
        )
    )
    found: dict[UUID, dict[int, _SlotRow]] = defaultdict(dict)
    for key, source, pk, locale, title, summary, *columns in rows:
        row = found[key].get(pk)
        if row is None:
            row = _SlotRow(pk, source, dict(zip(SLOT_COLUMNS, columns, strict=True)))
            found[key][pk] = row
        row.texts[locale] = (title, summary)
    return found


def _load_speakers(keys: set[UUID]) -> dict[int, list[tuple[UUID, str]]]:
    rows = SlotSpeaker.objects.filter(slot__session__translation_key__in=keys)
    found: dict[int, list[tuple[UUID, str]]] = defaultdict(list)
    for slot, person, role in rows.order_by("slot", "position").values_list(
        "slot_id", "person_key", "role"
    ):
        found[slot].append((person, role))
    return found


def _build(
    session: SessionRow,
    days: dict[UUID, _DayRow],
    slots: dict[int, _SlotRow],
    speakers: dict[int, list[tuple[UUID, str]]],
    chain: _Chain,
) -> ProgrammeData:
    by_date: dict[date, DayData] = {}
    for row in sorted(days.values(), key=lambda row: (row.date, row.position)):
        by_date.setdefault(row.date, _build_day(row, chain))
    for slot in sorted(slots.values(), key=lambda row: row.columns["position"]):
        day = by_date.setdefault(slot.columns["day"], DayData(slot.columns["day"]))
        day.slots.append(_build_slot(slot, speakers.get(slot.pk, []), chain))
    zone = next((slot.columns["time_zone"] for slot in slots.values()), session.time_zone)
    return ProgrammeData(zone or "UTC", [by_date[day] for day in sorted(by_date)])


def _build_day(row: _DayRow, chain: _Chain) -> DayData:
    title, locale, is_fallback = chain.pick(row.titles, row.source)
    notes = []
    for uid, (position, texts) in sorted(row.notes.items(), key=lambda item: item[1][0]):
        text, note_locale, note_fallback = chain.pick(texts, row.source)
        notes.append(NoteData(UUID(uid), position, text or "", note_locale, note_fallback))
    return DayData(row.date, row.uid, title or "", locale, is_fallback, notes)


def _build_slot(row: _SlotRow, speakers: list[tuple[UUID, str]], chain: _Chain) -> SlotData:
    text, locale, is_fallback = chain.pick(row.texts, row.source)
    title, summary = text or ("", "")
    return SlotData(
        **row.columns,
        title=title,
        summary=summary,
        text_locale=locale,
        is_fallback=is_fallback,
        speakers=speakers,
    )
