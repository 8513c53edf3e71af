"""How long the request that is being answered may still take; commands and tasks have no end."""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError

# How many steps SQLite takes between two looks at the clock: about a millisecond.
SQLITE_INSTRUCTIONS = 20_000

_end: ContextVar[float | None] = ContextVar("deadline", default=None)


class DeadlinePassedError(OperationalError):
    """The request has taken all the time it may take."""


class Deadline:
    """An end for what is done in the context; see `at_most`."""

    __slots__ = ("seconds", "token")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        end, outer = time.monotonic() + self.seconds, _end.get()
        self.token = _end.set(end if outer is None else min(end, outer))

    def __exit__(self, *_: object) -> None:
        _end.reset(self.token)


def at_most(seconds: float) -> Deadline:
    """Let what is inside take so many seconds, or fewer if what is outside ends before."""
    return Deadline(seconds)


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
