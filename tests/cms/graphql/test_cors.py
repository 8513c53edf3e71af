"""Front ends in browsers: which may call, and what they may send and read."""

import json

import pytest
from django.test import Client

ORIGIN = "https://www.example.org"
pytestmark = pytest.mark.urls("tests.support.small_api")


@pytest.fixture(autouse=True)
def _allowed(settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]


def preflight(origin=ORIGIN, method="POST", headers="content-type"):
    return Client().options(
        "/graphql/",
        headers={
            "origin": origin,
            "access-control-request-method": method,
            "access-control-request-headers": headers,
        },
    )


def test_preflight_says_what_may_be_sent_and_for_how_long():
    response = preflight()

    assert {
        name.lower(): value
        for name, value in response.headers.items()
        if name.lower().startswith("access-")
    } == {
        "access-control-allow-origin": ORIGIN,
        "access-control-allow-methods": "GET, POST, OPTIONS",
        "access-control-allow-headers": (
            "accept, apollographql-client-name, apollographql-client-version, authorization, "
            "content-type, if-none-match, traceparent, tracestate, x-client-name, x-request-id"
        ),
        "access-control-max-age": "86400",
        "access-control-expose-headers": "ETag, Retry-After, Server-Timing, X-Request-ID",
    }
    assert "origin" in response["Vary"]


@pytest.mark.parametrize("origin", ["https://else.example", "null", "http://www.example.org"])
def test_other_origins_are_told_nothing(origin):
    response = preflight(origin=origin)

    assert [name for name in response.headers if name.lower().startswith("access-")] == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("origin", "allowed"), [(ORIGIN, ORIGIN), ("https://else.example", None)])
def test_answer_may_be_read_by_those_pages_only(method, origin, allowed):
    query, headers = "{ echo }", {"origin": origin}
    response = (
        Client().get("/graphql/", {"query": query}, headers=headers)
        if method == "GET"
        else Client().post(
            "/graphql/",
            json.dumps({"query": query}),
            content_type="application/json",
            headers=headers,
        )
    )

    assert response.status_code == 200
    assert response.headers.get("Access-Control-Allow-Origin") == allowed
    assert response.headers.get("Access-Control-Allow-Credentials") is None
    assert response.headers.get("Access-Control-Expose-Headers") == (
        "ETag, Retry-After, Server-Timing, X-Request-ID" if allowed else None
    )
