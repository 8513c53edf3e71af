"""Functions that run side by side, and whose reads are one statement."""

from contextvars import ContextVar

import pytest
from django.db import OperationalError
from django.db.models import AutoField
from wagtail.models import Page

from cms.statements import Batch, Read, any_of, fetch, prepare, side_by_side
from tests.factories import HomePageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

NUMBER = AutoField()
mark = ContextVar("mark", default="unset")


@pytest.fixture
def pages():
    """Give a home page with three pages below it."""
    home = HomePageFactory(title="Home")
    return [home, *(StandardPageFactory(parent=home, title=title) for title in "ABC")]


@pytest.fixture
def title_of(pages):
    """Give a function that reads the title of a page by a statement of its own."""
    statement = prepare(Page.objects.filter(any_of("pk", [], NUMBER)).values_list("title"))

    def read(page):
        ((title,),) = fetch(statement, values=[page.pk])
        return title

    return read


def test_reads_side_by_side_are_one_statement(pages, title_of, django_assert_num_queries):
    def all_titles():
        return side_by_side(*(lambda page=page: title_of(page) for page in pages))

    with django_assert_num_queries(1):
        assert Batch().run(all_titles) == ["Home", "A", "B", "C"]
    with django_assert_num_queries(4):
        assert all_titles() == ["Home", "A", "B", "C"]


def test_statements_are_as_many_as_the_longest_chain(pages, title_of, django_assert_num_queries):
    home, first, second, third = pages

    def chain(*wanted):
        return lambda: [title_of(page) for page in wanted]

    def nested():
        return side_by_side(chain(first), chain(second, third))

    with django_assert_num_queries(3):
        assert Batch().run(
            lambda: side_by_side(chain(home, first, second), nested, lambda: "at once")
        ) == [["Home", "A", "B"], [["A"], ["B", "C"]], "at once"]


def test_an_error_reaches_who_waits_for_it(pages, title_of):
    def fail():
        title_of(pages[0])
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        Batch().run(lambda: side_by_side(lambda: title_of(pages[1]), fail))


def test_a_statement_that_fails_fails_all_that_wait_for_it(pages, title_of, monkeypatch):
    def cut(*_):
        raise OperationalError("the server is gone")

    failed = []

    def read(page):
        try:
            return title_of(page)
        except OperationalError as error:
            failed.append(str(error))
            return None

    monkeypatch.setattr("cms.statements.running._execute", cut)

    found = Batch().run(lambda: side_by_side(lambda: read(pages[0]), lambda: read(pages[1])))

    assert found == [None, None]
    assert failed == ["the server is gone", "the server is gone"]


def test_what_is_set_for_the_request_holds_in_all_functions(pages, title_of):
    token = mark.set("this request")
    try:

        def look():
            title_of(pages[0])
            return mark.get()

        assert Batch().run(lambda: side_by_side(look, look)) == ["this request"] * 2
    finally:
        mark.reset(token)


def test_nothing_to_do_is_done(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Batch().run(side_by_side) == []


def test_a_read_sent_along_is_part_of_the_next_statement(
    pages, title_of, django_assert_num_queries
):
    titles = prepare(Page.objects.filter(pk=pages[2].pk).values_list("title"))
    taken = []

    batch = Batch()
    batch.send_along(Read(titles, {}), taken.append)
    with django_assert_num_queries(2):
        assert batch.run(lambda: [title_of(page) for page in pages[:2]]) == ["Home", "A"]

    assert taken == [[("B",)]]


def test_a_read_sent_along_with_nothing_is_run_at_the_end(pages, django_assert_num_queries):
    titles = prepare(Page.objects.filter(pk=pages[2].pk).values_list("title"))
    taken = []

    batch = Batch()
    batch.send_along(Read(titles, {}), taken.append)
    with django_assert_num_queries(1):
        assert batch.run(lambda: "nothing") == "nothing"

    assert taken == [[("B",)]]


def test_who_sent_a_read_along_is_told_why_there_are_no_rows(pages, title_of, monkeypatch):
    def cut(*_):
        raise OperationalError("the server is gone")

    titles = prepare(Page.objects.filter(pk=pages[2].pk).values_list("title"))
    taken = []
    monkeypatch.setattr("cms.statements.running._execute", cut)

    batch = Batch()
    batch.send_along(Read(titles, {}), taken.append)
    with pytest.raises(OperationalError, match="gone"):
        batch.run(lambda: title_of(pages[0]))

    assert [str(error) for error in taken] == ["the server is gone"]


def test_all_that_was_begun_side_by_side_ends_before_an_error_is_told(pages, title_of):
    ended = []

    def fail():
        title_of(pages[0])
        raise LookupError("gone")

    def go_on():
        ended.append([title_of(page) for page in pages])

    with pytest.raises(LookupError, match="gone"):
        Batch().run(lambda: side_by_side(fail, go_on, go_on))

    assert ended == [["Home", "A", "B", "C"]] * 2
