"""What the calendar of a session shows."""

from datetime import date, time

import pytest

from events.models import uid_of_event
from tests.factories import day_block, note_block, slot_block, uid_of

FIRST = date(2026, 6, 22)


@pytest.fixture
def dated(make_session):
    return lambda programme=(), **values: make_session(
        programme, **{"start_date": FIRST, "end_date": date(2026, 6, 25), **values}
    )


def slot_uid(session, title):
    return uid_of_event(session.translation_key, uid_of(f"slot {title}"))


def test_session_known_by_its_dates_takes_whole_days(dated, session_feed):
    session = dated(title="Heat plans")
    (event,) = session_feed(session).values()

    assert event["UID"] == session.translation_key.hex
    starts, ends = event.one("DTSTART"), event.one("DTEND")
    assert (starts.raw, starts.parameters) == ("20260622", {"VALUE": "DATE"})
    assert (ends.raw, ends.parameters) == ("20260626", {"VALUE": "DATE"})
    assert (event["SEQUENCE"], event["STATUS"]) == ("0", "CONFIRMED")
    assert event.text("SUMMARY") == "Heat plans"
    assert event["TRANSP"] == "TRANSPARENT"


def test_uid_stays_when_times_arrive(dated, session_feed):
    session = dated()
    session.start_time, session.end_time = time(9), time(17, 30)
    session.save_revision().publish()

    (event,) = session_feed(session).values()
    assert event["UID"] == session.translation_key.hex
    assert event["SEQUENCE"] == "1"
    starts, ends = event.one("DTSTART"), event.one("DTEND")
    assert (starts.raw, starts.parameters) == ("20260622T090000", {"TZID": "Europe/Paris"})
    assert (ends.raw, ends.parameters) == ("20260625T173000", {"TZID": "Europe/Paris"})


@pytest.mark.parametrize(
    ("values", "starts", "ends"),
    [
        ({"end_date": FIRST, "start_time": time(9)}, "20260622T090000", None),
        ({"start_time": time(9)}, "20260622", "20260626"),
        ({"end_time": time(9)}, "20260622", "20260626"),
    ],
)
def test_session_with_one_time_only(dated, session_feed, values, starts, ends):
    (event,) = session_feed(dated(**values)).values()

    assert event["DTSTART"] == starts
    assert [item.raw for item in event.all("DTEND")] == ([ends] if ends else [])


def test_slots_have_their_times_and_texts(dated, session_feed, network):
    session = dated(
        [
            day_block(FIRST),
            note_block("Bring a coat"),
            slot_block(
                "Opening; words, and \\ more",
                "09:00",
                "10:30",
                name="Opening",
                kind="CEREMONY",
                room="Hall",
                track="Plenary",
                summary="Two\nlines.",
                speakers=[network.anna, network.boris],
            ),
            slot_block("Night walk", "22:00", "01:00"),
            slot_block("To be told"),
            slot_block("Dinner", "20:00"),
        ],
        title="Heat plans",
    )
    events = session_feed(session)

    assert len(events) == 5
    opening = events[slot_uid(session, "Opening")]
    assert (opening["DTSTART"], opening["DTEND"]) == ("20260622T090000", "20260622T103000")
    assert opening.text("SUMMARY") == "Opening; words, and \\ more"
    assert opening.one("SUMMARY").parameters == {"LANGUAGE": "en"}
    assert opening.text("DESCRIPTION") == "Two\nlines.\n\nAnna\nBoris\n\nPlenary\n\nHeat plans"
    assert (opening.text("LOCATION"), opening["CATEGORIES"]) == ("Hall", "CEREMONY")
    assert opening["RELATED-TO"] == session.translation_key.hex
    assert opening["URL"] == f"http://localhost/trainings/{session.slug}/"
    night = events[slot_uid(session, "Night walk")]
    assert (night["DTSTART"], night["DTEND"]) == ("20260622T220000", "20260623T010000")
    unknown = events[slot_uid(session, "To be told")]
    assert (unknown["DTSTART"], unknown["DTEND"]) == ("20260622", "20260623")
    assert "DTEND" not in events[slot_uid(session, "Dinner")]


def test_session_without_a_programme_has_no_zone_but_with_times_it_has(dated, feed):
    session = dated([day_block(FIRST), slot_block("A", "09:00", "10:00")])
    plain = dated()

    assert feed(f"sessions/{plain.translation_key}.ics").named("VTIMEZONE") == []
    (zone,) = feed(f"sessions/{session.translation_key}.ics").named("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    assert [(part.name, part["DTSTART"], part["TZOFFSETTO"]) for part in zone.components] == [
        ("STANDARD", "20251230T010000", "+0100"),
        ("DAYLIGHT", "20260329T020000", "+0200"),
        ("STANDARD", "20261025T030000", "+0100"),
    ]


def test_calendar_says_what_it_is(dated, feed):
    session = dated(title="Heat, plans")
    calendar = feed(f"sessions/{session.translation_key}.ics?locale=en")

    assert calendar.text("NAME") == calendar.text("X-WR-CALNAME") == "Heat, plans"
    assert calendar.one("NAME").parameters == {"LANGUAGE": "en"}
    assert calendar["REFRESH-INTERVAL"] == "PT1H"
    assert calendar["SOURCE"].endswith(
        f"/calendar/sessions/{session.translation_key}.ics?locale=en"
    )
    assert calendar["CALSCALE"] == "GREGORIAN"


def test_calendar_of_a_slot_has_that_slot_alone(dated, feed):
    session = dated([day_block(FIRST), slot_block("A", "09:00", "10:00"), slot_block("B", "10:00")])
    calendar = feed(f"sessions/{session.translation_key}/slots/{uid_of('slot A')}.ics")

    assert [*calendar.events] == [slot_uid(session, "A")]
    assert calendar.text("NAME") == "A"


def test_slots_of_two_sessions_with_the_same_blocks_have_their_own_uids(dated, session_feed):
    programme = [day_block(FIRST), slot_block("A", "09:00", "10:00")]
    first, second = dated(programme), dated(programme)

    assert not session_feed(first).keys() & session_feed(second).keys()
