"""Queries in the pages for front ends: they run as they are printed, and name sample content."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import HomePageFactory, SiteFactory

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted((ROOT / "docs" / "front-end").glob("*.md"))
# A query, and what stands below it as its variables.
QUERY = re.compile(
    r"^```graphql\n((?:query|\{).*?)^```(?:\n\n```json\n(.*?)^```)?", flags=re.MULTILINE | re.DOTALL
)
# Not in the sample content on purpose.
INVENTED = {"old-address"}
PATH = re.compile(r"\"(/(?:[\w-]+/)*)\"")
SAMPLE = ROOT / "home" / "sample" / "data"


def queries_of(path):
    """Give the queries of a page with their variables."""
    found = QUERY.findall(path.read_text(encoding="utf-8"))
    return [(query, json.loads(variables or "{}")) for query, variables in found]


EXAMPLES = [
    pytest.param(query, variables, id=f"{path.stem}-{number}")
    for path in DOCUMENTS
    for number, (query, variables) in enumerate(queries_of(path), start=1)
]


@pytest.fixture
def site(db):
    """Give an empty site: what a query may not ask is refused there too."""
    return SiteFactory(root_page=HomePageFactory(slug="home"), is_default_site=True)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("query", "variables"), EXAMPLES)
def test_query_is_answered_without_errors(query, variables):
    response = Client().post(
        "/graphql/",
        {"query": query, "variables": variables},
        content_type="application/json",
        headers={"accept": "application/graphql-response+json"},
    )

    assert (response.status_code, response.json().get("errors")) == (200, None)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_paths_are_those_of_the_sample_content(path):
    data = "\n".join(file.read_text(encoding="utf-8") for file in SAMPLE.rglob("*.yaml"))
    known = set(re.findall(r"\bid: ([\w-]+)", data)) | INVENTED
    text = path.read_text(encoding="utf-8")

    names = {part.rstrip("/").rpartition("/")[2] for part in PATH.findall(text)} - {""}
    assert names - known == set()


def test_queries_are_found():
    assert len(EXAMPLES) > 15
    assert sum(bool(example.values[1]) for example in EXAMPLES) > 5
