"""The examples of GraphiQL and the ready queries, asked of the sample content."""

import pytest
from django.test import Client

from tests.support.documents import ROOT, documents
from tests.support.graphiql import NAMES, example
from tests.support.graphql import ask

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.xdist_group("sample-content")]


def test_examples_find_something_in_the_sample_content():
    answers = {}
    for name in NAMES:
        text, variables = example(name)
        answers[name] = (
            Client()
            .post(
                "/graphql/",
                {"query": text, "variables": variables},
                content_type="application/json",
            )
            .json()
        )

    assert [name for name, answer in answers.items() if "errors" in answer] == []
    assert [
        field
        for answer in answers.values()
        for field, value in answer["data"].items()
        if not value or value.get("totalCount") == 0
    ] == []
    slots = answers["3-session-with-programme"]["data"]["session"]["programme"]
    assert (slots["timeZone"], slots["slotCount"] > 0) == ("Asia/Seoul", True)
    assert answers["6-page-by-path"]["data"]["page"]["isFallback"] is True


FOLDER = "docs/front-end/"
READY = [item for item in documents() if item.file.startswith(f"{FOLDER}queries/")]


@pytest.mark.parametrize("document", READY, ids=str)
def test_ready_query_finds_something_in_the_sample_content(document):
    answer = ask(document.text, **document.variables)

    assert [name for name, value in answer.items() if value in (None, [], {"nodes": []})] == []


def test_every_ready_query_is_listed():
    page = (ROOT / "docs/front-end/ready-queries.md").read_text(encoding="utf-8")

    assert len(READY) == 8
    files = [document.file.removeprefix(FOLDER) for document in READY]
    assert [file for file in files if f"({file})" not in page] == []
