"""Several languages of one page are public at one instant: all of them, or none."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision
from wagtail_localize.models import TranslationSource

from cms.pages.publishing import REFUSED, TOGETHER
from events.models import TrainingSessionPage
from tests.factories import TrainingSessionPageFactory
from tests.support.graphql import ask
from tests.support.translated_site import DAY, again, write
from translations.domain.drafting import begin, save_draft
from translations.domain.review import send_for_review


@pytest.fixture
def draft(site):
    """Give an English session that is not public, and drafts of it in Arabic and Korean."""
    page = TrainingSessionPageFactory(
        parent=site.trainings,
        slug="floods",
        title="Floods",
        start_date=DAY,
        end_date=DAY,
        live=False,
    )
    page.title = "Floods in cities"
    page.save_revision()
    for code, title in (("ar", "فيضانات المدن"), ("ko", "도시의 홍수")):
        translation = begin(
            TrainingSessionPage.objects.get(pk=page.pk),
            site.locale(code),
            site.boss,
            from_draft=True,
        )
        write(translation, {"Floods in cities": title})
        save_draft(again(translation), site.boss)
    return page


def source_of(page):
    return TranslationSource.objects.get(object_id=page.translation_key)


def texts_of(source):
    return set(source.stringsegment_set.values_list("string__data", flat=True))


def url_of(page):
    return reverse("translations_release", args=[source_of(page).pk])


def titles(page):
    """Give what is public of a page, by language."""
    query = """
    query ($key: UUID!) {
      en: session(key: $key, locale: EN) { title }
      ar: session(key: $key, locale: AR) { title }
      ko: session(key: $key, locale: KO) { title }
    }
    """
    answer = ask(query, key=str(page.translation_key))
    return {code: found["title"] for code, found in answer.items() if found}


def release(client, site, page, *codes, **values):
    locales = [site.locale(code).pk for code in codes]
    return client.post(url_of(page), {"locales": locales, **values})


ALL = {"en": "Floods in cities", "ar": "فيضانات المدن", "ko": "도시의 홍수"}


def test_draft_and_its_translations_are_public_together(client, site, draft):
    client.force_login(site.boss)
    assert titles(draft) == {}

    response = release(client, site, draft, "en", "ar", "ko")

    assert response["Location"] == url_of(draft)
    assert titles(draft) == ALL
    query = "query ($key: UUID!) { session(key: $key, locale: AR) { isOutdated } }"
    assert ask(query, key=str(draft.translation_key))["session"]["isOutdated"] is False


def test_what_is_not_translated_is_not_proposed(client, site, draft):
    page = TrainingSessionPage.objects.get(pk=draft.pk)
    begin(page, site.locale("fr"), site.boss, from_draft=True)
    client.force_login(site.boss)

    shown = client.get(url_of(draft)).context["rows"]

    assert {row["member"].locale.language_code: row["is_chosen"] for row in shown} == {
        "en": True, "ar": True, "ko": True, "fr": False,
    }  # fmt: skip


def test_only_what_is_chosen_is_published(client, site, draft):
    client.force_login(site.boss)

    release(client, site, draft, "en", "ko")

    assert titles(draft).keys() == {"en", "ko"}


def test_nothing_chosen_changes_nothing(client, site, draft):
    client.force_login(site.boss)

    response = release(client, site, draft)

    assert "Choose at least one language." in response.content.decode()
    assert titles(draft) == {}


def test_one_that_is_not_fit_keeps_all_back(client, site, draft):
    page = TrainingSessionPage.objects.get(pk=draft.pk)
    page.title = "Floods in cities"
    page.end_date = DAY - datetime.timedelta(days=3)
    page.save_revision(clean=False)
    client.force_login(site.boss)
    before = Revision.objects.count()

    response = release(client, site, draft, "ko", "ar", "en")

    text = response.content.decode()
    assert "English: " in text
    assert "all languages are published, or none" in text
    assert titles(draft) == {}
    assert Revision.objects.count() == before


@pytest.mark.parametrize("name", ["Translators: Arabic", "Reviewers: Arabic"])
def test_roles_see_and_publish_their_language_only(client, site, draft, name):
    client.force_login(site.member("amal", name))

    shown = client.get(url_of(draft)).content.decode()
    assert "Floods in cities</bdi>" not in shown
    assert release(client, site, draft, "ar", "ko")["Location"] == reverse("wagtailadmin_home")
    assert titles(draft) == {}
    release(client, site, draft, "ar")

    assert titles(draft) == ({"ar": ALL["ar"]} if name.startswith("Reviewers") else {})


def test_who_has_nothing_to_do_with_it_is_refused(client, site, draft):
    client.force_login(site.member("jeanne", "Reviewers: French"))

    home = reverse("wagtailadmin_home")
    assert client.get(url_of(draft))["Location"] == home
    assert release(client, site, draft, "en", "ar")["Location"] == home
    assert titles(draft) == {}
    assert client.get(reverse("translations_release", args=[99999])).status_code == 404
    client.logout()
    assert client.get(url_of(draft)).status_code == 302


def test_open_review_is_said_and_keeps_all_back(client, site, draft):
    translation = source_of(draft).translations.get(target_locale=site.locale("ar"))
    send_for_review(translation, site.boss)
    client.force_login(site.boss)

    assert "A review is open." in client.get(url_of(draft)).content.decode()
    response = release(client, site, draft, "en", "ar")

    assert "Arabic: A review is open." in response.content.decode()
    assert titles(draft) == {}


def schedule(client, site, page, *codes):
    client.force_login(site.boss)
    soon = timezone.localtime() + datetime.timedelta(days=1)
    release(client, site, page, *codes, go_live_at=f"{soon:%Y-%m-%dT%H:%M}")
    assert titles(page) == {}
    due = timezone.now().replace(microsecond=0) - datetime.timedelta(minutes=1)
    waiting = Revision.objects.exclude(approved_go_live_at=None)
    assert waiting.values("approved_go_live_at").distinct().count() == 1
    for revision in waiting:
        revision.content["go_live_at"] = due.isoformat()
        revision.approved_go_live_at = due
        revision.save()


def test_scheduled_languages_are_public_at_one_instant(client, site, draft):
    schedule(client, site, draft, "en", "ar", "ko")

    call_command("publish_scheduled")

    assert titles(draft) == ALL
    assert PageLogEntry.objects.filter(action=TOGETHER).count() == 3
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_scheduled_group_with_one_that_is_not_fit_stays_as_it_is(client, site, draft):
    schedule(client, site, draft, "en", "ar", "ko")
    last = Revision.objects.exclude(approved_go_live_at=None).order_by("pk").last()
    last.content["title"] = ""
    last.save()

    call_command("publish_scheduled")
    call_command("publish_scheduled")

    assert titles(draft) == {}
    assert PageLogEntry.objects.filter(action=REFUSED).count() == 3
    assert not PageLogEntry.objects.filter(action=TOGETHER).exists()


def test_dry_run_publishes_nothing(client, site, draft, capsys):
    schedule(client, site, draft, "en", "ar")

    call_command("publish_scheduled", dryrun=True)

    assert titles(draft) == {}
    assert "Floods in cities" in capsys.readouterr().out


def test_translators_do_not_read_a_draft_before_an_editor_hands_it_out(client, site):
    page = TrainingSessionPage.objects.get(pk=site.session.pk)
    page.title = "Secret title"
    page.save_revision()
    translator = site.member("amal", "Translators: Arabic")
    client.force_login(translator)
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert "From the draft" not in client.get(url).content.decode()

    client.post(url, {"locales": [site.locale("ar").pk], "from_draft": "on"})
    source = source_of(page)
    assert "Secret title" not in texts_of(source)

    client.force_login(site.boss)
    update = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert "From the draft" in client.get(update).content.decode()
    client.post(update, {"from_draft": "on"})
    assert "Secret title" in texts_of(source)


def test_original_leads_its_publishers_here(client, site, draft):
    client.force_login(site.boss)

    editor = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()

    assert url_of(draft) in editor
