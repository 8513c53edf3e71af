"""The generator: the same seed gives the same site, as if each page had been published."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from wagtail.models import Page, ReferenceIndex

from cms.search.index import rebuild
from cms.search.models import SearchEntry
from events.domain.programme import rebuild_programmes
from events.models import ProgrammeSlot, SlotText, TrainingSessionPage
from home.sample.generated.digest import digest
from home.sample.generated.generate import generate
from home.sample.generated.plan import Plan
from organizations.models import PersonPage

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample-content")]


def quiet(*state):
    """Show no progress."""


@pytest.fixture(scope="module")
def five(django_db_setup, django_db_blocker, media_folder):
    """Generate five sessions in two languages, once for the tests of this module."""
    media = override_settings(MEDIA_ROOT=str(media_folder))
    with django_db_blocker.unblock(), media, transaction.atomic():
        plan = Plan(7, 5, ("en", "fr"))
        generate(plan, progress=quiet)
        yield plan
        transaction.set_rollback(True)


@pytest.fixture
def plan(five, db):
    """Give the plan of what was generated; what a test changes is rolled back."""
    return five


def digest_of(plan):
    """Generate a site, give its digest, and leave nothing of it."""
    with transaction.atomic():
        generate(plan, progress=quiet)
        found = digest(plan)
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_content_and_another_seed_another():
    first, again, other = (digest_of(Plan(seed, 2, ("en", "fr"))) for seed in (8, 8, 9))

    assert first == again != other


def test_a_larger_site_begins_with_the_smaller_one():
    small, large = Plan(3, 5, ("en",)), Plan(3, 500, ("en",))

    assert [small.session(number) for number in range(5)] == [
        large.session(number) for number in range(5)
    ]


def test_programmes_are_what_publishing_writes(plan):
    before = digest(plan)
    slots = ProgrammeSlot.objects.filter(session__in=generated_sessions())
    texts = SlotText.objects.filter(slot__in=slots)
    assert (slots.count(), texts.count()) == (5 * 24, 5 * 24 * 2)

    rebuild_programmes(None, quiet)

    assert (slots.count(), texts.count()) == (5 * 24, 5 * 24 * 2)
    assert digest(plan) == before


def test_the_search_index_is_what_a_rebuild_writes(plan):
    before = digest(plan)
    entries = set(SearchEntry.objects.values_list("page_id", "title", "body", "words"))

    rebuild()

    assert set(SearchEntry.objects.values_list("page_id", "title", "body", "words")) == entries
    assert digest(plan) == before


def test_publishing_a_generated_page_again_changes_nothing_that_readers_see(plan):
    before = digest(plan)

    people = PersonPage.objects.live().filter(url_path__contains="/generated-")
    for page in [*generated_sessions().live(), *people]:
        page.save_revision().publish()

    assert digest(plan) == before


def test_references_are_what_saving_writes(plan):
    page = generated_sessions().first()
    before = references(page)

    page.save()

    assert references(page) == before
    # At the least: cover, picture, venue, organizer, three people, and those of the programme.
    assert len(before) > 30


def generated_sessions():
    """Give them without the sample content, which other tests of this folder load."""
    return TrainingSessionPage.objects.filter(url_path__contains="/generated-").order_by("path")


def references(page):
    rows = ReferenceIndex.objects.filter(object_id=str(page.pk))
    return set(rows.values_list("to_content_type", "to_object_id", "model_path", "content_path"))


def test_the_tree_is_sound(plan):
    assert Page.find_problems() == ([], [], [], [], [])
    assert not Page.objects.filter(depth__gt=1, url_path="").exists()


def test_the_command_reports_and_refuses_a_second_time():
    out = StringIO()

    call_command("generate_content", sessions=2, locales="en,ar", seed=5, stdout=out, verbosity=0)

    assert out.getvalue().startswith("2 sessions, ")
    assert digest(Plan(5, 2, ("en", "ar"))) in out.getvalue()
    with pytest.raises(CommandError, match="there already"):
        call_command("generate_content", sessions=2, locales="en,ar", seed=5, verbosity=0)


def test_an_unknown_language_is_refused():
    with pytest.raises(CommandError, match="out of: en, fr"):
        call_command("generate_content", locales="xx", verbosity=0)


@pytest.mark.parametrize("slots_a_day", [1, 6, 10, 48])
def test_a_day_has_as_many_slots_as_asked_for_one_after_the_other(slots_a_day):
    slots = Plan(1, 1, ("en",), slots_a_day).session(0).slots
    hours = [(slot.day, hour) for slot in slots for hour in (slot.start, slot.end)]

    assert len(slots) == 4 * slots_a_day
    assert hours == sorted(set(hours))


@pytest.mark.parametrize("slots_a_day", [0, 49])
def test_too_many_slots_are_refused(slots_a_day):
    with pytest.raises(CommandError, match="1 to 48 slots"):
        call_command("generate_content", slots_a_day=slots_a_day, verbosity=0)
