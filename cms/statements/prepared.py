"""Statements that Django compiles once: querysets as SQL, with places where values go.

Compiling a queryset costs more than running it. A queryset whose changing values are `Param`s is
compiled at its first use; later uses only fill the places. Run by Django itself, the same queryset
uses the values that its `Param`s hold.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.expressions import Col
from django.db.models.sql import AND
from django.db.models.sql.where import WhereNode
from psycopg.sql import Literal

from .expressions import AnyOf, EachValue, ListParam, Place, cast_type, is_preparing
from .rows import decoders_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from django.db.models import Field, QuerySet
    from django.db.models.sql import Query

    from .rows import Decoders

DEFAULT = "default"
MAX_STATEMENTS = 512
MAX_LIKENESSES = 64


@dataclass(frozen=True, eq=False, slots=True)
class Statement:
    """SQL that is ready to run; no SQL where the conditions cannot be met.

    `key` is the column, if there is one, that tells for which value of its list a row was found.
    """

    sql: str | None
    params: tuple[Any, ...]
    fields: Sequence[Field[Any, Any]]
    decoders: Decoders
    using: str
    key: int | None = None

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.decoders.width

    @property
    def places(self) -> list[Place]:
        """Where it takes values."""
        return [param for param in self.params if isinstance(param, Place)]

    def bind(
        self, values: Mapping[str, Any], connection: Any, without: str | None = None
    ) -> list[Any]:
        """The parameters of one run, but for those of one name."""
        return [
            param.bind(values[param.name], connection) if isinstance(param, Place) else param
            for param in self.params
            if without is None or not _is_named(param, without)
        ]

    def sql_with(self, name: str, text: str) -> str:
        """The SQL with a text in the places of one name."""
        rest = iter(self.params)

        def filled(sign: re.Match[str]) -> str:
            return text if sign[0] == "%s" and _is_named(next(rest), name) else sign[0]

        return re.sub("%[s%]", filled, str(self.sql))


def _is_named(param: Any, name: str) -> bool:
    return isinstance(param, Place) and param.name == name


def prepare(queryset: QuerySet[Any, tuple[Any, ...]], values: ListParam | None = None) -> Statement:
    """Compile a `values_list` queryset, with a place for each of its `Param`s.

    It may be joined to a list of values, which its `EachValue`s are.
    """
    connection = connections[queryset.db]
    token = is_preparing.set(True)
    try:
        compiler = queryset.query.get_compiler(connection=connection)
        if values is not None:
            _join_to(values, compiler)
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Statement(None, (), [], decoders_of([], connection.vendor), queryset.db)
    finally:
        is_preparing.reset(token)
    fields = [expression.output_field for expression, *_ in compiler.select]
    decoders = decoders_of(fields, connection.vendor)
    sql, params = _with_literals(sql, params, connection)
    key = _key_of(queryset.query, [expression for expression, *_ in compiler.select])
    return Statement(sql, tuple(params), fields, decoders, queryset.db, key)


def _key_of(query: Query, columns: Sequence[Any]) -> int | None:
    """The place of the column that must have one of many values, if no row depends on others."""
    if query.is_sliced or query.combinator or query.where.connector != AND or query.where.negated:
        return None
    conditions = [getattr(child, "lhs", child) for child in query.where.children]
    asked = [condition.column for condition in conditions if isinstance(condition, AnyOf)]
    is_plain = len(asked) == 1 and isinstance(asked[0], Col)
    return columns.index(asked[0]) if is_plain and asked[0] in columns else None


def written(
    sql: str,
    fields: Sequence[Field[Any, Any]],
    places: Sequence[Place] = (),
    using: str = DEFAULT,
) -> Statement:
    """A statement that is written by hand, with the fields of its columns and its places."""
    decoders = decoders_of(fields, connections[using].vendor)
    return Statement(sql, tuple(places), fields, decoders, using)


def _join_to(values: ListParam, compiler: Any) -> None:
    """Have a compiler read from a list of values in JSON first, as SQLite takes it."""
    place = Place(values.name, values.output_field, is_list=True)
    (first, *others), params = compiler.get_from_clause()
    joined = [f"json_each(%s) AS each_value CROSS JOIN {first}", *others], [place, *params]
    compiler.get_from_clause = lambda: joined


def prepare_by_keys(
    keys: QuerySet[Any, tuple[Any, ...]], row: QuerySet[Any, tuple[Any, ...]]
) -> Statement:
    """Compile a queryset of keys and one of the row of a key, which holds an `EachValue`.

    The keys come with one further column, which is the last one of the rows; these are in the order
    of the keys. Only PostgreSQL takes such a statement: it looks at many keys, sorts and counts
    them, and reads of few what is shown.
    """
    of_keys, of_row = prepare(keys), prepare(row)
    if of_keys.sql is None or of_row.sql is None:
        return of_keys if of_keys.sql is None else of_row
    sql = (
        "SELECT found.*, each_value.more FROM"
        f" (SELECT keys.*, row_number() OVER () FROM ({of_keys.sql}) AS keys)"
        " AS each_value (value, more, place)"
        f" CROSS JOIN LATERAL ({of_row.sql}) AS found ORDER BY each_value.place"
    )
    fields = [*of_row.fields, of_keys.fields[-1]]
    params = (*of_keys.params, *of_row.params)
    return Statement(sql, params, fields, decoders_of(fields, "postgresql"), keys.db)


def prepare_for_each(queryset: QuerySet[Any, tuple[Any, ...]], values: ListParam) -> Statement:
    """Compile a queryset that holds an `EachValue`, to be run for each of many values in turn.

    So a limit is one for each value, and no row beyond it is read. The value is the last column of
    the rows.
    """
    if connections[queryset.db].vendor != "postgresql":
        return _prepare_for_each_of_json(queryset, values)
    inner = prepare(queryset)
    if inner.sql is None:
        return inner
    place = Place(values.name, values.output_field, is_list=True)
    array = f"%s::{cast_type(values.output_field, connections[queryset.db])}[]"
    sql = (
        f"SELECT found.*, each_value.value FROM unnest({array}) AS each_value(value) "
        f"CROSS JOIN LATERAL ({inner.sql}) AS found"
    )
    fields = [*inner.fields, values.output_field]
    decoders = decoders_of(fields, "postgresql")
    params = (place, *inner.params)
    return Statement(sql, params, fields, decoders, queryset.db, key=len(fields) - 1)


def _prepare_for_each_of_json(
    queryset: QuerySet[Any, tuple[Any, ...]], values: ListParam
) -> Statement:
    """The same for SQLite, which has no lateral joins: rows by the keys that the queryset finds.

    These meet its conditions. Said again, they would have SQLite look at all rows of a value.
    """
    rows = queryset.all()
    rows.query.clear_limits()
    rows.query.where = WhereNode()
    rows = rows.filter(pk__in=queryset.values("pk"))
    rows.query.add_annotation(EachValue(output_field=values.output_field), "each_value")
    found = prepare(rows, values)
    return replace(found, key=found.width - 1) if found.sql else found


def _with_literals(sql: str, params: Iterable[Any], connection: Any) -> tuple[str, list[Any]]:
    """Write what never changes into the SQL: databases plan better with values that they see."""
    connection.ensure_connection()
    literal = LITERALS[connection.vendor]
    places: list[Any] = []
    rest = iter(params)

    def written(sign: re.Match[str]) -> str:
        if sign[0] == "%%":
            return sign[0]
        param = next(rest)
        text = None if isinstance(param, Place) else literal(param, connection)
        if text is None:
            places.append(param)
            return sign[0]
        return text.replace("%", "%%")

    return re.sub("%[s%]", written, sql), places


def _sqlite_literal(value: Any, connection: Any) -> str | None:
    """Numbers only: what else there is stays a parameter."""
    return str(int(value)) if isinstance(value, int) else None


LITERALS: dict[str, Callable[[Any, Any], str | None]] = {
    "postgresql": lambda value, connection: Literal(value).as_string(connection.connection),
    "sqlite": _sqlite_literal,
}

Prepare = Callable[[Any], Statement]


class Statements:
    """The prepared statements of all scopes that are alike, by key; those used last are kept."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, Statement] = OrderedDict()

    def get(
        self, key: Hashable, build: Callable[[], QuerySet[Any, Any]], prepare: Prepare = prepare
    ) -> Statement:
        """The statement of a key, or of the queryset that `build` makes."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = prepare(build())
            while len(self._known) > MAX_STATEMENTS:
                self._known.popitem(last=False)
        return found


_statements: OrderedDict[Hashable, Statements] = OrderedDict()


def forget_statements() -> None:
    """Have every statement of scopes compiled anew: the policy behind them is another now."""
    _statements.clear()


def statements_for(likeness: Hashable) -> Statements:
    """The statements of scopes with the same sites, languages and restrictions."""
    found = _statements.get(likeness)
    if found is None:
        found = _statements[likeness] = Statements()
        while len(_statements) > MAX_LIKENESSES:
            _statements.popitem(last=False)
    return found
