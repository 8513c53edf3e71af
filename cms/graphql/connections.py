"""Connections: the types and arguments of lists (Relay's GraphQL Cursor Connections specification).

How their pages are read is in `pagination.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import F

from cms.databases.collations import in_order_of

from .cursors import encode_cursor
from .errors import BadUserInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .info import Info

MAX_PAGE_SIZE = 100
PAGE_SIZE = 20
# The fields of a connection for which its items must be read.
ABOUT_ITEMS = ("nodes", "edges", "pageInfo")


class Unsaid(int):
    """The page size of a list for which neither `first` nor `last` was given."""


class PageInfo(graphene.ObjectType):
    """Where this page of a connection stands in the whole list."""

    has_next_page = graphene.Boolean(
        required=True,
        description="Whether more items follow; with `first` and `before`, up to that cursor.",
    )
    has_previous_page = graphene.Boolean(
        required=True,
        description="Whether items come before; with `last` and `after`, from that cursor on.",
    )
    start_cursor = graphene.String(description="The cursor of the first item; null for none.")
    end_cursor = graphene.String(description="The cursor of the last item; null for none.")


@dataclass(frozen=True)
class Order:
    """One column of an ordering; rows without a value come last, whatever the direction.

    `nullable` is found from the column: where there are no nulls a plain ordering can use an index.
    Words are sorted as readers of the first language asked for expect it, by `collation`.
    """

    name: str
    descending: bool = False
    is_words: bool = False
    nullable: bool = False
    collation: str | None = None

    @property
    def column(self) -> Any:
        """What is sorted and compared."""
        return F(self.name) if self.collation is None else in_order_of(self.name, self.collation)

    @property
    def expression(self) -> Any:
        """The column for `order_by`."""
        column = self.column
        nulls = {"nulls_last": True} if self.nullable else {}
        return column.desc(**nulls) if self.descending else column.asc(**nulls)

    @property
    def reverse_expression(self) -> Any:
        """The same column for reading backwards."""
        column = self.column
        nulls = {"nulls_first": True} if self.nullable else {}
        return column.asc(**nulls) if self.descending else column.desc(**nulls)


@dataclass(slots=True)
class Slice:
    """The part of a list that was asked for, and whether its items and its total were."""

    limit: int
    backwards: bool = False
    after: str | None = None
    before: str | None = None
    with_items: bool = True
    with_total: bool = False

    @classmethod
    def of(
        cls,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Slice:
        """Check the four arguments; BAD_USER_INPUT for sizes outside 0–100 or for both at once."""
        if last is not None and isinstance(first, Unsaid):
            first = None
        if first is not None and last is not None:
            raise BadUserInput("Give `first` or `last`, not both.")
        for name, value in (("first", first), ("last", last)):
            if value is not None and not 0 <= value <= MAX_PAGE_SIZE:
                raise BadUserInput(f"`{name}` must be from 0 to {MAX_PAGE_SIZE}.")
        limit, selected = (first if first is not None else last), info.selected
        return cls(
            PAGE_SIZE if limit is None else limit,
            last is not None,
            after,
            before,
            with_items=not selected.isdisjoint(ABOUT_ITEMS),
            with_total="totalCount" in selected,
        )


def connection_arguments(default: int = PAGE_SIZE) -> dict[str, graphene.Argument]:
    """The arguments that every connection takes."""
    return {
        "first": graphene.Argument(
            graphene.Int,
            default_value=Unsaid(default),
            description=f"How many items from the start, at most {MAX_PAGE_SIZE}.",
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


@dataclass(slots=True)
class Edge:
    """An item, the row of the list that it came from, and what that is ordered by."""

    node: Any
    row: Any
    order: Sequence[Order]

    @property
    def cursor(self) -> str:
        """The place of the row."""
        return encode_cursor([_value_of(self.row, item.name) for item in self.order])


def _value_of(row: Any, name: str) -> Any:
    # A column of a relation is read under its whole name.
    known = getattr(row, "__dict__", {})
    return known[name] if name in known else getattr(row, name)


@dataclass(slots=True)
class Connection:
    """A page of a list: its rows beside their nodes; the total is None if it was not asked for."""

    pairs: list[tuple[Any, Any]]
    order: Sequence[Order]
    has_next_page: bool
    has_previous_page: bool
    total_count: int | None

    @property
    def nodes(self) -> list[Any]:
        """The items."""
        return [node for _, node in self.pairs]

    @property
    def edges(self) -> list[Edge]:
        """The items with their places."""
        return [Edge(node, row, self.order) for row, node in self.pairs]

    @property
    def page_info(self) -> Connection:
        """The fields of PageInfo are this object's own."""
        return self

    @property
    def start_cursor(self) -> str | None:
        """The cursor of the first item."""
        return self._cursor(0)

    @property
    def end_cursor(self) -> str | None:
        """The cursor of the last item."""
        return self._cursor(-1)

    def _cursor(self, number: int) -> str | None:
        if not self.pairs:
            return None
        row, node = self.pairs[number]
        return Edge(node, row, self.order).cursor
