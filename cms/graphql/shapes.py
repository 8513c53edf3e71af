"""What may stand at a place of an answer: output types taken apart once, not for each value."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    is_leaf_type,
)


class Kind(enum.Enum):
    """How the values of a type are completed."""

    LEAF = enum.auto()
    LIST = enum.auto()
    OBJECT = enum.auto()
    ABSTRACT = enum.auto()


@dataclass(frozen=True, eq=False, slots=True)
class Shape:
    """An output type without its non-null; `items` is the shape of a list's."""

    kind: Kind
    type: Any
    is_required: bool
    items: Shape | None


@cache
def shape_of(output_type: GraphQLOutputType) -> Shape:
    """The shape of a type of the schema."""
    is_required = isinstance(output_type, GraphQLNonNull)
    plain: Any = output_type.of_type if isinstance(output_type, GraphQLNonNull) else output_type
    if isinstance(plain, GraphQLList):
        return Shape(Kind.LIST, plain, is_required, shape_of(plain.of_type))
    if is_leaf_type(plain):
        return Shape(Kind.LEAF, plain, is_required, None)
    is_object = isinstance(plain, GraphQLObjectType)
    return Shape(Kind.OBJECT if is_object else Kind.ABSTRACT, plain, is_required, None)
