"""The API's own cursor for PostgreSQL: what it writes, what it keeps prepared, what it refuses."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DataError, ProgrammingError, connection, transaction
from psycopg.pq import TransactionStatus

from cms.databases.postgresql import reader as module
from cms.databases.postgresql.reader import Reader

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL (DATABASE_URL)"),
    pytest.mark.django_db(transaction=True),
]

VALUES = [
    ("text", 'it\'s 100 % \\ "text" — نص', 'it\'s 100 % \\ "text" — نص'),
    ("text", "", ""),
    ("int", -7, "-7"),
    ("bigint", 2**62, str(2**62)),
    ("boolean", True, "t"),
    ("boolean", False, "f"),
    ("text", None, None),
    ("date", date(2026, 2, 28), "2026-02-28"),
    ("time", time(9, 30), "09:30:00"),
    ("numeric", Decimal("1.10"), "1.10"),
    ("float8", 0.1, "0.1"),
    ("uuid", UUID(int=5), "00000000-0000-0000-0000-000000000005"),
    ("int[]", "{1,2}", "{1,2}"),
    # One that psycopg writes.
    ("int[]", [1, 2], [1, 2]),
]


@pytest.fixture
def reader():
    """Give a reader on the tests' connection."""
    connection.ensure_connection()
    return Reader(connection.connection)


def ask(reader, sql, *params):
    """Run a statement by Django's wrapper, as the API does; give its rows as text."""
    connection.make_cursor(reader).execute(sql, params)
    return [
        [value.decode() if isinstance(value, bytes) else value for value in row]
        for row in reader.fetchall()
    ]


def prepared():
    """Count the statements of readers that stay prepared on the tests' connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'cms_%'")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("kind", "value", "written"), VALUES)
def test_values_arrive_as_they_are(reader, kind, value, written):
    for _ in range(3):
        assert ask(reader, f"SELECT $1::{kind}", value) == [[written]]


def test_a_moment_arrives_with_its_zone(reader):
    moment = datetime(2026, 7, 1, 12, 0, 0, 5, tzinfo=UTC)
    same = "SELECT $1::timestamptz = '2026-07-01T14:00:00.000005+02'"

    assert ask(reader, same, moment) == [["t"]]


def test_what_runs_a_second_time_stays_prepared(reader):
    before = prepared()

    ask(reader, "SELECT 1 + $1::int", 1)
    assert prepared() == before
    for number in range(3):
        assert ask(reader, "SELECT 1 + $1::int", number) == [[str(number + 1)]]

    assert prepared() == before + 1


def test_nothing_stays_prepared_where_that_is_switched_off(reader, settings):
    settings.DATABASE_PREPARED_STATEMENTS = False
    before = prepared()

    for _ in range(3):
        assert ask(reader, "SELECT 2 + $1::int", 1) == [["3"]]

    assert prepared() == before


def test_so_many_stay_prepared_and_no_more(reader, monkeypatch):
    monkeypatch.setattr(module, "MAX_PREPARED", 2)
    before = prepared()

    for number in [*range(5), *range(5)]:
        for _ in range(2):
            assert ask(reader, f"SELECT {number} + $1::int", 1) == [[str(number + 1)]]

    assert prepared() == before + 2


def test_a_transaction_begins_with_what_is_read_first(reader):
    with transaction.atomic():
        assert connection.connection.pgconn.transaction_status == TransactionStatus.IDLE
        ask(reader, "SELECT 1")
        assert connection.connection.pgconn.transaction_status == TransactionStatus.INTRANS
        for _ in range(3):
            assert ask(reader, "SELECT 3") == [["3"]]


def test_inside_a_transaction_nothing_is_let_go(reader, monkeypatch):
    monkeypatch.setattr(module, "MAX_PREPARED", 1)
    with transaction.atomic():
        ask(reader, "SELECT 'begun'")
        for number in range(3):
            for _ in range(3):
                assert ask(reader, f"SELECT {number}") == [[str(number)]]


def test_an_error_is_djangos_and_the_next_statement_runs(reader):
    with pytest.raises(ProgrammingError, match="no_such_column"):
        ask(reader, "SELECT no_such_column")
    with pytest.raises(DataError, match="invalid input syntax"):
        ask(reader, "SELECT $1::int", "seven")

    assert ask(reader, "SELECT 4") == [["4"]]


def test_text_that_would_end_early_is_refused(reader):
    with pytest.raises(DataError, match="NUL"):
        ask(reader, "SELECT $1::text", "before\0after")


def test_a_statement_without_rows_has_none(reader):
    assert ask(reader, "SELECT 1 WHERE false") == []
