"""Indexes that no model of ours can declare: made after every `migrate`, where they are missing.

A migration of Wagtail's that makes a table anew would lose an index of ours; SQLite refuses some
that PostgreSQL needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Index, Model

EVERY_VENDOR = ("postgresql", "sqlite")


def install(
    index: Index, model: type[Model], using: str, vendors: Collection[str] = EVERY_VENDOR
) -> None:
    """Make an index, if its table is there and it is not."""
    connection, table = connections[using], model._meta.db_table
    if connection.vendor not in vendors:
        return
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return
        known = connection.introspection.get_constraints(cursor, table)
    if index.name not in known:
        with connection.schema_editor() as editor:
            editor.add_index(model, index)
