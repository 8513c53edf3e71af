"""The entries that a calendar may tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, Exists, OuterRef, Q

from cms.caching import tags
from cms.statements import KEY, Param, instances
from events.enums import CalendarKind
from events.models import CalendarEntry, CalendarListing, horizon

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.graphql.context import Scope

COLUMNS = tuple(field.attname for field in CalendarEntry._meta.concrete_fields)
# No calendar has more events; those that are over longest are left out.
MOST = 2_000


def entries_of_session(scope: Scope, key: UUID) -> list[CalendarEntry]:
    """The entries of a session and of its slots."""
    scope.dependencies.add(tags.page(key))
    return _read(
        scope,
        "calendar of a session",
        lambda: CalendarEntry.objects.filter(session_key=Param("owner", key, KEY)),
        key,
    )


def entries_listed(scope: Scope, kind: CalendarKind, key: UUID) -> list[CalendarEntry]:
    """The entries that the calendar of a site, organization, theme or person tells of."""
    scope.dependencies.add(tags.rows(CalendarEntry))

    def build() -> QuerySet[CalendarEntry]:
        entries = CalendarEntry.objects.filter(
            _listed(kind, Param("owner", key, KEY)),
            ends_before__gte=Param("horizon", None, DateTimeField()),
        )
        return entries.filter(slot__isnull=kind != CalendarKind.PERSON)

    return _read(scope, ("calendar", kind), build, key)


def _read(scope: Scope, name: Any, build: Any, key: UUID) -> list[CalendarEntry]:
    """Read entries; of what is lost only what is not over for long, and was on this site."""
    since = Param("horizon", None, DateTimeField())
    home = Param("home", None, KEY)

    def rows() -> QuerySet[Any, Any]:
        lost = Q(_listed(CalendarKind.SITE, home), ends_before__gte=since)
        entries = build().filter(Q(is_public=True) | lost)
        return entries.order_by("-ends_before", "uid").values_list(*COLUMNS)[:MOST]

    found = scope.rows(
        name, rows, owner=key, horizon=horizon(scope.now), home=scope.roots.site.home_key
    )
    return instances(CalendarEntry, COLUMNS, found)


def _listed(kind: CalendarKind, key: Any) -> Exists:
    listings = CalendarListing.objects.filter(entry=OuterRef("pk"), kind=kind, key=key)
    return Exists(listings)
