"""GraphiQL: where it is shown, that it needs nothing from elsewhere, and that its examples work."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from graphql import build_schema, parse, validate

from tests.support.graphiql import NAMES, example

ROOT = Path(__file__).parents[3]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
MAX_FILE = 2 * 1024 * 1024


def open_page(accept: str = BROWSER, **parameters: str):
    return Client().get("/graphql/", parameters, headers={"Accept": accept})


@pytest.fixture
def page(settings):
    settings.GRAPHIQL = True
    return open_page()


def test_browsers_get_graphiql_where_it_is_on(page):
    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Accept" in page["Vary"]
    assert page.cookies == {}


def test_browsers_get_json_where_it_is_off(settings):
    settings.GRAPHIQL = False
    response = open_page()

    assert (response.status_code, response["Content-Type"]) == (
        400,
        "application/json; charset=utf-8",
    )


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html;q=0.9"])
def test_programs_get_json_where_it_is_on(settings, accept):
    settings.GRAPHIQL = True

    assert open_page(accept, query="{ __typename }").json() == {"data": {"__typename": "Query"}}


def test_page_runs_no_inline_script_or_style_and_loads_nothing_from_elsewhere(page):
    policy = page["Content-Security-Policy"]
    sources = re.findall(r'(?:src|href)="([^"]*)"', page.text)

    assert "unsafe" not in policy
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert [url for url in sources if not url.startswith(("/static/graphiql/", "data:,"))] == []
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page.text) == []
    assert re.findall(r"<style|style=|\son\w+=", page.text) == []


def test_files_of_the_page_are_ours_small_and_licensed(page):
    names = re.findall(r'(?:src|href)="/static/(graphiql/[^"]*)"', page.text)

    assert len(names) == 6
    assert all(Path(finders.find(name)).stat().st_size < MAX_FILE for name in names)
    assert "MIT License" in Path(finders.find("graphiql/LICENSES.txt")).read_text()


def test_page_opens_the_examples(page):
    data = re.search(
        r'<script id="graphiql-examples" type="application/json">(.*?)</script>', page.text
    )
    tabs = json.loads(data[1])

    assert [tab["query"] for tab in tabs] == [example(name)[0] for name in NAMES]
    assert [json.loads(tab["variables"]) for tab in tabs] == [example(name)[1] for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_example_fits_the_schema(name):
    schema = build_schema((ROOT / "cms" / "schema.graphql").read_text(encoding="utf-8"))

    assert validate(schema, parse(example(name)[0])) == []
