"""Removing: all that is invented and nothing else."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Collection, Page

from cms.media.samples import SampleMixin
from events.models import ProgrammeSlot, SlotSpeaker, TrainingSessionPage
from home.models import HomePage, Menu, StandardPage
from home.sample.remove import find_sample_content, remove_sample_content
from home.sample.source import read, sessions
from organizations.models import OrganizationPage, PersonPage

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.xdist_group("sample-content")]

MARKED = [model for model in apps.get_models() if issubclass(model, SampleMixin)]


def count_marked():
    return sum(model.objects.filter(is_sample=True).count() for model in MARKED)


def test_invented_things_are_marked_and_facts_are_not():
    real = {data["id"] for data in read("organizations")["organizations"] if not data["sample"]}
    invented = {data["id"] for data in sessions() if data.get("sample", True)}

    pages = OrganizationPage.objects.filter(is_sample=False, locale__language_code="en")
    assert set(pages.values_list("slug", flat=True)) == real
    pages = TrainingSessionPage.objects.filter(is_sample=True, locale__language_code="fr")
    assert set(pages.values_list("slug", flat=True)) == invented
    assert PersonPage.objects.filter(is_sample=True, locale__language_code="en").count() == 24


def test_a_dry_run_lists_and_removes_nothing():
    before, out = count_marked(), StringIO()

    call_command("remove_sample_content", stdout=out)

    assert count_marked() == before > 100
    assert "delete training session: /home/trainings/cairo/cairo-heat-2024/" in out.getvalue()
    assert "climate-2015" not in out.getvalue().replace("change", "")
    assert out.getvalue().rstrip().endswith("other objects.")


def test_removal_leaves_the_facts():
    out = StringIO()

    call_command("remove_sample_content", "--yes", stdout=out)

    assert count_marked() == 0
    assert not Collection.objects.filter(name__startswith="Sample").exists()
    assert OrganizationPage.objects.filter(locale__language_code="en").count() == 9
    assert set(PersonPage.objects.values_list("title", flat=True)) == {"Jean-Paul Huchon"}
    session = TrainingSessionPage.objects.get(locale__language_code="en")
    assert session.slug == "climate-2015"
    assert len(session.programme) == 0
    assert not ProgrammeSlot.objects.exists()
    assert not SlotSpeaker.objects.exists()


def test_nothing_points_at_what_was_removed():
    remove_sample_content(find_sample_content())

    footer = Menu.objects.get(handle="footer", locale__language_code="en")
    assert [item.value["label"] for item in footer.items] == ["Contact", "Sample link"]
    home = HomePage.objects.get(locale__language_code="en")
    assert "sessions" not in {block.block_type for block in home.body}
    # What stays can be published again as it is.
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()


def test_blocks_of_own_pages_lose_removed_documents_and_pictures():
    sample = StandardPage.objects.get(slug="blocks", locale__language_code="en")
    own = StandardPage(title="Ours", slug="ours", body=sample.body.get_prep_value())
    sample.get_parent().add_child(instance=own)

    remove_sample_content(find_sample_content())

    own.refresh_from_db()
    assert [block.block_type for block in own.body] == [
        "heading",
        "rich_text",
        "quote",
        "table",
        "accordion",
        "embed",
    ]


def test_a_page_above_somebodys_own_page_is_kept():
    above = StandardPage.objects.get(slug="privacy", locale__language_code="en")
    own = StandardPage(title="Cookies", slug="cookies")
    above.add_child(instance=own)

    removal = find_sample_content()
    remove_sample_content(removal)

    assert [page.pk for page in removal.kept] == [above.pk]
    assert StandardPage.objects.filter(pk__in=[above.pk, own.pk]).count() == 2


def test_a_draft_of_a_page_that_stays_is_changed_but_not_published():
    home = HomePage.objects.get(locale__language_code="en")
    home.title = "A draft"
    home.save_revision()

    remove_sample_content(find_sample_content())

    home.refresh_from_db()
    draft = home.get_latest_revision_as_object()
    assert home.title != "A draft"
    assert draft.title == "A draft"
    assert "sessions" not in {block.block_type for block in draft.body}
