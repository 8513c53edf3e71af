"""Migrations: complete, and a database can be made from nothing on the engine in use."""

import os
import subprocess
import sys
import uuid

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

FIRST_ROWS = """
import django, json
django.setup()
from wagtail.models import Collection, Locale, Page
from django.test import Client
print(json.dumps([
    Page.objects.filter(depth=1).count(),
    list(Locale.objects.values_list("language_code", flat=True)),
    Collection.objects.filter(depth=1).count(),
    Client().get("/readyz/").json(),
]))
"""

SEARCHED = [
    "sessions/", "organizations/", "people/", "news/", "pages/search/", "images/", "documents/",
    "images/chooser/results/", "documents/chooser/results/", "choose-page/search/",
    "reports/programmes/", "snippets/events/theme/", "snippets/events/venue/",
    "snippets/organizations/contactpoint/", "snippets/home/menu/", "snippets/home/notice/",
]  # fmt: skip
EDITORS_SEARCH = f"""
import django
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
client = Client(raise_request_exception=False)
client.force_login(get_user_model().objects.create_superuser("chief", "c@example.org", "secret"))
print([
    (path, words)
    for path in {SEARCHED}
    for words in ["2015", 'said', '"', '"a', 'île-de "x" -y', "%_", "x" * 500]
    if client.get("/admin/" + path, {{"q": words}}).status_code != 200
])
"""


@pytest.fixture
def empty_database(tmp_path):
    """The URL of a database without a table, on the same engine as the tests."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    name = f"empty_{uuid.uuid4().hex}"
    address = {key: database[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    server = psycopg.connect(
        host=address["HOST"],
        port=address["PORT"],
        user=address["USER"],
        password=address["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{name}".format(**address, name=name)
    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    server.close()


def run(arguments, url):
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "cms.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_models_have_their_migrations():
    process = run(["manage.py", "makemigrations", "--check", "--dry-run"], "sqlite://:memory:")

    assert (process.returncode, process.stdout) == (0, "No changes detected\n"), process.stderr


def test_database_is_made_from_nothing(empty_database):
    migrated = run(["manage.py", "migrate", "--verbosity", "0"], empty_database)
    assert (migrated.returncode, migrated.stdout, migrated.stderr) == (0, "", "")

    rows = run(["-c", FIRST_ROWS], empty_database)
    assert rows.stdout == '[1, ["en"], 1, {"status": "ok", "failing": []}]\n', rows.stderr

    searched = run(["-c", EDITORS_SEARCH], empty_database)
    assert searched.stdout == "[]\n", searched.stderr
