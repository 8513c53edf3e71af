"""A calendar and its events as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

from events.enums import CalendarStatus
from events.timetable import Occasion, get_zone, is_ambiguous, is_nonexistent
from events.timetable.occasions import UTC_NAME

from .lines import LINE_END, Words, line, list_line, text_line
from .zones import timezone_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime, time

PRODUCT = "-//Metropolis International Training Institute//MITI CMS//EN"
# How often subscribers may ask: what is told of changes at short notice.
REFRESH = "PT1H"
NOTHING = Words("")


@dataclass(frozen=True, slots=True)
class Revision:
    """Which state of an event it is."""

    sequence: int
    created_at: datetime
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One event, with what is known and public of it."""

    uid: str
    revision: Revision
    occasion: Occasion
    status: str
    summary: Words
    description: Words = NOTHING
    location: Words = NOTHING
    position: tuple[float, float] | None = None
    url: str = ""
    categories: list[Words] = field(default_factory=list)
    contacts: list[Words] = field(default_factory=list)
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar that can be subscribed to."""

    name: Words
    source: str
    events: list[Event]


def write(calendar: Calendar) -> bytes:
    """Write a calendar; the same one is always the same bytes."""
    return "".join(f"{item}{LINE_END}" for item in _calendar_lines(calendar)).encode()


def _calendar_lines(calendar: Calendar) -> Iterator[str]:
    name = calendar.name.in_one_line
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield line("PRODID", PRODUCT)
    yield "CALSCALE:GREGORIAN"
    yield text_line("NAME", name)
    yield text_line("X-WR-CALNAME", Words(name.text))
    yield line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH)
    yield line("X-PUBLISHED-TTL", REFRESH)
    yield line("SOURCE;VALUE=URI", calendar.source)
    events = sorted(calendar.events, key=lambda event: (event.occasion.instants[0], event.uid))
    for zone, years in sorted(_zones(events).items()):
        yield from timezone_lines(zone, min(years), max(years))
    for event in events:
        yield from _event_lines(event)
    yield "END:VCALENDAR"


def _zones(events: list[Event]) -> dict[str, set[int]]:
    """Find the zones that times are told in, with the years."""
    found: dict[str, set[int]] = {}
    for event in events:
        occasion = event.occasion
        if occasion.is_timed and not _is_told_in_utc(occasion):
            found.setdefault(occasion.zone, set()).update((occasion.first.year, occasion.last.year))
    return found


def _event_lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield line("UID", event.uid)
    yield line("DTSTAMP", _in_utc(event.revision.modified_at))
    yield line("CREATED", _in_utc(event.revision.created_at))
    yield line("LAST-MODIFIED", _in_utc(event.revision.modified_at))
    yield line("SEQUENCE", str(event.revision.sequence))
    yield line("STATUS", event.status)
    yield from _time_lines(event)
    yield from _content_lines(event)
    yield "END:VEVENT"


def _content_lines(event: Event) -> Iterator[str]:
    yield text_line("SUMMARY", event.summary.in_one_line)
    if event.description:
        yield text_line("DESCRIPTION", event.description)
    if event.location:
        yield text_line("LOCATION", event.location.in_one_line)
    if event.position:
        yield line("GEO", ";".join(f"{degrees:.6f}" for degrees in event.position))
    if event.url:
        yield line("URL;VALUE=URI", event.url)
    categories = [words for words in event.categories if words]
    for language in sorted({words.language for words in categories}):
        texts = [words.text for words in categories if words.language == language]
        yield list_line("CATEGORIES", texts, language)
    for contact in filter(None, event.contacts):
        yield text_line("CONTACT", contact.in_one_line)
    if event.parent:
        yield line("RELATED-TO", event.parent)
    yield "CLASS:PUBLIC"


def _time_lines(event: Event) -> Iterator[str]:
    """Write when it is; only what begins and ends within a day takes up its readers' time."""
    occasion = event.occasion
    is_long = not occasion.is_timed or (not event.parent and occasion.first != occasion.last)
    is_off = event.status == CalendarStatus.CANCELLED
    yield f"TRANSP:{'TRANSPARENT' if is_long or is_off else 'OPAQUE'}"
    if occasion.start is None:
        yield line("DTSTART;VALUE=DATE", f"{occasion.first:%Y%m%d}")
        yield line("DTEND;VALUE=DATE", f"{occasion.day_after:%Y%m%d}")
        return
    starts_at, ends_at = occasion.instants
    if _is_told_in_utc(occasion):
        yield line("DTSTART", _in_utc(starts_at))
        if ends_at and ends_at > starts_at:
            yield line("DTEND", _in_utc(ends_at))
        return
    yield line(f"DTSTART;TZID={occasion.zone}", _on_the_wall(occasion.first, occasion.start))
    if occasion.end is not None and ends_at and ends_at > starts_at:
        yield line(f"DTEND;TZID={occasion.zone}", _on_the_wall(occasion.last, occasion.end))


def _is_told_in_utc(occasion: Occasion) -> bool:
    """Say whether wall times would not do: for UTC itself, and where clocks change.

    A wall time that clocks show twice is the first one (RFC 5545, 3.3.5), but ical.js and node-ical
    take the second; of one that clocks skip, every reader thinks otherwise.
    """
    if occasion.zone == UTC_NAME:
        return True
    zone = get_zone(occasion.zone)
    walls = [(occasion.first, occasion.start), (occasion.last, occasion.end)]
    return any(
        is_ambiguous(day, wall, zone) or is_nonexistent(day, wall, zone)
        for day, wall in walls
        if wall is not None
    )


def _on_the_wall(day: date, wall: time) -> str:
    return f"{day:%Y%m%d}T{wall:%H%M%S}"


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
