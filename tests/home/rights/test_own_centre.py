"""What the roles of Cairo are for, they can do in Cairo: else refusing everything would pass."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from events.models import TrainingSessionPage
from tests.factories import TrainingSessionPageFactory
from tests.support.centre_attacks import admin_patterns, cases
from tests.support.digest import digests
from tests.support.two_centres import SECRET
from translations.domain.reach import reaches
from translations.enums import LocaleRole

PAGES = (
    "edit", "history", "delete", "copy", "move", "usage", "workflow_history", "revisions_compare",
)  # fmt: skip
SESSIONS = (
    "events_grid", "events_conflicts", "events_duplicate_day", "events_shift", "events_fill",
    "events_programme_versions", "events_clone", "events_import_programme", "events_draft_file",
)  # fmt: skip
FILES = ("wagtailimages:edit", "wagtailimages:image_usage", "wagtaildocs:edit",
         "wagtaildocs:document_usage")  # fmt: skip
DESK = (
    "translations_desk", "translations_fields",
    "translations_suggestions", "translations_download_po", "translations_download_xliff",
)  # fmt: skip
# What a role opens by its address, of the own centre's things.
OPENS = {
    "editor": {*(f"wagtailadmin_pages:{name}" for name in PAGES), *SESSIONS, *FILES},
    "publisher": {
        *(f"wagtailadmin_pages:{name}" for name in (*PAGES, "unpublish", "set_privacy")),
        *SESSIONS,
        *FILES,
    },
    "translator": set(DESK),
}


def opened(client, world, role):
    """Give the addresses that answer with a page, for at least one thing of Cairo."""
    found = set()
    for pattern in admin_patterns():
        if not pattern.arguments:
            continue
        for case in cases(pattern, world, "Cairo", role):
            if case.method == "GET" and case.send(client).status_code == 200:
                found.add(pattern.name)
                break
    return found


@pytest.mark.parametrize("role", OPENS)
def test_what_a_role_is_for_opens(client, world, role):
    client.raise_request_exception = False
    client.force_login(world.users[role])

    assert OPENS[role] - opened(client, world, role) == set()


def post(client, name, *args, query="", **fields):
    return client.post(reverse(name, args=args) + query, fields)


def test_editor_locks_copies_and_deletes_a_draft(client, world):
    client.force_login(world.users["editor"])
    cairo = world.centres["Cairo"]
    place = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": cairo.listing.pk}

    post(client, "wagtailadmin_pages:copy", cairo.draft.pk, **place)
    post(client, "wagtailadmin_pages:lock", cairo.draft.pk)
    copy = Page.objects.get(slug="copy")
    post(client, "wagtailadmin_pages:delete", copy.pk)

    assert not Page.objects.filter(pk=copy.pk).exists()
    assert Page.objects.get(pk=cairo.draft.pk).locked_by == world.users["editor"]


def test_editor_publishes_and_schedules_nothing(client, world):
    client.force_login(world.users["editor"])
    cairo = world.centres["Cairo"]
    before = digests()

    for page in (cairo.session, cairo.draft, cairo.listing):
        post(client, "wagtailadmin_pages:unpublish", page.pk)
        for action in ("publish", "unpublish"):
            address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
            client.post(f"{address}?id={page.pk}")

    assert digests() == before


def test_publisher_unpublishes_and_publishes(client, world):
    client.force_login(world.users["publisher"])
    session = TrainingSessionPageFactory(parent=world.centres["Cairo"].listing, title="Nile")
    session.save_revision().publish()
    address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))

    post(client, "wagtailadmin_pages:unpublish", session.pk)
    gone = Page.objects.get(pk=session.pk)
    client.post(f"{address}?id={session.pk}")

    assert not gone.live
    assert Page.objects.get(pk=session.pk).live


def test_publisher_moves_within_the_centre(client, world):
    client.force_login(world.users["publisher"])
    cairo = world.centres["Cairo"]
    inner = cairo.listing.add_child(instance=type(cairo.listing)(title="Inner", slug="inner"))

    post(client, "wagtailadmin_pages:move_confirm", cairo.draft.pk, inner.pk)

    assert Page.objects.get(pk=cairo.draft.pk).get_parent().pk == inner.pk


def test_publisher_decides_on_what_waits(client, world):
    client.force_login(world.users["publisher"])
    cairo = world.centres["Cairo"]
    args = (cairo.waiting.pk, "reject", cairo.task_state.pk)

    post(client, "wagtailadmin_pages:workflow_action", *args, comment="Look again")

    cairo.workflow_state.refresh_from_db()
    assert cairo.workflow_state.status == "needs_changes"


def test_translator_writes_a_text_of_the_centre(client, world):
    user = world.users["translator"]
    client.force_login(user)
    translation = world.centres["Cairo"].translations["ar"]

    answer = post(client, "translations_desk", translation.pk, action="save")

    assert answer.status_code == 302
    assert answer["Location"] != reverse("wagtailadmin_home")
    assert reaches(user, LocaleRole.TRANSLATOR, translation.get_target_instance())


def test_translator_is_offered_and_listed_the_centre_alone(client, world):
    client.force_login(world.users["translator"])

    listed = client.get(reverse("translations_list"))
    offered = client.get(f"{reverse('translations_begin')}?locale=ar")

    cairo, paris = world.centres["Cairo"].translations, world.centres["Paris"].translations
    shown = {row.pk for row in listed.context["object_list"]}
    assert shown == {translation.pk for translation in cairo.values()}
    assert not shown & {translation.pk for translation in paris.values()}
    assert b"Paris" not in offered.content


def test_public_session_of_another_centre_begins_an_own_one(client, world):
    client.force_login(world.users["editor"])
    cairo, paris = world.centres["Cairo"], world.centres["Paris"]

    post(client, "events_clone", paris.session.pk, first_day="2031-06-24", parent=cairo.listing.pk)

    made = TrainingSessionPage.objects.child_of(cairo.listing).latest("pk")
    assert (made.title, made.live) == ("Streets of Paris", False)
    assert SECRET not in str(made.latest_revision.content)
