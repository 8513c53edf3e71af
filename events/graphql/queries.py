"""Root fields: sessions, themes, venues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene

from cms.graphql.connections import Order, Slice, connection_arguments, connection_type, paginate
from cms.graphql.fields import model_type
from cms.graphql.locales import scope_arguments
from cms.graphql.localization import localized_pages, localized_snippets
from cms.graphql.queries import address_arguments, one_page_of, orders_of
from cms.graphql.resolvers import resolver
from events.models import Theme, TrainingSessionPage, Venue

from .filters import SESSION_ORDERS, filtered_sessions
from .types import SESSION_ARGUMENTS, SessionConnection

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.graphql.connections import Connection
    from cms.graphql.execution import Info

ThemeConnection = connection_type("Theme", model_type("events.Theme"))
VenueConnection = connection_type("Venue", model_type("events.Venue"))


class EventQueries:
    """The training sessions, and what they are about and where."""

    session = graphene.Field(
        model_type("events.TrainingSessionPage"),
        args=address_arguments(),
        description="One training session; null if there is none or it is not public.",
    )
    sessions = graphene.Field(
        graphene.NonNull(SessionConnection),
        args={**SESSION_ARGUMENTS, **scope_arguments()},
        description="The training sessions of the network.",
    )
    themes = graphene.Field(
        graphene.NonNull(ThemeConnection),
        args={**scope_arguments(), **connection_arguments()},
        description="What sessions are about, by name.",
    )
    venues = graphene.Field(
        graphene.NonNull(VenueConnection),
        args={**scope_arguments(), **connection_arguments()},
        description="Where sessions take place, by name.",
    )


@resolver("Query.session")
def resolve_session(
    roots: list[None], info: Info, **address: Any
) -> list[TrainingSessionPage | None]:
    """Find one session."""
    return [one_page_of(TrainingSessionPage, info, **address)]


@resolver("Query.sessions")
def resolve_sessions(
    roots: list[None],
    info: Info,
    filter: dict[str, Any] | None = None,  # noqa: A002 the argument's name in the API
    order_by: list[str] | None = None,
    **arguments: Any,
) -> list[Connection]:
    """List sessions."""
    matching = filtered_sessions(TrainingSessionPage.objects.all(), filter, info.scope)
    order = orders_of(order_by, SESSION_ORDERS, "START_ASC")
    sessions: QuerySet[TrainingSessionPage] = localized_pages(matching, info.scope)
    return [paginate(sessions, order, Slice.of(**arguments))]


@resolver("Query.themes")
def resolve_themes(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List themes."""
    themes = localized_snippets(Theme.objects.all(), info.scope)
    return [paginate(themes, [Order("name")], Slice.of(**arguments))]


@resolver("Query.venues")
def resolve_venues(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List venues."""
    venues = localized_snippets(Venue.objects.all(), info.scope)
    return [paginate(venues, [Order("name")], Slice.of(**arguments))]
