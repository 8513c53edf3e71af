"""Registration, and the sessions of organizations and people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Exists, F, OuterRef, Subquery

from cms.graphql.connections import (
    Connection,
    Order,
    Slice,
    connection_arguments,
    connection_type,
)
from cms.graphql.declarations import add_fields
from cms.graphql.fields import GraphQLComputed, enum_type, model_type
from cms.graphql.localization import list_tags, localized_pages, page_rows
from cms.graphql.pagination import Rows, paginate_groups
from cms.graphql.queries import orders_of
from cms.graphql.resolvers import resolver
from cms.statements import KEY, any_of, instances
from events.domain.registration import places_left, registration_state
from events.enums import RegistrationMode, RegistrationState
from events.models import SessionOrganizer, SlotSpeaker, TrainingSessionPage
from organizations.models import OrganizationPage, PersonPage

from .filters import (
    SESSION_ORDERS,
    SessionFilter,
    SessionOrder,
    depend_on_filter,
    filtered_sessions,
    session_conditions,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.graphql.context import Scope
    from cms.graphql.filters import Conditions
    from cms.graphql.info import Info


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


REGISTRATION_COLUMNS = (
    "status", "registration_mode", "registration_url", "registration_opens_at",
    "registration_closes_at", "ends_before", "capacity", "waiting_list",
)  # fmt: skip


@resolver("TrainingSessionPage.registration", columns=REGISTRATION_COLUMNS, is_plain=True)
def resolve_registration(sessions: list[TrainingSessionPage], info: Info) -> list[dict[str, Any]]:
    """Say how registration stands at the request's moment."""
    for session in sessions:
        for moment in changes_of(session):
            if moment is not None and moment > info.context.now:
                info.scope.dependencies.until(moment)
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


def changes_of(session: TrainingSessionPage) -> list[datetime | None]:
    """The moments at which registration may stand otherwise by itself."""
    return [
        session.registration_opens_at,
        session.registration_closes_at,
        session.ends_before,
    ]


def external_url(session: TrainingSessionPage) -> str | None:
    """The address of a registration elsewhere."""
    is_external = session.registration_mode == RegistrationMode.EXTERNAL
    return session.registration_url or None if is_external else None


@resolver("OrganizationPage.sessions", columns=())
def resolve_sessions_of_organizations(
    organizations: list[OrganizationPage],
    info: Info,
    filter: dict[str, Any] | None = None,  # noqa: A002 the argument's name in the API
    order_by: list[str] | None = None,
    **arguments: Any,
) -> list[Connection]:
    """List the sessions of each organization: one row for each organizer of a visible session."""
    keys = [organization.translation_key for organization in organizations]
    scope, asked = info.scope, session_conditions(filter)

    def build() -> QuerySet[SessionOrganizer]:
        sessions: QuerySet[Any] = localized_pages(filtered_sessions(asked, scope), scope)
        rows = SessionOrganizer.objects.filter(page__in=sessions)
        rows = rows.annotate(owner=F("organization__translation_key"))
        earlier = SessionOrganizer.objects.filter(
            page=OuterRef("page"),
            organization__translation_key=OuterRef("owner"),
            pk__lt=OuterRef("pk"),
        )
        return rows.filter(~Exists(earlier))

    depend_on_filter(asked, scope)
    scope.dependencies.add(*list_tags(TrainingSessionPage, scope.locales))
    names = session_columns(scope)
    key = ("sessions of organizations", asked.form)
    return paginate_groups(
        Rows(
            scope,
            SessionOrganizer,
            build,
            ["id", *(f"page__{name}" for name in names)],
            key,
            asked.values,
            {"owner": KEY},
        ),
        "owner",
        keys,
        [on("page__", order) for order in orders_of(order_by, SESSION_ORDERS, "START_ASC")],
        Slice.of(info, **arguments),
        finish=lambda found: as_sessions(found, "page__", names),
    )


def session_columns(scope: Scope) -> tuple[str, ...]:
    """The columns that the operation needs of sessions."""
    return (*scope.columns.page, *scope.columns.of(TrainingSessionPage))


def as_sessions(
    found: Sequence[Any], prefix: str, names: Sequence[str]
) -> list[TrainingSessionPage]:
    """The sessions that the rows of a list were read with."""
    columns = [prefix + name for name in names]
    values = [[row.__dict__[column] for column in columns] for row in found]
    return instances(TrainingSessionPage, names, values)


@resolver("PersonPage.sessions", columns=())
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
    scope, asked = info.scope, session_conditions(filter)
    orders = orders_of(order_by, SESSION_ORDERS, "START_ASC")

    def build() -> QuerySet[SlotSpeaker]:
        sessions: QuerySet[Any] = localized_pages(filtered_sessions(asked, scope), scope)
        rows = SlotSpeaker.objects.filter(**{f"{SOURCE}__in": sessions.values("translation_key")})
        earlier = SlotSpeaker.objects.filter(
            person_key=OuterRef("person_key"), pk__lt=OuterRef("pk"), **{SOURCE: OuterRef(SOURCE)}
        )
        shown = sessions.filter(translation_key=OuterRef(SOURCE))
        own = [order for order in orders if order.name in OWN_COLUMNS]
        columns = {of_shown(o).name: Subquery(shown.values(o.name)[:1]) for o in own}
        return rows.filter(~Exists(earlier)).annotate(**columns)

    depend_on_filter(asked, scope)
    scope.dependencies.add(*list_tags(TrainingSessionPage, scope.locales_by_id))
    key = ("sessions of people", asked.form, *orders)
    return paginate_groups(
        Rows(
            scope,
            SlotSpeaker,
            build,
            ["id", SOURCE],
            key,
            asked.values,
            SHOWN_FIELDS,
        ),
        "person_key",
        keys,
        [
            of_shown(order) if order.name in OWN_COLUMNS else on("slot__session__", order)
            for order in orders
        ],
        Slice.of(info, **arguments),
        finish=lambda found: sessions_by_key([row.__dict__[SOURCE] for row in found], asked, scope),
    )


def sessions_by_key(keys: list[UUID], asked: Conditions, scope: Scope) -> list[TrainingSessionPage]:
    """The sessions with these keys that meet conditions, in the language that is shown."""

    def build() -> QuerySet[TrainingSessionPage]:
        return filtered_sessions(asked, scope).filter(any_of("translation_key", keys, KEY))

    key = ("sessions by key", asked.form)
    rows = page_rows(TrainingSessionPage, build, scope, key, {**asked.values, "values": keys})
    found = {page.translation_key: page for page in rows.all()}
    return [found[key] for key in keys]


def on(prefix: str, order: Order) -> Order:
    """An ordering by a column of a related row."""
    return replace(order, name=prefix + order.name)


# Parts belong to the source session.
SOURCE = "slot__session__translation_key"
# Each language version has its own; the others are the source's in all of them.
OWN_COLUMNS = {"title", "last_published_at"}
SHOWN_FIELDS = {f"shown_{name}": TrainingSessionPage._meta.get_field(name) for name in OWN_COLUMNS}


def of_shown(order: Order) -> Order:
    """An ordering by a column of the language version that is shown: the source may be hidden."""
    return replace(order, name=f"shown_{order.name}")
