"""Scalars of the API beyond GraphQL's own."""

from __future__ import annotations

from typing import Any

import graphene
from graphene.types.generic import GenericScalar


class JSON(GenericScalar):
    """Any JSON value: object, list, text, number, truth value or null."""

    class Meta:
        name = "JSON"

    @staticmethod
    def serialize(value: Any) -> Any:
        return value


class JSONString(graphene.Scalar):
    """JSON as text, which may be put into HTML as it is: `<`, `>` and `&` are escaped in it."""

    class Meta:
        name = "JSONString"

    @staticmethod
    def serialize(value: Any) -> str:
        return str(value)
