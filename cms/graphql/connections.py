"""Connections: keyset pagination whose cursors stay right while content changes.

A cursor holds the ordering values of its row, so an item published in between neither shifts a
page nor doubles a row (Relay's GraphQL Cursor Connections specification). Totals are counted only
when asked for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from .cursors import column_of, decode_cursor, encode_cursor
from .errors import BadUserInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_PAGE_SIZE = 100


class PageInfo(graphene.ObjectType):
    """Where this page of a connection stands in the whole list."""

    has_next_page = graphene.Boolean(required=True, description="Whether more items follow.")
    has_previous_page = graphene.Boolean(required=True, description="Whether items come before.")
    start_cursor = graphene.String(description="The cursor of the first item; null for none.")
    end_cursor = graphene.String(description="The cursor of the last item; null for none.")


@dataclass(frozen=True)
class Order:
    """One column of an ordering; rows without a value come last, whatever the direction.

    `nullable` is found from the column: where there are no nulls a plain ordering can use an index.
    """

    name: str
    descending: bool = False
    nullable: bool = False

    @property
    def expression(self) -> Any:
        """The column for `order_by`."""
        column = F(self.name)
        nulls = {"nulls_last": True} if self.nullable else {}
        return column.desc(**nulls) if self.descending else column.asc(**nulls)

    @property
    def reverse_expression(self) -> Any:
        """The same column for reading backwards."""
        column = F(self.name)
        nulls = {"nulls_first": True} if self.nullable else {}
        return column.asc(**nulls) if self.descending else column.desc(**nulls)


@dataclass(frozen=True)
class Slice:
    """The part of a list that was asked for."""

    limit: int
    backwards: bool = False
    after: str | None = None
    before: str | None = None

    @classmethod
    def of(
        cls,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Slice:
        """Check the four arguments; BAD_USER_INPUT for sizes outside 0–100 or for both at once."""
        if first is not None and last is not None:
            raise BadUserInput("Give `first` or `last`, not both.")
        for name, value in (("first", first), ("last", last)):
            if value is not None and not 0 <= value <= MAX_PAGE_SIZE:
                raise BadUserInput(f"`{name}` must be from 0 to {MAX_PAGE_SIZE}.")
        limit = first if first is not None else last
        return cls(20 if limit is None else limit, last is not None, after, before)


def connection_arguments(default: int = 20) -> dict[str, graphene.Argument]:
    """The arguments that every connection takes."""
    return {
        "first": graphene.Argument(
            graphene.Int,
            description=(
                f"How many items from the start; {default} if unsaid, at most {MAX_PAGE_SIZE}."
            ),
        ),
        "after": graphene.Argument(graphene.String, description="Only items behind this cursor."),
        "last": graphene.Argument(
            graphene.Int, description=f"How many items from the end; at most {MAX_PAGE_SIZE}."
        ),
        "before": graphene.Argument(graphene.String, description="Only items before this cursor."),
    }


def connection_type(name: str, node: Any, **edge_fields: Any) -> type[graphene.ObjectType]:
    """The types `<name>Connection` and `<name>Edge` for a type of node."""
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "__doc__": "An item with its place in the list.",
            "cursor": graphene.String(required=True, description="The place of the item."),
            "node": graphene.Field(graphene.NonNull(node), description="The item."),
            **edge_fields,
        },
    )
    return type(
        f"{name}Connection",
        (graphene.ObjectType,),
        {
            "__doc__": "A page of a list.",
            "nodes": graphene.Field(
                graphene.NonNull(graphene.List(graphene.NonNull(node))),
                description="The items of this page.",
            ),
            "edges": graphene.Field(
                graphene.NonNull(graphene.List(graphene.NonNull(edge))),
                description="The items of this page with their cursors.",
            ),
            "page_info": graphene.Field(
                graphene.NonNull(PageInfo), description="Where this page stands."
            ),
            "total_count": graphene.Int(
                required=True,
                description="How many items there are on all pages; counted only when asked for.",
            ),
        },
    )


@dataclass
class Edge:
    """An item, its cursor, and the row of the list that it came from."""

    node: Any
    cursor: str
    row: Any = None


@dataclass
class Connection:
    """A page of a list; `count` gives the totals of all lists of the same field together."""

    edges: list[Edge]
    has_next_page: bool
    has_previous_page: bool
    count: Callable[[], int]

    @property
    def nodes(self) -> list[Any]:
        """The items."""
        return [edge.node for edge in self.edges]

    @property
    def page_info(self) -> Connection:
        """The fields of PageInfo are this object's own."""
        return self

    @property
    def start_cursor(self) -> str | None:
        """The cursor of the first item."""
        return self.edges[0].cursor if self.edges else None

    @property
    def end_cursor(self) -> str | None:
        """The cursor of the last item."""
        return self.edges[-1].cursor if self.edges else None

    @property
    def total_count(self) -> int:
        """The number of items on all pages."""
        return self.count()


def paginate(
    queryset: QuerySet[Any],
    order: Sequence[Order],
    wanted: Slice,
    *,
    finish: Callable[[list[Any]], list[Any]] | None = None,
) -> Connection:
    """One page of a queryset. `finish` turns rows into nodes, one for one."""
    order = _total_order(order, queryset)
    rows = _ordered(queryset, order, wanted)[: wanted.limit + 1]
    found = list(rows)
    return _connection(found, order, wanted, finish, lambda: _count(queryset))


def paginate_groups(
    queryset: QuerySet[Any],
    group_by: str,
    keys: Sequence[Any],
    order: Sequence[Order],
    wanted: Slice,
    *,
    finish: Callable[[list[Any]], list[Any]] | None = None,
) -> list[Connection]:
    """One page for each group of a queryset, in one statement (and one for all totals).

    `group_by` is a column or annotation of the queryset; `keys` are its values, one a parent.
    """
    order = _total_order(order, queryset)
    direction = "reverse_expression" if wanted.backwards else "expression"
    ranked = _after_cursors(queryset, order, wanted).annotate(
        group_rank=Window(
            RowNumber(),
            partition_by=F(group_by),
            order_by=[getattr(item, direction) for item in order],
        )
    )
    by_group: dict[Any, list[Any]] = defaultdict(list)
    for row in ranked.filter(group_rank__lte=wanted.limit + 1).order_by("group_rank"):
        by_group[getattr(row, group_by)].append(row)
    totals = _Totals(queryset, group_by)
    nodes = _finished_groups(by_group, finish)
    return [
        _connection(nodes.get(key, []), order, wanted, None, lambda key=key: totals[key])
        for key in keys
    ]


def _finished_groups(
    by_group: dict[Any, list[Any]], finish: Callable[[list[Any]], list[Any]] | None
) -> dict[Any, list[tuple[Any, Any]]]:
    rows = [(group, row) for group, found in by_group.items() for row in found]
    nodes = finish([row for _, row in rows]) if finish else [row for _, row in rows]
    finished: dict[Any, list[tuple[Any, Any]]] = defaultdict(list)
    for (group, row), node in zip(rows, nodes, strict=True):
        finished[group].append((row, node))
    return finished


class _Totals:
    """The number of rows of each group, counted for all groups at the first question."""

    def __init__(self, queryset: QuerySet[Any], group_by: str) -> None:
        self._queryset = queryset
        self._group_by = group_by

    @cached_property
    def _by_group(self) -> dict[Any, int]:
        counted = self._queryset.order_by().values(self._group_by).annotate(total=Count("pk"))
        return dict(counted.values_list(self._group_by, "total"))

    def __getitem__(self, key: Any) -> int:
        return self._by_group.get(key, 0)


def _count(queryset: QuerySet[Any]) -> int:
    return queryset.order_by().count()


def _connection(
    found: list[Any],
    order: Sequence[Order],
    wanted: Slice,
    finish: Callable[[list[Any]], list[Any]] | None,
    count: Callable[[], int],
) -> Connection:
    has_more = len(found) > wanted.limit
    found = found[: wanted.limit]
    if wanted.backwards:
        found.reverse()
    pairs = _pairs(found, finish)
    edges = [Edge(node, encode_cursor(_key(row, order)), row) for row, node in pairs]
    if wanted.backwards:
        return Connection(edges, wanted.before is not None, has_more, count)
    return Connection(edges, has_more, wanted.after is not None, count)


def _pairs(
    found: list[Any], finish: Callable[[list[Any]], list[Any]] | None
) -> list[tuple[Any, Any]]:
    """Rows beside their nodes; groups have been finished together before."""
    if found and isinstance(found[0], tuple):
        return found
    return list(zip(found, finish(found) if finish else found, strict=True))


def _key(row: Any, order: Sequence[Order]) -> list[Any]:
    return [_value_of(row, item.name) for item in order]


def _value_of(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _total_order(order: Sequence[Order], queryset: QuerySet[Any]) -> list[Order]:
    """The ordering made total: the primary key decides between equals."""
    known = [
        Order(item.name, item.descending, column_of(queryset, item.name).null) for item in order
    ]
    return known if any(item.name == "pk" for item in known) else [*known, Order("pk")]


def _ordered(queryset: QuerySet[Any], order: Sequence[Order], wanted: Slice) -> QuerySet[Any]:
    direction = "reverse_expression" if wanted.backwards else "expression"
    rows = _after_cursors(queryset, order, wanted)
    return rows.order_by(*(getattr(item, direction) for item in order))


def _after_cursors(queryset: QuerySet[Any], order: Sequence[Order], wanted: Slice) -> QuerySet[Any]:
    if wanted.after is not None:
        queryset = queryset.filter(_beyond(order, decode_cursor(wanted.after, order, queryset)))
    if wanted.before is not None:
        reverse = [Order(item.name, not item.descending, item.nullable) for item in order]
        values = decode_cursor(wanted.before, order, queryset)
        queryset = queryset.filter(_beyond(reverse, values, nulls_last=False))
    return queryset


def _beyond(order: Sequence[Order], values: Sequence[Any], *, nulls_last: bool = True) -> Q:
    """Rows that come behind the given values: `(a > x) or (a = x and b > y) …`, nulls in place."""
    condition = Q(pk__in=[])
    equal = Q()
    for item, value in zip(order, values, strict=True):
        condition |= equal & _behind(item, value, nulls_last=nulls_last)
        equal &= Q(**{f"{item.name}__isnull": True}) if value is None else Q(**{item.name: value})
    return condition


def _behind(item: Order, value: Any, *, nulls_last: bool) -> Q:
    lookup = "lt" if item.descending else "gt"
    is_null = Q(**{f"{item.name}__isnull": True})
    if value is None:
        return Q(pk__in=[]) if nulls_last else ~is_null
    behind = Q(**{f"{item.name}__{lookup}": value})
    return behind | is_null if nulls_last and item.nullable else behind
