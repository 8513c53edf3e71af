"""SEQUENCE and LAST-MODIFIED rise when something changes, by one, and never else."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageViewRestriction

from events.domain.programme import rebuild_programmes
from events.models import CalendarEntry, uid_of_event
from tests.factories import ThemeFactory, VenueFactory, day_block, slot_block, uid_of

FIRST = date(2026, 6, 22)
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
A, B, C = "A", "B", "C"


def programme(start="09:00", **values):
    return [
        day_block(FIRST),
        slot_block(A, start, "10:00", **values),
        slot_block(B, "10:00", "11:00"),
        slot_block(C, "11:00", "12:00"),
    ]


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(clock, make_session):
    return make_session(programme(), start_date=FIRST, end_date=FIRST, title="Heat plans")


@pytest.fixture
def raised(numbers, clock):
    """Do something an hour later; tell by title which SEQUENCE and which LAST-MODIFIED rose."""

    def raised(session, change):
        names = {uid_of_event(session.translation_key, uid_of(f"slot {n}")): n for n in "ABC"}
        names[session.translation_key.hex] = "session"
        before = numbers(session)
        clock.shift(timedelta(hours=1))
        change()
        after = numbers(session)
        assert before.keys() <= after.keys()
        steps = {uid: after[uid][0] - before[uid][0] for uid in before}
        assert set(steps.values()) <= {0, 1}
        for uid in before:
            assert after[uid][1] == after[uid][2]
        return (
            {names[uid] for uid, step in steps.items() if step},
            {names[uid] for uid in before if after[uid][1] > before[uid][1]},
        )

    return raised


def publish(session, **values):
    def change():
        session.refresh_from_db()
        for name, value in values.items():
            setattr(session, name, value)
        session.save_revision().publish()

    return change


def test_moving_one_slot_raises_that_slot_by_one_and_no_other(session, raised, session_feed):
    assert raised(session, publish(session, programme=programme("09:30"))) == ({A}, {A})

    moved = session_feed(session)[uid_of_event(session.translation_key, uid_of("slot A"))]
    assert (moved["SEQUENCE"], moved["DTSTART"]) == ("1", "20260622T093000")
    assert moved["CREATED"] == "20260101T120000Z"
    assert moved["LAST-MODIFIED"] == moved["DTSTAMP"] == "20260101T130000Z"


def test_publishing_unchanged_changes_no_byte(session, get, clock):
    path = f"sessions/{session.translation_key}.ics"
    before = get(path).content
    clock.shift(timedelta(hours=1))
    publish(session)()
    rebuild_programmes()

    assert get(path).content == before


def test_saving_a_draft_changes_nothing(session, raised):
    def draft():
        session.programme = programme("09:30")
        session.save_revision()

    assert raised(session, draft) == (set(), set())


def test_rooms_and_titles_of_the_original_raise(session, raised):
    assert raised(session, publish(session, programme=programme(room="Hall"))) == ({A}, {A})
    renamed = programme(room="Hall")
    renamed[2]["value"]["title"] = "B, again"
    assert raised(session, publish(session, programme=renamed)) == ({B}, {B})


def test_summaries_are_modified_and_raise_nothing(session, raised):
    changed = programme(summary="More.")

    assert raised(session, publish(session, programme=changed)) == (set(), {A})


def test_order_and_what_no_calendar_shows_change_nothing(session, raised):
    day, a, b, c = programme()

    assert raised(session, publish(session, programme=[day, c, b, a])) == (set(), set())
    assert raised(session, publish(session, capacity=20, status="OPEN")) == (set(), set())


def test_a_text_in_another_language_modifies_its_slot_alone(session, raised, translate):
    assert raised(session, lambda: translate(session, {A: "Ouverture"}))[0] == set()
    french = session.get_translation(session.get_translations().first().locale)

    def change():
        raw = french.programme.get_prep_value()
        raw[2]["value"]["title"] = "Exposé"
        french.programme = raw
        french.save_revision().publish()

    assert raised(session, change) == (set(), {B})


@pytest.mark.parametrize("status", ["CANCELLED", "POSTPONED"])
def test_a_session_that_does_not_take_place_raises_all(session, raised, session_feed, status):
    every = {"session", A, B, C}

    assert raised(session, publish(session, status=status)) == (every, every)
    told = {event["STATUS"] for event in session_feed(session).values()}
    assert told == {{"POSTPONED": "TENTATIVE"}.get(status, status)}
    assert raised(session, publish(session, status="OPEN")) == (every, every)


def test_dates_of_the_session_raise_the_session_alone(session, raised):
    later = publish(session, end_date=date(2026, 6, 23))

    assert raised(session, later) == ({"session"}, {"session"})


def test_a_removed_slot_stays_as_cancelled_and_comes_back(session, raised, session_feed):
    without = [block for block in programme() if block["id"] != str(uid_of("slot B"))]
    assert raised(session, publish(session, programme=without)) == ({B}, {B})

    lost = session_feed(session)[uid_of_event(session.translation_key, uid_of("slot B"))]
    assert (lost["STATUS"], lost["DTSTART"]) == ("CANCELLED", "20260622T100000")
    assert lost.text("SUMMARY") == "B"
    assert {item.name for item in lost.properties} == {
        "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP", "DTSTART",
        "DTEND", "SUMMARY", "RELATED-TO", "CLASS",
    }  # fmt: skip
    assert raised(session, publish(session)) == (set(), set())
    assert raised(session, publish(session, programme=programme())) == ({B}, {B})


def unpublish_as_plain_page(session):
    Page.objects.get(pk=session.pk).unpublish()


def expire(session):
    session.refresh_from_db()
    session.expire_at = datetime.now(tz=UTC) - timedelta(minutes=1)
    session.save()
    call_command("publish_scheduled")


@pytest.mark.parametrize(
    "lose",
    [
        lambda session: session.unpublish(),
        unpublish_as_plain_page,
        expire,
        lambda session: session.delete(),
        lambda session: session.get_parent().delete(),
        lambda session: UnpublishPageAction(
            session.get_parent(),
            include_descendants=True,
            user=get_user_model().objects.create_superuser("root"),
        ).execute(skip_permission_checks=True),
    ],
    ids=["unpublish", "as a plain page", "expiry", "delete", "delete above", "unpublish above"],
)
def test_what_goes_stays_as_cancelled_with_its_last_public_state(
    session, raised, session_feed, lose
):
    every = {"session", A, B, C}
    session.programme = programme("07:00", summary="Secret draft")
    session.title = "Secret title"
    session.save_revision()

    assert raised(session, lambda: lose(session.__class__.objects.get(pk=session.pk))) == (
        every,
        every,
    )
    events = session_feed(session)
    assert {event["STATUS"] for event in events.values()} == {"CANCELLED"}
    assert {event.text("SUMMARY") for event in events.values()} == {"Heat plans", A, B, C}
    assert not any("URL" in event or "DESCRIPTION" in event for event in events.values())
    slot = events[uid_of_event(session.translation_key, uid_of("slot A"))]
    assert slot["DTSTART"] == "20260622T090000"


def test_scheduled_publishing_raises(session, raised, clock):
    publish(session)()
    session.refresh_from_db()
    session.programme = programme("09:30")
    session.go_live_at = START + timedelta(minutes=30)
    session.save_revision().publish()

    assert raised(session, lambda: call_command("publish_scheduled")) == ({A}, {A})


def test_publishing_again_what_was_unpublished_raises_again(session, raised):
    raised(session, session.unpublish)
    every = {"session", A, B, C}

    assert raised(session, publish(session)) == (every, every)


def test_a_cancelled_session_that_is_unpublished_does_not_raise_again(session, raised):
    raised(session, publish(session, status="CANCELLED"))

    assert raised(session, session.unpublish)[0] == set()


def test_making_a_page_private_cancels_and_takes_the_titles(session, raised, session_feed):
    every = {"session", A, B, C}

    def restrict():
        PageViewRestriction.objects.create(page=session, restriction_type="login")

    assert raised(session, restrict) == (every, every)
    assert {event.text("SUMMARY") for event in session_feed(session).values()} == {"Cancelled"}
    lift = PageViewRestriction.objects.all().delete
    assert raised(session, lift) == (every, every)
    assert {event.text("SUMMARY") for event in session_feed(session).values()} == {
        "Heat plans", A, B, C,
    }  # fmt: skip


def test_titles_of_what_was_unpublished_go_when_it_becomes_private(session, session_feed, network):
    session.unpublish()
    PageViewRestriction.objects.create(page=network.trainings, restriction_type="login")
    session.delete()

    assert {event.text("SUMMARY") for event in session_feed(session).values()} == {"Cancelled"}


def test_moving_a_page_below_a_private_one_cancels_it(session, session_feed, network):
    private = network.trainings.copy(update_attrs={"slug": "inside", "title": "Inside"})
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    Page.objects.get(pk=session.pk).move(private, pos="last-child")

    assert {event.text("SUMMARY") for event in session_feed(session).values()} == {"Cancelled"}


@pytest.mark.usefixtures("uses_may_break")
def test_a_venue_that_moves_raises_what_takes_place_there(session, raised):
    venue = VenueFactory(name="Hôtel de Ville", address="1 Rue")
    every = {"session", A, B, C}
    assert raised(session, publish(session, venue=venue)) == (every, every)

    def move():
        venue.address = "2 Rue"
        venue.save()

    assert raised(session, move) == (every, every)
    assert raised(session, venue.save) == (set(), set())
    assert raised(session, venue.unpublish) == (every, every)


def test_themes_modify_the_session_alone(session, raised):
    change = publish(session, themes=[ThemeFactory()])

    assert raised(session, change) == (set(), {"session"})


def test_numbers_are_undone_with_what_they_were_for(session, numbers):
    before = numbers(session)
    with transaction.atomic():
        publish(session, programme=programme("09:30"))()
        transaction.set_rollback(True)

    assert numbers(session) == before


def test_what_was_lost_is_forgotten_a_year_after_its_end(session, get, make_session, clock):
    session.delete()
    path = f"sessions/{session.translation_key}.ics"
    clock.move_to(datetime(2027, 6, 22, 23, tzinfo=UTC))
    assert get(path).status_code == 200
    clock.move_to(datetime(2027, 6, 24, tzinfo=UTC))
    assert get(path).status_code == 404

    other = make_session([], start_date=date(2028, 1, 1), end_date=date(2028, 1, 1))
    other.unpublish()
    assert {entry.session_key for entry in CalendarEntry.objects.all()} == {other.translation_key}
