"""schedule.json, as the schema of c3voc describes it (https://c3voc.de/schedule/schema.json)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .schedule import GENERATOR, SLOT_LENGTH, Event, Schedule
from .tables import clock

if TYPE_CHECKING:
    from .rows import ProgrammeFile
    from .schedule import ScheduleDay

FORMAT = "schedule.json"
SUFFIX = ".json"
CONTENT_TYPE = "application/json; charset=utf-8"
IS_ATTACHMENT = False
SCHEMA = "https://c3voc.de/schedule/schema.json"


def write(programme: ProgrammeFile) -> bytes:
    """Write a programme; the same programme is the same file."""
    schedule = Schedule(programme)
    content = {
        "$schema": SCHEMA,
        "generator": {"name": GENERATOR},
        "schedule": {
            "version": schedule.version,
            "base_url": programme.site_url,
            "conference": _conference(schedule),
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _conference(schedule: Schedule) -> dict[str, Any]:
    programme = schedule.programme
    first, last = programme.first, programme.last or programme.first
    return {
        "acronym": schedule.acronym,
        "title": programme.title,
        "start": first.isoformat() if first else schedule.days[0].start.date().isoformat(),
        "end": last.isoformat() if last else schedule.days[-1].start.date().isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": SLOT_LENGTH,
        "time_zone_name": programme.time_zone,
        "url": programme.page_url,
        "tracks": [{"name": name} for name in schedule.tracks],
        "rooms": [{"name": name, "guid": str(schedule.room_key(name))} for name in schedule.rooms],
        "days": [_day(schedule, day) for day in schedule.days],
    }


def _day(schedule: Schedule, day: ScheduleDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": (day.date or day.start.date()).isoformat(),
        "day_start": day.start.isoformat(),
        "day_end": day.end.isoformat(),
        "rooms": {
            name: [_event(schedule, event) for event in events]
            for name, events in day.rooms.items()
        },
    }


def _event(schedule: Schedule, event: Event) -> dict[str, Any]:
    row = event.row
    return {
        "guid": str(row.uid),
        "id": event.number,
        "date": event.start.isoformat(),
        "start": clock(event.start.time().replace(second=0)),
        **({"end": event.end.isoformat()} if event.end else {}),
        "duration": event.duration[:5],
        "room": row.room,
        "slug": event.slug,
        "url": schedule.programme.page_url,
        "title": row.title,
        "subtitle": "",
        "track": row.track or None,
        "type": row.kind.lower(),
        "language": ", ".join(schedule.languages_of(row)) or None,
        "abstract": row.text,
        "description": None,
        "persons": [{"name": person.name, "guid": str(person.key)} for person in row.persons],
        "links": [],
        "attachments": [{"url": file.url, "title": file.title} for file in row.materials],
    }
