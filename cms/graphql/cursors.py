"""Cursors: the ordering values of a row as an opaque text, which nobody can forge a value into."""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import uuid
from math import isfinite
from typing import TYPE_CHECKING, Any

from .errors import BadUserInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from .connections import Order

MAX_CURSOR_LENGTH = 1000


def encode_cursor(values: Sequence[Any]) -> str:
    """An opaque text for a place in an ordering."""
    plain = [_plain(value) for value in values]
    text = json.dumps(plain, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.datetime | uuid.UUID):
        return str(value)
    return value


def decode_cursor(
    cursor: str, order: Sequence[Order], queryset: QuerySet[Any] | None = None
) -> list[Any]:
    """The ordering values of a cursor; BAD_USER_INPUT for a text that is none of this list's."""
    error = BadUserInput("This cursor does not belong to this list.")
    if len(cursor) > MAX_CURSOR_LENGTH or not cursor.isascii():
        raise error
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise error from None
    if not isinstance(values, list) or len(values) != len(order):
        raise error
    if not all(_is_scalar(value) for value in values):
        raise error
    if queryset is None:
        return values
    return [
        _typed(queryset, item.name, value, error) for item, value in zip(order, values, strict=True)
    ]


def _is_scalar(value: Any) -> bool:
    """Whether a database can be asked for it: no NUL, no half of a surrogate pair, no NaN."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    return value is None or isinstance(value, int) or (isinstance(value, float) and isfinite(value))


def _typed(queryset: QuerySet[Any], name: str, value: Any, error: BadUserInput) -> Any:
    """A cursor's value in the type of its column, so that no forged one reaches the database."""
    field = column_of(queryset, name)
    if value is None:
        if not field.null:
            raise error
        return None
    try:
        typed = field.to_python(value)
        field.run_validators(typed)
    except Exception:  # noqa: BLE001 whatever a column refuses is one and the same bad cursor
        raise error from None
    if isinstance(typed, int) and abs(typed) >= 2**63:
        raise error
    return typed


def column_of(queryset: QuerySet[Any], name: str) -> Any:
    """The field behind a name in an ordering: a column, one of a relation, or an annotation."""
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field
    model = queryset.model
    field = model._meta.pk if name == "pk" else None
    for part in name.split("__") if field is None else []:
        field = model._meta.get_field(part)
        model = field.related_model or model
    return field
