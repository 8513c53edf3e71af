"""Which columns an operation needs of each model, told from the fields that it selects."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import JSONField, Model, TextField
from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
)
from grapple.registry import registry
from wagtail.fields import StreamField
from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphql import (
        FragmentDefinitionNode,
        GraphQLNamedType,
        GraphQLSchema,
        OperationDefinitionNode,
        SelectionSetNode,
    )

# Of every page these are read at once with the question whether it is visible,
PAGE_COLUMNS = (
    "id", "path", "translation_key", "locale_id", "alias_of_id", "content_type_id", "title",
    "url_path",
)  # fmt: skip
# and of Wagtail's other columns those that are asked for.
MORE_PAGE_COLUMNS = (
    "slug", "depth", "live", "seo_title", "search_description", "show_in_menus",
    "first_published_at", "last_published_at", "expire_at",
)  # fmt: skip
# What may be large is read only if it is asked for.
LARGE = (JSONField, StreamField, TextField)


class Columns:
    """The columns that one operation needs; without an operation, all.

    `pages_are_records` says that it needs nothing else of pages: rows with names do.
    """

    def __init__(
        self,
        selected: Mapping[str, frozenset[str] | None] | None = None,
        *,
        pages_are_records: bool = False,
    ) -> None:
        self._selected = selected
        self.pages_are_records = pages_are_records
        self._known: dict[type[Model], tuple[str, ...]] = {}

    @cached_property
    def page(self) -> tuple[str, ...]:
        """The columns of Wagtail's own to read of every page."""
        needed = [self._needed(model) for model in registry.pages]
        more = [
            name
            for name in MORE_PAGE_COLUMNS
            if any(names is None or name in names for names in needed)
        ]
        return (*PAGE_COLUMNS, *more)

    def of(self, model: type[Model]) -> tuple[str, ...]:
        """The attributes to read of a model; of a page those that Wagtail's have not."""
        if model not in self._known:
            self._known[model] = self._find(model)
        return self._known[model]

    def _find(self, model: type[Model]) -> tuple[str, ...]:
        needed = self._needed(model)
        if issubclass(model, Page):
            own = [name for name in _attributes(model) if name not in _attributes(Page)]
            return tuple(name for name in own if needed is None or name in needed)
        if needed is None:
            return _attributes(model)
        return tuple(
            name for name in _attributes(model) if name in needed or name not in _large(model)
        )

    def _needed(self, model: type[Model]) -> frozenset[str] | None:
        if self._selected is None or model not in registry.models:
            return None
        return self._selected.get(registry.models[model]._meta.name, frozenset())


@cache
def _attributes(model: type[Model]) -> tuple[str, ...]:
    pointers = {field.name for field in model._meta.parents.values() if field is not None}
    return tuple(
        field.attname for field in model._meta.concrete_fields if field.name not in pointers
    )


@cache
def _large(model: type[Model]) -> frozenset[str]:
    fields = model._meta.concrete_fields
    return frozenset(field.attname for field in fields if isinstance(field, LARGE))


def columns_of(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
) -> Columns:
    """The columns that the fields of an operation need, by the types that they are selected on."""
    root = schema.get_root_type(operation.operation)
    if root is None:
        return Columns()
    fields: dict[str, set[str]] = defaultdict(set)
    _walk(schema, fragments, root, operation.selection_set, fields, set())
    return Columns(
        {name: _columns(schema.type_map[name], selected) for name, selected in fields.items()},
        pages_are_records=all(
            _takes_records(schema.type_map[name], fields[name])
            for name in (registry.models[model]._meta.name for model in registry.pages)
            if name in fields
        ),
    )


def _walk(
    schema: GraphQLSchema,
    fragments: Mapping[str, FragmentDefinitionNode],
    parent: GraphQLNamedType,
    selections: SelectionSetNode,
    fields: dict[str, set[str]],
    entered: set[tuple[str, int]],
) -> None:
    """Collect the names of fields by object type; each selection set once a type."""
    if (parent.name, id(selections)) in entered:
        return
    entered.add((parent.name, id(selections)))
    for selection in selections.selections:
        below: Any = parent
        node: Any = selection
        if isinstance(selection, FieldNode):
            name = selection.name.value
            for object_type in _possible(schema, parent):
                fields[object_type.name].add(name)
            field = getattr(parent, "fields", {}).get(name)
            below = get_named_type(field.type) if field is not None else None
        elif hasattr(selection, "type_condition"):
            below = _condition(schema, selection, parent)
        else:
            node = fragments[selection.name.value]
            below = _condition(schema, node, parent)
        if below is not None and node.selection_set is not None:
            _walk(schema, fragments, below, node.selection_set, fields, entered)


def _condition(schema: GraphQLSchema, fragment: Any, parent: GraphQLNamedType) -> Any:
    condition = fragment.type_condition
    return parent if condition is None else schema.type_map[condition.name.value]


def _possible(schema: GraphQLSchema, parent: Any) -> Iterable[GraphQLObjectType]:
    if is_abstract_type(parent):
        abstract: GraphQLAbstractType = parent
        return schema.get_possible_types(abstract)
    return [parent] if isinstance(parent, GraphQLObjectType) else []


def _columns(object_type: Any, selected: set[str]) -> frozenset[str] | None:
    """What fields of one type need; None, all of them, if one does not say."""
    needed: set[str] = set()
    for name in selected & object_type.fields.keys():
        columns = object_type.fields[name].extensions.get("columns")
        if columns is None:
            return None
        needed |= columns
    return frozenset(needed)


def _takes_records(object_type: Any, selected: set[str]) -> bool:
    """Whether fields of one type need no instances."""
    return all(
        object_type.fields[name].extensions.get("takes_records", False)
        for name in selected & object_type.fields.keys()
    )
