"""Serializing many values of a leaf at once, where all of them are what they should be."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from graphql import GraphQLNonNull, GraphQLOutputType, is_enum_type, is_leaf_type

Serialize = Callable[[list[Any]], list[Any] | None]

# Leaves whose values of one Python type are their own answer.
SAME = {("String", str), ("ID", str), ("Boolean", bool)}
NOTHING = type(None)


@cache
def is_error(kind: type) -> bool:
    """Whether values of a type are errors."""
    return issubclass(kind, Exception)


@cache
def serializer_of(field_type: GraphQLOutputType) -> Serialize | None:
    """What serializes the values of a leaf, or gives None if something is wrong with one of them.

    What is wrong, and where, is then found value by value. None for what is no leaf.
    """
    is_required = isinstance(field_type, GraphQLNonNull)
    leaf: Any = field_type.of_type if isinstance(field_type, GraphQLNonNull) else field_type
    if not is_leaf_type(leaf):
        return None

    same = {kind for name, kind in SAME if name == leaf.name}
    serialize_one = cache(leaf.serialize) if is_enum_type(leaf) else leaf.serialize

    def serialize(values: list[Any]) -> list[Any] | None:
        kinds = set(map(type, values))
        has_nothing = NOTHING in kinds
        kinds.discard(NOTHING)
        if (is_required and has_nothing) or any(map(is_error, kinds)):
            return None
        if kinds <= same:
            return values
        try:
            found = [None if value is None else serialize_one(value) for value in values]
        except Exception:  # noqa: BLE001 a scalar may raise anything
            return None
        return None if is_required and None in found else found

    return serialize
