"""A new session made from another: its content on other dates, nothing of its identity."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import PageLogEntry, Site

from events.domain.cloning import CloneOrder, clone_session
from events.models import TrainingSessionPage
from tests.factories import (
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    SessionDocumentFactory,
    ThemeFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    VenueFactory,
    day_block,
    slot_block,
)
from tests.support.shared_rows import SharedRows

URL = "events_clone"
NEW = datetime.date(2016, 6, 20)


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "add", "change", "publish")


@pytest.fixture(scope="session")
def shared_cloned_session(shared_network):
    return SharedRows(make_cloned_session, on=shared_network)


@pytest.fixture
def session(shared_cloned_session, db):
    return shared_cloned_session.copy()


def make_cloned_session(network):
    session = TrainingSessionPageFactory(
        parent=network.trainings,
        programme=[
            day_block("2015-06-22"),
            slot_block("Opening", "09:00", "09:30", room="Hall", speakers=[network.anna]),
            day_block("2015-06-24"),
        ],
        title="Cool streets 2015",
        slug="cool",
        status="FULL",
        venue=VenueFactory(),
        working_languages=["en", "ar"],
        registration_mode="EXTERNAL",
        registration_url="https://example.org/2015",
        registration_opens_on=datetime.date(2015, 5, 1),
        capacity=40,
        is_sample=True,
    )
    index = OrganizationIndexPageFactory(parent=network.home)
    session.organizers.create(organization=OrganizationPageFactory(parent=index))
    session.themes.set([ThemeFactory()])
    session.save()
    SessionDocumentFactory(page=session)
    session = TrainingSessionPage.objects.get(pk=session.pk)
    session.save_revision().publish()
    session.refresh_from_db()
    return session


def clone(session, network, user, **values):
    values = {"parent": network.trainings, "first_day": NEW, **values}
    return clone_session(session, CloneOrder(**values), user)


def test_content_and_rows_come_along_on_other_dates(session, network, admin_user):
    copy = clone(session, network, admin_user)

    copy = TrainingSessionPage.objects.get(pk=copy.pk)
    assert (copy.title, copy.slug) == ("Cool streets 2016", "cool-streets-2016")
    assert (copy.start_date, copy.end_date) == (NEW, datetime.date(2016, 6, 23))
    assert (copy.venue, copy.working_languages, copy.capacity) == (session.venue, ["en", "ar"], 40)
    assert copy.organizers.get().organization == session.organizers.get().organization
    assert copy.documents.count() == copy.themes.count() == 1
    assert [block["value"].get("date") for block in copy.programme.get_prep_value()] == [
        "2016-06-20", None, "2016-06-22",
    ]  # fmt: skip
    slot = copy.programme.get_prep_value()[1]["value"]
    assert (slot["start"], slot["room"]) == ("09:00:00", "Hall")
    assert slot["speakers"][0]["value"]["person"] == network.anna.pk


def test_identity_state_and_registration_begin_anew(session, network, admin_user):
    copy = clone(session, network, admin_user)

    assert (copy.live, copy.status, copy.is_sample) == (False, "ANNOUNCED", False)
    assert copy.translation_key != session.translation_key
    assert (copy.first_published_at, copy.live_revision, copy.owner) == (None, None, admin_user)
    assert (copy.registration_mode, copy.registration_url) == ("ANNOUNCED", "")
    assert copy.registration_opens_on is None
    old = {block["id"] for block in session.programme.get_prep_value()}
    assert old & {block["id"] for block in copy.programme.get_prep_value()} == set()
    assert PageLogEntry.objects.get(page=copy.pk, action="wagtail.copy").user == admin_user


def test_original_stays_as_it_is_and_the_copy_can_be_published(session, network, admin_user):
    before = TrainingSessionPage.objects.filter(pk=session.pk).values().get()

    copy = clone(session, network, admin_user)
    copy.get_latest_revision().publish()

    after = TrainingSessionPage.objects.filter(pk=session.pk).values().get()
    assert after == before
    assert session.organizers.count() == session.documents.count() == 1
    copy.refresh_from_db()
    assert copy.live
    assert copy.programme_slots.count() == session.programme_slots.count() == 1


def test_without_programme_and_with_a_title(session, network, admin_user):
    copy = clone(session, network, admin_user, with_programme=False, title=" Ma ville ")

    assert (copy.title, copy.slug, list(copy.programme)) == ("Ma ville", "ma-ville", [])


def test_addresses_are_unique(session, network, admin_user):
    slugs = [clone(session, network, admin_user).slug for _ in range(3)]

    assert slugs == ["cool-streets-2016", "cool-streets-2016-2", "cool-streets-2016-3"]


def test_arabic_title_gets_an_address(session, network, admin_user):
    copy = clone(session, network, admin_user, title="شوارع باردة")

    assert copy.slug
    assert copy.slug.isascii()


def test_draft_is_taken_by_those_who_may_edit_and_the_public_version_by_others(
    session, network, admin_user, make_editor, django_user_model
):
    session.summary = "Secret"
    session.save_revision()
    other = TrainingSessionIndexPageFactory(parent=network.home)
    make_editor(other, "add")
    stranger = django_user_model.objects.get(username__startswith="editor-")

    assert clone(session, network, admin_user).summary == "Secret"
    assert clone(session, network, stranger, parent=other).summary == ""


def test_private_session_of_others_is_refused(session, network, make_editor, django_user_model):
    session.view_restrictions.create(restriction_type="login")
    other = TrainingSessionIndexPageFactory(parent=network.home)
    client = make_editor(other, "add")
    stranger = django_user_model.objects.get(username__startswith="editor-")

    with pytest.raises(PermissionDenied):
        clone(session, network, stranger, parent=other)
    assert client.get(reverse(URL, args=[session.pk])).status_code == 302
    assert TrainingSessionPage.objects.count() == 1


def test_private_stays_private(session, network, admin_user):
    session.view_restrictions.create(restriction_type="login")

    copy = clone(session, network, admin_user)

    assert copy.view_restrictions.get().restriction_type == "login"


def test_parents_that_do_not_fit_are_refused(session, network, admin_user):
    for parent, message in [
        (network.home, "Choose a list of training sessions."),
        (network.trainings_fr, "Choose a list in the language of this session."),
    ]:
        with pytest.raises(ValidationError, match=message):
            clone(session, network, admin_user, parent=parent)


def test_place_without_rights_is_refused(session, network, make_editor, django_user_model):
    make_editor(TrainingSessionIndexPageFactory(parent=network.home), "add", "change")
    stranger = django_user_model.objects.get(username__startswith="editor-")

    with pytest.raises(ValidationError, match="You may not add sessions there"):
        clone(session, network, stranger)


def test_session_without_dates_is_refused(make_session, network, admin_user):
    session = make_session(start_date=None, end_date=None, live=False)

    with pytest.raises(ValidationError, match="no first day"):
        clone(session, network, admin_user)


def test_dates_beyond_the_years_are_refused_and_nothing_is_made(session, network, admin_user):
    with pytest.raises(ValidationError, match="would leave the years"):
        clone(session, network, admin_user, first_day=datetime.date(2199, 12, 31))

    assert TrainingSessionPage.objects.count() == 1


# --- The page ---------------------------------------------------------------------------------


def post(client, session, place, **data):
    data = {"first_day": "2016-06-20", "parent": place.pk, "with_programme": "on", **data}
    return client.post(reverse(URL, args=[session.pk]), data)


def test_page_makes_a_draft_and_opens_it(editor, session, network):
    response = post(editor, session, network.trainings)

    copy = TrainingSessionPage.objects.exclude(pk=session.pk).get()
    assert response["location"] == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert editor.get(response["location"]).status_code == 200


def test_editor_of_another_centre_may_clone_to_hers_only(make_editor, session, network):
    other = TrainingSessionIndexPageFactory(parent=network.home)
    client = make_editor(other, "add")

    refused = post(client, session, network.trainings)
    made = post(client, session, other)

    assert list(refused.context["form"].fields["parent"].queryset) == [other]
    assert "parent" in refused.context["form"].errors
    assert made.status_code == 302
    other.refresh_from_db()
    assert other.get_children().count() == 1


@pytest.mark.parametrize(
    "data",
    [{"first_day": "x\x00"}, {"first_day": "9999-12-31"}, {"parent": "0"}, {"parent": "9" * 30}],
)
def test_bad_input_makes_nothing(editor, session, network, data):
    response = post(editor, session, network.trainings, **data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert TrainingSessionPage.objects.count() == 1


def test_listing_and_editor_lead_there(editor, session):
    url = reverse(URL, args=[session.pk])

    assert url in editor.get(reverse("wagtailadmin_pages:edit", args=[session.pk])).content.decode()
    assert url in editor.get(reverse("sessions:index")).content.decode()


def test_anonymous_visitors_must_log_in(client, session, network):
    assert "login" in post(client, session, network.trainings)["location"]
    assert Site.objects.count() == TrainingSessionPage.objects.count() == 1


def test_another_session_is_not_touched_by_the_clone_of_an_alias(session, network, editor):
    alias = session.create_alias(parent=network.trainings, update_slug="again")

    assert editor.get(reverse(URL, args=[alias.pk])).status_code == 404
    assert TrainingSessionPageFactory._meta.model.objects.count() == 2
