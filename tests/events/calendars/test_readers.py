"""Three readers that are not ours find the same events, instants and texts in a calendar."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar as PythonCalendar

from events.calendars.lines import Words, plain
from events.calendars.writing import Calendar, Event, Revision, write
from events.timetable import Occasion, WallSpan
from tests.factories import day_block, slot_block
from tests.support import icalendar_text

PACKAGE = Path(__file__).parents[2] / "support" / "icalendar_readers"
ZONES = [
    "Europe/Paris", "Africa/Cairo", "Asia/Tehran", "America/Mexico_City", "Asia/Seoul", "UTC",
    "Australia/Lord_Howe", "America/New_York",
]  # fmt: skip
REVISION = Revision(3, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))


@pytest.fixture(scope="module")
def node_readers(tmp_path_factory):
    """Read calendars as ical.js and node-ical do; needs Node.js, which CI must have."""
    if not (shutil.which("node") and shutil.which("npm")):
        message = "Node.js and npm are not installed (Debian: nodejs, npm)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    folder = shutil.copytree(PACKAGE, tmp_path_factory.mktemp("node") / "icalendar_readers")
    command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True, timeout=300)

    def read(bodies):
        command = ["node", "read.mjs"]
        done = subprocess.run(
            command,
            cwd=folder,
            check=True,
            timeout=300,
            capture_output=True,
            text=True,
            input="".join(f"{json.dumps(body.decode())}\n" for body in bodies),
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return read


def milliseconds(moment):
    return None if moment is None else int(moment.timestamp() * 1000)


def told(value):
    return value.isoformat() if type(value) is date else milliseconds(value)


def by_python(body):
    """What Python's icalendar finds."""
    return {
        str(event["UID"]): {
            "start": told(event["DTSTART"].dt),
            "end": told(event["DTEND"].dt) if "DTEND" in event else None,
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]) if "DESCRIPTION" in event else None,
            "location": str(event["LOCATION"]) if "LOCATION" in event else None,
            "language": event["SUMMARY"].params.get("LANGUAGE"),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
        }
        for event in PythonCalendar.from_ical(body).walk("VEVENT")
    }


def meant(event):
    """What every reader must find."""
    occasion = event.occasion
    starts_at, ends_at = occasion.instants
    times = (starts_at, ends_at) if occasion.is_timed else (occasion.first, occasion.day_after)
    if occasion.is_timed and ends_at == starts_at:
        times = (starts_at, None)
    return {
        "start": told(times[0]),
        "end": told(times[1]),
        "summary": event.summary.in_one_line.text,
        "description": plain(event.description.text).strip() or None,
        "location": event.location.in_one_line.text or None,
        "language": event.summary.language or None,
        "sequence": event.revision.sequence,
        "status": event.status,
    }


TEXTS = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [
            "تخطيط المدن؛ الحرارة، والماء\nسطر ثانٍ — 1,5 °C",
            "برنامهٔ شهری \\n نه خط نو",
            "Emoji 👩‍👩‍👧‍👦" * 12,
            "a:b;c,d\\e\"f'\r\ng",
            "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil",
        ]
    ),
)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
TIMES = st.times(max_value=time(23, 59)).map(lambda wall: wall.replace(microsecond=0))


@st.composite
def occasions(draw):
    zone, day = draw(st.sampled_from(ZONES)), draw(DAYS)
    if draw(st.booleans()):
        # The nights in which clocks change.
        day = draw(st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2026, 10, 29)]))
    start, end = draw(st.one_of(st.none(), TIMES)), draw(st.one_of(st.none(), TIMES))
    if draw(st.booleans()):
        return Occasion.of_slot(day, start, end, zone)
    last = day + timedelta(days=draw(st.integers(0, 9)))
    return Occasion.of_session(day, last, start, end, zone)


@st.composite
def calendars(draw):
    events = [
        Event(
            uid=f"{number:032x}",
            revision=REVISION,
            occasion=draw(occasions()),
            status=draw(st.sampled_from(["CONFIRMED", "TENTATIVE", "CANCELLED"])),
            summary=Words(draw(TEXTS), draw(st.sampled_from(["en", "fr", "ar"]))),
            description=Words(draw(TEXTS)),
            location=Words(draw(TEXTS)),
            position=(30.05, 31.25),
            url="https://example.org/a?b=c;d,e",
            categories=[Words(draw(TEXTS), "fa")],
            contacts=[Words(draw(TEXTS))],
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    return Calendar(Words(draw(TEXTS), "ar"), "https://example.org/x.ics", events)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(calendars())
def test_any_calendar_is_read_strictly_and_by_python(calendar):
    body = write(calendar)
    strict = icalendar_text.read(body)
    found = by_python(body)

    assert strict.events.keys() == found.keys() == {event.uid for event in calendar.events}
    for event in calendar.events:
        assert found[event.uid] == meant(event)
        assert strict.events[event.uid].text("SUMMARY") == event.summary.in_one_line.text.strip()


def test_any_calendar_is_read_by_two_readers_of_node(node_readers):
    made = []

    def note(calendar):
        made.append(calendar)

    settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], database=None)(
        given(calendars())(note)
    )()

    different = []
    for calendar, found in zip(made, node_readers(map(write, made)), strict=True):
        for event in calendar.events:
            wanted = meant(event)
            for reader, events in found.items():
                theirs = events.get(event.uid)
                if theirs is None or normal(theirs, reader) != normal(wanted, reader):
                    different.append((reader, wanted, theirs))
    assert different == []


def normal(event, reader):
    """Leave out what a reader is known not to tell apart."""
    texts = {name: event[name] or None for name in ("summary", "description", "location")}
    if reader == "node-ical":
        # It gives an event without an end one of no length, takes quotation marks off, and makes a
        # line end of an escaped backslash and an n.
        end = event["end"] if event["end"] != event["start"] else None
        texts = {name: text and re.sub(r'\\n|[\\\n"]', "", text) for name, text in texts.items()}
        return {**event, "end": end, **texts}
    return {**event, **texts}


def test_the_calendar_of_a_session_is_read_by_all(make_session, network, get, node_readers):
    day = date(2026, 10, 24)
    session = make_session(
        [
            day_block(day),
            slot_block(
                "تخطيط المدن؛ الحرارة، والماء", "09:00", "10:00", name="A", summary="س" * 200
            ),
            slot_block(
                "Night of two hours twice", "22:00", "03:30", name="B", room="Hall; 1, left"
            ),
            slot_block("To be told", name="C"),
        ],
        start_date=day,
        end_date=day + timedelta(days=1),
        title="جلسة تدريبية",
    )
    body = get(f"sessions/{session.translation_key}.ics").content
    (by_node,) = node_readers([body])
    python = by_python(body)

    assert len(icalendar_text.read(body).events) == len(python) == 4
    night = WallSpan(day, time(22), time(3, 30)).instants(ZoneInfo("Europe/Paris"))
    (found,) = [event for event in python.values() if event["summary"].startswith("Night")]
    assert (found["start"], found["end"]) == tuple(map(milliseconds, night))
    for reader, events in by_node.items():
        assert {uid: normal(event, reader) for uid, event in events.items()} == {
            uid: normal(event, reader) for uid, event in python.items()
        }
