"""What is counted of requests to the API, who may read it, and what the log says."""

import json
import logging
from ipaddress import ip_network

import pytest
from django.test import Client
from prometheus_client import REGISTRY

from cms.graphql.models import TrustedDocument
from cms.graphql.persisted import sha256_of
from cms.logging import JsonFormatter
from cms.telemetry import labels, metrics

pytestmark = pytest.mark.urls("tests.support.small_api")

TOKEN = "t" * 32


@pytest.fixture(autouse=True)
def _first_sight(monkeypatch):
    """Give every name a label at once, and each test its own places."""
    monkeypatch.setattr(labels, "SIGHTS", 1)
    for name in ("_registered", "_others", "_clients", "_pairs"):
        monkeypatch.setattr(metrics, name, labels.Labels(100))


def post(query, **headers):
    return Client().post(
        "/graphql/", json.dumps({"query": query}), content_type="application/json", headers=headers
    )


def value(name, **wanted):
    return REGISTRY.get_sample_value(name, wanted) or 0.0


def figures_of(operation, document):
    names = {"operation": operation, "document": document}
    return {
        "count": value("cms_graphql_seconds_count", **names),
        "cost": value("cms_graphql_cost_total", **names),
        "statements": value("cms_graphql_sql_statements_total", **names),
        "miss": value("cms_graphql_cache_total", **names, state="miss"),
        "web": value("cms_graphql_client_requests_total", **names, client="web"),
        "INTERNAL": value("cms_graphql_errors_total", **names, code="INTERNAL"),
    }


def test_operation_is_counted_by_name_and_document():
    query = "query Echoes { echo pages(first: 3) { nodes { title } } }"
    for _ in range(2):
        post(query, **{"X-Client-Name": "web"})

    assert figures_of("Echoes", "8a152ea23c08") == {
        "count": 2,
        "cost": 12,
        "statements": 0,
        "miss": 2,
        "web": 2,
        "INTERNAL": 0,
    }


@pytest.mark.django_db
def test_statements_are_counted(settings):
    response = Client().post(
        "/graphql/",
        json.dumps({"documentId": "sha256:" + "a" * 64}),
        content_type="application/json",
    )
    settings.SERVER_TIMING = True
    timed = Client().post(
        "/graphql/",
        json.dumps({"documentId": "sha256:" + "b" * 64}),
        content_type="application/json",
    )

    assert response.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert "Server-Timing" not in response
    assert timed["Server-Timing"].endswith(';desc="1 statements"')


@pytest.mark.django_db
def test_requests_are_counted_by_how_they_were_sent():
    text = "query Sent { echo }"
    name = sha256_of(text)
    TrustedDocument.objects.create(
        sha256=name, text=text, client="web", version="1", file_name="q.graphql"
    )
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": name}}

    post(text)
    for asked in (
        {"documentId": name},
        {"query": text},
        {"query": text, "extensions": json.dumps(persisted)},
    ):
        Client().get("/graphql/", asked)

    sent = {"operation": "Sent", "document": name[:12]}
    assert [
        value("cms_graphql_sent_total", **sent, method=method, source=source)
        for method in ("GET", "POST")
        for source in ("registered", "hash", "text")
    ] == [1, 1, 1, 0, 0, 1]


def test_errors_are_counted_by_code():
    post("query Breaks { broken }")

    names = {"operation": "Breaks", "document": "7a49c84c03a9"}
    assert value("cms_graphql_errors_total", **names, code="INTERNAL") == 1


def test_refused_requests_are_counted_by_code_only():
    before = value("cms_graphql_refused_total", code="GRAPHQL_VALIDATION_FAILED")

    post("query Refused { nonsense }")

    assert value("cms_graphql_refused_total", code="GRAPHQL_VALIDATION_FAILED") == before + 1
    assert b"Refused" not in metrics.exposition()


@pytest.mark.parametrize(
    ("headers", "client"),
    [
        ({}, "unknown"),
        ({"X-Client-Name": "web"}, "web"),
        ({"apollographql-client-name": "ios 4.2"}, "ios 4.2"),
        ({"X-Client-Name": "a", "apollographql-client-name": "b"}, "a"),
        ({"X-Client-Name": 'x"} 1\n'}, "unknown"),
        ({"X-Client-Name": "x" * 41}, "unknown"),
    ],
)
def test_client_is_the_name_it_gives_itself(headers, client, caplog):
    with caplog.at_level(logging.INFO, logger="cms.request"):
        post("{ echo }", **headers)

    (record,) = [record for record in caplog.records if record.name == "cms.request"]
    assert record.client == client


def test_log_has_what_the_operation_was_and_took(caplog):
    with caplog.at_level(logging.INFO, logger="cms.request"):
        post("query Echoes { echo missing }", **{"X-Client-Name": "web"})
    (record,) = [record for record in caplog.records if record.name == "cms.request"]

    entry = json.loads(JsonFormatter().format(record))

    wanted = ("operation", "client", "cost", "cache", "sql_count", "sql_ms", "codes")
    assert {name: entry[name] for name in wanted} == {
        "operation": "Echoes",
        "client": "web",
        "cost": 2,
        "cache": "miss",
        "sql_count": 0,
        "sql_ms": 0.0,
        "codes": ["NOT_FOUND"],
    }


@pytest.mark.parametrize(
    ("headers", "networks", "status"),
    [
        ({}, [], 404),
        ({"Authorization": f"Bearer {TOKEN}"}, [], 200),
        ({"Authorization": "Bearer " + "u" * 32}, [], 404),
        ({"Authorization": "Bearer "}, [], 404),
        ({"Authorization": "Bearer tökén"}, [], 404),
        ({}, ["127.0.0.0/8"], 200),
        ({}, ["10.0.0.0/8"], 404),
        ({"X-Forwarded-For": "10.0.0.1"}, ["10.0.0.0/8"], 404),
    ],
)
def test_figures_are_for_some_only(settings, headers, networks, status):
    settings.METRICS_TOKEN = TOKEN
    settings.METRICS_NETWORKS = [ip_network(network) for network in networks]

    response = Client().get("/metrics", headers=headers)

    assert response.status_code == status
    assert (b"cms_graphql_seconds" in response.content) == (status == 200)


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer x"])
def test_without_a_token_in_the_settings_none_is_good(settings, given):
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = "", []

    assert Client().get("/metrics", headers={"Authorization": given}).status_code == 404


@pytest.mark.urls("cms.urls")
def test_answer_to_a_stranger_is_that_of_an_unknown_address():
    known, unknown = Client().get("/metrics"), Client().get("/nowhere")

    for answer in (known, unknown):
        assert answer.json()["errors"][0]["extensions"].pop("requestId")
    assert (known.status_code, known.json()["errors"][0]["message"]) == (
        unknown.status_code,
        unknown.json()["errors"][0]["message"],
    )


def test_figures_may_be_asked_for_at_any_host(settings):
    settings.METRICS_TOKEN = TOKEN
    headers = {"Authorization": f"Bearer {TOKEN}", "host": "10.0.0.7:8000"}

    assert Client().get("/metrics", headers=headers).status_code == 200
