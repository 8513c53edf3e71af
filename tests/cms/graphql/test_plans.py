"""What of an operation is the same in each request, and is found again."""

import pytest
from graphql import parse

from cms.graphql.errors import BadUserInput
from cms.graphql.plans import MAX_COERCED, operation_of
from cms.schema import schema

SCHEMA = schema.graphql_schema


@pytest.fixture
def operation():
    """Give an operation with a variable of each kind."""
    text = 'query ($in: Boolean!, $path: String = "/", $keys: [String!]) { __typename @include(if: $in) }'
    return operation_of(SCHEMA, parse(text), None)


def test_values_of_variables_are_found_again(operation):
    found = operation.coerced({"in": True})

    assert found == {"in": True, "path": "/"}
    assert operation.coerced({"in": True}) is found
    assert operation.coerced({"in": False}) == {"in": False, "path": "/"}


def test_what_is_equal_and_of_another_type_is_another_value(operation):
    assert operation.coerced({"in": True}) == {"in": True, "path": "/"}

    (error,) = operation.coerced({"in": 1})

    assert "Boolean cannot represent" in error.message


def test_nothing_that_can_be_changed_and_nothing_long_is_kept(operation):
    for given in ({"in": True, "keys": ["a"]}, {"in": True, "path": "/" * 1_000}):
        found = operation.coerced(given)
        assert found == {"path": "/", **given}
        assert operation.coerced(given) is not found


def test_few_are_kept(operation):
    first = operation.coerced({"in": True, "path": "first"})
    for number in range(MAX_COERCED):
        operation.coerced({"in": True, "path": str(number)})

    assert operation.coerced({"in": True, "path": "first"}) == first
    assert operation.coerced({"in": True, "path": "first"}) is not first


def test_arguments_by_variables_are_found_again_and_are_the_callers_own():
    document = parse(
        "query ($first: Int!, $path: String) { page(path: $path) { children(first: $first) { nodes { id } } } }"
    )
    operation = operation_of(SCHEMA, document, None)
    short, long = {"first": 2, "path": "/"}, {"first": 3, "path": "/" * 1_000}

    def asked(given):
        variables = operation.coerced(given)
        (page,) = operation.plan(variables).root_fields(SCHEMA.query_type)
        return page.arguments_with(variables)

    for given in (short, long):
        asked(given)["path"] = "spoilt"
        assert asked(given)["path"] == given["path"]
    assert asked({"first": 2, "path": None}) == {"path": None}
    assert asked({"first": 2}) == {}


def test_wrong_arguments_are_wrong_each_time():
    operation = operation_of(SCHEMA, parse("query ($p: String) { page(path: $p) { id } }"), None)
    variables = operation.coerced({"p": "\0"})
    (page,) = operation.plan(variables).root_fields(SCHEMA.query_type)

    for _ in range(2):
        with pytest.raises(BadUserInput):
            page.arguments_with(variables)
