"""The client that a front end would write: POST to the real endpoint, JSON back."""

import json
from pathlib import Path

from django.test import Client

QUERIES = Path(__file__).parents[1] / "api" / "queries"
GRAPHQL = "application/graphql-response+json"


def document(name):
    """Give the text of a document of tests/api/queries."""
    return (QUERIES / f"{name}.graphql").read_text()


def ask(query, **variables):
    """Send a query and give its data; an answer with errors fails the test."""
    answer = ask_raw(query, **variables)
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def ask_raw(query, **variables):
    """Send a query and give the whole answer."""
    response = Client().post(
        "/graphql/",
        json.dumps({"query": query, "variables": variables}),
        content_type="application/json",
        headers={"accept": GRAPHQL},
    )
    assert response.headers["content-type"].startswith(GRAPHQL), response.content
    return json.loads(response.content)


def codes(answer):
    """Give the codes of an answer's errors."""
    return [error["extensions"]["code"] for error in answer.get("errors", [])]
