"""What is found to use a person, a file or a snippet, and how far each use has come."""

import datetime

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.references.uses import State, uses_of
from home.models import Menu, StandardPage
from tests.factories import (
    ContactPointFactory,
    PersonRoleFactory,
    SessionDocumentFactory,
    SessionOrganizerFactory,
    StandardPageFactory,
    ThemeFactory,
    VenueFactory,
)


def found(*items, **kwargs):
    """Give what uses objects, with its state."""
    return {(str(use.source), use.state) for use in uses_of(items, **kwargs)}


def test_programmes_texts_menus_redirects_and_sites_are_found(
    world, session_with, text_with, menu_with
):
    session_with(world.anna, world.boris)
    text_with(world.anna)
    menu_with(world.anna)
    Redirect.objects.create(old_path="/old", redirect_page=world.anna)
    Redirect.objects.create(old_path="/auto", redirect_page=world.anna, automatically_created=True)

    assert found(world.anna) == {
        ("Session", State.LIVE),
        ("Text", State.LIVE),
        ("Main menu", State.LIVE),
        ("/old", State.IN_FORCE),
    }
    assert found(world.boris) == {("Session", State.LIVE)}
    assert found(world.home) == {(str(world.site), State.IN_FORCE)}


def test_rows_of_pages_and_several_choices_are_found(world, session_with):
    theme, desk, venue = ThemeFactory(), ContactPointFactory(), VenueFactory()
    session = session_with(venue=venue)
    session.themes.add(theme)
    session.contact_points.add(desk)
    session.save()
    SessionOrganizerFactory(page=session, organization=world.centre)
    SessionDocumentFactory(page=session, document=world.document)
    PersonRoleFactory(page=world.anna, organization=world.centre)

    for item in (theme, desk, venue, world.document):
        assert found(item) == {("Session", State.LIVE)}
    assert found(world.centre) == {("Session", State.LIVE), ("Anna", State.LIVE)}


def test_images_are_found_in_fields_blocks_and_texts(world):
    world.home.hero_image = world.image
    world.home.save()
    text = f'<p><embed embedtype="image" id="{world.image.pk}" format="left" alt="" /></p>'
    StandardPageFactory(parent=world.home, title="Text", introduction=text)
    block = {"type": "image", "value": {"image": world.image.pk, "alt": "A bridge"}}
    StandardPageFactory(parent=world.home, title="Block", body=[block])

    assert found(world.image) == {
        (world.home.title, State.LIVE), ("Text", State.LIVE), ("Block", State.LIVE),
    }  # fmt: skip


def test_last_row_of_a_relation_that_is_gone_is_no_use(world, session_with):
    session = session_with()
    SessionOrganizerFactory(page=session, organization=world.centre)
    session.refresh_from_db()
    session.save()
    session.organizers.all().delete()

    assert found(world.centre) == set()


def test_draft_is_told_from_what_is_public(world, session_with, text_with):
    page = text_with(world.boris)
    page.introduction = f'<p><a linktype="page" id="{world.anna.pk}">her</a></p>'
    page.save_revision()
    session_with(world.anna, live=False)

    assert found(world.anna) == {("Text", State.DRAFT), ("Session", State.DRAFT)}
    assert found(world.boris) == {("Text", State.LIVE)}

    page.introduction = ""
    page.save_revision()

    assert found(world.anna) == {("Session", State.DRAFT)}


def test_scheduled_version_is_a_use_until_it_is_called_off(world, text_with):
    page = text_with(world.boris)
    page.save_revision().publish()
    page.refresh_from_db()
    page.introduction = f'<p><a linktype="page" id="{world.anna.pk}">her</a></p>'
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    revision = page.save_revision()
    revision.publish()
    later = StandardPage.objects.get(pk=page.pk)
    later.save_revision()

    assert found(world.anna) == {("Text", State.SCHEDULED)}

    revision.refresh_from_db()
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])

    assert found(world.anna) == set()


def test_use_that_is_over_at_the_moment_does_not_count(world, session_with):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    session_with(world.anna, expire_at=tomorrow)

    assert found(world.anna) == {("Session", State.LIVE)}
    assert found(world.anna, until=tomorrow) == {("Session", State.DRAFT)}


def test_what_goes_together_does_not_use_each_other(world, session_with):
    session = session_with(world.anna)

    assert found(world.anna, session) == set()


def test_alias_is_not_listed_beside_its_original(world, session_with):
    session = session_with(world.anna)
    session.create_alias(parent=world.trainings, update_slug="alias")

    assert found(world.anna) == {("Session", State.LIVE)}


@pytest.mark.parametrize("number", [1, 30])
def test_statements_do_not_grow_with_the_uses(
    world, session_with, text_with, menu_with, number, count_queries
):
    menu_with(world.anna)
    Redirect.objects.create(old_path="/old", redirect_page=world.anna)
    for place in range(number):
        session_with(world.anna, slug=f"session-{place}")
        text_with(world.anna, slug=f"text-{place}")
    uses_of([world.anna])

    with count_queries() as queries:
        uses = uses_of([world.anna])

    assert len(uses) == 2 * number + 2
    assert len(queries) == 8


def test_menu_is_named_once_however_often_it_leads_there(world):
    item = {"type": "item", "value": {"label": "Her", "page": world.anna.pk, "children": []}}
    Menu.objects.create(handle="twice", title="Twice", locale=world.english, items=[item, item])

    assert found(world.anna) == {("Twice", State.LIVE)}
