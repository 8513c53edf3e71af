"""Breadth-first execution: every field is resolved once for the whole list of its parents.

graphql-core resolves a field for one object at a time, so each relation costs a statement a row.
Here a resolver takes all parents at one place of the operation and answers for all of them; the
number of SQL statements follows the shape of the operation, not the number of rows. Variables,
fragments, `@skip`/`@include`, null propagation and errors follow the GraphQL specification
(October 2021, §6); a property test compares the answers with graphql-core's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    ExecutionResult,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    OperationType,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.execute import ExecutionContext, get_field_def
from graphql.execution.values import get_argument_values
from graphql.pyutils import Undefined

from .arguments import refuse_unusable_text
from .waves import Group, Wave

if TYPE_CHECKING:
    from graphql import DocumentNode, FieldNode, GraphQLSchema

    from .context import Context, Scope

Paths = Callable[[int], list[str | int]]


class _Failed:
    """The value of a place whose error is recorded, on its way up to the next nullable place."""


FAILED = _Failed()
Completed = Any


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
    def schema(self) -> GraphQLSchema:
        """The schema that the operation runs on."""
        return self.execution.schema


def execute(
    schema: GraphQLSchema,
    document: DocumentNode,
    *,
    context: Context,
    variable_values: dict[str, Any] | None = None,
    operation_name: str | None = None,
) -> ExecutionResult:
    """Run a parsed and validated operation; errors are in the result, nothing is raised."""
    core = ExecutionContext.build(
        schema,
        document,
        None,
        context,
        variable_values,
        operation_name,
    )
    if isinstance(core, list):
        return ExecutionResult(data=None, errors=core)
    return Execution(core, context).run()


class Execution:
    """One operation under way, with the errors found so far."""

    def __init__(self, core: ExecutionContext, context: Context) -> None:
        self.core = core
        self.schema = core.schema
        self.context = context
        self.errors: list[GraphQLError] = []
        self._sub_fields: dict[Any, dict[str, list[FieldNode]]] = {}

    def run(self) -> ExecutionResult:
        """Execute the operation's root fields, in order."""
        operation = self.core.operation
        root_type = self.schema.get_root_type(operation.operation)
        if root_type is None or operation.operation is OperationType.SUBSCRIPTION:
            error = GraphQLError(f"This API has no {operation.operation.value}.", operation)
            return ExecutionResult(data=None, errors=[error])
        fields = collect_fields(
            self.schema,
            self.core.fragments,
            self.core.variable_values,
            root_type,
            operation.selection_set,
        )
        group = Group(root_type, fields, [0])
        (data,) = self.complete_objects([group], [None], lambda _: [], None)
        errors = sorted(self.errors, key=lambda error: [str(key) for key in error.path or []])
        return ExecutionResult(data=None if data is FAILED else data, errors=errors or None)

    # --- Objects ----------------------------------------------------------------------------------

    def complete_objects(
        self, groups: list[Group], objects: list[Any], paths: Paths, scope: Scope | None
    ) -> list[Completed]:
        """The answers of objects, field by field over all of them.

        A field that several types have from one interface is resolved once for all their objects.
        """
        results: list[Any] = [None] * len(objects)
        waves: dict[Any, Wave] = {}
        for group in groups:
            for index in group.indexes:
                results[index] = dict.fromkeys(group.fields)
            for response_name, nodes in group.fields.items():
                field = get_field_def(self.schema, group.object_type, nodes[0])
                key = (response_name, *map(id, nodes), *_answer_of(field, group.object_type))
                wave = waves.setdefault(
                    key, Wave(group.object_type, response_name, field, nodes, [])
                )
                wave.indexes.extend(group.indexes)
        for wave in waves.values():
            place = _below(_selected(paths, wave.indexes), wave.response_name)
            parents = [objects[index] for index in wave.indexes]
            values = self._resolve(wave.object_type, wave.field, wave.nodes, parents, place, scope)
            for index, value in zip(wave.indexes, values, strict=True):
                if value is FAILED:
                    results[index] = FAILED
                elif results[index] is not FAILED:
                    results[index][wave.response_name] = value
        return results

    def _resolve(
        self,
        object_type: GraphQLObjectType,
        field: GraphQLField,
        nodes: list[FieldNode],
        objects: list[Any],
        paths: Paths,
        scope: Scope | None,
    ) -> list[Completed]:
        name = nodes[0].name.value
        if name == "__typename":
            return [object_type.name] * len(objects)
        try:
            arguments = get_argument_values(field, nodes[0], self.core.variable_values)
            refuse_unusable_text(arguments)
            if scope is None:
                scope = self._scope_of_root_field(field, arguments)
        except Exception as error:  # noqa: BLE001 recorded at the field's place, masked in the answer
            return self._complete(
                field.type, nodes, [error] * len(objects), paths, None, object_type
            )
        info = Info(name, nodes, field.type, object_type, self, scope)
        values = _call(field, objects, info, arguments)
        # A page found by its address opens a scope in its own language for all below it.
        return self._complete(field.type, nodes, values, paths, info.scope, object_type)

    def _scope_of_root_field(self, field: GraphQLField, arguments: dict[str, Any]) -> Scope | None:
        """The scope that a root field opens, by arguments that its resolver does not get."""
        if not field.extensions.get("opens_scope"):
            return None
        return self.context.scope(
            **{name: arguments.pop(name, None) for name in ("site", "locale", "locales")}
        )

    # --- Values -----------------------------------------------------------------------------------

    def _complete(
        self,
        return_type: GraphQLOutputType,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
        parent_type: GraphQLObjectType,
    ) -> list[Completed]:
        """Values of one type as answers; nullable places catch what failed below them."""
        if isinstance(return_type, GraphQLNonNull):
            inner = self._complete_nullable(
                return_type.of_type, nodes, values, paths, scope, parent_type
            )
            return [
                self._missing(nodes, paths(index), parent_type) if value is None else value
                for index, value in enumerate(inner)
            ]
        inner = self._complete_nullable(return_type, nodes, values, paths, scope, parent_type)
        return [None if value is FAILED else value for value in inner]

    def _complete_nullable(
        self,
        return_type: GraphQLOutputType,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
        parent_type: GraphQLObjectType,
    ) -> list[Completed]:
        results: list[Completed] = [None] * len(values)
        present = []
        for index, value in enumerate(values):
            if isinstance(value, Exception):
                results[index] = self._fail(value, nodes, paths(index))
            elif value is not None and value is not Undefined:
                present.append(index)
        if not present:
            return results
        given = [values[index] for index in present]
        places = _selected(paths, present)
        completed = self._complete_present(return_type, nodes, given, places, scope, parent_type)
        for index, value in zip(present, completed, strict=True):
            results[index] = value
        return results

    def _complete_present(
        self,
        return_type: GraphQLOutputType,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
        parent_type: GraphQLObjectType,
    ) -> list[Completed]:
        if is_leaf_type(return_type):
            return self._complete_leaves(return_type, nodes, values, paths)
        if isinstance(return_type, GraphQLList):
            return self._complete_lists(return_type, nodes, values, paths, scope, parent_type)
        if is_abstract_type(return_type):
            return self._complete_abstract(return_type, nodes, values, paths, scope)
        group = self._group(return_type, nodes, range(len(values)))
        return self.complete_objects([group], values, paths, scope)

    def _complete_leaves(
        self, leaf_type: Any, nodes: list[FieldNode], values: list[Any], paths: Paths
    ) -> list[Completed]:
        serialize = leaf_type.serialize
        results = []
        for index, value in enumerate(values):
            try:
                results.append(serialize(value))
            except Exception as error:  # noqa: BLE001 a scalar may raise anything: it is masked later
                results.append(self._fail(error, nodes, paths(index)))
        return results

    def _complete_lists(
        self,
        list_type: GraphQLList,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
        parent_type: GraphQLObjectType,
    ) -> list[Completed]:
        """All items of all lists together, then dealt out to their lists again."""
        items: list[Any] = []
        owners: list[tuple[int, int]] = []
        for owner, value in enumerate(values):
            for position, item in enumerate(value):
                items.append(item)
                owners.append((owner, position))

        def place(index: int) -> list[str | int]:
            owner, position = owners[index]
            return [*paths(owner), position]

        completed = self._complete(list_type.of_type, nodes, items, place, scope, parent_type)
        results: list[Any] = [[] for _ in values]
        for (owner, _), item in zip(owners, completed, strict=True):
            if item is FAILED:
                results[owner] = FAILED
            elif results[owner] is not FAILED:
                results[owner].append(item)
        return results

    def _complete_abstract(
        self,
        abstract_type: GraphQLAbstractType,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
    ) -> list[Completed]:
        """Objects of an interface or union: each has the fields that its type selects."""
        resolve_type = self.schema.extensions["resolve_type"]
        by_type: dict[str, list[int]] = defaultdict(list)
        for index, value in enumerate(values):
            by_type[resolve_type(value)].append(index)
        groups = [
            self._group(self.schema.type_map[type_name], nodes, indexes)
            for type_name, indexes in by_type.items()
        ]
        return self.complete_objects(groups, values, paths, scope)

    def _group(
        self, object_type: GraphQLObjectType, nodes: list[FieldNode], indexes: Sequence[int]
    ) -> Group:
        return Group(object_type, self._collect_sub_fields(object_type, nodes), indexes)

    def _collect_sub_fields(
        self, object_type: GraphQLObjectType, nodes: list[FieldNode]
    ) -> dict[str, list[FieldNode]]:
        key = (object_type.name, *map(id, nodes))
        if key not in self._sub_fields:
            self._sub_fields[key] = collect_sub_fields(
                self.schema, self.core.fragments, self.core.variable_values, object_type, nodes
            )
        return self._sub_fields[key]

    # --- Errors -----------------------------------------------------------------------------------

    def _fail(self, error: Exception, nodes: list[FieldNode], path: list[str | int]) -> _Failed:
        """Record an error at its place; the same exception may stand at several places."""
        if isinstance(error, GraphQLError):
            located = GraphQLError(
                error.message,
                nodes,
                path=path,
                original_error=error.original_error or error,
                extensions=error.extensions,
            )
        else:
            located = GraphQLError(str(error), nodes, path=path, original_error=error)
        self.errors.append(located)
        return FAILED

    def _missing(
        self, nodes: list[FieldNode], path: list[str | int], parent_type: GraphQLObjectType
    ) -> _Failed:
        name = f"{parent_type.name}.{nodes[0].name.value}"
        return self._fail(TypeError(f"No value for the non-null field {name}."), nodes, path)


def _answer_of(field: GraphQLField, object_type: GraphQLObjectType) -> tuple[Any, ...]:
    """What must be equal for two types' fields to be resolved together."""
    batch = field.extensions.get("batch")
    return (object_type.name,) if batch is None else (batch, str(field.type))


def _call(
    field: GraphQLField, objects: list[Any], info: Info, arguments: dict[str, Any]
) -> list[Any]:
    """Ask the batch resolver, or an introspection type's own resolver object by object."""
    batch = field.extensions.get("batch")
    try:
        if batch is not None:
            values = batch(objects, info, **arguments)
        else:
            values = [field.resolve(item, info, **arguments) for item in objects]
    except Exception as error:  # noqa: BLE001 recorded at each parent, masked in the answer
        return [error] * len(objects)
    if len(values) != len(objects):
        message = f"{info.parent_type.name}.{info.field_name}: one answer for each parent is due"
        return [AssertionError(message)] * len(objects)
    return values


def _below(paths: Paths, response_name: str) -> Paths:
    return lambda index: [*paths(index), response_name]


def _selected(paths: Paths, indexes: list[int]) -> Paths:
    return lambda index: paths(indexes[index])
