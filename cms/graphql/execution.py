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
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLObjectType,
    OperationType,
)
from graphql.execution.execute import ExecutionContext
from graphql.pyutils import Undefined

from cms.statements import Batch, ReadAhead, dictionaries, side_by_side

from .context import Context
from .errors import INTERNAL_MESSAGE
from .info import Info
from .leaves import is_error
from .plans import operation_of
from .shapes import Kind
from .site_cache import forget_sites
from .waves import (
    FAILED,
    Completed,
    Failed,
    Group,
    Paths,
    Wave,
    below,
    dealt_out,
    has_failed,
    selected,
    waves_of,
)

if TYPE_CHECKING:
    from graphql import DocumentNode, FieldNode, GraphQLSchema

    from cms.statements import Row

    from .context import Scope
    from .plans import FieldPlan, Plan
    from .shapes import Shape

# The types of what is no value.
ABSENT = (type(None), type(Undefined))


def execute(
    schema: GraphQLSchema,
    document: DocumentNode,
    *,
    context: Context,
    variable_values: dict[str, Any] | None = None,
    operation_name: str | None = None,
) -> ExecutionResult:
    """Run a parsed and validated operation; errors are in the result, nothing is raised."""
    operation = operation_of(schema, document, operation_name)
    if operation is None:
        core = ExecutionContext.build(schema, document, None, context, None, operation_name)
        return ExecutionResult(data=None, errors=core if isinstance(core, list) else None)
    variables = operation.coerced(variable_values or {})
    if isinstance(variables, list):
        return ExecutionResult(data=None, errors=variables)
    plan = operation.plan(variables)
    result = Execution(plan, variables, context).run()
    if context.is_outdated:
        # Sites, languages or restrictions have changed since an earlier request read them.
        forget_sites()
        anew = Context(context.request, context.now, context.dependencies)
        result = Execution(plan, variables, anew).run()
    return result


class Execution:
    """One operation under way, with the errors found so far."""

    def __init__(self, plan: Plan, variables: dict[str, Any], context: Context) -> None:
        self.plan = plan
        self.schema = plan.schema
        self.variables = variables
        self.context = context
        self.errors: list[GraphQLError] = []
        self._check_failed: Exception | None = None

    def run(self) -> ExecutionResult:
        """Execute the operation's root fields."""
        kind = self.plan.operation.operation
        root_type = self.schema.get_root_type(kind)
        if root_type is None or kind is OperationType.SUBSCRIPTION:
            error = GraphQLError(f"This API has no {kind.value}.", self.plan.operation)
            return ExecutionResult(data=None, errors=[error])
        self.context.columns = self.plan.columns
        fields = self.plan.root_fields(root_type)
        complete = partial(self.complete_objects, fields, [None], lambda _: [], None)
        # A mutation may change what has been read ahead.
        ahead = ReadAhead(self.plan.habits) if kind is OperationType.QUERY else None
        batch = Batch(ahead)
        check = self.context.check() if any(plan.opens_scope for plan in fields) else None
        if check is not None:
            batch.send_along(check, self._take_check)
        (data,) = batch.run(complete)
        if ahead is not None:
            ahead.end()
        if self._check_failed and data is not FAILED:
            data = FAILED
            self.errors.append(GraphQLError(INTERNAL_MESSAGE, original_error=self._check_failed))
        errors = sorted(self.errors, key=lambda error: [str(key) for key in error.path or []])
        return ExecutionResult(data=None if data is FAILED else data, errors=errors or None)

    def _take_check(self, found: list[Row] | Exception) -> None:
        """Take what the check of kept sites found; an answer that could not be checked is none."""
        if isinstance(found, Exception):
            self._check_failed = found
        else:
            self.context.take_check(found)

    def complete_objects(
        self, fields: list[FieldPlan], objects: list[Any], paths: Paths, scope: Scope | None
    ) -> list[Completed]:
        """The answers of objects of which the same is selected, field by field over all of them."""
        failures = len(self.errors)
        answers = self._resolve_all([(plan, None) for plan in fields], objects, paths, scope)
        if fields and failures == len(self.errors):
            # Nothing failed below, nor is all skipped: objects are made of whole columns.
            return dictionaries([plan.response_name for plan in fields], answers)
        indexes = range(len(objects))
        waves = [Wave(plan, indexes) for plan in fields]
        return dealt_out([Group(fields, indexes)], waves, answers, len(objects))

    def complete_groups(
        self, groups: list[Group], objects: list[Any], paths: Paths, scope: Scope | None
    ) -> list[Completed]:
        """The answers of objects of several types.

        A field that several types have from one interface is resolved once for all their objects.
        """
        waves = waves_of(groups)
        fields = [(wave.plan, wave.indexes) for wave in waves]
        answers = self._resolve_all(fields, objects, paths, scope)
        return dealt_out(groups, waves, answers, len(objects))

    def _resolve_all(
        self,
        fields: list[tuple[FieldPlan, Sequence[int] | None]],
        objects: list[Any],
        paths: Paths,
        scope: Scope | None,
    ) -> list[list[Completed]]:
        """The answers of fields, each for the objects at its indexes, or for all.

        Fields that read something are resolved side by side, so that their reads are one.
        """
        answers: list[Any] = [None] * len(fields)
        reading: dict[int, Callable[[], list[Completed]]] = {}
        for number, (plan, indexes) in enumerate(fields):
            parents = objects if indexes is None else [objects[index] for index in indexes]
            found = self._resolve_leaf(plan, parents, scope)
            if found is not None:
                answers[number] = found
                continue
            place = below(paths if indexes is None else selected(paths, indexes), plan)
            if plan.is_plain:
                answers[number] = self._resolve(plan, parents, place, scope)
            else:
                reading[number] = partial(self._resolve, plan, parents, place, scope)
        if reading:
            for number, values in zip(reading, self._gather([*reading.values()]), strict=True):
                answers[number] = values
        return answers

    def _gather(self, functions: list[Callable[[], list[Completed]]]) -> list[list[Completed]]:
        if self.plan.operation.operation is OperationType.MUTATION:
            return [function() for function in functions]
        return side_by_side(*functions)

    def _resolve_leaf(
        self, plan: FieldPlan, objects: list[Any], scope: Scope | None
    ) -> list[Completed] | None:
        """The answers of a leaf that reads nothing, if nothing is wrong with one of them."""
        if not plan.is_simple or scope is None:
            return None
        info = Info(plan, self, scope)
        return plan.serialize(plan.ask(objects, info, plan.arguments))

    def _resolve(
        self, plan: FieldPlan, objects: list[Any], paths: Paths, scope: Scope | None
    ) -> list[Completed]:
        if plan.name == "__typename":
            return [plan.object_type.name] * len(objects)
        shape, nodes = plan.shape, plan.nodes
        try:
            arguments = plan.arguments_with(self.variables)
            if scope is None:
                scope = self._scope_of_root_field(plan, arguments)
        except Exception as error:  # noqa: BLE001 recorded at the field's place, masked in the answer
            return self._complete(
                shape, nodes, [error] * len(objects), paths, None, plan.object_type
            )
        info = Info(plan, self, scope)
        values = plan.ask(objects, info, arguments)
        if plan.serialize is not None:
            serialized = plan.serialize(values)
            if serialized is not None:
                return serialized
        # A page found by its address opens a scope in its own language for all below it.
        return self._complete(shape, nodes, values, paths, info.scope, plan.object_type)

    def _scope_of_root_field(self, plan: FieldPlan, arguments: dict[str, Any]) -> Scope | None:
        """The scope that a root field opens, by arguments that its resolver does not get."""
        if not plan.opens_scope:
            return None
        return self.context.scope(
            **{name: arguments.pop(name, None) for name in ("site", "locale", "locales")}
        )

    # --- Values -----------------------------------------------------------------------------------

    def _complete(
        self,
        shape: Shape,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
        parent_type: GraphQLObjectType,
    ) -> list[Completed]:
        """Values of one shape as answers; nullable places catch what failed below them."""
        failures = len(self.errors)
        kinds = set(map(type, values))
        if kinds.isdisjoint(ABSENT) and not any(map(is_error, kinds)):
            inner = self._complete_present(shape, nodes, values, paths, scope, parent_type)
            if shape.kind is not Kind.LEAF and failures == len(self.errors):
                # Nothing is missing and nothing failed.
                return inner
        else:
            inner = self._complete_others(shape, nodes, values, paths, scope, parent_type)
        if shape.is_required:
            return [
                self._missing(nodes, paths(index), parent_type) if value is None else value
                for index, value in enumerate(inner)
            ]
        return [None if value is FAILED else value for value in inner]

    def _complete_others(
        self,
        shape: Shape,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
        parent_type: GraphQLObjectType,
    ) -> list[Completed]:
        """Values of which some are errors, or none at all."""
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
        places = selected(paths, present)
        completed = self._complete_present(shape, nodes, given, places, scope, parent_type)
        for index, value in zip(present, completed, strict=True):
            results[index] = value
        return results

    def _complete_present(
        self,
        shape: Shape,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
        parent_type: GraphQLObjectType,
    ) -> list[Completed]:
        if shape.kind is Kind.LEAF:
            return self._complete_leaves(shape.type, nodes, values, paths)
        if shape.items is not None:
            return self._complete_lists(shape.items, nodes, values, paths, scope, parent_type)
        if shape.kind is Kind.ABSTRACT:
            return self._complete_abstract(nodes, values, paths, scope)
        fields = self.plan.fields_of(shape.type, nodes)
        return self.complete_objects(fields, values, paths, scope)

    def _complete_leaves(
        self, leaf_type: Any, nodes: list[FieldNode], values: list[Any], paths: Paths
    ) -> list[Completed]:
        serialize = leaf_type.serialize
        try:
            return [serialize(value) for value in values]
        except Exception:  # noqa: BLE001 a scalar may raise anything: which did is found below
            return [
                self._complete_leaf(leaf_type, nodes, value, paths, index)
                for index, value in enumerate(values)
            ]

    def _complete_leaf(
        self, leaf_type: Any, nodes: list[FieldNode], value: Any, paths: Paths, index: int
    ) -> Completed:
        try:
            return leaf_type.serialize(value)
        except Exception as error:  # noqa: BLE001 recorded at its place, masked in the answer
            return self._fail(error, nodes, paths(index))

    def _complete_lists(
        self,
        items_shape: Shape,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
        parent_type: GraphQLObjectType,
    ) -> list[Completed]:
        """All items of all lists together, then dealt out to their lists again."""
        items = [item for value in values for item in value]
        sizes = [len(value) for value in values]

        def place(index: int) -> list[str | int]:
            for owner, size in enumerate(sizes):
                if index < size:
                    return [*paths(owner), index]
                index -= size
            raise IndexError(index)

        failures = len(self.errors)
        completed = self._complete(items_shape, nodes, items, place, scope, parent_type)
        rest = iter(completed)
        results: list[Any] = [list(islice(rest, size)) for size in sizes]
        if failures == len(self.errors):
            return results
        return [FAILED if has_failed(result) else result for result in results]

    def _complete_abstract(
        self,
        nodes: list[FieldNode],
        values: list[Any],
        paths: Paths,
        scope: Scope | None,
    ) -> list[Completed]:
        """Objects of an interface or union: each has the fields that its type selects."""
        names = self.schema.extensions["type_names_of"](values)
        types = [self.schema.type_map[name] for name in dict.fromkeys(names)]
        if types and self.plan.are_alike(types, nodes):
            fields = self.plan.fields_of(types[0], nodes)
            return self.complete_objects(fields, values, paths, scope)
        by_type: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(names):
            by_type[name].append(index)
        groups = [Group(self.plan.fields_of(found, nodes), by_type[found.name]) for found in types]
        return self.complete_groups(groups, values, paths, scope)

    # --- Errors -----------------------------------------------------------------------------------

    def _fail(self, error: Exception, nodes: list[FieldNode], path: list[str | int]) -> Failed:
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
    ) -> Failed:
        name = f"{parent_type.name}.{nodes[0].name.value}"
        return self._fail(TypeError(f"No value for the non-null field {name}."), nodes, path)
