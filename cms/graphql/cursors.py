"""Cursors: the ordering values of a row as an opaque text, which nobody can forge a value into."""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import uuid
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist

from .arguments import in_utc, is_usable_text
from .errors import BadUserInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Field, Model

MAX_CURSOR_LENGTH = 1000
# Columns that lists are in order of.
MAX_REMEMBERED = 1000


def encode_cursor(values: Sequence[Any]) -> str:
    """An opaque text for a place in an ordering."""
    plain = [_plain(value) for value in values]
    text = json.dumps(plain, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.datetime | uuid.UUID):
        return str(value)
    return value


def decode_cursor(cursor: str, columns: Sequence[Field[Any, Any]]) -> list[Any]:
    """The ordering values of a cursor; BAD_USER_INPUT for a text that is none of this list's."""
    error = BadUserInput("This cursor does not belong to this list.")
    if len(cursor) > MAX_CURSOR_LENGTH or not cursor.isascii():
        raise error
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise error from None
    if not isinstance(values, list) or len(values) != len(columns):
        raise error
    if not all(_is_scalar(value) for value in values):
        raise error
    return [_typed(column, value, error) for column, value in zip(columns, values, strict=True)]


def _is_scalar(value: Any) -> bool:
    """Whether a database can be asked for it: text that it can store, no NaN."""
    if isinstance(value, str):
        return is_usable_text(value)
    return value is None or isinstance(value, int) or (isinstance(value, float) and isfinite(value))


def _typed(field: Field[Any, Any], value: Any, error: BadUserInput) -> Any:
    """A cursor's value in the type of its column, so that no forged one reaches the database."""
    if value is None:
        if not field.null:
            raise error
        return None
    try:
        typed = field.to_python(value)
        field.run_validators(typed)
        if isinstance(typed, datetime.datetime):
            typed = in_utc(typed)
    except Exception:  # noqa: BLE001 whatever a column refuses is one and the same bad cursor
        raise error from None
    if isinstance(typed, int) and abs(typed) >= 2**63:
        raise error
    return typed


@lru_cache(maxsize=MAX_REMEMBERED)
def column_of(model: type[Model], name: str) -> Any:
    """The column behind a name in an ordering, perhaps one of a relation; None if there is none."""
    field: Any = model._meta.pk if name == "pk" else None
    try:
        for part in name.split("__") if field is None else []:
            field = model._meta.get_field(part)
            model = field.related_model or model
    except FieldDoesNotExist:
        return None
    return field
