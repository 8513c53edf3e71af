"""Wall times in named zones, and the instants they stand for.

What an organizer prints is a wall time in a zone; the instant is derived from it, because the
rules of a zone may change between the announcement and the day.
"""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

# The server's own zone under a name that others do not have, and a placeholder.
NO_ZONES = {"localtime", "posixrules", "Factory"}
# Outside these years instants may overflow, and no zone rules are known anyway.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class UnknownTimeZoneError(ValueError):
    """A name that is no zone of the IANA time zone database."""

    code = "UNKNOWN_TIME_ZONE"


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every zone of the installed time zone database that is a place's or a fixed one."""
    return frozenset(zoneinfo.available_timezones()) - NO_ZONES


def get_zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of this name; raises UnknownTimeZoneError."""
    # Names are looked up before ZoneInfo sees them: it would open a file of that name.
    if not isinstance(name, str) or name not in zone_names():
        raise UnknownTimeZoneError("Unknown time zone.")
    return zoneinfo.ZoneInfo(name)


def to_instant(day: date, wall: time, zone: zoneinfo.ZoneInfo, fold: int = 0) -> datetime:
    """The UTC instant of a wall time; of two equal wall times the first, unless `fold` is 1."""
    return datetime.combine(day, wall.replace(fold=fold), zone).astimezone(UTC)


def midnight_after(day: date, zone: zoneinfo.ZoneInfo) -> datetime:
    """The instant at which a calendar day is over in a zone."""
    return to_instant(day + timedelta(days=1), time(), zone)


def is_nonexistent(day: date, wall: time, zone: zoneinfo.ZoneInfo) -> bool:
    """Whether the clocks of the zone skip this wall time."""
    naive = datetime.combine(day, wall.replace(fold=0))
    there_and_back = naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None, fold=0) != naive


def is_ambiguous(day: date, wall: time, zone: zoneinfo.ZoneInfo) -> bool:
    """Whether the clocks of the zone show this wall time twice."""
    return to_instant(day, wall, zone) != to_instant(
        day, wall, zone, fold=1
    ) and not is_nonexistent(day, wall, zone)


@dataclass(frozen=True, slots=True)
class WallSpan:
    """A stretch of a printed day: an end before the start belongs to the next day."""

    day: date
    start: time | None
    end: time | None

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ends on the day after the printed one."""
        return self.start is not None and self.end is not None and self.end < self.start

    @property
    def end_day(self) -> date:
        """The calendar day on which it ends."""
        return self.day + timedelta(days=1) if self.crosses_midnight else self.day

    @property
    def wall_length(self) -> timedelta | None:
        """The length as printed, without regard to changes of the clocks."""
        if self.start is None or self.end is None:
            return None
        return datetime.combine(self.end_day, self.end) - datetime.combine(self.day, self.start)

    def instants(self, zone: zoneinfo.ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """The instants of start and end; null where no time is printed."""
        if self.start is None:
            return None, None
        starts_at = to_instant(self.day, self.start, zone)
        if self.end is None:
            return starts_at, None
        ends_at = to_instant(self.end_day, self.end, zone)
        if ends_at < starts_at:
            # The clocks went back in between: only the second reading comes after the start.
            ends_at = max(starts_at, to_instant(self.end_day, self.end, zone, fold=1))
        return starts_at, ends_at
