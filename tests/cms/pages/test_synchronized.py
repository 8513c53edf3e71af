"""Synchronised fields: one value in all locales, whichever way it is written."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from organizations.models import OrganizationFact, OrganizationIdentifier, OrganizationRelation
from tests.factories import (
    ContactPointFactory,
    HomePageFactory,
    LocaleFactory,
    NewsPageFactory,
    OrganizationPageFactory,
    PersonPageFactory,
    SiteFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db

MAY = datetime.date(2015, 5, 1)
JUNE = datetime.date(2015, 6, 22)


def translate(page, code):
    """A live translation."""
    translation = page.copy_for_translation(LocaleFactory(language_code=code), copy_parents=True)
    translation.title = f"{page.title} ({code})"
    translation.save_revision().publish()
    translation.refresh_from_db()
    return translation


def publish(page):
    """Publish, and give the page as it is stored, with its rows."""
    page.save_revision().publish()
    page.refresh_from_db()
    return type(page).objects.get(pk=page.pk)


def test_publishing_the_source_changes_all_translations_at_once():
    news = NewsPageFactory(date=MAY)
    french, arabic = translate(news, "fr"), translate(news, "ar")

    news.date = JUNE
    publish(news)

    for translation, code in ((french, "fr"), (arabic, "ar")):
        translation.refresh_from_db()
        assert translation.date == JUNE
        assert translation.title == f"{news.title} ({code})"
        assert translation.live


def test_draft_of_the_source_changes_no_translation():
    news = NewsPageFactory(date=MAY)
    french = translate(news, "fr")

    news.date = JUNE
    news.save_revision()

    french.refresh_from_db()
    assert french.date == MAY


def test_draft_of_a_translation_takes_the_new_value_and_keeps_its_text():
    news = NewsPageFactory(date=MAY)
    french = translate(news, "fr")
    french.title = "Brouillon"
    french.save_revision()

    news.date = JUNE
    publish(news)

    draft = type(news).objects.get(pk=french.pk).get_latest_revision_as_object()
    assert (draft.title, draft.date) == ("Brouillon", JUNE)


def test_no_revision_is_added_so_no_translation_looks_stale():
    news = NewsPageFactory(date=MAY)
    french = translate(news, "fr")
    before = (french.revisions.count(), french.latest_revision_created_at, french.last_published_at)

    news.date = JUNE
    publish(news)

    french.refresh_from_db()
    after = (french.revisions.count(), french.latest_revision_created_at, french.last_published_at)
    assert after == before
    assert not french.has_unpublished_changes


def test_translation_cannot_go_live_with_a_value_of_its_own():
    news = NewsPageFactory(date=MAY)
    french = translate(news, "fr")

    french.date = JUNE
    publish(french)

    assert french.date == MAY
    news.refresh_from_db()
    assert news.date == MAY


def test_unpublished_edit_of_the_source_does_not_leak_through_a_translation():
    news = NewsPageFactory(date=MAY)
    french = translate(news, "fr")
    news.unpublish()
    news.refresh_from_db()
    news.date = JUNE
    news.save()

    publish(french)

    assert french.date == MAY


def test_translations_that_are_not_live_stay_so():
    news = NewsPageFactory(date=MAY)
    draft = news.copy_for_translation(LocaleFactory(language_code="fr"), copy_parents=True)

    news.date = JUNE
    publish(news)

    draft.refresh_from_db()
    assert (draft.live, draft.date) == (False, JUNE)


def test_rows_without_text_are_replaced_and_only_when_they_differ():
    host = OrganizationPageFactory()
    centre = OrganizationPageFactory(parent=host.get_parent())
    french = translate(centre, "fr")
    centre.relations.add(OrganizationRelation(kind="HOSTED_BY", organization=host))
    centre.identifiers.add(OrganizationIdentifier(scheme="WIKIDATA", value="Q90"))
    publish(centre)
    first = list(french.relations.model.objects.filter(page=french).values_list("pk", flat=True))

    publish(centre)

    relations = OrganizationRelation.objects.filter(page=french)
    assert [(r.kind, r.organization_id) for r in relations] == [("HOSTED_BY", host.pk)]
    assert [r.pk for r in relations] == first
    assert OrganizationIdentifier.objects.get(page=french).value == "Q90"


def test_facts_share_numbers_and_keep_their_labels():
    centre = OrganizationPageFactory()
    centre.facts.add(OrganizationFact(label="Members", value=120, qualifier="MORE_THAN"))
    centre = publish(centre)
    french = type(centre).objects.get(pk=translate(centre, "fr").pk)
    fact = french.facts.get()
    fact.label = "Membres"
    french.facts.add(fact)
    publish(french)

    fact = centre.facts.get()
    fact.value = 136
    centre.facts.add(fact)
    publish(centre)

    stored = OrganizationFact.objects.get(page=french)
    assert (stored.label, stored.value, stored.qualifier) == ("Membres", 136, "MORE_THAN")


def test_facts_in_a_draft_of_a_translation_follow_too():
    centre = OrganizationPageFactory()
    centre.facts.add(OrganizationFact(label="Members", value=120))
    centre = publish(centre)
    french = type(centre).objects.get(pk=translate(centre, "fr").pk)
    fact = french.facts.get()
    fact.label = "Membres"
    french.facts.add(fact)
    french.save_revision()

    fact = centre.facts.get()
    fact.value = 136
    centre.facts.add(fact)
    publish(centre)

    draft = type(centre).objects.get(pk=french.pk).get_latest_revision_as_object().facts.get()
    assert (draft.label, draft.value) == ("Membres", 136)


def test_chosen_snippets_are_shared():
    centre = OrganizationPageFactory()
    french = translate(centre, "fr")
    desk = ContactPointFactory()
    centre.contact_points.add(desk)
    publish(centre)

    assert list(type(centre).objects.get(pk=french.pk).contact_points.all()) == [desk]


def test_snippets_share_what_is_synchronised():
    desk = ContactPointFactory(name="Registration", telephone="+33 1 77 49 76 32")
    french = desk.copy_for_translation(LocaleFactory(language_code="fr"))
    french.name = "Inscriptions"
    french.save()

    desk.telephone = "+33 1 77 49 76 38"
    desk.telephone_display = ""
    desk.save_revision().publish()

    french.refresh_from_db()
    assert (french.name, french.telephone) == ("Inscriptions", "+33177497638")


def test_aliases_are_left_to_wagtail():
    news = NewsPageFactory(date=MAY)
    alias = news.copy_for_translation(
        LocaleFactory(language_code="fr"), copy_parents=True, alias=True
    )

    news.date = JUNE
    publish(news)

    alias.refresh_from_db()
    assert (alias.date, alias.alias_of_id) == (JUNE, news.pk)


def test_failed_publishing_changes_no_translation():
    news = NewsPageFactory(date=MAY)
    french = translate(news, "fr")
    news.date = None

    with pytest.raises(ValidationError):
        publish(news)

    french.refresh_from_db()
    assert french.date == MAY


@pytest.mark.parametrize("number", [1, 3])
def test_unchanged_translations_cost_three_statements_each(number, count_queries):
    news = NewsPageFactory(date=MAY)
    for code in ("fr", "ar", "fa")[:number]:
        translate(news, code)

    with count_queries() as queries:
        news.synchronize_translations()

    # The third looks whether what a draft refers to is still noted right.
    assert len(queries) == 2 + 3 * number


class TestSlug:
    """Slugs follow the source unless an editor chose another."""

    def test_translation_follows_the_source(self):
        page = StandardPageFactory(slug="about")
        french = translate(page, "fr")

        page.slug = "about-us"
        publish(page)

        french.refresh_from_db()
        assert french.slug == "about-us"
        assert french.url_path.endswith("/about-us/")

    def test_chosen_slug_stays(self):
        page = StandardPageFactory(slug="about")
        french = translate(page, "fr")
        french.slug = "a-propos"
        publish(french)

        page.slug = "about-us"
        publish(page)

        french.refresh_from_db()
        assert french.slug == "a-propos"

    def test_slug_in_use_is_not_taken(self):
        page = StandardPageFactory(slug="about")
        french = translate(page, "fr")
        StandardPageFactory(parent=french.get_parent(), slug="about-us")

        page.slug = "about-us"
        publish(page)

        french.refresh_from_db()
        assert french.slug == "about"

    def test_draft_of_the_translation_follows_too(self):
        page = StandardPageFactory(slug="about")
        french = translate(page, "fr")
        french.title = "Brouillon"
        french.save_revision()

        page.slug = "about-us"
        publish(page)

        draft = type(page).objects.get(pk=french.pk).get_latest_revision_as_object()
        assert (draft.slug, draft.title) == ("about-us", "Brouillon")

    def test_change_in_a_translation_stays_there(self):
        page = StandardPageFactory(slug="about")
        french = translate(page, "fr")

        french.slug = "a-propos"
        publish(french)

        page.refresh_from_db()
        assert page.slug == "about"

    def test_arabic_title_of_a_translation_gives_the_slug_of_the_source(self):
        page = StandardPageFactory(slug="about")
        arabic = page.copy_for_translation(LocaleFactory(language_code="ar"), copy_parents=True)
        arabic.title, arabic.slug = "من نحن", ""
        publish(arabic)

        assert arabic.slug == "about"


def test_consent_withdrawn_in_the_source_is_withdrawn_everywhere():
    person = PersonPageFactory(public_consent=True, email="v.said@example.org")
    french = translate(person, "fr")

    person.public_consent, person.email = False, ""
    publish(person)

    french.refresh_from_db()
    assert (french.public_consent, french.email, french.public_email) == (False, "", "")


def test_home_pages_keep_their_slugs():
    home = SiteFactory(root_page=HomePageFactory(slug="home")).root_page
    french = translate(home, "fr")

    home.slug = "start"
    publish(home)

    french.refresh_from_db()
    assert french.slug == "home-fr"
