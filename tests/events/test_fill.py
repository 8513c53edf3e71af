"""Filling a programme from another session's days."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.domain.drafting import open_draft
from events.domain.filling import Filling, propose_filling
from tests.factories import (
    DocumentFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    note_block,
    slot_block,
    uid_of,
)

URL = "events_fill"
FIRST, SECOND = uid_of("day 2015-06-22"), uid_of("day 2015-06-24")


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "add", "change", "publish")


@pytest.fixture
def template(make_session, network):
    return make_session(
        [
            day_block("2015-06-22", "Opening day"),
            slot_block("Opening", "09:00", "09:30", room="Hall", speakers=[network.anna],
                       materials=[{"type": "item", "value": DocumentFactory().pk, "id": "m"}]),
            note_block("Bring a coat"),
            day_block("2015-06-24"),
            slot_block("Closing", "17:00", "18:00", track="Water"),
        ],
        title="Template",
    )  # fmt: skip


@pytest.fixture
def session(make_session):
    return make_session(
        [day_block("2016-03-02", "Middle", name="middle"), slot_block("Own", name="own")],
        title="New",
        start_date=datetime.date(2016, 3, 1),
        end_date=datetime.date(2016, 3, 4),
    )


def filled(session, template, days=(FIRST, SECOND), first=datetime.date(2016, 3, 1), **values):
    filling = Filling(set(days), first, **values)
    return propose_filling(open_draft(session), open_draft(template), filling)


def said(raw):
    return [block["value"].get("date") or block["value"].get("title") or "note" for block in raw]


def test_days_keep_their_distance_and_stand_in_order(session, template):
    proposal = filled(session, template)

    assert said(proposal.raw) == [
        "2016-03-01", "Opening", "note", "2016-03-02", "Own", "2016-03-03", "Closing",
    ]  # fmt: skip
    assert [(it.before, it.after) for it in proposal.changes] == [
        ("22 June 2015", "1 March 2016, 1 slot"),
        ("24 June 2015", "3 March 2016, 1 slot"),
    ]


def test_structure_comes_along_and_people_and_files_do_not(session, template):
    opening = filled(session, template).raw[1]

    assert (opening["value"]["start"], opening["value"]["room"]) == ("09:00:00", "Hall")
    assert (opening["value"]["speakers"], opening["value"]["materials"]) == ([], [])
    assert opening["id"] != str(uid_of("slot Opening"))


def test_people_come_along_if_asked(session, template, network):
    proposal = filled(session, template, with_people=True)

    people = proposal.raw[1]["value"]["speakers"]
    assert [row["value"]["person"] for row in people] == [network.anna.pk]
    assert proposal.remarks == []


def test_people_without_a_page_in_this_language_are_left_out_and_counted(template, network):
    french = TrainingSessionPageFactory(parent=network.trainings_fr, locale=network.french)

    proposal = filled(french, template, with_people=True)
    assert proposal.raw[1]["value"]["speakers"] == []
    assert proposal.remarks == ["1 person has no page in this language and is left out."]


def test_one_day_alone_falls_on_the_first_date(session, template):
    assert said(filled(session, template, days=[SECOND]).raw)[:2] == ["2016-03-01", "Closing"]


def test_dates_that_are_taken_are_refused(session, template):
    with pytest.raises(ValidationError, match="has these days already: 2 March 2016"):
        filled(session, template, first=datetime.date(2016, 3, 2))


@pytest.mark.parametrize("days", [[], [uid_of("gone")]])
def test_nothing_chosen_is_refused(session, template, days):
    with pytest.raises(ValidationError, match="at least one day"):
        filled(session, template, days=days)


# --- The page ---------------------------------------------------------------------------------


def url_of(session, template):
    return f"{reverse(URL, args=[session.pk])}?template={template.pk}"


def data_of(**values):
    return {"days": [str(FIRST), str(SECOND)], "first_day": "2016-03-01", **values}


def test_page_shows_what_would_be_added_and_adds_it(editor, session, template):
    url = url_of(session, template)
    assert editor.get(url).context["form"].fields["days"].choices == [
        (str(FIRST), "22 June 2015 Opening day"),
        (str(SECOND), "24 June 2015"),
    ]

    outcome = editor.post(url, data_of()).context["outcome"]
    assert session.revisions.count() == 0
    response = editor.post(url, data_of(seen=outcome.seen, apply="1"))

    assert response.status_code == 302
    draft = open_draft(session)
    assert len(draft.raw) == 7
    session.refresh_from_db()
    assert len(session.programme) == 2


def test_public_sessions_of_others_are_offered_and_their_drafts_are_not(
    make_editor, template, network
):
    template.programme = [day_block("2015-06-22", "Secret")]
    template.save_revision()
    other = TrainingSessionIndexPageFactory(parent=network.home)
    mine = TrainingSessionPageFactory(parent=other)
    hidden = TrainingSessionPageFactory(parent=network.trainings, title="Hidden", live=False)
    client = make_editor(other, "change")

    response = client.get(url_of(mine, template))
    assert "Opening day" in response.content.decode()
    assert "Secret" not in response.content.decode()
    offered = response.context["choice"].fields["template"].queryset
    assert list(offered) == [template]
    assert "form" not in client.get(url_of(mine, hidden)).context


def test_template_in_another_language_is_not_offered(editor, session, network, translate, template):
    french = translate(template, {})

    assert "form" not in editor.get(url_of(session, french)).context


@pytest.mark.parametrize("template", ["x", "0", "9" * 30, ""])
def test_no_template_is_said(editor, session, template):
    response = editor.get(f"{reverse(URL, args=[session.pk])}?template={template}")

    assert response.status_code == 200
    assert response.context["choice"].errors


def test_strangers_are_turned_away(make_editor, session, template, network):
    client = make_editor(TrainingSessionIndexPageFactory(parent=network.home), "change")

    assert client.get(url_of(session, template)).status_code == 302
    assert session.revisions.count() == 0
