"""What a batch resolver is told about its place in the operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import get_named_type

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLObjectType, GraphQLOutputType, GraphQLSchema

    from .context import Context, Scope
    from .execution import Execution
    from .plans import FieldPlan


@dataclass(slots=True)
class Info:
    """What a batch resolver is told about its place in the operation.

    Also stands in for graphql-core's `GraphQLResolveInfo` in introspection resolvers.
    """

    plan: FieldPlan
    execution: Execution
    scope: Scope

    @property
    def field_name(self) -> str:
        """The field's name in the schema."""
        return self.plan.name

    @property
    def field_nodes(self) -> list[FieldNode]:
        """Where the field is selected; several places may select it for one name."""
        return self.plan.nodes

    @property
    def return_type(self) -> GraphQLOutputType:
        """The field's type."""
        return self.plan.field.type

    @property
    def parent_type(self) -> GraphQLObjectType:
        """The type that has the field."""
        return self.plan.object_type

    @property
    def context(self) -> Context:
        """The request's context."""
        return self.execution.context

    @property
    def selected(self) -> frozenset[str]:
        """The names of the fields selected below this one, of an object type."""
        object_type: Any = get_named_type(self.plan.field.type)
        return self.execution.plan.names_below(object_type, self.plan.nodes)

    @property
    def schema(self) -> GraphQLSchema:
        """The schema that the operation runs on."""
        return self.execution.schema
