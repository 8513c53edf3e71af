"""What an operation may cost at most, reckoned from its text, its page sizes and the schema.

Every field costs one, times the lists it lies in. A connection counts as many nodes as it is asked
for; a list that takes no page size counts as `list_size`. Of fields under different object types
only the dearest type counts, because an object has one type. Introspection is free: `limits`
bounds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    IntValueNode,
    VariableNode,
    get_named_type,
)

from .limits import INTROSPECTION_FIELDS, too_many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphql import (
        DocumentNode,
        GraphQLNamedType,
        GraphQLSchema,
        OperationDefinitionNode,
        SelectionSetNode,
        ValueNode,
    )

    from .limits import Limits

PAGE_SIZES = ("first", "last")


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: dict[str, Any],
    limits: Limits,
) -> int:
    """Return the cost of an operation of a validated document; `variables` as they were sent."""
    root = schema.get_root_type(operation.operation)
    if root is None:
        return 0
    reckoning = _Reckoning(schema, document, operation, variables, limits)
    return reckoning.selections([operation.selection_set], root)


def dearest_way(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    limits: Limits,
) -> tuple[list[str], int, int]:
    """The way to the deepest object that has most of the cost, its cost, and the whole.

    Reckoned without variables: pages have their default sizes.
    """
    root = schema.get_root_type(operation.operation)
    if root is None:
        return [], 0, 0
    reckoning = _Reckoning(schema, document, operation, {}, limits)
    return reckoning.way(_Below([operation.selection_set], root, None, 1))


@dataclass(frozen=True)
class _Below:
    """What is selected below a field: how often, and the page size of a list right below it."""

    selection_sets: list[SelectionSetNode]
    parent: GraphQLNamedType
    page: int | None
    times: int


class _Reckoning:
    """The cost of one operation: its fragments, its variables, and how far the walk has come."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: dict[str, Any],
        limits: Limits,
    ) -> None:
        self.schema = schema
        self.limits = limits
        self.fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        defaults = {
            definition.variable.name.value: definition.default_value
            for definition in operation.variable_definitions
        }
        self.variables = {
            name: variables.get(name, _literal(default) if default else None)
            for name, default in defaults.items()
        }
        self.visits = 0

    def selections(
        self,
        selection_sets: list[SelectionSetNode],
        parent: GraphQLNamedType,
        page: int | None = None,
    ) -> int:
        """Return the cost of one object; `page` is the size of a list right below it, if known."""
        common = 0
        by_type: dict[str, int] = {}
        for (type_, _name), nodes in self._groups(selection_sets, parent).items():
            cost = self._field(type_, nodes, page)
            if type_ is parent or not isinstance(type_, GraphQLObjectType):
                common += cost
            else:
                by_type[type_.name] = by_type.get(type_.name, 0) + cost
        return common + max(by_type.values(), default=0)

    def _groups(
        self, selection_sets: list[SelectionSetNode], parent: GraphQLNamedType
    ) -> dict[tuple[GraphQLNamedType, str], list[FieldNode]]:
        groups: dict[tuple[GraphQLNamedType, str], list[FieldNode]] = {}
        for type_, node in self._fields(selection_sets, parent):
            groups.setdefault((type_, (node.alias or node.name).value), []).append(node)
        return groups

    def _fields(
        self, selection_sets: list[SelectionSetNode], parent: GraphQLNamedType
    ) -> Iterator[tuple[GraphQLNamedType, FieldNode]]:
        pending = [(parent, selection_set) for selection_set in selection_sets]
        entered: set[tuple[str, str]] = set()
        while pending:
            type_, selection_set = pending.pop()
            for selection in selection_set.selections:
                self._visit()
                if isinstance(selection, FieldNode):
                    yield type_, selection
                    continue
                fragment: Any = selection
                if isinstance(selection, FragmentSpreadNode):
                    key = (type_.name, selection.name.value)
                    if key in entered:
                        continue
                    entered.add(key)
                    fragment = self.fragments[selection.name.value]
                pending.append((self._narrowed(type_, fragment), fragment.selection_set))

    def _narrowed(self, type_: GraphQLNamedType, fragment: Any) -> GraphQLNamedType:
        """Return the type that fields of a fragment belong to: an object type stays what it is."""
        if isinstance(type_, GraphQLObjectType) or fragment.type_condition is None:
            return type_
        return self.schema.type_map[fragment.type_condition.name.value]

    def _visit(self) -> None:
        # Fragments under several types are walked once for each, more often than `limits` counted.
        self.visits += 1
        if self.visits > 4 * self.limits.fields:
            raise too_many("fields", self.limits)

    def way(self, below: _Below) -> tuple[list[str], int, int]:
        """Go down from field to field, as long as one has more than half of the whole cost."""
        whole = cost = self.selections(below.selection_sets, below.parent, below.page)
        names: list[str] = []
        times = 1
        while True:
            groups = self._groups(below.selection_sets, below.parent)
            costs = {
                key: times * self._field(key[0], nodes, below.page) for key, nodes in groups.items()
            }
            dearest = max(costs, key=lambda key: costs[key])
            deeper = self._below(dearest[0], groups[dearest], below.page)
            if deeper is None or 2 * costs[dearest] <= whole:
                return names, cost, whole
            names.append(dearest[1])
            cost, below, times = costs[dearest], deeper, times * deeper.times

    def _field(self, parent: GraphQLNamedType, nodes: list[FieldNode], page: int | None) -> int:
        if nodes[0].name.value in INTROSPECTION_FIELDS:
            return 0
        below = self._below(parent, nodes, page)
        if below is None:
            return 1
        return 1 + below.times * self.selections(below.selection_sets, below.parent, below.page)

    def _below(
        self, parent: GraphQLNamedType, nodes: list[FieldNode], page: int | None
    ) -> _Below | None:
        field = parent.fields.get(nodes[0].name.value) if _has_fields(parent) else None
        selection_sets = [node.selection_set for node in nodes if node.selection_set]
        if field is None or not selection_sets:
            return None
        size = self._page_size(field, nodes[0])
        type_ = get_named_type(field.type)
        if not _is_list(field.type):
            return _Below(selection_sets, type_, size, 1)
        times = next(n for n in (size, page, self.limits.list_size) if n is not None)
        return _Below(selection_sets, type_, None, times)

    def _page_size(self, field: GraphQLField, node: FieldNode) -> int | None:
        """Return the size of the page a field is asked for; None if it takes no such argument."""
        if not any(name in field.args for name in PAGE_SIZES):
            return None
        given = (self._size(arg.value) for arg in node.arguments if arg.name.value in PAGE_SIZES)
        asked = [size for size in given if size is not None]
        if not asked:
            return int(field.args["first"].default_value)
        # A page beyond the largest is refused when the field is resolved, before it reads a row.
        return min(max(0, *asked), self.limits.page_size)

    def _size(self, value: ValueNode) -> int | None:
        if isinstance(value, VariableNode):
            size = self.variables.get(value.name.value)
        else:
            size = _literal(value)
        return size if isinstance(size, int) and not isinstance(size, bool) else None


def _literal(value: ValueNode) -> int | None:
    return int(value.value) if isinstance(value, IntValueNode) else None


def _has_fields(type_: GraphQLNamedType) -> bool:
    return isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)


def _is_list(type_: Any) -> bool:
    if isinstance(type_, GraphQLNonNull):
        type_ = type_.of_type
    return isinstance(type_, GraphQLList)
