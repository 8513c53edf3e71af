"""Bad values for every argument of the schema's root fields: a coded error or an empty answer."""

import base64
import json

import pytest
from django.test import Client
from graphql import GraphQLInputObjectType, GraphQLList, GraphQLNonNull, get_named_type

from cms.schema import schema
from tests.factories import PersonPageFactory

pytestmark = pytest.mark.django_db

ROOTS = schema.graphql_schema.query_type.fields
PAGED = [name for name, field in ROOTS.items() if "after" in field.args and name != "search"]
LEAKS = ("Traceback", "psycopg", "sqlite", "django", "SELECT ", ".py", "wagtail", "object at 0x")
TEXT_TYPES = ("String", "ID", "UUID", "Date", "DateTime", "Time", "JSON")
BAD_TEXTS = [
    "",
    " ",
    "a" * 20_000,
    "%",
    "_",
    "'; DROP TABLE wagtailcore_page; --",
    '"',
    "\\",
    "../../../etc/passwd",
    "///../",
    "?#",
    "\u202egnirts",
    "\u0001\u001f\x7f",
    "\ufffe\uffff",
    "🏃" * 500,
    "(a+)+$" * 50,
    "a & | ! <-> b :*",
    "*" * 300,
    "-1",
    "9" * 400,
    "0001-01-01",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    "2026-02-30",
    "WyIyMDI1LTEwLTExIiwxMjhd",
    "W251bGwsIG51bGxd",
    "eyJhIjogMX0=",
    "d57699dd-2ad3-5156-99bb-f761a5bda463",
    "/%00/",
    "/a%00b/",
    "/fr/%00/",
    "/%ED%A0%80/%C0%AF/%FF",
    "//[",
    "//[::1",
    "http://[",
    "https://[a]b/",
    "a" * 90_000,
]
BAD_NUMBERS = [-1, 0, 101, 2**31 - 1, -(2**31)]


def ask(query: str, **variables):
    return Client().post(
        "/graphql/",
        {"query": query, "variables": variables},
        content_type="application/json",
        headers={"Accept": "application/graphql-response+json"},
    )


def refusal(response) -> tuple[int, str | None]:
    errors = response.json().get("errors")
    return response.status_code, errors[0]["extensions"]["code"] if errors else None


def flaws(response) -> list[str]:
    """What is wrong with the answer to a bad value: nothing, one hopes."""
    errors = response.json().get("errors", [])
    found = [word for word in LEAKS if word in json.dumps(errors)]
    if response.status_code not in (200, 400):
        found.append(f"status {response.status_code}")
    ours = [error for error in errors if error["extensions"]["code"] in ("INTERNAL", "UNAVAILABLE")]
    return found + [error["message"] for error in ours]


def arguments_of_type(*names: str):
    """Yield each argument of a root field, and each field of its input objects, of such a type."""
    for root, field in ROOTS.items():
        for name, argument in field.args.items():
            named = get_named_type(argument.type)
            if named.name in names:
                yield root, name, None
            if isinstance(named, GraphQLInputObjectType):
                for inner, inner_field in named.fields.items():
                    if get_named_type(inner_field.type).name in names:
                        yield root, name, inner


def ask_with(root: str, name: str, inner: str | None, value):
    """Ask for a root field with one bad value, and harmless text where it needs more."""
    arguments = ROOTS[root].args
    kind = arguments[name].type
    if inner is None:
        value = as_list(kind, value)
    else:
        value = {inner: as_list(get_named_type(kind).fields[inner].type, value)}
    others = [
        other
        for other, argument in arguments.items()
        if other != name and isinstance(argument.type, GraphQLNonNull)
    ]
    uses = "".join(f', {other}: "a"' for other in others)
    query = f"query ($value: {kind}) {{ {root}({name}: $value{uses}) {{ __typename }} }}"
    return ask(query, value=value)


def as_list(kind, value):
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return [value] if isinstance(kind, GraphQLList) else value


def broken_by(values: list, *types: str) -> dict:
    return {
        (root, name, inner, str(value)[:20]): found
        for root, name, inner in arguments_of_type(*types)
        for value in values
        if (found := flaws(ask_with(root, name, inner, value)))
    }


def test_the_bad_values_meet_every_kind_of_argument():
    found = set(arguments_of_type(*TEXT_TYPES, "Int"))

    assert {
        ("page", "path", None),
        ("page", "key", None),
        ("sessions", "after", None),
        ("sessions", "filter", "startsFrom"),
        ("search", "query", None),
        ("pages", "first", None),
    } <= found


def test_no_text_breaks_an_argument(site):
    assert broken_by(BAD_TEXTS, *TEXT_TYPES) == {}


def test_no_number_breaks_an_argument(site):
    assert broken_by(BAD_NUMBERS, "Int") == {}


@pytest.mark.parametrize(
    "arguments", ["first: -1", "first: 100000", "last: 101", "first: 1, last: 1"]
)
def test_page_sizes_out_of_bounds_are_refused(site, arguments):
    found = {
        root: refusal(ask(f"{{ {root}({arguments}) {{ nodes {{ __typename }} }} }}"))
        for root in PAGED
    }

    assert found == dict.fromkeys(PAGED, (200, "BAD_USER_INPUT"))


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0=", "bnVsbA==", "é", "W10=", "a" * 5000])
def test_unknown_cursors_are_refused(site, cursor):
    found = {}
    for root in PAGED:
        query = f"query ($after: String) {{ {root}(after: $after) {{ nodes {{ __typename }} }} }}"
        found[root] = refusal(ask(query, after=cursor))

    assert found == dict.fromkeys(PAGED, (200, "BAD_USER_INPUT"))


def test_what_is_no_int_is_refused_before_execution(site):
    query = "query ($n: Int) { pages(first: $n) { nodes { title } } }"
    numbers = [2**63, 2**31, 1.5, "1", True, [], {}]

    assert [refusal(ask(query, n=number)) for number in numbers] == [(400, "BAD_USER_INPUT")] * 7


def test_a_literal_beyond_an_int_is_refused(site):
    response = ask("{ pages(first: 9223372036854775808) { nodes { title } } }")

    assert refusal(response) == (400, "GRAPHQL_VALIDATION_FAILED")


def test_unknown_locales_are_refused(site):
    literal = ask("{ pages(locale: XX) { nodes { title } } }")
    variable = ask("query ($l: LocaleCode) { pages(locale: $l) { nodes { title } } }", l="xx")

    assert refusal(literal) == (400, "GRAPHQL_VALIDATION_FAILED")
    assert refusal(variable) == (400, "BAD_USER_INPUT")


def test_unknown_orders_name_no_column(site):
    query = "query ($order: [PageOrder!]) { pages(orderBy: $order) { totalCount } }"
    response = ask(query, order=["owner__password"])

    assert refusal(response) == (400, "BAD_USER_INPUT")
    assert "latest_revision" not in response.text


def test_unknown_paths_find_nothing(site):
    query = "query ($path: String) { session(path: $path) { title } }"
    paths = ["/nowhere/", "nowhere", "/", "", "/%00/", "/fr/nowhere/", "x" * 3000]
    answers = [ask(query, path=path) for path in paths]

    assert [answer.json() for answer in answers] == [{"data": {"session": None}}] * len(paths)


@pytest.mark.parametrize("root", ["page", "session", "organization", "person", "redirect"])
@pytest.mark.parametrize(
    "path",
    ["/%00/", "/a%00b/", "/fr/%00/", "/%ED%A0%80/", "/%C0%80/", "//[", "http://[", "https://[a]b/"],
)
def test_paths_that_are_no_addresses_find_nothing(site, root, path):
    answer = ask(f"query ($path: String!) {{ {root}(path: $path) {{ __typename }} }}", path=path)

    assert answer.json() == {"data": {root: None}}


@pytest.mark.parametrize("tag", ["a" * 90_000, "e%", "e_", "é", ""])
def test_what_is_no_language_tag_is_spoken_by_nobody(site, tag):
    PersonPageFactory(parent=site.people, spoken_languages=["en", "fr"])
    query = "query ($tag: String) { people(filter: {language: $tag}) { totalCount } }"

    assert ask(query, tag=tag).json() == {"data": {"people": {"totalCount": 0}}}
    assert ask(query, tag="EN").json() == {"data": {"people": {"totalCount": 1}}}


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-01-01T00:00:00+99:00"],
)
def test_cursors_with_moments_that_utc_does_not_have_are_refused(site, moment):
    cursor = base64.urlsafe_b64encode(json.dumps([moment, 1]).encode()).decode()
    query = (
        "query ($after: String) "
        "{ pages(orderBy: [LAST_PUBLISHED_ASC], after: $after) { nodes { title } } }"
    )

    assert refusal(ask(query, after=cursor)) == (200, "BAD_USER_INPUT")


@pytest.mark.parametrize("moment", ["2001-01-01T00:00:00+14:00", "2001-01-01 00:00:00"])
def test_cursors_with_moments_in_any_zone_are_read(site, moment):
    cursor = base64.urlsafe_b64encode(json.dumps([moment, 1]).encode()).decode()
    query = (
        "query ($before: String) "
        "{ pages(orderBy: [LAST_PUBLISHED_ASC], before: $before) { nodes { title } } }"
    )

    assert ask(query, before=cursor).json() == {"data": {"pages": {"nodes": []}}}


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000, "٣", "-1", ""])
def test_rich_text_with_an_impossible_key_keeps_its_text_only(site, number):
    site.home.introduction = (
        f'<p><a linktype="page" id="{number}">page</a> '
        f'<a linktype="document" id="{number}">file</a>'
        f'<embed embedtype="image" id="{number}" format="left" alt=""/></p>'
    )
    site.home.save_revision().publish()

    answer = ask('{ page(path: "/") { ... on HomePage { introduction { html } } } }')

    assert answer.json() == {"data": {"page": {"introduction": {"html": "<p>page file</p>"}}}}


def test_nul_is_refused_before_it_meets_the_database(site):
    variable = ask("query ($path: String) { page(path: $path) { title } }", path="a\0b")
    literal = ask('{ page(path: "a\\u0000b") { title } }')

    assert refusal(variable) == (400, "BAD_USER_INPUT")
    assert refusal(literal) == (400, "BAD_USER_INPUT")


def test_unused_fragments_are_refused(site):
    """Grapple switches this rule off for the whole process when its own schema is imported."""
    response = ask("{ __typename } fragment F on Query { __typename }")

    assert refusal(response) == (400, "GRAPHQL_VALIDATION_FAILED")
