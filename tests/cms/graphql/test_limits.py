"""What one document may ask for: each limit at its edge, and the refusal in time."""

import contextlib
import gc
import json
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from graphql import FieldNode, OperationDefinitionNode, get_introspection_query, parse

from cms.graphql.cost import cost_of
from cms.graphql.documents import MAX_REMEMBERED, DocumentRefusedError, Documents
from cms.graphql.limits import Limits
from cms.graphql.requests import DEFAULT_MAX_BODY, MAX_JSON_DEPTH, MAX_JSON_VALUES
from cms.graphql.view import GraphQLHTTPView
from tests.support.small_api import execute, small_schema

PAGE = Path(__file__).parents[3] / "docs" / "front-end" / "limits.md"
CPU_SECONDS = 0.1


def documents(*, introspection: bool = True, **limits: int) -> Documents:
    return Documents(small_schema(), Limits(**limits), introspection=introspection)


def code(text: str, *, introspection: bool = True, **limits: int) -> str | None:
    try:
        documents(introspection=introspection, **limits).get(text)
    except DocumentRefusedError as refused:
        return getattr(refused.errors[0], "code", "GRAPHQL_VALIDATION_FAILED")
    return None


def times(text: str, number: int, separator: str = " ") -> str:
    return separator.join(text.replace("#", str(index)) for index in range(number))


def nested(depth: int) -> str:
    """Fields inside each other, `depth` in all."""
    return "{ page " + "{ parent " * (depth - 2) + "{ title }" + " }" * (depth - 2) + " }"


COMPLEX = "QUERY_TOO_COMPLEX"
DEEP = "QUERY_TOO_DEEP"


@pytest.mark.parametrize(
    ("limit", "write", "refusal"),
    [
        ("depth", nested, DEEP),
        ("aliases", lambda n: "{ page { " + times("a#: title", n) + " } }", COMPLEX),
        ("root_fields", lambda n: "{ " + times("a#: echo", n) + " }", COMPLEX),
        (
            "directives",
            lambda n: "{ " + times("... @include(if: true) { echo }", n) + " }",
            COMPLEX,
        ),
        ("operations", lambda n: times("query Q# { echo }", n), COMPLEX),
        (
            "definitions",
            lambda n: (
                "{ " + times("...F#", n - 1) + " } " + times("fragment F# on Query { echo }", n - 1)
            ),
            COMPLEX,
        ),
        ("selections", lambda n: "{ page { " + "title " * (n - 1) + "} }", COMPLEX),
        (
            "fields",
            lambda n: (
                "{ page { " + "...F " * 1 + "title " * (n - 3) + "} } fragment F on Page { title }"
            ),
            COMPLEX,
        ),
        ("tokens", lambda n: "{ page { " + "title " * (n - 5) + "} }", COMPLEX),
        ("values", lambda n: "{ " + 'echo(text: "a") ' * (n // 5) + "}", COMPLEX),
        ("repeats", lambda n: "{ " + "echo " * n + "}", COMPLEX),
    ],
)
def test_a_document_at_the_limit_and_beyond(limit, write, refusal):
    at = 20
    beyond = {"values": 25, "repeats": 7}.get(limit, 21)
    at_most = {"values": 20, "repeats": 6}.get(limit, at)

    assert code(write(at_most), **{limit: at}) is None
    assert code(write(beyond), **{limit: at}) == refusal


def test_depth_of_values():
    def inside(depth: int) -> str:
        return (
            '{ find(filter: {name: "a"' + ', inner: {name: "a"' * (depth - 1) + "}" * depth + ") }"
        )

    assert code(inside(3), depth=3) is None
    assert code(inside(4), depth=3) == DEEP


def test_fragments_count_wherever_they_are_used():
    text = (
        "{ a: page { ...F } b: page { ...F } c: page { ...F } }"
        " fragment F on Page { title parent { title } }"
    )

    assert code(text, fields=15) is None
    assert code(text, fields=14) == COMPLEX


def test_exponential_fragments_are_neither_followed_nor_feared():
    levels = range(150)
    flat = "{ ...F0 } " + " ".join(
        f"fragment F{level} on Query {{ ...F{level + 1} ...F{level + 1} }}" for level in levels
    )
    places = "{ page { ...F0 } } " + " ".join(
        f"fragment F{level} on Page {{ parent {{ ...F{level + 1} }} facts {{ ...F{level + 1} }} }}"
        for level in range(15)
    )

    assert code(f"{flat} fragment F150 on Query {{ echo }}") is None
    assert code(f"{places} fragment F15 on Page {{ title }}") == COMPLEX


@pytest.mark.parametrize(
    "text",
    [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "{ page { ...A } } fragment A on Page { parent { ...A } }",
        "{ page { ...A } } fragment A on Page { parent { ...A } facts { ...A } }",
    ],
)
def test_fragments_in_a_circle_are_refused(text):
    assert code(text) in ("GRAPHQL_VALIDATION_FAILED", DEEP)


def test_an_unused_fragment_is_refused():
    assert code("{ echo } fragment F on Query { echo }") == "GRAPHQL_VALIDATION_FAILED"


# --- Introspection --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "{ __schema { queryType { name } } }",
        '{ __type(name: "Page") { name } }',
        "{ a: __schema { queryType { name } } }",
        "{ ...F } fragment F on Query { __schema { queryType { name } } }",
    ],
)
def test_introspection_by_setting(text):
    assert code(text, introspection=True) is None
    assert code(text, introspection=False) == "FORBIDDEN"


def test_type_names_are_always_told():
    assert code("{ __typename page { __typename } }", introspection=False) is None


def test_the_query_of_tools_is_allowed():
    text = get_introspection_query(input_value_deprecation=True, directive_is_repeatable=True)

    assert code(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "{ __schema { types { fields { type { fields { name } } } } } }",
        "{ __schema { types { " + times("a#: fields { name }", 10) + " } } }",
        "{ " + times("a#: __schema { types { name } }", 10) + " }",
        '{ __type(name: "Page") { ...T } } fragment T on __Type { fields { type { ...T } } }',
    ],
)
def test_introspection_bombs_are_refused(text):
    assert code(text) in (COMPLEX, DEEP)


# --- Cost -----------------------------------------------------------------------------------------


def cost(text: str, variables: dict | None = None) -> int:
    document = parse(text)
    operation = next(
        node for node in document.definitions if isinstance(node, OperationDefinitionNode)
    )
    return cost_of(small_schema(), document, operation, variables or {}, Limits(list_size=5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ echo }", 1),
        ("{ echo double(number: 1) }", 2),
        ("{ page { title parent { title } } }", 4),
        ("{ page { facts { title } } }", 2 + 5),
        ("{ pages(first: 10) { totalCount nodes { title } } }", 3 + 10),
        ("{ pages(first: 10) { edges { cursor node { title } } } }", 2 + 10 * 3),
        ("{ pages(last: 3) { nodes { title } } }", 2 + 3),
        ("{ pages { nodes { title } } }", 2 + 20),
        ("{ thing { ... on Person { pages { nodes { title } } } } }", 3 + 10),
        ("{ pages(first: 0) { nodes { title } } }", 2),
        ("{ pages(first: -1) { nodes { title } } }", 2),
        ("{ pages(first: 100000) { nodes { title } } }", 2 + 100),
        ("{ pages(first: 10) { nodes { children(first: 10) { nodes { title } } } } }", 2 + 10 * 12),
        (
            "{ page { body { ... on TextBlock { text more } ... on LinkBlock { url } } } }",
            2 + 5 * 2,
        ),
        ("{ page { body { __typename ... on LinkBlock { url } } } }", 2 + 5 * 2),
        ("{ thing { title ... on Page { facts { title } } } }", 2 + 6),
        ("{ page { ...F ...F } } fragment F on Page { title }", 2),
        ("{ __schema { types { name } } echo }", 1),
    ],
)
def test_cost_is_fields_times_the_lists_they_lie_in(text, expected):
    assert cost(text) == expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"n": 7}, 9),
        ({}, 6),
        ({"n": None}, 22),
        ({"n": "7"}, 22),
        ({"n": True}, 22),
        ({"n": 2**70}, 102),
    ],
)
def test_page_sizes_in_variables_count(variables, expected):
    assert (
        cost("query ($n: Int = 4) { pages(first: $n) { nodes { title } } }", variables) == expected
    )


def test_an_operation_beyond_the_limit_is_not_executed(rf):
    def never(*args, **kwargs):
        raise AssertionError("executed")

    query = "{ pages(first: 100) { nodes { children(first: 100) { nodes { title } } } } }"
    request = rf.post(
        "/graphql/",
        {"query": query},
        content_type="application/json",
        headers={"Accept": "application/graphql-response+json"},
    )
    response = GraphQLHTTPView(small_schema(), never)(request)
    (error,) = json.loads(response.content)["errors"]

    assert response.status_code == 400
    assert error["extensions"] | {"requestId": ""} == {
        "code": COMPLEX,
        "cost": 10_202,
        "limit": 10_000,
        "requestId": "",
    }


# --- Time and memory ------------------------------------------------------------------------------

HEAVY = {
    "more tokens than allowed": "{ " + "a " * 45_000 + "}",
    "one field as often as fits": "{ " + "echo " * 14_990 + "}",
    "one field with fields as often as fits": "{ page { " + "parent { title } " * 700 + "} }",
    "repeated fields in repeated fields": "{ page { "
    + ("parent { " + "parent { title } " * 15 + "} ") * 20
    + "} }",
    "unknown fields": "{ " + times("unknown#", 1_900) + " }",
    "aliases": "{ " + times("a#: echo", 5_000) + " }",
    "braces": "{" + "a{" * 7_000 + "b" + "}" * 7_001,
    "lists": "{ echo(text: " + "[" * 7_000 + "]" * 7_000 + ") }",
    "values": "{ find(filter: {name: [" + "1 " * 14_000 + "]}) }",
    "arguments": "{ echo(" + times("a#: 1", 4_900) + ") }",
    "directives": "{ echo " + "@skip(if: true) " * 2_400 + "}",
    "variables": "query (" + times("$v#: Int", 3_700) + ") { echo }",
    "fragments": "{ echo } " + times("fragment F# on Query { echo }", 2_000),
    "operations": times("query Q# { echo }", 2_000),
    "quotes": "{ echo(text: " + '"\\' * 40_000 + ") }",
    "block quotes": "{ echo(text: " + '""" ' * 20_000 + ") }",
    "comments": "#\n" * 45_000,
    "a long name": "{ " + "x" * 99_000 + " }",
}


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_documents_are_refused_fast(name):
    text = HEAVY[name]
    store = documents()

    def seconds() -> float:
        start = time.process_time()
        with pytest.raises(DocumentRefusedError):
            store.get(text)
        return time.process_time() - start

    assert len(text) <= DEFAULT_MAX_BODY
    assert min(seconds() for _ in range(3)) < CPU_SECONDS


def test_refused_documents_leave_nothing_in_memory():
    store = documents()
    text = "{ page { " + times("unknown#", 100) + " } }"

    def nodes_after_refusing(number: int) -> int:
        for index in range(number):
            with contextlib.suppress(DocumentRefusedError):
                store.get(text.replace("page", f"a{index}: page", 1))
        gc.collect()
        return sum(type(thing) is FieldNode for thing in gc.get_objects())

    assert nodes_after_refusing(1) == nodes_after_refusing(50)


def test_a_valid_document_is_checked_once():
    store = documents()

    assert store.get("{ echo }") is store.get("{ echo }")
    assert store.get("{ echo }") is not store.get("{  echo }")


def test_only_so_many_documents_are_remembered():
    store = documents()
    first = store.get("query Q { echo }")
    for number in range(MAX_REMEMBERED):
        store.get(f"query Q{number} {{ echo }}")

    assert store.get("query Q { echo }") is not first


def test_long_documents_push_out_others_and_the_longest_are_not_remembered():
    store = documents()
    first = store.get("{ echo }")
    long = "{ echo } #" + "x" * 30_000
    longest = "{ echo } #" + "x" * 40_000
    kept = store.get(long)

    assert store.get(longest) is not store.get(longest)
    assert store.get(long) is kept
    for number in range(8):
        store.get(f"{long}{number}")
    assert store.get("{ echo }") is not first


# --- Settings and documentation -------------------------------------------------------------------


def test_limits_come_from_the_settings(settings):
    settings.GRAPHQL_LIMITS = {"depth": 3}

    assert Limits.from_settings() == Limits(depth=3)


def test_a_misspelt_limit_is_an_error(settings):
    settings.GRAPHQL_LIMITS = {"dept": 3}

    with pytest.raises(TypeError, match="dept"):
        GraphQLHTTPView(small_schema(), execute)


def test_the_documentation_has_the_numbers_of_the_code(settings):
    rows = [
        line.split("|")[1:3] for line in PAGE.read_text().splitlines() if line.startswith("| `")
    ]
    documented = {name.strip(" `"): int(number.strip().replace(",", "")) for name, number in rows}

    assert documented == {
        **asdict(Limits.from_settings()),
        "GRAPHQL_MAX_BODY": getattr(settings, "GRAPHQL_MAX_BODY", DEFAULT_MAX_BODY),
        "JSON values": MAX_JSON_VALUES,
        "JSON depth": MAX_JSON_DEPTH,
    }
