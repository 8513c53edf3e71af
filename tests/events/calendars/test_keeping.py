"""Entries are made for what was there before them, and kept right by writers at once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from wagtail.models import Site

from events.apps import fill_calendars
from events.models import CalendarEntry, CalendarListing, TrainingSessionPage
from tests.factories import VenueFactory, day_block, slot_block
from tests.support.threads import at_once

FIRST = date.today() + timedelta(days=100)  # noqa: DTZ011 - any day to come


def entries():
    """All of every entry but its primary key."""
    columns = [field.name for field in CalendarEntry._meta.fields if field.name != "id"]
    return list(CalendarEntry.objects.order_by("uid").values(*columns))


def listings():
    rows = CalendarListing.objects.values_list("entry__uid", "kind", "key")
    return sorted(rows, key=str)


@pytest.fixture
def session(make_session, network):
    return make_session(
        [day_block(FIRST), slot_block("A", "09:00", "10:00", speakers=[network.anna])],
        start_date=FIRST,
        end_date=FIRST,
        venue=VenueFactory(address="0 Street"),
    )


def shown():
    return list(CalendarEntry.objects.order_by("uid").values_list("is_public", "sequence"))


def test_sessions_from_before_their_site_are_told_of_once_it_is_there(session, network):
    site = Site.objects.get()
    before = entries()
    CalendarEntry.objects.all().delete()
    Site.objects.all().delete()
    assert shown() == []

    Site.objects.create(hostname=site.hostname, root_page=site.root_page, is_default_site=True)

    assert [row["facts"] for row in entries()] == [row["facts"] for row in before]
    assert shown() == [(True, 0)] * 2


def test_sessions_of_a_home_page_that_goes_off_the_site_are_cancelled(
    session, network, uses_may_break
):
    home = Site.objects.get().root_page.specific
    home.unpublish()
    assert shown() == [(False, 1)] * 2

    home.save_revision().publish()

    assert shown() == [(True, 2)] * 2


def test_migrating_makes_the_entries_of_sessions_from_before(session, make_session):
    make_session([], live=False)
    before, listed = entries(), listings()
    CalendarEntry.objects.all().delete()

    fill_calendars(using="default")
    assert [row["uid"] for row in entries()] == [row["uid"] for row in before]
    assert [row["facts"] for row in entries()] == [row["facts"] for row in before]
    assert listings() == listed
    made = entries()
    fill_calendars(using="default")
    assert entries() == made


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_session_and_its_venue_changed_at_once(session):
    for turn in range(1, 5):
        page = TrainingSessionPage.objects.get(pk=session.pk)
        page.programme = [day_block(FIRST), slot_block("A", "09:00", "10:00", room=str(turn))]
        revision = page.save_revision()
        venue = page.venue
        venue.address = f"{turn} Street"

        assert at_once(revision.publish, venue.save) == []

        for entry in CalendarEntry.objects.all():
            place = entry.facts["place"]
            assert f"{turn} Street" in place
            assert entry.slot is None or place[0] == str(turn)
            # Both are told: one by one, or by whoever came last.
            assert turn <= entry.sequence <= 2 * turn


def test_a_thousand_slots_are_recorded_and_told(make_session, get, network):
    slots = [slot_block(f"Slot {n}", speakers=[network.anna]) for n in range(999)]
    session = make_session([day_block(FIRST), *slots], start_date=FIRST, end_date=FIRST)

    body = get(f"sessions/{session.translation_key}.ics").content
    assert body.count(b"BEGIN:VEVENT") == CalendarEntry.objects.count() == 1000
    assert len(body) < 1_000_000
    session.delete()
    body = get(f"sessions/{session.translation_key}.ics").content
    assert body.count(b"STATUS:CANCELLED") == 1000
