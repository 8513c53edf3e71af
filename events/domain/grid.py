"""A programme as a table for each day: rooms beside each other, times beneath each other.

A row begins where a slot begins or ends. A slot is one cell over all rows that it lasts, and so is
each empty stretch of a room: the number of cells grows with the slots, not with rows times rooms.
Slots that overlap in one room stand beside each other beneath its heading.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from events.timetable import Conflict, Day, Person, Slot, Timetable

DAY_MINUTES = 24 * 60
# How long a slot is drawn whose end is not known, or that has no length.
OPEN_MINUTES, LEAST_MINUTES = 30, 5
# Rows are as high as they are long, in steps, up to an hour.
STEP_MINUTES, MOST_STEPS = 5, 12


@dataclass(slots=True)
class GridSlot:
    """A slot as the table shows it."""

    slot: Slot
    people: list[str]
    conflicts: list[Conflict]

    @property
    def times(self) -> str:
        """Write its times."""
        ends = self.slot.end.strftime("%H:%M") if self.slot.end else ""
        starts = self.slot.start.strftime("%H:%M") if self.slot.start else ""
        return f"{starts}–{ends}" if ends else starts

    @property
    def has_error(self) -> bool:
        """Say whether one of its conflicts stops a publication."""
        return any(conflict.is_error for conflict in self.conflicts)

    @property
    def is_over_midnight(self) -> bool:
        """Say whether it ends on the next day."""
        return bool(self.slot.start and self.slot.end and self.slot.end < self.slot.start)


@dataclass(slots=True)
class Cell:
    """A slot, or nothing, over some rows."""

    rows: int
    content: GridSlot | None = None


@dataclass(slots=True)
class Row:
    """What begins at one time."""

    time: str
    is_next_day: bool
    steps: int
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Room:
    """A heading, over as many columns as slots stand beside each other."""

    name: str
    lanes: int


@dataclass(slots=True)
class GridDay:
    """One day: its table, and what has no time."""

    day: Day
    rooms: list[Room] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    without_time: list[GridSlot] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    conflict_count: int = 0

    @property
    def date(self) -> date | None:
        """The date."""
        return self.day.date


@dataclass(slots=True)
class Grid:
    """All days, and the slots above the first."""

    days: list[GridDay]
    without_day: list[GridSlot]


@dataclass(slots=True)
class _Bar:
    """A slot from one minute of its day to another."""

    content: GridSlot
    start: int
    end: int


def grid_of(
    timetable: Timetable, conflicts: Sequence[Conflict], people: Mapping[int, Person]
) -> Grid:
    """Lay out a programme."""
    by_block = _by_block(conflicts)
    days = {day.uid: GridDay(day, conflicts=by_block.get(day.uid, [])) for day in timetable.days}
    without_day: list[GridSlot] = []
    bars: dict[UUID, list[_Bar]] = defaultdict(list)
    for slot in timetable.slots:
        names = [people[it.person].name for it in slot.speakers if it.person in people]
        content = GridSlot(slot, names, by_block.get(slot.uid, []))
        if slot.day is None:
            without_day.append(content)
        elif slot.start is None:
            days[slot.day.uid].without_time.append(content)
        else:
            bars[slot.day.uid].append(_bar(content, slot.start))
        if slot.day is not None:
            days[slot.day.uid].conflict_count += bool(content.conflicts)
    for uid, day in days.items():
        _fill(day, bars[uid])
    return Grid(list(days.values()), without_day)


def _by_block(conflicts: Sequence[Conflict]) -> dict[UUID, list[Conflict]]:
    """Give the conflicts of each block, those in which it is the other one too."""
    found: dict[UUID, list[Conflict]] = defaultdict(list)
    for conflict in conflicts:
        found[conflict.block_id].append(conflict)
        if conflict.other is not None and conflict.concerns_both:
            found[conflict.other.uid].append(conflict)
    return found


def _bar(content: GridSlot, wall: time) -> _Bar:
    start, end = _minute(wall), content.slot.end
    if end is None:
        return _Bar(content, start, start + OPEN_MINUTES)
    last = _minute(end) + (DAY_MINUTES if end < wall else 0)
    return _Bar(content, start, max(last, start + LEAST_MINUTES))


def _minute(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _fill(day: GridDay, bars: list[_Bar]) -> None:
    """Make the rooms and rows of a day."""
    bars.sort(key=lambda bar: (bar.start, bar.content.slot.position))
    edges = sorted({edge for bar in bars for edge in (bar.start, bar.end)})
    places = {edge: index for index, edge in enumerate(edges)}
    day.rows = [_row(start, end) for start, end in pairwise(edges)]
    for name, lanes in _lanes(bars):
        day.rooms.append(Room(name, len(lanes)))
        for lane in lanes:
            _fill_lane(day.rows, lane, places)


def _row(start: int, end: int) -> Row:
    hours, minutes = divmod(start % DAY_MINUTES, 60)
    steps = min(max((end - start) // STEP_MINUTES, 1), MOST_STEPS)
    return Row(f"{hours:02}:{minutes:02}", start >= DAY_MINUTES, steps)


def _lanes(bars: list[_Bar]) -> list[tuple[str, list[list[_Bar]]]]:
    """Give the rooms by their first slot, those without a room last; each with its columns."""
    names: dict[str, str] = {}
    by_room: dict[str, list[list[_Bar]]] = defaultdict(list)
    for bar in bars:
        room = bar.content.slot.room
        names.setdefault(room.casefold(), room)
        lanes = by_room[room.casefold()]
        free = next((lane for lane in lanes if lane[-1].end <= bar.start), None)
        if free is None:
            lanes.append([bar])
        else:
            free.append(bar)
    ordered = sorted(by_room, key=lambda room: not room)
    return [(names[room] or str(_("Without a room")), by_room[room]) for room in ordered]


def _fill_lane(rows: list[Row], lane: list[_Bar], places: Mapping[int, int]) -> None:
    at = 0
    for bar in lane:
        start, end = places[bar.start], places[bar.end]
        if start > at:
            rows[at].cells.append(Cell(start - at))
        rows[start].cells.append(Cell(end - start, bar.content))
        at = end
    if at < len(rows):
        rows[at].cells.append(Cell(len(rows) - at))
