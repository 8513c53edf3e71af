"""Statements sent to the database: several as one, and what follows from others along with them."""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import orjson
from django.db import OperationalError, connections

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .prepared import Statement
    from .rows import Row

MAX_MERGED = 512
MAX_NUMBERED = 1024


class Read(NamedTuple):
    """A statement with the values for its places."""

    statement: Statement
    values: Mapping[str, Any]


class Follower(NamedTuple):
    """A statement whose list of values, by name, is what columns of other reads hold.

    `sources` are those columns: the number of the read in the same run, and that of the column.
    """

    statement: Statement
    name: str
    sources: tuple[tuple[int, int], ...]


def run(
    reads: Sequence[Read], followers: Sequence[tuple[Follower, Mapping[str, Any]]] = ()
) -> list[list[Row]]:
    """The rows of reads, in one statement, and then those of followers.

    A follower, which comes with its other values, is numbered behind the reads and may follow one
    before it. Reads whose conditions cannot be met have no rows, and no followers.
    """
    asked = [read for read in reads if read.statement.sql is not None]
    if not asked:
        return [[] for _ in reads]
    connection = connections[asked[0].statement.using]
    if len(asked) == 1 and not followers and connection.vendor != "postgresql":
        ((statement, values),) = asked
        rows = _execute(connection, str(statement.sql), statement.bind(values, connection))
        found = iter([statement.decoders.from_rows(rows)])
    else:
        found = iter(_run_merged(asked, followers, connection))
    given = [next(found) if read.statement.sql is not None else [] for read in reads]
    return [*given, *found]


def _run_merged(
    reads: Sequence[Read],
    followers: Sequence[tuple[Follower, Mapping[str, Any]]],
    connection: Any,
) -> list[list[Row]]:
    params = [param for statement, values in reads for param in statement.bind(values, connection)]
    for follower, values in followers:
        params += follower.statement.bind(values, connection, without=follower.name)
    statements = tuple(read.statement for read in reads)
    following = tuple(follower for follower, _ in followers)
    sql = _merged((statements, following), connection.vendor)
    ((*texts,),) = _execute(connection, sql, params)
    answering = [*statements, *(follower.statement for follower in following)]
    return [
        statement.decoders.from_columns(orjson.loads(text))
        for statement, text in zip(answering, texts, strict=True)
    ]


Together = tuple[tuple["Statement", ...], tuple[Follower, ...]]

_known: OrderedDict[Together, str] = OrderedDict()


def _merged(together: Together, vendor: str) -> str:
    """The statements as one that answers a JSON list of columns for each.

    Lists of columns cost the database two thirds of what lists of rows do.
    """
    found = _known.get(together)
    if found is None:
        found = _known[together] = _merge(together, vendor)
        while len(_known) > MAX_MERGED:
            _known.popitem(last=False)
    return found


def _merge(together: Together, vendor: str) -> str:
    statements, followers = together
    tables, columns = [], []
    texts = [(statement, str(statement.sql)) for statement in statements]
    texts += [(follower.statement, _following(follower, vendor)) for follower in followers]
    for number, (statement, sql) in enumerate(texts):
        names = [f"c{index}" for index in range(statement.width)]
        tables.append(f"r{number} ({', '.join(names)}) AS ({sql})")
        lists = ", ".join(
            _column(name, index, statement, vendor) for index, name in enumerate(names)
        )
        columns.append(f"(SELECT {AS_LIST[vendor].format(lists)} FROM r{number})")
    return f"WITH {', '.join(tables)} SELECT {', '.join(columns)}"


AS_LIST = {"postgresql": "json_build_array({})::text", "sqlite": "json_array({})"}


def _column(name: str, index: int, statement: Statement, vendor: str) -> str:
    """The values of a column as a JSON list."""
    if vendor == "postgresql":
        return f"json_agg({name})"
    # Which would quote JSON as text.
    is_json = index in statement.decoders.json_columns
    return f"json_group_array({f'json({name})' if is_json else name})"


def _following(follower: Follower, vendor: str) -> str:
    """A follower's SQL, with what its sources hold, each value once, in place of its list."""
    values = " UNION ".join(
        f"SELECT c{column} AS value FROM r{number} WHERE c{column} IS NOT NULL"
        for number, column in follower.sources
    )
    values = values if "UNION" in values else values.replace("SELECT", "SELECT DISTINCT")
    if vendor == "postgresql":
        values = f"ARRAY({values})"
    else:
        values = f"(SELECT json_group_array(value) FROM ({values}))"
    return follower.statement.sql_with(follower.name, values)


def _execute(connection: Any, sql: str, params: list[Any]) -> Iterable[Sequence[Any]]:
    """Run a statement; once more if the connection had been lost since its last use."""
    was_open = connection.connection is not None
    try:
        return _rows(connection, sql, params)
    except OperationalError:
        if connection.in_atomic_block or not was_open or connection.is_usable():
            raise
        connection.close()
        return _rows(connection, sql, params)


def _rows(connection: Any, sql: str, params: list[Any]) -> Iterable[Sequence[Any]]:
    connection.ensure_connection()
    # Django's own cursor for PostgreSQL writes the values into the SQL: nothing would stay
    # prepared. It is used only where statements are logged with their values.
    if connection.vendor == "postgresql" and not connection.queries_logged:
        reader = connection.connection.reader
        connection.make_cursor(reader).execute(numbered(sql), params)
        return cast("Iterable[Sequence[Any]]", reader.fetchall())
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cast("Iterable[Sequence[Any]]", cursor.fetchall())


@lru_cache(maxsize=MAX_NUMBERED)
def numbered(sql: str) -> str:
    """A statement in PostgreSQL's own form, with places `$1`, `$2` …: psycopg need not read it."""
    number = count(1)
    return re.sub("%[s%]", lambda sign: "%" if sign[0] == "%%" else f"${next(number)}", sql)
