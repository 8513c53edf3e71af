"""One object in the place of another everywhere: previewed, all or nothing, undone."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision

from cms.references.models import Replacement
from cms.references.replacing import (
    REPLACED,
    plan_replacement,
    replace_everywhere,
    undo_replacement,
)
from cms.references.uses import uses_of
from events.models import ProgrammeSlot, SlotSpeaker, TrainingSessionPage
from home.models import Menu, StandardPage
from organizations.models import PersonPage
from tests.factories import PersonPageFactory, SessionOrganizerFactory, ThemeFactory


def speakers(session):
    """Give the titles of who speaks in the public programme."""
    page = TrainingSessionPage.objects.get(pk=session.pk)
    return [
        item["person"].title
        for block in page.programme
        if block.block_type == "slot"
        for item in block.value["speakers"]
    ]


def link_of(page):
    return StandardPage.objects.get(pk=page.pk).introduction


def replace_url(page, new=None):
    address = reverse("references_replace", args=["wagtailcore", "page", page.pk])
    return address if new is None else f"{address}?new={new.pk}"


@pytest.fixture
def used(world, session_with, text_with, menu_with):
    """Have Anna used in public pages, a menu, a redirect and a draft."""
    world.session = session_with(world.anna, title="Zqsession")
    world.text = text_with(world.anna, title="Zqtext")
    world.menu = menu_with(world.anna)
    world.redirect = Redirect.objects.create(old_path="/old", redirect_page=world.anna)
    world.draft = text_with(world.boris, title="Zqdraft")
    world.draft.introduction = f'<p><a id="{world.anna.pk}" linktype="page">her</a></p>'
    world.draft.save_revision()
    world.draft.refresh_from_db()
    return world


def test_all_references_are_changed_and_nothing_else_uses_the_old_one(used, admin_user):
    replacement = replace_everywhere(used.anna, used.boris, admin_user)

    assert uses_of([used.anna]) == []
    assert speakers(used.session) == ["Boris"]
    assert f'id="{used.boris.pk}"' in link_of(used.text)
    assert Menu.objects.get(pk=used.menu.pk).items[0].value["page"].pk == used.boris.pk
    assert Redirect.objects.get(pk=used.redirect.pk).redirect_page_id == used.boris.pk
    draft = StandardPage.objects.get(pk=used.draft.pk)
    assert draft.has_unpublished_changes
    assert draft.get_latest_revision_as_object().introduction == (
        f'<p><a id="{used.boris.pk}" linktype="page">her</a></p>'
    )
    assert len(replacement.changes) == 5
    used.anna.delete()


def test_read_model_of_the_programme_follows(used, admin_user):
    used.session.save_revision().publish()

    replace_everywhere(used.anna, used.boris, admin_user)

    assert ProgrammeSlot.objects.filter(session=used.session).count() == 1
    assert list(SlotSpeaker.objects.values_list("person_key", flat=True)) == [
        used.boris.translation_key
    ]


def test_each_page_gets_one_revision_and_all_of_it_one_entry(used, admin_user):
    before = Revision.objects.count()

    replace_everywhere(used.anna, used.boris, admin_user)

    # Session, text, menu and draft.
    assert Revision.objects.count() - before == 4
    entry = PageLogEntry.objects.get(action=REPLACED)
    assert (entry.page_id, entry.user, entry.data["new"]) == (used.anna.pk, admin_user, "Boris")
    assert [title for _model, _pk, title in entry.data["objects"]] == [
        "Zqsession", "Zqtext", "Zqdraft", "/old", "Main menu",
    ] or len(entry.data["objects"]) == 5  # fmt: skip
    assert (
        PageLogEntry.objects.filter(page__in=[used.session.pk, used.text.pk])
        .exclude(action="wagtail.create")
        .count()
        == 0
    )


def test_page_with_a_draft_is_public_with_the_change_and_keeps_its_draft(used, admin_user):
    used.text.title = "Better title"
    used.text.save_revision()

    replace_everywhere(used.anna, used.boris, admin_user)

    page = StandardPage.objects.get(pk=used.text.pk)
    assert (page.title, page.has_unpublished_changes) == ("Zqtext", True)
    assert f'id="{used.boris.pk}"' in page.introduction
    draft = page.get_latest_revision_as_object()
    assert draft.title == "Better title"
    assert f'id="{used.boris.pk}"' in draft.introduction


def test_schedule_stays_and_holds_the_new_one(used, admin_user):
    used.text.save_revision().publish()
    used.text.refresh_from_db()
    used.text.title = "Later title"
    used.text.go_live_at = timezone.now().replace(microsecond=0) + timezone.timedelta(days=1)
    used.text.save_revision().publish()

    replace_everywhere(used.anna, used.boris, admin_user)

    page = StandardPage.objects.get(pk=used.text.pk)
    waiting = page.revisions.get(approved_go_live_at__isnull=False)
    assert (page.live, page.title) == (True, "Zqtext")
    assert waiting.approved_go_live_at == used.text.go_live_at
    assert waiting.content["title"] == "Later title"
    assert f'id=\\"{used.boris.pk}\\"' in waiting.content["introduction"].replace('"', '\\"')
    assert f'id="{used.boris.pk}"' in page.introduction
    assert page.latest_revision_id == waiting.pk


def test_undo_puts_everything_back(used, admin_user):
    used.text.title = "Better title"
    used.text.save_revision()
    replacement = replace_everywhere(used.anna, used.boris, admin_user)

    undo_replacement(replacement, admin_user)

    assert speakers(used.session) == ["Anna"]
    assert f'id="{used.anna.pk}"' in link_of(used.text)
    assert Menu.objects.get(pk=used.menu.pk).items[0].value["page"].pk == used.anna.pk
    assert Redirect.objects.get(pk=used.redirect.pk).redirect_page_id == used.anna.pk
    text = StandardPage.objects.get(pk=used.text.pk).get_latest_revision_as_object()
    assert (text.title, f'id="{used.anna.pk}"' in text.introduction) == ("Better title", True)
    assert f'id="{used.boris.pk}"' in link_of(used.draft)
    with pytest.raises(ValidationError, match="undone already"):
        undo_replacement(replacement, admin_user)


def test_undo_is_refused_once_something_was_edited(used, admin_user):
    replacement = replace_everywhere(used.anna, used.boris, admin_user)
    StandardPage.objects.get(pk=used.text.pk).save_revision()
    Redirect.objects.filter(pk=used.redirect.pk).update(old_path="/older")

    with pytest.raises(ValidationError) as refused:
        undo_replacement(replacement, admin_user)

    assert sorted(refused.value.messages) == [
        "“/old” has been edited since.", "“Zqtext” has been edited since.",
    ]  # fmt: skip
    assert speakers(used.session) == ["Boris"]


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        (lambda world: world.anna, "Choose another one"),
        (lambda world: world.centre, "same kind"),
        (lambda world: world.home_fr, "same kind"),
        (
            lambda world: PersonPageFactory(parent=world.people, title="Carla", live=False),
            "not public yet",
        ),
    ],
)
def test_new_one_must_fit(used, admin_user, new, problem):
    with pytest.raises(ValidationError, match=problem):
        replace_everywhere(used.anna, new(used), admin_user)


def test_new_one_must_be_in_the_same_language(used, admin_user):
    french = used.people.copy_for_translation(used.french)
    french.save_revision().publish()
    carla = PersonPageFactory(parent=french, title="Carla", locale=used.french)

    with pytest.raises(ValidationError, match="same language"):
        replace_everywhere(used.anna, carla, admin_user)


def test_nothing_changes_if_one_page_cannot_be_published(used, admin_user):
    StandardPage.objects.filter(pk=used.text.pk).update(slug="zq", title="")

    with pytest.raises(ValidationError, match="cannot be published"):
        replace_everywhere(used.anna, used.boris, admin_user)

    assert speakers(used.session) == ["Anna"]
    assert not Replacement.objects.exists()


def test_editor_who_may_not_edit_one_place_changes_none(used, editor):
    user = editor(used.home, "change", "publish")
    user = type(user).objects.get(pk=user.pk)

    plan = plan_replacement(used.anna, used.boris, user)

    # Neither the menu nor the redirect may be seen by who has rights on pages only.
    assert plan.problems == ["It is used in 2 that you may not see."]
    with pytest.raises(ValidationError, match="may not see"):
        replace_everywhere(used.anna, used.boris, user)


def test_locked_page_stops_it_by_name(world, text_with, editor):
    text = text_with(world.anna, title="Zqtext")
    Page.objects.filter(pk=text.pk).update(locked=True)
    user = editor(world.home, "change", "publish")

    assert plan_replacement(world.anna, world.boris, user).problems == [
        "Standard page “Zqtext”: It is locked."
    ]


def test_editor_who_may_not_publish_leaves_drafts(world, text_with, editor):
    text = text_with(world.anna, title="Zqtext")
    user = editor(world.home, "change")

    replacement = replace_everywhere(world.anna, world.boris, user)

    page = StandardPage.objects.get(pk=text.pk)
    assert f'id="{world.anna.pk}"' in page.introduction
    draft = page.get_latest_revision_as_object()
    assert f'id="{world.boris.pk}"' in draft.introduction
    undo_replacement(replacement, user)


def test_translations_and_aliases_follow(world, session_with, admin_user):
    session = session_with(world.anna)
    session.save_revision().publish()
    trainings_fr = world.trainings.copy_for_translation(world.french)
    trainings_fr.save_revision().publish()
    french = session.copy_for_translation(world.french)
    french.save_revision().publish()
    alias = session.create_alias(parent=world.trainings, update_slug="alias")

    replacement = replace_everywhere(world.anna, world.boris, admin_user)

    assert speakers(session) == speakers(french) == speakers(alias) == ["Boris"]
    undo_replacement(replacement, admin_user)
    assert speakers(session) == speakers(french) == speakers(alias) == ["Anna"]


def test_snippets_images_and_rows_are_replaced(world, session_with, admin_user):
    old, new = ThemeFactory(name="Old"), ThemeFactory(name="New")
    session = session_with()
    session.themes.add(old)
    session.save()
    SessionOrganizerFactory(page=session, organization=world.centre)
    other = type(world.centre)(title="Other", slug="other", kind=world.centre.kind)
    world.organizations.add_child(instance=other)

    replace_everywhere(old, new, admin_user)
    replacement = replace_everywhere(world.centre, other, admin_user)

    session = TrainingSessionPage.objects.get(pk=session.pk)
    assert list(session.themes.all()) == [new]
    assert session.organizers.get().organization_id == other.pk
    undo_replacement(replacement, admin_user)
    assert session.organizers.get().organization_id == world.centre.pk


# --- In the admin -----------------------------------------------------------------------------


def test_admin_shows_uses_then_changes_then_does_them(used, admin, client):
    uses = client.get(reverse("references_uses", args=["wagtailcore", "page", used.anna.pk]))
    first = client.get(replace_url(used.anna))
    preview = client.get(replace_url(used.anna, used.boris))
    done = client.post(replace_url(used.anna), {"new": used.boris.pk})

    assert len(uses.context["listing"].lines) == 5
    assert first.context["plan"] is None
    effects = {line.title: effect for line, effect in preview.context["plan"].lines}
    assert effects == {
        "Zqsession": "Published again",
        "Zqtext": "Published again",
        "Zqdraft": "Published again; the draft is changed too, and stays a draft",
        "/old": "Changed at once",
        "Main menu": "Published again",
    }
    assert done.status_code == 302
    assert speakers(used.session) == ["Boris"]
    replacement = Replacement.objects.get()
    page = client.get(reverse("references_undo", args=[replacement.pk]))
    assert page.status_code == 200
    assert client.post(reverse("references_undo", args=[replacement.pk])).status_code == 302
    assert speakers(used.session) == ["Anna"]


def test_preview_changes_nothing(used, admin, client):
    before = Revision.objects.count()

    client.get(replace_url(used.anna, used.boris))

    assert (Revision.objects.count(), Replacement.objects.exists()) == (before, False)


@pytest.mark.parametrize("name", ["references_uses", "references_replace"])
@pytest.mark.parametrize(
    "wrong", [["auth", "user", "1"], ["no", "such", "1"], ["wagtailcore", "page", "999999"],
              ["wagtailcore", "page", "x"]],
)  # fmt: skip
def test_what_is_not_there_or_no_content_is_not_found(world, admin, client, name, wrong):
    assert client.get(reverse(name, args=wrong)).status_code == 404


def test_who_may_not_see_a_page_does_not_see_its_uses(used, editor, client):
    editor(used.organizations, "change")

    for name in ("references_uses", "references_replace"):
        response = client.get(reverse(name, args=["wagtailcore", "page", used.anna.pk]))
        assert response.status_code == 302
        assert PersonPage.objects.get(pk=used.anna.pk).live


@pytest.mark.parametrize("wrong", ["", "999999", "x"])
def test_wrong_choice_is_said_at_the_field(used, admin, client, wrong):
    response = client.post(replace_url(used.anna), {"new": wrong})

    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["new"]
