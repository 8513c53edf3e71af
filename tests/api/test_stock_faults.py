"""The faults that the stock packages have, asked of our endpoint: it must have none of them.

P1 … P16 are the numbers under which the faults were found by running the stock packages.
"""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from cms.schema import schema
from home.models import HomePage
from tests.factories import (
    CollectionFactory,
    CollectionViewRestrictionFactory,
    ContactPointFactory,
    DocumentFactory,
    HomePageFactory,
    ImageFactory,
    SessionDocumentFactory,
    SiteFactory,
    StandardPageFactory,
    TrainingSessionPageFactory,
    VenueFactory,
    day_block,
    slot_block,
)
from tests.support.graphql import ask, ask_raw, codes

from .conftest import translated

SECRET = "Confidential"


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def private_collection():
    collection = CollectionFactory()
    CollectionViewRestrictionFactory(collection=collection)
    return collection


def test_p1_draft_parent_is_not_shown(site):
    draft = StandardPageFactory(parent=site.home, title=SECRET, slug="draft", live=False)
    StandardPageFactory(parent=draft, title="Child", slug="child")

    data = ask('{ page(path: "/draft/child/") { title parent { title } breadcrumbs { title } } }')

    assert data["page"] == {"title": "Child", "parent": None, "breadcrumbs": [{"title": "Home"}]}


@pytest.mark.parametrize("state", ["draft", "login", "expired"])
def test_p2_p3_search_finds_nothing_hidden(site, state):
    StandardPageFactory(parent=site.home, title=f"Open {SECRET}", slug="open")
    hidden = StandardPageFactory(
        parent=site.home, title=SECRET, slug="hidden", live=state != "draft"
    )
    if state == "login":
        restrict(hidden)
    if state == "expired":
        Page.objects.filter(pk=hidden.pk).update(expire_at=timezone.now() - timedelta(seconds=1))

    data = ask(f'{{ search(query: "{SECRET}") {{ totalCount nodes {{ slug }} }} }}')

    assert data["search"] == {"totalCount": 1, "nodes": [{"slug": "open"}]}


def test_p4_redirect_to_a_draft_is_absent(site):
    draft = StandardPageFactory(parent=site.home, title=SECRET, slug="draft", live=False)
    Redirect.objects.create(old_path="/old", redirect_page=draft)

    assert ask('{ redirect(path: "/old") { url } redirects { totalCount nodes { path } } }') == {
        "redirect": None,
        "redirects": {"totalCount": 0, "nodes": []},
    }


def test_p5_drafts_of_snippets_are_not_listed_and_lists_are_bounded(site):
    ContactPointFactory.create_batch(21)
    ContactPointFactory(name=SECRET, live=False)

    data = ask("{ contactPoints { totalCount nodes { name } } }")
    refused = ask_raw("{ contactPoints(first: 301) { totalCount } }")

    assert data["contactPoints"]["totalCount"] == 21
    assert len(data["contactPoints"]["nodes"]) == 20
    assert SECRET not in json.dumps(data)
    assert codes(refused) == ["BAD_USER_INPUT"]


def test_p6_reference_to_a_draft_snippet_leads_nowhere(site):
    TrainingSessionPageFactory(
        parent=site.trainings, slug="s", venue=VenueFactory(name=SECRET, live=False)
    )

    assert ask('{ session(path: "/trainings/s/") { venue { name } } }') == {
        "session": {"venue": None}
    }


def test_p7_files_below_a_private_collection_are_not_shown(site):
    place = CollectionFactory(parent=private_collection())
    session = TrainingSessionPageFactory(
        parent=site.trainings, slug="s", listing_image=ImageFactory(collection=place)
    )
    SessionDocumentFactory(page=session, document=DocumentFactory(title=SECRET, collection=place))

    data = ask('{ session(path: "/trainings/s/") { listingImage { id } documents { title } } }')

    assert data == {"session": {"listingImage": None, "documents": []}}


def test_p7_bytes_of_private_files_are_answered_like_missing_ones(site, client, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    place = CollectionFactory(parent=private_collection())
    image = ImageFactory(collection=place)
    rendition = image.get_rendition("fill-16x12|format-webp")
    document = DocumentFactory(collection=place)
    missing = client.get("/media/no-such-file.png")
    client.defaults["HTTP_X_REQUEST_ID"] = "the-same-id"

    for file in (image.file, rendition.file, document.file):
        answer = client.get(f"/media/{file.name}")
        assert (answer.status_code, answer.content) == (missing.status_code, missing.content)
    assert missing.status_code == 404
    hidden = client.get(document.url)
    unknown = client.get("/documents/999999/document.pdf")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)


@pytest.mark.parametrize("order", ["owner__password", "nope", "path"])
def test_p8_p9_orders_are_an_enum_and_errors_name_no_column(site, order):
    for value in (order, json.dumps(order)):
        answer = ask_raw(f"{{ pages(orderBy: [{value}]) {{ totalCount }} }}")
        assert "data" not in answer or answer["data"] is None
        text = json.dumps(answer["errors"])
        assert not any(
            name in text for name in ("draft_title", "url_path", "content_type", "numchild")
        )


def test_p10_same_slug_in_two_languages(site):
    page = StandardPageFactory(parent=site.home, title="About", slug="about")
    translated(page, site.french, "À propos")

    data = ask('{ en: page(path: "/about/") { title } fr: page(path: "/fr/about/") { title } }')

    assert data == {"en": {"title": "About"}, "fr": {"title": "À propos"}}


def test_p11_pages_know_their_languages():
    fields = schema.graphql_schema.type_map["PageInterface"].fields

    assert {"key", "locale", "contentLocale", "isFallback", "translations"} <= fields.keys()


def test_p13_nested_lists_are_refused_before_they_are_read(site, django_assert_num_queries):
    nested = "{ title }"
    for _ in range(3):
        nested = f"{{ children(first: 100) {{ nodes {{ parent {nested} }} }} }}"

    with django_assert_num_queries(0):
        answer = ask_raw(f'{{ page(path: "/") {nested} }}')

    assert codes(answer) == ["QUERY_TOO_COMPLEX"]


def test_p14_many_aliases_are_refused(site, django_assert_num_queries):
    aliases = " ".join(f'a{number}: page(path: "/") {{ title }}' for number in range(200))

    with django_assert_num_queries(0):
        answer = ask_raw(f"{{ {aliases} }}")

    assert codes(answer) == ["QUERY_TOO_COMPLEX"]


def test_p15_renditions_are_of_named_presets_and_made_by_no_read(site):
    image = ImageFactory()
    StandardPageFactory(parent=site.home, slug="about", listing_image=image)
    before = image.renditions.count()
    arguments = schema.graphql_schema.type_map["Image"].fields["rendition"].args

    ask('{ page(path: "/about/") { listingImage { rendition(preset: CARD) { url } } } }')

    assert list(arguments) == ["preset"]
    assert image.renditions.count() == before


def test_p16_reading_sets_no_cookie_and_varies_by_none(site, client):
    answer = client.get("/graphql/", {"query": "{ site { name } }"})

    assert answer.status_code == 200
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert answer.has_header("Cache-Control")


class TestLanguages:
    def test_programme_says_nothing_of_a_hidden_translation(self, site):
        programme = [day_block("2015-06-22"), slot_block("Opening", name="opening")]
        session = TrainingSessionPageFactory(parent=site.trainings, slug="s", programme=programme)
        french = translated(
            session,
            site.french,
            "Formation",
            programme=[day_block("2015-06-22"), slot_block(SECRET, name="opening")],
        )
        restrict(french)
        query = """{ session(path: "/trainings/s/", locales: [FR, EN]) {
            programme { days { slots { title textLocale { code } } } } } }"""
        query_by_key = query.replace('path: "/trainings/s/"', f'key: "{session.translation_key}"')

        slots = [{"title": "Opening", "textLocale": {"code": "EN"}}]
        for text in (query, query_by_key):
            assert ask(text)["session"]["programme"]["days"] == [{"slots": slots}]

    def test_hidden_original_is_no_translation(self, site):
        page = StandardPageFactory(parent=site.home, title=SECRET, slug="about")
        translated(page, site.french, "À propos")
        restrict(page)

        data = ask(
            """{ page(path: "/fr/about/") { contentLocale { code }
            translations { title status lastSourceChange } } }"""
        )

        assert data == {"page": {"contentLocale": {"code": "FR"}, "translations": []}}

    def test_alias_of_a_hidden_original_shows_no_way_to_it(self, site):
        page = StandardPageFactory(parent=site.home, title="About", slug="confidential-place")
        page.create_alias(
            parent=site.home_fr,
            update_slug="about",
            update_locale=site.french,
            reset_translation_key=False,
        )
        restrict(page)

        answer = ask(
            """{ page(path: "/fr/about/") { title contentLocale { code } seo { canonicalUrl }
            translations { path } } routes { nodes { path alternates { path } } } }"""
        )

        assert answer["page"]["contentLocale"] == {"code": "EN"}
        assert "confidential-place" not in json.dumps(answer)

    def test_language_with_an_unpublished_home_page_is_not_public(self, site):
        StandardPageFactory(parent=site.home_fr, title=SECRET, slug="about", locale=site.french)
        assert ask("{ locales { code } }")["locales"] == [
            {"code": "EN"},
            {"code": "FR"},
            {"code": "AR"},
        ]

        HomePage.objects.get(pk=site.home_fr.pk).unpublish()

        answer = ask(
            """{ locales { code } site { locales { code } } routes { nodes { path } }
            page(path: "/fr/about/") { title } pages(locale: FR) { totalCount } }"""
        )
        assert answer["locales"] == answer["site"]["locales"] == [{"code": "EN"}, {"code": "AR"}]
        assert answer["page"] is None
        assert answer["pages"] == {"totalCount": 0}
        assert not any("/fr/" in node["path"] for node in answer["routes"]["nodes"])

    def test_private_home_page_hides_all_below(self, site):
        restrict(site.home)

        data = ask('{ locales { code } pages { totalCount } page(path: "/trainings/") { title } }')

        assert data == {
            "locales": [{"code": "FR"}, {"code": "AR"}],
            "pages": {"totalCount": 0},
            "page": None,
        }

    @pytest.mark.parametrize("locale", ["KO", "ES"])
    def test_language_without_pages_is_no_error(self, site, locale):
        data = ask(
            f"""{{ routes(locale: {locale}) {{ totalCount }}
            redirect(path: "/old", locale: {locale}) {{ url }}
            pages(locale: {locale}) {{ totalCount }} site(locale: {locale}) {{ name }} }}"""
        )

        assert data["routes"] == data["pages"] == {"totalCount": 0}
        assert data["redirect"] is None

    def test_language_that_the_settings_list_no_more_is_gone(self, site, settings):
        page = StandardPageFactory(parent=site.home, title="About", slug="about")
        translated(page, site.french, SECRET)
        settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("ar", "Arabic")]

        answer = ask(
            """{ locales { code } pages { nodes { title translations { title } } }
            routes { nodes { path alternates { path } } } page(path: "/fr/about/") { title } }"""
        )

        assert answer["page"] is None
        assert SECRET not in json.dumps(answer)


def test_other_site_is_answered_only_when_it_is_asked_for(site):
    home = HomePageFactory(title=SECRET, slug="other")
    SiteFactory(hostname="other.example.org", root_page=home)
    page = StandardPageFactory(parent=home, title=SECRET, slug="about")
    query = "{ pages(SITE) { nodes { title } } page(SITE id: ID) { title } }"
    query = query.replace("ID)", f"{page.pk})")

    here = ask(query.replace("(SITE)", "").replace("SITE ", ""))
    there = ask(query.replace("SITE", 'site: "other.example.org"'))

    assert SECRET not in json.dumps(here)
    assert here["page"] is None
    assert there["page"] == {"title": SECRET}
    assert ask(query.replace("SITE", 'site: "OTHER.Example.org"')) == there
    assert codes(ask_raw('{ pages(site: "unknown.example.org") { totalCount } }')) == [
        "BAD_USER_INPUT"
    ]
