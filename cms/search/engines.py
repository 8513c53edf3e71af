"""What differs between databases: the full-text structures and the language of their queries.

Both hold the same words and answer the same questions, so results and ranks are equal. The
structures are made after every `migrate`, not by a migration: SQLite drops triggers whenever Django
alters the table, and test databases made without migrations need them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connections
from django.db.models import BooleanField, F, Func

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


@dataclass(frozen=True)
class Term:
    """A word, or the beginning of one, made of letters and digits only."""

    word: str
    is_prefix: bool = False


@dataclass(frozen=True)
class AllOf:
    """Every part must match."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part must match."""

    parts: tuple[Expression, ...]


Expression = Term | AllOf | AnyOf

COLUMNS = ("title_words", "words")


class Matches(Func):
    """Whether the words of an entry, or of its title, match: a condition to filter by."""

    output_field = BooleanField()

    def __init__(self, expression: Expression, *, in_title: bool = False) -> None:
        self.expression = expression
        self.column = "title_words" if in_title else "words"
        super().__init__(F("page_id"))

    def __repr__(self) -> str:
        return f"Matches({self.expression}, {self.column})"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **kwargs: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Write the condition for the table as the query names it."""
        table = compiler.quote_name_unless_alias(self.get_source_expressions()[0].alias)
        return ENGINES[connection.vendor].matching(table, self.column, self.expression)


class Engine(Protocol):
    """What the index asks of a database."""

    def install(self, using: str) -> None:
        """Make the full-text structures that are missing."""

    def matching(
        self, table: str, column: str, expression: Expression
    ) -> tuple[str, tuple[str | int, ...]]:
        """Write a condition on the words in a column."""


def install(using: str) -> None:
    """Make the full-text structures that are missing in a database."""
    ENGINES[connections[using].vendor].install(using)


def _render(expression: Expression, term: str, prefix: str, both: str, either: str) -> str:
    """Write an expression in a database's query language."""
    if isinstance(expression, Term):
        return (prefix if expression.is_prefix else term).format(expression.word)
    operator = both if isinstance(expression, AllOf) else either
    inner = operator.join(_render(part, term, prefix, both, either) for part in expression.parts)
    return inner if len(expression.parts) == 1 else f"({inner})"


class PostgresEngine:
    """Columns that hold the words as lexemes, with inverted indexes: no parser, no extension."""

    def install(self, using: str) -> None:
        with connections[using].cursor() as cursor:
            for column in COLUMNS:
                index = f"search_entry_{column}_gin"
                # `IF NOT EXISTS` alone takes a lock, and fails in a transaction that has written.
                cursor.execute("SELECT to_regclass(%s)", [index])
                if cursor.fetchone() == (None,):
                    cursor.execute(
                        f"ALTER TABLE search_searchentry"
                        f" ADD COLUMN IF NOT EXISTS {column}_vector tsvector GENERATED ALWAYS"
                        f" AS (array_to_tsvector(string_to_array({column}, ' '))) STORED"
                    )
                    # In the row and not compressed, while it fits: every match reads it.
                    cursor.execute(
                        f"ALTER TABLE search_searchentry"
                        f" ALTER COLUMN {column}_vector SET STORAGE MAIN"
                    )
                    cursor.execute(
                        f"CREATE INDEX IF NOT EXISTS {index} ON search_searchentry"
                        f" USING gin ({column}_vector) WITH (fastupdate = off)"
                    )
                else:
                    self._write_at_once(cursor, index)

    def _write_at_once(self, cursor: Any, index: str) -> None:
        """Have an index that was made before keep no list of what is not in its tree yet.

        Every search reads all of that list, up to 4 MB, until the table is vacuumed (manual, 70.4).
        """
        cursor.execute(
            "SELECT 1 FROM pg_class WHERE oid = to_regclass(%s)"
            " AND NOT coalesce(reloptions, ARRAY[]::text[]) @> ARRAY['fastupdate=off']",
            [index],
        )
        if cursor.fetchone() is not None:
            cursor.execute(f"ALTER INDEX {index} SET (fastupdate = off)")
            cursor.execute("SELECT gin_clean_pending_list(to_regclass(%s))", [index])

    def matching(
        self, table: str, column: str, expression: Expression
    ) -> tuple[str, tuple[str | int, ...]]:
        query = _render(expression, "'{}'", "'{}':*", " & ", " | ")
        return f"{table}.{column}_vector @@ %s::tsquery", (query,)


class SqliteEngine:
    """An FTS5 table over the words, kept equal by triggers."""

    def install(self, using: str) -> None:
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_fulltext'")
            is_new = cursor.fetchone() is None
            for statement in self._structures():
                cursor.execute(statement)
            if is_new:
                cursor.execute("INSERT INTO search_fulltext(search_fulltext) VALUES ('rebuild')")

    def matching(
        self, table: str, column: str, expression: Expression
    ) -> tuple[str, tuple[str | int, ...]]:
        query = _render(expression, '"{}"', '"{}"*', " AND ", " OR ")
        found = "SELECT rowid FROM search_fulltext WHERE search_fulltext MATCH %s"
        return f"{table}.page_id IN ({found})", (f"{{{column}}} : ({query})",)

    def _structures(self) -> Iterable[str]:
        """Say how the full text follows the table; the `ascii` tokenizer splits at spaces only."""
        columns = ", ".join(COLUMNS)
        old, new = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("old", "new"))
        add = f"INSERT INTO search_fulltext(rowid, {columns}) VALUES (new.page_id, {new});"  # noqa: S608 - no input
        remove = (
            f"INSERT INTO search_fulltext(search_fulltext, rowid, {columns})"  # noqa: S608 - no input
            f" VALUES ('delete', old.page_id, {old});"
        )
        yield (
            f"CREATE VIRTUAL TABLE IF NOT EXISTS search_fulltext USING fts5({columns},"
            " content='search_searchentry', content_rowid='page_id',"
            " tokenize='ascii', detail='column')"
        )
        for event, actions in {"insert": add, "delete": remove, "update": remove + add}.items():
            yield (
                f"CREATE TRIGGER IF NOT EXISTS search_fulltext_{event}"
                f" AFTER {event.upper()} ON search_searchentry BEGIN {actions} END"
            )


ENGINES: dict[str, Any] = {"postgresql": PostgresEngine(), "sqlite": SqliteEngine()}
