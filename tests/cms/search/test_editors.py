"""Wagtail's search for editors: what is mended in it."""

import threading

import pytest
from django.db import connection, transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from tests.factories import StandardPageFactory

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def entries():
    return get_search_backend().get_index_for_model(Page).entries


def entry_of(page):
    return entries().filter(object_id=str(page.pk))


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_publishes_does_not_wait_for_another_editors_entry():
    first, second = (StandardPageFactory(title=title) for title in ("Cairo", "Paris"))
    entries().update(title_norm=1.0)  # as where all titles have one word
    is_locked, may_end = threading.Event(), threading.Event()

    def other_editor():
        with transaction.atomic():
            entry_of(first).select_for_update().get()
            is_locked.set()
            may_end.wait(10)
        connection.close()

    other = threading.Thread(target=other_editor)
    other.start()
    try:
        assert is_locked.wait(10)
        connection.cursor().execute("SET lock_timeout = '500ms'")
        second.save_revision().publish()
    finally:
        connection.cursor().execute("RESET lock_timeout")
        may_end.set()
        other.join()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_new_title_weighs_more_when_it_is_short():
    short = StandardPageFactory(title="Cairo")
    long = StandardPageFactory(title="Water supply of quarters beside rivers")

    assert entry_of(short).get().title_norm > 1 > entry_of(long).get().title_norm
