"""Sessions through the admin's own pages, as an editor of one centre."""

import json
from datetime import date

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.references.guard import references_may_break
from events.models import ProgrammeSlot, SlotText, TrainingSessionPage
from tests.factories import (
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    TrainingSessionIndexPageFactory,
    day_block,
    slot_block,
    uid_of,
)

FIRST = date(2015, 6, 22)


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "add", "change", "publish")


def slot(title="", start="", end="", speakers=(), **values):
    return {
        "start": start,
        "end": end,
        "title": title,
        "speakers": inline_list([{"person": person, "role": "SPEAKER"} for person in speakers]),
        "kind": "TALK",
        "track": "",
        "room": "",
        "summary": "",
        "materials": inline_list([]),
        **values,
    }


def inline_list(values):
    data = {"count": str(len(values))}
    for place, value in enumerate(values):
        data[str(place)] = {"value": value, "deleted": "", "order": str(place), "id": ""}
    return data


def form(programme=(), **values):
    return nested_form_data(
        {
            "title": "Climate",
            "slug": "climate",
            "start_date": "2015-06-22",
            "end_date": "2015-06-25",
            "time_zone": "Europe/Paris",
            "mode": "ON_SITE",
            "status": "ANNOUNCED",
            "registration_mode": "NONE",
            "body": streamfield([]),
            "programme": streamfield(list(programme)),
            "organizers": inline_formset([]),
            "hosts": inline_formset([]),
            "documents": inline_formset([]),
            "comments": inline_formset([]),
            **values,
        }
    )


def create(client, network, data):
    url = reverse(
        "wagtailadmin_pages:add", args=["events", "trainingsessionpage", network.trainings.pk]
    )
    return client.post(url, data)


def save(client, session, data, **headers):
    return client.post(reverse("wagtailadmin_pages:edit", args=[session.pk]), data, **headers)


def block_errors(response):
    """Give the messages of the form by place in the programme."""
    error = response.context["form"].errors["programme"].as_data()[0]
    return error.as_json_data()["blockErrors"]


def test_editor_publishes_a_session_with_dates_only(editor, network):
    response = create(editor, network, {**form(), "action-publish": "1"})

    assert response.status_code == 302
    session = TrainingSessionPage.objects.get(slug="climate")
    assert (session.live, session.start_time, session.time_zone) == (True, None, "Europe/Paris")


def test_mode_is_proposed_and_may_be_left_empty(editor, network):
    url = reverse(
        "wagtailadmin_pages:add", args=["events", "trainingsessionpage", network.trainings.pk]
    )
    assert editor.get(url).context["form"]["mode"].value() == "ON_SITE"

    create(editor, network, {**form(mode=""), "action-publish": "1"})

    session = TrainingSessionPage.objects.get(slug="climate")
    assert (session.live, session.mode) == (True, "")


def test_editor_publishes_a_whole_programme(editor, network):
    programme = [
        ("day", {"date": "2015-06-22", "title": "Opening day"}),
        ("slot", slot("Opening", "09:00", "09:30", [network.anna.pk], room="Hall")),
        ("note", {"text": "Bring a coat"}),
    ]

    create(editor, network, {**form(programme), "action-publish": "1"})

    row = ProgrammeSlot.objects.get()
    session = TrainingSessionPage.objects.get(slug="climate")
    assert str(row.uid) == session.programme[1].id
    assert (row.room, row.start_time.isoformat()) == ("Hall", "09:00:00")
    assert row.speakers.get().person_key == network.anna.translation_key


def test_languages_of_a_slot_are_stored_and_unknown_ones_refused(editor, network):
    day = ("day", {"date": "2015-06-22", "title": ""})
    opening = slot("Opening", languages="en,ar", interpretation="fr")

    create(editor, network, {**form([day, ("slot", opening)]), "action-publish": "1"})

    row = ProgrammeSlot.objects.get()
    assert (row.languages, row.interpretation) == (["en", "ar"], ["fr"])
    wrong = [day, ("slot", slot("Opening", languages="en,xx"))]
    response = create(editor, network, {**form(wrong, slug="two"), "action-publish": "1"})
    assert list(block_errors(response)[1]["blockErrors"]) == ["languages"]


def test_conflicts_are_shown_at_their_blocks_and_nothing_goes_live(editor, network):
    programme = [
        ("slot", slot("Too early", "08:00", "08:30")),
        ("day", {"date": "2015-06-21", "title": ""}),
        ("slot", slot("A", "09:00", "10:00", [network.anna.pk])),
        ("slot", slot("B", "09:30", "09:30", [network.anna.pk])),
    ]

    response = create(editor, network, {**form(programme), "action-publish": "1"})

    assert response.status_code == 200
    assert not TrainingSessionPage.objects.filter(slug="climate").exists()
    assert block_errors(response) == {
        0: {"messages": ["This stands above the first day: put a day above it."]},
        1: {
            "blockErrors": {
                "date": {
                    "messages": [
                        "21 June 2015 is outside the session (22 June 2015 to 25 June 2015)."
                    ]
                }
            }
        },
        3: {
            "messages": ["Anna takes part in “21 June, 09:00 A” at the same time."],
            "blockErrors": {"end": {"messages": ["The slot ends at the moment it starts."]}},
        },
    }


def test_missing_dates_say_what_to_do(editor, network):
    data = form(start_date="", end_date="")

    response = create(editor, network, {**data, "action-publish": "1"})

    errors = response.context["form"].errors
    assert errors["start_date"][0].startswith("Give the first day: a session needs its dates")
    assert errors["end_date"][0].startswith("Give the last day; for a session of one day")


def test_zones_of_the_centres_come_first(editor, network):
    index = OrganizationIndexPageFactory(parent=network.home)
    network.trainings.centre = OrganizationPageFactory(parent=index, country="EG")
    network.trainings.save()

    response = editor.get(
        reverse(
            "wagtailadmin_pages:add", args=["events", "trainingsessionpage", network.trainings.pk]
        )
    )

    choices = response.context["form"].fields["time_zone"].choices
    assert choices[1] == ("Of the centres", [("Africa/Cairo", "Cairo")])


def test_draft_with_conflicts_and_gaps_is_saved(editor, network):
    programme = [("slot", slot()), ("day", {"date": "", "title": ""}), ("note", {"text": ""})]

    response = create(
        editor, network, form(programme, start_date="", end_date="", time_zone="", mode="ON_SITE")
    )

    assert response.status_code == 302
    session = TrainingSessionPage.objects.get(slug="climate")
    assert not session.live
    assert [child.block_type for child in session.programme] == ["slot", "day", "note"]


def test_autosave_of_incomplete_rows_works(editor, make_session):
    session = make_session(live=False, slug="climate")
    data = form(
        [("day", {"date": "", "title": ""}), ("slot", slot("", "09:00"))],
        start_date="",
        organizers=inline_formset([{"organization": "", "role": "ORGANIZER"}]),
        hosts=inline_formset([{"organization": ""}]),
        documents=inline_formset([{"document": "", "title": ""}]),
    )

    response = save(editor, session, data, headers={"accept": "application/json"})

    assert response.status_code == 200, response.content
    assert json.loads(response.content)["success"] is True
    session.refresh_from_db()
    draft = session.get_latest_revision_as_object()
    assert draft.start_date is None
    assert [row.organization_id for row in draft.organizers.all()] == [None]


def test_autosave_on_a_live_page_leaves_it_as_it_is(editor, make_session):
    session = make_session([day_block(FIRST), slot_block("Opening")], slug="climate")

    response = save(
        editor, session, form([("slot", slot())]), headers={"accept": "application/json"}
    )

    assert json.loads(response.content)["success"] is True
    session.refresh_from_db()
    assert session.has_unpublished_changes
    assert [child.block_type for child in session.programme] == ["day", "slot"]
    assert SlotText.objects.get().title == "Opening"


def test_row_without_organization_does_not_go_live(editor, network):
    data = form(organizers=inline_formset([{"organization": "", "role": "ORGANIZER"}]))

    response = create(editor, network, {**data, "action-publish": "1"})

    assert response.status_code == 200
    assert not TrainingSessionPage.objects.filter(slug="climate").exists()


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("FR", "Europe/Paris"),
        ("EG", "Africa/Cairo"),
        ("IR", "Asia/Tehran"),
        ("MX", "America/Mexico_City"),
        ("BR", ""),
    ],
)
def test_zone_of_the_centre_is_proposed(editor, network, country, zone):
    centre = OrganizationPageFactory(
        parent=OrganizationIndexPageFactory(parent=network.home), country=country
    )
    network.trainings.centre = centre
    network.trainings.save()
    url = reverse(
        "wagtailadmin_pages:add", args=["events", "trainingsessionpage", network.trainings.pk]
    )

    response = editor.get(url)

    assert response.context["form"]["time_zone"].value() == zone


def test_zone_that_is_chosen_is_kept(editor, network, make_session):
    session = make_session(time_zone="Asia/Seoul")

    response = editor.get(reverse("wagtailadmin_pages:edit", args=[session.pk]))

    assert response.context["form"]["time_zone"].value() == "Asia/Seoul"


def test_warnings_are_listed_beside_the_programme(editor, make_session):
    session = make_session(
        [day_block(FIRST), slot_block("B", "11:00", "12:00"), slot_block("A", "10:00", "10:30")]
    )

    response = editor.get(reverse("wagtailadmin_pages:edit", args=[session.pk]))

    assert (
        "This starts before “22 June, 11:00 B”, which stands above it." in response.content.decode()
    )


def test_a_deleted_person_is_a_conflict_and_publishing_says_where(editor, make_session, network):
    session = make_session(
        [day_block(FIRST), slot_block("Opening", "09:00", speakers=[network.anna])], slug="climate"
    )
    session.save_revision()
    with references_may_break():
        network.anna.delete()

    page = editor.get(reverse("wagtailadmin_pages:edit", args=[session.pk])).content.decode()

    assert "The person in this slot was deleted: choose another or remove the row." in page
    assert "22 June, 09:00 Opening" in page
    programme = [
        ("day", {"date": "2015-06-22", "title": ""}),
        ("slot", slot("Opening", "09:00", speakers=[""])),
    ]
    response = save(editor, session, {**form(programme), "action-publish": "1"})
    row = block_errors(response)[1]["blockErrors"]["speakers"]["blockErrors"][0]
    assert row["blockErrors"]["person"]["messages"] == [
        "Choose a person or remove the row. Somebody who was chosen here may have been deleted."
    ]


def test_hostile_zone_and_file_name_are_refused(editor, network):
    response = create(editor, network, form(time_zone="../../etc/passwd\x00"))

    assert response.status_code == 200
    assert "time_zone" in response.context["form"].errors


class TestDuplicateDay:
    """Copying a day through its page."""

    @pytest.fixture
    def session(self, make_session, network):
        return make_session(
            [
                day_block("2015-06-22", "Opening day"),
                slot_block("Opening", "09:00", "09:30", speakers=[network.anna]),
                day_block("2015-06-24"),
                slot_block("Closing", "17:00", "18:00"),
            ]
        )

    def post(self, client, session, date, day="day 2015-06-22"):
        url = reverse("events_duplicate_day", args=[session.pk])
        return client.post(url, {"day": str(uid_of(day)), "date": date})

    def test_copy_becomes_a_draft_with_fresh_ids(self, editor, session):
        response = self.post(editor, session, "2015-06-23")

        assert response.status_code == 302
        session.refresh_from_db()
        draft = session.get_latest_revision_as_object()
        raw = draft.programme.get_prep_value()
        assert [
            (block["type"], block["value"].get("date") or block["value"]["title"]) for block in raw
        ] == [
            ("day", "2015-06-22"),
            ("slot", "Opening"),
            ("day", "2015-06-23"),
            ("slot", "Opening"),
            ("day", "2015-06-24"),
            ("slot", "Closing"),
        ]
        assert len({block["id"] for block in raw}) == 6
        people = [item for block in raw for item in block["value"].get("speakers", [])]
        assert len({item["id"] for item in people}) == len(people) == 2
        assert raw[3]["value"]["start"] == "09:00:00"

    def test_live_page_stays_and_the_copy_can_be_published(self, editor, session):
        self.post(editor, session, "2015-06-23")
        session.refresh_from_db()

        assert (session.live, session.has_unpublished_changes, len(session.programme)) == (
            True,
            True,
            4,
        )
        session.latest_revision.publish()
        assert SlotText.objects.filter(title="Opening").count() == 2

    @pytest.mark.parametrize(
        ("date", "day", "message"),
        [
            ("2015-06-24", "day 2015-06-22", "The programme has this day already."),
            ("2015-06-26", "day 2015-06-22", "This day is outside the session."),
            ("9999-12-31", "day 2015-06-22", "less than or equal"),
            ("", "day 2015-06-22", "required"),
            ("x\x00", "day 2015-06-22", "valid date"),
            ("2015-06-23", "another day", "not one of the available choices"),
        ],
    )
    def test_impossible_copies_are_refused(self, editor, session, date, day, message):
        before = session.revisions.count()

        response = self.post(editor, session, date, day)

        assert response.status_code == 200
        assert message in response.content.decode()
        assert session.revisions.count() == before

    def test_a_copy_of_the_last_day_on_the_day_after_it_is_proposed(self, editor, session):
        response = editor.get(reverse("events_duplicate_day", args=[session.pk]))

        form = response.context["form"]
        assert form["day"].value() == str(uid_of("day 2015-06-24"))
        assert str(form["date"].value()) == "2015-06-25"

    def test_page_offers_the_days_of_the_draft(self, editor, session):
        response = editor.get(reverse("events_duplicate_day", args=[session.pk]))

        assert [label for _, label in response.context["form"].fields["day"].choices] == [
            "22 June 2015 Opening day",
            "24 June 2015",
        ]

    def test_strangers_are_turned_away(self, make_editor, session, network):
        other = TrainingSessionIndexPageFactory(parent=network.home)
        client = make_editor(other, "add", "change", "publish")

        assert client.get(reverse("events_duplicate_day", args=[session.pk])).status_code == 302
        assert self.post(client, session, "2015-06-23").status_code == 302
        assert session.revisions.count() == 0

    def test_anonymous_visitors_must_log_in(self, client, session):
        response = self.post(client, session, "2015-06-23")

        assert (response.status_code, "login" in response["location"]) == (302, True)
        assert session.revisions.count() == 0

    def test_locked_page_is_left_alone(self, editor, session):
        session.locked = True
        session.save()

        assert self.post(editor, session, "2015-06-23").status_code == 302
        assert session.revisions.count() == 0

    def test_translation_has_no_structure_of_its_own_to_copy(
        self, make_editor, session, translate, network
    ):
        french = translate(session, {"Opening": "Ouverture"})
        client = make_editor(network.trainings_fr, "add", "change", "publish")
        before = french.revisions.count()

        assert self.post(client, french, "2015-06-23").status_code == 302
        assert french.revisions.count() == before

    def test_unknown_page_is_not_found(self, editor, session):
        url = reverse("events_duplicate_day", args=[10**9])

        assert editor.get(url).status_code == 404

    def test_edit_page_leads_there(self, editor, session):
        response = editor.get(reverse("wagtailadmin_pages:edit", args=[session.pk]))

        assert reverse("events_duplicate_day", args=[session.pk]) in response.content.decode()
