"""Whose drafts are named in choosers and in the sidebar, and whose are not."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from home.domain.centre_roles import create_centre_roles
from tests.factories import LocaleFactory, TrainingSessionPageFactory
from tests.support.two_centres import SECRET

HIDDEN = "A page that is not public"


@pytest.fixture
def korean(world):
    """Pages of a new language, none of them public: home page, lists, the list of Cairo."""
    locale = LocaleFactory(language_code="ko")
    pages = (world.home, world.trainings, world.centres["Cairo"].listing)
    made = [page.copy_for_translation(locale) for page in pages]
    create_centre_roles()
    return made


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_way_to_own_pages_is_open_in_a_language_that_is_not_public(client, world, korean, role):
    TrainingSessionPageFactory(parent=korean[1], title=f"{SECRET} of others", live=False)
    client.force_login(world.users[role])

    for page in korean:
        for name in ("explore", "choose_page_child", "api:pages:detail"):
            answer = client.get(reverse(f"wagtailadmin_{name}", args=[page.pk]))

            assert answer.status_code == 200
            assert HIDDEN not in answer.content.decode()
            assert SECRET not in answer.content.decode()


def test_new_title_of_what_is_public_above_is_not_shown(client, world):
    world.trainings.title = f"{SECRET} trainings"
    world.trainings.save_revision()
    client.force_login(world.users["editor"])

    answer = client.get(reverse("wagtailadmin_explore", args=[world.home.pk]))

    assert SECRET not in answer.content.decode()


def test_who_changes_themes_alone_sees_no_new_titles(client, world):
    user = world.users["translator"]
    user.user_permissions.add(Permission.objects.get(codename="change_theme"))
    client.force_login(user)
    paris = world.centres["Paris"]
    chooser = reverse("wagtailadmin_choose_page_child", args=[paris.listing.pk])
    chosen = reverse("wagtailadmin_choose_page_chosen_multiple")

    answers = [client.get(chooser), client.get(f"{chosen}?id={paris.session.pk}")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not any(SECRET in answer.content.decode() for answer in answers)


def test_who_has_left_a_centre_reads_its_drafts_no_more(client, world):
    user = world.users["editor"]
    listing = world.centres["Cairo"].listing
    TrainingSessionPageFactory(parent=listing, title="Begun by me", live=False, owner=user)
    chooser = reverse("wagtailadmin_choose_page_child", args=[listing.pk])
    client.force_login(user)
    before = client.get(chooser).content.decode()
    user.groups.set([Group.objects.get(name="Editors: Paris")])

    after = client.get(chooser).content.decode()

    assert "Begun by me" in before
    assert "Begun by me" not in after
