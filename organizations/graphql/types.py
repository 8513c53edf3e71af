"""Fields of organizations and people that need an argument or a join."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import graphene

from cms.graphql.declarations import add_fields
from cms.graphql.fields import GraphQLComputed, list_of, model_type
from cms.graphql.resolvers import resolver
from organizations.models import OrganizationPage, PersonPage, PersonRole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.db.models import QuerySet

    from cms.graphql.execution import Info

MAX_PEOPLE = 100

ROLE_DATE = graphene.Argument(
    graphene.Date,
    description=(
        "Only roles that are known to hold on this day. A role without a start or an end is known "
        "for the date of its source only."
    ),
)

add_fields(
    OrganizationPage,
    [
        GraphQLComputed(
            "people",
            list_of(model_type("organizations.PersonRole")),
            required=True,
            description=f"Public people with a role in it, by name; at most {MAX_PEOPLE}.",
            at=ROLE_DATE,
        ),
    ],
)
add_fields(
    PersonRole,
    [
        GraphQLComputed(
            "person", model_type("organizations.PersonPage"), required=True, description="Who."
        ),
    ],
)
add_fields(
    PersonPage,
    [
        GraphQLComputed(
            "photo",
            model_type("media.Image"),
            description="A photo; null without the person's consent.",
        ),
        GraphQLComputed(
            "roles",
            list_of(model_type("organizations.PersonRole")),
            required=True,
            description="Roles in public organizations, in the editors' order.",
            at=ROLE_DATE,
        ),
    ],
)


def roles_on(day: date | None) -> QuerySet[PersonRole]:
    """All roles, or those that are known to hold on a day."""
    roles = PersonRole.objects.all()
    return roles if day is None else roles.on(day)


@resolver("PersonPage.roles")
def resolve_roles(
    people: list[PersonPage], info: Info, at: date | None = None
) -> list[list[PersonRole]]:
    """Give the roles of people, without those in organizations that are not visible."""
    roles = list(roles_on(at).filter(page__in=[person.pk for person in people]))
    organizations = info.scope.loaders.pages(role.organization_id for role in roles)
    shown = [role for role in roles if role.organization_id in organizations]
    by_person = grouped(shown, lambda role: role.page_id)
    return [
        sorted(by_person[person.pk], key=lambda role: (role.sort_order or 0, role.pk))
        for person in people
    ]


@resolver("OrganizationPage.people")
def resolve_people(
    organizations: list[OrganizationPage], info: Info, at: date | None = None
) -> list[list[PersonRole]]:
    """Give the roles of visible people, each person in one language."""
    keys = [organization.translation_key for organization in organizations]
    roles = list(
        roles_on(at)
        .filter(organization__translation_key__in=keys)
        .select_related("organization")
        .order_by("page__sort_name", "page__title", "sort_order", "pk")
    )
    people = info.scope.loaders.pages(role.page_id for role in roles)
    # Every language version of a person has rows of its own: keep those of the version shown.
    shown = [role for role in roles if getattr(people.get(role.page_id), "pk", 0) == role.page_id]
    by_key = grouped(shown, lambda role: role.organization.translation_key)
    return [by_key[key][:MAX_PEOPLE] for key in keys]


@resolver("PersonRole.person")
def resolve_person(roles: list[PersonRole], info: Info) -> list[Any]:
    """Give the person in the language of the role's text."""
    people = info.scope.loaders.exact_pages(role.page_id for role in roles)
    return [people.get(role.page_id) for role in roles]


@resolver("PersonPage.photo")
def resolve_photo(people: list[PersonPage], info: Info) -> list[Any]:
    """Give the photos of those who consent."""
    consenting = {person.pk: person.photo_id for person in people if person.public_consent}
    images = info.scope.loaders.images(consenting.values())
    return [images.get(consenting.get(person.pk) or 0) for person in people]


def grouped(items: list[Any], key: Callable[[Any], Any]) -> defaultdict[Any, list[Any]]:
    """Items by a key, in their order."""
    groups = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
