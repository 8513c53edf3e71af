"""Rate limits at the endpoint: what is taken, what is refused, and that others go on."""

import json

import pytest
from django.test import RequestFactory

from cms.graphql.view import GraphQLHTTPView
from tests.support.small_api import execute, small_schema

GRAPHQL = "application/graphql-response+json"
CLIENT, OTHER, INSIDE = "203.0.113.7", "203.0.113.8", "10.1.2.3"


@pytest.fixture
def api(settings):
    """Make the small API with so many points a minute; give what sends it a query."""
    settings.REDIS_URL = ""

    def with_points(points):
        settings.GRAPHQL_RATE_LIMIT = points
        view = GraphQLHTTPView(small_schema(), execute)

        def send(query, address=CLIENT, accept=GRAPHQL, **headers):
            body = query if isinstance(query, bytes) else json.dumps({"query": query})
            return view(
                RequestFactory(REMOTE_ADDR=address).post(
                    "/graphql/",
                    body,
                    content_type="application/json",
                    headers={"accept": accept, **headers},
                )
            )

        return send

    return with_points


def use_up(send):
    while send("{ nonsense }").status_code != 429:
        pass


def errors(response):
    return json.loads(response.content)["errors"]


def test_client_without_points_is_told_when_to_come_back(api):
    refused = [send("{ nonsense }") for send in [api(1_000)] for _ in range(5)][-1]

    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert refused["Cache-Control"] == "no-store"
    (error,) = errors(refused)
    assert error["message"] == "Too many requests, or too dear ones. Come back in 30 s."
    assert (error["extensions"]["code"], error["extensions"]["retryAfter"]) == ("RATE_LIMITED", 30)


@pytest.mark.parametrize("accept", [GRAPHQL, "application/json", "*/*"])
def test_refusal_has_its_status_in_every_media_type(api, accept):
    send = api(1)
    send("{ echo }")

    assert send("{ echo }", accept=accept).status_code == 429


@pytest.mark.parametrize(
    ("query", "answered"),
    [
        # 20, the least, and 52 points: one more is let in by the last point.
        ("{ echo }", 51),
        ("{ pages(first: 50) { nodes { title } } }", 20),
        # 500 points, taken after the answer is known: yet another finds the bucket empty.
        ("{ nonsense }", 4),
        ("{ not graphql", 4),
        (b"not json", 4),
        ("{ pages(first: 100) { nodes { children(first: 100) { nodes { title } } } } }", 4),
    ],
)
def test_points_are_taken_by_cost(api, query, answered):
    send = api(1_000)

    assert next(number for number in range(200) if send(query).status_code == 429) == answered


def test_others_go_on(api):
    send = api(1_000)
    use_up(send)

    assert send("{ echo }", address=OTHER).status_code == 200


def test_a_forged_header_gives_no_new_points(api):
    send = api(1_000)
    use_up(send)
    forged = {"X-Forwarded-For": "198.51.100.1", "Authorization": "Bearer invented"}

    assert send("{ echo }", **forged).status_code == 429


def test_who_is_known_to_have_no_points_is_not_read(api):
    send = api(1_000)
    too_large = b"x" * 200_000
    statuses = [send(too_large).status_code for _ in range(3)]
    use_up(send)

    assert statuses == [413, 413, 413]
    assert send(too_large).status_code == 429


def test_addresses_inside_are_not_limited(api):
    send = api(1)

    assert [send("{ echo }", address=INSIDE).status_code for _ in range(5)] == [200] * 5


def test_limit_can_be_switched_off(api):
    send = api(0)

    assert [send("{ echo }").status_code for _ in range(5)] == [200] * 5
