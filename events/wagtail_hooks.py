"""Registration of what editors use."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from cms.pages.listings import EditorsMenuItem

from .models import TrainingSessionPage
from .viewsets import (
    ProgrammeOverviewView,
    ThemeViewSet,
    VenueViewSet,
    duplicate_day_view,
    session_viewset,
)

register_snippet(ThemeViewSet)
register_snippet(VenueViewSet)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Add the pages about programmes."""
    overview = ProgrammeOverviewView
    return [
        path("reports/programmes/", overview.as_view(), name="events_programme_overview"),
        path(
            "reports/programmes/results/",
            overview.as_view(results_only=True),
            name="events_programme_overview_results",
        ),
        path(
            "sessions/<int:page_id>/duplicate-day/", duplicate_day_view, name="events_duplicate_day"
        ),
    ]


@hooks.register("register_admin_viewset")
def register_sessions() -> Any:
    """Add the listing of sessions."""
    return session_viewset


@hooks.register("register_admin_menu_item")
def register_overview() -> MenuItem:
    """Add the overview of programmes to the menu."""
    return EditorsMenuItem(
        _("Programme overview"),
        reverse("events_programme_overview"),
        name="programme-overview",
        icon_name="calendar-check",
        order=150,
    )


@hooks.register("register_page_header_buttons")
def add_duplicate_day(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """Offer to duplicate a day where a session is edited."""
    if view_name != "edit" or not issubclass(
        page.cached_content_type.model_class(), TrainingSessionPage
    ):
        return
    if page.alias_of_id is None and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Duplicate a day"),
            reverse("events_duplicate_day", args=[page.pk]),
            icon_name="copy",
            priority=55,
        )
