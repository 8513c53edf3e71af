"""A source and its translations published at once, on a database with row locks."""

import pytest
from django.db import connection

from tests.factories import LocaleFactory, NewsPageFactory
from tests.support.threads import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_no_writer_waits_for_another_that_waits_for_it(transactional_db):
    source = NewsPageFactory()
    translations = [
        source.copy_for_translation(LocaleFactory(language_code=code), copy_parents=True)
        for code in ("fr", "ar")
    ]
    for page in translations:
        page.save_revision().publish()

    for turn in range(5):
        source.date = source.date.replace(day=turn + 1)
        source.slug = f"turn-{turn}"
        for page in translations:
            page.title = f"Turn {turn}"
        revisions = [page.save_revision() for page in (source, *translations)]

        assert at_once(*(revision.publish for revision in revisions)) == []

        for page in translations:
            page.refresh_from_db()
        assert {page.date for page in translations} == {source.date}
        assert {page.title for page in translations} == {f"Turn {turn}"}
        assert {page.slug for page in translations} == {source.slug}
