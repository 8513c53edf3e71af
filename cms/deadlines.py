"""How long the request that is being answered may still take; commands and tasks have no end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError

# How many steps SQLite takes between two looks at the clock: about a millisecond.
SQLITE_INSTRUCTIONS = 20_000

_end: ContextVar[float | None] = ContextVar("deadline", default=None)


class DeadlinePassedError(OperationalError):
    """The request has taken all the time it may take."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Let what is inside take so many seconds, or fewer if what is outside ends before."""
    end, outer = time.monotonic() + seconds, _end.get()
    token = _end.set(end if outer is None else min(end, outer))
    try:
        yield
    finally:
        _end.reset(token)


def remaining() -> float | None:
    """The seconds that are left, at least 0; None where nothing sets an end."""
    end = _end.get()
    return None if end is None else max(0.0, end - time.monotonic())


def passed() -> bool:
    """Whether there is an end and it is over."""
    return remaining() == 0.0


def check() -> None:
    """Raise DeadlinePassedError if the time is over."""
    end = _end.get()
    if end is not None and time.monotonic() >= end:
        raise DeadlinePassedError("The request has taken all the time it may take.")


def watch_sqlite(connection: Any, **kwargs: Any) -> None:
    """Have a new connection of SQLite stop its statements when the time is over."""
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(passed, SQLITE_INSTRUCTIONS)
