"""The report of sessions that have no public programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn

from cms.pages.listings import with_columns
from cms.pages.reports import PagesReport
from cms.paths import remember_default_languages
from events.domain.display import dates_text
from events.domain.overview import overviews, source_sessions
from events.models import ProgrammeSlot, TrainingSessionPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


class WithoutProgrammeFilterSet(WagtailFilterSet):
    """Sessions to come, or past ones."""

    when = django_filters.ChoiceFilter(
        label=_("When"),
        method="keep_when",
        empty_label=_("Any"),
        choices=[("upcoming", _("Upcoming")), ("past", _("Past"))],
    )

    class Meta:
        """The model that is listed."""

        model = TrainingSessionPage
        fields = ["when", "status"]

    def keep_when(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep sessions that are not over where they take place, or that are."""
        now = timezone.now()
        return queryset.past(now) if value == "past" else queryset.upcoming(now)


class WithoutProgrammeReport(PagesReport):
    """Sessions of which readers know no slot yet, the next one first."""

    page_title = _("Sessions without programme")
    header_icon = "calendar-alt"
    model = TrainingSessionPage
    filterset_class = WithoutProgrammeFilterSet
    index_url_name = "without_programme_report"
    index_results_url_name = "without_programme_report_results"
    export_filename = "sessions-without-programme"
    list_export = ["title", "start_date", "end_date", "get_status_display", "draft_slots", "live"]
    export_headings = {
        "title": _("Session"),
        "start_date": _("First day"),
        "end_date": _("Last day"),
        "get_status_display": _("Status"),
        "draft_slots": _("Slots in the draft"),
        "live": _("Live"),
    }
    columns = [
        TitleColumn(
            "title",
            label=_("Session"),
            accessor="get_admin_display_title",
            url_name="wagtailadmin_pages:edit",
        ),
        Column("dates_text", label=_("Dates")),
        Column("status", label=_("Status"), accessor="get_status_display"),
        Column("draft_slots", label=_("Slots in the draft")),
        PageStatusColumn("state", label=_("State")),
    ]

    def get_queryset(self) -> QuerySet[TrainingSessionPage]:
        """List sessions that the editor may change, each once for all languages."""
        slots = ProgrammeSlot.objects.filter(
            session__translation_key=OuterRef("translation_key")
        ).order_by()
        sessions = source_sessions().filter(~Exists(slots), pk__in=self.editable())
        return with_columns(sessions).next_first(timezone.now())

    def decorate_paginated_queryset(
        self, object_list: Sequence[TrainingSessionPage]
    ) -> Sequence[Any]:
        """Count the slots of the drafts."""
        sessions = list(object_list)
        remember_default_languages(sessions)
        drafts = overviews(sessions)
        for session in sessions:
            session.draft_slots = drafts[session.pk].slots
            session.dates_text = dates_text(session.start_date, session.end_date)
        return sessions
