"""Administrators choose what readers get of outdated translations; the desk says what they get."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.translation_state.models import OutdatedAction, OutdatedPolicy, TranslationState
from events.models import Theme, TrainingSessionPage
from home.models import StandardPage
from tests.support.translated_site import again, write
from translations.domain.addresses import desk_url
from translations.domain.review import publish

ADD = "outdated_policies:add"


def form_of(client, model, action=OutdatedAction.HIDE):
    content_type = ContentType.objects.get_for_model(model)
    return client.post(reverse(ADD), {"content_type": content_type.pk, "action": action})


def test_administrator_sets_a_policy_once_for_a_type(client, site):
    client.force_login(site.boss)

    assert form_of(client, TrainingSessionPage)["Location"] == reverse("outdated_policies:index")
    again_ = form_of(client, TrainingSessionPage)

    assert OutdatedPolicy.objects.get().action == OutdatedAction.HIDE
    assert "already exists" in again_.content.decode()
    listing = client.get(reverse("outdated_policies:index")).content.decode()
    assert "Nothing, until it is up to date" in listing


def test_list_leads_to_each_policy_to_change_or_delete_it(client, site):
    client.force_login(site.boss)
    listing = reverse("outdated_policies:index")
    form_of(client, TrainingSessionPage)
    policy = OutdatedPolicy.objects.get()
    edit = reverse("outdated_policies:edit", args=[policy.pk])

    page = client.get(listing).content.decode()
    kind = ContentType.objects.get_for_model(TrainingSessionPage)
    answer = client.post(edit, {"content_type": kind.pk, "action": OutdatedAction.FALL_BACK})

    assert f'href="{edit}"' in page
    assert f'href="{reverse("outdated_policies:delete", args=[policy.pk])}"' in page
    assert "Training session" in page
    assert answer["Location"] == listing
    assert OutdatedPolicy.objects.get().action == OutdatedAction.FALL_BACK


def test_list_of_policies_costs_the_same_for_one_and_for_many(client, site):
    client.force_login(site.boss)
    listing = reverse("outdated_policies:index")
    form_of(client, TrainingSessionPage)
    client.get(listing)
    with CaptureQueriesContext(connection) as one:
        client.get(listing)
    form_of(client, Theme)
    form_of(client, StandardPage)
    with CaptureQueriesContext(connection) as many:
        page = client.get(listing).content.decode()

    assert page.count("outdatedpolicy/edit/") >= 3
    assert len(many) == len(one)


def test_types_without_translations_are_no_choice(client, site):
    client.force_login(site.boss)

    response = form_of(client, ContentType)

    assert not OutdatedPolicy.objects.exists()
    assert "Select a valid choice" in response.content.decode()


@pytest.mark.parametrize("has_right", [True, False])
def test_policies_take_a_right_of_their_own(client, site, has_right):
    user = site.member("mona", "Translators: Arabic")
    if has_right:
        user.user_permissions.add(Permission.objects.get(codename="add_outdatedpolicy"))
    client.force_login(user)

    form_of(client, TrainingSessionPage)

    assert OutdatedPolicy.objects.exists() == has_right


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (OutdatedAction.SHOW, "1 text that is public is outdated"),
        (OutdatedAction.HIDE, "Withdrawn: the words of the original have changed."),
        (OutdatedAction.FALL_BACK, "readers get the original at its address"),
    ],
)
def test_desk_says_what_readers_get(client, site, action, said):
    translation = site.begin(site.session)
    write(translation, {"Cool streets": "شوارع باردة"})
    publish(again(translation), site.boss)
    OutdatedPolicy.objects.create(
        content_type=ContentType.objects.get_for_model(TrainingSessionPage), action=action
    )
    page = TrainingSessionPage.objects.get(pk=site.session.pk)
    page.title = "Cooler streets"
    page.save_revision().publish()
    client.force_login(site.boss)

    shown = client.get(desk_url(translation)).content.decode()

    assert said in shown
    assert TranslationState.objects.get().outdated == ["title"]


def test_history_says_that_it_was_withdrawn(client, site):
    test_desk_says_what_readers_get(client, site, OutdatedAction.HIDE, "Withdrawn")

    history = client.get(reverse("wagtailadmin_pages:history", args=[site.page().pk]))

    assert "Outdated: hidden until it is up to date" in history.content.decode()
