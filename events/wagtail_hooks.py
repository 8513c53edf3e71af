"""Registration of what editors use."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from cms.media.reports import report_urls
from cms.pages.listings import EditorsMenuItem
from cms.pages.reports import report_menu_item
from organizations.exchange.kinds import HOOK as RECORD_KINDS
from translations.domain.centres import HOOK as CENTRES

from .domain.centres import centres
from .exchange.venues import record_kinds
from .exchange_urls import admin_patterns
from .viewsets import (
    ProgrammeOverviewView,
    ThemeViewSet,
    VenueViewSet,
    WithoutProgrammeReport,
    clone_view,
    conflicts_view,
    duplicate_day_view,
    fill_view,
    grid_view,
    listing_buttons,
    move_view,
    programme_buttons,
    register_log_actions,
    session_viewset,
    shift_view,
    versions_view,
)

register_snippet(ThemeViewSet)
register_snippet(VenueViewSet)
hooks.register(CENTRES, centres)
hooks.register(RECORD_KINDS, record_kinds)
hooks.register("register_page_header_buttons", programme_buttons)
hooks.register("register_page_listing_more_buttons", listing_buttons)
hooks.register("register_log_actions", register_log_actions)

PROGRAMME_URLS = [
    path("grid/", grid_view, name="events_grid"),
    path("grid/<uuid:slot>/", move_view, name="events_move_slot"),
    path("conflicts/", conflicts_view, name="events_conflicts"),
    path("duplicate-day/", duplicate_day_view, name="events_duplicate_day"),
    path("shift/", shift_view, name="events_shift"),
    path("fill/", fill_view, name="events_fill"),
    path("versions/", versions_view, name="events_programme_versions"),
    path("clone/", clone_view, name="events_clone"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Add the pages about programmes."""
    return [
        *report_urls("programmes", ProgrammeOverviewView),
        *report_urls("without-programme", WithoutProgrammeReport),
        path("sessions/<int:page_id>/", include(PROGRAMME_URLS)),
        *admin_patterns,
    ]


@hooks.register("register_admin_viewset")
def register_sessions() -> Any:
    """Add the listing of sessions."""
    return session_viewset


@hooks.register("register_admin_menu_item")
def register_overview() -> MenuItem:
    """Add the overview of programmes to the menu."""
    return EditorsMenuItem(
        _("Programmes"),
        reverse("events_programme_overview"),
        name="programme-overview",
        icon_name="calendar-check",
        order=150,
    )


@hooks.register("register_reports_menu_item")
def register_without_programme() -> MenuItem:
    """Show the report of sessions without programme in the menu."""
    return report_menu_item(WithoutProgrammeReport, order=705)
