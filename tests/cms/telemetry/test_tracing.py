"""Traces, as a collector gets them: of the view in this process, and of the server that we ship."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory

from cms.logging import JsonFormatter
from cms.telemetry import labels, metrics, observed
from cms.telemetry.spans import summary
from cms.telemetry.tracing import tracing
from tests.factories import StandardPageFactory
from tests.support.otlp import attributes_of, collector
from tests.support.servers import LOADED_WITHIN, gunicorn, shared_database

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
CALLER = {"traceparent": f"00-{TRACE}-{PARENT}-01", "tracestate": "vendor=value"}
SMALL = pytest.mark.urls("tests.support.small_api")
SECRET = "a-very-secret-value"
PAGE = f'{{ page(path: "/{SECRET}/") {{ title }} }}'


@pytest.fixture
def traced(settings, monkeypatch):
    """Trace this process's requests; give what ends that and says which spans were sent."""
    monkeypatch.setattr(labels, "SIGHTS", 1)
    for name in ("_registered", "_others"):
        monkeypatch.setattr(metrics, name, labels.Labels(1))
    with collector() as there:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", there.url)
        settings.TRACES = True
        tracing.start()

        def sent():
            tracing.stop()
            return there

        yield sent
        tracing.stop()


def post(query, variables=None, **headers):
    return Client().post(
        "/graphql/",
        json.dumps({"query": query, "variables": variables or {}}),
        content_type="application/json",
        headers=headers,
    )


def send(port, query, **headers):
    request = Request(
        f"http://127.0.0.1:{port}/graphql/",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json", **headers},
    )
    # A worker that comes later has to be loaded first.
    with urlopen(request, timeout=LOADED_WITHIN) as answer:  # noqa: S310 - our own server
        return json.load(answer)


@SMALL
def test_request_is_a_span_of_its_callers_trace(traced):
    query = "query Echo($text: String) { echo(text: $text) }"
    post(query, {"text": SECRET}, **CALLER, **{"X-Client-Name": "web"})
    there = traced()

    (span,) = there.spans
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE, PARENT)
    assert (span.name, span.kind, span.trace_state) == (
        "query Echo",
        span.SPAN_KIND_SERVER,
        "vendor=value",
    )
    assert span.status.code == span.status.STATUS_CODE_UNSET
    assert 0 < span.end_time_unix_nano - span.start_time_unix_nano < 10 * 10**9
    assert abs(span.start_time_unix_nano / 10**9 - time.time()) < 60
    assert attributes_of(span) == {
        "graphql.operation.name": "Echo",
        "graphql.operation.type": "query",
        "http.request.method": "POST",
        "http.response.status_code": 200,
        "url.path": "/graphql/",
        "url.scheme": "http",
        "cms.client.name": "web",
        "cms.document": "995b5dd2309f",
        "cms.cache.state": "miss",
        "cms.cost": 1,
        "cms.error_codes": [],
        "cms.sql.statements": 0,
        "cms.sql.seconds": 0.0,
    }
    assert there.paths == {("/v1/traces", "application/x-protobuf")}
    (resource,) = there.resources
    assert resource["service.name"] == "miti-cms"


@pytest.mark.django_db
def test_statement_is_a_span_without_its_values(traced, count_queries):
    page = StandardPageFactory(title="Found", slug=SECRET)
    with count_queries() as queries:
        post(PAGE, **CALLER)
    there = traced()

    (parent,) = [span for span in there.spans if span.kind == span.SPAN_KIND_SERVER]
    children = there.below(parent)
    assert page.slug == SECRET
    assert len(children) == attributes_of(parent)["cms.sql.statements"] == len(queries) > 0
    for child in children:
        assert attributes_of(child) == {
            "db.system.name": connection.vendor,
            "db.system": connection.vendor,
            "db.query.summary": child.name,
        }
        assert parent.start_time_unix_nano <= child.start_time_unix_nano
        assert child.end_time_unix_nano <= parent.end_time_unix_nano
    assert SECRET not in "".join(map(str, there.received))


@pytest.mark.django_db
def test_statement_that_fails_says_how_and_not_of_what(traced):
    before = transaction.savepoint()
    with observed(RequestFactory().get("/graphql/")), pytest.raises(DatabaseError) as raised:
        connection.cursor().execute("SELECT %s FROM wagtailcore_page, nowhere", [SECRET])
    transaction.savepoint_rollback(before)

    there = traced()
    (child,) = there.below(*there.wait_for(1))
    assert (child.name, child.status.code) == (
        "SELECT wagtailcore_page",
        child.status.STATUS_CODE_ERROR,
    )
    assert attributes_of(child)["error.type"] == type(raised.value).__name__
    assert SECRET not in "".join(map(str, there.received))


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ('SELECT 1 FROM "home_notice" JOIN "home_menu" ON (1)', "SELECT home_notice home_menu"),
        ('WITH r0 (c0) AS (SELECT "a" FROM "home_menu") SELECT c0 FROM r0', "SELECT home_menu"),
        ('INSERT INTO "home_menu" ("a") VALUES (%s)', "INSERT home_menu"),
        ('UPDATE "home_menu" SET "a" = 1 FROM "home_menu"', "UPDATE home_menu"),
        ("SELECT 'FROM password'", "SELECT"),
        ("select lower", "SQL"),
        ("PRAGMA secret", "SQL"),
        ("", "SQL"),
    ],
)  # fmt: skip
def test_summary_has_a_verb_and_our_tables_only(sql, told):
    assert summary(sql) == told


@SMALL
@pytest.mark.parametrize(
    ("query", "name", "status", "error", "codes"),
    [
        ("query Breaks { broken }", "query Breaks", 200, "INTERNAL", ["INTERNAL"]),
        ("query Away { unavailable }", "query Away", 503, "UNAVAILABLE", ["UNAVAILABLE"]),
        ("query Misses { missing }", "query Misses", 200, None, ["NOT_FOUND"]),
        ("{ echo }", "query", 200, None, []),
        ("{ nonsense }", "GraphQL Operation", 200, None, ["GRAPHQL_VALIDATION_FAILED"]),
        ("mutation M { rename(name: \"x\") }", "mutation M", 200, None, []),
    ],
)  # fmt: skip
def test_error_is_ours_only_if_it_was_our_fault(traced, query, name, status, error, codes):
    post(query)

    (span,) = traced().spans
    found = attributes_of(span)
    assert (span.name, found["http.response.status_code"]) == (name, status)
    assert (found.get("error.type"), found["cms.error_codes"]) == (error, codes)
    assert (span.status.code == span.status.STATUS_CODE_ERROR) is (error is not None)


@SMALL
def test_names_of_spans_are_bounded(traced):
    for name in ("First", "Second"):
        post(f"query {name} {{ echo }}")

    spans = traced().spans
    assert [span.name for span in spans] == ["query First", "query"]
    assert [attributes_of(span)["graphql.operation.name"] for span in spans] == ["First", "Second"]


@SMALL
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"traceparent": ""},
        {"traceparent": f"00-{'0' * 32}-{PARENT}-01"},
        {"traceparent": "00-xyz"},
        {"traceparent": "9" * 8000},
        {"traceparent": f"ff-{TRACE}-{PARENT}-01"},
        {"tracestate": "a=b," * 2000},
        {"traceparent": "\x7fñ" * 100},
    ],
)
def test_trace_of_nobody_begins_here(traced, headers):
    assert post("{ echo }", **headers).status_code == 200

    (span,) = traced().spans
    assert (span.parent_span_id, len(span.trace_id)) == (b"", 16)
    assert span.trace_id.hex() != TRACE


@SMALL
def test_caller_that_records_nothing_is_not_recorded(traced, caplog):
    with caplog.at_level(logging.INFO, logger="cms.request"):
        post("{ echo }", traceparent=f"00-{TRACE}-{PARENT}-00")
        post("{ echo }", traceparent=f"00-{TRACE}-{PARENT}-01")

    logged = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert [entry.get("trace_id") for entry in logged if entry["logger"] == "cms.request"] == [
        None,
        TRACE,
    ]
    assert len(traced().spans) == 1


@SMALL
def test_off_is_the_default(settings):
    tracing.start()

    assert (settings.TRACES, tracing.is_on) == (False, False)


OFF = """
import sys, threading, django
django.setup()
from django.test import Client
body = '{"query": "{ __typename }"}'
answer = Client().post("/graphql/", body, content_type="application/json")
assert answer.json() == {"data": {"__typename": "Query"}}, answer.content
ours = ("cms.telemetry.spans", "opentelemetry.exporter", "opentelemetry.proto", "google.protobuf")
print([name for name in sys.modules if name.startswith(ours)], threading.active_count())
"""


def test_off_nothing_that_sends_is_loaded(tmp_path):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    command = [sys.executable, "-c", OFF]

    # redis-py looks for the API and its metrics by itself, and does nothing with them.
    assert subprocess.check_output(command, env=environment, text=True) == "[] 1\n"


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def masters():
    """The process ids of the servers that this process runs."""
    return [pid for pid in children_of(os.getpid()) if children_of(pid)]


def test_every_worker_sends_also_one_that_comes_later_and_when_it_ends(tmp_path, transactional_db):
    with collector() as there:
        with (
            shared_database(tmp_path) as database,
            gunicorn(
                database,
                workers=2,
                ROOT_URLCONF="cms.urls",
                OTEL_EXPORTER_OTLP_ENDPOINT=there.url,
                OTEL_RESOURCE_ATTRIBUTES="service.name=site,deployment.environment.name=test",
                # Only an end has them sent before.
                OTEL_BSP_SCHEDULE_DELAY="600000",
            ) as port,
        ):
            send(port, PAGE, **CALLER)
            (master,) = masters()
            first = children_of(master)
            for pid in first:
                os.kill(pid, signal.SIGTERM)
            there.wait_for(1)
            while set(children_of(master)) & set(first) or len(children_of(master)) < 2:
                time.sleep(0.05)
            send(port, PAGE, **CALLER)
        both = there.wait_for(2)

    assert {span.trace_id.hex() for span in both} == {TRACE}
    for span in both:
        children = there.below(span)
        assert len(children) == attributes_of(span)["cms.sql.statements"] > 0
        assert {child.kind for child in children} == {span.SPAN_KIND_CLIENT}
    assert {resource["service.name"] for resource in there.resources} == {"site"}


@pytest.mark.parametrize("listens", [True, False])
def test_collector_that_is_away_or_silent_costs_no_answer_any_time(tmp_path, listens):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = silent.getsockname()
        if not listens:
            silent.close()
        environment = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{address[1]}",
            # All the time it tries to send.
            "OTEL_BSP_SCHEDULE_DELAY": "1",
            "OTEL_BSP_MAX_QUEUE_SIZE": "64",
            "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "16",
        }
        database = f"sqlite:///{tmp_path / 'db.sqlite3'}"
        slowest = 0.0
        with gunicorn(database, ROOT_URLCONF="cms.urls", **environment) as port:
            send(port, "{ __typename }")
            for _ in range(200):
                begin = time.monotonic()
                assert send(port, "{ __typename }") == {"data": {"__typename": "Query"}}
                slowest = max(slowest, time.monotonic() - begin)
            ended = time.monotonic()
        ended = time.monotonic() - ended

    # The collector would have been waited for ten seconds.
    assert slowest < 5
    assert ended < 10
