"""Where in an ordering a page begins, as a condition on its columns (keyset pagination)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.db.models.lookups import GreaterThan, LessThan

from cms.databases.collations import collation_of
from cms.statements import Param

from .connections import Order
from .cursors import decode_cursor

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from django.db.models import QuerySet

    from .connections import Slice
    from .pagination import Rows

MAX_REMEMBERED = 256


@dataclass(eq=False, slots=True)
class Place:
    """Where in an ordering a page begins; the ordering is total: the primary key decides at last.

    `form` is what decides the statement, `values` what it is run with.
    """

    order: Sequence[Order]
    wanted: Slice
    after: Sequence[Any] | None
    before: Sequence[Any] | None

    @classmethod
    def of(cls, order: Sequence[Order], wanted: Slice, rows: Rows) -> Place:
        """Read the cursors; BAD_USER_INPUT for those of another list."""
        is_sorted_by_words = rows.scope.locales and any(item.is_words for item in order)
        collation = collation_of(rows.scope.language_codes[0]) if is_sorted_by_words else None
        nullable = tuple(rows.column(item.name).null for item in order)
        known = _total(tuple(order), nullable, collation)
        columns = [rows.column(item.name) for item in known]
        after, before = (
            None if cursor is None else _params(name, decode_cursor(cursor, columns), columns)
            for name, cursor in (("after", wanted.after), ("before", wanted.before))
        )
        return cls(known, wanted, after, before)

    @property
    def is_first(self) -> bool:
        """Whether the page begins where the list does."""
        return self.after is None and self.before is None

    @property
    def form(self) -> Hashable:
        """What decides the statement."""
        cursors = [
            None if params is None else tuple(param is None for param in params)
            for params in (self.after, self.before)
        ]
        return (*self.order, self.wanted.limit, self.wanted.backwards, *cursors)

    def names(self, rows: Rows) -> tuple[str, ...]:
        """The columns to read: those of the list and of the ordering."""
        ordering = (item.name for item in self.order if item.name != "pk")
        return tuple(dict.fromkeys([*rows.names, *ordering]))

    @property
    def values(self) -> dict[str, Any]:
        """What the statement is run with."""
        params = [*(self.after or ()), *(self.before or ())]
        return {param.name: param.value for param in params if param is not None}

    @property
    def expressions(self) -> list[Any]:
        """The columns for `order_by`, in the direction of reading."""
        direction = "reverse_expression" if self.wanted.backwards else "expression"
        return [getattr(item, direction) for item in self.order]

    def ordered(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows from this place on."""
        return self.beyond_cursors(queryset).order_by(*self.expressions)

    def beyond_cursors(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows between the cursors, in no order."""
        if self.after is not None:
            queryset = queryset.filter(_beyond(self.order, self.after))
        if self.before is not None:
            reverse = [replace(item, descending=not item.descending) for item in self.order]
            queryset = queryset.filter(_beyond(reverse, self.before, nulls_last=False))
        return queryset


@lru_cache(maxsize=MAX_REMEMBERED)
def _total(
    order: tuple[Order, ...], nullable: tuple[bool, ...], collation: str | None
) -> tuple[Order, ...]:
    """An ordering with what is known of its columns, and the primary key at its end."""
    known = [
        replace(item, nullable=null, collation=collation if item.is_words else None)
        for item, null in zip(order, nullable, strict=True)
    ]
    if all(item.name != "pk" for item in known):
        known.append(Order("pk"))
    return tuple(known)


def _params(name: str, values: Sequence[Any], columns: Sequence[Any]) -> list[Param | None]:
    return [
        None if value is None else Param(f"{name}_{position}", value, column)
        for position, (value, column) in enumerate(zip(values, columns, strict=True))
    ]


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
    if item.collation is not None:
        behind = Q((LessThan if item.descending else GreaterThan)(item.column, value))
    return behind | is_null if nulls_last and item.nullable else behind
