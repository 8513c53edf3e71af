"""How many SQL statements a request takes on a grown site, and how much it answers."""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from uuid import uuid4

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import FieldNode, VariableNode

from .documents import Document
from .grown_site import GrownSite

# What the variables of documents stand for on the grown site, if they have one.
VALUES = {"words": "climate", "from": "2100-01-01", "locales": ["FR", "EN"]}
HUBS = {
    "session": "TrainingSessionPage",
    "organization": "OrganizationPage",
    "person": "PersonPage",
    "page": "StandardPage",
}


class Measured(NamedTuple):
    """The statements of a request, and the number of objects in its answer.

    `with_habits` are the statements of one whose operation has run before, so that reads may follow
    others in the same statement; `is_same` says that its answer is the same.
    """

    statements: int
    objects: int
    with_habits: int = 0
    is_same: bool = True


def measure(text: str, variables: dict[str, Any]) -> Measured:
    """Ask by HTTP in a process that is warm, with no answer cached: as the first, and again."""
    post(text, variables)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = post(anew(text), variables)
    assert "errors" not in answer, (text[:200], answer["errors"][:3])
    cache.clear()
    with CaptureQueriesContext(connection) as fewer:
        again = post(text, variables)
    return Measured(len(queries), objects_in(answer["data"]), len(fewer), answer == again)


def anew(text: str) -> str:
    """Give the same as another document, of whose runs nothing is known."""
    return f"{text}\n# {uuid4()}"


def post(text: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Send a request as front ends do."""
    response = Client().post(
        "/graphql/",
        json.dumps({"query": text, "variables": variables}),
        content_type="application/json",
        headers={"accept": "application/graphql-response+json"},
    )
    return json.loads(response.content)


def objects_in(answer: Any) -> int:
    """Count the objects of an answer, at every depth."""
    if isinstance(answer, dict):
        return 1 + sum(map(objects_in, answer.values()))
    return sum(map(objects_in, answer)) if isinstance(answer, list) else 0


def variables_on(site: GrownSite, document: Document) -> dict[str, Any]:
    """Give a document's variables, leading to what the site has in place of the sample content."""
    operation = document.operation
    given = {item.variable.name.value for item in operation.variable_definitions}
    variables = {**document.variables, **{k: v for k, v in VALUES.items() if k in given}}
    if "theme" in given:
        variables["theme"] = str(site.first("Theme").translation_key)
    if "first" in given and "first" not in variables:
        variables["first"] = 20
    for root in operation.selection_set.selections:
        assert isinstance(root, FieldNode)
        for argument in root.arguments:
            if argument.name.value == "path" and isinstance(argument.value, VariableNode):
                variables[argument.value.name.value] = site.path(HUBS[root.name.value])
    return variables
