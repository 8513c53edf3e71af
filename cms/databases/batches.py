"""Statements that hold many rows, each of them once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unprepared() -> Iterator[None]:
    """Have PostgreSQL's driver forget statements: it counts each text to prepare what comes again.

    It keeps hundreds of them; those of a large import have their rows in them.
    """
    connection.ensure_connection()
    driver = connection.connection
    before = getattr(driver, "prepare_threshold", None)
    if before is None:
        yield
        return
    driver.prepare_threshold = None
    try:
        yield
    finally:
        driver.prepare_threshold = before
