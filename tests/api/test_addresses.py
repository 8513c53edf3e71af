"""Addresses that editors type instead of choosing a page: menus, buttons, rich text."""

import pytest
from wagtail.models import Locale, PageViewRestriction

from tests.factories import MenuFactory, StandardPageFactory
from tests.support.graphql import ask

pytestmark = pytest.mark.django_db
ROOT = "http://miti.example.org"
CASES = [
    ("/zqdraft/", None, None),
    (f"{ROOT}/zqdraft/?a=1", None, None),
    ("/zqprivate/below/", None, None),
    ("/de/zqgone/", None, None),
    ("/about/#team", f"{ROOT}/about/#team", "/about/#team"),
    (f"{ROOT}/about", f"{ROOT}/about/", "/about/"),
    ("/app/", "/app/", "/app/"),
    ("https://www.example.org/zqdraft/", *["https://www.example.org/zqdraft/"] * 2),
    ("mailto:zqdraft@example.org", *["mailto:zqdraft@example.org"] * 2),
]


@pytest.fixture
def pages(site, settings):
    """Give a site with a public page and pages that are hidden for several reasons."""
    StandardPageFactory(parent=site.home, slug="about")
    StandardPageFactory(parent=site.home, slug="zqdraft", live=False)
    private = StandardPageFactory(parent=site.home, slug="zqprivate")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    StandardPageFactory(parent=private, slug="below")
    german = Locale.objects.create(language_code="de")
    home = site.home.copy_for_translation(german)
    home.save_revision().publish()
    StandardPageFactory(parent=home, slug="zqgone", locale=german)
    return site


@pytest.mark.parametrize(("typed", "url", "_path"), CASES)
def test_menu_item(pages, typed, url, _path):
    item = {"label": "Secret", "page": None, "url": typed, "document": None}
    heading = {"label": "Heading", "page": None, "url": "", "document": None, "children": [item]}
    MenuFactory(
        handle="main",
        locale=pages.english,
        items=[
            {"type": "item", "value": {**item, "children": []}},
            {"type": "item", "value": heading},
        ],
    )
    query = '{ menu(handle: "main") { items { url page { path } children { label url } } } }'
    page = {"path": "/about/"} if url and "/about/" in url else None
    child = {"label": "Secret", "url": url}

    assert ask(query)["menu"]["items"] == (
        [
            {"url": url, "page": page, "children": []},
            {"url": None, "page": None, "children": [child]},
        ]
        if url
        else []
    )


@pytest.mark.parametrize(("typed", "url", "_path"), CASES)
def test_button(pages, typed, url, _path):
    value = {"label": "Secret", "page": None, "url": typed, "document": None}
    page = StandardPageFactory(parent=pages.home, slug="buttons")
    page.body = [{"type": "button", "value": value}]
    page.save(clean=False)
    query = """{ page(path: "/buttons/") { ... on StandardPage {
        body { ... on ButtonBlock { label url } } } } }"""

    assert ask(query)["page"]["body"] == ([{"label": "Secret", "url": url}] if url else [])


@pytest.mark.parametrize(("typed", "_url", "path"), CASES)
def test_rich_text(pages, typed, _url, path):
    StandardPageFactory(
        parent=pages.home,
        slug="texts",
        body=[{"type": "rich_text", "value": f'<p><a href="{typed}">here</a></p>'}],
    )
    query = """{ page(path: "/texts/") { ... on StandardPage {
        body { ... on RichTextBlock { value { html } } } } } }"""
    html = f'<p><a href="{path}">here</a></p>' if path else "<p>here</p>"

    assert ask(query)["page"]["body"] == [{"value": {"html": html}}]


def test_many_addresses_are_one_question(pages, count_queries):
    def statements(number):
        links = "".join(f'<a href="/new-{number}-{item}/">x</a>' for item in range(number))
        page = StandardPageFactory(
            parent=pages.home,
            slug=f"texts-{number}",
            body=[{"type": "rich_text", "value": f'<p>{links}<a href="/about/">y</a></p>'}],
        )
        with count_queries() as queries:
            ask(f"""{{ page(path: "/{page.slug}/") {{ ... on StandardPage {{
                body {{ ... on RichTextBlock {{ value {{ html }} }} }} }} }} }}""")
        return len(queries)

    assert statements(1) == statements(60)
