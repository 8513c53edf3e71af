"""The connection to PostgreSQL: bounded in time inside a request, checked without a statement."""

from __future__ import annotations

import select
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base
from django.utils.asyncio import async_unsafe
from psycopg.pq import ConnStatus

from cms import deadlines
from cms.databases.outage import Outage

from .reader import Reader

# How long PostgreSQL has to take notice that a statement is no longer wanted.
CANCEL_SECONDS = 0.5
# How long it has to say that a connection is still good, if there is a doubt.
CHECK_SECONDS = 1.0

# Statements that stay prepared are planned once, without the values of one run; compiling them to
# machine code takes longer than running them. PostgreSQL takes a page read by an index for four
# times as dear as one read in order, as on turning disks: small tables were read whole.
PLANNING = ("-c jit=off", "-c plan_cache_mode=force_generic_plan", "-c random_page_cost=1.1")
# What runs a second time is prepared; so many stay so on one connection.
PREPARED_AFTER, PREPARED_AT_MOST = 1, 500

# Shorter than the two seconds in which readers shall get good answers again.
outage = Outage(1.0)


class SilentDatabaseError(psycopg.OperationalError):
    """PostgreSQL did not answer a moment ago."""


class Connection(psycopg.Connection[Any]):
    """A connection that waits for an answer no longer than the request may take."""

    @cached_property
    def reader(self) -> Reader:
        """The cursor of the API's reads."""
        return Reader(self)

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        seconds = deadlines.remaining() if timeout is None else None
        if seconds is None:
            return super().wait(gen, interval, timeout)
        if not seconds:
            # Nothing is sent yet: the connection stays good.
            raise psycopg.errors.QueryCanceled("The request has no time left.")
        try:
            return super().wait(gen, interval, seconds)
        except psycopg.errors._WaitTimeout:  # noqa: SLF001 - what `wait` is documented to raise
            self.give_up()
            raise psycopg.errors.QueryCanceled("The request has no time left.") from None

    def give_up(self) -> None:
        """Have the server stop the statement; close, as we are in the middle of an answer."""
        try:
            # In its own time: the request's is over.
            self.cancel_safe(timeout=CANCEL_SECONDS)
        except psycopg.Error:
            outage.begin()
        finally:
            self.close()


DRIVER = SimpleNamespace(**{**vars(psycopg), "connect": Connection.connect})


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with an end to every wait inside a request."""

    # Django asks this for `connect` and for the names of errors.
    Database = DRIVER  # type: ignore[assignment] # It does for a module.

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        options = [params.get("options")]
        if settings.DATABASE_PREPARED_STATEMENTS:
            options += PLANNING
        if deadlines.remaining() is not None:
            options += server_limits()
        if any(options):
            params["options"] = " ".join(filter(None, options))
        return params

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if deadlines.remaining() is not None and outage.lasts:
            raise SilentDatabaseError("PostgreSQL did not answer a moment ago.")
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            outage.begin()
            raise
        outage.end()
        if settings.DATABASE_PREPARED_STATEMENTS:
            connection.prepare_threshold = PREPARED_AFTER
            connection.prepared_max = PREPARED_AT_MOST
        return connection

    def is_usable(self) -> bool:
        """Look whether the server has hung up; ask it only if it has said something unasked.

        Django asks this before the first statement of every request, by a statement.
        """
        if self.connection is None or self.connection.pgconn.status != ConnStatus.OK:
            return False
        if not has_input(self.connection.pgconn.socket):
            return True
        with deadlines.at_most(CHECK_SECONDS):
            return bool(super().is_usable())


def server_limits() -> list[str]:
    """How long PostgreSQL itself may run a statement or wait for a lock, as options in seconds."""
    limits = {
        "statement_timeout": settings.DATABASE_STATEMENT_TIMEOUT,
        "lock_timeout": settings.DATABASE_LOCK_TIMEOUT,
    }
    return [f"-c {name}={seconds * 1000:.0f}" for name, seconds in limits.items() if seconds]


def has_input(descriptor: int) -> bool:
    """Whether something can be read at once, be it the end."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
