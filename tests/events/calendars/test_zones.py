"""The zones of calendars are those of the time zone database, in every year that is used."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Calendar

from events.calendars.zones import timezone_lines
from events.timetable.walltime import NO_ZONES

ZONES = [
    "Europe/Paris", "Africa/Cairo", "Asia/Tehran", "America/Mexico_City", "Asia/Seoul",
    "Africa/Casablanca", "Europe/Dublin", "America/Santiago", "Australia/Lord_Howe",
    "Pacific/Apia", "Asia/Kathmandu", "Etc/GMT+5",
]  # fmt: skip


def observances(name, first, last):
    """Read a zone as RFC 5545, 3.6.5 says: onsets, told by the clocks of before."""
    found, part = [], {}
    for line in timezone_lines(name, first, last):
        key, _, value = line.partition(":")
        if key == "BEGIN":
            part = {}
        elif key == "END" and value != "VTIMEZONE":
            wall = datetime.strptime(part["DTSTART"], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall time
            found.append((wall - offset(part["TZOFFSETFROM"]), offset(part["TZOFFSETTO"])))
        else:
            part[key] = value
    return sorted(found)


def offset(text):
    sign = -1 if text[0] == "-" else 1
    padded = text[1:].ljust(6, "0")
    hours, minutes, seconds = (int(padded[at : at + 2]) for at in (0, 2, 4))
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def differences(name, first, last, step):
    """Moments at which a zone as written shows another time than the database."""
    found, zone = observances(name, first, last), ZoneInfo(name)
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 12, 31, tzinfo=UTC)
    wrong, place = [], 0
    while moment < end:
        naive = moment.replace(tzinfo=None)
        while place + 1 < len(found) and found[place + 1][0] <= naive:
            place += 1
        if found[place][1] != moment.astimezone(zone).utcoffset():
            wrong.append(moment)
        moment += step
    return wrong


@pytest.mark.parametrize("name", ZONES)
def test_every_hour_is_told_as_in_the_database(name):
    assert differences(name, 2020, 2028, timedelta(hours=1)) == []


@pytest.mark.slow
def test_all_zones_are_told_as_in_the_database():
    for name in sorted(available_timezones() - NO_ZONES):
        assert differences(name, 2026, 2027, timedelta(hours=7)) == [], name


@pytest.mark.parametrize(
    ("name", "year", "changes"),
    [
        ("Europe/Paris", 2026, ["20260329T020000", "20261025T030000"]),
        # The clocks of Cairo change at midnight, from a Thursday on and back on one.
        ("Africa/Cairo", 2026, ["20260424T000000", "20261030T000000"]),
        ("Asia/Tehran", 2022, ["20220322T000000", "20220922T000000"]),
        ("Asia/Tehran", 2026, []),
        ("America/Mexico_City", 2022, ["20220403T020000", "20221030T020000"]),
        ("America/Mexico_City", 2026, []),
        ("Asia/Seoul", 2026, []),
    ],
)
def test_changes_of_the_clocks_are_at_their_printed_times(name, year, changes):
    starts = [
        line.partition(":")[2] for line in timezone_lines(name, year, year) if "DTSTART" in line
    ]

    assert starts[1:] == changes


def test_another_reader_makes_the_same_zone_of_it():
    for name in ZONES:
        text = "\r\n".join(
            ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *timezone_lines(name, 2026, 2027),
             "END:VCALENDAR", ""]
        )  # fmt: skip
        (component,) = Calendar.from_ical(text).walk("VTIMEZONE")
        theirs = component.to_tz(lookup_tzid=False)
        for day in range(0, 700, 9):
            wall = datetime(2026, 1, 2, 12) + timedelta(days=day)  # noqa: DTZ001 - wall time
            assert theirs.utcoffset(wall) == ZoneInfo(name).utcoffset(wall), (name, wall)
