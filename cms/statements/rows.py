"""From the columns of a row to Python: values decoded, and instances of which only parts are known.

An instance made here is one of its model, without what `Model.__init__` costs. A column that was
not read is deferred, as after Django's `only()`: touching it is right, and costs a statement.
Where nothing is needed of objects but their columns, records do: rows with names.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast
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
    from collections.abc import Iterable, Mapping

M = TypeVar("M", bound=Model)
# Enough for the pages that a site shows most; a few megabytes at most.
MAX_UUIDS = 10_000
# Objects of so many different numbers of fields, and records of so many lists of columns.
MAX_SIZES = MAX_RECORDS = 256
# The types of values in JSON.
PLAIN = (str, int, float)
Decode = Callable[[Any], Any]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Decoders:
    """What to do with the columns of a statement: as the driver gives them, and as JSON does.

    `json_columns` hold JSON as text, which must not be quoted again when rows become JSON.
    """

    width: int
    native: tuple[tuple[int, Decode], ...]
    from_json: tuple[tuple[int, Decode], ...]
    json_columns: frozenset[int]

    def from_rows(self, rows: Iterable[Sequence[Any]]) -> list[Row]:
        """Rows as the driver gives them, with the values of their fields' types."""
        return _decoded(list(zip(*rows, strict=True)), self.native)

    def from_columns(self, columns: list[Sequence[Any] | None]) -> list[Row]:
        """The same of lists of columns that were JSON; null or empty where there are no rows."""
        return _decoded(columns, self.from_json)


def _decoded(columns: list[Any], decoders: Iterable[tuple[int, Decode]]) -> list[Row]:
    if not columns or not columns[0]:
        return []
    for index, decode in decoders:
        columns[index] = [value if value is None else decode(value) for value in columns[index]]
    return list(zip(*columns, strict=True))


def decoders_of(fields: Sequence[Field[Any, Any]], vendor: str) -> Decoders:
    """The decoders of columns by the fields that they are of."""
    native, from_json, json_columns = [], [], set()
    for index, field in enumerate(fields):
        decode = _decoder(field, vendor)
        if isinstance(field, JSONField | StreamField):
            json_columns.add(index)
            native.append((index, _after_loading(decode)))
        elif decode is not None:
            native.append((index, _parsed(decode)))
        if decode is not None:
            from_json.append((index, decode))
    return Decoders(len(fields), tuple(native), tuple(from_json), frozenset(json_columns))


def _after_loading(decode: Decode | None) -> Decode:
    if decode is None:
        return orjson.loads
    return lambda text: decode(orjson.loads(text))


def _decoder(field: Field[Any, Any], vendor: str) -> Decode | None:
    """What makes a field's value of its form in JSON; None where it is the same."""
    if isinstance(field, StreamField):
        return field.to_python
    if isinstance(field, BooleanField) and vendor == "postgresql":
        return None
    return next((decode for kind, decode in DECODERS if isinstance(field, kind)), None)


def _parsed(decode: Decode) -> Decode:
    """SQLite gives columns in their declared types, and what is computed of them as in JSON."""
    return lambda value: decode(value) if isinstance(value, PLAIN) else _aware(value)


def _aware(value: Any) -> Any:
    """A moment that SQLite gave without its zone, which is UTC; anything else as it is."""
    is_naive = isinstance(value, datetime) and value.tzinfo is None
    return value.replace(tzinfo=UTC) if is_naive else value


@lru_cache(maxsize=MAX_UUIDS)
def _uuid(text: str) -> UUID:
    """A UUID; the same content is read again and again, and a UUID never changes."""
    return UUID(text)


def _moment(text: str) -> datetime:
    moment: datetime = _aware(datetime.fromisoformat(text))
    return moment


DECODERS: tuple[tuple[type[Field[Any, Any]], Decode], ...] = (
    (DateTimeField, _moment),
    (DateField, date.fromisoformat),
    (TimeField, time.fromisoformat),
    (UUIDField, _uuid),
    (BooleanField, bool),
    (DecimalField, lambda value: Decimal(str(value))),
)


def instances(model: type[M], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[M]:
    """An instance for each row, of which these attributes are known; a row may have more."""
    if not rows:
        return []
    make = _maker(_key_of(model), tuple(names), len(rows[0]), None)
    return make(model, rows)


def instances_by_type(
    models: Mapping[Any, type[M]], place: int, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[M]:
    """The same for rows of several models: a column, by its place, tells which."""
    keys = set(map(_key_of, models.values()))
    if len(keys) == 1 and rows:
        return _maker(*keys, tuple(names), len(rows[0]), place)(models, rows)
    return [item for row in rows for item in instances(models[row[place]], names, [row])]


@cache
def _key_of(model: type[Model]) -> str:
    return str(model._meta.pk.attname)


# Written out, it makes instances in half the time that a dictionary of names and values zipped
# takes, which was a seventh of the time of an answer. `dataclasses` make their functions so.
MAKER = """
def make(models, rows):
    made = []
    for {columns} in rows:
        item = new({model})
        item.__dict__ = {{{items}}}
        made.append(item)
    return made
"""


@cache
def _maker(
    key: str, names: tuple[str, ...], width: int, place: int | None
) -> Callable[[Any, Sequence[Sequence[Any]]], list[Any]]:
    """What makes instances of a model, or of those that a column, by its place, tells apart."""
    columns = [f"column{number}" for number in range(width)]
    places = dict(zip(names, columns, strict=False))
    places["_state"] = "state()"
    if key not in places:
        # Of a model that extends another's table, which has the key.
        places[key] = places.get("id", "None")
    source = MAKER.format(
        columns="".join(f"{column}, " for column in columns),
        model="models" if place is None else f"models[{columns[place]}]",
        items=", ".join(f"{name!r}: {column}" for name, column in places.items()),
    )
    made: dict[str, Any] = {"new": object.__new__, "state": _ReadState}
    exec(source, made)
    return cast("Callable[[Any, Sequence[Sequence[Any]]], list[Any]]", made["make"])


class Record(tuple[Any, ...]):
    """A row of a model, its columns under the names of the model's attributes, and `pk`.

    Making one takes a sixth of the time that an instance does.
    """

    __slots__ = ()

    model: ClassVar[type[Model]]


def records(
    model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[Record]:
    """A record for each row, of which these attributes are known; a row may have more."""
    return list(map(tuple.__new__, repeat(_record_type(model, tuple(names))), rows))


def records_by_type(
    models: Mapping[Any, type[Model]],
    place: int,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> list[Record]:
    """The same for rows of several models: a column, by its place, tells which."""
    kinds = {key: _record_type(model, tuple(names)) for key, model in models.items()}
    of_rows = map(kinds.__getitem__, map(itemgetter(place), rows))
    return list(map(tuple.__new__, of_rows, rows))


@lru_cache(maxsize=MAX_RECORDS)
def _record_type(model: type[Model], names: tuple[str, ...]) -> type[Record]:
    # The descriptors of named tuples are the fastest that Python has.
    known: Any = namedtuple("known", names, rename=True)
    fields: Sequence[str] = known._fields
    columns = {name: getattr(known, field) for name, field in zip(names, fields, strict=True)}
    if "id" in columns:
        columns["pk"] = columns["id"]
    return type(model.__name__, (Record,), {**columns, "__slots__": (), "model": model})


def model_of(kind: type[Any]) -> type[Any]:
    """The model of a type of instances or records."""
    return kind.model if issubclass(kind, Record) else kind


def dictionaries(names: Sequence[str], columns: Sequence[Iterable[Any]]) -> list[dict[str, Any]]:
    """A dictionary for each row of columns of these names, which are different from each other."""
    return _dictionaries(len(names))(names, columns)


@lru_cache(maxsize=MAX_SIZES)
def _dictionaries(size: int) -> Callable[..., list[dict[str, Any]]]:
    """The same for a number of columns, written out as `MAKER` is."""
    keys = "".join(f"key{place}, " for place in range(size))
    values = "".join(f"value{place}, " for place in range(size))
    items = ", ".join(f"key{place}: value{place}" for place in range(size))
    made: Callable[..., list[dict[str, Any]]] = eval(
        f"lambda {keys} columns: [{{{items}}} for {values} in zip(*columns, strict=True)]"
    )
    return lambda names, columns: made(*names, columns)


class _ReadState(ModelState):
    """The state of what was read from the database."""

    adding = False
    db = "default"
