"""What clients are told of an error, and what stays in the log."""

import json
import logging

import pytest
from django.http import HttpResponse
from django.test import Client
from graphql import GraphQLError, GraphQLScalarType, build_schema

from cms.graphql.errors import MAX_ERRORS, MAX_MESSAGE, RateLimited, format_errors
from cms.graphql.view import GraphQLHTTPView
from tests.support.small_api import SDL, SECRET, execute

pytestmark = pytest.mark.urls("tests.support.small_api")


def ask(query: str, **variables) -> HttpResponse:
    return Client().post(
        "/graphql/", {"query": query, "variables": variables}, content_type="application/json"
    )


def errors(query: str, **variables) -> list[dict]:
    return ask(query, **variables).json()["errors"]


def messages(query: str, **variables) -> list[str]:
    return [error["message"] for error in errors(query, **variables)]


def test_a_coded_error_says_what_it_says():
    response = ask("{ coded }")

    assert response.json()["errors"] == [
        {
            "message": "Give a smaller number.",
            "locations": [{"line": 1, "column": 3}],
            "path": ["coded"],
            "extensions": {
                "limit": 100,
                "code": "BAD_USER_INPUT",
                "requestId": response["X-Request-ID"],
            },
        }
    ]


def test_not_found():
    assert errors("{ missing }")[0]["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize("field", ["broken", "brokenToo", "foreign", "unserializable"])
def test_a_fault_of_ours_is_masked_and_logged_under_the_request_id(field, caplog):
    response = ask(f"{{ {field} }}")
    (error,) = response.json()["errors"]

    assert error["message"] == "Something went wrong on our side."
    assert error["extensions"] == {"code": "INTERNAL", "requestId": response["X-Request-ID"]}
    assert SECRET not in response.text
    (record,) = [record for record in caplog.records if record.name == "cms.graphql"]
    assert response["X-Request-ID"] in record.getMessage()
    assert SECRET in str(record.exc_info[1])
    assert record.exc_info[2] is not None


def test_an_error_of_the_client_is_not_logged_as_ours(caplog):
    ask("{ coded missing }")

    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(
    ("query", "variables", "message"),
    [
        (
            "query ($n: Int!) { double(number: $n) }",
            {"n": {"a": None}},
            "Variable '$n' has an invalid value: Int cannot represent non-integer value.",
        ),
        (
            "query ($n: Int!) { double(number: $n) }",
            {"n": 2**63},
            (
                "Variable '$n' has an invalid value: Int cannot represent non 32-bit"
                " signed integer value."
            ),
        ),
        (
            "query ($n: Int!) { double(number: $n) }",
            {"n": None},
            "Variable '$n' of non-null type 'Int!' must not be null.",
        ),
        (
            "query ($s: Season) { season(name: $s) }",
            {"s": "SUMMER"},
            "Variable '$s' has an invalid value: Value 'SUMMER' does not exist in 'Season' enum.",
        ),
        (
            "query ($f: Filter) { find(filter: $f) }",
            {"f": {"name": "a", "inner": {"name": None}}},
            (
                "Variable '$f.inner.name' has an invalid value:"
                " Expected non-nullable type 'String!' not to be null."
            ),
        ),
        (
            "query ($f: Filter) { find(filter: $f) }",
            {"f": {"name": "a", "year": "it's at 'x'"}},
            "Variable '$f.year' has an invalid value: Int cannot represent non-integer value.",
        ),
    ],
)
def test_variables_are_refused_in_the_words_of_json(query, variables, message):
    (error,) = errors(query, **variables)

    assert (error["message"], error["extensions"]["code"]) == (message, "BAD_USER_INPUT")


def test_a_null_inside_an_argument_is_the_clients_error():
    (error,) = errors("query ($n: Int = 1) { double(number: $n) }", n=None)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"] == "Argument 'number' of non-null type 'Int!' must not be null."


def _fail(value):
    raise ValueError(SECRET)


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ('{ find(filter: {name: "a", year: 1}) }', {}),
        ("query ($f: Filter) { find(filter: $f) }", {"f": {"name": "a", "year": 1}}),
    ],
)
def test_the_text_of_an_exception_in_a_scalar_is_cut_off(query, variables, rf):
    schema = build_schema(SDL)
    schema.type_map["Filter"].fields["year"].type = GraphQLScalarType(
        "Year", parse_value=_fail, parse_literal=lambda node, _=None: _fail(node)
    )
    request = rf.post(
        "/graphql/", {"query": query, "variables": variables}, content_type="application/json"
    )
    response = GraphQLHTTPView(schema, execute)(request)
    (error,) = json.loads(response.content)["errors"]

    assert SECRET not in response.text
    assert "type 'Year'" in error["message"]


SLIPS = [
    ("{ ech }", {}),
    ("{ echo(tex: 1) }", {}),
    ("{ season(name: SPRIN) }", {}),
    ("{ pages { node { title } } }", {}),
    ("{ page }", {}),
    ("query ($s: Seaso) { season(name: $s) }", {}),
    ("query ($s: Season) { season(name: $s) }", {"s": "SPRIN"}),
    ("query ($f: Filter) { find(filter: $f) }", {"f": {"name": "a", "yea": 1}}),
    ('{ find(filter: {nam: "a", name: "b"}) }', {}),
    ("{ echo @skp(if: true) }", {}),
]


@pytest.mark.parametrize(("query", "variables"), SLIPS)
def test_no_suggestions_where_introspection_is_off(query, variables, settings):
    settings.GRAPHQL_INTROSPECTION = False
    told = messages(query, **variables)

    assert told
    assert [message for message in told if "Did you mean" in message] == []


def test_suggestions_where_introspection_is_on():
    assert messages("{ ech }") == ["Cannot query field 'ech' on type 'Query'. Did you mean 'echo'?"]


def test_no_more_than_some_errors():
    found = errors("{ page {" + " ".join(f"unknown{number}" for number in range(300)) + "} }")

    assert len(found) == MAX_ERRORS
    assert found[-1]["message"] == (
        "Too many validation errors, error limit reached. Validation aborted."
    )


def test_no_more_than_some_field_errors():
    faults = [GraphQLError("no", path=["a", number]) for number in range(100)]

    assert len(format_errors(faults, "id")) == MAX_ERRORS


def test_long_messages_are_cut():
    (message,) = messages("{ " + "x" * 5000 + " }")

    assert len(message) == MAX_MESSAGE + 1


def test_rate_limit_tells_when_to_come_back():
    (error,) = format_errors([RateLimited("Too many requests.", retry_after=30)], "id")

    assert error["extensions"] == {"retryAfter": 30, "code": "RATE_LIMITED", "requestId": "id"}
