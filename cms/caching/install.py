"""Setting the triggers after `migrate`, and taking them off while tables change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections, transaction

from .rules import all_rules
from .triggers import PREFIX, TABLE, TRIGGERS
from .versions import is_sound, resume, suspend_versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper

    from .triggers import Trigger

INSTALLED = {
    "postgresql": (
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND starts_with(tgname, %s)"
        " AND relnamespace = current_schema()::regnamespace"
    ),
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND instr(name, %s) = 1",
}
DROP = {"postgresql": "DROP FUNCTION IF EXISTS {}() CASCADE", "sqlite": "DROP TRIGGER {}"}


def install(using: str) -> None:
    """Set the triggers that are missing or have changed; then nothing stored counts any more.

    Table by table: whoever holds one table's lock and waits for another's meets publishers who do
    the same in another order.
    """
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    if TABLE not in existing:
        return
    wanted = {
        trigger.name: trigger
        for rule in all_rules()
        for trigger in TRIGGERS[connection.vendor](rule)
        if trigger.table in existing
    }
    found = installed(connection)
    if found == wanted.keys() and is_sound(using):
        return
    suspend_versions(using)
    _drop(connection, found - wanted.keys())
    _create(connection, [wanted[name] for name in wanted if name not in found])
    resume(using)


def suspend(using: str) -> None:
    """Take all triggers off; until they are set again no stored answer is trusted."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        suspend_versions(using)
        _drop(connection, installed(connection))


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Read the names of the triggers that a database has."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor], [f"{PREFIX}_"])
        return {name for (name,) in cursor.fetchall()}


def _drop(connection: BaseDatabaseWrapper, names: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(DROP[connection.vendor].format(name))


def _create(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    for trigger in triggers:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in trigger.sql:
                cursor.execute(statement)
