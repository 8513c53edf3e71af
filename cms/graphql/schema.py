"""From grapple's declarations to the schema that is served: restricted, and every field planned."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import graphene
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from graphene.utils.str_converters import to_camel_case
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    lexicographic_sort_schema,
    print_schema,
)
from grapple.helpers import streamfield_types
from grapple.registry import registry

from cms.statements import model_of

from .bounds import cut, is_bounded, state_limit
from .fields import DeclaredField, declared_fields
from .resolvers import (
    PLAIN_KINDS,
    RESOLVERS_BY_KIND,
    Resolve,
    registered_names,
    registered_resolver,
)
from .streams import BLOCK_ID, BlockItem, block_type_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wagtail.blocks import Block


class UnplannedFieldError(LookupError):
    """A field that no batch resolver answers: declare its kind, or register its resolver."""


def make_schema(query: type[graphene.ObjectType]) -> graphene.Schema:
    """The schema of a query type and of all that grapple has registered.

    Only declared fields are kept: grapple exposes every column of Wagtail's own models. Each kept
    field gets a batch resolver; one without is an error at start.
    """
    schema = graphene.Schema(query=query, types=list(_own_types()))
    schema.graphql_schema = _planned(schema.graphql_schema)
    return schema


def canonical_sdl(schema: GraphQLSchema) -> str:
    """The schema as sorted text, independent of the order of declaration."""
    return print_schema(lexicographic_sort_schema(build_schema(print_schema(schema)))) + "\n"


def _own_types() -> dict[type, None]:
    """The types of the models and blocks that declare fields, in a stable order."""
    owners = sorted(_owners(), key=lambda owner: owner.__name__)
    return dict.fromkeys(registry.models[owner] for owner in owners)


def _owners() -> list[type[Model] | type[Block]]:
    models = [model for model in registry.class_models if hasattr(model, "graphql_fields")]
    return models + [entry["cls"] for entry in streamfield_types]


def _planned(schema: GraphQLSchema) -> GraphQLSchema:
    owners = {registry.models[owner]._meta.name: owner for owner in _owners()}
    for graphql_type in list(schema.type_map.values()):
        if isinstance(graphql_type, GraphQLObjectType) and graphql_type.name in owners:
            _restrict(graphql_type, owners[graphql_type.name])
    reachable = GraphQLSchema(
        query=schema.query_type,
        types=[schema.type_map[name] for name in owners],
        directives=schema.directives,
        extensions={"type_names_of": type_names_of},
    )
    used = set()
    for graphql_type in reachable.type_map.values():
        if isinstance(graphql_type, GraphQLObjectType) and not is_introspection_type(graphql_type):
            used |= _plan(graphql_type, owners.get(graphql_type.name), reachable)
    _state_limits(reachable)
    stale = registered_names() - used
    if stale:
        raise UnplannedFieldError(
            f"Resolvers of fields that do not exist: {', '.join(sorted(stale))}"
        )
    return reachable


def _state_limits(schema: GraphQLSchema) -> None:
    """Let interfaces say of their lists what the object types say."""
    for graphql_type in schema.type_map.values():
        if isinstance(graphql_type, GraphQLInterfaceType):
            for field in graphql_type.fields.values():
                if is_bounded(graphql_type.name, field):
                    state_limit(field)


def _restrict(object_type: GraphQLObjectType, owner: type[Model] | type[Block]) -> None:
    """Keep what is declared, what our interfaces have, and a block's id; nothing else."""
    interfaces = [item for item in object_type.interfaces if _is_own_interface(item)]
    kept = {field.graphql_name for field in declared_fields(owner)}
    for interface in interfaces:
        kept |= set(interface.fields)
    if not issubclass(owner, Model):
        kept.add("id")
        object_type.fields["id"].description = BLOCK_ID
    fields = {name: field for name, field in object_type.fields.items() if name in kept}
    for interface in interfaces:
        # grapple gives every type an `id` of its own that may be null.
        fields |= {
            name: GraphQLField(**field.to_kwargs()) for name, field in interface.fields.items()
        }
    object_type.interfaces = interfaces
    object_type.fields = fields


def _is_own_interface(interface: GraphQLInterfaceType) -> bool:
    return interface.graphene_type.__module__.partition(".")[0] != "grapple"


def _plan(
    object_type: GraphQLObjectType,
    owner: type[Model] | type[Block] | None,
    schema: GraphQLSchema,
) -> set[str]:
    """Give each field of a type its batch resolver; returns the registered names it used."""
    declared = {field.graphql_name: field for field in _declared(owner)}
    used = set()
    for name, field in object_type.fields.items():
        place = next(
            (
                type_name
                for type_name in [object_type.name, *(i.name for i in object_type.interfaces)]
                if registered_resolver(type_name, name)
            ),
            None,
        )
        if place:
            used.add(f"{place}.{name}")
            batch = registered_resolver(place, name)
        else:
            batch = _batch_of_kind(object_type, owner, name, field, declared.get(name))
        kind = declared[name].kind if name in declared else None
        field.extensions["is_plain"] = kind in PLAIN_KINDS or getattr(batch, "is_plain", False)
        field.extensions["columns"] = _columns(batch, owner, declared.get(name))
        field.extensions["takes_records"] = getattr(batch, "takes_records", False)
        if is_bounded(object_type.name, field):
            batch = cut(batch, state_limit(field, kind))
        field.extensions["batch"] = batch
        field.resolve = _one_by_one(batch)
        field.extensions["opens_scope"] = object_type is schema.query_type
    return used


def _columns(
    batch: Any, owner: type[Model] | type[Block] | None, declaration: DeclaredField | None
) -> frozenset[str] | None:
    """The attributes of a model that a field needs; None for all of them."""
    if owner is None or not issubclass(owner, Model):
        return frozenset()
    known = getattr(batch, "columns", None)
    if known is not None:
        return frozenset(known(owner) if callable(known) else known)
    if declaration is None or declaration.kind == "computed":
        return None
    return _stored(owner, declaration.field_source)


def _stored(owner: type[Model], name: str) -> frozenset[str] | None:
    """The column of a field; none for a relation from elsewhere, all for a property."""
    try:
        field = owner._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return frozenset([field.attname] if getattr(field, "concrete", False) and field.column else [])


def _declared(owner: type[Model] | type[Block] | None) -> list[DeclaredField]:
    return declared_fields(owner) if owner is not None else []


def _batch_of_kind(
    object_type: GraphQLObjectType,
    owner: type[Model] | type[Block] | None,
    name: str,
    field: GraphQLField,
    declaration: DeclaredField | None,
) -> Resolve:
    if declaration is not None and declaration.kind in RESOLVERS_BY_KIND:
        return RESOLVERS_BY_KIND[declaration.kind](declaration)
    if owner is not None and name == "id":
        return _attribute("id")
    if owner is None and not field.args:
        return _attribute(_snake_case(object_type, name))
    raise UnplannedFieldError(f"{object_type.name}.{name}: declare its kind or register a resolver")


def _attribute(name: str) -> Resolve:
    """The answer of a plain type's field: the attribute, or the dictionary's key, of its name."""

    def resolve(parents: list[Any], info: Any) -> list[Any]:
        return [
            parent[name] if isinstance(parent, dict) else getattr(parent, name)
            for parent in parents
        ]

    vars(resolve).update(is_plain=True, columns=())
    return resolve


def _snake_case(object_type: GraphQLObjectType, name: str) -> str:
    """The Python name of a graphene type's field."""
    for python_name in object_type.graphene_type._meta.fields:
        if to_camel_case(python_name) == name:
            return python_name
    raise UnplannedFieldError(f"{object_type.name}.{name}")


def _one_by_one(batch: Resolve) -> Any:
    """The resolver for graphql-core's own executor, with which ours is compared in tests."""

    def resolve(parent: Any, info: Any, **arguments: Any) -> Any:
        (value,) = batch([parent], info, **arguments)
        if isinstance(value, Exception):
            raise value
        return value

    return resolve


def type_names_of(values: Sequence[Any]) -> list[str]:
    """The names of the object types of values of an interface or union."""
    kinds = {kind: _type_name(model_of(kind)) for kind in set(map(type, values))}
    return [kinds[type(value)] or block_type_name(type(value.block)) for value in values]


@cache
def _type_name(kind: type[Any]) -> str | None:
    """The name of the type of a model; None for items of streams, which tell by their blocks."""
    return None if issubclass(kind, BlockItem) else str(registry.models[kind]._meta.name)
