"""When an event of a calendar takes place: whole days, or wall times of one zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from .walltime import UnknownTimeZoneError, WallSpan, get_zone, midnight_after, to_instant

UTC_NAME = "UTC"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Days as printed, and times of their clocks; without a start the days are whole."""

    first: date
    last: date
    start: time | None
    end: time | None
    zone: str

    @classmethod
    def of_session(
        cls, first: date, last: date | None, start: time | None, end: time | None, zone: str
    ) -> Occasion:
        """A session; of several days, it has times only if both are known."""
        last = max(first, last or first)
        if start is None or (end is None and last != first):
            return cls(first, last, None, None, known_zone(zone))
        if end is not None and (last, end) <= (first, start):
            end = None
        return cls(first, last, start, end, known_zone(zone))

    @classmethod
    def of_slot(cls, day: date, start: time | None, end: time | None, zone: str) -> Occasion:
        """A slot; an end before the start is on the next day."""
        if start is None:
            return cls(day, day, None, None, known_zone(zone))
        return cls(day, WallSpan(day, start, end).end_day, start, end, known_zone(zone))

    @property
    def is_timed(self) -> bool:
        """Say whether it has a start; else the days are whole."""
        return self.start is not None

    @property
    def instants(self) -> tuple[datetime, datetime | None]:
        """Start and end in UTC; whole days begin and end at midnight of their zone."""
        zone = get_zone(self.zone)
        if self.start is None:
            return to_instant(self.first, time(), zone), midnight_after(self.last, zone)
        starts_at = to_instant(self.first, self.start, zone)
        if self.end is None:
            return starts_at, None
        ends_at = to_instant(self.last, self.end, zone)
        if ends_at < starts_at:
            # The clocks went back in between: only the second reading comes after the start.
            ends_at = max(starts_at, to_instant(self.last, self.end, zone, fold=1))
        return starts_at, ends_at

    @property
    def ends_before(self) -> datetime:
        """The instant at which it is over; without an end, that of its start."""
        starts_at, ends_at = self.instants
        return ends_at or starts_at

    @property
    def day_after(self) -> date:
        """The first day on which it does not take place any more."""
        return self.last + timedelta(days=1)

    def as_json(self) -> dict[str, Any]:
        """Give it as it is stored."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "start": self.start and self.start.isoformat(),
            "end": self.end and self.end.isoformat(),
            "zone": self.zone,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Occasion:
        """Read what `as_json` gave."""
        start, end = stored["start"], stored["end"]
        return cls(
            date.fromisoformat(stored["first"]),
            date.fromisoformat(stored["last"]),
            time.fromisoformat(start) if start else None,
            time.fromisoformat(end) if end else None,
            known_zone(stored["zone"]),
        )


def known_zone(name: str) -> str:
    """Give a zone that can be reckoned with: UTC for one that the database of zones lacks."""
    try:
        return get_zone(name).key
    except UnknownTimeZoneError:
        return UTC_NAME
