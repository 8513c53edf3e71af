"""What follows from several publications that are one for readers: done once, at their end."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # What is to be done for each piece of work, in the order in which it was first asked for.
    Waiting = dict[Callable[[set[Any]], None], set[Any]]

_WAITING: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Put off until the end what `at_the_end` is asked for; within a transaction.

    Nothing of it is done if an error is raised: the transaction is to be undone then.
    """
    if _WAITING.get() is not None:
        yield
        return
    waiting: Waiting = {}
    token = _WAITING.set(waiting)
    try:
        yield
    finally:
        _WAITING.reset(token)
    for work, keys in waiting.items():
        work(keys)


def at_the_end(work: Callable[[set[Any]], None], keys: Iterable[Any]) -> bool:
    """Have something done for some keys at the end; False if nothing is done together now."""
    waiting = _WAITING.get()
    if waiting is None:
        return False
    waiting.setdefault(work, set()).update(keys)
    return True
