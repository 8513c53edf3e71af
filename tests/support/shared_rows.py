"""Rows with which many tests begin, made once for those that come one after another.

They are made in a transaction that stays open until a test comes that does not ask for them. Each
test runs in a savepoint within, and gets copies of the objects: no other sees what it changes.

A fixture of the session whose name begins with `shared_` says how rows are made, and a fixture of
the test gives them:

    @pytest.fixture(scope="session")
    def shared_network():
        return SharedRows(make_network)

    @pytest.fixture
    def network(shared_network, db):
        return shared_network.copy()

Rows may stand `on` others. A test with real transactions cannot run within one: for the first
such test they are made, and written again as they were for all that follow.

They are made as if it was one moment of the past: whether a test that stops the clock stands before
it or after must not depend on the tests that ran earlier.

No fixture of a module or package that keeps a transaction open goes together with them.
"""

from __future__ import annotations

import copy
import datetime
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, ClassVar

import time_machine
from django.db import connection, transaction

from .all_rows import AllRows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import pytest

PREFIX = "shared_"
MADE_AT = datetime.datetime(2025, 1, 6, 12, tzinfo=datetime.UTC)


class SharedRows:
    """How rows are made, and the objects for as long as they are there.

    `first` is what there is before anything else is.
    """

    first: ClassVar[AllRows | None] = None

    def __init__(self, make: Callable[..., Any], on: SharedRows | None = None) -> None:
        self._make = make
        self._on = on
        self._objects: Any = None
        self._transaction: ExitStack | None = None
        self._kept: tuple[AllRows, dict[SharedRows, Any]] | None = None

    @property
    def levels(self) -> list[SharedRows]:
        """What these rows stand on, from below, and they themselves."""
        return [*(self._on.levels if self._on else ()), self]

    def copy(self) -> Any:
        """Give copies of the objects; this test's own if no transaction is open."""
        if self._transaction:
            return copy.deepcopy(self._objects)
        if self not in _of_this_test:
            self._make_for_this_test()
        return copy.deepcopy(_of_this_test[self])

    def _make_for_this_test(self) -> None:
        """Make the rows, or write them as they were made for another test."""
        is_first = not connection.in_atomic_block and self.first and not self.first.changed()
        if is_first and self._kept:
            self._kept[0].restore()
            _of_this_test.update(self._kept[1])
            return
        _of_this_test[self] = self._made()
        if is_first:
            self._kept = AllRows(), dict(_of_this_test)

    def begin(self) -> None:
        """Make the rows in a transaction that stays open."""
        with ExitStack() as stack:
            stack.enter_context(transaction.atomic())
            self._objects = self._made()
            self._transaction = stack.pop_all()

    def end(self) -> None:
        """Take the rows away."""
        transaction.set_rollback(True)
        if self._transaction:
            self._transaction.close()
        self._transaction = self._objects = None

    def _made(self) -> Any:
        with time_machine.travel(MADE_AT):
            return self._make(self._on.copy()) if self._on else self._make()


# What is there now, each in a transaction within that of the one before, by the fixture's name.
_there: dict[str, SharedRows] = {}
# What was made for the test that runs, outside of these.
_of_this_test: dict[SharedRows, Any] = {}


def begin_with(rows: AllRows) -> None:
    """Say what the database has at first."""
    SharedRows.first = rows


def keep_only(names: Collection[str]) -> None:
    """Take away what the next test does not ask for, and what stands on it."""
    while not _there.keys() <= set(names):
        _there.popitem()[1].end()


def have(wanted: dict[str, SharedRows]) -> None:
    """Make what is not there, before a test."""
    _of_this_test.clear()
    keep_only([name for name, rows in _there.items() if wanted.get(name) is rows])
    for name in sorted(wanted, key=lambda name: len(wanted[name].levels)):
        if name not in _there:
            assert wanted[name].levels == [*_there.values(), wanted[name]], "each on the one before"
            wanted[name].begin()
            _there[name] = wanted[name]


def check_connection() -> None:
    """Tell on a test that lost the connection, and with it the rows of all that follow."""
    if _there and (connection.closed_in_transaction or not connection.is_usable()):
        keep_only([])
        raise AssertionError(
            "The connection was lost with shared rows in an open transaction:"
            " such a test needs django_db(transaction=True)."
        )


def names_of(item: pytest.Item) -> list[str]:
    """Name the fixtures of shared rows that a test asks for: none if its transactions are real."""
    names = getattr(item, "fixturenames", [])
    marker = item.get_closest_marker("django_db")
    if {"transactional_db", "live_server"}.intersection(names) or (marker and marker.kwargs):
        return []
    return [name for name in names if name.startswith(PREFIX)]
