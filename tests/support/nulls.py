"""Where answers are null and where they are not, by `Type.field`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import GraphQLNonNull, GraphQLSchema

from cms.graphql.context import Context
from cms.graphql.execution import execute

from .schema_walk import Question, is_own


class Nulls:
    """What a schema answered: the fields that were null, those that were not, the errors."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.null: set[str] = set()
        self.given: set[str] = set()
        self.errors: list[str] = []

    def ask(self, questions: Iterable[Question]) -> None:
        """Ask, and note."""
        for question in questions:
            result = execute(self.schema, question.document, context=Context())
            self.errors += [
                f"{error.message} {error.path} {question.text}" for error in result.errors or []
            ]
            for place, value in _places(result.data, str(question.edge)):
                (self.null if value is None else self.given).add(place)

    def fields(self, *, nullable: bool) -> set[str]:
        """Name the fields of the schema that may, or may not, be null."""
        return {
            f"{name}.{field_name}"
            for name, graphql_type in self.schema.type_map.items()
            if is_own(self.schema, name)
            for field_name, field in graphql_type.fields.items()
            if isinstance(field.type, GraphQLNonNull) is not nullable
        }


def _places(answer: Any, edge: str) -> Iterator[tuple[str, Any]]:
    """Give each value with its place, which `SchemaWalk` writes in its aliases."""
    if isinstance(answer, list):
        for item in answer:
            yield from _places(item, edge)
    elif isinstance(answer, dict):
        for alias, value in answer.items():
            type_name, _, rest = alias.partition("_")
            if alias == "answer":
                yield edge, value
            elif rest and type_name:
                yield f"{type_name}.{rest.rpartition('_')[0]}", value
            yield from _places(value, edge)
