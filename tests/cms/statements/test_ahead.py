"""Reads that follow from others: learned from runs, read along, given only to who asks for them."""

import pytest
from django.db.models import Q, TextField
from wagtail.models import Page

from cms.statements import (
    NUMBER,
    AnyOf,
    Batch,
    Habits,
    ListParam,
    Param,
    ReadAhead,
    any_of,
    fetch,
    prepare,
    side_by_side,
)
from cms.statements.ahead import MAX_LESSONS, PATIENCE
from tests.factories import HomePageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

TEXT = TextField()


@pytest.fixture
def pages():
    """Give a home page with three pages below it, the first with one of its own."""
    home = HomePageFactory(title="Home")
    below = [StandardPageFactory(parent=home, title=title) for title in "ABC"]
    StandardPageFactory(parent=below[0], title="AA")
    return [home, *below]


@pytest.fixture
def by_depth(pages):
    """Give the statement of the pages at a depth, with their primary keys and titles."""
    pages = Page.objects.filter(depth=Param("depth", 0, NUMBER)).order_by("pk")
    return prepare(pages.values_list("pk", "title"))


@pytest.fixture
def by_pk(pages):
    """Give the statement of pages by primary key, each row with its own."""
    pages = Page.objects.filter(any_of("pk", [], NUMBER)).order_by("pk")
    return prepare(pages.values_list("pk", "title", "path"))


@pytest.fixture
def slugs(pages):
    """Give the statement of the slugs of pages, of which no row tells whose it is."""
    return prepare(Page.objects.filter(any_of("pk", [], NUMBER)).order_by("pk").values_list("slug"))


@pytest.fixture
def run():
    """Give a function that runs another as an operation that has run before."""
    habits = Habits()

    def run_with_habits(function):
        ahead = ReadAhead(habits)
        found = Batch(ahead).run(function)
        ahead.end()
        return found

    run_with_habits.habits = habits
    return run_with_habits


def keys(rows):
    return [row[0] for row in rows]


def test_what_follows_is_read_along_from_the_second_run_on(
    run, by_depth, by_pk, django_assert_num_queries
):
    def operation():
        return fetch(by_pk, values=keys(fetch(by_depth, depth=3)))

    with django_assert_num_queries(2):
        first = run(operation)
    with django_assert_num_queries(1):
        second = run(operation)

    assert [row[1] for row in first] == ["A", "B", "C"]
    assert second == first


def test_a_whole_chain_is_learned_in_one_run(
    run, by_depth, by_pk, slugs, django_assert_num_queries
):
    def operation():
        found = fetch(by_pk, values=keys(fetch(by_depth, depth=3)))
        return fetch(slugs, values=keys(found))

    with django_assert_num_queries(3):
        first = run(operation)
    with django_assert_num_queries(1):
        assert run(operation) == first


def test_new_rows_are_followed_too(run, by_depth, by_pk, pages, django_assert_num_queries):
    def operation():
        return [row[1] for row in fetch(by_pk, values=keys(fetch(by_depth, depth=3)))]

    run(operation)
    StandardPageFactory(parent=pages[0], title="D")

    with django_assert_num_queries(1):
        assert run(operation) == ["A", "B", "C", "D"]


def test_who_asks_for_some_gets_these(run, by_depth, by_pk, django_assert_num_queries):
    shown = 3

    def operation():
        return [row[1] for row in fetch(by_pk, values=keys(fetch(by_depth, depth=3))[:shown])]

    run(operation)
    shown = 2

    with django_assert_num_queries(1):
        assert run(operation) == ["A", "B"]


def test_some_are_read_alone_where_no_row_tells_whose_it_is(
    run, by_depth, slugs, django_assert_num_queries
):
    shown = 3

    def operation():
        return fetch(slugs, values=keys(fetch(by_depth, depth=3))[:shown])

    every = run(operation)
    shown = 2

    with django_assert_num_queries(2):
        assert run(operation) == every[:2]


def test_others_are_read_alone(run, by_depth, by_pk, pages, django_assert_num_queries):
    wanted = None

    def operation():
        found = fetch(by_depth, depth=3)
        return [row[1] for row in fetch(by_pk, values=wanted or keys(found))]

    run(operation)
    wanted = [pages[0].pk]

    with django_assert_num_queries(2):
        assert run(operation) == ["Home"]


def test_another_value_beside_the_list_is_read_alone(
    run, by_depth, pages, django_assert_num_queries
):
    titled = prepare(
        Page.objects.filter(any_of("pk", [], NUMBER), depth=Param("depth", 0, NUMBER)).values_list(
            "pk", "title"
        )
    )
    depth = 3

    def operation():
        return fetch(titled, values=keys(fetch(by_depth, depth=3)), depth=depth)

    with django_assert_num_queries(2):
        assert len(run(operation)) == 3
    with django_assert_num_queries(1):
        assert len(run(operation)) == 3
    depth = 4
    with django_assert_num_queries(2):
        assert run(operation) == []


def test_a_value_that_nothing_else_was_read_with_is_no_reason_to_read_ahead(
    run, by_depth, django_assert_num_queries
):
    pages = Page.objects.filter(any_of("pk", [], NUMBER), title=Param("title", "", TEXT))
    titled = prepare(pages.values_list("pk"))

    def operation():
        return fetch(titled, values=keys(fetch(by_depth, depth=3)), title="A")

    run(operation)

    with django_assert_num_queries(2):
        assert len(run(operation)) == 1


def test_columns_that_hold_the_values_together_are_followed(
    run, pages, by_pk, django_assert_num_queries
):
    at_depth = Page.objects.filter(depth=Param("depth", 0, NUMBER))
    both = prepare(at_depth.values_list("pk", "locale_id", "numchild"))

    def operation():
        found = fetch(both, depth=2)
        return fetch(by_pk, values={value for row in found for value in row})

    first = run(operation)

    with django_assert_num_queries(1):
        assert run(operation) == first


def test_what_nobody_asks_for_is_let_go(run, by_depth, by_pk):
    is_asked = True

    def operation():
        found = fetch(by_depth, depth=3)
        return fetch(by_pk, values=keys(found)) if is_asked else []

    run(operation)
    run(operation)
    assert any(run.habits.links.values())
    is_asked = False

    for _ in range(2 * PATIENCE + 2):
        run(operation)

    assert not any(run.habits.links.values())


def test_nothing_found_says_nothing(run, by_depth, by_pk, django_assert_num_queries):
    depth = 3

    def operation():
        found = fetch(by_depth, depth=depth)
        return fetch(by_pk, values=keys(found)) if found else []

    first = run(operation)
    depth = 30
    for _ in range(2 * PATIENCE + 2):
        assert run(operation) == []
    depth = 3

    with django_assert_num_queries(1):
        assert run(operation) == first


def test_conditions_that_nothing_meets_are_followed_by_nothing(
    run, by_pk, django_assert_num_queries
):
    nothing = prepare(Page.objects.none().values_list("pk"))

    def operation():
        return side_by_side(lambda: fetch(nothing), lambda: fetch(by_pk, values=[1]))

    for _ in range(2):
        with django_assert_num_queries(1):
            rows, _pages = run(operation)
        assert rows == []


def test_two_who_ask_for_the_same_both_get_it(run, by_depth, by_pk, django_assert_num_queries):
    def operation():
        wanted = keys(fetch(by_depth, depth=3))
        return side_by_side(*[lambda: fetch(by_pk, values=wanted)] * 2)

    run(operation)

    with django_assert_num_queries(1):
        first, second = run(operation)
    assert first == second
    assert len(first) == 3


def test_it_is_not_learned_for_ever(run, by_depth, slugs, pages):
    def operation():
        fetch(by_depth, depth=3)
        return fetch(slugs, values=[pages[0].pk])

    for _ in range(MAX_LESSONS + 5):
        run(operation)

    assert run.habits.lessons_left == 0


def test_rows_tell_whose_they_are_only_if_that_is_the_condition(pages):
    every, wanted = Page.objects.all(), AnyOf("pk", ListParam("values", [], NUMBER))

    assert prepare(every.filter(wanted).values_list("title", "pk")).key == 1
    assert prepare(every.filter(wanted).values_list("title")).key is None
    assert prepare(every.filter(wanted).values_list("pk")[:2]).key is None
    assert prepare(every.exclude(wanted).values_list("pk")).key is None
    assert prepare(every.filter(Q(wanted) | Q(depth=1)).values_list("pk")).key is None
