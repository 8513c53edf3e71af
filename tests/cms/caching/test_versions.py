"""Versions of tags: they rise with every change, and tell what is newer than a moment."""

import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from cms.caching import tags, versions
from cms.caching.answers import LOCAL, find, store
from cms.caching.dependencies import Dependencies
from cms.caching.models import TagChange
from tests.factories import StandardPageFactory
from tests.support.threads import at_once

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def version(*names):
    return versions.check(names)[0]


def rename(page, title):
    Page.objects.filter(pk=page.pk).update(title=title)


def depend(page):
    return tags.page(page.translation_key)


def rows_of(page):
    return TagChange.objects.filter(tag=depend(page)).count()


def compact_until_one_row_of(page):
    """Compact; transactions of other databases of the same server hold it up."""
    deadline = time.monotonic() + 60
    while rows_of(page) > 1:
        assert time.monotonic() < deadline, "nothing is compacted"
        call_command("compact_tags", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_version_rises_with_every_transaction_and_for_what_changed_only():
    page, other = StandardPageFactory(), StandardPageFactory()
    seen, unrelated = [version(depend(page))], version(depend(other))

    for title in "abc":
        rename(page, title)
        seen.append(version(depend(page)))

    assert seen == sorted(set(seen))
    assert version(depend(other)) == unrelated
    assert version(depend(page), depend(other)) > version(depend(page))


@pytest.mark.django_db(transaction=True)
def test_version_of_a_set_rises_whichever_of_its_tags_changes():
    pages = [StandardPageFactory() for _ in range(3)]
    names = [depend(page) for page in pages]

    for page in pages:
        before = version(*names)
        rename(page, "Changed")
        assert version(*names) > before


@pytest.mark.django_db(transaction=True)
def test_version_at_a_moment_is_that_of_data_read_after_it():
    page, other = StandardPageFactory(), StandardPageFactory()
    moment = versions.begin()
    assert versions.version_at([depend(page)], moment) == version(depend(page))

    rename(other, "Changed")
    assert versions.version_at([depend(page)], moment) == version(depend(page))

    rename(page, "Changed")
    assert versions.version_at([depend(page)], moment) is None
    assert versions.version_at([depend(page)], versions.begin()) == version(depend(page))


@pytest.mark.django_db(transaction=True)
def test_answer_made_while_its_data_changed_is_not_stored():
    page = StandardPageFactory()
    dependencies = Dependencies()
    dependencies.begin()
    dependencies.add(depend(page))
    rename(page, "Changed meanwhile")

    assert store("key", b"old", dependencies) is None
    assert (find("key"), LOCAL.size) == ((None, None), 0)


@pytest.mark.postgres
@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_transaction_that_began_before_the_moment_and_ends_after_it_counts():
    page = StandardPageFactory()
    has_written, may_commit = threading.Event(), threading.Event()

    def publish():
        with transaction.atomic():
            rename(page, "Late")
            has_written.set()
            may_commit.wait(10)

    def answer():
        has_written.wait(10)
        moment, before = versions.begin(), version(depend(page))
        assert versions.version_at([depend(page)], moment) == before
        may_commit.set()
        while version(depend(page)) == before:
            pass
        assert versions.version_at([depend(page)], moment) is None

    assert at_once(publish, answer) == []


@pytest.mark.postgres
@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_publishers_of_the_same_pages_in_another_order_do_not_wait_for_tags():
    first, second = (
        StandardPageFactory(),
        StandardPageFactory(),
    )
    other = StandardPageFactory(parent=first)
    both_wrote = threading.Barrier(2)

    def publish(page, title):
        # Both change the tags of the whole type; neither waits for the other's end.
        with transaction.atomic():
            rename(page, title)
            both_wrote.wait(10)
            rename(page, title + "!")

    assert at_once(lambda: publish(second, "a"), lambda: publish(other, "b")) == []
    assert {page.title for page in Page.objects.filter(pk__in=[second.pk, other.pk])} == {
        "a!",
        "b!",
    }


@pytest.mark.postgres
@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_compaction_keeps_versions_and_still_tells_of_changes():
    page = StandardPageFactory()
    moment = versions.begin()
    for title in "abcde":
        rename(page, title)
    before, rows = version(depend(page), tags.PAGES), TagChange.objects.count()

    compact_until_one_row_of(page)

    assert version(depend(page), tags.PAGES) == before
    assert TagChange.objects.count() < rows
    assert versions.version_at([depend(page)], moment) is None


@pytest.mark.postgres
@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_compaction_leaves_alone_what_a_running_transaction_may_not_see():
    page = StandardPageFactory()
    rename(page, "a")
    compact_until_one_row_of(page)
    ready, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            rename(StandardPageFactory(), "held")
            ready.set()
            done.wait(10)

    def work():
        ready.wait(10)
        rename(page, "b")
        versions.compact()
        found = rows_of(page)
        done.set()
        assert found == 2

    assert at_once(hold, work) == []


@pytest.mark.postgres
@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_numbers_from_before_a_restore_hide_no_change_and_are_renumbered():
    page = StandardPageFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        number = cursor.fetchone()[0]
    TagChange.objects.bulk_create(
        TagChange(
            tag=depend(page), transaction_id=number + ahead, weight=1, changed_at=timezone.now()
        )
        for ahead in range(2, 200)
    )
    before = version(depend(page))

    rename(page, "Changed")
    assert version(depend(page)) == before + 1

    versions.compact()
    assert version(depend(page)) == before + 1
    assert versions.version_at([depend(page)], versions.begin()) == before + 1


@pytest.mark.django_db
def test_forgetting_everything_raises_every_version():
    page = StandardPageFactory()
    before = version(depend(page))

    call_command("forget_answers", verbosity=0)

    assert version(depend(page)) > before


@pytest.mark.django_db(transaction=True)
def test_changes_after_everything_was_forgotten_count_on():
    page = StandardPageFactory()
    versions.forget_everything()
    before = version(depend(page))

    rename(page, "Changed")
    assert version(depend(page)) > before


@pytest.mark.django_db
def test_version_of_the_site_can_stand_in_another_statement():
    StandardPageFactory()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1, {versions.version_of(tags.SITE)}")
        _one, found = cursor.fetchone()

    assert found == versions.check([tags.SITE])[0]
