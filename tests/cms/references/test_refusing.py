"""Whatever is used by what readers see cannot go, whichever way somebody tries."""

import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Site

from cms.media.models import Document, Image
from cms.pages.scheduling import KEPT
from cms.references.guard import StillUsedError, references_may_break
from cms.references.uses import uses_of
from events.models import Theme
from organizations.models import PersonPage
from tests.factories import (
    SessionDocumentFactory,
    StandardPageFactory,
    ThemeFactory,
    slot_block,
)

FILES = {"image": "wagtailimages:delete", "document": "wagtaildocs:delete"}
DELETE = "wagtailadmin_pages:delete"
UNPUBLISH = "wagtailadmin_pages:unpublish"


def bulk(model, action, *items, **query):
    """Give the address of a bulk action."""
    meta = model._meta
    address = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, action])
    return address + "?" + "&".join(f"id={item.pk}" for item in items)


def assert_refused(response, *names):
    """Expect the page that names who uses what cannot go."""
    assert response.status_code == 409
    assert "references/refused.html" in [template.name for template in response.templates]
    assert [line.title for line in response.context["listing"].lines] == list(names)


@pytest.fixture
def used(world, session_with, text_with):
    """Have Anna used by a programme and a text."""
    world.session = session_with(world.anna, title="Zqsession")
    world.text = text_with(world.anna, title="Zqtext")
    return world


# --- Pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_view_does_not_delete_a_used_person(used, admin, client, method):
    response = getattr(client, method)(reverse(DELETE, args=[used.anna.pk]))

    assert_refused(response, "Zqsession", "Zqtext")
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[used.session.pk])}' in (
        response.content.decode()
    )
    assert PersonPage.objects.filter(pk=used.anna.pk).exists()


def test_view_does_not_unpublish_a_used_person(used, admin, client):
    response = client.post(reverse(UNPUBLISH, args=[used.anna.pk]))

    assert_refused(response, "Zqsession", "Zqtext")
    assert PersonPage.objects.get(pk=used.anna.pk).live


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_bulk_action_refuses_as_a_whole(used, admin, client, action):
    response = client.post(bulk(Page, action, used.boris, used.anna), {"next": "/admin/"})

    assert_refused(response, "Zqsession", "Zqtext")
    assert PersonPage.objects.filter(live=True).count() == 2


def test_expiry_is_called_off_while_something_uses_the_page(used):
    Page.objects.filter(pk__in=[used.anna.pk, used.boris.pk]).update(
        expire_at=timezone.now() - datetime.timedelta(minutes=1)
    )

    call_command("publish_scheduled")

    anna, boris = (PersonPage.objects.get(pk=page.pk) for page in (used.anna, used.boris))
    assert (anna.live, anna.expire_at) == (True, None)
    assert (boris.live, boris.expired) == (False, True)
    assert PageLogEntry.objects.get(page=anna.pk, action=KEPT).data["errors"] == [
        (
            "It is still used in 2 places:"
            f" training session “Zqsession” (Public, pk={used.session.pk});"
            f" standard page “Zqtext” (Public, pk={used.text.pk})."
        )
    ]


def test_expiry_cannot_be_set_while_something_uses_the_page(used):
    used.anna.expire_at = timezone.now() + datetime.timedelta(days=1)
    revision = used.anna.save_revision()

    with pytest.raises(StillUsedError):
        revision.publish()

    assert PersonPage.objects.get(pk=used.anna.pk).expire_at is None


def test_expiry_may_be_set_to_when_all_uses_are_over(used):
    end = timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
    Page.objects.filter(pk__in=[used.session.pk, used.text.pk]).update(expire_at=end)
    used.anna.expire_at = end
    used.anna.save_revision().publish()

    assert PersonPage.objects.get(pk=used.anna.pk).expire_at == end


@pytest.mark.parametrize(
    "act",
    [
        lambda page: page.delete(),
        lambda page: Page.objects.get(pk=page.pk).delete(),
        lambda page: Page.objects.filter(pk=page.pk).delete(),
        lambda page: PersonPage.objects.filter(pk=page.pk).delete(),
        lambda page: page.get_parent().delete(),
        lambda page: page.unpublish(),
        lambda page: Page.objects.get(pk=page.pk).unpublish(),
    ],
)
def test_shell_refuses_and_names_who_uses_it(used, act):
    with pytest.raises(StillUsedError) as refused, transaction.atomic():
        act(used.anna)

    assert refused.value.code == "still_used"
    assert refused.value.messages == [
        (
            "It is still used in 2 places:"
            f" training session “Zqsession” (Public, pk={used.session.pk});"
            f" standard page “Zqtext” (Public, pk={used.text.pk})."
        )
    ]
    assert PersonPage.objects.get(pk=used.anna.pk).live


def test_shell_may_say_that_it_knows(used):
    with references_may_break():
        used.anna.unpublish()
        used.anna.delete()

    assert not PersonPage.objects.filter(pk=used.anna.pk).exists()


def test_home_of_a_site_and_target_of_a_redirect_are_kept(world):
    Redirect.objects.create(old_path="/old", redirect_page=world.boris)

    for page in (world.boris, world.home):
        with pytest.raises(StillUsedError):
            page.unpublish()
    assert Site.objects.count() == 1


def test_draft_and_redirect_left_behind_do_not_keep_a_page(world, session_with):
    session_with(world.anna, live=False)
    Redirect.objects.create(old_path="/old", redirect_page=world.anna, automatically_created=True)

    world.anna.unpublish()
    world.anna.delete()

    assert not PersonPage.objects.filter(pk=world.anna.pk).exists()


# --- Together ---------------------------------------------------------------------------------


def test_subtree_goes_although_its_pages_use_each_other(world, text_with, admin, client):
    first = StandardPageFactory(parent=world.home, title="First", slug="first")
    html = f'<p><a linktype="page" id="{first.pk}">up</a></p>'
    second = StandardPageFactory(parent=first, title="Second", introduction=html)
    first.introduction = f'<p><a linktype="page" id="{second.pk}">down</a></p>'
    first.save()

    client.post(reverse(UNPUBLISH, args=[first.pk]), {"include_descendants": "on"})

    assert list(Page.objects.filter(path__startswith=first.path, live=True)) == []

    Page.objects.filter(path__startswith=first.path).update(live=True)
    client.post(reverse(DELETE, args=[first.pk]))

    assert not Page.objects.filter(path__startswith=first.path).exists()


def test_unpublishing_what_is_below_is_refused_for_the_use_of_one(used, admin, client):
    response = client.post(reverse(UNPUBLISH, args=[used.people.pk]), {"include_descendants": "on"})

    assert_refused(response, "Zqsession", "Zqtext")
    assert Page.objects.filter(path__startswith=used.people.path, live=True).count() == 3


def test_bulk_action_takes_what_uses_each_other(used, admin, client):
    response = client.post(
        bulk(Page, "delete", used.anna, used.session, used.text), {"next": "/admin/"}
    )

    assert response.status_code == 302
    assert not Page.objects.filter(pk__in=[used.anna.pk, used.session.pk, used.text.pk]).exists()


# --- Languages --------------------------------------------------------------------------------


def test_translation_may_go_while_another_language_is_left(used):
    people_fr = used.people.copy_for_translation(used.french)
    people_fr.save_revision().publish()
    french = used.anna.copy_for_translation(used.french)
    french.save_revision().publish()

    french.refresh_from_db()
    french.unpublish()
    french.save_revision().publish()
    with references_may_break():
        used.anna.refresh_from_db()
        used.anna.unpublish()
    french = PersonPage.objects.get(pk=french.pk)

    with pytest.raises(StillUsedError):
        french.unpublish()


# --- Files and snippets -------------------------------------------------------------------------


@pytest.fixture
def used_things(world, session_with):
    """Have an image, a document and a theme used by a session."""
    world.theme, world.other = ThemeFactory(name="Used"), ThemeFactory(name="Other")
    world.session = session_with(listing_image=world.image)
    world.session.themes.add(world.theme)
    world.session.save()
    SessionDocumentFactory(page=world.session, document=world.document)
    return world


@pytest.mark.parametrize("name", ["image", "document", "theme"])
@pytest.mark.parametrize("is_bulk", [False, True])
def test_used_files_and_snippets_are_not_deleted(used_things, admin, client, name, is_bulk):
    item = getattr(used_things, name)
    model = {"image": Image, "document": Document, "theme": Theme}[name]
    if is_bulk:
        address = bulk(model, "delete", item)
    elif name == "theme":
        address = reverse(Theme.snippet_viewset.get_url_name("delete"), args=[item.pk])
    else:
        address = reverse(FILES[name], args=[item.pk])

    response = client.post(address, {"next": "/admin/"})

    assert_refused(response, "Session")
    assert model.objects.filter(pk=item.pk).exists()
    with pytest.raises(StillUsedError), transaction.atomic():
        item.delete()
    with pytest.raises(StillUsedError), transaction.atomic():
        model.objects.filter(pk=item.pk).delete()


def test_used_theme_does_not_expire(used_things):
    theme = used_things.theme
    theme.expire_at = timezone.now() + datetime.timedelta(days=1)
    with pytest.raises(StillUsedError):
        theme.save_revision().publish()
    Theme.objects.filter(pk=theme.pk).update(expire_at=timezone.now() - datetime.timedelta(days=1))

    call_command("publish_scheduled")

    theme = Theme.objects.get(pk=theme.pk)
    assert (theme.live, theme.expire_at) == (True, None)


def test_thousand_slots_are_read_in_one_use(world, session_with, count_queries):
    session = session_with(world.anna)
    slots = [
        slot_block(f"Slot {n}", speakers=[world.anna], start="09:00", end="09:30", room=f"R{n}")
        for n in range(1000)
    ]
    session.programme = [session.programme.get_prep_value()[0], *slots]
    session.save_revision()

    uses_of([world.anna])

    with count_queries() as queries:
        uses = uses_of([world.anna])

    assert len(uses) == 1
    assert len(queries) == 7


def test_hostile_titles_are_shown_as_text(world, session_with, admin, client):
    session_with(world.anna, title="<script>alert(1)</script>")

    response = client.post(reverse(UNPUBLISH, args=[world.anna.pk]))

    assert "<script>alert(1)" not in response.content.decode()
    assert response.status_code == 409


def test_used_theme_is_not_unpublished(used_things, admin, client):
    address = reverse(Theme.snippet_viewset.get_url_name("unpublish"), args=[used_things.theme.pk])

    response = client.post(address)

    assert_refused(response, "Session")
    assert Theme.objects.get(pk=used_things.theme.pk).live
    with pytest.raises(StillUsedError):
        used_things.theme.unpublish()
    used_things.other.unpublish()
    used_things.other.delete()


# --- Rights -----------------------------------------------------------------------------------


def test_what_an_editor_may_not_see_is_counted_and_not_named(used, editor, client):
    editor(used.people, "change", "publish")

    response = client.post(reverse(UNPUBLISH, args=[used.anna.pk]))

    listing = response.context["listing"]
    text = response.content.decode()
    assert (response.status_code, listing.lines, listing.hidden) == (409, [], 2)
    assert "2 uses are in things that you may not see" in text
    assert "Zq" not in text
    assert PersonPage.objects.get(pk=used.anna.pk).live


def test_script_is_told_in_a_line(used, admin, client):
    response = client.post(
        reverse(UNPUBLISH, args=[used.anna.pk]), headers={"X-Requested-With": "XMLHttpRequest"}
    )

    assert response.status_code == 422
    assert response.json()["error"].startswith(
        "It is still used in 2 places: Training session “Zqsession”"
    )


@pytest.mark.parametrize("number", [1, 30])
def test_statements_of_a_refusal_do_not_grow_with_the_uses(
    world, session_with, admin, client, number, count_queries
):
    for place in range(number):
        session_with(world.anna, slug=f"session-{place}")
    address = reverse(UNPUBLISH, args=[world.anna.pk])
    client.post(address)

    with count_queries() as queries:
        response = client.post(address)

    assert len(response.context["listing"].lines) == number
    assert len(queries) == 41


@pytest.mark.parametrize("number", [1, 30])
def test_deleting_many_asks_once(world, number, count_queries):
    above = StandardPageFactory(parent=world.home, title="Above")
    for place in range(number):
        StandardPageFactory(parent=above, slug=f"page-{place}", live=False)

    with count_queries() as queries:
        Page.objects.get(pk=above.pk).delete()

    read = [q["sql"] for q in queries if q["sql"].startswith("SELECT")]
    assert len([sql for sql in read if 'FROM "wagtailcore_referenceindex"' in sql]) == 1
