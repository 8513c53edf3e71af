"""Lists end where their descriptions say."""

import datetime

import pytest
from wagtail.models import Page

from tests.factories import (
    MenuFactory,
    StandardPageFactory,
)
from tests.support.graphql import ask

pytestmark = pytest.mark.django_db


def test_body_ends_after_500_blocks(site):
    page = StandardPageFactory(parent=site.home, slug="long")
    page.body = [{"type": "rich_text", "value": f"<p>{number}</p>"} for number in range(501)]
    page.save(clean=False)
    query = """{ page(path: "/long/") { ... on StandardPage {
        body { ... on RichTextBlock { value { text } } } } } }"""

    body = ask(query)["page"]["body"]

    assert [block["value"]["text"] for block in body] == [str(number) for number in range(500)]


@pytest.mark.parametrize(("items", "children"), [(101, 0), (1, 21)])
def test_menu_ends_after_100_items_and_20_below_each(site, items, children):
    link = {"label": "Link", "page": None, "url": "https://example.org/", "document": None}
    value = {**link, "children": [link] * children}
    MenuFactory(
        handle="main", locale=site.english, items=[{"type": "item", "value": value}] * items
    )

    menu = ask('{ menu(handle: "main") { items { children { label } } } }')["menu"]

    assert [len(item["children"]) for item in menu["items"]] == [min(children, 20)] * min(
        items, 100
    )


def test_pages_by_the_time_of_their_publication(site):
    day = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
    for number in range(3):
        page = StandardPageFactory(parent=site.home, slug=f"page-{number}")
        moment = day + datetime.timedelta(days=number)
        Page.objects.filter(pk=page.pk).update(last_published_at=moment)
    query = "query ($filter: PageFilter) { pages(filter: $filter) { nodes { slug } } }"

    found = ask(
        query,
        filter={"publishedSince": "2026-05-01T00:00:00Z", "publishedUntil": "2026-05-03T00:00:00Z"},
    )

    assert [page["slug"] for page in found["pages"]["nodes"]] == ["page-0", "page-1"]
