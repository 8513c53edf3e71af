"""Expressions of querysets that are prepared: places for values, and conditions on many values."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.db.models import (
    AutoField,
    BooleanField,
    Case,
    CharField,
    Expression,
    F,
    TextField,
    UUIDField,
    Value,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Field, Q

# The types of the values by which objects are looked for: translation keys and primary keys.
KEY, NUMBER = UUIDField(), AutoField()

is_preparing: ContextVar[bool] = ContextVar("is_preparing", default=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement takes a value, by the name of its `Param`."""

    name: str
    field: Field[Any, Any]
    is_list: bool

    def bind(self, value: Any, connection: Any) -> Any:
        """A value as the database driver takes it; a list as an array, in SQLite as JSON."""
        if not self.is_list:
            return self._prepared(value, connection)
        items = [self._prepared(item, connection) for item in value]
        if connection.vendor == "postgresql":
            return array_literal(items)
        return orjson.dumps(items).decode()

    def _prepared(self, value: Any, connection: Any) -> Any:
        if connection.vendor == "postgresql" and is_ready(value, self.field):
            return value
        return self.field.get_db_prep_value(value, connection)


def is_ready(value: Any, field: Field[Any, Any]) -> bool:
    """Whether PostgreSQL's driver takes a value as it is: most of all do, and asking takes long."""
    kind = type(value)
    if kind is str:
        return type(field) in {CharField, TextField}
    return kind is int or kind is UUID or (kind is datetime and value.tzinfo is not None)


def array_literal(items: Iterable[Any]) -> str:
    """An array as PostgreSQL writes it (manual, 8.15.2): psycopg takes ten times as long for it."""
    return f"{{{','.join(map(_element, items))}}}"


def _element(item: Any) -> str:
    if not isinstance(item, str):
        return str(item)
    escaped = item.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class Param(Expression):
    """A value in a queryset that may be another one at each use of the prepared statement."""

    is_list = False

    def __init__(self, name: str, value: Any, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name
        self.value = value

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The place while a statement is being prepared, else the value."""
        place = Place(self.name, self.output_field, self.is_list)
        value = place if is_preparing.get() else place.bind(self.value, connection)
        if connection.vendor != "postgresql":
            return "%s", (value,)
        array = "[]" if self.is_list else ""
        return f"%s::{cast_type(self.output_field, connection)}{array}", (value,)


class ListParam(Param):
    """The values of one `AnyOf`."""

    is_list = True


class AnyOf(Expression):
    """The condition that a column has one of many values, however many: one place for all."""

    conditional = True

    def __init__(self, column: str | Expression, values: ListParam) -> None:
        super().__init__(output_field=BooleanField())
        self.column: Any = F(column) if isinstance(column, str) else column
        self.values = values

    def get_source_expressions(self) -> list[Any]:
        """The column; the values refer to nothing."""
        return [self.column]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        """Take the column resolved."""
        (self.column,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """`= ANY(array)`, in SQLite membership in what a JSON list holds."""
        column, column_params = compiler.compile(self.column)
        values, value_params = compiler.compile(self.values)
        if connection.vendor == "postgresql":
            sql = f"{column} = ANY({values})"
        else:
            sql = f"{column} IN (SELECT value FROM json_each({values}))"
        return sql, (*column_params, *value_params)


class EachValue(Expression):
    """The value of the group for which a statement prepared by `prepare_for_each` runs."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The one column of the table of values."""
        return "each_value.value", ()


def any_of(column: str, values: Iterable[Any], output_field: Field[Any, Any]) -> AnyOf:
    """Condition on a column, by the name `values` in the prepared statement."""
    return AnyOf(column, ListParam("values", list(values), output_field))


def truth_of(condition: Q) -> Case:
    """A condition as a column."""
    return Case(
        When(condition, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def cast_type(field: Field[Any, Any], connection: Any) -> str:
    """The type of a value of a column: a key that counts up refers with plain integers."""
    return str(field.cast_db_type(connection) or field.db_type(connection))
