"""Queries for every edge of a schema, made from the schema: a new field is asked at once.

An *edge* is a field of an object type that leads to objects. For each there is a query that goes
the shortest way from `Query` to the type, passes the edge, and selects all scalars of what it leads
to and, one edge further, theirs. Arguments are filled by type; see `Samples`.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    Visitor,
    get_named_type,
    is_abstract_type,
    is_introspection_type,
    is_leaf_type,
    parse,
    visit,
)

SCOPE = ("locale", "locales", "site")
PAGING = ("first", "last", "after", "before")
ADDRESS = ("path", "id", "key")
DEPTH = 1


@dataclass
class Samples:
    """Values for arguments: by `Type.field.argument` or by argument name, else by type name."""

    by_name: dict[str, list[str]] = field(default_factory=dict)
    by_type: dict[str, list[str]] = field(default_factory=dict)

    def of(self, place: str, name: str, graphql_type: Any) -> list[str]:
        """Give the values of one argument as GraphQL literals; every value of an enum."""
        for key in (f"{place}.{name}", name):
            if key in self.by_name:
                return self.by_name[key]
        inner = graphql_type.of_type if isinstance(graphql_type, GraphQLNonNull) else graphql_type
        if isinstance(inner, GraphQLList):
            return [f"[{value}]" for value in self.of(place, name, inner.of_type)]
        if isinstance(inner, GraphQLEnumType):
            return list(inner.values)
        if isinstance(inner, GraphQLInputObjectType):
            return [
                f"{{{part}: {value}}}"
                for part, argument in inner.fields.items()
                for value in self.of(inner.name, part, argument.type)
            ]
        return self.by_type[inner.name]


@dataclass(frozen=True)
class Edge:
    """A field that leads to objects."""

    type: str
    field: str

    def __str__(self) -> str:
        return f"{self.type}.{self.field}"


@dataclass(frozen=True)
class Step:
    """A step on the way from Query: a field, and the type on which it is asked."""

    edge: Edge
    on: str | None


@dataclass(frozen=True)
class Question:
    """A query for one edge with one choice of arguments."""

    edge: Edge
    document: DocumentNode
    text: str


class SchemaWalk:
    """The edges of a schema and the queries that reach them.

    `depth` is how many edges further the answers go; the field at an edge is always answered whole.
    """

    def __init__(self, schema: GraphQLSchema, samples: Samples, depth: int = DEPTH) -> None:
        self.schema = schema
        self.samples = samples
        self.depth = depth
        self.asked: set[str] = set()

    @cached_property
    def edges(self) -> list[Edge]:
        """All edges, from all object types that can be reached.

        The wrappings of lists are selected wherever a list is.
        """
        return [
            Edge(name, field_name)
            for name in sorted(self._ways)
            if not _is_transparent(self._object(name))
            for field_name, schema_field in self._object(name).fields.items()
            if not is_leaf_type(get_named_type(schema_field.type))
        ]

    def questions(self, scope: str = "", *, roots_only: bool = False) -> Iterator[Question]:
        """Give a query for each edge, with required arguments only; `scope` goes to the root."""
        names = {part.partition(":")[0].strip() for part in scope.split(", ") if ":" in part}
        for edge in self.edges:
            way = self._ways[edge.type]
            if roots_only and way:
                continue
            if names - set(self._field(way[0].edge if way else edge).args):
                continue
            for arguments in self._required(edge):
                yield self.question(edge, arguments, scope)

    def variants(self) -> Iterator[Question]:
        """Give a query for each edge with each value of each argument that it may have besides."""
        for edge in self.edges:
            schema_field = self._field(edge)
            for name, argument in schema_field.args.items():
                is_address = name in ADDRESS and _is_address(schema_field)
                if name in (*SCOPE, *PAGING) or is_address or _is_required(argument):
                    continue
                for value in self.samples.of(str(edge), name, argument.type):
                    yield self.question(edge, {**next(self._required(edge)), name: value})

    def question(self, edge: Edge, arguments: dict[str, str], scope: str = "") -> Question:
        """Give the query of an edge with these arguments."""
        steps = self._ways[edge.type]
        target = get_named_type(self._field(edge).type)
        name = self._fragment(target, self.depth)
        selection = (
            f"answer: {edge.field}{_call(arguments, '' if steps else scope)} {{ ...{name} }}"
        )
        for position in range(len(steps) - 1, -1, -1):
            step = steps[position]
            if step.on is not None:
                selection = f"... on {step.on} {{ {selection} }}"
            leads_to = steps[position + 1].on if position + 1 < len(steps) else edge.type
            call = self._base_call(step, leads_to, "" if position else scope)
            selection = f"{step.edge.field}{call} {{ {selection} }}"
        text = f"{{ {selection} }}"
        operation = parse(text, no_location=True)
        needed = [self._parsed[fragment] for fragment in sorted(self._needs(name))]
        return Question(edge, DocumentNode(definitions=(*operation.definitions, *needed)), text)

    # --- Ways from Query to each object type -----------------------------------------------------

    @cached_property
    def _ways(self) -> dict[str, tuple[Step, ...]]:
        """The shortest way to each object type, lists before single objects."""
        root = self.schema.query_type.name
        found: dict[str, tuple[Step, ...]] = {}
        queue: list[tuple[int, int, str, tuple[Step, ...]]] = [(0, 0, root, ())]
        count = 0
        while queue:
            cost, _, name, way = heapq.heappop(queue)
            if name in found:
                continue
            found[name] = way
            for field_name, schema_field in self._object(name).fields.items():
                target = get_named_type(schema_field.type)
                if is_leaf_type(target):
                    continue
                for kind in self._kinds(target):
                    count += 1
                    on = kind.name if is_abstract_type(target) else None
                    step = Step(Edge(name, field_name), on)
                    heapq.heappush(
                        queue, (cost + _cost(schema_field), count, kind.name, (*way, step))
                    )
        return found

    def _kinds(self, target: Any) -> tuple[GraphQLObjectType, ...]:
        return (
            tuple(self.schema.get_possible_types(target)) if is_abstract_type(target) else (target,)
        )

    def _object(self, name: str) -> GraphQLObjectType:
        return self.schema.type_map[name]

    def _field(self, edge: Edge) -> GraphQLField:
        return self._object(edge.type).fields[edge.field]

    # --- Arguments -------------------------------------------------------------------------------

    def _required(self, edge: Edge) -> Iterator[dict[str, str]]:
        """Give the calls of a field: with each value of its required arguments, one at least."""
        schema_field = self._field(edge)
        paging = {"first": "100"} if "first" in schema_field.args else {}
        required = [name for name, argument in schema_field.args.items() if _is_required(argument)]
        if not required and _is_address(schema_field):
            required = [name for name in ADDRESS if name in schema_field.args]
        if not required:
            yield paging
        for name in required:
            for value in self.samples.of(str(edge), name, schema_field.args[name].type):
                yield {**paging, name: value}

    def _base_call(self, step: Step, leads_to: str | None, scope: str) -> str:
        """The arguments on the way; a list of all pages is asked for the type that is wanted."""
        arguments = next(self._required(step.edge))
        condition = self._field(step.edge).args.get("filter")
        types = get_named_type(condition.type).fields.get("types") if condition else None
        if types and leads_to in getattr(get_named_type(types.type), "values", ()):
            arguments["filter"] = f"{{types: [{leads_to}]}}"
        return _call(arguments, scope)

    # --- Fragments -------------------------------------------------------------------------------

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {}

    @cached_property
    def _parsed(self) -> dict[str, FragmentDefinitionNode]:
        return {}

    @cached_property
    def _closures(self) -> dict[str, set[str]]:
        return {}

    def _needs(self, name: str) -> set[str]:
        """The names of a fragment and of all that it spreads."""
        if name not in self._closures:
            spreads = _spreads(self._parsed[name])
            self._closures[name] = {name}.union(*(self._needs(inner) for inner in spreads))
        return self._closures[name]

    def _fragment(self, target: Any, depth: int) -> str:
        """Make the fragment that selects all of a type; give its name."""
        name = f"{target.name}_{depth}"
        if name not in self._texts:
            self._texts[name] = ""
            body = " ".join(self._selections(target, depth)) or "__typename"
            self._texts[name] = f"fragment {name} on {target.name} {{ {body} }}"
            (self._parsed[name],) = parse(self._texts[name], no_location=True).definitions
        return name

    def _selections(self, target: Any, depth: int) -> Iterator[str]:
        if is_abstract_type(target):
            yield "__typename"
            for kind in self._kinds(target):
                yield f"...{self._fragment(kind, depth)}"
            return
        below = depth if _is_transparent(target) else depth - 1
        for name, schema_field in target.fields.items():
            inner = get_named_type(schema_field.type)
            if not is_leaf_type(inner) and below < 0:
                continue
            self.asked.add(f"{target.name}.{name}")
            selection = "" if is_leaf_type(inner) else f" {{ ...{self._fragment(inner, below)} }}"
            for number, arguments in enumerate(self._required(Edge(target.name, name))):
                # Members of a union may have fields of one name and different types.
                yield f"{target.name}_{name}_{number}: {name}{_call(arguments)}{selection}"


def _is_transparent(target: GraphQLObjectType) -> bool:
    """Whether a type is only the wrapping of a list."""
    return target.name.endswith(("Connection", "Edge")) or target.name == "PageInfo"


def _is_required(argument: GraphQLArgument) -> bool:
    return isinstance(argument.type, GraphQLNonNull)


def _is_address(schema_field: GraphQLField) -> bool:
    return all(name in schema_field.args for name in ADDRESS)


def _cost(schema_field: GraphQLField) -> int:
    if _is_address(schema_field):
        return 100
    return 10 if any(map(_is_required, schema_field.args.values())) else 1


def _call(arguments: dict[str, str], scope: str = "") -> str:
    parts = [f"{name}: {value}" for name, value in arguments.items()]
    if scope:
        parts.append(scope)
    return f"({', '.join(parts)})" if parts else ""


def _spreads(fragment: FragmentDefinitionNode) -> set[str]:
    names = set()

    class Collector(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
            names.add(node.name.value)

    visit(fragment, Collector())
    return names


def is_own(schema: GraphQLSchema, name: str) -> bool:
    """Whether a type of this name is an object type of ours, not GraphQL's own."""
    graphql_type = schema.type_map[name]
    return isinstance(graphql_type, GraphQLObjectType) and not is_introspection_type(graphql_type)
