"""Our connection to PostgreSQL, with a real one: ends of statements, lost and silent servers."""

import socket
import time

import pytest
from django.db import DataError, OperationalError, connection, connections
from django.db.models import IntegerField
from django.test.utils import CaptureQueriesContext

from cms import deadlines
from cms.databases.postgresql import base
from cms.statements import Place, fetch, written

NUMBERS = [Place(name, IntegerField(), is_list=False) for name in "ab"]

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL (DATABASE_URL)"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def another(transactional_db):
    """A second connection to the same server, of which no test transaction knows."""
    second = connections["default"].copy()
    yield second
    second.close()
    base.outage.end()


@pytest.fixture
def silent_port():
    """A port that takes connections and says nothing, as a stopped PostgreSQL does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def ask(connection, statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()


def count_sleepers(connection):
    (count,) = ask(
        connection,
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(7.25)%%'"
        " AND state = 'active' AND datname = current_database() AND pid <> pg_backend_pid()",
    )
    return count


def test_a_statement_ends_with_the_request_also_on_the_server(another):
    begin = time.monotonic()

    with deadlines.at_most(0.3), pytest.raises(OperationalError):
        ask(another, "SELECT pg_sleep(7.25)")

    assert time.monotonic() - begin < 1.5
    assert not base.outage.lasts
    another.close()
    assert count_sleepers(another) == 0


def test_nothing_is_sent_when_the_time_is_over(another):
    (pid,) = ask(another, "SELECT pg_backend_pid()")

    with deadlines.at_most(0), pytest.raises(OperationalError, match="no time left"):
        ask(another, "SELECT 1")

    assert ask(another, "SELECT pg_backend_pid()") == (pid,)


def test_a_statement_in_time_is_left_alone(another):
    with deadlines.at_most(5):
        assert ask(another, "SELECT 1 FROM pg_sleep(0.01)") == (1,)


def test_server_has_limits_of_its_own_inside_a_request_only(another, settings):
    settings.DATABASE_STATEMENT_TIMEOUT, settings.DATABASE_LOCK_TIMEOUT = 7, 2.5
    with deadlines.at_most(60):
        inside = [ask(another, f"SHOW {name}")[0] for name in ("statement_timeout", "lock_timeout")]
    another.close()
    outside = [ask(another, f"SHOW {name}")[0] for name in ("statement_timeout", "lock_timeout")]

    assert (inside, outside) == (["7s", "2500ms"], ["0", "0"])


def test_no_limit_is_sent_where_it_is_switched_off(settings):
    settings.DATABASE_STATEMENT_TIMEOUT = settings.DATABASE_LOCK_TIMEOUT = 0

    assert base.server_limits() == []


def test_good_connection_is_known_without_a_statement(another):
    ask(another, "SELECT 1")

    before = another.connection.info.backend_pid
    with CaptureQueriesContext(another) as queries:
        assert another.is_usable()
    assert (len(queries), another.connection.info.backend_pid) == (0, before)


def test_connection_that_the_server_closed_is_not_usable(another):
    (pid,) = ask(another, "SELECT pg_backend_pid()")
    killer = connections["default"].copy()
    ask(killer, "SELECT pg_terminate_backend(%s, 5000)", pid)
    killer.close()

    assert not another.is_usable()


def test_silent_server_is_left_alone_for_a_while(another, silent_port):
    another.settings_dict = another.settings_dict | {"HOST": "127.0.0.1", "PORT": silent_port}
    begin = time.monotonic()

    with deadlines.at_most(60), pytest.raises(OperationalError, match="timeout"):
        another.ensure_connection()
    first, begin = time.monotonic() - begin, time.monotonic()
    with deadlines.at_most(60), pytest.raises(OperationalError, match="a moment ago"):
        another.ensure_connection()

    assert [first < 3, time.monotonic() - begin < 0.1] == [True, True]
    assert base.outage.lasts


def test_what_reads_is_kept_and_reads_on_after_an_error_and_on_a_new_connection():
    statement = written("SELECT %s::int / %s::int", [IntegerField()], NUMBERS)
    assert fetch(statement, a=6, b=3) == [(2,)]
    reader = connection.connection.reader

    with pytest.raises(DataError):
        fetch(statement, a=6, b=0)
    assert fetch(statement, a=9, b=3) == [(3,)]
    assert connection.connection.reader is reader

    connection.close()
    assert fetch(statement, a=4, b=1) == [(4,)]
    assert connection.connection.reader is not reader
