"""Conditions and orderings of lists of sessions."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import DateField, Exists

from cms.caching import tags
from cms.graphql.connections import Order
from cms.graphql.errors import BadUserInput
from cms.graphql.fields import enum_type
from cms.graphql.filters import Conditions
from cms.graphql.pages import visible_pages
from cms.graphql.queries import order_enum
from cms.graphql.search import matching_pages
from cms.search.models import SearchKind
from cms.statements import KEY
from events.enums import SessionMode, SessionStatus
from events.models import Theme, TrainingSessionPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Field, QuerySet

    from cms.graphql.context import Scope
    from events.querysets import TrainingSessionQuerySet

SESSION_ORDERS = {
    "START_ASC": Order("start_date"),
    "START_DESC": Order("start_date", descending=True),
    "END_ASC": Order("end_date"),
    "END_DESC": Order("end_date", descending=True),
    "TITLE_ASC": Order("title", is_words=True),
    "TITLE_DESC": Order("title", descending=True, is_words=True),
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
        graphene.NonNull(enum_type(SessionMode)),
        description="Held in one of these ways, as far as it is known.",
    )
    organizer = graphene.UUID(description="Organized or supported by the one with this key.")
    host = graphene.UUID(description="In the house of the organization with this key.")
    theme = graphene.UUID(description="On the theme with this key.")
    language = graphene.String(description="Held in this language (BCP 47 tag).")
    understood_in = graphene.String(
        description=(
            "Held in this language, or with a slot that is spoken in it or interpreted into it "
            "(BCP 47 tag)."
        )
    )
    speaker = graphene.UUID(description="The person with this key takes part in the programme.")
    search = graphene.String(description="Holds these words, as `search` finds them.")


def _if_visible(question: str) -> Callable[..., TrainingSessionQuerySet]:
    """A question about another page; one that is not visible is part of nothing."""

    def ask(sessions: TrainingSessionQuerySet, key: Any, scope: Scope) -> TrainingSessionQuerySet:
        found: TrainingSessionQuerySet = getattr(sessions, question)(key)
        return found.filter(Exists(visible_pages(scope).filter(translation_key=key)))

    return ask


def _about(sessions: TrainingSessionQuerySet, key: Any, scope: Scope) -> TrainingSessionQuerySet:
    themes = scope.visibility.snippets(Theme.objects.filter(translation_key=key))
    return sessions.about(key).filter(Exists(themes))


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
        sessions.upcoming(scope.moment) if yes else sessions.past(scope.moment)
    ),
    "past": lambda sessions, yes, scope: (
        sessions.past(scope.moment) if yes else sessions.upcoming(scope.moment)
    ),
    "year": _year,
    "status": lambda sessions, values, scope: sessions.with_status(_plain(values)),
    "mode": lambda sessions, values, scope: sessions.in_mode(_plain(values)),
    "organizer": _if_visible("organized_by"),
    "host": _if_visible("hosted_by"),
    "theme": _about,
    "language": lambda sessions, tag, scope: sessions.held_in_language(tag),
    "understood_in": lambda sessions, tag, scope: sessions.understood_in(tag),
    "speaker": _if_visible("with_speaker"),
    "search": lambda sessions, words, scope: sessions.filter(
        pk__in=matching_pages(SearchKind.SESSION, words, scope)
    ),
}


# The conditions of which one statement takes any value.
FIELDS: dict[str, Field[Any, Any]] = {
    **dict.fromkeys(("starts_from", "starts_until", "ends_from", "ends_until"), DateField()),
    **dict.fromkeys(("organizer", "host", "theme", "speaker"), KEY),
}


def session_conditions(asked: dict[str, Any] | None) -> Conditions:
    """The conditions of a SessionFilter."""
    return Conditions.of(asked, **FIELDS)


def depend_on_filter(asked: Conditions, scope: Scope) -> None:
    """Have an answer depend on what its filter looks at, and end when the next session ends."""
    if "search" in asked.given:
        scope.dependencies.add(tags.SEARCH)
    if "theme" in asked.given:
        scope.dependencies.add(tags.snippets(Theme))
    # Programmes belong to the source session, whatever language is asked for.
    if asked.given.keys() & {"organizer", "host", "speaker", "understood_in"}:
        scope.dependencies.add(tags.PAGES)
    if asked.given.keys() & {"upcoming", "past"}:
        for (end,) in scope.rows("next end of a session", lambda: _next_end(scope)):
            scope.dependencies.until(end)


def _next_end(scope: Scope) -> QuerySet[Any, Any]:
    ending = TrainingSessionPage.objects.filter(live=True, ends_before__gt=scope.moment)
    return ending.order_by("ends_before").values_list("ends_before")[:1]


def filtered_sessions(conditions: Conditions, scope: Scope) -> TrainingSessionQuerySet:
    """The sessions that meet conditions, visible or not."""
    sessions: TrainingSessionQuerySet = TrainingSessionPage.objects.all()
    for name, value in conditions.given.items():
        sessions = CONDITIONS[name](sessions, value, scope)
    return sessions
