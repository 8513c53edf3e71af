"""Adding fields to models whose answers are written in a layer above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model


def add_fields(model: type[Model], fields: list[Any]) -> None:
    """Add declarations to a model's `graphql_fields`, before grapple builds the types."""
    model.graphql_fields = [*getattr(model, "graphql_fields", []), *fields]
