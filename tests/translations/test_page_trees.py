"""Rights below the home page of a language, tried on the same page in other languages."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.actions import action_registry
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    TaskState,
    Workflow,
    WorkflowTask,
)

from home.models import StandardPage
from tests.factories import StandardPageFactory
from tests.support.digest import digests
from tests.support.limited_site import LATER
from tests.support.translated_site import TranslatedSite

READ, WRITE = "reads", "writes"
# A view of a new release of Wagtail has no line, and fails until somebody has thought about it.
VIEWS = {
    "usage": READ,
    "edit": WRITE,
    "preview_on_edit": READ,
    "view_draft": READ,
    "delete": WRITE,
    "unpublish": WRITE,
    "convert_alias": WRITE,
    "move": READ,
    "move_confirm": WRITE,
    "set_page_position": WRITE,
    "copy": WRITE,
    "workflow_action": WRITE,
    "collect_workflow_action_data": READ,
    "confirm_workflow_cancellation": READ,
    "workflow_preview": READ,
    "set_privacy": WRITE,
    "lock": WRITE,
    "unlock": WRITE,
    "revisions_index": READ,
    "revisions_view": READ,
    "revisions_revert": READ,
    "revisions_unschedule": WRITE,
    "revisions_compare": READ,
    "workflow_history": READ,
    "workflow_history_detail": READ,
    "history": READ,
    "history_results": READ,
    "add_subpage": READ,
    "add": WRITE,
    "preview_on_add": READ,
}
# Wagtail tells everybody in the admin that a review would end; the other leads to the history.
OPEN_TO_ALL = {"confirm_workflow_cancellation", "revisions_index"}
# Our pages have no preview, for nobody; that of a review fails.
NO_PREVIEW = {"view_draft", "revisions_view", "workflow_preview"}
FIELDS = {
    "edit": {"title": "New", "slug": "trees", "body-count": "0", "comments-TOTAL_FORMS": "0",
             "comments-INITIAL_FORMS": "0", "action-publish": "1"},
    "add": {"title": "New", "slug": "new", "body-count": "0", "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0"},
    "copy": {"new_title": "New", "new_slug": "new", "new_parent_page": "{parent}"},
    "set_privacy": {"restriction_type": "login"},
    "workflow_action": {"comment": ""},
}  # fmt: skip


class Trees:
    """A page in English, French and Arabic, and Nadia, who has all rights below Arabic's home."""

    def __init__(self):
        self.site = TranslatedSite(get_user_model())
        english = StandardPageFactory(parent=self.site.home, title="Trees", slug="trees")
        StandardPageFactory(parent=self.site.home, title="Water", slug="water")
        english.save_revision().publish()
        self.pages = {"en": english}
        self.homes = {"en": self.site.home}
        for code in ("fr", "ar"):
            locale = self.site.locale(code)
            self.homes[code] = self.site.home.get_translation(locale)
            self.pages[code] = english.copy_for_translation(locale)
            self.pages[code].save_revision().publish()
            StandardPageFactory(parent=self.homes[code], title="Water", slug="water", locale=locale)
        self.group = Group.objects.create(name="Cairo")
        self.group.permissions.add(Permission.objects.get(codename="access_admin"))
        self.group.permissions.add(Permission.objects.get(codename="submit_translation"))
        rights = Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=Page.permission_codenames
        )
        for right in rights:
            GroupPagePermission.objects.create(
                group=self.group, page=self.homes["ar"], permission=right
            )
        self.nadia = self.site.member("nadia", "Cairo")

    def page(self, code):
        return StandardPage.objects.get(pk=self.pages[code].pk)


def send(trees, page):
    """Have a page wait for a review: Nadia is one of those who read the Arabic one."""
    code = page.locale.language_code
    task = GroupApprovalTask.objects.create(name=code)
    task.groups.add(trees.group if code == "ar" else Group.objects.get(name="Reviewers: French"))
    workflow = Workflow.objects.create(name=code)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    page.save_revision(user=trees.site.boss)
    workflow.start(page, trees.site.boss)


def schedule(trees, page):
    page.go_live_at = LATER
    page.save_revision().publish()


def lock(trees, page):
    page.locked, page.locked_by, page.locked_at = True, trees.site.boss, timezone.now()
    page.save()


def make_alias(trees, page):
    page.alias_of = StandardPage.objects.get(slug="water", locale=page.locale)
    page.save()


BEFORE = {
    "convert_alias": make_alias,
    "workflow_action": send,
    "collect_workflow_action_data": send,
    "confirm_workflow_cancellation": send,
    "workflow_preview": send,
    "workflow_history_detail": send,
    "revisions_unschedule": schedule,
    "unlock": lock,
}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Build it once: each test is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Trees()
        transaction.set_rollback(True)


@pytest.fixture
def trees(built, db):
    return built


def patterns():
    """Give Wagtail's addresses that are about a page."""
    _prefix, resolver = get_resolver("cms.urls").namespace_dict["wagtailadmin_pages"]
    keys = {"page_id", "page_to_move_id", "parent_page_id", "pk"}
    return {
        pattern.name: pattern.pattern.regex.groupindex
        for pattern in resolver.url_patterns
        if keys & set(pattern.pattern.regex.groupindex)
    }


def address(name, page):
    state = TaskState.objects.filter(workflow_state__object_id=page.pk).last()
    values = dict.fromkeys(("page_id", "page_to_move_id", "parent_page_id", "pk"), page.pk) | {
        "revision_id": page.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "destination_id": StandardPage.objects.get(slug="water", locale=page.locale).pk,
        "action_name": "approve",
        "content_type_app_name": "home",
        "content_type_model_name": "standardpage",
        "task_state_id": state and state.pk,
        "task_id": state and state.task_id,
        "workflow_state_id": state and state.workflow_state_id,
    }
    kwargs = {key: values[key] for key in patterns()[name]}
    return reverse(f"wagtailadmin_pages:{name}", kwargs=kwargs)


def ask(client, user, name, page):
    client.force_login(user)
    if VIEWS[name] == READ:
        return client.get(address(name, page))
    fields = FIELDS.get(name, {})
    parent = page.get_parent().pk
    return client.post(
        address(name, page), {key: value.format(parent=parent) for key, value in fields.items()}
    )


def is_refused(response):
    if response.status_code == 302:
        return response["Location"] == reverse("wagtailadmin_home")
    return response.status_code in {403, 404, 500}


def tables():
    """Give all tables but that of who is told of comments, which opening a form fills."""
    found = digests()
    del found["wagtailcore.PageSubscription"]
    return found


def test_all_views_of_pages_are_tried():
    assert patterns().keys() == VIEWS.keys()


@pytest.mark.parametrize("name", VIEWS)
def test_view_is_open_below_the_own_home_alone(client, trees, name):
    for code in trees.pages:
        BEFORE.get(name, lambda _trees, _page: None)(trees, trees.page(code))
    before = tables()

    answers = [ask(client, trees.nadia, name, trees.page(code)) for code in ("fr", "en")]

    assert tables() == before
    assert [is_refused(answer) for answer in answers] == [name not in OPEN_TO_ALL] * 2
    client.raise_request_exception = name not in NO_PREVIEW
    response = ask(client, trees.nadia, name, trees.page("ar"))
    assert is_refused(response) == (name in NO_PREVIEW)
    assert (tables() == before) == (VIEWS[name] == READ), getattr(response, "context_data", 0)


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_bulk_actions_leave_other_languages_alone(client, trees, action):
    client.force_login(trees.nadia)
    french = [trees.page("fr").pk, trees.page("en").pk]
    before = tables()

    ids = "&".join(f"id={pk}" for pk in french)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    client.post(f"{address}?{ids}", {"chooser": trees.homes["ar"].pk})

    assert tables() == before
    found = bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    assert {item.action_type for item in found} == {"delete", "move", "publish", "unpublish"}


@pytest.mark.parametrize("name", ["move_confirm", "copy"])
def test_own_pages_come_under_no_page_of_another_language(client, trees, name):
    client.force_login(trees.nadia)
    page, parent = trees.page("ar"), trees.homes["fr"].pk
    before = tables()

    if name == "copy":
        fields = {"new_title": "New", "new_slug": "new", "new_parent_page": parent}
        client.post(address("copy", page), fields)
    else:
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent]))

    assert tables() == before


@pytest.mark.parametrize("code", ["fr", "en"])
def test_no_translation_begins_by_rights_in_one_language_alone(client, trees, code):
    """It takes the right to change the original, and rights where the translation goes."""
    client.force_login(trees.nadia)
    water = StandardPage.objects.get(slug="water", locale__language_code="ar")
    begin = "wagtail_localize:submit_page_translation"
    locale, arabic = trees.site.locale(code).pk, trees.site.locale("ar").pk
    before = tables()

    client.post(reverse(begin, args=[water.pk]), {"locales": [locale]})
    client.post(reverse(begin, args=[trees.site.session.pk]), {"locales": [arabic]})
    client.post(reverse("wagtail_localize:convert_to_alias", args=[trees.page("fr").pk]))

    assert tables() == before


ACTED = {
    "edit": lambda page, _home: {"instance": page},
    "delete": lambda page, _home: {"page": page},
    "publish": lambda page, _home: {"revision": page.latest_revision},
    "unpublish": lambda page, _home: {"page": page},
    "move": lambda page, home: {"page": page, "target": home, "pos": "last-child"},
    "copy": lambda page, home: {"page": page, "to": home, "update_attrs": {"slug": "new"}},
    "revert": lambda page, _home: {"instance": page, "revision": page.latest_revision},
}


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("name", ACTED)
def test_actions_of_the_rest_api_ask_for_the_page(trees, name, code):
    page = trees.page(code)
    action = action_registry.get_action_class(StandardPage, name)
    before = tables()

    with pytest.raises(PermissionDenied):
        action(**ACTED[name](page, trees.homes[code]), user=trees.nadia).execute()

    assert tables() == before
