"""Statements that stay prepared, sent past psycopg's cursors.

A cursor finds out anew for each run how values are written and read, which takes two thirds of the
time that a short statement takes here. What the API reads has few types of values and gives text.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from django.conf import settings
from psycopg import errors, generators
from psycopg.pq import ExecStatus, TransactionStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.abc import PQGen
    from psycopg.pq.abc import PGresult


# So many statements stay prepared on one connection; so many are known to have run once.
MAX_PREPARED = 500
MAX_SEEN = 1_000


def _text(value: str) -> bytes:
    if "\0" in value:
        raise psycopg.DataError("PostgreSQL text cannot contain NUL (0x00).")
    return value.encode()


# How PostgreSQL reads values (manual, chapter 8). What has no place here is written by psycopg.
WRITERS: dict[type, Callable[[Any], bytes | None]] = {
    str: _text,
    int: lambda value: b"%d" % value,
    bool: lambda value: b"t" if value else b"f",
    UUID: lambda value: value.hex.encode(),
    datetime: lambda value: value.isoformat().encode(),
    date: lambda value: value.isoformat().encode(),
    time: lambda value: value.isoformat().encode(),
    float: lambda value: repr(value).encode(),
    Decimal: lambda value: str(value).encode(),
    type(None): lambda value: None,
}


class Reader:
    """A cursor of the few methods that reading takes; all columns of its rows are text.

    It takes statements in PostgreSQL's own form (`$1`), and holds one result at a time.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._names: OrderedDict[str, bytes] = OrderedDict()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._number = 0
        self._rows: list[list[Any]] = []

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run a statement; what runs a second time stays prepared."""
        connection = self._connection
        try:
            written = [WRITERS[type(param)](param) for param in params]
        except KeyError:
            self._execute_by_cursor(sql, params)
            return
        if not _is_ready(connection):
            # psycopg begins transactions with the first statement.
            self._execute_by_cursor(sql, params)
            return
        with connection.lock:
            result = connection.wait(self._run(sql, written))
        width = range(result.nfields)
        self._rows = [
            [result.get_value(row, column) for column in width] for row in range(result.ntuples)
        ]

    def fetchall(self) -> list[list[Any]]:
        """The rows of the last statement: columns in UTF-8, or as psycopg gives them."""
        return self._rows

    def close(self) -> None:
        """Do nothing: a reader lives as long as its connection."""

    def _execute_by_cursor(self, sql: str, params: Sequence[Any]) -> None:
        with psycopg.RawCursor(self._connection) as cursor:
            cursor.execute(sql, params)
            self._rows = [list(row) for row in cursor.fetchall()]

    def _run(self, sql: str, params: Sequence[bytes | None]) -> PQGen[PGresult]:
        """Send a statement and wait for its result; a generator, as psycopg waits for all."""
        pgconn = self._connection.pgconn
        name = self._names.get(sql)
        if name is None and self._is_to_prepare(sql):
            name = yield from self._prepare(sql)
        if name is None:
            pgconn.send_query_params(sql.encode(), params)
        else:
            pgconn.send_query_prepared(name, params)
        return (yield from self._result())

    def _is_to_prepare(self, sql: str) -> bool:
        if not settings.DATABASE_PREPARED_STATEMENTS:
            return False
        if sql in self._seen:
            return True
        self._seen[sql] = None
        if len(self._seen) > MAX_SEEN:
            self._seen.popitem(last=False)
        return False

    def _prepare(self, sql: str) -> PQGen[bytes | None]:
        """Have a statement stay prepared, in place of the one that has for longest."""
        pgconn = self._connection.pgconn
        if len(self._names) >= MAX_PREPARED:
            if pgconn.transaction_status != TransactionStatus.IDLE:
                # Should it fail, so would all of the transaction.
                return None
            _, oldest = self._names.popitem(last=False)
            pgconn.send_query_params(b"DEALLOCATE " + oldest, [])
            # A pooler in between may know it by another name.
            with suppress(psycopg.Error):
                yield from self._result()
        self._number += 1
        name = b"cms_%d" % self._number
        pgconn.send_prepare(name, sql.encode())
        yield from self._result()
        self._names[sql] = name
        return name

    def _result(self) -> PQGen[PGresult]:
        results = yield from generators.execute(self._connection.pgconn)
        if not results:
            raise psycopg.OperationalError("PostgreSQL gave no result.")
        result = results[-1]
        if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
            raise errors.error_from_result(result, encoding="utf-8")
        return result


def _is_ready(connection: psycopg.Connection[Any]) -> bool:
    status = connection.pgconn.transaction_status
    return status == TransactionStatus.INTRANS or (
        connection.autocommit and status == TransactionStatus.IDLE
    )
