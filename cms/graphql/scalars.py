"""Scalars of the API beyond GraphQL's own."""

from __future__ import annotations

from typing import Any

from graphene.types.generic import GenericScalar


class JSON(GenericScalar):
    """Any JSON value: object, list, text, number, truth value or null."""

    class Meta:
        name = "JSON"

    @staticmethod
    def serialize(value: Any) -> Any:
        return value
