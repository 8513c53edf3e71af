"""How declared fields are answered: one function a kind, each for a whole list of parents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model

from cms.statements import NUMBER, any_of, side_by_side

from .fields import DeclaredField, declared_fields
from .links import link
from .rich_text import RichTextValue
from .streams import BlockItem, stream_items

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .context import Scope
    from .info import Info

Resolve = Callable[..., list[Any]]
Columns = Collection[str] | Callable[[type[Model]], Collection[str]]

_registered: dict[str, Resolve] = {}


def resolver(
    *names: str,
    columns: Columns | None = None,
    is_plain: bool = False,
    takes_records: bool = False,
) -> Callable[[Resolve], Resolve]:
    """Register the answer of fields called `Type.field`.

    The function takes the list of parents, the info and the field's arguments, and gives a list of
    the same length. An exception as an item fails that item alone. `columns` are the attributes of
    the parents that it needs (of pages beyond `PAGE_COLUMNS`), or tell them for a model; without
    them all are read. A plain one reads nothing from the database. One that takes records needs
    nothing of its parents but these columns, and gets records in place of instances where all the
    other fields that are selected on pages do.
    """

    def register(function: Resolve) -> Resolve:
        vars(function).update(columns=columns, is_plain=is_plain, takes_records=takes_records)
        for name in names:
            if name in _registered:
                raise ValueError(f"{name} has a resolver already")
            _registered[name] = function
        return function

    return register


def registered_resolver(type_name: str, field_name: str) -> Resolve | None:
    """The function that answers a field of a type or interface, if one was registered."""
    return _registered.get(f"{type_name}.{field_name}")


def registered_names() -> set[str]:
    """All names that resolvers were registered under, so that a stale one is found at start."""
    return set(_registered)


def read(parent: Any, source: str) -> Any:
    """The stored value of a field: a block's raw value, or an attribute."""
    return parent.raw(source) if isinstance(parent, BlockItem) else getattr(parent, source)


def read_reference(parent: Any, source: str) -> Any:
    """The primary key that a foreign key or a chooser holds, without loading its target."""
    if isinstance(parent, BlockItem):
        return parent.raw(source)
    return getattr(parent, type(parent)._meta.get_field(source).attname)


def column(field: DeclaredField) -> Resolve:
    """A column, property or block value as it is; an empty text stays empty."""

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        return [
            parent.plain(field.field_source)
            if isinstance(parent, BlockItem)
            else getattr(parent, field.field_source)
            for parent in parents
        ]

    return resolve


def choice(field: DeclaredField) -> Resolve:
    """A value of a choices class, null for none."""

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        return [read(parent, field.field_source) or None for parent in parents]

    return resolve


def value_list(field: DeclaredField) -> Resolve:
    """A list of plain values, empty for none."""

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        return [
            [_item_value(item) for item in read(parent, field.field_source) or []]
            for parent in parents
        ]

    return resolve


def _item_value(item: Any) -> Any:
    """An item of a ListBlock's raw value (`{type, value, id}`), or a plain value."""
    return item["value"] if isinstance(item, dict) and "value" in item else item


def rich_text(field: DeclaredField) -> Resolve:
    """Rich text, rendered for all parents together so that its links are looked up once."""

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        sources = [read(parent, field.field_source) for parent in parents]
        return [
            RichTextValue(source, info.scope) if source is not None else None for source in sources
        ]

    return resolve


def stream(field: DeclaredField) -> Resolve:
    """The blocks of a StreamField or of a list block, without those about something hidden."""

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        lists = [stream_items(parent, field.field_source) for parent in parents]
        return without_hidden(lists, info)

    return resolve


def without_hidden(lists: list[list[BlockItem]], info: Info) -> list[list[BlockItem]]:
    """The blocks that do not refer, in a child named in `graphql_requires`, to something hidden.

    A button without its target, or a card without its organization, would only tell that there is
    something to hide.
    """
    references: dict[str, dict[Any, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for item in (item for items in lists for item in items):
        for child in required_references(item):
            references[child.kind][_model(child)].add(item.raw(child.field_source))
    if not references:
        return lists
    asked = [(kind, model) for kind, by_model in references.items() for model in by_model]
    loads = [
        partial(load_by_kind, kind, model, references[kind][model], info) for kind, model in asked
    ]
    found = dict(zip(asked, side_by_side(*loads), strict=True))

    def is_shown(item: BlockItem) -> bool:
        return all(
            item.raw(child.field_source) in found[child.kind, _model(child)]
            for child in required_references(item)
        )

    return [[item for item in items if is_shown(item)] for items in lists]


def required_references(item: BlockItem) -> list[DeclaredField]:
    """The declared references of a block that are set and that the block is nothing without."""
    names = getattr(type(item.block), "graphql_requires", ())
    return [
        field
        for field in (declared_fields(type(item.block)) if names else ())
        if field.field_source in names and item.raw(field.field_source) not in (None, "")
    ]


def load_by_kind(
    kind: str, model: type[Model] | None, keys: set[Any], info: Info
) -> dict[Any, Any]:
    """The visible targets of references of one kind of field."""
    loaders = info.scope.loaders
    if kind == "page":
        found = loaders.pages(keys)
        return {key: page for key, page in found.items() if _if_instance(page, model)}
    if kind == "snippet":
        return loaders.snippets(model, keys)
    if kind == "link":
        return info.scope.addresses.find(keys)
    return loaders.images(keys) if kind == "image" else loaders.documents(keys)


def page(field: DeclaredField) -> Resolve:
    """A reference to a page."""
    model = _model(field)

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        references = [read_reference(parent, field.field_source) for parent in parents]
        found = info.scope.loaders.pages(references)
        return [_if_instance(found.get(reference), model) for reference in references]

    return resolve


def pages(field: DeclaredField) -> Resolve:
    """References to several pages."""
    model = _model(field)

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        lists = _reference_lists(parents, field.field_source, info.scope)
        found = info.scope.loaders.pages(pk for references in lists for pk in references)
        return [
            _distinct(_if_instance(found.get(pk), model) for pk in references)
            for references in lists
        ]

    return resolve


def snippet(field: DeclaredField) -> Resolve:
    """A reference to a snippet."""
    model = _model(field)

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        references = [read_reference(parent, field.field_source) for parent in parents]
        found = info.scope.loaders.snippets(model, references)
        return [found.get(reference) for reference in references]

    return resolve


def snippets(field: DeclaredField) -> Resolve:
    """References to several snippets."""
    model = _model(field)

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        lists = _reference_lists(parents, field.field_source, info.scope)
        found = info.scope.loaders.snippets(
            model, (pk for references in lists for pk in references)
        )
        return [_distinct(found.get(pk) for pk in references) for references in lists]

    return resolve


def image(field: DeclaredField) -> Resolve:
    """A reference to an image, with the alternative text that the place of use gives it."""

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        references = [read_reference(parent, field.field_source) for parent in parents]
        found = info.scope.loaders.images(references)
        return [found.get(reference) for reference in references]

    return resolve


def document(field: DeclaredField) -> Resolve:
    """A reference to a document."""

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        references = [read_reference(parent, field.field_source) for parent in parents]
        found = info.scope.loaders.documents(references)
        return [found.get(reference) for reference in references]

    return resolve


def inline(field: DeclaredField) -> Resolve:
    """Child objects in their order, without those that need something hidden."""
    model = _model(field)
    requires = field.details["requires"]

    def resolve(parents: list[Any], info: Info) -> list[Any]:
        if not parents:
            return []
        relation = type(parents[0])._meta.get_field(field.field_source)
        attname = relation.field.attname
        owners = [parent.pk for parent in parents]

        def build() -> QuerySet[Any]:
            rows = model._default_manager.filter(any_of(attname, owners, NUMBER))
            return rows.order_by(*(model._meta.ordering or ["pk"]), "pk")

        children = info.scope.loaders.select(model, (attname, "inline"), build, values=owners)
        if requires:
            children = _with_visible(children, requires, info)
        by_parent = defaultdict(list)
        for child in children:
            by_parent[getattr(child, attname)].append(child)
        return [by_parent[parent.pk] for parent in parents]

    return resolve


def _with_visible(children: list[Any], requires: str, info: Info) -> list[Any]:
    """The children whose reference `requires` leads to something visible."""
    if not children:
        return children
    foreign_key = type(children[0])._meta.get_field(requires)
    target = foreign_key.related_model
    references = [getattr(child, foreign_key.attname) for child in children]
    found = load_references(target, references, info)
    return [
        child for child, reference in zip(children, references, strict=True) if reference in found
    ]


def load_references(model: type[Model], ids: list[int | None], info: Info) -> dict[int, Any]:
    """The visible targets of references to any kind of model that has a visibility."""
    from wagtail.documents.models import AbstractDocument  # app ready
    from wagtail.images.models import AbstractImage  # app ready
    from wagtail.models import Page  # app ready

    loaders = info.scope.loaders
    if issubclass(model, Page):
        return loaders.pages(ids)
    if issubclass(model, AbstractImage):
        return loaders.images(ids)
    if issubclass(model, AbstractDocument):
        return loaders.documents(ids)
    return loaders.snippets(model, ids)


def _model(field: DeclaredField) -> type[Model] | None:
    label = field.details.get("model")
    return apps.get_model(label) if label else None


def _if_instance(value: Any, model: type[Model] | None) -> Any:
    """The value if it is of the declared type: a chooser may hold a page of another type."""
    return value if model is None or isinstance(value, model) else None


def _distinct(items: Any) -> list[Any]:
    """What was found, each once: two references may lead to one language version."""
    return list({item.pk: item for item in items if item is not None}.values())


def _reference_lists(parents: list[Any], source: str, scope: Scope) -> list[list[int]]:
    """The keys that each parent refers to: a block's list of choosers, or a many-to-many field."""
    if not parents:
        return []
    if isinstance(parents[0], BlockItem):
        return [[_item_value(item) for item in parent.raw(source) or []] for parent in parents]
    many_to_many = type(parents[0])._meta.get_field(source)
    through = many_to_many.remote_field.through
    owner, target = many_to_many.m2m_field_name(), many_to_many.m2m_reverse_field_name()
    owners = [parent.pk for parent in parents]

    def build() -> QuerySet[Any, Any]:
        rows = through._default_manager.filter(any_of(f"{owner}_id", owners, NUMBER))
        return rows.order_by(f"{target}_id").values_list(f"{owner}_id", f"{target}_id")

    by_parent = defaultdict(list)
    for owner_id, target_id in scope.rows(("many to many", through), build, values=owners):
        by_parent[owner_id].append(target_id)
    return [by_parent[parent.pk] for parent in parents]


# The kinds that only hand on what the parent holds.
PLAIN_KINDS = {"column", "choice", "list", "rich_text"}

RESOLVERS_BY_KIND: dict[str, Callable[[DeclaredField], Resolve]] = {
    "column": column,
    "choice": choice,
    "list": value_list,
    "rich_text": rich_text,
    "stream": stream,
    "values": stream,
    "page": page,
    "pages": pages,
    "snippet": snippet,
    "snippets": snippets,
    "image": image,
    "link": link,
    "document": document,
    "inline": inline,
}
