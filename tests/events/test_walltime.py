"""Wall times and instants, at the changes of clocks and for any name of a zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.timetable import (
    UnknownTimeZoneError,
    WallSpan,
    day_length,
    get_zone,
    is_ambiguous,
    is_nonexistent,
    midnight_after,
    to_instant,
    zone_choices,
    zone_of_country,
)

PARIS = get_zone("Europe/Paris")
ZONES = st.sampled_from(
    [
        "UTC", "Europe/Paris", "Africa/Cairo", "Asia/Tehran", "America/Mexico_City",
        "Pacific/Apia", "Pacific/Kiritimati", "Australia/Lord_Howe", "America/St_Johns",
    ]
)  # fmt: skip
DAYS = st.dates(date(1985, 1, 1), date(2037, 12, 31))
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Mars/Olympus",
        "europe/paris",
        "../etc/passwd",
        "Europe/Paris\x00",
        "A" * 100_000,
        None,
        5,
    ],
)
def test_get_zone_refuses_what_is_no_zone(name):
    with pytest.raises(UnknownTimeZoneError) as error:
        get_zone(name)

    assert error.value.code == "UNKNOWN_TIME_ZONE"
    assert isinstance(error.value, ValueError)
    assert str(error.value) == "Unknown time zone."


def test_zone_choices_are_grouped_by_region():
    choices = dict(zone_choices())

    assert list(choices)[:4] == ["", "UTC", "Africa", "America"]
    assert all(get_zone(name) for group in list(choices.values())[2:] for name, _ in group)
    assert ("Africa/Cairo", "Cairo") in choices["Africa"]
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in choices["America"]


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
        ("America/Knox_IN", "America/Indiana/Knox"),
        ("America/Argentina/ComodRivadavia", "America/Argentina/Catamarca"),
    ],
)
def test_names_of_former_times_are_not_offered_but_kept(former, today):
    def offered(kept=""):
        groups = [group for _label, group in zone_choices(kept=kept) if isinstance(group, list)]
        return {name for group in groups for name, _place in group}

    assert today in offered()
    assert former not in offered()
    assert (former, former) in zone_choices(kept=former)
    assert get_zone(former)


def test_zones_that_come_first_have_a_group():
    assert zone_choices(["Africa/Cairo"])[1] == ("Of the centres", [("Africa/Cairo", "Cairo")])


@pytest.mark.parametrize(
    ("country", "zone"),
    [("KE", "Africa/Nairobi"), ("MX", "America/Mexico_City"), ("BR", ""), ("", ""), ("XX", "")],
)
def test_zone_of_a_country_is_known_where_it_is_plain(country, zone):
    assert zone_of_country(country) == zone


def test_time_skipped_in_spring_does_not_exist():
    assert is_nonexistent(date(2026, 3, 29), time(2, 30), PARIS)
    assert not is_nonexistent(date(2026, 3, 29), time(3, 0), PARIS)
    assert not is_ambiguous(date(2026, 3, 29), time(2, 30), PARIS)


def test_time_repeated_in_autumn_is_the_first_of_two():
    assert is_ambiguous(date(2026, 10, 25), time(2, 30), PARIS)
    assert not is_nonexistent(date(2026, 10, 25), time(2, 30), PARIS)
    assert to_instant(date(2026, 10, 25), time(2, 30), PARIS) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    assert to_instant(date(2026, 10, 25), time(2, 30), PARIS, fold=1) == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 22), 24)],
)
def test_day_length_follows_the_clocks(day, hours):
    assert day_length(day, PARIS) == timedelta(hours=hours)


def test_span_over_midnight_ends_on_the_next_day():
    span = WallSpan(date(2026, 6, 22), time(22), time(1))

    assert span.crosses_midnight
    assert span.instants(PARIS) == (
        datetime(2026, 6, 22, 20, tzinfo=UTC),
        datetime(2026, 6, 22, 23, tzinfo=UTC),
    )


def test_span_through_the_repeated_hour_counts_it():
    span = WallSpan(date(2026, 10, 25), time(1, 30), time(3, 30))
    starts_at, ends_at = span.instants(PARIS)

    assert ends_at - starts_at == timedelta(hours=3)


def test_span_without_times_has_no_instants():
    assert WallSpan(date(2026, 6, 22), None, None).instants(PARIS) == (None, None)
    assert WallSpan(date(2026, 6, 22), None, time(9)).instants(PARIS) == (None, None)


@given(DAYS, TIMES, ZONES)
def test_existing_wall_time_survives_the_way_to_its_instant_and_back(day, wall, name):
    zone = get_zone(name)
    back = to_instant(day, wall, zone).astimezone(zone)

    is_same = (back.date(), back.time()) == (day, wall)
    assert is_same != is_nonexistent(day, wall, zone)


@given(DAYS, TIMES, TIMES, ZONES)
def test_span_never_ends_before_it_starts(day, start, end, name):
    starts_at, ends_at = WallSpan(day, start, end).instants(get_zone(name))

    assert starts_at <= ends_at


@given(DAYS, ZONES)
def test_days_follow_each_other_without_gap(day, name):
    zone = get_zone(name)

    assert midnight_after(day, zone) == to_instant(day + timedelta(days=1), time(), zone)
