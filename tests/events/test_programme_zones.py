"""Programmes in other time zones, as the API gives them: every instant, day and offset."""

import datetime

import pytest

from tests.factories import day_block, note_block, slot_block
from tests.support.graphql import ask, ask_raw, codes

pytestmark = pytest.mark.django_db
QUERY = """query ($key: UUID!, $zone: String) { session(key: $key) { programme(timeZone: $zone) {
    timeZone slotCount days { date title notes { text }
    slots { title startsAt endsAt startTime endTime crossesMidnight } } } } }"""
SPRING, AUTUMN = "2027-03-28", "2027-10-31"
# In Paris the first has 23 hours and no 02:30, which is refused when a session is published; the
# second has 25 hours and 02:30 twice, of which the first counts.
SLOTS = {
    SPRING: [
        ("early", "00:30", "01:30"),
        ("over the change", "01:30", "03:30"),
        ("late", "23:00", "00:30"),
    ],
    AUTUMN: [
        ("early", "00:30", "01:30"),
        ("over the change", "01:30", "03:30"),
        ("at two times", "02:30", "04:00"),
        ("late", "23:00", "00:30"),
    ],
}
EXPECTED = {
    (SPRING, None): [
        ("2027-03-28", "early", "2027-03-28T00:30:00+01:00", "2027-03-28T01:30:00+01:00"),
        ("2027-03-28", "over the change", "2027-03-28T01:30:00+01:00", "2027-03-28T03:30:00+02:00"),
        ("2027-03-28", "late", "2027-03-28T23:00:00+02:00", "2027-03-29T00:30:00+02:00"),
    ],
    (SPRING, "Asia/Seoul"): [
        ("2027-03-28", "early", "2027-03-28T08:30:00+09:00", "2027-03-28T09:30:00+09:00"),
        ("2027-03-28", "over the change", "2027-03-28T09:30:00+09:00", "2027-03-28T10:30:00+09:00"),
        ("2027-03-29", "late", "2027-03-29T06:00:00+09:00", "2027-03-29T07:30:00+09:00"),
    ],
    (SPRING, "America/Mexico_City"): [
        ("2027-03-27", "early", "2027-03-27T17:30:00-06:00", "2027-03-27T18:30:00-06:00"),
        ("2027-03-27", "over the change", "2027-03-27T18:30:00-06:00", "2027-03-27T19:30:00-06:00"),
        ("2027-03-28", "late", "2027-03-28T15:00:00-06:00", "2027-03-28T16:30:00-06:00"),
    ],
    (SPRING, "Asia/Tehran"): [
        ("2027-03-28", "early", "2027-03-28T03:00:00+03:30", "2027-03-28T04:00:00+03:30"),
        ("2027-03-28", "over the change", "2027-03-28T04:00:00+03:30", "2027-03-28T05:00:00+03:30"),
        ("2027-03-29", "late", "2027-03-29T00:30:00+03:30", "2027-03-29T02:00:00+03:30"),
    ],
    (SPRING, "Africa/Cairo"): [
        ("2027-03-28", "early", "2027-03-28T01:30:00+02:00", "2027-03-28T02:30:00+02:00"),
        ("2027-03-28", "over the change", "2027-03-28T02:30:00+02:00", "2027-03-28T03:30:00+02:00"),
        ("2027-03-28", "late", "2027-03-28T23:00:00+02:00", "2027-03-29T00:30:00+02:00"),
    ],
    (AUTUMN, None): [
        ("2027-10-31", "early", "2027-10-31T00:30:00+02:00", "2027-10-31T01:30:00+02:00"),
        ("2027-10-31", "over the change", "2027-10-31T01:30:00+02:00", "2027-10-31T03:30:00+01:00"),
        ("2027-10-31", "at two times", "2027-10-31T02:30:00+02:00", "2027-10-31T04:00:00+01:00"),
        ("2027-10-31", "late", "2027-10-31T23:00:00+01:00", "2027-11-01T00:30:00+01:00"),
    ],
    (AUTUMN, "Asia/Seoul"): [
        ("2027-10-31", "early", "2027-10-31T07:30:00+09:00", "2027-10-31T08:30:00+09:00"),
        ("2027-10-31", "over the change", "2027-10-31T08:30:00+09:00", "2027-10-31T11:30:00+09:00"),
        ("2027-10-31", "at two times", "2027-10-31T09:30:00+09:00", "2027-10-31T12:00:00+09:00"),
        ("2027-11-01", "late", "2027-11-01T07:00:00+09:00", "2027-11-01T08:30:00+09:00"),
    ],
    (AUTUMN, "America/Mexico_City"): [
        ("2027-10-30", "early", "2027-10-30T16:30:00-06:00", "2027-10-30T17:30:00-06:00"),
        ("2027-10-30", "over the change", "2027-10-30T17:30:00-06:00", "2027-10-30T20:30:00-06:00"),
        ("2027-10-30", "at two times", "2027-10-30T18:30:00-06:00", "2027-10-30T21:00:00-06:00"),
        ("2027-10-31", "late", "2027-10-31T16:00:00-06:00", "2027-10-31T17:30:00-06:00"),
    ],
    (AUTUMN, "Asia/Tehran"): [
        ("2027-10-31", "early", "2027-10-31T02:00:00+03:30", "2027-10-31T03:00:00+03:30"),
        ("2027-10-31", "over the change", "2027-10-31T03:00:00+03:30", "2027-10-31T06:00:00+03:30"),
        ("2027-10-31", "at two times", "2027-10-31T04:00:00+03:30", "2027-10-31T06:30:00+03:30"),
        ("2027-11-01", "late", "2027-11-01T01:30:00+03:30", "2027-11-01T03:00:00+03:30"),
    ],
    (AUTUMN, "Africa/Cairo"): [
        ("2027-10-31", "early", "2027-10-31T00:30:00+02:00", "2027-10-31T01:30:00+02:00"),
        ("2027-10-31", "over the change", "2027-10-31T01:30:00+02:00", "2027-10-31T04:30:00+02:00"),
        ("2027-10-31", "at two times", "2027-10-31T02:30:00+02:00", "2027-10-31T05:00:00+02:00"),
        ("2027-11-01", "late", "2027-11-01T00:00:00+02:00", "2027-11-01T01:30:00+02:00"),
    ],
}


def programme_of(session, zone):
    return ask(QUERY, key=str(session.translation_key), zone=zone)["session"]["programme"]


def session_on(make_session, day, blocks):
    date = datetime.date.fromisoformat(day)
    return make_session(
        [day_block(day, "First"), *blocks],
        time_zone="Europe/Paris",
        start_date=date,
        end_date=date + datetime.timedelta(days=2),
    )


@pytest.mark.parametrize(("day", "zone"), EXPECTED)
def test_programme_on_a_day_when_clocks_change(make_session, day, zone):
    session = session_on(make_session, day, [slot_block(*slot) for slot in SLOTS[day]])

    programme = programme_of(session, zone)

    slots = [(item["date"], slot) for item in programme["days"] for slot in item["slots"]]
    assert (programme["timeZone"], programme["slotCount"]) == (
        zone or "Europe/Paris",
        len(SLOTS[day]),
    )
    assert [
        (date, slot["title"], slot["startsAt"], slot["endsAt"]) for date, slot in slots
    ] == EXPECTED[day, zone]
    assert [
        (slot["title"], slot["startTime"][:5], slot["endTime"][:5]) for _, slot in slots
    ] == SLOTS[day]
    assert [slot["crossesMidnight"] for _, slot in slots] == [
        title == "late" for title, *_ in SLOTS[day]
    ]


def test_days_of_another_zone_keep_titles_and_notes_of_their_date(make_session):
    blocks = [
        slot_block("late", "23:00", "23:30"),
        day_block("2027-06-11", "Second"),
        day_block("2027-06-12", "Third"),
        note_block("Bring boots."),
        slot_block("early", "01:00", "02:00"),
    ]
    session = session_on(make_session, "2027-06-10", blocks)

    def days(zone):
        return [
            (
                day["date"],
                day["title"],
                [n["text"] for n in day["notes"]],
                [s["title"] for s in day["slots"]],
            )
            for day in programme_of(session, zone)["days"]
        ]

    assert days(None) == [
        ("2027-06-10", "First", [], ["late"]),
        ("2027-06-11", "Second", [], []),
        ("2027-06-12", "Third", ["Bring boots."], ["early"]),
    ]
    assert days("Asia/Seoul") == [
        ("2027-06-11", "Second", [], ["late"]),
        ("2027-06-12", "Third", ["Bring boots."], ["early"]),
    ]
    assert days("America/Mexico_City") == [
        ("2027-06-10", "First", [], ["late"]),
        ("2027-06-11", "Second", [], ["early"]),
        ("2027-06-12", "Third", ["Bring boots."], []),
    ]


@pytest.mark.parametrize(
    "zone", ["localtime", "Factory", "posixrules", "Mars/Base", "../etc/passwd", ""]
)
def test_what_is_no_zone_is_refused(make_session, zone):
    session = session_on(make_session, SPRING, [slot_block("early", "09:00", "10:00")])

    assert codes(ask_raw(QUERY, key=str(session.translation_key), zone=zone)) == ["BAD_USER_INPUT"]
