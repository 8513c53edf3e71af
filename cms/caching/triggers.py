"""The triggers in the language of each database, made of the rules.

PostgreSQL: one trigger for all rows of an INSERT or DELETE, and one for each changed row of an
UPDATE, whose condition is tested before any function is called. SQLite: one for each row.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import tags
from .models import TagChange

if TYPE_CHECKING:
    from .rules import Rule, Source

PREFIX = "caching"
TABLE = TagChange._meta.db_table
# The changed rows as they were and as they are, on PostgreSQL.
ROWS = "changed_row"
_KEY = re.compile(r"KEY\(([^)]*)\)")


@dataclass(frozen=True)
class Trigger:
    """A trigger; its name tells whether it has changed."""

    table: str
    event: str
    statements: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name in the database: it holds a digest of all that the trigger does."""
        said = "\n".join((self.table, self.event, *self.statements))
        return f"{PREFIX}_{self.event.lower()}_{hashlib.sha256(said.encode()).hexdigest()[:16]}"

    @property
    def sql(self) -> list[str]:
        """The statements that make it."""
        return [statement.replace("NAME", self.name) for statement in self.statements]


def postgresql_triggers(rule: Rule) -> list[Trigger]:
    """Make the triggers of a rule; emptying the table at once changes everything."""
    table = rule.model._meta.db_table
    found = [_postgresql(rule, event) for event in rule.events]
    truncate = _postgresql_function(f"SELECT '{tags.EVERYTHING}' AS tag")
    attach = (
        f"CREATE TRIGGER NAME AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION NAME()"
    )
    return [*found, Trigger(table, "TRUNCATE", (truncate, attach))]


def _postgresql(rule: Rule, event: str) -> Trigger:
    table = rule.model._meta.db_table
    if event == "UPDATE":
        rows = f"WITH {ROWS} AS (SELECT OLD.* UNION ALL SELECT NEW.*) "
        how = f"FOR EACH ROW WHEN ({_differs(_columns(rule), 'IS DISTINCT FROM')})"
    else:
        rows = ""
        which = "NEW" if event == "INSERT" else "OLD"
        how = f"REFERENCING {which} TABLE AS {ROWS} FOR EACH STATEMENT"
    selects = [
        _select(_postgresql_key(tag), source, ROWS, ROWS, event)
        for source in rule.sources
        for tag in source.tags
    ]
    function = _postgresql_function(rows + " UNION ALL ".join(selects))
    attach = f"CREATE TRIGGER NAME AFTER {event} ON {table} {how} EXECUTE FUNCTION NAME()"
    return Trigger(table, event, (function, attach))


def _postgresql_function(select: str) -> str:
    """Write a function that raises the versions of tags.

    A tag has one row for a transaction, and its second change in one costs nothing. The moment at
    which the transaction began tells its row from one of a database that was restored from
    elsewhere, where transactions had other numbers.
    """
    return (
        "CREATE FUNCTION NAME() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" INSERT INTO {TABLE} (tag, transaction_id, weight, changed_at)"
        f" SELECT DISTINCT tag, pg_current_xact_id()::text::bigint, 1, now() FROM ({select}) found"
        " ON CONFLICT (tag, transaction_id) DO UPDATE"
        f" SET weight = {TABLE}.weight + 1, changed_at = now()"
        f" WHERE {TABLE}.changed_at <> now(); RETURN NULL; END $$"
    )


def _postgresql_key(tag: str) -> str:
    return _KEY.sub(r"replace(\1::text, '-', '')", tag)


def sqlite_triggers(rule: Rule) -> list[Trigger]:
    """Make the triggers of a rule."""
    return [_sqlite(rule, event) for event in rule.events]


def _sqlite(rule: Rule, event: str) -> Trigger:
    table = rule.model._meta.db_table
    rows = {"INSERT": ("new",), "DELETE": ("old",), "UPDATE": ("old", "new")}[event]
    when = f"WHEN {_differs(_columns(rule), 'IS NOT')} " if event == "UPDATE" else ""
    selects = [
        _select(_KEY.sub(r"\1", tag), source, row, "", event)
        for source in rule.sources
        for tag in source.tags
        for row in rows
    ]
    # The row without a tag counts all changes: a weight tells when a tag changed last.
    found = " UNION ".join(["SELECT '' AS tag", *selects])
    insert = (
        f"INSERT INTO {TABLE} (tag, transaction_id, weight, changed_at)"
        f" SELECT tag, 0, 1 + coalesce((SELECT weight FROM {TABLE} WHERE tag = ''), 0),"
        f" strftime('%Y-%m-%d %H:%M:%f', 'now') FROM ({found}) WHERE true"
        " ON CONFLICT (tag, transaction_id)"
        " DO UPDATE SET weight = excluded.weight, changed_at = excluded.changed_at;"
    )
    create = f"CREATE TRIGGER NAME AFTER {event} ON {table} {when}BEGIN {insert} END"
    return Trigger(table, event, (create,))


def _columns(rule: Rule) -> list[str]:
    """The columns whose change means something."""
    fields = rule.model._meta.local_concrete_fields
    return [field.column for field in fields if field.column not in rule.ignored]


def _differs(columns: list[str] | tuple[str, ...], operator: str) -> str:
    return " OR ".join(f"OLD.{column} {operator} NEW.{column}" for column in columns)


def _select(tag: str, source: Source, row: str, rows: str, event: str) -> str:
    """Write what gives a tag of a source's rows."""
    tables = ", ".join(part for part in (rows, source.tables) if part)
    conditions = [source.where.format(row=row)] if source.where else []
    if event == "UPDATE" and source.columns:
        operator = "IS DISTINCT FROM" if rows else "IS NOT"
        conditions.append(f"({_differs(source.columns, operator)})")
    select = f"SELECT {tag.format(row=row)} AS tag"
    if tables:
        select += f" FROM {tables.format(row=row)}"
    return select + (f" WHERE {' AND '.join(conditions)}" if conditions else "")


TRIGGERS = {"postgresql": postgresql_triggers, "sqlite": sqlite_triggers}
