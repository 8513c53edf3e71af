"""The report on all programmes: which sessions have days, slots, conflicts and changes waiting."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LocaleColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from events.domain.display import dates_text
from events.domain.overview import overviews, source_sessions
from events.models import TrainingSessionPage
from organizations.models import OrganizationPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

MONTH = r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"
# A spreadsheet takes a cell that starts so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def without_formula(text: str) -> str:
    """Write a text so that a spreadsheet shows it and does not compute it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class MonthFilter(django_filters.Filter):
    """Sessions with a day in a month, written 2015-06."""

    field_class = forms.RegexField

    def __init__(self, **kwargs: Any) -> None:
        """Use the browser's chooser of months."""
        widget = forms.TextInput(attrs={"type": "month"})
        super().__init__(regex=MONTH, widget=widget, **kwargs)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        """Keep sessions that have a day in the month."""
        if not value:
            return queryset
        year, month = (int(part) for part in value.split("-"))
        last = calendar.monthrange(year, month)[1]
        return queryset.filter(
            start_date__lte=date(year, month, last), end_date__gte=date(year, month, 1)
        )


def organizing_centres(request: Any) -> QuerySet:
    """Give the organizations that organize a session."""
    return OrganizationPage.objects.filter(
        pk__in=TrainingSessionPage.objects.values("organizers__organization")
    ).order_by("title")


class ProgrammeOverviewFilterSet(WagtailFilterSet):
    """By centre and by month."""

    centre = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Centre"),
        field_name="organizers__organization",
        queryset=organizing_centres,
        distinct=True,
    )
    month = MonthFilter(label=gettext_lazy("Month"))

    class Meta:
        """Two filters of our own."""

        model = TrainingSessionPage
        fields: ClassVar[list[str]] = []


class ProgrammeOverviewView(ReportView):
    """All sessions that the user may edit, with the state of their programmes."""

    model = TrainingSessionPage
    page_title = gettext_lazy("Programme overview")
    header_icon = "calendar-alt"
    template_name = "events/admin/overview.html"
    filterset_class = ProgrammeOverviewFilterSet
    index_url_name = "events_programme_overview"
    index_results_url_name = "events_programme_overview_results"
    any_permission_required = ["add", "change", "publish"]
    default_ordering = "-start_date"
    export_filename = "programme-overview"
    columns = [
        TitleColumn("title", label=gettext_lazy("Session"), url_name="wagtailadmin_pages:edit"),
        LocaleColumn(label=gettext_lazy("Language")),
        Column("dates_text", label=gettext_lazy("Dates"), classname="miti-nowrap"),
        Column("time_zone", label=gettext_lazy("Time zone")),
        Column("day_count", label=gettext_lazy("Days")),
        Column("slot_count", label=gettext_lazy("Slots")),
        Column("conflicts_text", label=gettext_lazy("Conflicts")),
        Column("changes_text", label=gettext_lazy("State")),
    ]
    list_export = [
        "title", "locale.language_code", "start_date", "end_date", "time_zone", "day_count",
        "slot_count", "error_count", "warning_count", "changes_text",
    ]  # fmt: skip
    export_headings = {
        "title": gettext_lazy("Session"),
        "locale.language_code": gettext_lazy("Language"),
        "start_date": gettext_lazy("First day"),
        "end_date": gettext_lazy("Last day"),
        "time_zone": gettext_lazy("Time zone"),
        "day_count": gettext_lazy("Days"),
        "slot_count": gettext_lazy("Slots"),
        "error_count": gettext_lazy("Errors"),
        "warning_count": gettext_lazy("Warnings"),
        "changes_text": gettext_lazy("State"),
    }
    custom_value_preprocess = {
        **ReportView.custom_value_preprocess,
        str: {ReportView.FORMAT_CSV: without_formula, ReportView.FORMAT_XLSX: without_formula},
    }

    @cached_property
    def permission_policy(self) -> Any:
        """Ask for rights to pages: there are none for one type of page."""
        return policy_registry.get_by_type(Page)

    def get_queryset(self) -> QuerySet:
        """Give one page per session, among those that the user may edit."""
        editable = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        self.queryset = (
            source_sessions()
            .filter(pk__in=editable.values("pk"))
            .select_related("locale")
            .defer_streamfields()
        )
        return super().get_queryset()

    def decorate_paginated_queryset(
        self, object_list: Sequence[TrainingSessionPage]
    ) -> Sequence[TrainingSessionPage]:
        """Count days, slots and conflicts of the sessions shown."""
        sessions = list(object_list)
        found = overviews(sessions)
        for session in sessions:
            overview = found[session.pk]
            session.day_count = overview.days
            session.slot_count = overview.slots
            session.error_count = overview.errors
            session.warning_count = overview.warnings
            session.conflicts_text = _conflicts_text(overview.errors, overview.warnings)
            session.changes_text = _changes_text(session)
            session.dates_text = dates_text(session.start_date, session.end_date)
        return sessions


def _conflicts_text(errors: int, warnings: int) -> str:
    texts = []
    if errors:
        texts.append(ngettext("%(number)d error", "%(number)d errors", errors) % {"number": errors})
    if warnings:
        text = ngettext("%(number)d warning", "%(number)d warnings", warnings)
        texts.append(text % {"number": warnings})
    return ", ".join(texts) or "–"


def _changes_text(session: TrainingSessionPage) -> str:
    if not session.live:
        return _("Draft")
    return _("Live, changes waiting") if session.has_unpublished_changes else _("Live")
