"""Pages of lists: sizes, cursors, totals, and content that changes in between."""

import base64
import datetime
import json

import pytest

from tests.factories import (
    OrganizationPageFactory,
    StandardPageFactory,
    TrainingSessionPageFactory,
)
from tests.support.graphql import ask, ask_raw, codes

from .conftest import translated

LIST = """query ($first: Int, $after: String, $last: Int, $before: String, $order: [OrganizationOrder!]) {
  organizations(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
    nodes { title } edges { cursor }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}"""


@pytest.fixture
def organizations(site):
    """Give twelve organizations: two founded in each of four years, four of unknown age."""
    years = [1985, 1996, 1985, None, 1960, 1996, None, 1960, 1982, None, 1982, None]
    return [
        OrganizationPageFactory(
            parent=site.organizations,
            title=f"Organization {number:02}",
            established=year and datetime.date(year, 1, 1),
        )
        for number, year in enumerate(years)
    ]


def walk(**arguments):
    """Give the titles of all pages of the list, forwards or backwards."""
    titles, size = [], "first" if "first" in arguments else "last"
    for _ in range(20):
        found = ask(LIST, **arguments)["organizations"]
        page = [node["title"] for node in found["nodes"]]
        titles = [*titles, *page] if size == "first" else [*page, *titles]
        info = found["pageInfo"]
        if not info["hasNextPage" if size == "first" else "hasPreviousPage"]:
            return titles
        arguments["after" if size == "first" else "before"] = info[
            "endCursor" if size == "first" else "startCursor"
        ]
    raise AssertionError("the list has no end")


def test_without_a_size_a_list_has_the_size_that_the_schema_says(organizations):
    for number in range(10):
        OrganizationPageFactory(parent=organizations[0].get_parent(), title=f"More {number}")

    assert len(ask("{ organizations { nodes { id } } }")["organizations"]["nodes"]) == 20
    assert len(ask("{ organizations(last: 3) { nodes { id } } }")["organizations"]["nodes"]) == 3
    assert len(ask("{ routes { nodes { path } } }")["routes"]["nodes"]) > 20


@pytest.mark.parametrize(
    "order", ["TITLE_ASC", "TITLE_DESC", "ESTABLISHED_ASC", "ESTABLISHED_DESC"]
)
@pytest.mark.parametrize("size", [1, 5, 100])
def test_pages_of_any_size_make_the_whole_list(organizations, order, size):
    forwards = walk(first=size, order=[order])
    backwards = walk(last=size, order=[order])

    assert forwards == backwards
    assert len(set(forwards)) == len(organizations)
    if order == "ESTABLISHED_DESC":
        assert forwards[:4] == [f"Organization {number}" for number in ("01", "05", "00", "02")]
        assert {title[-2:] for title in forwards[8:]} == {"03", "06", "09", "11"}


def test_page_in_the_middle_knows_both_sides(organizations):
    first = ask(LIST, first=5)["organizations"]
    middle = ask(LIST, first=5, after=first["pageInfo"]["endCursor"])["organizations"]
    last = ask(LIST, first=5, after=middle["pageInfo"]["endCursor"])["organizations"]

    sides = [
        (page["pageInfo"]["hasPreviousPage"], page["pageInfo"]["hasNextPage"])
        for page in (first, middle, last)
    ]
    assert sides == [(False, True), (True, True), (True, False)]
    assert [page["totalCount"] for page in (first, middle, last)] == [12, 12, 12]
    assert middle["edges"][-1]["cursor"] == middle["pageInfo"]["endCursor"]


def test_item_published_or_removed_in_between_shifts_nothing(site, organizations):
    first = ask(LIST, first=5)["organizations"]
    OrganizationPageFactory(parent=site.organizations, title="Organization 00a")
    organizations[2].unpublish()
    organizations[4].unpublish()

    rest = ask(LIST, first=100, after=first["pageInfo"]["endCursor"])["organizations"]

    assert [node["title"] for node in rest["nodes"]] == [
        f"Organization {number:02}" for number in range(5, 12)
    ]


@pytest.mark.parametrize(
    ("fields", "reads"),
    [
        ("nodes { title }", ["LIMIT"]),
        ("pageInfo { hasNextPage }", ["LIMIT"]),
        ("totalCount", ["COUNT("]),
        ("totalCount nodes { title }", ["LIMIT", "COUNT("]),
        ("totalCount ...{ edges { cursor } }", ["LIMIT", "COUNT("]),
        ("__typename", []),
    ],
)
def test_items_and_total_are_read_only_if_asked_for_and_then_together(
    organizations, count_queries, fields, reads
):
    with count_queries() as counted:
        ask(f"{{ organizations {{ {fields} }} }}")
    statements = [item["sql"] for item in counted if "organizationpage" in item["sql"]]

    assert len(statements) == bool(reads)
    assert [word for word in ("LIMIT", "COUNT(") if word in "".join(statements)] == reads


@pytest.mark.parametrize(
    "arguments",
    [
        {"first": -1},
        {"first": 101},
        {"first": 100000},
        {"last": -1},
        {"last": 101},
        {"first": 1, "last": 1},
        {"after": "nonsense"},
        {"after": ""},
        {"after": "é"},
        {"after": "x" * 5000},
        {"after": base64.b64encode(b"[1]").decode()},
        {"after": base64.b64encode(b"[[1],2]").decode()},
        {"after": base64.b64encode(b'["a","b"]').decode()},
        {"after": base64.b64encode(json.dumps(["a", 2**70]).encode()).decode()},
        {"after": base64.b64encode(b'["a",null]').decode()},
        {"after": base64.b64encode(b'["a\\u0000",1]').decode()},
        {"after": base64.b64encode(b'["a",1,2]').decode()},
        {"before": base64.b64encode(b"{}").decode()},
        {"after": base64.b64encode(b"[" * 600).decode()},
        {"after": base64.b64encode(b'["\\ud800", 1]').decode()},
        {"after": base64.b64encode(b"[NaN, 1]").decode()},
    ],
)
def test_bad_sizes_and_cursors_are_refused(organizations, arguments):
    assert codes(ask_raw(LIST, **arguments)) == ["BAD_USER_INPUT"]


def test_size_that_is_no_integer_of_32_bits_is_refused_before_execution(organizations):
    answer = ask_raw(
        "query ($first: Int) { organizations(first: $first) { totalCount } }", first=2**63
    )

    assert "data" not in answer or answer["data"] is None
    assert codes(answer) in (["BAD_USER_INPUT"], ["GRAPHQL_VALIDATION_FAILED"])


def test_size_of_nothing_is_nothing(organizations):
    found = ask(LIST, first=0)["organizations"]

    assert found["nodes"] == []
    assert found["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


def test_list_of_nothing_has_neither_side(site):
    found = ask(LIST)["organizations"]

    assert found == {
        "nodes": [],
        "edges": [],
        "pageInfo": {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
        "totalCount": 0,
    }


def test_twenty_are_given_unless_asked_otherwise(site):
    for number in range(25):
        StandardPageFactory(parent=site.home, slug=f"page-{number}")

    found = ask("{ pages(filter: { types: [StandardPage] }) { nodes { id } totalCount } }")["pages"]

    assert [len(found["nodes"]), found["totalCount"]] == [20, 25]


def test_nested_lists_are_cut_and_counted_for_each_parent(site):
    for name, count in (("a", 3), ("b", 1), ("c", 0)):
        section = StandardPageFactory(parent=site.home, title=name, slug=name)
        for number in range(count):
            StandardPageFactory(parent=section, title=f"{name}{number}", slug=f"{name}-{number}")
    query = """query ($after: String) { pages(filter: { types: [StandardPage] }, first: 100) { nodes { title
      children(first: 2, after: $after) { totalCount nodes { title } edges { cursor }
        pageInfo { hasNextPage } } } } }"""

    nodes = {node["title"]: node["children"] for node in ask(query)["pages"]["nodes"]}

    assert nodes["a"]["nodes"] == [{"title": "a0"}, {"title": "a1"}]
    assert [nodes[name]["totalCount"] for name in "abc"] == [3, 1, 0]
    assert [nodes[name]["pageInfo"]["hasNextPage"] for name in "abc"] == [True, False, False]
    cursor = nodes["a"]["edges"][-1]["cursor"]
    rest = {node["title"]: node["children"] for node in ask(query, after=cursor)["pages"]["nodes"]}
    assert rest["a"]["nodes"] == [{"title": "a2"}]


def test_list_of_one_parent_at_many_places_is_the_same_at_each(site):
    centre = OrganizationPageFactory(parent=site.organizations, title="Centre")
    for title in ("a", "b", "c"):
        StandardPageFactory(parent=centre, title=title, slug=title)
    for number in range(3):
        session = TrainingSessionPageFactory(parent=site.trainings, slug=f"s{number}")
        session.organizers.create(organization=centre)
        session.save()
    query = """{ sessions { nodes { organizers { organization { title
        two: children(first: 2) { totalCount pageInfo { hasNextPage } nodes { title } }
        last: children(last: 2) { nodes { title } }
        children { nodes { title } } sessions { nodes { path } } } } } } }"""

    expected = {
        "title": "Centre",
        "two": {
            "totalCount": 3,
            "pageInfo": {"hasNextPage": True},
            "nodes": [{"title": "a"}, {"title": "b"}],
        },
        "last": {"nodes": [{"title": "b"}, {"title": "c"}]},
        "children": {"nodes": [{"title": title} for title in ("a", "b", "c")]},
        "sessions": {"nodes": [{"path": f"/trainings/s{number}/"} for number in range(3)]},
    }
    # In later runs what follows is read along.
    for _ in range(3):
        nodes = ask(query)["sessions"]["nodes"]
        assert [node["organizers"] for node in nodes] == [[{"organization": expected}]] * 3


SESSION_ORDERS = ["START_ASC", "START_DESC", "TITLE_ASC", "TITLE_DESC", "LAST_PUBLISHED_DESC"]


@pytest.mark.parametrize("order", SESSION_ORDERS)
@pytest.mark.parametrize("first", [0, 1, 4, 100])
def test_list_found_by_words_is_the_same_with_its_total(site, order, first):
    days = [9, 1, 4, 9, 4, 4, 1]
    for number, day in enumerate(days):
        session = TrainingSessionPageFactory(
            parent=site.trainings,
            title=f"Rivers {number}",
            start_date=datetime.date(2027, 3, day),
            end_date=datetime.date(2027, 3, day),
        )
        if number == 2:
            translated(session, site.french, title="Rivers en français")
    TrainingSessionPageFactory(parent=site.trainings, title="Something else")
    OrganizationPageFactory(parent=site.organizations, title="Rivers trust")
    items = "edges { cursor node { id title path locale { code } } } pageInfo { hasNextPage }"
    query = f"""query ($first: Int, $order: [SessionOrder!], $locales: [LocaleCode!]) {{
      sessions(filter: {{ search: "rivers" }}, orderBy: $order, first: $first, locales: $locales)
      {{ %s {items} }} }}"""
    asked = {"first": first, "order": [order], "locales": ["FR", "EN"]}

    counted = ask(query % "totalCount", **asked)["sessions"]

    assert counted.pop("totalCount") == len(days)
    assert counted == ask(query % "", **asked)["sessions"]
    assert len(counted["edges"]) == min(first, len(days))
