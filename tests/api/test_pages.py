"""One page, many pages, their addresses and languages."""

import uuid

import pytest
from wagtail.models import Page, Site

from tests.factories import (
    ContactPointFactory,
    HomePageFactory,
    ImageAltTextFactory,
    ImageFactory,
    MenuFactory,
    OrganizationPageFactory,
    PersonPageFactory,
    StandardPageFactory,
    TrainingSessionPageFactory,
)
from tests.support.graphql import ask, ask_raw, codes
from tests.support.statements import anew

from .conftest import translated

PAGE = "{ id key title path url slug locale { code dir } contentLocale { code } isFallback }"


def test_page_by_path_id_and_key_is_the_same_page(site):
    page = StandardPageFactory(parent=site.home, title="About", slug="about")

    data = ask(
        """query ($path: String, $id: ID, $key: UUID) {
          path: page(path: $path) { ...P } id: page(id: $id) { ...P } key: page(key: $key) { ...P }
        }
        fragment P on PageInterface """
        + PAGE,
        path="/about/",
        id=str(page.pk),
        key=str(page.translation_key),
    )

    expected = {
        "id": str(page.pk),
        "key": str(page.translation_key),
        "title": "About",
        "path": "/about/",
        "url": "http://miti.example.org/about/",
        "slug": "about",
        "locale": {"code": "EN", "dir": "LTR"},
        "contentLocale": {"code": "EN"},
        "isFallback": False,
    }
    assert data == {"path": expected, "id": expected, "key": expected}


@pytest.mark.parametrize("path", ["/about", "about", "/about/", "//about//", "/%61bout/"])
def test_path_is_read_as_browsers_write_it(site, path):
    StandardPageFactory(parent=site.home, title="About", slug="about")

    assert ask("query ($path: String) { page(path: $path) { title } }", path=path) == {
        "page": {"title": "About"}
    }


@pytest.mark.parametrize(
    "address",
    [
        {"path": "/nothing/"},
        {"path": "/" + "x" * 3000},
        {"path": "/../about/"},
        {"path": "/ab%/"},
        {"id": "0"},
        {"id": "-1"},
        {"id": "9223372036854775808"},
        {"id": "one"},
        {"id": "１２"},
        {"key": str(uuid.UUID(int=1))},
    ],
)
def test_unknown_address_is_null(site, address):
    StandardPageFactory(parent=site.home, title="About", slug="about")

    query = "query ($path: String, $id: ID, $key: UUID) { page(path: $path, id: $id, key: $key) { title } }"

    assert ask(query, **address) == {"page": None}


@pytest.mark.parametrize("address", [{}, {"path": "/", "id": "1"}])
def test_page_needs_exactly_one_address(site, address):
    query = "query ($path: String, $id: ID) { page(path: $path, id: $id) { title } }"

    assert codes(ask_raw(query, **address)) == ["BAD_USER_INPUT"]


def test_equal_slugs_in_two_locales_are_two_pages(site):
    page = StandardPageFactory(parent=site.home, title="About", slug="about")
    translated(page, site.french, "À propos")

    data = ask(
        '{ en: page(path: "/about/") { title locale { code } }'
        ' fr: page(path: "/fr/about/") { title locale { code } }'
        ' asked: page(path: "/about/", locale: FR) { title locale { code } } }'
    )

    french = {"title": "À propos", "locale": {"code": "FR"}}
    assert data == {
        "en": {"title": "About", "locale": {"code": "EN"}},
        "fr": french,
        "asked": french,
    }


def test_path_without_prefix_is_read_below_the_home_of_the_asked_locale(site):
    StandardPageFactory(parent=site.home_fr, title="Ici", slug="ici", locale=site.french)

    data = ask('{ fr: page(path: "/ici/", locale: FR) { path } en: page(path: "/ici/") { path } }')

    assert data == {"fr": {"path": "/fr/ici/"}, "en": None}


def test_home_pages_have_the_shortest_paths(site):
    data = ask('{ en: page(path: "/") { path url } fr: page(path: "/fr/") { path url } }')

    assert data == {
        "en": {"path": "/", "url": "http://miti.example.org/"},
        "fr": {"path": "/fr/", "url": "http://miti.example.org/fr/"},
    }


def test_chain_of_locales_gives_the_first_that_exists(site):
    both = StandardPageFactory(parent=site.home, title="Both", slug="both")
    translated(both, site.french, "Les deux")
    StandardPageFactory(parent=site.home, title="English only", slug="english-only")

    query = """{
      both: page(path: "/both/", locales: [AR, FR, EN]) { title contentLocale { code } isFallback }
      single: page(path: "/english-only/", locales: [AR, FR, EN]) { title isFallback }
      strict: page(path: "/english-only/", locale: FR) { title }
      list: pages(filter: { types: [StandardPage] }, locales: [AR, FR, EN]) { totalCount nodes { title } }
      french: pages(filter: { types: [StandardPage] }, locale: FR) { totalCount nodes { title } }
    }"""

    assert ask(query) == {
        "both": {"title": "Les deux", "contentLocale": {"code": "FR"}, "isFallback": True},
        "single": {"title": "English only", "isFallback": True},
        "strict": None,
        "list": {"totalCount": 2, "nodes": [{"title": "English only"}, {"title": "Les deux"}]},
        "french": {"totalCount": 1, "nodes": [{"title": "Les deux"}]},
    }


def test_alias_tells_the_language_of_its_texts_and_is_no_translation(site):
    page = StandardPageFactory(parent=site.home, title="About", slug="about")
    alias = page.copy_for_translation(site.french, alias=True)

    data = ask(
        """{ fr: page(path: "/fr/about/") {
               title locale { code } contentLocale { code } isFallback seo { canonicalUrl }
               translations { url } }
             en: page(path: "/about/") { translations { url } }
             chain: page(path: "/about/", locales: [FR, EN]) { path }
             routes(locale: FR, first: 100) { nodes { path } } }"""
    )

    assert alias.alias_of_id == page.pk
    assert data["fr"] == {
        "title": "About",
        "locale": {"code": "FR"},
        "contentLocale": {"code": "EN"},
        "isFallback": True,
        "seo": {"canonicalUrl": "http://miti.example.org/about/"},
        "translations": [{"url": "http://miti.example.org/about/"}],
    }
    assert data["en"] == {"translations": []}
    assert data["chain"] == {"path": "/about/"}
    assert "/fr/about/" not in [route["path"] for route in data["routes"]["nodes"]]


def test_reference_to_an_untranslated_page_stays_among_the_aliases_of_the_language(site):
    page = StandardPageFactory(parent=site.home, title="About", slug="about")
    page.copy_for_translation(site.french, alias=True)
    MenuFactory(
        handle="main",
        locale=site.english,
        items=[("item", {"label": "About", "page": page, "url": "", "children": []})],
    )
    menu = """query ($locale: LocaleCode, $locales: [LocaleCode!]) {
      menu(handle: "main", locales: $locales, locale: $locale) {
        items { url page { path contentLocale { code } } } } }"""

    def leads_to(**languages):
        (item,) = ask(menu, **languages)["menu"]["items"]
        return item["url"], item["page"]

    english = (
        "http://miti.example.org/about/",
        {"path": "/about/", "contentLocale": {"code": "EN"}},
    )
    assert leads_to(locale="EN") == english
    assert leads_to(locales=["FR", "EN"]) == english
    MenuFactory(
        handle="main",
        locale=site.french,
        items=[("item", {"label": "About", "page": page, "url": "", "children": []})],
    )
    assert leads_to(locale="FR") == (
        "http://miti.example.org/fr/about/",
        {"path": "/fr/about/", "contentLocale": {"code": "EN"}},
    )


def test_translations_tell_how_they_stand_to_the_original(site):
    page = StandardPageFactory(parent=site.home, title="About", slug="about")
    page.save_revision().publish()
    translated(page, site.french, "À propos")
    arabic = translated(page, site.arabic, "حول")
    page.refresh_from_db()
    page.save_revision().publish()
    arabic.save_revision().publish()

    (french, arab) = ask(
        '{ page(path: "/about/") { translations { locale { code } title path status } } }'
    )["page"]["translations"]

    assert french == {
        "locale": {"code": "FR"},
        "title": "À propos",
        "path": "/fr/about/",
        "status": "OUTDATED",
    }
    assert arab["status"] == "CURRENT"


def test_breadcrumbs_parent_and_children_skip_what_is_hidden(site):
    section = StandardPageFactory(parent=site.home, title="Section", slug="section", live=False)
    child = StandardPageFactory(parent=section, title="Child", slug="child")
    StandardPageFactory(parent=child, title="Grandchild", slug="grandchild")
    StandardPageFactory(parent=child, title="Draft", slug="draft", live=False)

    data = ask(
        """{ page(path: "/section/child/") { breadcrumbs { title path } parent { title }
             children(first: 5) { totalCount nodes { title breadcrumbs { title } } } } }"""
    )

    assert data["page"] == {
        "breadcrumbs": [{"title": "Home", "path": "/"}],
        "parent": None,
        "children": {
            "totalCount": 1,
            "nodes": [
                {"title": "Grandchild", "breadcrumbs": [{"title": "Home"}, {"title": "Child"}]}
            ],
        },
    }


@pytest.mark.parametrize("count", [1, 20])
def test_tree_of_three_levels_costs_the_same_for_one_and_for_many(site, count, count_queries):
    for number in range(count):
        page = StandardPageFactory(parent=site.home, slug=f"section-{number}")
        for letter in "ab"[: 1 + (count > 1)]:
            StandardPageFactory(parent=page, slug=f"{number}-{letter}")
    query = """{ page(path: "/") { title children(first: 50) { nodes { title path
        children(first: 5) { nodes { title path parent { title } } } } } } }"""
    ask(query)

    with count_queries() as queries:
        data = ask(anew(query))
    with count_queries() as fewer:
        assert ask(query) == data

    assert len(data["page"]["children"]["nodes"]) == count + 3
    # The sites, which a transaction never keeps; the page; its children; theirs; their parents.
    assert len(queries) == 5
    # All but the sites in one statement, as the run before has shown.
    assert len(fewer) == 2


def test_pages_of_alternating_types_keep_their_own_answers(site):
    for number in range(6):
        factory = PersonPageFactory if number % 2 else StandardPageFactory
        factory(parent=site.home, title=f"Page {number}", slug=f"page-{number}")

    data = ask("""{ page(path: "/") { children(first: 50) { nodes {
        title slug path parent { title } ... on PersonPage { name: title } } } } }""")

    nodes = [node for node in data["page"]["children"]["nodes"] if node["slug"][:5] == "page-"]
    assert nodes == [
        {
            "title": f"Page {number}",
            "slug": f"page-{number}",
            "path": f"/page-{number}/",
            "parent": {"title": site.home.title},
            **({"name": f"Page {number}"} if number % 2 else {}),
        }
        for number in range(6)
    ]


def test_routes_give_reciprocal_alternates_with_x_default(site):
    page = StandardPageFactory(parent=site.home, title="About", slug="about")
    translated(page, site.french, "À propos")
    StandardPageFactory(parent=site.home, title="Draft", slug="draft", live=False)

    nodes = ask("{ routes { nodes { path key locale { code } alternates { hreflang path } } } }")[
        "routes"
    ]["nodes"]

    about = [node for node in nodes if node["key"] == str(page.translation_key)]
    alternates = [
        {"hreflang": "en", "path": "/about/"},
        {"hreflang": "fr", "path": "/fr/about/"},
        {"hreflang": "x-default", "path": "/about/"},
    ]
    assert [node["path"] for node in about] == ["/about/", "/fr/about/"]
    assert [node["alternates"] for node in about] == [alternates, alternates]
    assert "/draft/" not in [node["path"] for node in nodes]
    assert len(nodes) == Page.objects.live().filter(depth__gt=1).count()


def test_site_is_an_argument_and_not_the_host_header(site):
    other = HomePageFactory(title="Other home", slug="other")
    Site.objects.create(hostname="other.example.org", port=8080, root_page=other)
    StandardPageFactory(parent=other, title="Elsewhere", slug="elsewhere")

    data = ask(
        """{ here: page(path: "/elsewhere/") { title }
             there: page(path: "/elsewhere/", site: "other.example.org:8080") { title url }
             site(site: "other.example.org") { rootUrl } }"""
    )

    assert data == {
        "here": None,
        "there": {"title": "Elsewhere", "url": "http://other.example.org:8080/elsewhere/"},
        "site": {"rootUrl": "http://other.example.org:8080"},
    }


def test_unknown_site_is_bad_input(site):
    assert codes(ask_raw('{ page(path: "/", site: "nowhere") { title } }')) == ["BAD_USER_INPUT"]


def test_locales_lists_those_with_a_public_home(site):
    site.home_ar.unpublish()

    assert ask("{ locales { code } site { locales { code isDefault } } }") == {
        "locales": [{"code": "EN"}, {"code": "FR"}],
        "site": {
            "locales": [{"code": "EN", "isDefault": True}, {"code": "FR", "isDefault": False}]
        },
    }


def test_seo_falls_back_to_the_page(site):
    StandardPageFactory(
        parent=site.home, slug="a", title="A", seo_title="Better", search_description="Words"
    )
    StandardPageFactory(parent=site.home, slug="b", title="B")

    data = ask(
        """{ a: page(path: "/a/") { seo { title description siteName image { id } } }
             b: page(path: "/b/") { seo { title description canonicalUrl } } }"""
    )

    assert data == {
        "a": {
            "seo": {"title": "Better", "description": "Words", "siteName": "MITI", "image": None}
        },
        "b": {
            "seo": {"title": "B", "description": "", "canonicalUrl": "http://miti.example.org/b/"}
        },
    }


def test_pages_filters_by_type_parent_and_ancestor(site):
    section = StandardPageFactory(parent=site.home, title="Section", slug="section")
    inner = StandardPageFactory(parent=section, title="Inner", slug="inner")
    StandardPageFactory(parent=inner, title="Innermost", slug="innermost")
    OrganizationPageFactory(parent=site.organizations, title="EMRC", slug="emrc")
    PersonPageFactory(parent=site.people, title="Anna", slug="anna")
    TrainingSessionPageFactory(parent=site.trainings, title="Session", slug="session")

    query = """query ($key: UUID) {
      typed: pages(filter: { types: [OrganizationPage, PersonPage] }, orderBy: [TITLE_ASC]) { nodes { title } }
      children: pages(filter: { parent: $key }) { nodes { title } }
      below: pages(filter: { ancestor: $key }, orderBy: [TITLE_DESC]) { nodes { title } }
      none: pages(filter: { ancestor: "00000000-0000-0000-0000-000000000001" }) { totalCount }
      nothing: pages(filter: { types: [] }) { totalCount }
    }"""
    data = ask(query, key=str(section.translation_key))

    titles = {
        name: [node["title"] for node in data[name]["nodes"]]
        for name in ("typed", "children", "below")
    }
    assert titles == {
        "typed": ["Anna", "EMRC"],
        "children": ["Inner"],
        "below": ["Innermost", "Inner"],
    }
    assert data["none"] == data["nothing"] == {"totalCount": 0}


def test_contact_points_are_given_in_the_order_they_were_made(site):
    """Django adds a many-to-many field's rows in the order of a set of keys: 8 before 7."""
    contacts = [ContactPointFactory(pk=pk, name=f"Desk {pk}") for pk in (7, 8, 15, 16)]
    organization = OrganizationPageFactory(parent=site.organizations)
    organization.contact_points = contacts
    organization.save_revision().publish()

    data = ask(
        f'{{ organization(key: "{organization.translation_key}") {{ contactPoints {{ name }} }} }}'
    )

    assert [contact["name"] for contact in data["organization"]["contactPoints"]] == [
        "Desk 7",
        "Desk 8",
        "Desk 15",
        "Desk 16",
    ]


def test_alternative_text_of_the_main_language_is_what_editors_see(site):
    image = ImageFactory(alt_text="A bridge, seen from below")
    ImageAltTextFactory(image=image, locale=site.english, text="A bridge")
    ImageAltTextFactory(image=image, locale=site.french, text="Un pont")
    page = StandardPageFactory(parent=site.home, slug="about", listing_image=image)
    translated(page, site.french, "À propos")

    data = ask(
        """{ en: page(path: "/about/") { listingImage { alt } }
        fr: page(path: "/fr/about/") { listingImage { alt } } }"""
    )

    assert data["en"] == {"listingImage": {"alt": "A bridge, seen from below"}}
    assert data["fr"] == {"listingImage": {"alt": "Un pont"}}


# All that needs nothing of a page but its columns, so that rows stand for pages.
OF_COLUMNS = """fragment F on PageInterface {
  __typename id key title slug path url locale { code } contentLocale { code } isFallback
  firstPublishedAt lastPublishedAt parent { title } breadcrumbs { path }
  translations { locale { code } path status lastSourceChange }
}"""
PLACES = """
  one: page(path: "/french/", locales: [FR, EN]) { ...F ...More
    children(first: 2) {
      edges { cursor node { ...F ...More } } totalCount pageInfo { hasNextPage endCursor }
    }
  }
  sessions(first: 3, orderBy: [START_DESC]) { edges { cursor node { ...F ...More } } }
  pages(first: 20, orderBy: [TITLE_DESC]) { edges { cursor node { ...F ...More } } totalCount }
  found: search(query: "page") { edges { node { ...F ...More } titleHighlights { text } } }
  menu(handle: "main") { items { page { ...F ...More } } }
"""


def test_rows_answer_what_pages_do(site):
    parent = StandardPageFactory(parent=site.home, title="Page", slug="french")
    translated(parent, site.french, title="Page en français")
    children = [
        StandardPageFactory(parent=parent, title=f"Page {number}", slug=f"page-{number}")
        for number in range(3)
    ]
    children[0].copy_for_translation(site.arabic, copy_parents=True, alias=True)
    for _ in range(2):
        TrainingSessionPageFactory(parent=site.trainings)
    item = {"label": "Page", "page": parent, "url": "", "children": []}
    MenuFactory(handle="main", locale=site.english, items=[("item", item)])
    more = "fragment More on PageInterface { seo { title } }"
    as_pages = ask(f"{{ {PLACES} }} {OF_COLUMNS} {more}")

    def without_seo(value):
        if isinstance(value, dict):
            return {key: without_seo(item) for key, item in value.items() if key != "seo"}
        return [without_seo(item) for item in value] if isinstance(value, list) else value

    nothing_more = "fragment More on PageInterface { __typename }"
    as_rows = ask(f"{{ {PLACES} }} {OF_COLUMNS} {nothing_more}")

    assert as_rows == without_seo(as_pages)
    assert len(as_rows["pages"]["edges"]) > 5
    assert as_rows["one"]["translations"]
    assert as_rows["found"]["edges"]
    assert as_rows["menu"]["items"][0]["page"]["title"] == "Page"


def test_a_type_that_is_named_many_times_is_one_type(site):
    StandardPageFactory(parent=site.home, title="Climate")
    query = """query ($pages: [PageType!], $found: [SearchType!]) {
      pages(filter: { types: $pages }) { nodes { title } }
      search(query: "climate", types: $found) { nodes { title } }
    }"""

    data = ask(query, pages=["StandardPage"] * 3000, found=["PAGE"] * 3000)

    expected = {"nodes": [{"title": "Climate"}]}
    assert data == {"pages": expected, "search": expected}
