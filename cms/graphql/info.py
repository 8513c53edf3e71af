"""What a batch resolver is told about its place in the operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import get_named_type

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLObjectType, GraphQLOutputType, GraphQLSchema

    from .context import Context, Scope
    from .execution import Execution


@dataclass(slots=True)
class Info:
    """What a batch resolver is told about its place in the operation.

    Also stands in for graphql-core's `GraphQLResolveInfo` in introspection resolvers.
    """

    field_name: str
    field_nodes: list[FieldNode]
    return_type: GraphQLOutputType
    parent_type: GraphQLObjectType
    execution: Execution
    scope: Scope

    @property
    def context(self) -> Context:
        """The request's context."""
        return self.execution.context

    @property
    def selected(self) -> frozenset[str]:
        """The names of the fields selected below this one, of an object type."""
        object_type: Any = get_named_type(self.return_type)
        return self.execution.plan.names_below(object_type, self.field_nodes)

    @property
    def schema(self) -> GraphQLSchema:
        """The schema that the operation runs on."""
        return self.execution.schema
