"""Slots by day, in the session's zone and in a reader's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.timetable import UnknownTimeZoneError, WallSpan, get_zone, programme_days

from .test_walltime import DAYS, TIMES, ZONES


@dataclass(frozen=True)
class Slot:
    day: date
    position: int
    time_zone: str
    starts_at: datetime | None


def make_slot(position, day, start, zone="Europe/Paris"):
    starts_at, _ = WallSpan(day, start, None).instants(get_zone(zone))
    return Slot(day, position, zone, starts_at)


def dates(groups):
    return [(group.date, [slot.position for slot in group.slots]) for group in groups]


MONDAY, TUESDAY = date(2026, 6, 22), date(2026, 6, 23)


def test_own_zone_gives_the_printed_days():
    slots = [
        make_slot(3, TUESDAY, time(9)),
        make_slot(1, MONDAY, time(9)),
        make_slot(2, MONDAY, None),
    ]

    groups = programme_days(slots, "Europe/Paris")

    assert dates(groups) == [(MONDAY, [1, 2]), (TUESDAY, [3])]


def test_slot_moves_to_another_day_in_another_zone():
    slots = [make_slot(1, MONDAY, time(0, 30)), make_slot(2, MONDAY, time(23))]

    assert dates(programme_days(slots, "America/Mexico_City")) == [
        (date(2026, 6, 21), [1]),
        (MONDAY, [2]),
    ]
    assert dates(programme_days(slots, "Asia/Seoul")) == [(MONDAY, [1]), (TUESDAY, [2])]


def test_slot_without_time_stays_on_its_printed_day():
    assert dates(programme_days([make_slot(1, MONDAY, None)], "Asia/Seoul")) == [(MONDAY, [1])]


def test_group_says_when_its_day_starts_and_how_long_it_is():
    (group,) = programme_days([make_slot(1, date(2026, 3, 29), time(12))], "Europe/Paris")

    assert group.starts_at == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert group.length == timedelta(hours=23)


def test_unknown_zone_is_refused_even_without_slots():
    with pytest.raises(UnknownTimeZoneError):
        programme_days([], "Europe/Atlantis")


@given(st.lists(st.tuples(DAYS, st.none() | TIMES), max_size=30), ZONES, ZONES)
def test_regrouping_keeps_every_slot_once_on_the_day_it_starts(entries, own, other):
    slots = [make_slot(place, day, start, own) for place, (day, start) in enumerate(entries)]

    groups = programme_days(slots, other)

    assert sorted(slot.position for group in groups for slot in group.slots) == list(
        range(len(slots))
    )
    assert [group.date for group in groups] == sorted({group.date for group in groups})
    for group in groups:
        for slot in group.slots:
            if slot.starts_at is None or own == other:
                assert group.date == slot.day
            else:
                assert group.starts_at <= slot.starts_at < group.starts_at + group.length
