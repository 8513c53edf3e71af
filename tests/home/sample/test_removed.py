"""After the removal: all that was invented is gone, and nothing else, which takes a minute once."""

from dataclasses import dataclass
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Site

from cms.media.samples import SampleMixin
from events.models import ProgrammeSlot, SlotSpeaker, TrainingSessionPage
from home.models import HomePage, Menu, SiteSettings, StandardPage
from home.sample.remove import Removal, find_sample_content
from organizations.models import OrganizationPage, PersonPage

pytestmark = [
    pytest.mark.usefixtures("removed", "db"),
    pytest.mark.xdist_group("sample-content"),
]


@dataclass
class Own:
    """What somebody has written between the sample content."""

    above: StandardPage
    below: StandardPage
    with_blocks: StandardPage
    removal: Removal
    told: str


@pytest.fixture(scope="module")
def removed(loaded, django_db_blocker, media_folder):
    """Remove the sample content for the tests of this file, beside which somebody has written."""
    media = override_settings(MEDIA_ROOT=str(media_folder))
    with django_db_blocker.unblock(), media, transaction.atomic():
        own = write()
        told = StringIO()
        call_command("remove_sample_content", "--yes", stdout=told)
        yield Own(*own, told.getvalue())
        transaction.set_rollback(True)


def write():
    above = StandardPage.objects.get(slug="blocks", locale__language_code="en")
    with_blocks = StandardPage(title="Ours", slug="ours", body=above.body.get_prep_value())
    above.get_parent().add_child(instance=with_blocks)
    below = StandardPage(title="Cookies", slug="cookies")
    above.add_child(instance=below)
    home = HomePage.objects.get(locale__language_code="en")
    home.title = "A draft"
    home.save_revision()
    settings = site_settings()
    settings.telephone = "+33177497632"
    settings.save()
    text = settings.texts.get(locale__language_code="fr")
    text.footer = "Notre pied de page"
    text.save()
    return above, below, with_blocks, find_sample_content()


def site_settings():
    return SiteSettings.for_site(Site.objects.get(is_default_site=True))


def test_removal_leaves_the_facts(removed):
    marked = [model for model in apps.get_models() if issubclass(model, SampleMixin)]

    left = [item.pk for model in marked for item in model.objects.filter(is_sample=True)]
    assert left == [removed.above.pk]
    assert not Collection.objects.filter(name__startswith="Sample").exists()
    assert OrganizationPage.objects.filter(locale__language_code="en").count() == 9
    assert set(PersonPage.objects.values_list("title", flat=True)) == {"Jean-Paul Huchon"}
    session = TrainingSessionPage.objects.get(locale__language_code="en")
    assert session.slug == "climate-2015"
    assert len(session.programme) == 0
    assert not ProgrammeSlot.objects.exists()
    assert not SlotSpeaker.objects.exists()


def test_what_stays_can_be_published_again_as_it_is():
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()


def test_nothing_points_at_what_was_removed():
    footer = Menu.objects.get(handle="footer", locale__language_code="en")
    assert [item.value["label"] for item in footer.items] == ["Contact", "Sample link"]
    home = HomePage.objects.get(locale__language_code="en")
    assert "sessions" not in {block.block_type for block in home.body}


def test_blocks_of_own_pages_lose_removed_documents_and_pictures(removed):
    removed.with_blocks.refresh_from_db()

    assert [block.block_type for block in removed.with_blocks.body] == [
        "heading",
        "rich_text",
        "quote",
        "table",
        "accordion",
        "embed",
    ]


def test_a_page_above_somebodys_own_page_is_kept_and_said_to_be(removed):
    assert [page.pk for page in removed.removal.kept] == [removed.above.pk]
    pages = StandardPage.objects.filter(pk__in=[removed.above.pk, removed.below.pk])
    assert pages.count() == 2
    assert f"KEEP {removed.above.url_path}" in removed.told


def test_a_draft_of_a_page_that_stays_is_changed_but_not_published():
    home = HomePage.objects.get(locale__language_code="en")
    draft = home.get_latest_revision_as_object()

    assert home.title != "A draft"
    assert draft.title == "A draft"
    assert "sessions" not in {block.block_type for block in draft.body}


def test_settings_lose_what_is_invented_and_keep_what_somebody_wrote():
    left = site_settings()

    assert (left.email, left.telephone) == ("", "+33177497632")
    assert [link.url for link in left.social_links.all()] == []
    assert [text.footer for text in left.texts.all() if text.footer] == ["Notre pied de page"]
    assert not Redirect.objects.exists()
