"""The end of a request's time: nested, absent, and felt by SQLite's statements."""

import sqlite3
import time
from types import SimpleNamespace

import pytest

from cms import deadlines

ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) "
    "SELECT max(i) FROM n"
)


def test_without_an_end_there_is_no_deadline():
    deadlines.check()

    assert (deadlines.remaining(), deadlines.passed()) == (None, False)


def test_the_nearer_end_holds_and_the_outer_one_comes_back():
    with deadlines.at_most(60):
        with deadlines.at_most(5):
            inner = deadlines.remaining()
        with deadlines.at_most(600):
            longer = deadlines.remaining()
        outer = deadlines.remaining()

    assert [4 < inner <= 5, 59 < longer <= 60, 59 < outer <= 60] == [True, True, True]
    assert deadlines.remaining() is None


def test_time_that_is_over_is_an_error():
    with deadlines.at_most(0), pytest.raises(deadlines.DeadlinePassedError):
        deadlines.check()


def test_sqlite_stops_a_statement_when_the_time_is_over():
    connection = sqlite3.connect(":memory:")
    deadlines.watch_sqlite(SimpleNamespace(vendor="sqlite", connection=connection))
    begin = time.monotonic()

    with deadlines.at_most(0.2), pytest.raises(sqlite3.OperationalError, match="interrupted"):
        connection.execute(ENDLESS)

    assert time.monotonic() - begin < 1
    assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.close()
