"""The pages of connections: keyset pagination whose cursors stay right while content changes.

A cursor holds the ordering values of its row, so an item published in between neither shifts a
page nor doubles a row. Totals are counted only when asked for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import Count, F, Model, QuerySet, Value, Window
from wagtail.models import Page

from cms.caching import tags
from cms.statements import (
    NUMBER,
    AnyOf,
    EachValue,
    ListParam,
    fetch,
    instances,
    prepare,
    prepare_by_keys,
    prepare_for_each,
    side_by_side,
)

from .connections import Connection, Order, Slice
from .cursors import column_of
from .keyset import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from cms.statements import Prepare, Row, Statement

    from .context import Scope

T = TypeVar("T")
# A row beside its node.
Pair = tuple[Any, Any]


@dataclass(eq=False, slots=True)
class Rows:
    """What a connection lists: objects of one model, read by statements that stay prepared.

    `build` gives the queryset, `key` what decides its form; without a key it is compiled each time.
    `values` are those of its `Param`s, `names` the columns and annotations to read, `fields` those
    of the annotations that it is ordered or grouped by. `is_searched` says that the database finds
    all of them for any page, as it does by words, and may count them on the way.
    """

    scope: Scope
    model: type[Model]
    build: Callable[[], QuerySet[Any]]
    names: Sequence[str]
    key: Hashable = None
    values: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_searched: bool = False

    def column(self, name: str) -> Any:
        """The field behind a name in an ordering: a column, one of a relation, or an annotation."""
        return self.fields.get(name) or column_of(self.model, name)

    def page(self, place: Place, start: int, end: int) -> list[Any]:
        """The objects from one to another number behind a place."""
        names = place.names(self)
        found = self.rows(
            ("page", start, end, *names, place.form),
            lambda: place.ordered(self.build())[start:end].values_list(*names),
            **place.values,
        )
        return self.instances(names, found)

    def page_and_count(self, place: Place, end: int) -> tuple[list[Any], int]:
        """The objects of the first page, and how many there are on all pages."""
        names = place.names(self)

        def counted(*columns: str) -> QuerySet[Any]:
            rows = place.ordered(self.build()).annotate(in_all=Window(Count("pk")))
            return rows[:end].values_list(*columns, "in_all")

        def prepared(queryset: QuerySet[Any]) -> Statement:
            key = EachValue(output_field=NUMBER)
            row = self.model._default_manager.filter(pk=key).order_by().values_list(*names)
            return prepare_by_keys(queryset, row)

        form = ("page and count", end, *names, place.form)
        if connection.vendor == "postgresql" and not self.fields:
            found = self.rows(form, lambda: counted("pk"), prepared)
        else:
            found = self.rows(form, lambda: counted(*names))
        return self.instances(names, found), found[0][-1] if found else 0

    def instances(self, names: Sequence[str], rows: Sequence[Row]) -> list[Any]:
        """Rows as objects; the answer depends on each page among them."""
        if not issubclass(self.model, Page):
            return instances(self.model, names, rows)
        found = self.scope.loaders.pages_of(names, rows, self.model)
        self.scope.dependencies.add_each(tags.page, [page.translation_key for page in found])
        return found

    def all(self) -> list[Any]:
        """All the objects, in the order of the queryset."""
        names = tuple(self.names)
        found = self.rows(("all", *names), lambda: self.build().values_list(*names))
        return self.instances(names, found)

    def rows(
        self,
        form: Hashable,
        build: Callable[[], QuerySet[Any]],
        prepare: Prepare = prepare,
        **values: Any,
    ) -> list[Row]:
        """The rows of a queryset that was made of this one."""
        statement = self.statement(form, build, prepare)
        return fetch(statement, now=self.scope.now, **self.values, **values)

    def statement(
        self, form: Hashable, build: Callable[[], QuerySet[Any]], prepare: Prepare = prepare
    ) -> Statement:
        """The statement of a queryset that was made of this one."""
        if self.key is None:
            return prepare(build())
        return self.scope.statement((self.key, form), build, prepare)

    def count(self) -> int:
        """How many there are."""
        rows = self.rows("count", lambda: _counted(self.build()).values_list("total"))
        return int(rows[0][0]) if rows else 0


def _counted(queryset: QuerySet[Any], *group_by: str) -> QuerySet[Any]:
    grouped = queryset.order_by().annotate(everything=Value(1))
    return grouped.values(*group_by or ["everything"]).annotate(total=Count("pk"))


def paginate(
    rows: Rows,
    order: Sequence[Order],
    wanted: Slice,
    *,
    finish: Callable[[list[Any]], list[Any]] | None = None,
) -> Connection:
    """One page of a list. `finish` turns rows into nodes, one for one."""
    place = Place.of(order, wanted, rows)
    found: list[Any]
    total: int | None
    if rows.is_searched and wanted.with_items and wanted.with_total and place.is_first:
        found, total = rows.page_and_count(place, wanted.limit + 1)
    else:
        page = partial(rows.page, place, 0, wanted.limit + 1)
        found, total = _with_total(wanted, page, rows.count)
    kept = found[: wanted.limit]
    pairs = list(zip(kept, finish(kept) if finish else kept, strict=True))
    return _connection(pairs, place.order, wanted, total, has_more=len(found) > len(kept))


def _with_total(
    wanted: Slice, items: Callable[[], Sequence[Any]], total: Callable[[], T]
) -> tuple[list[Any], T | None]:
    """Items and total, read together; neither, if it was not asked for."""
    if wanted.with_items and wanted.with_total:
        found, counted = side_by_side(items, total)
        return found, counted
    found = list(items()) if wanted.with_items else []
    return found, total() if wanted.with_total else None


@dataclass(frozen=True)
class Checked:
    """A list of which some rows can only be judged one by one: those without a node are none.

    `finish` gives the nodes of rows, None for what is no item; `count` the number of items.
    """

    rows: Rows
    finish: Callable[[list[Any]], list[Any]]
    count: Callable[[], int]

    def paginate(self, order: Sequence[Order], wanted: Slice) -> Connection:
        """One page: reads on, in growing steps, as long as rows are no items."""
        place = Place.of(order, wanted, self.rows)
        found, total = _with_total(wanted, lambda: self._items(place, wanted), self.count)
        return _page_of(found, place.order, wanted, total)

    def _items(self, place: Place, wanted: Slice) -> list[tuple[Any, Any]]:
        found: list[tuple[Any, Any]] = []
        start, size = 0, wanted.limit + 1
        while len(found) <= wanted.limit:
            step = self.rows.page(place, start, start + size)
            nodes = zip(step, self.finish(step), strict=True)
            found += [(row, node) for row, node in nodes if node is not None]
            if len(step) < size:
                break
            start, size = start + size, size * 2
        return found


def paginate_groups(
    rows: Rows,
    group_by: str,
    keys: Sequence[Any],
    order: Sequence[Order],
    wanted: Slice,
    *,
    finish: Callable[[list[Any]], list[Any]] | None = None,
) -> list[Connection]:
    """One page for each group of a list, in one statement with all totals.

    `group_by` is a column or annotation of the list; `keys` are its values, one a parent, and may
    be the same for several.
    """
    place = Place.of(order, wanted, rows)
    # The same parent may stand at many places: its rows are read once.
    groups = list(dict.fromkeys(keys))
    by_group: dict[Any, list[tuple[Any, Any]]] = defaultdict(list)
    names = place.names(rows)
    read, totals = _with_total(
        wanted,
        lambda: _rows_of_groups(rows, group_by, groups, place, names),
        lambda: _totals(rows, group_by, groups),
    )
    found = rows.instances(names, read)
    nodes = finish(found) if finish else found
    for row, pair in zip(read, zip(found, nodes, strict=True), strict=True):
        by_group[row[-1]].append(pair)
    return [
        _page_of(by_group.get(key, []), place.order, wanted, _total(totals, key)) for key in keys
    ]


def _rows_of_groups(
    rows: Rows, group_by: str, groups: list[Any], place: Place, names: Sequence[str]
) -> Sequence[Sequence[Any]]:
    """The rows of the page of each group, no more than these, the group's key behind them."""

    def build() -> QuerySet[Any]:
        key = EachValue(output_field=rows.column(group_by))
        queryset = place.ordered(rows.build().filter(**{group_by: key}))
        return queryset[: place.wanted.limit + 1].values_list(*names)

    def prepare(queryset: QuerySet[Any]) -> Statement:
        return prepare_for_each(queryset, ListParam("keys", groups, rows.column(group_by)))

    statement = rows.statement(("groups", group_by, *names, place.form), build, prepare)
    values = {**rows.values, **place.values, "keys": groups, "now": rows.scope.now}
    return fetch(statement, **values)


def _total(totals: dict[Any, int] | None, key: Any) -> int | None:
    return None if totals is None else totals.get(key, 0)


def _totals(rows: Rows, group_by: str, groups: list[Any]) -> dict[Any, int]:
    """The number of rows of each group that has any."""

    def counted() -> QuerySet[Any]:
        among = ListParam("keys", groups, rows.column(group_by))
        queryset = rows.build().filter(AnyOf(F(group_by), among))
        return _counted(queryset, group_by).values_list(group_by, "total")

    found = rows.rows(("totals", group_by), counted, keys=groups)
    return {key: int(total) for key, total in found}


def _page_of(
    pairs: list[Pair], order: Sequence[Order], wanted: Slice, total: int | None
) -> Connection:
    """The page of pairs of which there may be one more than was asked for."""
    has_more = len(pairs) > wanted.limit
    kept = pairs[: wanted.limit]
    return _connection(kept, order, wanted, total, has_more=has_more)


def _connection(
    pairs: list[Pair],
    order: Sequence[Order],
    wanted: Slice,
    total: int | None,
    *,
    has_more: bool,
) -> Connection:
    if wanted.backwards:
        pairs.reverse()
        return Connection(pairs, order, wanted.before is not None, has_more, total)
    return Connection(pairs, order, has_more, wanted.after is not None, total)
