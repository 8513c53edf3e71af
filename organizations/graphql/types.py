"""Fields of organizations and people that need an argument or a join."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import graphene

from cms.graphql.declarations import add_fields
from cms.graphql.fields import GraphQLComputed, list_of, model_type
from cms.graphql.localization import list_tags
from cms.graphql.pagination import Rows
from cms.graphql.resolvers import resolver
from cms.statements import KEY, NUMBER, any_of
from organizations.models import OrganizationPage, PersonPage, PersonRole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.db.models import QuerySet

    from cms.graphql.info import Info

MAX_PEOPLE = 100
KEY_OF_ORGANIZATION = "organization__translation_key"

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


@resolver("PersonPage.roles", columns=())
def resolve_roles(
    people: list[PersonPage], info: Info, at: date | None = None
) -> list[list[PersonRole]]:
    """Give the roles of people, without those in organizations that are not visible."""
    ids = [person.pk for person in people]

    def build() -> QuerySet[PersonRole]:
        return roles_on(at).filter(any_of("page_id", ids, NUMBER))

    roles = info.scope.loaders.select(PersonRole, ("roles of people", at), build, values=ids)
    organizations = info.scope.loaders.pages(role.organization_id for role in roles)
    shown = [role for role in roles if role.organization_id in organizations]
    by_person = grouped(shown, lambda role: role.page_id)
    return [
        sorted(by_person[person.pk], key=lambda role: (role.sort_order or 0, role.pk))
        for person in people
    ]


@resolver("OrganizationPage.people", columns=())
def resolve_people(
    organizations: list[OrganizationPage], info: Info, at: date | None = None
) -> list[list[PersonRole]]:
    """Give the roles of visible people, each person in one language."""
    keys = [organization.translation_key for organization in organizations]
    scope, names = info.scope, info.scope.columns.of(PersonRole)
    scope.dependencies.add(*list_tags(PersonPage, scope.locales_by_id))

    def build() -> QuerySet[PersonRole]:
        roles = roles_on(at).filter(any_of(KEY_OF_ORGANIZATION, keys, KEY))
        return roles.order_by("page__sort_name", "page__title", "sort_order", "pk")

    key = ("roles in organizations", at)
    rows = Rows(scope, PersonRole, build, [*names, KEY_OF_ORGANIZATION], key, {"values": keys})
    roles = rows.all()
    people = scope.loaders.pages(role.page_id for role in roles)
    # Every language version of a person has rows of its own: keep those of the version shown.
    shown = [role for role in roles if getattr(people.get(role.page_id), "pk", 0) == role.page_id]
    by_key = grouped(shown, lambda role: role.__dict__[KEY_OF_ORGANIZATION])
    return [by_key[key][:MAX_PEOPLE] for key in keys]


@resolver("PersonRole.person", columns=())
def resolve_person(roles: list[PersonRole], info: Info) -> list[Any]:
    """Give the person in the language of the role's text."""
    people = info.scope.loaders.exact_pages(role.page_id for role in roles)
    return [people.get(role.page_id) for role in roles]


@resolver("PersonPage.photo", columns=("public_consent", "photo_id"))
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
