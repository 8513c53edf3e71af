"""The addresses of calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import graphene
from django.urls import reverse

from cms.graphql.declarations import add_fields
from cms.graphql.fields import GraphQLComputed
from cms.graphql.resolvers import resolver
from cms.graphql.sites import absolute_url
from events.models import Theme, TrainingSessionPage
from organizations.models import OrganizationPage, PersonPage

if TYPE_CHECKING:
    from cms.graphql.context import Scope
    from cms.graphql.info import Info
    from events.domain.programme import SlotData

ENDING = "as iCalendar, in the language asked for; to subscribe to."
DESCRIPTIONS = {
    TrainingSessionPage: f"The session and its programme {ENDING}",
    OrganizationPage: f"The sessions that it organizes or supports, from a year ago on, {ENDING}",
    PersonPage: f"The slots in which the person takes part, from a year ago on, {ENDING}",
    Theme: f"The sessions on the theme, from a year ago on, {ENDING}",
}

for model, description in DESCRIPTIONS.items():
    field = GraphQLComputed("calendar_url", graphene.String, required=True, description=description)
    add_fields(model, [field])


@resolver("TrainingSessionPage.calendarUrl", columns=(), is_plain=True)
def resolve_of_sessions(sessions: list[Any], info: Info) -> list[str]:
    """Give the calendars of sessions."""
    return _urls("calendar_session", sessions, info.scope)


@resolver("OrganizationPage.calendarUrl", columns=(), is_plain=True)
def resolve_of_organizations(organizations: list[Any], info: Info) -> list[str]:
    """Give the calendars of organizations."""
    return _urls("calendar_organization", organizations, info.scope)


@resolver("PersonPage.calendarUrl", columns=(), is_plain=True)
def resolve_of_people(people: list[Any], info: Info) -> list[str]:
    """Give the calendars of people."""
    return _urls("calendar_person", people, info.scope)


@resolver("Theme.calendarUrl", columns=(), is_plain=True)
def resolve_of_themes(themes: list[Any], info: Info) -> list[str]:
    """Give the calendars of themes."""
    return _urls("calendar_theme", themes, info.scope)


@resolver("ProgrammeSlot.calendarUrl", is_plain=True)
def resolve_of_slots(slots: list[SlotData], info: Info) -> list[str]:
    """Give the calendars of slots."""
    query = _query(info.scope)
    return [
        absolute_url(reverse("calendar_slot", args=[slot.session_key, slot.uid]) + query)
        for slot in slots
    ]


def _urls(name: str, objects: list[Any], scope: Scope) -> list[str]:
    query = _query(scope)
    return [absolute_url(reverse(name, args=[item.translation_key]) + query) for item in objects]


def _query(scope: Scope) -> str:
    """Ask for the first language of the operation, and for its site if that is not the default."""
    codes, site = scope.language_codes, scope.roots.site
    asked = {"locale": codes[0]} if codes else {}
    if not site.is_default_site:
        asked["site"] = f"{site.hostname}:{site.port}"
    return f"?{urlencode(asked)}" if asked else ""
