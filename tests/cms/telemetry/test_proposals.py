"""What the texts of registered documents suggest."""

import pytest
from graphql import parse

from cms.graphql.cost import dearest_way
from cms.graphql.limits import Limits
from cms.graphql.models import TrustedDocument
from cms.graphql.persisted import sha256_of
from cms.graphql.plans import operation_of
from cms.graphql.proposals import proposals
from cms.schema import schema
from cms.telemetry.dearest import Operation
from tests.support.small_api import small_schema

SCHEMA = schema.graphql_schema
PAGES = ["pages", "nodes"]
FRAGMENT = "fragment P on PageConnection { nodes { t: title } }"
SESSIONS = "{ sessions(first: 1) { nodes { listingImage { %s { url } } } } }"
INDEX = "Most of its time is the database's: look for an index."


def register(text, name="Q"):
    """Register a document, and give the figures of its operation."""
    digest = sha256_of(text)
    TrustedDocument.objects.create(
        sha256=digest, text=text, client="web", version="1", file_name="q.graphql"
    )
    return Operation(name, digest[:12], count=1, seconds=1)


@pytest.mark.parametrize(
    ("query", "way", "cost", "whole"),
    [
        ("{ echo }", [], 1, 1),
        ("{ echo double(number: 1) }", [], 2, 2),
        ("{ pages(first: 10) { nodes { title } } }", ["pages", "nodes"], 11, 12),
        ("query ($n: Int) { echo pages(first: $n) { nodes { title } } }", PAGES, 21, 23),
        ("{ page { facts { title } body { ... on TextBlock { text } } } }", ["page"], 13, 13),
        ("{ page { title body { ... on TextBlock { text } } } }", ["page", "body"], 6, 8),
        (f"{{ a: pages(first: 50) {{ ...P }} }} {FRAGMENT}", ["a", "nodes"], 51, 52),
        ("{ __schema { types { name } } }", [], 0, 0),
    ],
)  # fmt: skip
def test_way_leads_to_what_has_most_of_the_cost(query, way, cost, whole):
    document = parse(query)
    operation = operation_of(small_schema(), document, None).operation

    assert dearest_way(small_schema(), document, operation, Limits()) == (way, cost, whole)


@pytest.mark.django_db
def test_registered_operation_says_what_in_it_costs_most():
    operation = register(
        "query Q { sessions(first: 50) {"
        " totalCount nodes { title hosts { organization { title } } } } }"
    )

    assert proposals(SCHEMA, operation) == [
        "83 % of its cost is for sessions.nodes.hosts.organization."
    ]


@pytest.mark.django_db
def test_index_is_proposed_by_what_rows_are_chosen_by():
    operation = register(
        "query Q($f: SessionFilter) {"
        " sessions(filter: $f, orderBy: [TITLE_ASC], first: 1, locale: FR) { nodes { title } }"
        ' page(path: "/x/") { title } }'
    )
    quick = proposals(SCHEMA, operation)
    operation.sql_seconds = 0.9

    assert quick == []
    assert proposals(SCHEMA, operation) == [
        INDEX,
        "What it selects by, for an index: sessions(filter, orderBy) and page(path).",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SESSIONS % "srcSet(preset: HERO)", True),
        (SESSIONS % "rendition(preset: HERO)", True),
        (SESSIONS % "srcSet(preset: CARD)", False),
        ('{ session(path: "/x/") { listingImage { srcSet(preset: HERO) { url } } } }', False),
    ],
)  # fmt: skip
def test_smaller_preset_is_proposed_in_lists(text, told):
    preset = "Images of HERO in a list: a smaller preset is enough there."

    assert proposals(SCHEMA, register(f"query Q {text}")) == ([preset] if told else [])


@pytest.mark.django_db
def test_text_that_fits_the_schema_no_more_suggests_nothing():
    assert proposals(SCHEMA, register("query Q { gone { title } }")) == []
    assert proposals(SCHEMA, register("query Other { locales { code } }")) == []
    assert proposals(SCHEMA, Operation("Q", "")) == []
