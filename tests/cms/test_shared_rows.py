"""Rows that tests share: all find them as they were made, and tests without them find none."""

import pytest
from django.db import connection
from wagtail.models import Locale, Page

from tests.factories import HomePageFactory, StandardPageFactory
from tests.support import shared_rows
from tests.support.shared_rows import SharedRows

seen = {}


def make_home():
    return HomePageFactory(slug="shared-home")


def make_page(home):
    return StandardPageFactory(parent=home, title="Made once", slug="made-once")


@pytest.fixture(scope="session")
def shared_home_of_tests():
    return SharedRows(make_home)


@pytest.fixture(scope="session")
def shared_page_of_tests(shared_home_of_tests):
    return SharedRows(make_page, on=shared_home_of_tests)


@pytest.fixture
def page(shared_page_of_tests, db):
    return shared_page_of_tests.copy()


@pytest.fixture
def home(shared_home_of_tests, db):
    return shared_home_of_tests.copy()


def spoil(page):
    assert (page.title, page.draft_title) == ("Made once", "Made once")
    assert Page.objects.get(pk=page.pk).title == "Made once"
    assert Locale.objects.count() == 1
    page.title = "Spoilt"
    page.save_revision().publish()
    Locale.objects.create(language_code="fr")


@pytest.mark.parametrize("number", range(3))
def test_no_test_sees_what_another_changed(page, number):
    spoil(page)


@pytest.mark.django_db
def test_a_test_that_does_not_ask_finds_none():
    assert list(Page.objects.values_list("slug", flat=True)) == ["root"]


def test_what_stands_below_is_asked_for_alone(home):
    assert list(Page.objects.filter(depth__gt=1).values_list("pk", flat=True)) == [home.pk]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.django_db(transaction=True)
def test_real_transactions_find_the_same_rows_each_time(page, number):
    assert seen.setdefault("key", page.pk) == page.pk
    assert list(Page.objects.filter(depth=3).values_list("pk", flat=True)) == [page.pk]
    spoil(page)


@pytest.mark.parametrize("number", range(2))
@pytest.mark.django_db(transaction=True)
def test_real_transactions_find_once_what_is_asked_for_twice(home, page, number):
    assert page.get_parent().pk == home.pk
    assert list(Page.objects.filter(depth__gt=1).values_list("depth", flat=True)) == [2, 3]


@pytest.mark.parametrize("number", range(2))
@pytest.mark.django_db(transaction=True)
def test_in_whatever_order(page, home, number):
    assert page.get_parent().pk == home.pk
    assert list(Page.objects.filter(depth__gt=1).values_list("depth", flat=True)) == [2, 3]


@pytest.mark.django_db(transaction=True)
def test_afterwards_there_are_none():
    assert list(Page.objects.values_list("slug", flat=True)) == ["root"]


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="closes SQLite's database")
def test_lost_connection_is_told_and_the_next_rows_are_made(
    django_db_setup, django_db_blocker, shared_home_of_tests
):
    wanted = {"shared_home_of_tests": shared_home_of_tests}
    with django_db_blocker.unblock():
        shared_rows.have(wanted)
        connection.connection.close()

        with pytest.raises(AssertionError, match="The connection was lost"):
            shared_rows.check_connection()

        shared_rows.have(wanted)
        assert Page.objects.filter(depth=2).count() == 1
        shared_rows.check_connection()
