"""The rows that a database has before the first test, and how it comes to have no others again.

Django empties all tables after a test whose transactions were real, and has all permissions made
anew: with some hundred tables that takes longer than most of these tests.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from cms.caching.triggers import TABLE as CHANGES
from cms.caching.versions import forget_everything

Row = tuple[Any, ...]


class FirstRows:
    """The rows of all tables as they were when this was made."""

    def __init__(self) -> None:
        self._rows = {table: rows_of(table) for table in filled_tables()}

    def restore(self) -> None:
        """Have the tables hold these rows and no others."""
        filled = filled_tables()
        changed = {table for table in filled if rows_of(table) != self._rows.get(table)}
        with transaction.atomic():
            for table in changed | self._rows.keys() - set(filled):
                self._restore(table)
            # Last, for triggers have written there what was restored.
            self._restore(CHANGES)
            # No version may be met a second time: what was kept under it would count as true.
            forget_everything()

    def _restore(self, table: str) -> None:
        execute(f"DELETE FROM {quoted(table)}")
        for row in self._rows.get(table, []):
            places = ", ".join(["%s"] * len(row))
            execute(f"INSERT INTO {quoted(table)} VALUES ({places})", row)


def filled_tables() -> list[str]:
    """The tables of all models that have rows."""
    tables = connection.introspection.django_table_names(only_existing=True)
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted(name)})" for name in tables]
    return [name for (name,) in execute(" UNION ALL ".join(asked))]


def rows_of(table: str) -> list[Row]:
    """All rows of a table, in an order that is the same for the same rows."""
    return sorted(execute(f"SELECT * FROM {quoted(table)}"), key=repr)


def execute(sql: str, params: Row = ()) -> list[Row]:
    """Run a statement, and give the rows that it finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


def quoted(name: str) -> str:
    """A table's name as SQL has it."""
    return connection.ops.quote_name(name)
