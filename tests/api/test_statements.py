"""The number of SQL statements follows the shape of a query, not the number of rows.

`statements.toml` has the figure of each documented query. A new document is added there with its
figure; a figure may only fall.
"""

import tomllib
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from graphql import validate

from cms.schema import schema
from tests.support.documents import documents
from tests.support.edge_statements import ask_all_edges, is_list
from tests.support.grown_site import GrownSite
from tests.support.statements import measure, variables_on

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("grown-site")]
SCHEMA = schema.graphql_schema
TABLE = tomllib.loads(Path(__file__).with_name("statements.toml").read_text(encoding="utf-8"))
DOCUMENTS = {str(document): document for document in documents()}
SIZES = (1, 10, 100)
EDGE_SIZES = SIZES[:2]
# They answer about one thing.
WITHOUT_LISTS = {
    "docs/front-end/changes.md Deprecated",
    "docs/front-end/images.md Hero",
    "docs/front-end/pages-and-paths.md Page",
    "docs/front-end/programme-files.md Files",
    "docs/front-end/programme-files.md JsonLd",
}
LEAST_EDGES = 180
LEAST_WITH_HABITS = 10


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker, tmp_path_factory):
    """Ask everything of a site of each size; give the figures by document and by edge."""
    media = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    by_document = {name: [] for name in DOCUMENTS}
    by_edge = []
    with django_db_blocker.unblock(), media, transaction.atomic():
        site = GrownSite()
        for size in SIZES:
            site.grow(size)
            for name, document in DOCUMENTS.items():
                by_document[name].append(measure(document.text, variables_on(site, document)))
            if size in EDGE_SIZES:
                by_edge.append(ask_all_edges(SCHEMA, site))
        transaction.set_rollback(True)
    return by_document, by_edge


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documented_query_takes_the_same_statements_for_1_10_and_100_rows(measured, name):
    found = measured[0][name]

    assert [item.statements for item in found] == [TABLE[name]] * len(SIZES)
    one, ten, hundred = (item.objects for item in found)
    assert (one < ten <= hundred) is (name not in WITHOUT_LISTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_follows_from_others_is_read_along_and_changes_no_answer(measured, name):
    found = measured[0][name]

    assert [item.is_same for item in found] == [True] * len(SIZES)
    assert all(item.with_habits <= TABLE[name] for item in found)


def test_reads_follow_others_in_many_documents(measured):
    fewer = [name for name, (*_, last) in measured[0].items() if last.with_habits < TABLE[name]]

    assert len(fewer) >= LEAST_WITH_HABITS


def test_every_document_is_valid_and_has_its_figure_and_no_other_has():
    assert {name: validate(SCHEMA, item.parsed) for name, item in DOCUMENTS.items()} == {
        name: [] for name in DOCUMENTS
    }
    assert TABLE.keys() == DOCUMENTS.keys()
    assert len(DOCUMENTS) == len(documents())


def test_every_edge_takes_the_same_statements_for_1_and_10_rows(measured):
    one, ten = measured[1]

    assert len(one) >= LEAST_EDGES
    assert {place: item.statements for place, item in ten.items()} == {
        place: item.statements for place, item in one.items()
    }


def test_every_list_was_longer_the_second_time(measured):
    one, ten = measured[1]

    assert [
        place
        for place in one
        if is_list(SCHEMA, place) and not 0 < one[place].objects < ten[place].objects
    ] == []
