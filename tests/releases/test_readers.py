"""Readers have all of a release or nothing of it, and so have editors who save meanwhile."""

import threading

import pytest
from django.db import connection, connections

from home.models import StandardPage
from releases.domain.releasing import release
from releases.domain.rolling_back import roll_back
from releases.enums import BundleState
from tests.support.graphql import ask
from tests.support.threads import at_once

from .conftest import again, state_of

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="the tests' SQLite is shared by no two threads"
    ),
]
TURNS = 3


def titles():
    nodes = ask("{ pages { nodes { path title } } }")["pages"]["nodes"]
    return frozenset(node["title"] for node in nodes if node["path"].startswith("/old-"))


def test_answers_change_all_at_once(transactional_db, bundle_of, page, boss):
    pages = [page(f"Old {number}", draft=f"New {number}") for number in range(4)]
    bundle = bundle_of(*pages)
    old, new = ({f"{word} {number}" for number in range(4)} for word in ("Old", "New"))
    found, over = [], threading.Event()

    def read():
        try:
            while not over.is_set():
                found.append(titles())
        finally:
            connections.close_all()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _turn in range(TURNS):
            release(bundle, boss)
            assert titles() == new
            roll_back(bundle, boss)
            assert titles() == old
    finally:
        over.set()
        reader.join(60)

    assert set(found) <= {frozenset(old), frozenset(new)}
    assert len(found) > TURNS


def test_edit_during_a_release_is_a_draft_on_top_of_it_or_part_of_it(
    transactional_db, bundle_of, page, boss
):
    pages = [page(f"Old {number}", draft=f"New {number}") for number in range(3)]
    bundle = bundle_of(*pages)

    def edit():
        one = StandardPage.objects.get(pk=pages[1].pk)
        draft = one.get_latest_revision_as_object()
        draft.title = "Edited"
        draft.save_revision()

    assert at_once(lambda: release(bundle, boss), edit) == []

    one = again(pages[1])
    assert state_of(bundle) == BundleState.RELEASED
    assert one.get_latest_revision_as_object().title == "Edited"
    assert one.title in {"New 1", "Edited"}
    assert one.has_unpublished_changes == (one.title == "New 1")


def test_two_who_release_at_once_release_it_once(transactional_db, bundle_of, page, boss):
    bundle = bundle_of(page("One"), page("Two"))

    (error,) = at_once(lambda: release(bundle, boss), lambda: release(bundle, boss))

    assert error.messages == ["It is released already."]
    assert state_of(bundle) == BundleState.RELEASED
