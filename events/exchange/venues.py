"""Venues as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from events.models import Venue
from organizations.exchange.columns import Column, Country, Degrees
from organizations.exchange.kinds import UID, Kind

VENUES = Kind(
    name="venues",
    model=Venue,
    label=_("Venues"),
    listing="wagtailsnippets_events_venue:list",
    icon="home",
    columns=(
        Column("name", "name", _("Name")),
        Column("address", "address", _("Address")),
        Column("city", "city", _("City")),
        Country("country", "country", _("Country")),
        Degrees("latitude", "latitude", _("Latitude")),
        Degrees("longitude", "longitude", _("Longitude")),
        Column("accessibility", "accessibility", _("Accessibility")),
        Column("website", "website", _("Website")),
    ),
    alike=("name", "city"),
    widths={"name": 30, "address": 40, "accessibility": 60, "website": 40, UID: 38},
)


def record_kinds() -> list[Kind]:
    """Give the kinds of this app, for the pages of imports."""
    return [VENUES]
