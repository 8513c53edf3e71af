"""A programme in the form that pentabarf, frab and pretalx gave to schedules of conferences.

Days hold rooms, rooms hold events. What has no time has no place there: slots without one, notes
and titles of days are left out. An end that is not known is a duration of zero.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from anyascii import anyascii
from django.utils.text import slugify

from cms.graphql.sites import absolute_url
from events.timetable import midnight_after, to_instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from .rows import ProgrammeFile, Row

GENERATOR = "MITI CMS"
# The grid that programmes of the network are made on.
SLOT_LENGTH = "00:05"
SHORTEST = 4
# A slot ends before the same time of the next day, when the clocks may have gone back.
LONGEST = timedelta(hours=25)
LARGEST_ID = 2**31 - 1
TITLE_LENGTH = 60
VERSION_LENGTH = 12
NOT_IN_ACRONYMS = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Event:
    """A slot with a time, and the names that the form wants it to have."""

    row: Row
    number: int
    slug: str
    start: datetime
    end: datetime | None

    @property
    def duration(self) -> str:
        """How long it takes, as hours and minutes; zero if nobody knows."""
        # In UTC: of two times of one zone, Python subtracts what the clocks show.
        starts, ends = self.start.astimezone(UTC), (self.end or self.start).astimezone(UTC)
        seconds = int((ends - starts).total_seconds())
        hours, rest = divmod(max(0, seconds), 3600)
        minutes, left = divmod(rest, 60)
        return f"{hours:02}:{minutes:02}" + (f":{left:02}" if left else "")


@dataclass(frozen=True, slots=True)
class ScheduleDay:
    """A day with its events by room, rooms by name, events by time."""

    index: int
    date: date | None
    start: datetime
    end: datetime
    rooms: dict[str, list[Event]]


class Schedule:
    """A programme as days, rooms and events."""

    def __init__(self, programme: ProgrammeFile) -> None:
        self.programme = programme
        self.zone = ZoneInfo(programme.time_zone)
        self.acronym = acronym_of(programme.slug)
        self.events = list(self._events())
        self.days = list(self._days())

    @property
    def version(self) -> str:
        """A name for what it says: another one as soon as anything of it is different."""
        said = [
            [
                event.row.uid,
                event.start,
                event.duration,
                self.languages_of(event.row),
                *_texts(event.row),
            ]
            for event in self.events
        ]
        content = json.dumps([self.programme.title, said], default=str, ensure_ascii=False)
        return sha256(content.encode()).hexdigest()[:VERSION_LENGTH]

    @property
    def tracks(self) -> list[str]:
        """The names of all tracks."""
        return sorted({event.row.track for event in self.events} - {""})

    @property
    def rooms(self) -> list[str]:
        """The names of all rooms."""
        return sorted({event.row.room for event in self.events} - {""})

    def languages_of(self, row: Row) -> tuple[str, ...]:
        """What is spoken in a slot: its own languages, or those of the session."""
        return row.languages or self.programme.languages

    def room_key(self, name: str) -> uuid.UUID:
        """A key of a room that is the same in every file of the session."""
        return uuid.uuid5(self.programme.key, f"room {name}")

    def _events(self) -> Iterator[Event]:
        taken: set[int] = set()
        for row in self.programme.timed:
            assert row.starts_at is not None  # noqa: S101 - only those with a time get here
            number = _number_of(row, taken)
            title = slugify(anyascii(row.title))[:TITLE_LENGTH].strip("-_") or "slot"
            yield Event(
                row=row,
                number=number,
                slug=f"{self.acronym}-{number}-{title}",
                start=row.starts_at.astimezone(self.zone),
                end=row.ends_at.astimezone(self.zone) if row.ends_at else None,
            )

    def _days(self) -> Iterator[ScheduleDay]:
        dates: list[date | None] = list(self.programme.dates)
        # There is at least one day, also of a session without a programme: that one has no date.
        for index, day in enumerate(dates or [None], start=1):
            events = [event for event in self.events if event.row.date == day]
            rooms: dict[str, list[Event]] = {}
            for event in events:
                rooms.setdefault(event.row.room, []).append(event)
            start, end = self._bounds(day, events)
            yield ScheduleDay(index, day, start, end, rooms)

    def _bounds(self, day: date | None, events: list[Event]) -> tuple[datetime, datetime]:
        """From midnight to midnight, or to the end of what goes on beyond it."""
        shown = day or self.programme.first or datetime.fromtimestamp(0, self.zone).date()
        start, end = to_instant(shown, time(), self.zone), midnight_after(shown, self.zone)
        last = max((event.end or event.start for event in events), default=end)
        return start.astimezone(self.zone), max(end, last).astimezone(self.zone)


def acronym_of(slug: str) -> str:
    """The session's slug as the form wants it: letters and digits, four of them at least."""
    acronym = NOT_IN_ACRONYMS.sub("_", anyascii(slug).lower()).strip("_")
    return acronym.ljust(SHORTEST, "_")


def file_url(key: uuid.UUID, suffix: str, language: str, site: str | None = None) -> str:
    """The public address of a file of a published programme."""
    query = {"locale": language, **({"site": site} if site else {})}
    return absolute_url(f"/programme/{key}{suffix}?{urlencode(query)}")


def length_of(text: str) -> timedelta | None:
    """Read a duration of hours, minutes and perhaps seconds; None for what is none."""
    found = DURATION.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return length if length < LONGEST else None


DURATION = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{1,2}))?", re.ASCII)


def _texts(row: Row) -> list[object]:
    people = [(person.key, person.name) for person in row.persons]
    return [row.title, row.text, row.kind, row.track, row.room, people]


def _number_of(row: Row, taken: set[int]) -> int:
    """A number for programs that know events by one; the same as long as the slot is there."""
    number = (row.uid or uuid.UUID(int=0)).int % LARGEST_ID + 1
    while number in taken:
        number = number % LARGEST_ID + 1
    taken.add(number)
    return number
