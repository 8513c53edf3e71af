"""The report on all programmes."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
)

FIRST = date(2015, 6, 22)
URL = "events_programme_overview"


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "add", "change", "publish")


def lines(response):
    names = (
        "title", "dates_text", "time_zone", "day_count", "slot_count", "conflicts_text",
        "changes_text",
    )  # fmt: skip
    return [tuple(getattr(row, name) for name in names) for row in response.context["object_list"]]


def test_report_counts_what_the_drafts_hold(editor, make_session):
    make_session([day_block(FIRST), slot_block("A"), slot_block("B")], title="Paris")
    waiting = make_session([day_block(FIRST)], title="Cairo", start_date=date(2015, 6, 21))
    waiting.programme = [
        day_block(FIRST),
        slot_block("A", "10:00", "11:00", room="1"),
        slot_block("B", "09:00", "10:30", room="1"),
    ]
    waiting.save_revision(clean=False)
    make_session(
        title="Tehran", live=False, start_date=None, end_date=None, time_zone="Asia/Tehran"
    )

    response = editor.get(reverse(URL))

    assert sorted(lines(response)) == [
        (
            "Cairo",
            "21–25 Jun 2015",
            "Europe/Paris",
            1,
            2,
            "1 error, 1 warning",
            "Live, changes waiting",
        ),
        ("Paris", "22–25 Jun 2015", "Europe/Paris", 1, 2, "–", "Live"),
        ("Tehran", "", "Asia/Tehran", 0, 0, "–", "Draft"),
    ]


def test_translations_and_aliases_are_not_listed(editor, make_session, translate, network):
    session = make_session([day_block(FIRST), slot_block("A")], title="Paris")
    translate(session, {"A": "Â"})
    session.create_alias(parent=network.trainings, update_slug="again")

    assert [line[0] for line in lines(editor.get(reverse(URL)))] == ["Paris"]


def test_editors_see_their_own_centre_only(make_editor, make_session, network):
    make_session(title="Not theirs")
    other = TrainingSessionIndexPageFactory(parent=network.home)
    TrainingSessionPageFactory(parent=other, title="Theirs")
    client = make_editor(other, "change")

    assert [line[0] for line in lines(client.get(reverse(URL)))] == ["Theirs"]


def test_readers_without_rights_are_turned_away(make_editor, network):
    client = make_editor(network.home)

    assert client.get(reverse(URL)).status_code == 302
    assert client.get(reverse("events_programme_overview_results")).status_code == 302


def test_filter_by_month(editor, make_session):
    make_session(title="June")
    make_session(title="July", start_date=date(2015, 7, 31), end_date=date(2015, 8, 2))

    def found(month):
        return sorted(line[0] for line in lines(editor.get(reverse(URL), {"month": month})))

    assert found("2015-06") == ["June"]
    assert found("2015-07") == found("2015-08") == ["July"]
    assert found("2015-09") == []
    # As in all of Wagtail's reports, a filter that makes no sense is not applied.
    assert found("2015-13") == found("x\x00") == ["July", "June"]


def test_filter_by_centre(editor, make_session, network):
    centre = OrganizationPageFactory(parent=OrganizationIndexPageFactory(parent=network.home))
    session = make_session(title="Theirs")
    session.organizers.create(organization=centre)
    session.save()
    make_session(title="Other")

    response = editor.get(reverse(URL), {"centre": centre.pk})

    assert [line[0] for line in lines(response)] == ["Theirs"]


@pytest.mark.parametrize("count", [1, 6])
def test_statements_do_not_grow_with_sessions(editor, make_session, network, count_queries, count):
    for _ in range(count):
        session = make_session([day_block(FIRST), slot_block("A", speakers=[network.anna])])
        session.save_revision()
    editor.get(reverse(URL))

    with count_queries() as queries:
        response = editor.get(reverse("events_programme_overview_results"))

    assert len(response.context["object_list"]) == count
    assert len(queries) == 15


def test_export_cannot_run_formulas(editor, make_session):
    make_session([day_block(FIRST)], title='=HYPERLINK("http://evil.example")')

    response = editor.get(reverse(URL), {"export": "csv"})

    content = b"".join(response.streaming_content).decode()
    head, row = csv.reader(io.StringIO(content))
    assert head[0] == "Session"
    assert row == [
        '\'=HYPERLINK("http://evil.example")', "en", "2015-06-22", "2015-06-25", "Europe/Paris",
        "1", "0", "0", "–", "0", "0", "0", "0", "Live",
    ]  # fmt: skip


def test_page_has_a_style_for_paper(editor, make_session):
    make_session()

    assert 'media="print"' in editor.get(reverse(URL)).content.decode()


def test_next_session_comes_first_with_what_its_slots_lack(editor, make_session, network):
    make_session(title="Past", start_date=date(2015, 1, 1), end_date=date(2015, 1, 2))
    make_session(title="Far", start_date=date(2199, 1, 1), end_date=date(2199, 1, 2))
    make_session(
        [
            day_block(date(2198, 1, 1)),
            slot_block("A", "09:00", room="1", speakers=[network.anna, network.boris]),
            slot_block("B", speakers=[network.anna]),
            slot_block("Lunch", "12:00", kind="MEAL"),
        ],
        title="Next",
        start_date=date(2198, 1, 1),
        end_date=date(2198, 1, 2),
        is_sample=True,
    )

    rows = editor.get(reverse(URL)).context["object_list"]

    assert [row.title for row in rows] == ["Next", "Far", "Past"]
    assert (rows[0].place, rows[0].people_count, rows[0].missing_text) == (
        network.trainings.title,
        2,
        "1 time, 1 room",
    )


def test_online_session_lacks_no_room(editor, make_session):
    make_session([day_block(date(2015, 6, 22)), slot_block("A", "09:00")], mode="ONLINE")

    (row,) = editor.get(reverse(URL)).context["object_list"]

    assert row.missing_text == "–"


def test_sample_sessions_are_marked_and_titles_searched(editor, make_session):
    make_session(title="Cool streets", is_sample=True)
    make_session(title="Other")

    response = editor.get(reverse(URL), {"q": "cool"})

    assert [line[0] for line in lines(response)] == ["Cool streets"]
    assert "Cool streets [sample]" in response.content.decode()


def test_language_is_named_only_where_there_are_several(make_editor, make_session, network):
    client = make_editor(network.home, "change")
    make_session(title="English")

    def labels():
        return [
            str(column.label)
            for column in client.get(reverse(URL)).context["table"].columns.values()
        ]

    assert "Language" not in labels()
    TrainingSessionPageFactory(
        parent=TrainingSessionIndexPageFactory(parent=network.home), locale=network.french
    )
    assert "Language" in labels()
