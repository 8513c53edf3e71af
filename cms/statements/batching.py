"""Reads of one wave as one SQL statement.

Resolvers are plain functions that ask for rows and get them. While an operation is executed each
runs in a greenlet of its own: one that asks for rows waits, the others go on, and when all wait
everything they asked for is read in one statement. So the number of statements is the number of
times that one read depends on another, not the number of reads (docs/adr/0013).
"""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from contextvars import Context, copy_context
from functools import cached_property, lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import orjson
from django.db import OperationalError, connections
from greenlet import getcurrent, greenlet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .prepared import Statement
    from .rows import Row

T = TypeVar("T")

MAX_MERGED = 512
MAX_NUMBERED = 1024


class Read(NamedTuple):
    """A statement with the values for its places."""

    statement: Statement
    values: Mapping[str, Any]


def fetch(statement: Statement, **values: Any) -> list[Row]:
    """The rows of one statement."""
    (rows,) = fetch_all([Read(statement, values)])
    return rows


def fetch_all(reads: Sequence[Read]) -> list[list[Row]]:
    """The rows of several statements, read together with what else the operation waits for."""
    task = getcurrent()
    return task.batch.read(reads) if isinstance(task, _Task) else run(reads)


def side_by_side(*functions: Callable[[], Any]) -> list[Any]:
    """The results of functions whose reads do not depend on each other."""
    task = getcurrent()
    if isinstance(task, _Task) and len(functions) > 1:
        return task.batch.gather(functions)
    return [function() for function in functions]


class _Task(greenlet):
    """A function under way, with what awaits its end."""

    def __init__(self, batch: Batch, function: Callable[[], Any]) -> None:
        super().__init__(self._run_function, parent=batch.hub)
        self.batch = batch
        self.function = function
        self.result: Any = None
        self.error: BaseException | None = None
        self.group: _Group | None = None

    def _run_function(self) -> None:
        try:
            self.result = self.function()
        except Exception as error:  # noqa: BLE001 raised again where the result is awaited
            self.error = error
        if self.group is not None:
            self.group.one_ended(self.batch)

    def outcome(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.result


class _Group:
    """Tasks that one other waits for."""

    def __init__(self, waiting: _Task, size: int) -> None:
        self.waiting = waiting
        self.left = size

    def one_ended(self, batch: Batch) -> None:
        self.left -= 1
        if not self.left:
            batch.ready.append((self.waiting, None))


class Batch:
    """One operation's tasks: those that can go on, and the reads that the others wait for."""

    def __init__(self) -> None:
        self.hub = getcurrent()
        self.ready: deque[tuple[_Task, Any]] = deque()
        self._waiting: list[tuple[_Task, Sequence[Read]]] = []
        self._context: Context = copy_context()

    def run(self, function: Callable[[], T]) -> T:
        """Run a function, and all that it gathers, to the end."""
        root = self._start(function)
        while self.ready or self._waiting:
            if not self.ready:
                self._flush()
            task, given = self.ready.popleft()
            # One that has not begun takes no value.
            task.switch(*([given] if task else []))
        return cast("T", root.outcome())

    def gather(self, functions: Sequence[Callable[[], Any]]) -> list[Any]:
        """The results of functions that run side by side; called by one of the batch's own."""
        group = _Group(cast("_Task", getcurrent()), len(functions))
        tasks = [self._start(function, group) for function in functions]
        self.hub.switch()
        return [task.outcome() for task in tasks]

    def read(self, reads: Sequence[Read]) -> list[list[Row]]:
        """The rows of reads, once all other tasks wait too."""
        self._waiting.append((cast("_Task", getcurrent()), reads))
        found = self.hub.switch()
        if isinstance(found, Exception):
            raise found
        return cast("list[list[Row]]", found)

    def _start(self, function: Callable[[], Any], group: _Group | None = None) -> _Task:
        task = _Task(self, function)
        task.group = group
        task.gr_context = self._context.copy()
        self.ready.append((task, None))
        return task

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            found: Any = run([read for _, reads in waiting for read in reads])
        except Exception as error:  # noqa: BLE001 raised in every task that waits
            self.ready.extend((task, error) for task, _ in waiting)
            return
        rest = iter(found)
        self.ready.extend((task, [next(rest) for _ in reads]) for task, reads in waiting)


def run(reads: Sequence[Read]) -> list[list[Row]]:
    """The rows of reads, in one statement if there are several."""
    asked = [read for read in reads if read.statement.sql is not None]
    if not asked:
        return [[] for _ in reads]
    connection = connections[asked[0].statement.using]
    if len(asked) == 1:
        ((statement, values),) = asked
        rows = _execute(connection, str(statement.sql), statement.bind(values, connection))
        found = iter([statement.decoders.decode(rows, is_json=False)])
    else:
        found = iter(_run_merged(asked, connection))
    return [next(found) if read.statement.sql is not None else [] for read in reads]


def _run_merged(reads: Sequence[Read], connection: Any) -> list[list[Row]]:
    params = [param for statement, values in reads for param in statement.bind(values, connection)]
    merged = _merged(tuple(read.statement for read in reads))
    ((*columns,),) = _execute(connection, merged.sql, params)
    return [
        read.statement.decoders.decode(orjson.loads(text), is_json=True)
        for read, text in zip(reads, columns, strict=True)
    ]


class _Merged:
    """Several statements as one that answers a JSON list of rows for each."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self._statements = statements

    @cached_property
    def sql(self) -> str:
        is_postgresql = connections[self._statements[0].using].vendor == "postgresql"
        tables, columns = [], []
        for number, statement in enumerate(self._statements):
            names = [f"c{index}" for index in range(statement.width)]
            tables.append(f"r{number} ({', '.join(names)}) AS ({statement.sql})")
            columns.append(
                f"(SELECT coalesce(json_agg(json_build_array({', '.join(names)})), '[]')::text "
                f"FROM r{number})"
                if is_postgresql
                else f"(SELECT json_group_array(json_array({_json(names, statement)})) "
                f"FROM r{number})"
            )
        return f"WITH {', '.join(tables)} SELECT {', '.join(columns)}"


def _json(names: list[str], statement: Statement) -> str:
    """Columns for SQLite's json_array, which would quote JSON as text."""
    json_columns = statement.decoders.json_columns
    return ", ".join(
        f"json({name})" if index in json_columns else name for index, name in enumerate(names)
    )


_known: OrderedDict[tuple[Statement, ...], _Merged] = OrderedDict()


def _merged(statements: tuple[Statement, ...]) -> _Merged:
    found = _known.get(statements)
    if found is None:
        found = _known[statements] = _Merged(statements)
        while len(_known) > MAX_MERGED:
            _known.popitem(last=False)
    return found


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
