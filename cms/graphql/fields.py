"""What models and blocks write in `graphql_fields`: grapple's idiom, each field with its kind.

A declaration names the GraphQL type and, by its `kind`, how `cms.graphql.resolvers` answers it for
a whole list of parents at once. Anything that needs an argument, a filter or a join is a
`GraphQLComputed`, answered by a function in the app's `graphql/` package.
"""

from __future__ import annotations

from collections.abc import Callable
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import graphene
from django.apps import apps
from graphene.utils.str_converters import to_camel_case
from grapple.helpers import streamfield_types
from grapple.models import GraphQLField
from grapple.registry import registry

from .scalars import JSON
from .types import RichText

if TYPE_CHECKING:
    from django.db.models import Choices, Model
    from wagtail.blocks import Block

__all__ = [
    "DeclaredField",
    "GraphQLBoolean",
    "GraphQLComputed",
    "GraphQLDate",
    "GraphQLDateTime",
    "GraphQLDocument",
    "GraphQLEnum",
    "GraphQLEnums",
    "GraphQLFloat",
    "GraphQLImage",
    "GraphQLInline",
    "GraphQLInt",
    "GraphQLJSON",
    "GraphQLLink",
    "GraphQLPage",
    "GraphQLPages",
    "GraphQLRichText",
    "GraphQLSnippet",
    "GraphQLSnippets",
    "GraphQLStream",
    "GraphQLString",
    "GraphQLStrings",
    "GraphQLTime",
    "GraphQLUUID",
    "GraphQLValues",
    "enum_type",
    "register_streamfield_block",
]


def register_streamfield_block(block: type[Block]) -> type[Block]:
    """Register a block class with grapple, as a type of its own.

    grapple's decorator of this name lets the type inherit from the type of the nearest Wagtail
    block, whose `rawValue` prints references to what is hidden, and fails where there is none.
    """
    streamfield_types.append(
        {"cls": block, "type_prefix": "", "interfaces": (), "base_type": graphene.ObjectType}
    )
    return block


class DeclaredField(GraphQLField):
    """One line of `graphql_fields`: a name, a GraphQL type, and the kind of its answer."""

    def __init__(
        self,
        field_name: str,
        field_type: Any,
        *,
        kind: str,
        description: str,
        required: bool = False,
        source: str | None = None,
        deprecation_reason: str | None = None,
        **details: Any,
    ) -> None:
        super().__init__(
            f"{field_name}_" if iskeyword(field_name) else field_name,
            field_type,
            required=required,
            source=source or field_name,
            description=description,
        )
        # grapple refuses it beside `required`, which GraphQL forbids of arguments only.
        self.deprecation_reason = deprecation_reason
        self.graphql_name = to_camel_case(field_name)
        self.kind = kind
        self.details = details

    def named(self) -> DeclaredField | tuple[DeclaredField, Callable[[Any], graphene.Field]]:
        """This field as grapple takes it; a Python keyword, as `from`, needs its name beside it."""
        if not iskeyword(self.graphql_name):
            return self

        def with_name(graphene_type: Any) -> graphene.Field:
            return graphene.Field(
                graphene_type,
                name=self.graphql_name,
                description=self.description,
                deprecation_reason=self.deprecation_reason,
            )

        return self, with_name


def model_type(label: str) -> Callable[[], type]:
    """The GraphQL type of the model called `app.Model`, looked up when the schema is built."""
    return lambda: registry.models[apps.get_model(label)]


def enum_type(choices: type[Choices], name: str | None = None) -> type[graphene.Enum]:
    """The GraphQL enum of a choices class: same name, same values, labels as descriptions."""
    if choices not in _enum_types:
        _enum_types[choices] = graphene.Enum.from_enum(
            choices,
            name=name or choices.__name__,
            description=lambda value: (
                str(value.label) if value is not None else (choices.__doc__ or "").strip() or None
            ),
        )
    return _enum_types[choices]


_enum_types: dict[type[Choices], type[graphene.Enum]] = {}


def list_of(item_type: Any) -> Any:
    """`[T!]`, for lists that are never null inside."""
    return graphene.List(graphene.NonNull(item_type))


def _column(graphene_type: Any) -> Callable[..., Any]:
    def declare(name: str, **options: Any) -> Any:
        return DeclaredField(name, graphene_type, kind="column", **options).named()

    declare.__doc__ = f"A column, property or block value given as {graphene_type.__name__}."
    return declare


GraphQLString = _column(graphene.String)
GraphQLInt = _column(graphene.Int)
GraphQLFloat = _column(graphene.Float)
GraphQLBoolean = _column(graphene.Boolean)
GraphQLDate = _column(graphene.Date)
GraphQLTime = _column(graphene.Time)
GraphQLDateTime = _column(graphene.DateTime)
GraphQLUUID = _column(graphene.UUID)
GraphQLJSON = _column(JSON)


def GraphQLStrings(name: str, **options: Any) -> DeclaredField:
    """A list of texts: a JSON list, or a property that gives one."""
    return DeclaredField(name, list_of(graphene.String), kind="list", required=True, **options)


def GraphQLEnum(name: str, choices: type[Choices], **options: Any) -> DeclaredField:
    """One value of a Django choices class."""
    return DeclaredField(name, enum_type(choices), kind="choice", **options)


def GraphQLEnums(name: str, choices: type[Choices], **options: Any) -> DeclaredField:
    """A list of values of a Django choices class."""
    return DeclaredField(name, list_of(enum_type(choices)), kind="list", required=True, **options)


def GraphQLRichText(name: str, **options: Any) -> DeclaredField:
    """Rich text in Wagtail's database form, answered as HTML and as nodes."""
    return DeclaredField(name, RichText, kind="rich_text", **options)


def GraphQLStream(name: str, union: str, **options: Any) -> DeclaredField:
    """A StreamField, or a stream or list of structs in a block: `[union!]!`, by block class."""
    return DeclaredField(
        name,
        list_of(lambda: _stream_union(union)),
        kind="stream",
        required=True,
        union=union,
        **options,
    )


def GraphQLValues(name: str, block: type[Block], **options: Any) -> DeclaredField:
    """A list of struct values of one block class."""
    return DeclaredField(
        name,
        list_of(lambda: registry.streamfield_blocks[block]),
        kind="values",
        required=True,
        block=block,
        **options,
    )


def GraphQLPage(name: str, model: str | None = None, **options: Any) -> DeclaredField:
    """A page that this object refers to, in the best visible language; null if none is visible."""
    return DeclaredField(name, _page_type(model), kind="page", model=model, **options)


def GraphQLPages(name: str, model: str | None = None, **options: Any) -> DeclaredField:
    """The visible pages among those referred to: a stream's order, else oldest first."""
    return DeclaredField(
        name, list_of(_page_type(model)), kind="pages", model=model, required=True, **options
    )


def GraphQLSnippet(name: str, model: str, **options: Any) -> DeclaredField:
    """A snippet that this object refers to; null if it is not visible."""
    return DeclaredField(name, model_type(model), kind="snippet", model=model, **options)


def GraphQLSnippets(name: str, model: str, **options: Any) -> DeclaredField:
    """The visible snippets among those that this object refers to, oldest first.

    A many-to-many field keeps no order: Django adds its rows in the order of a set of keys.
    """
    return DeclaredField(
        name, list_of(model_type(model)), kind="snippets", model=model, required=True, **options
    )


def GraphQLLink(name: str, **options: Any) -> DeclaredField:
    """The URL of a block's one target: its child `page`, `url` or `document`."""
    return DeclaredField(name, graphene.String, kind="link", **options)


def GraphQLImage(name: str, **options: Any) -> DeclaredField:
    """An image; null if its collection, or one above it, is private."""
    return DeclaredField(name, model_type("media.Image"), kind="image", **options)


def GraphQLDocument(name: str, **options: Any) -> DeclaredField:
    """A document; null if its collection, or one above it, is private."""
    return DeclaredField(name, model_type("media.Document"), kind="document", **options)


def GraphQLInline(
    name: str, model: str, *, requires: str | None = None, **options: Any
) -> DeclaredField:
    """The child objects of this one; without those whose `requires` reference is not visible."""
    return DeclaredField(
        name,
        list_of(model_type(model)),
        kind="inline",
        required=True,
        model=model,
        requires=requires,
        **options,
    )


def GraphQLComputed(
    name: str,
    field_type: Any,
    *,
    description: str,
    required: bool = False,
    deprecation_reason: str | None = None,
    **arguments: Any,
) -> tuple[DeclaredField, Callable[[Any], graphene.Field]]:
    """A field answered by the `@resolver` of its type and name; `arguments` are graphene's."""
    field = DeclaredField(
        name,
        field_type,
        kind="computed",
        description=description,
        required=required,
        deprecation_reason=deprecation_reason,
    )

    def with_arguments(graphene_type: Any) -> graphene.Field:
        return graphene.Field(
            graphene_type,
            description=description,
            deprecation_reason=deprecation_reason,
            args=arguments,
        )

    return field, with_arguments


def _stream_union(union: str) -> type[graphene.Union]:
    from .streams import stream_union  # app ready: it needs every block registered

    return stream_union(union)


def _page_type(model: str | None) -> Callable[[], type]:
    if model is not None:
        return model_type(model)
    from grapple.types.interfaces import get_page_interface  # app ready: reads settings

    return get_page_interface


def declared_fields(owner: type[Model] | type[Block]) -> list[DeclaredField]:
    """The declarations of a model or block, without the wrappers that grapple takes beside them."""
    return [
        item[0] if isinstance(item, tuple) else item
        for item in getattr(owner, "graphql_fields", [])
    ]
