"""Changes of a schema: each at its coordinate, under its heading, not before its day."""

import datetime

import graphene
import pytest
from graphql import build_schema, print_schema

from cms.graphql.changes import (
    Change,
    deprecations,
    removed_too_early,
    schema_changes,
    sections_of,
    unnamed_changes,
)
from cms.graphql.deprecation import deprecated, removal_date
from cms.graphql.fields import GraphQLComputed, GraphQLInt

RELEASED = """
directive @shown(to: String, since: Int) repeatable on FIELD | FRAGMENT_SPREAD
directive @gone on FIELD
scalar Day
enum Colour { RED BLUE }
interface Named { name: String }
interface Dated { day: Day }
input Filter { name: String, year: Int }
type Cat implements Named { name: String }
type Dog implements Named & Dated { name: String, day: Day, age: Float }
union Animal = Cat | Dog
type Query {
  animals(first: Int = 20, last: Int, filter: Filter): [Animal!]!
  colour: Colour
  old: Int @deprecated(reason: "Use `colour`. Removed on or after 2027-03-01.")
}
"""
CURRENT = """
directive @shown(to: String, by: ID!) on FIELD
scalar Day
enum Colour { RED GREEN }
interface Named { name: String }
interface Dated { day: Day }
input Filter { name: String, must: Int!, may: Int }
type Bird { name: String }
type Dog implements Named { name: [String], day: Day }
type Cat implements Named & Dated { name: String, day: Day }
union Animal = Cat | Bird
type Query {
  animals(first: Int = 10, last: String, id: ID!, key: ID): [Animal!]
  colour: Colour @deprecated(reason: "Use `animals`. Removed on or after 2027-06-01.")
}
"""
# What a directive loses is told at the directive, as graphql-core does not always say what it was.
BREAKING = {
    "Animal.Dog",
    "Colour.BLUE",
    "Dog.Dated",
    "Dog.age",
    "Dog.name",
    "Filter.must",
    "Filter.year",
    "Query.animals",
    "Query.animals(filter:)",
    "Query.animals(id:)",
    "Query.animals(last:)",
    "Query.old",
    "@gone",
    "@shown",
    "@shown(by:)",
    "Float",
}
SURPRISING = {
    "Animal.Bird",
    "Cat.Dated",
    "Colour.GREEN",
    "Filter.may",
    "Query.animals(first:)",
    "Query.animals(key:)",
    "Query.colour",
}


@pytest.fixture(scope="module")
def changes():
    return schema_changes(build_schema(RELEASED), build_schema(CURRENT))


def coordinates(changes, *, is_breaking):
    return {change.coordinate for change in changes if change.is_breaking is is_breaking}


def test_each_change_has_a_coordinate(changes):
    assert coordinates(changes, is_breaking=True) == BREAKING
    assert coordinates(changes, is_breaking=False) == SURPRISING


def test_changes_of_the_kind_of_a_type_have_a_coordinate():
    released = build_schema("type Query { a: A, b: B } type A { b: B } scalar B")
    current = build_schema("type Query { b: B } type B { a: Int }")

    assert coordinates(schema_changes(released, current), is_breaking=True) == {
        "A",
        "B",
        "Query.a",
    }


def test_no_change_is_no_change():
    assert schema_changes(build_schema(RELEASED), build_schema(RELEASED)) == []


REMOVAL = Change("Query.old", "Query.old was removed.", is_breaking=True)
ADDITION = Change("Colour.GREEN", "GREEN was added to enum type Colour.", is_breaking=False)


@pytest.mark.parametrize(
    ("changelog", "unnamed"),
    [
        ("## Unreleased\n", [REMOVAL, ADDITION]),
        ("## Unreleased\n### GraphQL\n- `Query.old`, `Colour.GREEN`\n", [REMOVAL]),
        ("## Unreleased\n### GraphQL: breaking changes\n- `Query.old`\n", [ADDITION]),
        ("## Unreleased\n### GraphQL: breaking changes\n- `Query.older` Query.old\n", [REMOVAL, ADDITION]),
        (
            "## Unreleased\n## 0.1 - 2030-01-01\n### GraphQL: breaking changes\n- `Query.old`\n",
            [REMOVAL, ADDITION],
        ),
        (
            "## Unreleased\n### GraphQL: breaking changes\n- See `Query.old`\n### GraphQL\n- `Colour.GREEN`\n",
            [],
        ),
    ],
)  # fmt: skip
def test_changelog_has_to_name_each_under_its_heading(changelog, unnamed):
    assert unnamed_changes([REMOVAL, ADDITION], changelog) == unnamed


def test_sections_go_by_version_and_heading():
    text = "## [0.2] - 2030-01-01\n### GraphQL\n- a\n- b\n## 0.1\n- c\n"

    assert sections_of(text) == {("0.2", "GraphQL"): "- a\n- b\n", ("0.1", ""): "- c\n"}


@pytest.mark.parametrize(
    ("today", "early"),
    [
        (datetime.date(2027, 2, 28), [REMOVAL]),
        (datetime.date(2027, 3, 1), []),
    ],
)
def test_what_is_deprecated_stays_until_its_day(today, early):
    assert removed_too_early(build_schema(RELEASED), [REMOVAL, ADDITION], today) == early


def test_what_was_never_deprecated_has_no_day():
    change = Change("Query.colour", "Query.colour was removed.", is_breaking=True)

    assert removed_too_early(build_schema(RELEASED), [change], datetime.date(2027, 1, 1)) == []


REASON = deprecated("Use `venue`", removal=datetime.date(2027, 3, 1))


def test_reason_names_the_day():
    assert REASON == "Use `venue`. Removed on or after 2027-03-01."
    assert removal_date(REASON) == datetime.date(2027, 3, 1)
    assert removal_date("Use `venue`.") is removal_date(None) is None


def test_declared_fields_are_deprecated_in_the_schema():
    field = GraphQLInt("year", required=True, description="A year.", deprecation_reason=REASON)
    keyword = GraphQLInt("from", description="A year.", deprecation_reason=REASON)
    computed = GraphQLComputed(
        "count", graphene.Int, required=True, description="How many.", deprecation_reason=REASON
    )
    fields = {
        "year": graphene.Field(field.field_type, deprecation_reason=field.deprecation_reason),
        "from_": keyword[1](keyword[0].field_type),
        "count": computed[1](computed[0].field_type),
    }
    query = type("Query", (graphene.ObjectType,), fields)

    schema = build_schema(print_schema(graphene.Schema(query=query).graphql_schema))

    assert deprecations(schema) == dict.fromkeys(
        ["Query.year", "Query.from", "Query.count"], REASON
    )
    assert str(schema.query_type.fields["year"].type) == "Int!"
