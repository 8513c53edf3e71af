"""Querysets that are compiled once and run with other values."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import (
    AutoField,
    Count,
    DateTimeField,
    JSONField,
    Q,
    TextField,
    UUIDField,
    Window,
)
from django.utils import timezone
from wagtail.models import Page

from cms.deadlines import watch_sqlite
from cms.graphql.pages import parent_path
from cms.statements import (
    EachValue,
    ListParam,
    Param,
    Place,
    Read,
    Statements,
    any_of,
    fetch,
    fetch_all,
    instances,
    prepare,
    prepare_by_keys,
    prepare_for_each,
)
from home.models import StandardPage
from tests.factories import HomePageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

NUMBER, KEY, TEXT = AutoField(), UUIDField(), TextField()


@pytest.fixture
def pages():
    """Give a home page with two pages below it."""
    home = HomePageFactory(title="Home")
    return [
        home,
        *(StandardPageFactory(parent=home, title=title) for title in ("One", "100 % two")),
    ]


def titles(rows):
    return [title for (title,) in rows]


def test_the_same_statement_runs_with_other_values(pages):
    statement = prepare(
        Page.objects.filter(any_of("pk", [], NUMBER)).order_by("path").values_list("title")
    )

    assert titles(fetch(statement, values=[pages[1].pk])) == ["One"]
    assert titles(fetch(statement, values=[pages[0].pk, pages[2].pk])) == ["Home", "100 % two"]
    assert titles(fetch(statement, values=[])) == []


def test_keys_moments_and_texts_are_bound_as_the_database_has_them(pages):
    statement = prepare(
        Page.objects.filter(
            any_of("translation_key", [], KEY),
            Q(title=Param("title", None, TEXT)),
            Q(expire_at=None) | Q(expire_at__gt=Param("now", None, DateTimeField())),
        ).values_list("translation_key", "title")
    )
    page = pages[1]
    Page.objects.filter(pk=page.pk).update(
        expire_at=datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    )

    def found(year, title):
        now = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
        return fetch(statement, values=[page.translation_key], title=title, now=now)

    assert found(2029, "One") == [(page.translation_key, "One")]
    assert found(2031, "One") == []
    assert found(2029, "'; DROP TABLE wagtailcore_page; --") == []


def test_percent_signs_and_quotes_of_what_never_changes_are_text(pages):
    statement = prepare(Page.objects.filter(title="100 % two").values_list("title"))
    nothing = prepare(Page.objects.filter(title="it's %s").values_list("title"))

    assert titles(fetch(statement)) == ["100 % two"]
    assert titles(fetch(nothing)) == []


def test_django_itself_runs_the_queryset_with_the_values_it_holds(pages):
    wanted = Page.objects.filter(
        any_of("pk", [pages[1].pk, pages[2].pk], NUMBER), title=Param("title", "One", TEXT)
    )

    assert list(wanted.values_list("title", flat=True)) == ["One"]


def test_conditions_that_nothing_meets_run_no_statement(pages, django_assert_num_queries):
    statement = prepare(Page.objects.none().values_list("title"))
    other = prepare(Page.objects.filter(pk=pages[1].pk).values_list("title"))

    with django_assert_num_queries(1):
        assert fetch_all([Read(statement, {}), Read(other, {})]) == [[], [("One",)]]


def test_rows_of_one_and_of_several_statements_are_the_same(pages, django_assert_num_queries):
    page = pages[1]
    page.first_published_at = timezone.now()
    page.save()
    names = ("id", "translation_key", "live", "first_published_at", "expire_at", "title", "body")
    statement = prepare(type(page).objects.filter(pk=page.pk).values_list(*names))
    several = Read(statement, {})

    with django_assert_num_queries(2):
        (alone,) = fetch(statement)
        first, second = fetch_all([several, several])

    assert first == second
    assert first[0][:-1] == alone[:-1]
    assert list(alone[:-1]) == [getattr(page, name) for name in names[:-1]]
    assert type(alone[-1]) is type(first[0][-1]) is type(page.body)


def test_an_instance_knows_what_was_read_and_asks_for_the_rest(pages, django_assert_num_queries):
    page = pages[1]

    (found,) = instances(type(page), ["id", "title"], [[page.pk, "One"]])

    with django_assert_num_queries(0):
        assert (found.pk, found.title) == (page.pk, "One")
        assert found == page
    with django_assert_num_queries(1):
        assert found.slug == page.slug


def test_statements_are_built_once_for_a_key(pages):
    built = []

    def build():
        built.append(1)
        return Page.objects.filter(any_of("pk", [], NUMBER)).values_list("title")

    statements = Statements()
    found = [fetch(statements.get("titles", build), values=[page.pk]) for page in pages]

    assert found == [[("Home",)], [("One",)], [("100 % two",)]]
    assert built == [1]


def test_a_limit_holds_for_each_value(pages):
    below = Page.objects.filter(depth=EachValue(output_field=NUMBER)).order_by("path")
    statement = prepare_for_each(below.values_list("title")[:1], ListParam("depths", [], NUMBER))

    assert fetch(statement, depths=[2, 3, 9]) == [("Home", 2), ("One", 3)]
    assert fetch(statement, depths=[]) == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="counts what SQLite does")
def test_rows_beyond_a_limit_are_not_read(pages):
    home = pages[0]
    below = Page.objects.annotate(parent=parent_path()).filter(parent=EachValue(output_field=TEXT))
    below = below.filter(live=True).order_by("path").values_list("title", "path")
    statement = prepare_for_each(below[:3], ListParam("paths", [], TEXT))
    asked = {"paths": [pages[1].path, home.path]}

    few, steps = counting(lambda: fetch(statement, **asked))
    add_children(home, 2_000)
    many, steps_of_many = counting(lambda: fetch(statement, **asked))

    assert titles_of(few) == ["One", "100 % two"]
    assert titles_of(many) == ["One", "100 % two", "Child"]
    assert {path for *_, path in many} == {home.path}
    assert steps_of_many < steps * 2


def counting(read):
    """Give what is read, and how often SQLite took ten steps for it."""
    taken = []
    connection.connection.set_progress_handler(lambda: taken.append(1), 10)
    try:
        return read(), len(taken)
    finally:
        watch_sqlite(connection)


def add_children(home, number):
    kind = ContentType.objects.get_for_model(StandardPage)
    Page.objects.bulk_create(
        Page(
            path=f"{home.path}Z{place:03X}",
            depth=3,
            title="Child",
            draft_title="Child",
            slug=f"child-{place}",
            url_path=f"{home.url_path}child-{place}/",
            content_type=kind,
            locale=home.locale,
        )
        for place in range(number)
    )


def titles_of(rows):
    return [title for title, *_ in rows]


def test_text_is_taken_as_it_is_for_text_and_prepared_for_what_else_holds_it():
    assert Place("value", TextField(), is_list=False).bind("a", connection) == "a"
    assert Place("value", JSONField(), is_list=False).bind("a", connection) != "a"


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own form of statement")
def test_rows_of_keys_come_in_the_order_of_the_keys_with_what_comes_with_these(pages):
    first = Param("first", "", TEXT)
    keys = (
        Page.objects.filter(depth__gt=1, title__gt=first)
        .annotate(in_all=Window(Count("pk")))
        .order_by("-title")[:2]
        .values_list("pk", "in_all")
    )
    row = Page.objects.filter(pk=EachValue(output_field=NUMBER)).values_list("title", "depth")

    statement = prepare_by_keys(keys, row)

    assert fetch(statement, first="") == [("One", 3, 3), ("Home", 2, 3)]
    assert fetch(statement, first="Home") == [("One", 3, 1)]
    assert fetch(statement, first="z") == []


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own form of statement")
def test_keys_of_which_none_can_be_have_no_rows(pages):
    none = Page.objects.none().annotate(in_all=Window(Count("pk"))).values_list("pk", "in_all")
    row = Page.objects.filter(pk=EachValue(output_field=NUMBER)).values_list("title")

    statement = prepare_by_keys(none, row)

    assert statement.sql is None
    assert fetch(statement) == []
