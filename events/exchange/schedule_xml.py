"""schedule.xml, as the schema of c3voc describes it (https://c3voc.de/wiki/schedule)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from cms.spreadsheets.cells import tidy

from .schedule import GENERATOR, SLOT_LENGTH, Event, Schedule, file_url
from .tables import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rows import ProgrammeFile
    from .schedule import ScheduleDay

FORMAT = "schedule.xml"
SUFFIX = ".xml"
CONTENT_TYPE = "application/xml; charset=utf-8"
IS_ATTACHMENT = False


def write(programme: ProgrammeFile) -> bytes:
    """Write a programme; no date of writing, so that the same programme is the same file."""
    schedule = Schedule(programme)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<schedule>",
        f"  <generator name={_attribute(GENERATOR)}/>",
        f"  {_element('url', file_url(programme.key, SUFFIX, programme.language))}",
        f"  {_element('version', schedule.version)}",
        *_conference(schedule),
        *(line for day in schedule.days for line in _day(schedule, day)),
        "</schedule>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _conference(schedule: Schedule) -> Iterator[str]:
    programme = schedule.programme
    values = {
        "title": programme.title,
        "acronym": schedule.acronym,
        "start": programme.first,
        "end": programme.last or programme.first,
        "days": len(schedule.days),
        "timeslot_duration": SLOT_LENGTH,
        "base_url": programme.site_url,
        "url": programme.page_url,
        "time_zone_name": programme.time_zone,
    }
    yield "  <conference>"
    for name, value in values.items():
        if value:
            yield f"    {_element(name, str(value))}"
    for track in schedule.tracks:
        yield f"    <track name={_attribute(track)}/>"
    yield "  </conference>"


def _day(schedule: Schedule, day: ScheduleDay) -> Iterator[str]:
    date = f" date={_attribute(day.date.isoformat())}" if day.date else ""
    bounds = f'start="{day.start.isoformat()}" end="{day.end.isoformat()}"'
    yield f'  <day index="{day.index}"{date} {bounds}>'
    for name, events in day.rooms.items():
        key = f' guid="{schedule.room_key(name)}"' if name else ""
        yield f"    <room name={_attribute(name)}{key}>"
        for event in events:
            yield from _event(schedule, event)
        yield "    </room>"
    yield "  </day>"


def _event(schedule: Schedule, event: Event) -> Iterator[str]:
    row = event.row
    yield f'      <event id="{event.number}" guid="{row.uid}">'
    values = {
        "room": row.room,
        "title": row.title,
        "subtitle": "",
        "type": row.kind.lower(),
        "date": event.start.isoformat(),
        "start": clock(event.start.time()),
        "duration": event.duration,
        "abstract": row.text,
        "slug": event.slug,
        "track": row.track,
        "language": ", ".join(schedule.languages_of(row)),
    }
    for name, value in values.items():
        yield f"        {_element(name, value)}"
    yield "        <persons>"
    for person in row.persons:
        yield f'          <person guid="{person.key}">{_text(person.name)}</person>'
    yield "        </persons>"
    yield "        <links/>"
    yield "        <attachments>"
    for file in row.materials:
        yield f"          <attachment href={_attribute(file.url)}>{_text(file.title)}</attachment>"
    yield "        </attachments>"
    if schedule.programme.page_url:
        yield f"        {_element('url', schedule.programme.page_url)}"
    yield "      </event>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    return escape(tidy(text))


def _attribute(text: str) -> str:
    return quoteattr(tidy(text), {"\n": "&#10;", "\t": "&#9;"})
