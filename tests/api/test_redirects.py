"""Redirects: chains, what they lead to, and how much work they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from tests.factories import HomePageFactory, SiteFactory, StandardPageFactory
from tests.support.graphql import ask

pytestmark = pytest.mark.django_db
ONE = "query ($path: String!) { redirect(path: $path) { url isPermanent target { path } } }"
ALL = "{ redirects(first: 100) { totalCount nodes { path url } } }"
ROOT = "http://miti.example.org"


def redirect(old, new, **columns):
    """Make a redirect to a page or to an address."""
    target = {"redirect_link": new} if isinstance(new, str) else {"redirect_page": new}
    return Redirect.objects.create(old_path=old, **target, **columns)


def lead(path):
    found = ask(ONE, path=path)["redirect"]
    return found and (found["url"], found["target"] and found["target"]["path"])


@pytest.fixture
def pages(site):
    """Give a site with a public page, a draft and a live page below it."""
    site.about = StandardPageFactory(parent=site.home, slug="about")
    site.draft = StandardPageFactory(parent=site.home, slug="zqdraft", live=False)
    StandardPageFactory(parent=site.draft, slug="child")
    return site


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/zqdraft/", None),
        ("/zqdraft", None),
        ("/about/../zqdraft/?a=1#b", None),
        ("/%7aqdraft/", None),
        ("/zqdraft/unknown/", None),
        (f"{ROOT}/zqdraft/", None),
        ("https://MITI.example.org/zqdraft/", None),
        ("/zqdraft/child/", (f"{ROOT}/zqdraft/child/", "/zqdraft/child/")),
        ("/about", (f"{ROOT}/about/", "/about/")),
        (f"{ROOT}/about/?a=1#b", (f"{ROOT}/about/?a=1#b", "/about/")),
        ("/app/route/", (f"{ROOT}/app/route/", None)),
        (
            "https://elsewhere.example.org/zqdraft/",
            ("https://elsewhere.example.org/zqdraft/", None),
        ),
        ("https://[a]b/", None),
        ("javascript:alert(1)", None),
        ("//elsewhere.example.org/", None),
    ],
)
def test_typed_address_is_what_it_leads_to(pages, typed, expected):
    redirect("/old", typed)

    assert lead("/old") == expected
    assert ask(ALL)["redirects"] == {
        "totalCount": int(expected is not None),
        "nodes": [{"path": "/old", "url": expected[0]}] if expected else [],
    }


@pytest.mark.parametrize("is_live", [True, False])
def test_address_on_another_site_of_ours_is_kept_if_it_is_public_there(pages, is_live):
    home = HomePageFactory(slug="other")
    SiteFactory(hostname="other.example.org", root_page=home)
    StandardPageFactory(parent=home, slug="page", live=is_live)
    redirect("/old", "https://other.example.org/page/")

    assert lead("/old") == (("https://other.example.org/page/", None) if is_live else None)
    assert ask(ALL)["redirects"]["totalCount"] == int(is_live)


def test_chain_that_ends_at_something_hidden_shows_no_step_of_it(pages):
    redirect("/a", "/b/")
    redirect("/b", "/c")
    redirect("/c", pages.draft)

    assert [lead(path) for path in ("/a", "/b", "/c")] == [None] * 3
    assert ask(ALL)["redirects"] == {"totalCount": 0, "nodes": []}


def test_chain_leads_to_its_end_and_a_circle_nowhere(pages):
    redirect("/a", f"{ROOT}/b/")
    redirect("/b", "/c")
    redirect("/c", pages.about)
    redirect("/d", "/e")
    redirect("/e", "/d")
    redirect("/f", "/f")

    assert [lead(path) for path in ("/a", "/b", "/c")] == [(f"{ROOT}/about/", "/about/")] * 3
    assert [lead(path) for path in ("/d", "/e", "/f")] == [None] * 3
    assert ask(ALL)["redirects"]["totalCount"] == 3


@pytest.mark.parametrize(("length", "arrives"), [(6, True), (7, False)])
def test_chain_has_a_longest_length(pages, length, arrives):
    for number in range(1, length):
        redirect(f"/{number}", f"/{number + 1}")
    redirect(f"/{length}", "https://elsewhere.example.org/")

    assert lead("/1") == (("https://elsewhere.example.org/", None) if arrives else None)
    assert ask(ALL)["redirects"]["totalCount"] == (length if arrives else length - 1)


@pytest.mark.parametrize("temporary", [None, 0, 1, 2])
def test_chain_is_permanent_if_every_step_is(pages, temporary):
    for number, new in enumerate(("/1", "/2", pages.about)):
        redirect(f"/{number}", new, is_permanent=number != temporary)

    assert ask(ONE, path="/0")["redirect"]["isPermanent"] is (temporary is None)


def test_own_redirect_of_a_site_comes_before_one_of_all_sites(pages):
    redirect("/old", "https://all.example.org/")
    redirect("/old", "https://own.example.org/", site=pages.record)

    assert lead("/old") == ("https://own.example.org/", None)
    assert ask(ALL)["redirects"] == {
        "totalCount": 1,
        "nodes": [{"path": "/old", "url": "https://own.example.org/"}],
    }


@pytest.mark.parametrize("path", ["/old/", "/old", "old", "/%6fld/"])
def test_path_is_found_in_any_spelling(pages, path):
    redirect("/old", pages.about)

    assert lead(path) == (f"{ROOT}/about/", "/about/")


def test_list_can_be_walked_over_what_is_hidden(pages):
    for number in range(40):
        redirect(f"/{number:02}", "/about/" if number % 4 == 3 else "/zqdraft/")
    walked, after = [], ""
    while True:
        found = ask(
            f"{{ redirects(first: 3{after}) {{ totalCount nodes {{ path }} "
            "pageInfo { hasNextPage endCursor } } }"
        )["redirects"]
        walked += [node["path"] for node in found["nodes"]]
        if not found["pageInfo"]["hasNextPage"]:
            break
        after = f', after: "{found["pageInfo"]["endCursor"]}"'
    backwards = ask("{ redirects(last: 2) { nodes { path } pageInfo { hasPreviousPage } } }")

    assert walked == [f"/{number:02}" for number in range(3, 40, 4)]
    assert found["totalCount"] == 10
    assert backwards["redirects"] == {
        "nodes": [{"path": "/35"}, {"path": "/39"}],
        "pageInfo": {"hasPreviousPage": True},
    }


@pytest.mark.parametrize("query", [ONE, "{ redirects(first: 5) { nodes { url } } }", ALL])
def test_work_does_not_grow_with_the_redirects(pages, query):
    def statements():
        variables = {"path": "/0000"} if query == ONE else {}
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask(query, **variables)
        return captured.captured_queries

    for number in range(3):
        redirect(f"/{number:04}", f"/new-{number}/" if number else "/about/")
    statements()
    few = statements()
    Redirect.objects.bulk_create(
        Redirect(old_path=f"/{number:04}", redirect_link=f"/new-{number}/")
        for number in range(3, 300)
    )
    many = statements()

    assert len(many) == len(few)
    longest = max(len(item["sql"]) for item in few)
    assert max(len(item["sql"]) for item in many) < longest + (50_000 if query == ALL else 500)
