"""Loading: complete, only once, in several languages, without touching what editors changed."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.models import Max
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    GroupPagePermission,
    ModelLogEntry,
    Page,
    PageLogEntry,
    ReferenceIndex,
    Revision,
    Site,
)
from wagtail.search.models import IndexEntry
from wagtail_localize.models import Translation

from cms.media.models import Document, Image
from cms.search.models import SearchEntry
from events.enums import SessionMode, SessionStatus
from events.models import ProgrammeSlot, Theme, TrainingSessionPage, Venue, find_conflicts
from home.models import HomePage, Menu, NewsPage, Notice, SiteSettings, StandardPage
from home.sample.load import load_sample_content
from home.sample.source import key
from organizations.models import ContactPoint, PersonPage

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.xdist_group("sample-content")]


def state():
    """Give what would differ if anything had been written."""
    models = (
        Page,
        Revision,
        Image,
        Document,
        Redirect,
        Theme,
        Venue,
        ContactPoint,
        Menu,
        Notice,
        ProgrammeSlot,
        Group,
    )
    logs = (PageLogEntry, ModelLogEntry, Translation)
    counts = {model.__name__: model.objects.count() for model in (*models, *logs)}
    newest = Revision.objects.aggregate(Max("pk"), Max("created_at"))
    return counts, newest, list(Page.objects.order_by("pk").values_list("pk", "last_published_at"))


def english(name):
    return TrainingSessionPage.objects.get(
        translation_key=key("session", name), locale__language_code="en"
    )


def test_a_second_run_changes_nothing():
    before = state()

    made = load_sample_content()

    assert made == {}
    assert state() == before


def test_the_command_says_that_everything_is_there():
    out, err = StringIO(), StringIO()

    call_command("load_sample_content", stdout=out, stderr=err)

    assert out.getvalue() == "Everything was there already.\n"
    assert "Pages" in err.getvalue()


@pytest.mark.once
def test_what_editors_changed_stays_until_reset():
    page = StandardPage.objects.get(slug="privacy", locale__language_code="en")
    page.title = "Our privacy notice"
    page.save_revision().publish()

    load_sample_content()
    page.refresh_from_db()
    assert page.title == "Our privacy notice"

    load_sample_content(reset=True)
    page.refresh_from_db()
    assert page.title == "Privacy (sample)"
    assert page.revisions.count() == 3
    assert not Page.objects.filter(live=True, has_unpublished_changes=True).exists()


@pytest.mark.usefixtures("uses_may_break")
def test_what_was_deleted_comes_back():
    english("cairo-heat-2024").delete()

    assert load_sample_content()["session"] == 1
    assert english("cairo-heat-2024").live


def test_the_site_has_our_home_page_in_every_language():
    site = Site.objects.get(is_default_site=True)
    home = site.root_page.specific

    assert isinstance(home, HomePage)
    languages = HomePage.objects.filter(translation_key=home.translation_key, live=True)
    assert set(languages.values_list("locale__language_code", flat=True)) == {
        "en",
        "fr",
        "es",
        "ar",
        "fa",
        "ko",
    }
    assert SiteSettings.for_site(site).organization_name


def test_all_but_what_is_only_begun_is_published_and_in_two_languages():
    translated = (TrainingSessionPage, PersonPage, NewsPage)

    drafts = Page.objects.filter(depth__gt=1, live=False)
    assert [(page.slug, page.locale.language_code) for page in drafts] == [
        ("mexico-quake-2026", "es")
    ]
    for model in translated:
        keys = {
            code: set(
                model.objects.filter(locale__language_code=code).values_list(
                    "translation_key", flat=True
                )
            )
            for code in ("en", "fr")
        }
        assert keys["en"]
        assert keys["en"] == keys["fr"]


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_right_to_left_languages_have_pages_and_programmes(language):
    pages = Page.objects.filter(locale__language_code=language, live=True)

    assert pages.type(StandardPage).count() >= 2
    assert pages.type(TrainingSessionPage).count() >= 2
    assert ProgrammeSlot.objects.filter(texts__locale__language_code=language).exists()


def test_translations_are_finished_in_the_eyes_of_translators():
    session = english("cairo-finance-2027")
    done = {
        translation.target_locale.language_code: translation.get_progress()
        for translation in Translation.objects.filter(source__object_id=session.translation_key)
    }

    assert set(done) == {"fr", "ar"}
    for total, translated in done.values():
        assert total == translated > 20


def test_sessions_show_every_status_mode_and_several_zones():
    sessions = TrainingSessionPage.objects.filter(locale__language_code="en")

    assert sessions.count() == 15
    assert set(sessions.values_list("status", flat=True)) == set(SessionStatus.values)
    assert set(sessions.values_list("mode", flat=True)) == {*SessionMode.values, ""}
    assert len(set(sessions.values_list("time_zone", flat=True))) >= 5


def test_no_programme_has_a_conflict():
    for session in TrainingSessionPage.objects.filter(locale__language_code="en"):
        found = find_conflicts(session.programme, session)
        assert [conflict.message for conflict in found if conflict.is_error] == []


def test_a_slot_crosses_midnight():
    slot = english("cairo-night-2025").programme_slots.get(start_time="22:30")

    assert slot.day.day == 4
    assert (slot.ends_at - slot.starts_at).total_seconds() == 3 * 3600


def test_a_slot_loses_the_hour_of_summer_time():
    slot = english("paris-time-2026").programme_slots.get(start_time="23:30")

    assert (slot.ends_at - slot.starts_at).total_seconds() == 5 * 3600


def test_pictures_have_words_credit_and_focus():
    images = Image.objects.filter(is_sample=True)

    assert images.count() == 21
    assert len({round(image.width / image.height, 2) for image in images}) >= 6
    for image in images:
        assert image.credit == "MITI sample"
        assert image.has_focal_point()
        assert image.alt_text
        assert image.alt_texts.count() == 5


def test_editors_of_a_centre_have_rights_there_only():
    group = Group.objects.get(name="Editors: Cairo")
    paths = GroupPagePermission.objects.filter(group=group).values_list("page__url_path", flat=True)

    assert set(paths) == {
        f"/{home}/{place}/cairo/"
        for home in ("home", "home-fr", "home-es", "home-ar", "home-fa", "home-ko")
        for place in ("trainings", "organizations")
    }


def test_centres_review_their_own_pages_and_miti_all_others():
    session = english("paris-river-2027")

    assert [task.name for task in session.get_workflow().tasks] == ["Review: Paris"]
    home = session.get_site().root_page
    assert [task.name for task in home.get_workflow().tasks] == ["MITI publication"]


def test_menus_are_nested():
    menu = Menu.objects.get(handle="main", locale__language_code="fr")
    first = menu.items[0].value

    assert first["label"] == "Formations"
    assert [child["label"] for child in first["children"]] == [
        "Le Caire",
        "Mashhad",
        "Mexico",
        "Paris",
    ]


def references(instance):
    kind = ContentType.objects.get_for_model(instance)
    rows = ReferenceIndex.objects.filter(content_type=kind, object_id=str(instance.pk))
    return set(rows.values_list("to_content_type", "to_object_id", "model_path", "content_path"))


@pytest.mark.parametrize(
    "model", [StandardPage, TrainingSessionPage, PersonPage, NewsPage, HomePage, Menu, Notice]
)
def test_references_are_what_saving_writes(model):
    for instance in model.objects.order_by("pk"):
        before = references(instance)

        instance.save()

        assert references(instance) == before, instance


@pytest.mark.once
def test_indexes_for_search_are_what_saving_writes():
    def found():
        readers = SearchEntry.objects.order_by("page").values_list("page", "title", "words")
        editors = IndexEntry.objects.order_by("content_type", "object_id")
        return list(readers), list(editors.values_list("content_type", "object_id", "title"))

    before = found()

    for page in Page.objects.filter(depth__gt=1).specific():
        page.save()

    assert found() == before
    assert len(before[0]) == Page.objects.filter(depth__gt=1, live=True).count()
