"""Rows as records: tuples whose columns have names."""

import pytest
from wagtail.models import Page

from cms.statements import instances, model_of, records, records_by_type
from home.models import StandardPage

NAMES = ("id", "title", "page__title", "class", "content_type_id")
ROWS = [(1, "One", "first", "a", 7), (2, None, "second", "b", 8)]


def test_columns_have_the_names_of_the_attributes():
    one, two = records(StandardPage, NAMES, ROWS)

    assert (one.id, one.pk, one.title, one.page__title) == (1, 1, "One", "first")
    assert getattr(one, "class") == "a"
    assert (two.pk, two.title) == (2, None)


def test_a_row_may_have_more_columns_than_names():
    (record,) = records(StandardPage, ("id",), [(1, "more")])

    assert record.pk == 1


def test_what_was_not_read_is_an_error_and_costs_no_statement():
    (record,) = records(StandardPage, ("id",), [(1,)])

    with pytest.raises(AttributeError):
        _ = record.title
    with pytest.raises(AttributeError):
        record.title = "written"


def test_a_record_tells_its_model():
    one, two = records_by_type({7: StandardPage, 8: Page}, 4, NAMES, ROWS)
    (instance,) = instances(StandardPage, NAMES, ROWS[:1])

    assert [model_of(type(item)) for item in (one, two, instance)] == [
        StandardPage,
        Page,
        StandardPage,
    ]


def test_no_rows_are_no_records():
    assert records(StandardPage, NAMES, []) == []
    assert records_by_type({}, 4, NAMES, []) == []
