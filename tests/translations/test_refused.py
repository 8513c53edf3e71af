"""What the role "Translators: Arabic" must not be able to do, by address and by form."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from wagtail.models import Collection, WorkflowState

from tests.factories import ImageFactory, PersonPageFactory
from tests.support.digest import digests
from tests.support.translated_site import TranslatedSite, segments, write
from translations.desk.texts import texts_of
from translations.domain.review import publish, send_for_review


class World:
    """What there is to attack: Arabic translations, and everything that is none of theirs."""

    def __init__(self, site):
        self.site = site
        self.arabic = site.begin(site.session)
        write(self.arabic, {"Cool streets": "شوارع"})
        publish(self.arabic, site.boss)
        self.korean = site.begin(site.session, "ko")
        self.theme = site.begin(site.theme)
        self.korean_theme = site.begin(site.theme, "ko")
        self.page = site.page()
        self.page.latest_revision.refresh_from_db()
        self.source = site.session
        self.image = ImageFactory()
        self.draft = PersonPageFactory(parent=site.home, title="Secret", live=False)
        for translation in (self.arabic, self.korean):
            assert translation.enabled


def url(name, *args):
    return reverse(name, args=args)


def desk(translation):
    return url("translations_desk", translation.pk)


def page_url(name, page, *more):
    return url(f"wagtailadmin_pages:{name}", page.pk, *more)


def snippet_url(name, snippet):
    return url(f"wagtailsnippets_events_theme:{name}", snippet.pk)


def localize(name, *args):
    return url(f"wagtail_localize:{name}", *args)


def segment_of(translation):
    return segments(translation)["Cool streets"].pk


def override_of(translation, path="slug"):
    return translation.source.overridablesegment_set.get(context__path=path).pk


# Each is a name, and what is sent: method, address, fields. Fields are those of the real forms.
ATTACKS = {
    # Other languages.
    "open a Korean translation": lambda w: ("GET", desk(w.korean), {}),
    "save a Korean draft": lambda w: ("POST", desk(w.korean), {"action": "save"}),
    "send a Korean translation for review": lambda w: ("POST", desk(w.korean), {"action": "send"}),
    "publish a Korean translation": lambda w: ("POST", desk(w.korean), {"action": "publish"}),
    "write a Korean text": lambda w: (
        "PUT",
        localize("edit_string_translation", w.korean.pk, segment_of(w.korean)),
        {"value": "x"},
    ),
    "write a Korean text at the desk": lambda w: (
        "POST",
        url("translations_text", w.korean.pk, texts_of(w.korean)[0].key),
        {"target": "x", "version": ""},
    ),
    "see how Korean was translated": lambda w: (
        "GET",
        url("translations_suggestions", w.korean.pk, texts_of(w.korean)[0].key),
        {},
    ),
    "open what is not a text of a Korean translation": lambda w: (
        "GET",
        url("translations_fields", w.korean.pk),
        {},
    ),
    "erase an Arabic text through a Korean translation": lambda w: (
        "DELETE",
        localize("edit_string_translation", w.korean.pk, segment_of(w.arabic)),
        {},
    ),
    "give Korean another address": lambda w: (
        "PUT",
        localize("edit_override", w.korean.pk, override_of(w.korean)),
        {"value": "stolen"},
    ),
    "download Korean texts": lambda w: ("GET", localize("download_pofile", w.korean.pk), {}),
    "upload Korean texts": lambda w: (
        "POST",
        localize("upload_pofile", w.korean.pk),
        {"file": ContentFile(str(w.korean.export_po()).encode(), name="a.po")},
    ),
    "download Korean texts as XLIFF": lambda w: (
        "GET",
        url("translations_download_xliff", w.korean.pk),
        {},
    ),
    "upload Korean texts where files belong": lambda w: (
        "POST",
        url("translations_upload_file", w.korean.pk),
        {"file": ContentFile(str(w.korean.export_po()).encode(), name="a.po")},
    ),
    "translate Korean by machine": lambda w: (
        "POST",
        localize("machine_translate", w.korean.pk),
        {},
    ),
    "stop a Korean translation": lambda w: ("POST", localize("stop_translation", w.korean.pk), {}),
    "write a Korean theme": lambda w: ("POST", desk(w.korean_theme), {"action": "save"}),
    "begin in French and Arabic at once": lambda w: (
        "POST",
        localize("submit_page_translation", w.site.trainings.pk),
        {"locales": [w.site.locale("fr").pk]},
    ),
    "begin in French": lambda w: (
        "POST",
        localize("submit_page_translation", w.source.pk),
        {"locales": [w.site.locale("fr").pk]},
    ),
    "begin a theme in French": lambda w: (
        "POST",
        localize("submit_snippet_translation", "events", "theme", w.site.theme.pk),
        {"locales": [w.site.locale("fr").pk]},
    ),
    "begin a draft that is not public": lambda w: (
        "POST",
        localize("submit_page_translation", w.draft.pk),
        {"locales": [w.site.locale("ar").pk]},
    ),
    # Publishing, by every way.
    "publish": lambda w: ("POST", desk(w.arabic), {"action": "publish"}),
    "publish a theme": lambda w: ("POST", desk(w.theme), {"action": "publish"}),
    "schedule": lambda w: (
        "POST",
        desk(w.arabic),
        {"action": "schedule", "go_live_at": "2099-01-01T09:00"},
    ),
    "unpublish": lambda w: ("POST", desk(w.arabic), {"action": "unpublish"}),
    "approve what nobody reviews": lambda w: ("POST", desk(w.arabic), {"action": "approve"}),
    "do what there is not": lambda w: ("POST", desk(w.arabic), {"action": "explode"}),
    "publish by synchronising": lambda w: (
        "POST",
        localize("update_translations", w.arabic.source_id),
        {"publish_translations": "on"},
    ),
    "publish in Wagtail's editor": lambda w: (
        "POST",
        page_url("edit", w.page),
        {"title": "Mine", "slug": "heat", "action-publish": "action-publish"},
    ),
    "unpublish in Wagtail's view": lambda w: ("POST", page_url("unpublish", w.page), {}),
    "unschedule in Wagtail's view": lambda w: (
        "POST",
        page_url("revisions_unschedule", w.page, w.page.latest_revision_id),
        {},
    ),
    # Structure, dates, fields that are the same in all languages.
    "open Wagtail's editor without the guided way": lambda w: (
        "GET",
        page_url("edit", w.site.home.get_translation(w.site.locale("ar"))),
        {},
    ),
    "change a date in Wagtail's editor": lambda w: (
        "POST",
        page_url("edit", w.page),
        {"title": "شوارع", "slug": "heat", "start_date": "2031-01-01", "end_date": "2031-01-02"},
    ),
    "delete blocks in Wagtail's editor": lambda w: (
        "POST",
        page_url("edit", w.page),
        {"title": "شوارع", "slug": "heat", "programme-count": "0"},
    ),
    "write the theme's slug": lambda w: (
        "POST",
        snippet_url("edit", w.site.snippet()),
        {"name": "x", "slug": "stolen"},
    ),
    "stop the translation": lambda w: ("POST", localize("stop_translation", w.arabic.pk), {}),
    "start it again": lambda w: (
        "POST",
        page_url("edit", w.page),
        {"localize-restart-translation": "1"},
    ),
    "convert to an alias": lambda w: ("POST", localize("convert_to_alias", w.page.pk), {}),
    "write an address that is none": lambda w: (
        "PUT",
        localize("edit_override", w.arabic.pk, override_of(w.arabic)),
        {"value": "../../admin"},
    ),
    # The tree.
    "add a page": lambda w: (
        "POST",
        url("wagtailadmin_pages:add", "events", "trainingsessionpage", w.page.get_parent().pk),
        {"title": "New", "slug": "new"},
    ),
    "move": lambda w: (
        "POST",
        page_url("move_confirm", w.page, w.site.home.get_translation(w.site.locale("ar")).pk),
        {},
    ),
    "copy": lambda w: (
        "POST",
        page_url("copy", w.page),
        {"new_title": "c", "new_slug": "c", "new_parent_page": w.page.get_parent().pk},
    ),
    "delete": lambda w: ("POST", page_url("delete", w.page), {}),
    "delete many": lambda w: (
        "POST",
        url("wagtail_bulk_action", "wagtailcore", "page", "delete") + f"?id={w.page.pk}",
        {},
    ),
    "unpublish many": lambda w: (
        "POST",
        url("wagtail_bulk_action", "wagtailcore", "page", "unpublish") + f"?id={w.page.pk}",
        {},
    ),
    "publish many": lambda w: (
        "POST",
        url("wagtail_bulk_action", "wagtailcore", "page", "publish") + f"?id={w.page.pk}",
        {},
    ),
    "move many": lambda w: (
        "POST",
        url("wagtail_bulk_action", "wagtailcore", "page", "move") + f"?id={w.page.pk}",
        {"chooser": w.site.home.pk},
    ),
    "set another order": lambda w: ("POST", page_url("set_page_position", w.page), {}),
    "lock": lambda w: ("POST", page_url("lock", w.page), {}),
    "restrict readers": lambda w: (
        "POST",
        url("wagtailadmin_pages:set_privacy", w.page.pk),
        {"restriction_type": "login"},
    ),
    "duplicate a day": lambda w: (
        "POST",
        url("events_duplicate_day", w.page.pk),
        {"day": "2030-06-24", "date": "2030-06-25"},
    ),
    # What was before.
    "go back to a revision": lambda w: (
        "GET",
        page_url("revisions_revert", w.page, w.page.latest_revision_id),
        {},
    ),
    "read the history": lambda w: ("GET", page_url("history", w.page), {}),
    "read a revision": lambda w: (
        "GET",
        page_url("revisions_view", w.page, w.page.latest_revision_id),
        {},
    ),
    # Originals, and whatever else there is.
    "open the original": lambda w: ("GET", page_url("edit", w.source), {}),
    "write the original": lambda w: (
        "POST",
        page_url("edit", w.source),
        {"title": "Hacked", "slug": "heat", "action-publish": "1"},
    ),
    "explore the original's folder": lambda w: (
        "GET",
        url("wagtailadmin_explore", w.site.trainings.pk),
        {},
    ),
    "write the original theme": lambda w: (
        "POST",
        snippet_url("edit", w.site.theme),
        {"name": "Hacked", "slug": "heat"},
    ),
    "delete a theme": lambda w: ("POST", snippet_url("delete", w.site.snippet()), {}),
    "unpublish a theme": lambda w: ("POST", snippet_url("unpublish", w.site.snippet()), {}),
    "list themes": lambda w: ("GET", url("wagtailsnippets_events_theme:list"), {}),
    "list themes by wagtail-localize": lambda w: (
        "GET",
        localize("snippets_api_listing", "events", "theme"),
        {},
    ),
    "delete many themes": lambda w: (
        "POST",
        url("wagtail_bulk_action", "events", "theme", "delete") + f"?id={w.site.theme.pk}",
        {},
    ),
    "change an image": lambda w: (
        "POST",
        url("wagtailimages:edit", w.image.pk),
        {"title": "Hacked"},
    ),
    "delete an image": lambda w: ("POST", url("wagtailimages:delete", w.image.pk), {}),
    "upload an image": lambda w: (
        "POST",
        url("wagtailimages:add_multiple"),
        {"title": "x", "files[]": ContentFile(b"GIF89a", name="a.gif")},
    ),
    "upload a document": lambda w: (
        "POST",
        url("wagtaildocs:add_multiple"),
        {"title": "x", "files[]": ContentFile(b"text", name="a.txt")},
    ),
    "list users": lambda w: ("GET", url("wagtailusers_users:index"), {}),
    "join another group": lambda w: (
        "POST",
        url("wagtailusers_users:edit", w.site.users.get(username="amal").pk),
        {"username": "amal", "is_superuser": "on"},
    ),
    "change a group": lambda w: ("POST", url("wagtailusers_groups:add"), {"name": "x"}),
    "add a language": lambda w: (
        "POST",
        url("wagtaillocales:add"),
        {"language_code": "fa"},
    ),
    "change a site": lambda w: ("POST", url("wagtailsites:add"), {"hostname": "evil.example"}),
    "change the settings of the site": lambda w: (
        "GET",
        url("wagtailadmin_workflows:index"),
        {},
    ),
    "add a redirect": lambda w: (
        "POST",
        url("wagtailredirects:add"),
        {"old_path": "/a", "redirect_link": "https://evil.example/"},
    ),
    "add a collection": lambda w: (
        "POST",
        url("wagtailadmin_collections:add"),
        {"name": "x", "parent": Collection.get_first_root_node().pk},
    ),
    "read titles of drafts in a chooser": lambda w: (
        "GET",
        url("wagtailadmin_choose_page_child", w.site.home.pk),
        {},
    ),
    "choose a snippet": lambda w: ("GET", url("wagtailsnippetchoosers_events_theme:choose"), {}),
    "add a step to workflows": lambda w: (
        "POST",
        url("wagtailadmin_workflows:task_chooser_create"),
        {"name": "x"},
    ),
    "see the pages in review": lambda w: ("GET", url("wagtailadmin_reports:workflow"), {}),
    "comment in Wagtail's editor": lambda w: (
        "POST",
        page_url("edit", w.page),
        {"comments-TOTAL_FORMS": "1", "comments-0-text": "x"},
    ),
    "read who did what": lambda w: ("GET", url("wagtailadmin_reports:site_history"), {}),
}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Build it once: each test leaves it as it was, or is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World(TranslatedSite(get_user_model()))
        world.site.member("amal", "Translators: Arabic")
        world.site.member("rana", "Reviewers: Arabic")
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def translator(world):
    return world.site.users.get(username="amal")


@pytest.fixture
def reviewer(world):
    return world.site.users.get(username="rana")


def send(client, method, address, fields):
    if method == "GET":
        return client.get(address)
    if method == "POST":
        return client.post(address, fields)
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    return getattr(client, method.lower())(
        address, body, content_type="application/x-www-form-urlencoded"
    )


def is_refused(response, address):
    """Say whether it is the home page, sent there with a word of refusal, or an error."""
    if response.status_code in {403, 404, 405}:
        return True
    if response.status_code == 200:
        # The form offers no such language.
        return "locales" in response.context["form"].errors
    return response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("name", ATTACKS)
def test_translator_is_refused_and_nothing_changes(client, world, translator, name):
    method, address, fields = ATTACKS[name](world)
    client.force_login(translator)
    before = digests()

    response = send(client, method, address, fields)

    assert is_refused(response, address), (response.status_code, response.headers)
    assert digests() == before


@pytest.mark.parametrize("name", ["publish in Wagtail's editor", "give Korean another address"])
def test_the_same_is_done_for_an_administrator(client, world, name):
    method, address, fields = ATTACKS[name](world)
    client.force_login(world.site.boss)
    before = digests()

    response = send(client, method, address, fields)

    assert not is_refused(response, address)
    assert (digests() == before) == (name == "publish in Wagtail's editor")


def test_reviewer_writes_no_text_and_decides_nothing_of_another_language(client, world, reviewer):
    client.force_login(reviewer)
    write(world.korean, {"Cool streets": "시원한 거리"})
    send_for_review(world.korean, world.site.boss)
    before = digests()
    attempts = [
        ("POST", desk(world.arabic), {"action": "save"}),
        ("POST", desk(world.arabic), {"action": "send"}),
        ("POST", desk(world.korean), {"action": "approve"}),
        (
            "PUT",
            localize("edit_string_translation", world.arabic.pk, segment_of(world.arabic)),
            {"value": "x"},
        ),
        ("POST", localize("upload_pofile", world.arabic.pk), {}),
        ("POST", page_url("unpublish", world.page), {}),
        ("POST", page_url("edit", world.page), {"title": "x", "slug": "heat"}),
        ("POST", localize("convert_to_alias", world.page.pk), {}),
    ]

    responses = [send(client, *attempt) for attempt in attempts]

    assert [is_refused(r, a[1]) for r, a in zip(responses, attempts, strict=True)] == [True] * 8
    assert digests() == before


def test_reviewer_gets_no_editor_by_a_review(client, world, reviewer, translator):
    send_for_review(world.arabic, translator)
    client.force_login(reviewer)

    assert not world.page.permissions_for_user(reviewer).can_edit()
    edit = client.get(page_url("edit", world.page))
    assert (edit.status_code, edit["Location"]) == (302, desk(world.arabic))
    state = WorkflowState.objects.get()
    address = page_url("workflow_action", world.page, "approve", state.current_task_state_id)
    assert is_refused(client.post(address, {}), address)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_the_right_to_submit_opens_nothing_by_itself(client, world):
    """Fault 2 of wagtail-localize: it was a master key."""
    group = Group.objects.create(name="Submitters")
    names = ["access_admin", "submit_translation"]
    found = Permission.objects.filter(codename__in=names)
    assert found.count() == 2
    group.permissions.add(*found)
    client.force_login(world.site.member("sub", "Submitters"))
    before = digests()

    for name in ("begin in French", "begin a theme in French", "publish by synchronising"):
        method, address, fields = ATTACKS[name](world)
        assert is_refused(send(client, method, address, fields), address), name

    assert digests() == before


def test_json_is_no_way_in(client, world, translator):
    client.force_login(translator)
    before = digests()

    response = client.post(
        desk(world.arabic), json.dumps({"action": "publish"}), content_type="application/json"
    )

    assert is_refused(response, "")
    assert digests() == before
