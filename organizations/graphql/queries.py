"""Root fields: organizations, people, contact points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Q

from cms.caching import tags
from cms.graphql.arguments import is_language_tag
from cms.graphql.connections import (
    Order,
    Slice,
    connection_arguments,
    connection_type,
)
from cms.graphql.fields import enum_type, model_type
from cms.graphql.filters import Conditions
from cms.graphql.locales import scope_arguments
from cms.graphql.localization import page_rows, snippet_rows
from cms.graphql.pages import visible_pages
from cms.graphql.pagination import paginate
from cms.graphql.queries import address_arguments, one_page_of, order_enum, orders_of
from cms.graphql.resolvers import resolver
from cms.graphql.search import matching_pages
from cms.search.models import SearchKind
from cms.statements import KEY
from organizations.enums import OrganizationKind, RelationKind
from organizations.models import (
    ContactPoint,
    OrganizationPage,
    OrganizationRelation,
    PersonPage,
    PersonRole,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from cms.graphql.connections import Connection
    from cms.graphql.context import Scope
    from cms.graphql.info import Info

ORGANIZATION_ORDERS = {
    "TITLE_ASC": Order("title", is_words=True),
    "TITLE_DESC": Order("title", descending=True, is_words=True),
    "ESTABLISHED_ASC": Order("established"),
    "ESTABLISHED_DESC": Order("established", descending=True),
}
PERSON_ORDERS = {
    "NAME_ASC": Order("sort_name", is_words=True),
    "NAME_DESC": Order("sort_name", descending=True, is_words=True),
    "TITLE_ASC": Order("title", is_words=True),
    "TITLE_DESC": Order("title", descending=True, is_words=True),
}
CONTACT_ORDERS = {
    "NAME_ASC": Order("name", is_words=True),
    "NAME_DESC": Order("name", descending=True, is_words=True),
}

OrganizationOrder = order_enum(
    "OrganizationOrder", ORGANIZATION_ORDERS, "Orderings of lists of organizations."
)
PersonOrder = order_enum("PersonOrder", PERSON_ORDERS, "Orderings of lists of people.")

OrganizationConnection = connection_type(
    "Organization", model_type("organizations.OrganizationPage")
)
PersonConnection = connection_type("Person", model_type("organizations.PersonPage"))
ContactPointConnection = connection_type("ContactPoint", model_type("organizations.ContactPoint"))


class OrganizationFilter(graphene.InputObjectType):
    """Conditions on organizations; all must hold."""

    kind = graphene.List(
        graphene.NonNull(enum_type(OrganizationKind)), description="One of these kinds."
    )
    country = graphene.String(description="In this country (ISO 3166-1 alpha-2).")
    part_of = graphene.UUID(description="Part of the organization with this key.")
    hosted_by = graphene.UUID(description="Hosted by the organization with this key.")
    search = graphene.String(description="Holds these words, as `search` finds them.")


class PersonFilter(graphene.InputObjectType):
    """Conditions on people; all must hold."""

    organization = graphene.UUID(description="With a role in the organization with this key.")
    language = graphene.String(description="Speaks this language (BCP 47 tag).")
    role_at = graphene.Date(
        description="With a role that is known to hold on this day; see `roles(at:)`."
    )
    search = graphene.String(description="Holds these words, as `search` finds them.")


class OrganizationQueries:
    """The organizations and people of the network."""

    organization = graphene.Field(
        model_type("organizations.OrganizationPage"),
        args=address_arguments(),
        description="One organization; null if there is none or it is not public.",
    )
    organizations = graphene.Field(
        graphene.NonNull(OrganizationConnection),
        filter=graphene.Argument(OrganizationFilter, description="Conditions."),
        order_by=graphene.Argument(
            graphene.List(graphene.NonNull(OrganizationOrder)), description="Default: by title."
        ),
        args={**scope_arguments(), **connection_arguments()},
        description="The organizations of the network.",
    )
    person = graphene.Field(
        model_type("organizations.PersonPage"),
        args=address_arguments(),
        description="One person; null if there is none or the page is not public.",
    )
    people = graphene.Field(
        graphene.NonNull(PersonConnection),
        filter=graphene.Argument(PersonFilter, description="Conditions."),
        order_by=graphene.Argument(
            graphene.List(graphene.NonNull(PersonOrder)), description="Default: by sorting name."
        ),
        args={**scope_arguments(), **connection_arguments()},
        description="The people of the network.",
    )
    contact_points = graphene.Field(
        graphene.NonNull(ContactPointConnection),
        args={**scope_arguments(), **connection_arguments()},
        description="Whom to ask, by name.",
    )


@resolver("Query.organization")
def resolve_organization(
    roots: list[None], info: Info, **address: Any
) -> list[OrganizationPage | None]:
    """Find one organization."""
    return [one_page_of(OrganizationPage, info, **address)]


@resolver("Query.person")
def resolve_person(roots: list[None], info: Info, **address: Any) -> list[PersonPage | None]:
    """Find one person."""
    return [one_page_of(PersonPage, info, **address)]


@resolver("Query.organizations")
def resolve_organizations(
    roots: list[None],
    info: Info,
    filter: dict[str, Any] | None = None,  # noqa: A002 the argument's name in the API
    order_by: list[str] | None = None,
    **arguments: Any,
) -> list[Connection]:
    """List organizations."""
    asked = Conditions.of(filter, part_of=KEY, hosted_by=KEY)
    depend_on_filter(asked, info.scope)

    def build() -> QuerySet[OrganizationPage]:
        return OrganizationPage.objects.filter(organization_condition(asked.given, info.scope))

    key = ("organizations", asked.form)
    rows = page_rows(
        OrganizationPage, build, info.scope, key, asked.values, is_searched=asked.is_search
    )
    order = orders_of(order_by, ORGANIZATION_ORDERS, "TITLE_ASC")
    return [paginate(rows, order, Slice.of(info, **arguments))]


def depend_on_filter(asked: Conditions, scope: Scope) -> None:
    """Have an answer depend on what is outside the list that its filter looks at."""
    if asked.is_search:
        scope.dependencies.add(tags.SEARCH)
    if asked.given.keys() - {"search", "kind", "country", "language"}:
        scope.dependencies.add(tags.PAGES)


def organization_condition(conditions: Mapping[str, Any], scope: Scope) -> Q:
    """The condition of an OrganizationFilter."""
    result = Q()
    if conditions.get("kind") is not None:
        result &= Q(kind__in=[getattr(kind, "value", kind) for kind in conditions["kind"]])
    if conditions.get("country") is not None:
        result &= Q(country=conditions["country"].upper())
    for name, kind in (("part_of", RelationKind.PART_OF), ("hosted_by", RelationKind.HOSTED_BY)):
        if conditions.get(name) is not None:
            relations = OrganizationRelation.objects.filter(
                kind=kind, organization__in=visible_versions(conditions[name], scope)
            )
            result &= Q(pk__in=relations.values("page"))
    if conditions.get("search") is not None:
        result &= Q(pk__in=matching_pages(SearchKind.ORGANIZATION, conditions["search"], scope))
    return result


def visible_versions(key: Any, scope: Scope) -> QuerySet[Any]:
    """The language versions of a page, if it is visible in any: a hidden one filters nothing in."""
    versions = OrganizationPage.objects.filter(translation_key=key)
    visible = visible_pages(scope).filter(translation_key=key)
    return versions.filter(translation_key__in=visible.values("translation_key"))


@resolver("Query.people")
def resolve_people(
    roots: list[None],
    info: Info,
    filter: dict[str, Any] | None = None,  # noqa: A002 the argument's name in the API
    order_by: list[str] | None = None,
    **arguments: Any,
) -> list[Connection]:
    """List people."""
    asked = Conditions.of(filter, organization=KEY)
    depend_on_filter(asked, info.scope)

    def build() -> QuerySet[PersonPage]:
        return PersonPage.objects.filter(person_condition(asked.given, info.scope))

    rows = page_rows(
        PersonPage,
        build,
        info.scope,
        ("people", asked.form),
        asked.values,
        is_searched=asked.is_search,
    )
    order = orders_of(order_by, PERSON_ORDERS, "NAME_ASC")
    return [paginate(rows, order, Slice.of(info, **arguments))]


def person_condition(conditions: Mapping[str, Any], scope: Scope) -> Q:
    """The condition of a PersonFilter. Roles in hidden organizations are no roles."""
    result = Q()
    if conditions.get("organization") is not None or conditions.get("role_at") is not None:
        result &= Q(pk__in=matching_roles(conditions, scope).values("page"))
    if conditions.get("language") is not None:
        result &= speaks(conditions["language"])
    if conditions.get("search") is not None:
        result &= Q(pk__in=matching_pages(SearchKind.PERSON, conditions["search"], scope))
    return result


def speaks(tag: str) -> Q:
    """The condition that a person speaks a language; nobody speaks what is no language tag."""
    if not is_language_tag(tag):
        return Q(pk__in=[])
    # As the JSON holds it, quotes included: `"fr"` is no part of `"fr-CA"`.
    return Q(spoken_languages__icontains=f'"{tag}"')


def matching_roles(conditions: Mapping[str, Any], scope: Scope) -> QuerySet[PersonRole]:
    """The roles that a PersonFilter asks for, in visible organizations."""
    organizations = visible_pages(scope)
    if conditions.get("organization") is not None:
        organizations = organizations.filter(translation_key=conditions["organization"])
    keys = organizations.values("translation_key")
    roles = PersonRole.objects.filter(organization__translation_key__in=keys)
    return roles.on(conditions["role_at"]) if conditions.get("role_at") is not None else roles


@resolver("Query.contactPoints")
def resolve_contact_points(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List contact points."""
    rows = snippet_rows(ContactPoint, info.scope, "contact points")
    return [paginate(rows, [CONTACT_ORDERS["NAME_ASC"]], Slice.of(info, **arguments))]
