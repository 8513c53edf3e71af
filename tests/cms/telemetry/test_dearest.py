"""The report of the dearest operations, from the figures of a server with two workers."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.core.management import call_command
from prometheus_client import CollectorRegistry, Histogram

from cms.telemetry.advice import advice_on
from cms.telemetry.dearest import dearest
from tests.support.figures import registry_of
from tests.support.servers import free_port, wait_for

OPERATION = ("operation", "document")
MANY = {"requests": 100, "states": {"hit": 90, "miss": 10}}
VARIABLES = "Hardly ever cached: fewer different variables would help."
NEVER = (
    "Its answers are never stored: it is sent with Authorization or asks for its cost, or the "
    "settings store none."
)
POSTED = "Sent by POST: by GET, browsers and proxies could keep its answers."
AS_TEXT = "Sent as text: register it and send its documentId."
OTHERS = "Operations without figures of their own: have front ends register theirs."


def test_figures_of_servers_are_added():
    servers = [
        registry_of([{"requests": 2, "clients": {"web": 2, "app": 3}}]),
        registry_of([{"requests": 3, "states": {"hit": 1, "miss": 2}, "clients": {"app": 2}}]),
    ]
    (operation,) = dearest(servers)

    assert (operation.name, operation.document, operation.count) == ("Session", "abc", 5)
    assert round(operation.milliseconds) == 100
    assert (operation.statements_each, operation.cost_each) == (3, 100)
    assert round(operation.sql_milliseconds) == 10
    assert operation.hits == 0.2
    assert operation.clients_by_use == ["app", "web"]


@pytest.mark.parametrize(
    ("figures", "advice"),
    [
        ({}, []),
        ({"errors": {"INTERNAL": 1}}, ["Its errors cost as much as answers: see their codes."]),
        ({"cost": 2_001}, ["Ask for smaller pages or fewer fields in lists."]),
        ({"sql_statements": 21}, ["Many statements: report it to the developers of the CMS."]),
        ({"sql_seconds": 0.06}, ["Most of its time is the database's: look for an index."]),
        ({"requests": 99, "sent": ("POST", "text")}, []),
        (MANY | {"states": {"miss": 90, "hit": 10}}, [VARIABLES]),
        (MANY | {"states": {"none": 100}}, [NEVER]),
        (MANY | {"sent": ("POST", "hash")}, [POSTED]),
        (MANY | {"sent": ("GET", "text")}, [AS_TEXT]),
        (MANY | {"sent": ("POST", "text")}, [POSTED, AS_TEXT]),
        (MANY, []),
        ({"name": "anonymous"}, ["It has no name: with one it could be told from others."]),
        ({"name": "other", "sql_statements": 21}, [OTHERS]),
    ],
)
def test_advice_follows_from_the_figures(figures, advice):
    (operation,) = dearest([registry_of([figures])])

    assert advice_on(operation) == advice


def test_dearest_is_first_and_the_rest_is_cut():
    found = CollectorRegistry()
    took = Histogram("cms_graphql_seconds", "-", OPERATION, registry=found)
    for name, seconds, times in (("Often", 0.2, 9), ("Slow", 1.0, 1), ("Small", 0.1, 1)):
        for _ in range(times):
            took.labels(name, "").observe(seconds)

    assert [operation.name for operation in dearest([found], 2)] == ["Often", "Slow"]


@pytest.fixture
def server(tmp_path):
    """The server that we ship, with two workers; give its port."""
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "METRICS_DIR": str(tmp_path / "metrics"),
        "METRICS_TOKEN": "t" * 32,
    }
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "2", "cms.wsgi"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def send(port, query):
    request = Request(
        f"http://127.0.0.1:{port}/graphql/",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
        return json.load(answer)


def read_figures(port):
    headers = {"Authorization": "Bearer " + "t" * 32}
    request = Request(f"http://127.0.0.1:{port}/metrics", None, headers)
    with urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


@pytest.mark.django_db
def test_workers_share_their_figures_and_leave_nothing_behind(server, tmp_path, settings, capsys):
    settings.METRICS_DIR = str(tmp_path / "metrics")
    for _ in range(20):
        send(server, "query Name { __typename }")
    lines = read_figures(server).splitlines()

    counts = [line for line in lines if line.startswith("cms_graphql_seconds_count")]
    call_command("dearest_operations")

    # By two workers, each of which counts an operation under its name from the third time.
    assert sum(float(line.rpartition(" ")[2]) for line in counts) == 20
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"Since \d{4}-\d\d-\d\d \d\d:\d\d UTC, on this machine:", first)
    assert second.split()[:3] == ["operation", "document", "requests"]
    (folder,) = Path(settings.METRICS_DIR).iterdir()
    files = {f"{kind}_{number}.db" for kind in ("counter", "histogram") for number in (0, 1)}
    assert {file.name for file in folder.iterdir()} <= {"started", *files}


def test_command_says_that_there_are_no_figures(tmp_path, settings, capsys):
    settings.METRICS_DIR = str(tmp_path)

    call_command("dearest_operations")

    assert capsys.readouterr().out == (
        "No figures: no server of this METRICS_DIR has answered yet.\n"
    )
