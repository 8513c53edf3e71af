"""Time zones as iCalendar writes them: the clocks' real changes in the years of a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from events.timetable import get_zone

from .lines import line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

# No zone changes its clocks twice within so long.
STEP = timedelta(hours=12)
SECOND = timedelta(seconds=1)
MARGIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clocks of a zone show for some time."""

    offset: timedelta
    saving: timedelta
    name: str


@lru_cache(maxsize=256)
def timezone_lines(name: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """Write a zone from the first day of a year to the last of another."""
    zone = get_zone(name)
    start = datetime(first_year, 1, 1, tzinfo=UTC) - MARGIN
    end = datetime(last_year, 12, 31, tzinfo=UTC) + MARGIN
    clock = _clock(zone, start)
    lines = ["BEGIN:VTIMEZONE", line("TZID", name), *_observance(start, clock, clock)]
    for moment, before, after in _changes(zone, start, end):
        lines += _observance(moment, before, after)
    return (*lines, "END:VTIMEZONE")


def _changes(
    zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, Clock, Clock]]:
    """Find each change of the clocks: when, and what they showed before and show after."""
    before = _clock(zone, start)
    while start < end:
        after = _clock(zone, start + STEP)
        if after != before:
            yield _moment(zone, start, before), before, after
        start, before = start + STEP, after


def _moment(zone: ZoneInfo, early: datetime, clock: Clock) -> datetime:
    """Find the second of a change within the step from `early`, where the clocks still agree."""
    late = early + STEP
    while late - early > SECOND:
        middle = early + timedelta(seconds=(late - early) // SECOND // 2)
        if _clock(zone, middle) == clock:
            early = middle
        else:
            late = middle
    return late


def _clock(zone: ZoneInfo, moment: datetime) -> Clock:
    there = moment.astimezone(zone)
    return Clock(
        there.utcoffset() or timedelta(), there.dst() or timedelta(), there.tzname() or zone.key
    )


def _observance(moment: datetime, before: Clock, after: Clock) -> list[str]:
    """Write what the clocks show from a moment on; it is told by those of before."""
    kind = "DAYLIGHT" if after.saving > timedelta() else "STANDARD"
    onset = (moment + before.offset).strftime("%Y%m%dT%H%M%S")
    return [
        f"BEGIN:{kind}",
        line("DTSTART", onset),
        line("TZOFFSETFROM", _offset(before.offset)),
        line("TZOFFSETTO", _offset(after.offset)),
        line("TZNAME", after.name),
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    sign = "-" if offset < timedelta() else "+"
    minutes, seconds = divmod(abs(offset) // SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02}{minutes:02}" + (f"{seconds:02}" if seconds else "")
