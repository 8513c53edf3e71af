"""Registration, and the sessions of organizations and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Exists, F, OuterRef, Subquery

from cms.graphql.connections import (
    Connection,
    Order,
    Slice,
    connection_arguments,
    connection_type,
    paginate_groups,
)
from cms.graphql.declarations import add_fields
from cms.graphql.fields import GraphQLComputed, enum_type, model_type
from cms.graphql.localization import localized_pages
from cms.graphql.queries import orders_of
from cms.graphql.resolvers import resolver
from events.domain.registration import places_left, registration_state
from events.enums import RegistrationMode, RegistrationState
from events.models import SessionOrganizer, SlotSpeaker, TrainingSessionPage
from organizations.models import OrganizationPage, PersonPage

from .filters import SESSION_ORDERS, SessionFilter, SessionOrder, filtered_sessions

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.graphql.execution import Info


class Registration(graphene.ObjectType):
    """Whether and how somebody can register."""

    mode = graphene.Field(
        enum_type(RegistrationMode), required=True, description="Where registration takes place."
    )
    state = graphene.Field(
        enum_type(RegistrationState),
        required=True,
        description="What somebody who wants to register meets at this moment.",
    )
    opens_at = graphene.DateTime(description="From when; null if no date is set.")
    closes_at = graphene.DateTime(description="Until when; null if no date is set.")
    capacity = graphene.Int(description="How many places there are; null for no limit.")
    places_left = graphene.Int(description="How many are free; null if nobody counts them.")
    waiting_list = graphene.Boolean(
        required=True, description="Whether more names are taken when all places are."
    )
    url = graphene.String(
        description="Where to register, if that is elsewhere and known; show no button without it."
    )


SessionConnection = connection_type("Session", model_type("events.TrainingSessionPage"))

add_fields(
    TrainingSessionPage,
    [
        GraphQLComputed(
            "registration", Registration, required=True, description="How to register."
        ),
    ],
)

SESSION_ARGUMENTS = {
    "filter": graphene.Argument(SessionFilter, description="Conditions."),
    "order_by": graphene.Argument(
        graphene.List(graphene.NonNull(SessionOrder)), description="Default: by first day."
    ),
    **connection_arguments(),
}

add_fields(
    OrganizationPage,
    [
        GraphQLComputed(
            "sessions",
            SessionConnection,
            required=True,
            description="The sessions that it organizes or supports.",
            **SESSION_ARGUMENTS,
        ),
    ],
)
add_fields(
    PersonPage,
    [
        GraphQLComputed(
            "sessions",
            SessionConnection,
            required=True,
            description="The sessions in whose programme the person takes part.",
            **SESSION_ARGUMENTS,
        ),
    ],
)


@resolver("TrainingSessionPage.registration")
def resolve_registration(sessions: list[TrainingSessionPage], info: Info) -> list[dict[str, Any]]:
    """Say how registration stands at the request's moment."""
    return [
        {
            "mode": session.registration_mode,
            "state": registration_state(session, info.context.now),
            "opens_at": session.registration_opens_at,
            "closes_at": session.registration_closes_at,
            "capacity": session.capacity,
            "places_left": places_left(session),
            "waiting_list": session.waiting_list,
            "url": external_url(session),
        }
        for session in sessions
    ]


def external_url(session: TrainingSessionPage) -> str | None:
    """The address of a registration elsewhere."""
    is_external = session.registration_mode == RegistrationMode.EXTERNAL
    return session.registration_url or None if is_external else None


@resolver("OrganizationPage.sessions")
def resolve_sessions_of_organizations(
    organizations: list[OrganizationPage],
    info: Info,
    filter: dict[str, Any] | None = None,  # noqa: A002 the argument's name in the API
    order_by: list[str] | None = None,
    **arguments: Any,
) -> list[Connection]:
    """List the sessions of each organization: one row for each organizer of a visible session."""
    keys = [organization.translation_key for organization in organizations]
    sessions = filtered_sessions(TrainingSessionPage.objects.all(), filter, info.scope)
    rows = SessionOrganizer.objects.filter(
        organization__translation_key__in=keys,
        page__in=localized_pages(sessions, info.scope),
    ).annotate(owner=F("organization__translation_key"))
    first = rows.filter(page=OuterRef("page"), owner=OuterRef("owner"), pk__lt=OuterRef("pk"))
    return paginate_groups(
        rows.filter(~Exists(first)).select_related("page"),
        "owner",
        keys,
        [on("page__", order) for order in orders_of(order_by, SESSION_ORDERS, "START_ASC")],
        Slice.of(**arguments),
        finish=lambda found: [row.page for row in found],
    )


@resolver("PersonPage.sessions")
def resolve_sessions_of_people(
    people: list[PersonPage],
    info: Info,
    filter: dict[str, Any] | None = None,  # noqa: A002 the argument's name in the API
    order_by: list[str] | None = None,
    **arguments: Any,
) -> list[Connection]:
    """List the sessions of each person: one row for the first part in each visible session.

    Parts belong to the source session; dates are the same in all languages, titles are those of
    the language version that is shown.
    """
    keys = [person.translation_key for person in people]
    sessions: QuerySet[TrainingSessionPage] = localized_pages(
        filtered_sessions(TrainingSessionPage.objects.all(), filter, info.scope), info.scope
    )
    orders = orders_of(order_by, SESSION_ORDERS, "START_ASC")
    source = "slot__session__translation_key"
    rows = SlotSpeaker.objects.filter(
        person_key__in=keys, **{f"{source}__in": sessions.values("translation_key")}
    )
    first = rows.filter(
        person_key=OuterRef("person_key"), pk__lt=OuterRef("pk"), **{source: OuterRef(source)}
    )
    shown = sessions.filter(translation_key=OuterRef(source))
    rows = rows.filter(~Exists(first)).annotate(
        **{
            of_shown(order).name: Subquery(shown.values(order.name)[:1])
            for order in orders
            if order.name in OWN_COLUMNS
        }
    )

    def pages_of(found: list[SlotSpeaker]) -> list[TrainingSessionPage]:
        wanted = {row.slot.session.translation_key for row in found}
        by_key = {
            page.translation_key: page for page in sessions.filter(translation_key__in=wanted)
        }
        return [by_key[row.slot.session.translation_key] for row in found]

    return paginate_groups(
        rows.select_related("slot__session"),
        "person_key",
        keys,
        [
            of_shown(order) if order.name in OWN_COLUMNS else on("slot__session__", order)
            for order in orders
        ],
        Slice.of(**arguments),
        finish=pages_of,
    )


def on(prefix: str, order: Order) -> Order:
    """An ordering by a column of a related row."""
    return Order(prefix + order.name, order.descending)


# Each language version has its own; the others are the source's in all of them.
OWN_COLUMNS = {"title", "last_published_at"}


def of_shown(order: Order) -> Order:
    """An ordering by a column of the language version that is shown: the source may be hidden."""
    return Order(f"shown_{order.name}", order.descending)
