"""Every view of every kind of snippet, for one's own language, another one, and nobody's."""

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.snippets.models import get_snippet_models

from tests.support.digest import digests
from tests.support.limited_site import FACTORIES, FIELDS, LimitedSite
from translations.domain.languages import LanguagePermissionPolicy
from translations.views.snippets import InLanguageMixin

LIST, READ, WRITE = "lists", "reads", "writes"
# A view of a new release of Wagtail has no line, and fails until somebody has thought about it.
VIEWS = {
    "list": LIST,
    "list_results": LIST,
    "add": WRITE,
    "edit": WRITE,
    "delete": WRITE,
    "copy": WRITE,
    "usage": READ,
    "history": READ,
    "history_results": READ,
    "preview_on_add": READ,
    "preview_on_edit": READ,
    "revisions_view": READ,
    "revisions_revert": WRITE,
    "revisions_compare": READ,
    "revisions_unschedule": WRITE,
    "unpublish": WRITE,
    "lock": WRITE,
    "unlock": WRITE,
    "workflow_action": WRITE,
    "collect_workflow_action_data": READ,
    "confirm_workflow_cancellation": READ,
    "workflow_preview": READ,
    "workflow_history": READ,
    "workflow_history_detail": READ,
}
CHOOSER = {
    "choose": LIST,
    "choose_results": LIST,
    "chosen": READ,
    "chosen_multiple": READ,
    # No kind has a form there: nothing is made in a chooser.
    "create": WRITE,
}
# A word of Wagtail's about a review, for everybody in the admin.
OPEN_TO_ALL = {"confirm_workflow_cancellation"}
# It is about no object, and stores nothing.
OF_NO_LANGUAGE = {"preview_on_add"}
BEFORE = {
    "revisions_unschedule": LimitedSite.schedule,
    "unlock": LimitedSite.lock,
    "workflow_action": LimitedSite.send,
    "collect_workflow_action_data": LimitedSite.send,
    "confirm_workflow_cancellation": LimitedSite.send,
    "workflow_preview": LimitedSite.send,
    "workflow_history_detail": LimitedSite.send,
}


def patterns_of(model):
    return {pattern.name: pattern for pattern in model.snippet_viewset.get_urlpatterns()}


CASES = [
    pytest.param(model, name, id=f"{model.__name__}-{name}")
    for model in get_snippet_models()
    for name in patterns_of(model)
]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Build it once: each test is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield LimitedSite(get_user_model())
        transaction.set_rollback(True)


@pytest.fixture
def site(built, db):
    return built


def address(model, name, item):
    state = TaskState.objects.filter(workflow_state__object_id=item.pk).last()
    values = {
        "pk": item.pk,
        "revision_id": item.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": state and state.pk,
        "task_id": state and state.task_id,
        "workflow_state_id": state and state.workflow_state_id,
    }
    names = patterns_of(model)[name].pattern.regex.groupindex
    kwargs = {key: values[key] for key in names}
    url = reverse(model.snippet_viewset.get_url_name(name), kwargs=kwargs)
    return f"{url}?locale={item.locale.language_code}" if name == "add" else url


def ask(client, user, model, name, item):
    client.force_login(user)
    url = address(model, name, item)
    fields = FIELDS[model._meta.label] | {"comment": ""}
    response = client.post(url, fields) if VIEWS[name] == WRITE else client.get(url)
    if response.status_code == 404:
        pytest.fail(f"{url}: nothing there")
    return response


def is_refused(response):
    if response.status_code == 302:
        return response["Location"] == reverse("wagtailadmin_home")
    return response.status_code == 403


def test_all_kinds_and_views_are_tried():
    kinds = {model._meta.label: patterns_of(model) for model in get_snippet_models()}

    assert kinds.keys() == FACTORIES.keys() == FIELDS.keys()
    assert set().union(*kinds.values()) == VIEWS.keys()
    for model in get_snippet_models():
        for pattern in patterns_of(model).values():
            assert issubclass(pattern.callback.view_class, InLanguageMixin), pattern
        chooser = model.snippet_viewset.chooser_viewset
        assert {pattern.name for pattern in chooser.get_urlpatterns()} == CHOOSER.keys()
        policy = model.snippet_viewset.permission_policy
        assert type(policy) is LanguagePermissionPolicy


@pytest.mark.parametrize(("model", "name"), CASES)
def test_view_is_open_in_the_own_language_alone(client, site, model, name):
    french, arabic = site.snippet(model, site.french), site.snippet(model, site.arabic)
    for item in (french, arabic):
        BEFORE.get(name, lambda _site, _item: None)(site, item)
        item.refresh_from_db()
    before = digests()

    refused = {
        who.username: is_refused(ask(client, who, model, name, french))
        for who in (site.nobody, site.nadia)
    }
    is_open = name in OF_NO_LANGUAGE or VIEWS[name] == LIST
    assert refused == {"nobody": name not in OPEN_TO_ALL, "nadia": not is_open}
    assert digests() == before

    response = ask(client, site.nadia, model, name, arabic)
    assert not is_refused(response)
    assert (digests() == before) == (VIEWS[name] != WRITE), getattr(
        response, "context_data", response
    )
    if VIEWS[name] == LIST:
        assert list(response.context["object_list"]) == [arabic]


@pytest.mark.parametrize("model", get_snippet_models())
def test_nothing_is_made_in_a_chooser(client, site, model):
    """Wagtail fails where it has no form; one would need a language, and a right in it."""
    client.force_login(site.boss)
    client.raise_request_exception = False
    chooser = model.snippet_viewset.chooser_viewset
    before = digests()

    made = client.post(reverse(chooser.get_url_name("create")), FIELDS[model._meta.label])
    shown = client.get(reverse(chooser.get_url_name("choose")))

    assert made.status_code == 500
    assert digests() == before
    assert "creation_form" not in shown.context
