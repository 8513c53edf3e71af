"""The report of sessions without a programme."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import day_block, slot_block

URL = reverse("without_programme_report")
FIRST = date(2015, 6, 22)


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "change")


def titles(response):
    return [page.title for page in response.context["object_list"]]


def test_sessions_of_which_readers_know_no_slot_are_listed_the_next_first(editor, make_session):
    soon = timezone.localdate() + timedelta(days=10)
    make_session(title="Past")
    make_session(title="Soon", start_date=soon, end_date=soon)
    make_session([day_block(FIRST), slot_block("A")], title="With programme")
    waiting = make_session(title="Waiting", live=False)
    waiting.programme = [day_block(FIRST), slot_block("A"), slot_block("B")]
    waiting.save_revision(clean=False)

    response = editor.get(URL)

    assert titles(response) == ["Soon", "Past", "Waiting"]
    assert [page.draft_slots for page in response.context["object_list"]] == [0, 0, 2]
    assert titles(editor.get(f"{URL}?when=upcoming")) == ["Soon"]
    assert titles(editor.get(f"{URL}?when=past")) == ["Past", "Waiting"]


def test_a_translation_is_not_listed_again(editor, make_session, network):
    session = make_session(title="Session")
    translation = session.copy_for_translation(network.french)
    translation.save_revision().publish()

    assert titles(editor.get(URL)) == ["Session"]


def test_export_names_dates_and_status(editor, make_session):
    make_session(title="@Session", status="POSTPONED")

    rows = b"".join(editor.get(f"{URL}?export=csv")).decode().splitlines()

    assert rows == [
        "Session,First day,Last day,Status,Slots in the draft,Live",
        "'@Session,2015-06-22,2015-06-25,Postponed,0,True",
    ]


def test_other_peoples_sessions_are_not_listed(make_editor, make_session, network):
    make_session(title="Theirs")

    assert titles(make_editor(network.people, "change").get(URL)) == []


@pytest.mark.parametrize("number", [1, 6])
def test_it_costs_the_same_for_any_number(number, editor, make_session, count_queries):
    for position in range(number):
        make_session(title=f"Session {position}")
    editor.get(reverse("without_programme_report_results"))

    with count_queries() as queries:
        editor.get(reverse("without_programme_report_results"))

    assert len(queries) == 17
