"""Queries and variables that nobody would write, made from the schema: honest answers or a code.

`pytest tests/api/test_fuzz.py --hypothesis-profile fuzz` sends more than 3,000 of them.
"""

import datetime
import json
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from graphql import GraphQLSchema, build_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, nodes

from tests.factories import OrganizationPageFactory, TrainingSessionPageFactory

SCHEMA = Path(__file__).parents[2] / "cms" / "schema.graphql"
# What a client may be told about a query that the generator makes.
CODES = {"BAD_USER_INPUT", "NOT_FOUND", "QUERY_TOO_COMPLEX", "QUERY_TOO_DEEP"}
SCALARS = {
    "Date": st.dates().map(datetime.date.isoformat) | st.text(),
    "DateTime": st.datetimes().map(datetime.datetime.isoformat) | st.text(),
    "Time": st.times().map(datetime.time.isoformat) | st.text(),
    "UUID": st.uuids().map(str) | st.text(),
    "JSON": st.text(),
}


@cache
def schema() -> GraphQLSchema:
    return build_schema(SCHEMA.read_text(encoding="utf-8"))


FIELDS = sorted(schema().query_type.fields)


def queries(field: str) -> st.SearchStrategy[str]:
    scalars = {name: values.map(nodes.String) for name, values in SCALARS.items()}
    return from_schema(schema(), fields=[field], custom_scalars=scalars)


def send(body: bytes | str):
    return Client().post(
        "/graphql/",
        body,
        content_type="application/json",
        headers={"accept": "application/graphql-response+json"},
    )


def check(response) -> None:
    """Any answer is JSON, and what went wrong has a code of the client's, told without Python."""
    answer = json.loads(response.content)
    assert response["Content-Type"].startswith("application/graphql-response+json")
    assert response.status_code in (200, 400)
    assert set(answer) <= {"data", "errors"}
    found = {error["extensions"]["code"] for error in answer.get("errors", [])}
    assert found <= CODES | {"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"}, answer


@pytest.fixture
def content(site):
    """One session and its organization: something to be found, or not."""
    OrganizationPageFactory(parent=site.organizations, title="Centre")
    TrainingSessionPageFactory(parent=site.trainings, title="Session")


CASES = 15
if settings.get_current_profile_name() == "fuzz":
    CASES = settings().max_examples

FIXED_CONTENT = settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


@pytest.mark.parametrize("field", FIELDS)
@given(data=st.data())
@FIXED_CONTENT
def test_generated_query_gets_an_honest_answer(field, content, data):
    query = data.draw(queries(field))

    check(send(json.dumps({"query": query})))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
VARIABLES = """
query ($first: Int, $after: String, $locale: LocaleCode, $key: UUID, $filter: SessionFilter, $words: String!) {
  sessions(first: $first, after: $after, locale: $locale, filter: $filter) { totalCount }
  session(key: $key) { title }
  search(query: $words, first: $first, after: $after) { totalCount }
}
"""
NAMES = ("first", "after", "locale", "key", "filter", "words")


@given(variables=st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, JSON_VALUES)))
@FIXED_CONTENT
def test_generated_variables_get_an_honest_answer(content, variables):
    body = json.dumps({"query": VARIABLES, "variables": variables})

    check(send(body))


@given(body=st.binary(min_size=1) | JSON_VALUES.map(lambda value: json.dumps(value).encode()))
@FIXED_CONTENT
def test_generated_body_is_refused(content, body):
    response = send(body)

    assert response.status_code == 400
    assert json.loads(response.content)["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
