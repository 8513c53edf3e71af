"""What of an operation's execution is the same in every request: planned once, remembered.

A plan tells, for each type of object at each place of the operation, which fields are selected
there, what answers them, and their arguments where no variable stands in them.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graphql import (
    ArgumentNode,
    DirectiveNode,
    FragmentDefinitionNode,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    get_operation_ast,
    visit,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.execute import get_field_def
from graphql.execution.values import get_argument_values, get_variable_values

from cms import deadlines
from cms.statements import Habits

from .arguments import refuse_unusable_text
from .columns import Columns, columns_of
from .cost import PAGE_SIZES, cost_of
from .leaves import serializer_of
from .shapes import shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from graphql import (
        DocumentNode,
        FieldNode,
        GraphQLError,
        GraphQLField,
        GraphQLObjectType,
        GraphQLSchema,
    )

    from .info import Info
    from .leaves import Serialize
    from .limits import Limits
    from .shapes import Shape

MAX_REMEMBERED = 256
MAX_VARIABLE_ERRORS = 50
# Values of variables are found again if they are few, short and cannot be changed.
MAX_COERCED, MAX_LENGTH = 64, 200
PLAIN = (str, int, bool, type(None))


class KnownVariables(dict[str, Any]):
    """Values of variables that come again, with the arguments that fields have by them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.arguments: dict[FieldPlan, dict[str, Any]] = {}


@dataclass(eq=False, slots=True)
class FieldPlan:
    """A field selected at one place of an operation for objects of one type.

    `wave` is equal for what can be resolved together; `is_plain` says that answering reads nothing;
    `arguments` is None if there are variables in them; `serialize` is what is tried first. What
    `is_simple` is a leaf that reads nothing and has the same arguments each time.
    """

    object_type: GraphQLObjectType
    response_name: str
    name: str
    nodes: list[FieldNode]
    field: GraphQLField
    shape: Shape
    wave: Hashable
    is_plain: bool
    arguments: dict[str, Any] | None
    serialize: Serialize | None
    batch: Callable[..., list[Any]] | None
    is_simple: bool

    @property
    def opens_scope(self) -> bool:
        """Whether its arguments say which site and languages are asked for."""
        return bool(self.field.extensions.get("opens_scope"))

    def arguments_with(self, variables: dict[str, Any]) -> dict[str, Any]:
        """The arguments of one request, the caller's own; raises what is wrong with them."""
        if self.arguments is not None:
            return dict(self.arguments)
        known = variables.arguments if isinstance(variables, KnownVariables) else {}
        if self not in known:
            arguments = get_argument_values(self.field, self.nodes[0], variables)
            refuse_unusable_text(arguments)
            known[self] = arguments
        return dict(known[self])

    def ask(self, objects: list[Any], info: Info, arguments: dict[str, Any]) -> list[Any]:
        """Ask the batch resolver, or an introspection type's own resolver object by object.

        What it raises is the value of all objects.
        """
        try:
            deadlines.check()
            if self.batch is not None:
                values = self.batch(objects, info, **arguments)
            else:
                values = [self.field.resolve(item, info, **arguments) for item in objects]
        except Exception as error:  # noqa: BLE001 recorded at each parent, masked in the answer
            return [error] * len(objects)
        if len(values) != len(objects):
            name = f"{info.parent_type.name}.{info.field_name}"
            return [AssertionError(f"{name}: one answer for each parent is due")] * len(objects)
        return values


class Plan:
    """The plan of one operation, for one outcome of its `@skip` and `@include`."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: dict[str, FragmentDefinitionNode],
        conditions: dict[str, Any],
    ) -> None:
        self.schema = schema
        self.operation = operation
        self.fragments = fragments
        self.habits = Habits()
        self._conditions = conditions
        self._fields: dict[Hashable, list[FieldPlan]] = {}
        self._names: dict[Hashable, frozenset[str]] = {}
        self._alike: dict[Hashable, bool] = {}

    @cached_property
    def columns(self) -> Columns:
        """The columns that the operation needs of each model."""
        return columns_of(self.schema, self.operation, self.fragments)

    def root_fields(self, root_type: GraphQLObjectType) -> list[FieldPlan]:
        """The fields of the operation itself."""
        if root_type.name in self._fields:
            return self._fields[root_type.name]
        found = collect_fields(
            self.schema,
            self.fragments,
            self._conditions,
            root_type,
            self.operation.selection_set,
        )
        fields = [self._plan(root_type, *item) for item in found.items()]
        self._fields[root_type.name] = fields
        return fields

    def fields_of(self, object_type: GraphQLObjectType, nodes: list[FieldNode]) -> list[FieldPlan]:
        """The fields below field nodes, for objects of one type."""
        key = (object_type.name, *map(id, nodes))
        if key not in self._fields:
            found = collect_sub_fields(
                self.schema, self.fragments, self._conditions, object_type, nodes
            )
            self._fields[key] = [self._plan(object_type, *item) for item in found.items()]
        return self._fields[key]

    def names_below(self, object_type: GraphQLObjectType, nodes: list[FieldNode]) -> frozenset[str]:
        """The names of the fields below field nodes, for objects of one type."""
        key = (object_type.name, *map(id, nodes))
        if key not in self._names:
            names = (plan.name for plan in self.fields_of(object_type, nodes))
            self._names[key] = frozenset(names)
        return self._names[key]

    def are_alike(self, types: Sequence[GraphQLObjectType], nodes: list[FieldNode]) -> bool:
        """Whether objects of types have the same fields below field nodes, answered alike."""
        if len(types) == 1:
            return True
        key = (*(found.name for found in types), *map(id, nodes))
        if key not in self._alike:
            fields = [[plan.wave for plan in self.fields_of(found, nodes)] for found in types]
            self._alike[key] = all(waves == fields[0] for waves in fields)
        return self._alike[key]

    def _plan(
        self, object_type: GraphQLObjectType, response_name: str, nodes: list[FieldNode]
    ) -> FieldPlan:
        field = get_field_def(self.schema, object_type, nodes[0])
        batch = field.extensions.get("batch")
        answer = (object_type.name,) if batch is None else (batch, str(field.type))
        is_plain = batch is None or bool(field.extensions.get("is_plain"))
        arguments, serialize = _constant_arguments(field, nodes[0]), serializer_of(field.type)
        return FieldPlan(
            object_type,
            response_name,
            nodes[0].name.value,
            nodes,
            field,
            shape_of(field.type),
            (response_name, *map(id, nodes), *answer),
            is_plain,
            arguments,
            serialize,
            batch,
            None not in (batch, arguments, serialize) and is_plain,
        )


def _constant_arguments(field: GraphQLField, node: FieldNode) -> dict[str, Any] | None:
    """The arguments if they are the same in every request and nothing is wrong with them."""
    if _variables_in(node.arguments):
        return None
    try:
        arguments = get_argument_values(field, node, {})
        refuse_unusable_text(arguments)
    except Exception:  # noqa: BLE001 raised again, at its place, when the field is resolved
        return None
    return arguments


class _Variables(Visitor):
    """Collects the names of variables."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.names.add(node.name.value)


def _variables_in(nodes: Sequence[Any]) -> set[str]:
    visitor = _Variables()
    for node in nodes:
        visit(node, visitor)
    return visitor.names


class _Conditions(Visitor):
    """Collects the names of the variables that decide whether something is selected."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        if node.name.value in ("skip", "include"):
            self.names |= _variables_in(node.arguments)


class _PageSizes(Visitor):
    """Collects the names of the variables that say how long a list is."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        if node.name.value in PAGE_SIZES:
            self.names |= _variables_in([node])


def _key_of(values: dict[str, Any]) -> Hashable | None:
    """What tells values apart; None if they are long, or may be changed."""
    key = tuple((name, type(value), value) for name, value in values.items())
    is_plain = all(kind in PLAIN for _, kind, _ in key)
    is_short = sum(len(value) for _, kind, value in key if kind is str) <= MAX_LENGTH
    return key if is_plain and is_short else None


def _size(value: Any) -> int | None:
    """A value as `cost_of` sees it: a number, or none; `...` for the variable's default."""
    if value is ...:
        return -1
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


class Operation:
    """An operation of a document with its plans and costs, by the variables that decide them."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        # Kept, so that nothing else can come to have the identity by which it is remembered.
        self.document = document
        self.operation = operation
        self.schema = schema
        self.fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        conditions = _Conditions()
        visit(document, conditions)
        self._conditions = sorted(conditions.names)
        sizes = _PageSizes()
        visit(document, sizes)
        self._page_sizes = sorted(sizes.names)
        self._plans: dict[tuple[Any, ...], Plan] = {}
        self._costs: dict[tuple[int | None, ...], int] = {}
        self._coerced: dict[Hashable, KnownVariables] = {}

    @property
    def name(self) -> str | None:
        """The operation's name."""
        return self.operation.name.value if self.operation.name else None

    @property
    def kind(self) -> str:
        """`query`, `mutation` or `subscription`."""
        return self.operation.operation.value

    @property
    def is_query(self) -> bool:
        """Whether it is a query."""
        return self.operation.operation is OperationType.QUERY

    def cost(self, variables: dict[str, Any], limits: Limits) -> int:
        """What the operation costs with variables as they were sent; see `cost_of`."""
        key = tuple(_size(variables.get(name, ...)) for name in self._page_sizes)
        if key not in self._costs:
            if len(self._costs) >= MAX_REMEMBERED:
                self._costs.clear()
            cost = cost_of(self.schema, self.document, self.operation, variables, limits)
            self._costs[key] = cost
        return self._costs[key]

    def coerced(self, given: dict[str, Any]) -> dict[str, Any] | list[GraphQLError]:
        """The values of the operation's variables by those that were sent; or what is wrong."""
        key = _key_of(given)
        if key in self._coerced:
            return self._coerced[key]
        variables = get_variable_values(
            self.schema,
            self.operation.variable_definitions or (),
            given,
            max_errors=MAX_VARIABLE_ERRORS,
        )
        if key is not None and isinstance(variables, dict) and _key_of(variables) is not None:
            if len(self._coerced) >= MAX_COERCED:
                self._coerced.clear()
            variables = self._coerced[key] = KnownVariables(variables)
        return variables

    def plan(self, variables: Mapping[str, Any]) -> Plan:
        """The plan for the values of variables."""
        values = {name: variables[name] for name in self._conditions if name in variables}
        key = tuple(values.get(name) for name in self._conditions)
        if key not in self._plans:
            if len(self._plans) >= MAX_REMEMBERED:
                self._plans.clear()
            self._plans[key] = Plan(self.schema, self.operation, self.fragments, values)
        return self._plans[key]


_known: OrderedDict[tuple[int, int, str | None], Operation] = OrderedDict()


def operation_of(
    schema: GraphQLSchema, document: DocumentNode, name: str | None
) -> Operation | None:
    """The operation of a name, or the only one; None if there is none."""
    key = (id(schema), id(document), name)
    found = _known.get(key)
    if found is None:
        operation = get_operation_ast(document, name)
        if operation is None:
            return None
        found = _known[key] = Operation(schema, document, operation)
        while len(_known) > MAX_REMEMBERED:
            _known.popitem(last=False)
    return found
