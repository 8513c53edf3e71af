"""The listing of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.models import Page

from cms.pages.listings import (
    ListingView,
    ListingViewSet,
    PageFilterSet,
    TextColumn,
    columns,
    first_pages,
)
from events.domain.display import dates_text, distance_text
from events.domain.registration import registration_state
from events.enums import SessionMode, SessionStatus
from events.models import Theme, TrainingSessionIndexPage, TrainingSessionPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

# Stands for an empty mode in the address of the listing.
UNKNOWN = "unknown"


def lists_of_sessions(request: Any) -> QuerySet:
    """Give the pages beneath which sessions stand, each once for all languages."""
    return first_pages(TrainingSessionIndexPage.objects.all()).order_by("path")


def themes(request: Any) -> QuerySet:
    """Give the themes, each once for all languages."""
    older = Theme.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return Theme.objects.exclude(Exists(older)).order_by("name")


def years(request: Any = None) -> list[tuple[str, str]]:
    """Give the years in which sessions begin, the latest first."""
    found = TrainingSessionPage.objects.dates("start_date", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in found]


class SessionFilterSet(PageFilterSet):
    """By time, centre, state, way of taking part and subject."""

    when = django_filters.ChoiceFilter(
        label=_("When"),
        method="keep_when",
        empty_label=_("Any time"),
        choices=[
            ("upcoming", _("Upcoming")),
            ("ongoing", _("Going on")),
            ("past", _("Past")),
            ("undated", _("Without dates")),
        ],
        widget=forms.RadioSelect,
    )
    year = django_filters.ChoiceFilter(
        label=_("Year"), method="keep_year", empty_label=_("Any year"), choices=years
    )
    centre = django_filters.ModelChoiceFilter(
        label=_("Centre"),
        method="keep_centre",
        empty_label=_("All centres"),
        queryset=lists_of_sessions,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=SessionStatus.choices, widget=forms.CheckboxSelectMultiple
    )
    mode = django_filters.MultipleChoiceFilter(
        label=_("Mode"),
        method="keep_modes",
        choices=[*SessionMode.choices, (UNKNOWN, _("Not known"))],
        widget=forms.CheckboxSelectMultiple,
    )
    theme = django_filters.ModelChoiceFilter(
        label=_("Theme"), method="keep_theme", empty_label=_("All themes"), queryset=themes
    )

    class Meta(PageFilterSet.Meta):
        """Sessions."""

        model = TrainingSessionPage

    def keep_when(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep sessions by their place in time, each in its own zone."""
        if value == "undated":
            return queryset.filter(start_date__isnull=True)
        return getattr(queryset, value)(timezone.now())

    def keep_year(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep sessions that have a day in the year."""
        return queryset.in_year(int(value))

    def keep_centre(self, queryset: QuerySet, _name: str, value: Page) -> QuerySet:
        """Keep sessions beneath a page or one of its translations."""
        places = Page.objects.filter(translation_key=value.translation_key)
        beneath = Q(pk__in=[])
        for path in places.values_list("path", flat=True):
            beneath |= Q(path__startswith=path)
        return queryset.filter(beneath)

    def keep_modes(self, queryset: QuerySet, _name: str, values: list[str]) -> QuerySet:
        """Keep sessions held in one of these modes, or in one that is not known."""
        return queryset.in_mode(["" if value == UNKNOWN else value for value in values])

    def keep_theme(self, queryset: QuerySet, _name: str, value: Theme) -> QuerySet:
        """Keep sessions on a theme, in any language."""
        return queryset.about(value.translation_key)


class SessionListingView(ListingView):
    """All sessions that the user may see: the next first, then the past ones."""

    searched_fields = ("draft_title", "title", "theme")

    base_filterset_class = SessionFilterSet
    default_ordering = "next"

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Put the next session first unless another order is asked for."""
        if self.ordering != self.default_ordering or self.is_searching:
            return super().order_queryset(queryset)
        return queryset.next_first(timezone.now())

    def decorate(self, pages: Sequence[TrainingSessionPage]) -> None:
        """Give the rows their texts; the page above each comes with one statement."""
        super().decorate(pages)
        Page.objects.annotate_parent_page(pages)
        now = timezone.now()
        today = timezone.localdate()
        for page in pages:
            page.dates = dates_text(page.start_date, page.end_date)
            page.distance = distance_text(page.start_date, page.end_date, today)
            page.place = page._parent_page and page._parent_page.get_admin_display_title()  # noqa: SLF001 - where Wagtail puts it
            page.registration = registration_state(page, now).label


class SessionViewSet(ListingViewSet):
    """Training sessions."""

    model = TrainingSessionPage
    icon = "date"
    menu_label = _("Sessions")
    menu_name = "sessions"
    menu_order = 110
    add_item_label = _("Add a session")
    index_view_class = SessionListingView
    filterset_class = SessionFilterSet
    columns = columns(
        TextColumn(
            "dates",
            label=_("Dates"),
            note="distance",
            sort_key="start_date",
            classname="miti-nowrap",
        ),
        Column("place", label=_("Centre"), classname="miti-widest"),
        TextColumn("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        TextColumn(
            "mode",
            label=_("Mode"),
            accessor="get_mode_display",
            sort_key="mode",
            classname="miti-widest",
        ),
        Column("registration", label=_("Registration"), classname="miti-widest"),
    )
    list_export = [
        "title", "locale.language_code", "start_date", "end_date", "time_zone",
        "get_status_display", "get_mode_display", "live",
    ]  # fmt: skip
    export_headings = {
        "title": _("Title"),
        "locale.language_code": _("Language"),
        "start_date": _("First day"),
        "end_date": _("Last day"),
        "time_zone": _("Time zone"),
        "get_status_display": _("Status"),
        "get_mode_display": _("Mode"),
        "live": _("Live"),
    }
    export_filename = "sessions"


session_viewset = SessionViewSet("sessions")
