"""Reads of one wave as one SQL statement.

Resolvers are plain functions that ask for rows and get them. While an operation is executed each
runs in a greenlet of its own: one that asks for rows waits, the others go on, and when all wait
everything they asked for is read in one statement. So the number of statements is the number of
times that one read depends on another, not the number of reads (docs/adr/0014).
"""

from __future__ import annotations

from collections import deque
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Any, TypeVar, cast

from greenlet import getcurrent, greenlet

from .running import Read, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .ahead import ReadAhead
    from .prepared import Statement
    from .rows import Row

T = TypeVar("T")


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
    """Tasks whose ends one other will wait for."""

    def __init__(self, owner: _Task, size: int) -> None:
        self.owner = owner
        self.left = size
        self.is_awaited = False

    def one_ended(self, batch: Batch) -> None:
        self.left -= 1
        if self.is_awaited and not self.left:
            batch.ready.append((self.owner, None))


class Batch:
    """One operation's tasks: those that can go on, and the reads that the others wait for."""

    def __init__(self, ahead: ReadAhead | None = None) -> None:
        self.hub = getcurrent()
        self.ahead = ahead
        self.ready: deque[tuple[_Task, Any]] = deque()
        self._waiting: list[tuple[_Task, Sequence[Read]]] = []
        self._along: list[tuple[Read, Callable[[list[Row] | Exception], None]]] = []
        self._context: Context = copy_context()

    def run(self, function: Callable[[], T]) -> T:
        """Run a function, and all that it gathers, to the end."""
        root = self._start(function)
        while self.ready or self._waiting or self._along:
            if not self.ready:
                self._flush()
                continue
            task, given = self.ready.popleft()
            # One that has not begun takes no value.
            task.switch(*([given] if task else []))
        return cast("T", root.outcome())

    def send_along(self, read: Read, take: Callable[[list[Row] | Exception], None]) -> None:
        """Have a read go with the next statement; `take` gets its rows, or why there are none."""
        self._along.append((read, take))

    def gather(self, functions: Sequence[Callable[[], Any]]) -> list[Any]:
        """The results of functions that run side by side; called by one of the batch's own.

        The caller runs the first itself: changing from one greenlet to another takes its time.
        """
        first, *rest = functions
        group = _Group(cast("_Task", getcurrent()), len(rest))
        tasks = [self._start(function, group) for function in rest]
        try:
            result = first()
        finally:
            if group.left:
                group.is_awaited = True
                self.hub.switch()
        return [result, *(task.outcome() for task in tasks)]

    def read(self, reads: Sequence[Read]) -> list[list[Row]]:
        """The rows of reads, once all other tasks wait too, unless they have been read ahead."""
        given = self.ahead.given(reads) if self.ahead else None
        if given is not None:
            return given
        self._waiting.append((cast("_Task", getcurrent()), reads))
        if self.ready:
            found = self.hub.switch()
        else:
            # The last one that waited goes on first: no change to the hub and back.
            self._flush()
            _, found = self.ready.pop()
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
        along, self._along = self._along, []
        try:
            asked = [read for _, reads in waiting for read in reads]
            asked += [read for read, _ in along]
            found: Any = self.ahead.run(asked) if self.ahead else run(asked)
        except Exception as error:  # noqa: BLE001 raised in every task that waits
            self.ready.extend((task, error) for task, _ in waiting)
            for _, take in along:
                take(error)
            return
        rest = iter(found)
        self.ready.extend((task, [next(rest) for _ in reads]) for task, reads in waiting)
        for _, take in along:
            take(next(rest))
