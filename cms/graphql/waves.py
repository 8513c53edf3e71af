"""What execution goes by: objects of one type, and a field resolved for many of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphql import FieldNode, GraphQLField, GraphQLObjectType


@dataclass(slots=True)
class Group:
    """Objects of one type at one place, by their indexes, with the fields selected for them."""

    object_type: GraphQLObjectType
    fields: dict[str, list[FieldNode]]
    indexes: Sequence[int]


@dataclass(slots=True)
class Wave:
    """One field that is resolved for the objects at these indexes together."""

    object_type: GraphQLObjectType
    response_name: str
    field: GraphQLField
    nodes: list[FieldNode]
    indexes: list[int]
