"""From the columns of a row to Python: values decoded, and instances of which only parts are known.

An instance made here is one of its model, without what `Model.__init__` costs. A column that was
not read is deferred, as after Django's `only()`: touching it is right, and costs a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

import orjson
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    JSONField,
    Model,
    TimeField,
    UUIDField,
)
from django.db.models.base import ModelState
from wagtail.fields import StreamField

if TYPE_CHECKING:
    from collections.abc import Iterable

M = TypeVar("M", bound=Model)
# Enough for the pages that a site shows most; a few megabytes at most.
MAX_UUIDS = 10_000
Decode = Callable[[Any], Any]
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Decoders:
    """What to do with the columns of a statement: as the driver gives them, and as JSON does.

    `json_columns` hold JSON as text, which must not be quoted again when rows become JSON.
    """

    width: int
    native: tuple[tuple[int, Decode], ...]
    from_json: tuple[tuple[int, Decode], ...]
    json_columns: frozenset[int]

    def decode(self, rows: Iterable[Sequence[Any]], *, is_json: bool) -> list[Row]:
        """Rows with the values of their fields' types."""
        decoders = self.from_json if is_json else self.native
        # JSON has lists only.
        found: list[Row] = cast("list[Row]", rows) if is_json else [list(row) for row in rows]
        for index, decode in decoders:
            for row in found:
                if row[index] is not None:
                    row[index] = decode(row[index])
        return found


def decoders_of(fields: Sequence[Field[Any, Any]], vendor: str) -> Decoders:
    """The decoders of columns by the fields that they are of."""
    is_postgresql = vendor == "postgresql"
    native, from_json, json_columns = [], [], set()
    for index, field in enumerate(fields):
        decode = _decoder(field)
        if isinstance(field, JSONField | StreamField):
            json_columns.add(index)
            native.append((index, _after_loading(decode)))
        elif decode is not None and not is_postgresql:
            native.append((index, decode))
        if decode is not None:
            from_json.append((index, decode))
    return Decoders(len(fields), tuple(native), tuple(from_json), frozenset(json_columns))


def _after_loading(decode: Decode | None) -> Decode:
    if decode is None:
        return orjson.loads
    return lambda text: decode(orjson.loads(text))


def _decoder(field: Field[Any, Any]) -> Decode | None:
    """What makes a field's value of its form in JSON or in SQLite; None where it is the same."""
    if isinstance(field, StreamField):
        return field.to_python
    return next((decode for kind, decode in DECODERS if isinstance(field, kind)), None)


def _parsed(parse: Decode) -> Decode:
    """SQLite gives columns in their declared types, and what is computed of them as text."""
    return lambda value: parse(value) if isinstance(value, str) else value


@lru_cache(maxsize=MAX_UUIDS)
def _uuid(text: str) -> UUID:
    """A UUID; the same content is read again and again, and a UUID never changes."""
    return UUID(text)


def _moment(value: str | datetime) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


DECODERS: tuple[tuple[type[Field[Any, Any]], Decode], ...] = (
    (DateTimeField, _moment),
    (DateField, _parsed(date.fromisoformat)),
    (TimeField, _parsed(time.fromisoformat)),
    (UUIDField, _parsed(_uuid)),
    (BooleanField, bool),
    (DecimalField, lambda value: Decimal(str(value))),
)


def instances(model: type[M], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[M]:
    """An instance for each row, of which these attributes are known; a row may have more."""
    return instances_of(repeat(model), names, rows)


def instances_of(
    models: Iterable[type[M]], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[M]:
    """The same for rows each of its own model."""
    new, made = object.__new__, []
    for model, row in zip(models, rows, strict=False):
        item = new(model)
        known = dict(zip(names, row, strict=False))
        known["_state"] = _ReadState()
        key = _key_of(model)
        if key not in known:
            # Of a model that extends another's table, which has the key.
            known[key] = known.get("id")
        item.__dict__ = known
        made.append(item)
    return made


@cache
def _key_of(model: type[Model]) -> str:
    return str(model._meta.pk.attname)


class _ReadState(ModelState):
    """The state of what was read from the database."""

    adding = False
    db = "default"
