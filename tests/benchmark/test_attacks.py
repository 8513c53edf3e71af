"""Requests that are made to hurt, at the real schema: each has its status and its code."""

import json

import pytest
from django.test import RequestFactory

from bench.attacks.requests import ATTACKS
from cms.graphql.view import GraphQLHTTPView
from cms.schema import schema


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_is_refused_with_its_code(attack, settings):
    settings.GRAPHQL_INTROSPECTION = False
    body = attack.raw.partition(b"\r\n\r\n")[2]
    request = RequestFactory().post(
        "/graphql/",
        body,
        content_type="application/json",
        headers={"accept": "application/graphql-response+json"},
    )

    response = GraphQLHTTPView(schema.graphql_schema)(request)

    errors = json.loads(response.content).get("errors", [{"extensions": {"code": "-"}}])
    assert (response.status_code, errors[0]["extensions"]["code"]) == (attack.status, attack.code)
    assert len(response.content) < 10_000
