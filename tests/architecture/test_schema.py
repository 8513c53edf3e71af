"""The schema as a contract: written down, described, bounded, and nothing in it by accident."""

import re
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_nullable_type,
    is_specified_scalar_type,
    parse,
    validate,
)

from cms.graphql.schema import canonical_sdl
from cms.schema import schema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = schema.graphql_schema
COMPOSITE = GraphQLObjectType | GraphQLInterfaceType
OWN = {
    name: graphql_type
    for name, graphql_type in SCHEMA.type_map.items()
    if not name.startswith("__") and not is_specified_scalar_type(graphql_type)
}
FIELDS = [
    (f"{name}.{field_name}", field)
    for name, graphql_type in OWN.items()
    if isinstance(graphql_type, COMPOSITE)
    for field_name, field in graphql_type.fields.items()
]
SECRETS = re.compile(
    "password|secret|draft|revision|workflow|locked|owner|user|token|comment|urlpath|rawvalue|hash"
    "|purpose|retention|golive|expire|consent",
    re.IGNORECASE,
)
FENCE = re.compile(r"^```graphql\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
DOCUMENTS = sorted(
    [
        *(ROOT / "tests/api/queries").rglob("*.graphql"),
        *(ROOT / "cms/graphql/examples").rglob("*.graphql"),
    ]
)
PAGES = sorted((ROOT / "docs").rglob("*.md"))


def test_written_schema_is_the_schema():
    assert (ROOT / "cms/schema.graphql").read_text(encoding="utf-8") == canonical_sdl(SCHEMA)


def test_every_field_and_argument_is_described():
    undescribed = [place for place, field in FIELDS if not field.description]
    for name, item in OWN.items():
        if isinstance(item, GraphQLInputObjectType):
            undescribed += [
                f"{name}.{part}" for part, value in item.fields.items() if not value.description
            ]
    for place, field in FIELDS:
        undescribed += [
            f"{place}({name})" for name, item in field.args.items() if not item.description
        ]

    assert undescribed == []


def test_lists_are_never_null_inside():
    nullable = []
    for place, field in FIELDS:
        if isinstance(get_nullable_type(field.type), GraphQLList):
            is_sound = isinstance(field.type, GraphQLNonNull) and isinstance(
                field.type.of_type.of_type, GraphQLNonNull
            )
            nullable += [] if is_sound else [place]

    assert nullable == []


def test_every_list_says_how_long_it_is_at_most():
    silent = [
        place
        for place, field in FIELDS
        if isinstance(get_nullable_type(field.type), GraphQLList)
        and not place.partition(".")[0].endswith("Connection")
        and not re.search(r"at most \d+", field.description)
    ]

    assert silent == []


def test_connections_have_a_size():
    unbounded = [
        place
        for place, field in FIELDS
        if str(get_nullable_type(field.type)).endswith("Connection")
        and not {"first", "after", "last", "before"} <= field.args.keys()
    ]

    assert unbounded == []


@pytest.mark.parametrize(
    ("place", "field"), FIELDS, ids=lambda item: item if isinstance(item, str) else ""
)
def test_field_is_no_secret_and_is_planned(place, field):
    assert not SECRETS.search(place.partition(".")[2])
    if isinstance(OWN[place.partition(".")[0]], GraphQLObjectType):
        assert "batch" in field.extensions


def test_arguments_are_an_allow_list():
    orders = {
        place: field.args["orderBy"].type for place, field in FIELDS if "orderBy" in field.args
    }

    assert orders
    for order in orders.values():
        assert isinstance(order.of_type.of_type, GraphQLEnumType)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_document_is_valid(path):
    assert validate(SCHEMA, parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_documented_query_is_valid(path):
    for text in FENCE.findall(path.read_text(encoding="utf-8")):
        if re.match(r"\s*(#|query|\{|fragment)", text):
            assert validate(SCHEMA, parse(text)) == []


def test_documents_are_found():
    assert DOCUMENTS
