"""Root fields: sessions, themes, venues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene

from cms.graphql.connections import Order, Slice, connection_arguments, connection_type
from cms.graphql.fields import model_type
from cms.graphql.locales import scope_arguments
from cms.graphql.localization import page_rows, snippet_rows
from cms.graphql.pagination import paginate
from cms.graphql.queries import address_arguments, one_page_of, orders_of
from cms.graphql.resolvers import resolver
from cms.statements import side_by_side
from events.models import Theme, TrainingSessionPage, Venue

from .filters import SESSION_ORDERS, depend_on_filter, filtered_sessions, session_conditions
from .types import SESSION_ARGUMENTS, SessionConnection

if TYPE_CHECKING:
    from cms.graphql.connections import Connection
    from cms.graphql.info import Info

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
    scope, asked = info.scope, session_conditions(filter)
    rows = page_rows(
        TrainingSessionPage,
        lambda: filtered_sessions(asked, scope),
        scope,
        ("sessions", asked.form),
        asked.values,
        is_searched=asked.is_search,
    )
    order = orders_of(order_by, SESSION_ORDERS, "START_ASC")
    found, _ = side_by_side(
        lambda: paginate(rows, order, Slice.of(info, **arguments)),
        lambda: depend_on_filter(asked, scope),
    )
    return [found]


@resolver("Query.themes")
def resolve_themes(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List themes."""
    rows = snippet_rows(Theme, info.scope, "themes")
    return [paginate(rows, [Order("name", is_words=True)], Slice.of(info, **arguments))]


@resolver("Query.venues")
def resolve_venues(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List venues."""
    rows = snippet_rows(Venue, info.scope, "venues")
    return [paginate(rows, [Order("name", is_words=True)], Slice.of(info, **arguments))]
