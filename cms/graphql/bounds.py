"""How long lists are at most: each list field says it, and gives no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graphql import GraphQLField, GraphQLList, get_nullable_type

if TYPE_CHECKING:
    from .resolvers import Resolve

LIMIT = 100
# The blocks of a page; what a stream holds inside a block says its own.
LIMITS_BY_KIND = {"stream": 500}
STATED = re.compile(r"at most (\d+)")


def is_bounded(type_name: str, field: GraphQLField) -> bool:
    """Whether a field is a list of its own, not the page of a connection."""
    is_list = isinstance(get_nullable_type(field.type), GraphQLList)
    return is_list and not type_name.endswith("Connection")


def state_limit(field: GraphQLField, kind: str | None = None) -> int:
    """The limit that a field's description states; writes the usual one where it states none."""
    description = field.description or ""
    stated = STATED.search(description)
    if stated:
        return int(stated[1])
    limit = LIMITS_BY_KIND.get(kind or "", LIMIT)
    field.description = f"{description.rstrip('.')}; at most {limit}."
    return limit


def cut(batch: Resolve, limit: int) -> Resolve:
    """The same answers, each list cut at its limit."""

    def resolve(parents: list[Any], info: Any, **arguments: Any) -> list[Any]:
        return [
            value[:limit] if isinstance(value, list) and len(value) > limit else value
            for value in batch(parents, info, **arguments)
        ]

    return resolve
