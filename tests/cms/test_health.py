"""Probes: alive without a database, ready only with database and migrations."""

import json
import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

ASK_READYZ = """
import django, json
django.setup()
from django.test import Client
response = Client().get("/readyz/")
print(json.dumps([response.status_code, response.json()]))
"""


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz/")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_healthz_refuses_to_be_written_to(client):
    assert client.post("/healthz/").status_code == 405


@pytest.mark.django_db
def test_readyz_is_ok_when_everything_answers(client):
    response = client.get("/readyz/")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "failing": []})
    assert "no-store" in response["Cache-Control"]


def test_readyz_names_the_migrations_that_a_database_lacks(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }

    answer = subprocess.run(
        [sys.executable, "-c", ASK_READYZ],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(answer.stdout) == [
        503,
        {"status": "unavailable", "failing": ["migrations"]},
    ]


@pytest.mark.django_db
def test_readyz_tells_no_internals_when_the_database_is_down(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("connection to 10.0.0.1 as 'anna' refused")

    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/readyz/")

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "failing": ["database", "migrations"]}


@pytest.mark.django_db
def test_readyz_stays_in_service_without_a_cache(client, monkeypatch):
    monkeypatch.setattr(type(cache._connections["default"]), "get", lambda *args: None)

    response = client.get("/readyz/")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "degraded", "failing": ["cache"]},
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz/", "/readyz/"])
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "[::1]", "evil.example.org", "a b"])
def test_probes_come_to_any_host(client, path, host):
    response = client.get(path, headers={"host": host})

    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
