"""What is wrong with a programme, from the order of its days to people needed twice."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.enums import ConflictCode, ConflictLevel

from .entries import Note, Slot, Timetable
from .findings import Conflict, Frame, Person, Policy
from .naming import day_text, name_of
from .overlaps import Occupied, occupied_in, rooms, speakers, tracks
from .walltime import WallSpan, is_ambiguous, is_nonexistent

LONGEST_OVER_MIDNIGHT = timedelta(hours=12)


def find_conflicts_in(
    timetable: Timetable,
    *,
    first: date | None = None,
    last: date | None = None,
    zone: ZoneInfo | None = None,
    persons: Mapping[int, Person] | None = None,
    policy: Policy | None = None,
    elsewhere: Iterable[Conflict] = (),
) -> list[Conflict]:
    """Find everything that is wrong and not switched off, in the order of the stream.

    `persons` are those who exist, by the primary keys of their pages; None if that is not known.
    `elsewhere` are conflicts with other sessions, found by whoever can read those.
    """
    policy = policy or Policy()
    frame = Frame(first, last, zone, policy.longest_gap)
    occupied = occupied_in(timetable, zone)
    found = [
        *_days(timetable, frame),
        *_placement(timetable),
        *(conflict for slot in timetable.slots for conflict in _times(slot, frame)),
        *rooms(occupied),
        *speakers(occupied, persons or {}),
        *elsewhere,
        *_missing(timetable, persons),
        *tracks(occupied),
        *_sequence(timetable),
        *_gaps(occupied, frame),
    ]
    leveled = [replace(conflict, level=policy.level_of(conflict.code)) for conflict in found]
    said = [conflict for conflict in leveled if conflict.level != ConflictLevel.OFF]
    return sorted(said, key=lambda conflict: (conflict.position, conflict.code))


def _days(timetable: Timetable, frame: Frame) -> Iterator[Conflict]:
    seen: set[date] = set()
    for day in timetable.days:
        if day.date is None:
            continue
        if day.date in seen:
            yield Conflict(
                ConflictCode.DUPLICATE_DAY,
                _("%(day)s already stands above: move its slots there.")
                % {"day": day_text(day.date)},
                day,
            )
        seen.add(day.date)
        last = frame.last or frame.first
        if frame.first and last and not frame.first <= day.date <= last:
            yield Conflict(
                ConflictCode.OUTSIDE_SESSION,
                _("%(day)s is outside the session (%(first)s to %(last)s).")
                % {
                    "day": date_format(day.date, "DATE_FORMAT"),
                    "first": date_format(frame.first, "DATE_FORMAT"),
                    "last": date_format(last, "DATE_FORMAT"),
                },
                day,
            )


def _placement(timetable: Timetable) -> Iterator[Conflict]:
    blocks: list[Slot | Note] = [*timetable.slots, *timetable.notes]
    for block in blocks:
        if block.day is None:
            yield Conflict(
                ConflictCode.BEFORE_FIRST_DAY,
                _("This stands above the first day: put a day above it."),
                block,
            )


def _times(slot: Slot, frame: Frame) -> Iterator[Conflict]:
    def conflict(code: ConflictCode, message: str) -> Conflict:
        return Conflict(code, message, slot)

    if slot.start is None and slot.end is not None:
        yield conflict(ConflictCode.END_WITHOUT_START, _("Say also when the slot starts."))
    if slot.start is not None and slot.start == slot.end:
        yield conflict(ConflictCode.ZERO_LENGTH, _("The slot ends at the moment it starts."))
    span = slot.span
    if span is None:
        return
    if span.crosses_midnight and (span.wall_length or timedelta()) > LONGEST_OVER_MIDNIGHT:
        yield conflict(
            ConflictCode.NEGATIVE_LENGTH,
            _(
                "The slot ends before it starts. Only a slot over midnight may do so, and it may "
                "last at most 12 hours."
            ),
        )
    if frame.zone is not None:
        for code, message in _changes_of_clocks(span, frame.zone):
            yield conflict(code, message)


def _changes_of_clocks(span: WallSpan, zone: ZoneInfo) -> Iterator[tuple[ConflictCode, str]]:
    for day, wall in ((span.day, span.start), (span.end_day, span.end)):
        if wall is None:
            continue
        words = {"time": wall.strftime("%H:%M"), "day": day_text(day)}
        if is_nonexistent(day, wall, zone):
            message = _("%(time)s does not exist on %(day)s: the clocks go forward.")
            yield ConflictCode.NONEXISTENT_TIME, message % words
        elif is_ambiguous(day, wall, zone):
            message = _("%(time)s occurs twice on %(day)s (clocks go back): the first is meant.")
            yield ConflictCode.AMBIGUOUS_TIME, message % words


def _missing(timetable: Timetable, persons: Mapping[int, Person] | None) -> Iterator[Conflict]:
    for slot in timetable.slots:
        if persons is not None and any(it.person not in persons for it in slot.speakers):
            message = _("The person in this slot was deleted: choose another or remove the row.")
            yield Conflict(ConflictCode.PERSON_DELETED, message, slot)
        if slot.empty_rows:
            message = _("A person is missing in this slot: choose one or remove the row.")
            yield Conflict(ConflictCode.PERSON_MISSING, message, slot)


def _sequence(timetable: Timetable) -> Iterator[Conflict]:
    latest: dict[uuid.UUID, Slot] = {}
    for slot in timetable.slots:
        if slot.day is None or slot.start is None:
            continue
        before = latest.get(slot.day.uid)
        if before is not None and before.start is not None and slot.start < before.start:
            yield Conflict(
                ConflictCode.OUT_OF_ORDER,
                _("This starts before “%(other)s”, which stands above it.")
                % {"other": name_of(before)},
                slot,
                before,
            )
        else:
            latest[slot.day.uid] = slot


def _gaps(occupied: Iterable[Occupied], frame: Frame) -> Iterator[Conflict]:
    busy_until: dict[uuid.UUID, datetime] = {}
    for taken in occupied:
        day = taken.slot.day
        if day is None:
            continue
        until = busy_until.get(day.uid)
        if until is not None and taken.starts - until > frame.longest_gap:
            yield Conflict(
                ConflictCode.LONG_GAP,
                _("Nothing happens for %(length)s hours before this slot.")
                % {"length": _hours(taken.starts - until)},
                taken.slot,
            )
        busy_until[day.uid] = max(until or taken.ends, taken.ends)


def _hours(length: timedelta) -> str:
    """Write a length as hours and minutes: 5:30."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return f"{hours}:{minutes:02}"
