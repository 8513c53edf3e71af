"""All rows of a database as they once were, and how it comes to have these and no others again.

Django empties all tables after a test whose transactions were real, and has all permissions made
anew: with some hundred tables that takes longer than most of these tests. So does making pages
again that every such test begins with.
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from cms.caching.triggers import TABLE as CHANGES
from cms.caching.versions import forget_everything

Row = tuple[Any, ...]


class AllRows:
    """The rows of all tables as they were when this was made."""

    def __init__(self) -> None:
        self._rows = {table: rows_of(table) for table in filled_tables()}

    def changed(self) -> list[str]:
        """Name the tables that hold other rows now; versions of stored answers only rise."""
        filled = filled_tables()
        changed = {table for table in filled if rows_of(table) != self._rows.get(table)}
        return sorted((changed | self._rows.keys() - set(filled)) - {CHANGES})

    def restore(self) -> None:
        """Have the tables hold these rows and no others."""
        changed = self.changed()
        with transaction.atomic():
            for table in changed:
                self._restore(table)
            # Last, for triggers have written there what was restored.
            self._restore(CHANGES)
            # No version may be met a second time: what was kept under it would count as true.
            forget_everything()

    def _restore(self, table: str) -> None:
        execute(f"DELETE FROM {quoted(table)}")
        rows = self._rows.get(table)
        if rows:
            places = ", ".join(["%s"] * len(rows[0]))
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO {quoted(table)} ({columns_of(table)}) VALUES ({places})", rows
                )


def filled_tables() -> list[str]:
    """The tables of all models that have rows."""
    tables = connection.introspection.django_table_names(only_existing=True)
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted(name)})" for name in tables]
    return [name for (name,) in execute(" UNION ALL ".join(asked))]


def rows_of(table: str) -> list[Row]:
    """All rows of a table, in an order that is the same for the same rows."""
    found = execute(f"SELECT {columns_of(table)} FROM {quoted(table)}")
    return sorted((tuple(map(storable, row)) for row in found), key=repr)


def storable(value: Any) -> Any:
    """A value as every database takes it: SQLite gives times, and takes none."""
    return str(value) if isinstance(value, datetime.time) else value


@cache
def columns_of(table: str) -> str:
    """The columns of a table's model; what the database makes by itself has none there."""
    (model,) = (
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table == table
    )
    return ", ".join(quoted(field.column) for field in model._meta.local_concrete_fields)


def execute(sql: str) -> list[Row]:
    """Run a statement, and give the rows that it finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def quoted(name: str) -> str:
    """A table's name as SQL has it."""
    return connection.ops.quote_name(name)
