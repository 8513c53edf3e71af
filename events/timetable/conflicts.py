"""What is wrong with a programme: errors stop a publication, warnings are listed.

Each check looks at neighbours in time, so that the work grows with the slots and not with their
square, and names each slot at most once.
"""

import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.enums import ConflictCode, Severity

from .entries import Note, Slot, Timetable
from .walltime import WallSpan, is_ambiguous, is_nonexistent

LONGEST_OVER_MIDNIGHT = timedelta(hours=12)
LONGEST_GAP = timedelta(hours=4)
# A slot whose end is not known yet still occupies its room when it starts.
UNKNOWN_LENGTH = timedelta(minutes=1)

WARNINGS = {
    ConflictCode.TRACK_OVERLAP,
    ConflictCode.AMBIGUOUS_TIME,
    ConflictCode.OUT_OF_ORDER,
    ConflictCode.LONG_GAP,
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that is wrong, said at one block of the stream."""

    code: ConflictCode
    message: str
    block_id: uuid.UUID
    position: int

    @property
    def severity(self) -> Severity:
        """Whether it stops the publication."""
        return Severity.WARNING if self.code in WARNINGS else Severity.ERROR

    @property
    def number(self) -> int:
        """The place of the block in the stream, as people count."""
        return self.position + 1


@dataclass(frozen=True, slots=True)
class Frame:
    """The session around a programme, as far as conflicts depend on it."""

    first: date | None = None
    last: date | None = None
    zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True)
class _Occupied:
    """A slot and the time it takes."""

    slot: Slot
    starts: datetime
    ends: datetime


def find_conflicts_in(
    timetable: Timetable,
    *,
    first: date | None = None,
    last: date | None = None,
    zone: ZoneInfo | None = None,
    person_keys: Mapping[int, Hashable] | None = None,
) -> list[Conflict]:
    """Find everything that is wrong, in the order of the stream.

    `person_keys` makes two pages of one person the same person.
    """
    frame = Frame(first, last, zone)
    occupied = [taken for slot in timetable.slots if (taken := _occupied(slot, frame))]
    occupied.sort(key=lambda taken: (taken.starts, taken.slot.position))
    found = [
        *_days(timetable, frame),
        *_placement(timetable),
        *(conflict for slot in timetable.slots for conflict in _times(slot, frame)),
        *_rooms(occupied),
        *_speakers(occupied, person_keys or {}),
        *_tracks(occupied),
        *_sequence(timetable),
        *_gaps(occupied),
    ]
    return sorted(found, key=lambda conflict: (conflict.position, conflict.code))


def _days(timetable: Timetable, frame: Frame) -> Iterator[Conflict]:
    seen: set[date] = set()
    for day in timetable.days:
        if day.date is None:
            continue
        if day.date in seen:
            yield Conflict(
                ConflictCode.DUPLICATE_DAY,
                _("%(day)s already stands above: move its slots there.") % {"day": day.date},
                day.uid,
                day.position,
            )
        seen.add(day.date)
        last = frame.last or frame.first
        if frame.first and last and not frame.first <= day.date <= last:
            yield Conflict(
                ConflictCode.OUTSIDE_SESSION,
                _("%(day)s is outside the session (%(first)s to %(last)s).")
                % {"day": day.date, "first": frame.first, "last": last},
                day.uid,
                day.position,
            )


def _placement(timetable: Timetable) -> Iterator[Conflict]:
    blocks: list[Slot | Note] = [*timetable.slots, *timetable.notes]
    for block in blocks:
        if block.day is None:
            yield Conflict(
                ConflictCode.BEFORE_FIRST_DAY,
                _("This stands above the first day: put a day above it."),
                block.uid,
                block.position,
            )


def _times(slot: Slot, frame: Frame) -> Iterator[Conflict]:
    def conflict(code: ConflictCode, message: str) -> Conflict:
        return Conflict(code, message, slot.uid, slot.position)

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
        words = {"time": wall.strftime("%H:%M"), "day": day}
        if is_nonexistent(day, wall, zone):
            message = _("%(time)s does not exist on %(day)s: the clocks go forward.")
            yield ConflictCode.NONEXISTENT_TIME, message % words
        elif is_ambiguous(day, wall, zone):
            message = _("%(time)s occurs twice on %(day)s (clocks go back): the first is meant.")
            yield ConflictCode.AMBIGUOUS_TIME, message % words


def _rooms(occupied: Iterable[_Occupied]) -> Iterator[Conflict]:
    def message(slot: Slot, other: Slot) -> str:
        return _("The room “%(room)s” is taken by %(other)s.") % {
            "room": slot.room,
            "other": _name(other),
        }

    yield from _overlaps(
        occupied, lambda slot: [slot.room.casefold()], ConflictCode.ROOM_TWICE, message
    )


def _speakers(
    occupied: Iterable[_Occupied], person_keys: Mapping[int, Hashable]
) -> Iterator[Conflict]:
    def persons(slot: Slot) -> Iterable[Hashable]:
        return {person_keys.get(speaker.person, speaker.person) for speaker in slot.speakers}

    def message(slot: Slot, other: Slot) -> str:
        return _("Somebody in this slot takes part in %(other)s at the same time.") % {
            "other": _name(other)
        }

    yield from _overlaps(occupied, persons, ConflictCode.SPEAKER_TWICE, message)


def _tracks(occupied: Iterable[_Occupied]) -> Iterator[Conflict]:
    def message(slot: Slot, other: Slot) -> str:
        return _("In the track “%(track)s” this overlaps %(other)s.") % {
            "track": slot.track,
            "other": _name(other),
        }

    yield from _overlaps(
        occupied, lambda slot: [slot.track.casefold()], ConflictCode.TRACK_OVERLAP, message
    )


def _overlaps(
    occupied: Iterable[_Occupied],
    resources: Callable[[Slot], Iterable[Hashable]],
    code: ConflictCode,
    message: Callable[[Slot, Slot], str],
) -> Iterator[Conflict]:
    """Slots that start while an earlier one holds the same resource."""
    holders: dict[Hashable, _Occupied] = {}
    for taken in occupied:
        clash: _Occupied | None = None
        for resource in resources(taken.slot):
            if not resource:
                continue
            holder = holders.get(resource)
            if holder is not None and taken.starts < holder.ends:
                clash = clash or holder
            if holder is None or taken.ends > holder.ends:
                holders[resource] = taken
        if clash is not None:
            slot = taken.slot
            yield Conflict(code, message(slot, clash.slot), slot.uid, slot.position)


def _sequence(timetable: Timetable) -> Iterator[Conflict]:
    latest: dict[uuid.UUID, Slot] = {}
    for slot in timetable.slots:
        if slot.day is None or slot.start is None:
            continue
        before = latest.get(slot.day.uid)
        if before is not None and before.start is not None and slot.start < before.start:
            yield Conflict(
                ConflictCode.OUT_OF_ORDER,
                _("This starts before %(other)s, which stands above it.")
                % {"other": _name(before)},
                slot.uid,
                slot.position,
            )
        else:
            latest[slot.day.uid] = slot


def _gaps(occupied: Iterable[_Occupied]) -> Iterator[Conflict]:
    busy_until: dict[uuid.UUID, datetime] = {}
    for taken in occupied:
        day = taken.slot.day
        if day is None:
            continue
        until = busy_until.get(day.uid)
        if until is not None and taken.starts - until > LONGEST_GAP:
            yield Conflict(
                ConflictCode.LONG_GAP,
                _("More than 4 hours are empty before this slot."),
                taken.slot.uid,
                taken.slot.position,
            )
        busy_until[day.uid] = max(until or taken.ends, taken.ends)


def _occupied(slot: Slot, frame: Frame) -> _Occupied | None:
    span = slot.span
    if span is None or span.start is None:
        return None
    starts: datetime | None
    if frame.zone is not None:
        starts, ends = span.instants(frame.zone)
    else:
        starts = datetime.combine(span.day, span.start)
        ends = datetime.combine(span.end_day, span.end) if span.end is not None else None
    if starts is None:
        return None
    return _Occupied(slot, starts, max(ends or starts, starts + UNKNOWN_LENGTH))


def _name(slot: Slot) -> str:
    return f"“{slot.title}”" if slot.title else _("another slot")
