"""What awaits an editor on the home page of the admin."""

import datetime

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.translation_state.models import TranslationState
from home.dashboard import AwaitingPanel
from tests.factories import (
    ImageFactory,
    OrganizationFactFactory,
    OrganizationPageFactory,
    PersonPageFactory,
    PersonRoleFactory,
    TrainingSessionPageFactory,
    VenueFactory,
    day_block,
    slot_block,
)

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 12, 12)
FAR = datetime.date(2027, 6, 12)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOON, tick=False):
        yield


def groups_for(user):
    request = RequestFactory().get("/admin/")
    request.user = type(user).objects.get(pk=user.pk)
    context = AwaitingPanel(request).get_context_data({})
    return {group.name: group for group in context["groups"]}


def titles(group):
    return [item.title for item in group.items]


def make_session(parent, title, day=DAY, **values):
    return TrainingSessionPageFactory(
        parent=parent, title=title, start_date=day, end_date=day, **values
    )


def complete(parent, title, day=DAY):
    return make_session(
        parent,
        title,
        day,
        venue=VenueFactory(),
        listing_image=ImageFactory(),
        programme=[day_block(day), slot_block("Opening", "09:00", "10:00", name=title)],
    )


def test_a_session_that_begins_soon_says_what_it_lacks(two_centres, editor_of):
    bare = make_session(two_centres.cairo, "Bare", live=False)
    broken = complete(two_centres.cairo, "Broken")
    broken.programme = [
        day_block(DAY),
        slot_block("A", "09:00", "10:00", room="1"),
        slot_block("B", "09:30", "10:30", room="1"),
    ]
    broken.listing_image = ImageFactory(alt_text="")
    broken.save_revision(clean=False)
    complete(two_centres.cairo, "Complete")
    make_session(two_centres.cairo, "Far", FAR)
    make_session(two_centres.paris, "Of others")

    group = groups_for(editor_of(two_centres.cairo))["sessions"]

    found = {item.title: [(link.label, link.url) for link in item.links] for item in group.items}
    edit = reverse("wagtailadmin_pages:edit", args=[bare.pk])
    other = reverse("wagtailadmin_pages:edit", args=[broken.pk])
    assert found == {
        "Bare": [
            ("Not published", edit),
            ("Programme is empty", f"{edit}#tab-programme"),
            ("Venue unknown", f"{edit}#tab-content"),
            ("No listing image", f"{edit}#tab-promote"),
        ],
        "Broken": [
            ("1 conflict", f"{other}#tab-programme"),
            ("Image without alternative text", f"{other}#tab-promote"),
            ("Changes not published", other),
        ],
        "Complete": [],
        "Far": [],
    }
    assert group.items[0].note == "12 Dec 2026 · in 18 days · Cairo"


def test_sessions_over_cancelled_or_online_are_not_complained_about(two_centres, editor_of):
    make_session(two_centres.cairo, "Over", datetime.date(2026, 11, 20))
    make_session(two_centres.cairo, "Cancelled", status="CANCELLED")
    online = complete(two_centres.cairo, "Online")
    online.venue, online.mode = None, "ONLINE"
    online.save_revision().publish()

    group = groups_for(editor_of(two_centres.cairo))["sessions"]

    assert [(item.title, item.links) for item in group.items] == [("Online", [])]


def test_drafts_are_the_users_own_and_not_those_in_review(two_centres, editor_of):
    editor, other = editor_of(two_centres.cairo), editor_of(two_centres.cairo, name="other")
    mine = make_session(two_centres.cairo, "Mine", FAR)
    theirs = make_session(two_centres.cairo, "Theirs", FAR)
    unchanged = make_session(two_centres.cairo, "Unchanged", FAR)
    elsewhere = make_session(two_centres.paris, "Elsewhere", FAR)
    mine.save_revision(user=editor)
    theirs.save_revision(user=other)
    elsewhere.save_revision(user=editor)
    unchanged.save_revision(user=editor, changed=False)
    reviewed = make_session(two_centres.cairo, "Reviewed", FAR)
    reviewed.save_revision(user=editor)
    workflow = make_workflow(two_centres.cairo, other)
    workflow.start(reviewed, editor)

    group = groups_for(editor)["drafts"]

    assert [(item.title, item.url, item.note) for item in group.items] == [
        (
            "Mine",
            reverse("wagtailadmin_pages:edit", args=[mine.pk]),
            "saved on 24 Nov 2026",
        )
    ]


def make_workflow(page, reviewer):
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Second look")
    task.groups.set(reviewer.groups.all())
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    return workflow


def test_reviews_await_the_reviewer_and_come_back_to_the_writer(two_centres, editor_of):
    writer, reviewer = editor_of(two_centres.cairo), editor_of(two_centres.cairo, name="reviewer")
    session = make_session(two_centres.cairo, "For review", FAR)
    session.save_revision(user=writer)
    state = make_workflow(two_centres.cairo, reviewer).start(session, writer)

    assert "reviews" not in groups_for(writer)
    item = groups_for(reviewer)["reviews"].items[0]
    assert item.title == "For review"
    assert item.note == "Second look, asked for by editor on 24 Nov 2026"

    state.current_task_state.specific.reject(user=reviewer, comment="Add the venue")

    assert "reviews" not in groups_for(reviewer)
    back = groups_for(writer)["returned"].items[0]
    assert (back.title, back.note) == ("For review", "Add the venue")


def test_scheduled_pages_say_when(two_centres, editor_of):
    coming = make_session(two_centres.cairo, "Coming", FAR, live=False)
    coming.go_live_at = NOON + datetime.timedelta(days=2)
    coming.save_revision().publish()
    make_session(
        two_centres.cairo, "Going", FAR, expire_at=NOON + datetime.timedelta(days=3, hours=1)
    )
    make_session(two_centres.cairo, "Staying", FAR, expire_at=NOON + datetime.timedelta(days=90))
    elsewhere = make_session(two_centres.paris, "Elsewhere", FAR, live=False)
    elsewhere.go_live_at = NOON + datetime.timedelta(days=2)
    elsewhere.save_revision().publish()

    group = groups_for(editor_of(two_centres.cairo))["scheduled"]

    assert {item.title: item.note for item in group.items} == {
        "Coming": "goes live on 26 Nov 2026, 12:00",
        "Going": "goes off the site on 27 Nov 2026, 13:00",
    }


def test_a_translation_with_outdated_texts_is_named(two_centres, editor_of):
    french = Locale.objects.create(language_code="fr")
    two_centres.home.copy_for_translation(french)
    two_centres.trainings.copy_for_translation(french)
    cairo_fr = two_centres.cairo.copy_for_translation(french)
    outdated = make_session(two_centres.cairo, "Outdated", FAR)
    current = make_session(two_centres.cairo, "Current", FAR)
    for session in (outdated, current):
        session.save_revision().publish()
        translation = session.copy_for_translation(french)
        translation.title += " (fr)"
        translation.save_revision().publish()
    later = NOON + datetime.timedelta(days=1)
    Page.objects.filter(pk__in=[outdated.pk, current.pk]).update(last_published_at=later)
    TranslationState.objects.bulk_create(
        TranslationState(
            content_type=ContentType.objects.get_for_model(session),
            translation_key=session.translation_key,
            locale=french,
            outdated=texts,
        )
        for session, texts in ((outdated, ["title"]), (current, []))
    )

    group = groups_for(editor_of(cairo_fr))["translations"]

    assert [(item.title, item.language, item.note) for item in group.items] == [
        ("Outdated (fr)", "French", "source published on 25 Nov 2026")
    ]


def test_old_facts_and_roles_are_counted_with_the_way_to_them(two_centres, editor_of):
    old, new = timezone.localdate() - datetime.timedelta(days=400), timezone.localdate()
    metropolis = OrganizationPageFactory(parent=two_centres.organizations)
    OrganizationFactFactory(page=metropolis, as_of=old)
    OrganizationFactFactory(page=metropolis, label="Undated")
    OrganizationFactFactory(page=metropolis, label="New", as_of=new)
    anna, boris = (PersonPageFactory(parent=two_centres.people) for _ in range(2))
    PersonRoleFactory(page=anna, organization=metropolis, as_of=old)
    PersonRoleFactory(page=boris, organization=metropolis, as_of=old, ends_on=old)
    PersonRoleFactory(page=boris, organization=metropolis, starts_on=new)

    group = groups_for(editor_of(two_centres.organizations, two_centres.people))["old"]

    assert [(item.title, item.note, item.url) for item in group.items] == [
        ("2 facts", "about 1 organization", reverse("old_facts_report")),
        ("1 role", "held by 1 person", reverse("people:index") + "?roles=old"),
    ]


def test_only_five_of_a_kind_are_shown_with_the_way_to_all(two_centres, editor_of):
    for number in range(6):
        make_session(two_centres.cairo, f"Session {number}", FAR)

    group = groups_for(editor_of(two_centres.cairo))["sessions"]

    assert titles(group) == [f"Session {number}" for number in range(5)]
    assert group.more.url == reverse("sessions:index") + "?when=upcoming"


def fill(two_centres, editor, number):
    """Give an editor so many of everything that the dashboard shows."""
    for count in range(number):
        name = f"{number} {count}"
        draft = complete(two_centres.cairo, f"Draft {name}")
        draft.save_revision(user=editor)
        coming = make_session(two_centres.cairo, f"Coming {name}", FAR, live=False)
        coming.go_live_at = NOON + datetime.timedelta(days=2)
        coming.save_revision().publish()
        page = OrganizationPageFactory(parent=two_centres.organizations)
        OrganizationFactFactory(page=page)
        PersonRoleFactory(page=PersonPageFactory(parent=two_centres.people), organization=page)


@pytest.mark.parametrize("number", [1, 4])
def test_panel_takes_the_same_statements_for_any_number(
    two_centres, editor_of, count_queries, number
):
    editor = editor_of(two_centres.cairo, two_centres.organizations, two_centres.people)
    fill(two_centres, editor, number)
    groups_for(editor)

    with count_queries() as queries:
        groups = groups_for(editor)

    assert set(groups) == {"sessions", "drafts", "scheduled", "old"}
    assert len(queries) == 21


def test_an_empty_desk_is_friendly(two_centres, editor_of, client):
    client.force_login(editor_of(two_centres.cairo))

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Nothing awaits you" in html
    assert reverse("sessions:choose_parent") in html


def test_summary_counts_each_page_once_for_all_languages(two_centres, editor_of, client):
    french = Locale.objects.create(language_code="fr")
    for page in (two_centres.home, two_centres.trainings, two_centres.cairo):
        page.copy_for_translation(french)
    session = make_session(two_centres.cairo, "Bilingual", FAR)
    session.copy_for_translation(french)
    make_session(two_centres.paris, "Of others", FAR)
    client.force_login(editor_of(two_centres.cairo))

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert ">1 training session<" in html
    assert ">0 people<" not in html
