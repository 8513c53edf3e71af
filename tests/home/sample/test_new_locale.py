"""A locale is added to the sample site, and its pages and snippets are translated one by one."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from cms.pages.aliases import models_with_aliases
from events.models import Theme, TrainingSessionPage
from home.models import Notice, StandardPage
from organizations.models import PersonPage
from tests.support.graphql import ask
from tests.support.translated_site import segments, write

pytestmark = pytest.mark.xdist_group("sample-content")

OVERVIEW = """query ($locale: LocaleCode!) {
  page(path: "/privacy/", locale: $locale) { locale { code } contentLocale { code } isFallback }
  menu(handle: "footer", locale: $locale) { locale { code } isFallback }
  themes(locale: $locale, first: 1) { totalCount nodes { locale { code } isFallback } }
}"""


@pytest.fixture
def editor(sample, client):
    user = get_user_model().objects.create_superuser("chief", "chief@example.org", "secret")
    client.force_login(user)
    return client


@pytest.fixture
def follow(editor):
    """Have a locale synchronised from English, in the admin."""

    def follow(code):
        locale = Locale.objects.get(language_code=code)
        component = "component-wagtail_localize_localesynchronization"
        response = editor.post(
            reverse("wagtaillocales:edit", args=[locale.pk]),
            {
                "language_code": code,
                f"{component}-enabled": "on",
                f"{component}-sync_from": Locale.objects.get(language_code="en").pk,
            },
        )
        assert response.status_code == 302, response.context["form"].errors
        return locale

    return follow


@pytest.fixture
def bare(sample):
    """Leave nothing of a language but its home page."""

    def bare(code):
        for page in Page.objects.filter(locale__language_code=code, depth=3):
            Page.objects.get(pk=page.pk).specific.delete()
        for model in models_with_aliases():
            model._default_manager.filter(locale__language_code=code).delete()
        Translation.objects.filter(target_locale__language_code=code).delete()
        StringTranslation.objects.filter(locale__language_code=code).delete()

    return bare


def live(model, code):
    found = model._default_manager.filter(locale__language_code=code, live=True)
    if model is Page:
        found = found.filter(depth__gt=1)
    return set(found.values_list("translation_key", flat=True))


@pytest.mark.parametrize("code", ["es", "ar", "fa", "ko"])
def test_a_locale_that_follows_english_has_all_of_it(follow, code):
    # A draft that somebody has begun stays a draft.
    begun = Page.objects.filter(locale__language_code=code, live=False)
    begun = set(begun.values_list("translation_key", flat=True))
    assert len(begun) == (1 if code == "es" else 0)

    follow(code)

    assert live(Page, code) == live(Page, "en") - begun
    for model in models_with_aliases():
        assert live(model, code) == live(model, "en")


def test_readers_are_told_the_language_that_an_alias_shows(bare, follow):
    bare("ko")
    follow("ko")

    english = {"code": "EN"}
    assert ask(OVERVIEW, locale="KO") == {
        "page": {"locale": {"code": "KO"}, "contentLocale": english, "isFallback": True},
        "menu": {"locale": english, "isFallback": True},
        "themes": {
            "totalCount": len(live(Theme, "en")),
            "nodes": [{"locale": english, "isFallback": True}],
        },
    }


def submit(client, instance, locale):
    """Submit a page or snippet for translation, as the admin does."""
    if isinstance(instance, Page):
        url = reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
    else:
        meta = instance._meta
        url = reverse(
            "wagtail_localize:submit_snippet_translation",
            args=[meta.app_label, meta.model_name, instance.pk],
        )
    return client.post(url, {"locales": [locale.pk]})


def of_each_type():
    """Give one original of each type of page but the home page, and of each type of snippet."""
    pages = Page.objects.filter(locale__language_code="en", depth__gt=2, alias_of=None)
    first = {page.content_type_id: page for page in pages.order_by("-pk")}
    yield from (page.specific for page in first.values())
    for model in models_with_aliases():
        yield model._default_manager.filter(locale__language_code="en").first()


@pytest.mark.parametrize("is_followed", [True, False])
def test_everything_can_be_submitted_for_translation(editor, bare, follow, is_followed):
    bare("ko")
    locale = follow("ko") if is_followed else Locale.objects.get(language_code="ko")
    originals = list(of_each_type())
    assert len(originals) == 15

    for original in originals:
        response = submit(editor, original, locale)

        assert response.status_code == 302, original
        made = type(original)._default_manager.get(
            translation_key=original.translation_key, locale=locale
        )
        assert made.latest_revision is not None


def test_every_session_can_be_submitted_for_translation(editor, bare):
    bare("es")
    locale = Locale.objects.get(language_code="es")
    sessions = TrainingSessionPage.objects.filter(locale__language_code="en", alias_of=None)

    for session in sessions:
        assert submit(editor, session, locale).status_code == 302

    made = TrainingSessionPage.objects.filter(locale=locale)
    assert made.count() == sessions.count() > 10
    assert not made.filter(live=True).exists()


def test_draft_without_what_publishing_needs_can_be_translated(editor):
    parent = TrainingSessionPage.objects.filter(locale__language_code="en").first().get_parent()
    draft = parent.add_child(
        instance=TrainingSessionPage(title="Not yet dated", live=False, time_zone="")
    )
    draft.save_revision()
    locale = Locale.objects.get(language_code="ar")

    assert submit(editor, draft, locale).status_code == 302

    made = TrainingSessionPage.objects.get(translation_key=draft.translation_key, locale=locale)
    assert (made.live, made.start_date) == (False, None)


def test_snippet_stays_an_alias_until_its_translation_is_published(editor, bare, follow):
    bare("ko")
    korean = follow("ko")
    notice = Notice.objects.filter(locale__language_code="en", live=True).first()

    submit(editor, notice, korean)
    alias = Notice.objects.get(translation_key=notice.translation_key, locale=korean)
    assert (alias.live, alias.alias_of_id) == (True, notice.pk)

    translation = Translation.objects.get(
        source__object_id=notice.translation_key, target_locale=korean
    )
    write(translation, {next(iter(segments(translation))): "알림"})
    alias.get_latest_revision().publish()
    alias.refresh_from_db()
    assert (alias.live, alias.alias_of_id) == (True, None)


def test_alias_of_a_page_follows_its_original(bare, follow):
    bare("fa")
    follow("fa")
    person = PersonPage.objects.filter(locale__language_code="en", live=True).first()

    person.honorific = "Dr"
    person.save_revision().publish()

    alias = PersonPage.objects.get(
        translation_key=person.translation_key, locale__language_code="fa"
    )
    assert (alias.honorific, alias.alias_of_id) == ("Dr", person.pk)


def test_new_page_is_there_in_the_locale_that_follows(editor, follow):
    follow("ko")
    home = Page.objects.get(locale__language_code="en", depth=2).specific
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
    form = {
        "title": "Travel",
        "slug": "travel",
        "introduction": "null",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }

    response = editor.post(url, {**form, "action-publish": "1"})

    assert response.status_code == 302
    made = StandardPage.objects.filter(slug="travel").order_by("pk")
    assert [(page.locale.language_code, page.live) for page in made] == [("en", True), ("ko", True)]
