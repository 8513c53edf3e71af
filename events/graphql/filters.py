"""Conditions and orderings of lists of sessions."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import TYPE_CHECKING, Any

import graphene

from cms.graphql.connections import Order
from cms.graphql.errors import BadUserInput
from cms.graphql.fields import enum_type
from cms.graphql.pages import visible_pages
from cms.graphql.queries import order_enum
from cms.graphql.search import matching_pages
from events.enums import SessionMode, SessionStatus
from events.models import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.graphql.context import Scope
    from events.querysets import TrainingSessionQuerySet

SESSION_ORDERS = {
    "START_ASC": Order("start_date"),
    "START_DESC": Order("start_date", descending=True),
    "END_ASC": Order("end_date"),
    "END_DESC": Order("end_date", descending=True),
    "TITLE_ASC": Order("title"),
    "TITLE_DESC": Order("title", descending=True),
    "LAST_PUBLISHED_ASC": Order("last_published_at"),
    "LAST_PUBLISHED_DESC": Order("last_published_at", descending=True),
}
SessionOrder = order_enum("SessionOrder", SESSION_ORDERS, "Orderings of lists of sessions.")


class SessionFilter(graphene.InputObjectType):
    """Conditions on sessions; all must hold."""

    starts_from = graphene.Date(description="First day on or after this one.")
    starts_until = graphene.Date(description="First day on or before this one.")
    ends_from = graphene.Date(description="Last day on or after this one.")
    ends_until = graphene.Date(description="Last day on or before this one.")
    upcoming = graphene.Boolean(
        description=(
            "Whether the last day is not over yet in the session's own time zone; sessions under "
            "way are upcoming."
        )
    )
    past = graphene.Boolean(
        description="Whether the last day is over in the session's own time zone."
    )
    year = graphene.Int(description="With a day in this year.")
    status = graphene.List(
        graphene.NonNull(enum_type(SessionStatus)), description="One of these statuses."
    )
    mode = graphene.List(
        graphene.NonNull(enum_type(SessionMode)), description="Held in one of these ways."
    )
    organizer = graphene.UUID(description="Organized or supported by the one with this key.")
    host = graphene.UUID(description="In the house of the organization with this key.")
    theme = graphene.UUID(description="On the theme with this key.")
    language = graphene.String(description="Held in this language (BCP 47 tag).")
    speaker = graphene.UUID(description="The person with this key takes part in the programme.")
    search = graphene.String(description="Holds these words, as `search` finds them.")


def _if_visible(question: str) -> Callable[..., TrainingSessionQuerySet]:
    """A question about another page; one that is not visible is part of nothing."""

    def ask(sessions: TrainingSessionQuerySet, key: Any, scope: Scope) -> TrainingSessionQuerySet:
        if not visible_pages(scope).filter(translation_key=key).exists():
            return sessions.none()
        return getattr(sessions, question)(key)

    return ask


def _about(sessions: TrainingSessionQuerySet, key: Any, scope: Scope) -> TrainingSessionQuerySet:
    themes = scope.visibility.snippets(Theme.objects.filter(translation_key=key))
    return sessions.about(key) if themes.exists() else sessions.none()


def _year(sessions: TrainingSessionQuerySet, year: int, scope: Scope) -> TrainingSessionQuerySet:
    if not MINYEAR <= year <= MAXYEAR:
        raise BadUserInput(f"`year` must be from {MINYEAR} to {MAXYEAR}.")
    return sessions.in_year(year)


def _plain(values: list[Any]) -> list[str]:
    return [getattr(value, "value", value) for value in values]


CONDITIONS: dict[str, Callable[..., TrainingSessionQuerySet]] = {
    "starts_from": lambda sessions, day, scope: sessions.starting(since=day),
    "starts_until": lambda sessions, day, scope: sessions.starting(until=day),
    "ends_from": lambda sessions, day, scope: sessions.ending(since=day),
    "ends_until": lambda sessions, day, scope: sessions.ending(until=day),
    "upcoming": lambda sessions, yes, scope: (
        sessions.upcoming(scope.now) if yes else sessions.past(scope.now)
    ),
    "past": lambda sessions, yes, scope: (
        sessions.past(scope.now) if yes else sessions.upcoming(scope.now)
    ),
    "year": _year,
    "status": lambda sessions, values, scope: sessions.with_status(_plain(values)),
    "mode": lambda sessions, values, scope: sessions.in_mode(_plain(values)),
    "organizer": _if_visible("organized_by"),
    "host": _if_visible("hosted_by"),
    "theme": _about,
    "language": lambda sessions, tag, scope: sessions.held_in_language(tag),
    "speaker": _if_visible("with_speaker"),
    "search": lambda sessions, words, scope: sessions.filter(pk__in=matching_pages(words, scope)),
}


def filtered_sessions(
    sessions: TrainingSessionQuerySet, conditions: dict[str, Any] | None, scope: Scope
) -> TrainingSessionQuerySet:
    """The sessions that meet a SessionFilter; a condition given as null is none."""
    for name, value in (conditions or {}).items():
        if value is not None:
            sessions = CONDITIONS[name](sessions, value, scope)
    return sessions
