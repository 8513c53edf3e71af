"""Conflicts that stop publishing, that somebody has to confirm, or that are only said."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import PageLogEntry

from events.models import CONFIRMED, ConflictLevels, TrainingSessionPage, find_conflicts
from tests.factories import (
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    VenueFactory,
    day_block,
    slot_block,
)

from .test_editing import block_errors, form, save, slot

FIRST = datetime.date(2015, 6, 22)
URL = "events_conflicts"


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "add", "change", "publish")


@pytest.fixture
def elsewhere(network):
    """A published session of another centre, in Cairo, an hour ahead of Paris's summer: 10:00."""
    index = TrainingSessionIndexPageFactory(parent=network.home, slug="cairo")
    return TrainingSessionPageFactory(
        parent=index,
        title="Cairo",
        slug="cairo-session",
        time_zone="Africa/Cairo",
        programme=[
            day_block(FIRST),
            slot_block("There", "10:00", "11:00", name="there", speakers=[network.anna]),
        ],
    )


def levels(**values):
    ConflictLevels.objects.all().delete()
    ConflictLevels.objects.create(**values)


def programme_with(person):
    return [
        ("day", {"date": "2015-06-22", "title": ""}),
        ("slot", slot("Here", "09:30", "10:30", [person.pk])),
    ]


@pytest.fixture
def draft(make_session, network):
    """A draft with the same person in Paris, at the same instant as in Cairo."""
    session = make_session(
        [day_block(FIRST), slot_block("Here", "09:30", "10:30", speakers=[network.anna])],
        slug="climate",
        live=False,
    )
    session.save_revision()
    return session


def found(session):
    return [(it.code.value, it.message) for it in find_conflicts(session.programme, session)]


def test_person_at_one_instant_in_two_zones_is_found(draft, elsewhere):
    assert found(draft) == [
        (
            "SPEAKER_ELSEWHERE",
            "Anna takes part in “Cairo” at the same time (22 June, 10:00, Africa/Cairo).",
        )
    ]


def test_same_wall_time_at_another_instant_is_none(draft, elsewhere):
    elsewhere.time_zone = "America/Mexico_City"
    elsewhere.save_revision().publish()

    assert found(draft) == []


@pytest.mark.parametrize("status", ["CANCELLED", "POSTPONED"])
def test_sessions_that_do_not_take_place_take_nobody(draft, elsewhere, status):
    elsewhere.status = status
    elsewhere.save_revision().publish()

    assert found(draft) == []
    elsewhere.status = "OPEN"
    elsewhere.save_revision().publish()
    draft.status = status
    assert found(draft) == []


def test_drafts_and_what_was_taken_off_take_nobody(draft, elsewhere):
    elsewhere.unpublish()

    assert found(draft) == []


def test_private_session_is_another_session_for_strangers(draft, elsewhere, network):
    elsewhere.view_restrictions.create(restriction_type="login")

    assert found(draft) == [
        ("SPEAKER_ELSEWHERE", "Anna takes part in another session at the same time.")
    ]


def test_room_of_the_same_venue_in_any_language_is_taken_once(make_session, network):
    venue = VenueFactory()
    french = VenueFactory(locale=network.french, translation_key=venue.translation_key)
    blocks = [day_block(FIRST), slot_block("A", "09:00", "10:00", room="Hall")]
    make_session(blocks, title="One", venue=venue)
    same = make_session(blocks, title="Two", venue=french, live=False)
    other = make_session(blocks, title="Three", venue=VenueFactory(), live=False)
    nowhere = make_session(blocks, title="Four", live=False)

    assert found(same) == [
        (
            "ROOM_ELSEWHERE",
            "The room “Hall” is taken by “One” at this time (22 June, 09:00, Europe/Paris).",
        )
    ]
    assert found(other) == found(nowhere) == []


def test_own_live_programme_and_translations_are_not_elsewhere(make_session, translate, network):
    session = make_session(
        [day_block(FIRST), slot_block("A", "09:00", "10:00", speakers=[network.anna])],
        venue=VenueFactory(),
    )
    translate(session, {"A": "Â"})

    assert found(session) == []


@pytest.mark.parametrize("count", [1, 12])
def test_statements_do_not_grow(make_session, network, count_queries, count):
    levels(speaker_elsewhere="NOTICE", room_elsewhere="NOTICE")
    venue = VenueFactory()
    blocks = [day_block(FIRST)]
    for number in range(count):
        times = (f"09:{number:02}", f"09:{number + 1:02}")
        title = f"Slot {number}"
        blocks.append(slot_block(title, *times, room="Hall", speakers=[network.anna]))
    for _ in range(count):
        make_session(blocks, venue=venue)
    draft = make_session(blocks, venue=venue, live=False)

    with count_queries() as queries:
        conflicts = find_conflicts(draft.programme, draft)

    assert len(conflicts) == 2 * count
    # Levels, people, venue, people elsewhere, rooms elsewhere, restrictions, names.
    assert len(queries) == 7


# --- Publishing -------------------------------------------------------------------------------


def publish(client, session, programme, **extra):
    return save(client, session, {**form(programme), "action-publish": "1", **extra})


def test_publishing_asks_for_confirmation_and_keeps_it(editor, draft, elsewhere, network):
    programme = programme_with(network.anna)

    response = publish(editor, draft, programme)

    draft.refresh_from_db()
    assert not draft.live
    (message,) = block_errors(response)[1]["messages"]
    assert message == (
        "Anna takes part in “Cairo” at the same time (22 June, 10:00, Africa/Cairo). "
        "Confirm it above the programme, or change it."
    )
    content = response.content.decode()
    assert 'name="confirmed_conflicts"' in content
    (conflict,) = response.context["form"].instance.conflicts_found

    publish(editor, draft, programme, confirmed_conflicts=conflict.fingerprint)

    draft.refresh_from_db()
    assert draft.live
    entry = PageLogEntry.objects.get(action=CONFIRMED)
    assert (entry.page_id, entry.user.username[:6]) == (draft.pk, "editor")
    assert entry.data == {"conflicts": {conflict.fingerprint: conflict.message}}

    # The same again is not asked again; at another time it is.
    draft.save_revision().publish()
    moved = draft.programme.get_prep_value()
    moved[1]["value"]["start"] = "09:20:00"
    draft.programme = moved
    with pytest.raises(ValidationError, match="programme"):
        draft.save_revision().publish()


def test_what_was_not_shown_is_not_confirmed(editor, draft, elsewhere, network):
    response = publish(editor, draft, programme_with(network.anna), confirmed_conflicts="0" * 32)

    assert response.status_code == 200
    draft.refresh_from_db()
    assert not draft.live
    assert PageLogEntry.objects.filter(action=CONFIRMED).count() == 0


def test_a_draft_is_saved_whatever_conflicts_it_has(editor, draft, elsewhere, network):
    response = save(editor, draft, form(programme_with(network.anna)))

    assert response.status_code == 302


def test_a_new_session_is_confirmed_while_it_is_made(editor, network, elsewhere):
    url = reverse(
        "wagtailadmin_pages:add", args=["events", "trainingsessionpage", network.trainings.pk]
    )
    data = {**form(programme_with(network.anna)), "action-publish": "1"}
    (conflict,) = editor.post(url, data).context["form"].instance.conflicts_found

    response = editor.post(url, {**data, "confirmed_conflicts": conflict.fingerprint})

    assert response.status_code == 302
    assert TrainingSessionPage.objects.get(slug="climate").live


@pytest.mark.parametrize(
    ("level", "goes_live", "is_said"),
    [
        ("OFF", True, False),
        ("NOTICE", True, True),
        ("CONFIRM", False, True),
        ("BLOCK", False, True),
    ],
)
def test_levels_decide(editor, draft, elsewhere, network, level, goes_live, is_said):
    levels(speaker_elsewhere=level)

    assert bool(found(draft)) == is_said
    publish(editor, draft, programme_with(network.anna))

    draft.refresh_from_db()
    assert draft.live == goes_live


def test_what_blocks_cannot_be_confirmed(editor, draft, elsewhere, network):
    levels(speaker_elsewhere="BLOCK")
    (conflict,) = find_conflicts(draft.programme, draft)

    publish(editor, draft, programme_with(network.anna), confirmed_conflicts=conflict.fingerprint)

    draft.refresh_from_db()
    assert not draft.live


def test_scheduled_publishing_obeys(draft, elsewhere, network):
    tomorrow = datetime.datetime(2015, 5, 1, 12, tzinfo=datetime.UTC)
    with time_machine.travel(tomorrow - datetime.timedelta(days=1), tick=False):
        elsewhere.unpublish()
        draft.go_live_at = tomorrow
        draft.save_revision().publish()
        elsewhere.save_revision().publish()

    with time_machine.travel(tomorrow + datetime.timedelta(minutes=1), tick=False):
        call_command("publish_scheduled")

    draft.refresh_from_db()
    assert not draft.live
    refused = PageLogEntry.objects.get(page=draft.pk, action="cms.publish.refused")
    assert "Anna takes part in “Cairo”" in str(refused.data)


def test_gap_is_as_long_as_the_settings_say(make_session):
    session = make_session(
        [day_block(FIRST), slot_block("A", "09:00", "10:00"), slot_block("B", "11:30", "12:00")]
    )

    assert found(session) == []
    levels(longest_gap=60)
    assert found(session) == [("LONG_GAP", "Nothing happens for 1:30 hours before this slot.")]


def test_a_day_outside_the_dates_can_be_let_through(editor, make_session):
    session = make_session([day_block("2015-06-21")], live=False)

    with pytest.raises(ValidationError):
        session.save_revision().publish()
    levels(outside_session="NOTICE")
    session.save_revision().publish()

    session.refresh_from_db()
    assert session.live


def test_what_cannot_be_shown_to_readers_has_no_level():
    names = {field.name for field in ConflictLevels._meta.fields if field.choices}

    assert (
        names & {"before_first_day", "duplicate_day", "person_deleted", "person_missing"} == set()
    )
    assert len(names) == 11


def test_settings_are_a_page_of_the_admin(admin_client, network):
    url = reverse("wagtailsettings:edit", args=["events", "conflictlevels"])

    response = admin_client.get(url, follow=True)

    assert "Same person in another session" in response.content.decode()


# --- The page of conflicts --------------------------------------------------------------------


def test_page_lists_conflicts_and_takes_confirmations(editor, draft, elsewhere):
    response = editor.get(reverse(URL, args=[draft.pk]))

    (row,) = response.context["rows"]
    assert row.is_open
    block = draft.programme[1].id
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    content = response.content.decode()
    assert f'href="{edit}#block-{block}-section"' in content
    # The other session is public, but not this editor's.
    assert reverse("wagtailadmin_pages:edit", args=[elsewhere.pk]) not in content

    editor.post(reverse(URL, args=[draft.pk]), {"confirmed_conflicts": row.conflict.fingerprint})

    content = editor.get(reverse(URL, args=[draft.pk])).content.decode()
    assert "editor-" in content
    draft.save_revision().publish()
    draft.refresh_from_db()
    assert draft.live


def test_page_leads_to_the_other_session_if_it_may_be_edited(admin_client, draft, elsewhere):
    content = admin_client.get(reverse(URL, args=[draft.pk])).content.decode()

    edit = reverse("wagtailadmin_pages:edit", args=[elsewhere.pk])
    assert f'href="{edit}#block-{elsewhere.programme[1].id}-section"' in content


def test_strangers_see_and_confirm_nothing(make_editor, draft, elsewhere):
    client = make_editor(elsewhere.get_parent(), "add", "change", "publish")

    assert client.get(reverse(URL, args=[draft.pk])).status_code == 302
    (conflict,) = find_conflicts(draft.programme, draft)
    client.post(reverse(URL, args=[draft.pk]), {"confirmed_conflicts": conflict.fingerprint})
    assert PageLogEntry.objects.filter(action=CONFIRMED).count() == 0


def test_confirming_nothing_says_so(editor, draft, elsewhere):
    response = editor.post(reverse(URL, args=[draft.pk]), {}, follow=True)

    assert "Nothing was confirmed" in response.content.decode()


def test_history_names_what_was_confirmed(admin_client, draft, elsewhere):
    (conflict,) = find_conflicts(draft.programme, draft)
    admin_client.post(reverse(URL, args=[draft.pk]), {"confirmed_conflicts": conflict.fingerprint})

    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[draft.pk]))

    assert "Conflict confirmed: Anna takes part" in history.content.decode()


def test_overview_leads_to_the_page(editor, draft, elsewhere):
    content = editor.get(reverse("events_programme_overview")).content.decode()

    assert reverse(URL, args=[draft.pk]) in content
    assert "1 warning" in content
