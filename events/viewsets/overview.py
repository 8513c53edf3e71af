"""The report on all programmes: which sessions have days, slots, conflicts and changes waiting."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, LocaleColumn, TitleColumn
from wagtail.models import Page

from cms.pages.languages import language_choices
from cms.pages.reports import PagesReport
from events.domain.display import dates_text
from events.domain.overview import ProgrammeOverview, overviews, source_sessions
from events.models import TrainingSessionPage
from organizations.models import OrganizationPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

MONTH = r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"


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
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Understood in"),
        choices=language_choices,
        method="filter_language",
        help_text=gettext_lazy(
            "The session is held in it, or a published slot is, or is interpreted into it."
        ),
    )

    class Meta:
        """Three filters of our own."""

        model = TrainingSessionPage
        fields: ClassVar[list[str]] = []

    def filter_language(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep sessions that can be followed in a language."""
        return queryset.understood_in(value)


class ConflictsColumn(Column):
    """How many conflicts, as the way to them."""

    cell_template_name = "events/admin/conflicts_cell.html"


COLUMNS: list[BaseColumn] = [
    TitleColumn(
        "title",
        label=gettext_lazy("Session"),
        accessor="get_admin_display_title",
        url_name="wagtailadmin_pages:edit",
        classname="title",
    ),
    Column("place", label=gettext_lazy("Centre"), classname="miti-wide"),
    Column("dates_text", label=gettext_lazy("Dates"), classname="miti-nowrap"),
    Column("time_zone", label=gettext_lazy("Time zone"), classname="miti-widest"),
    Column("day_count", label=gettext_lazy("Days"), classname="miti-wide"),
    Column("slot_count", label=gettext_lazy("Slots"), classname="miti-wide"),
    Column("people_count", label=gettext_lazy("People"), classname="miti-wide"),
    Column("languages_text", label=gettext_lazy("Languages"), classname="miti-widest"),
    Column("missing_text", label=gettext_lazy("Missing"), classname="miti-wide"),
    ConflictsColumn("conflicts_text", label=gettext_lazy("Conflicts")),
    Column("changes_text", label=gettext_lazy("State")),
]


class ProgrammeOverviewView(PagesReport):
    """All sessions that the user may edit, with the state of their programmes."""

    model = TrainingSessionPage
    page_title = gettext_lazy("Programme overview")
    header_icon = "calendar-alt"
    template_name = "events/admin/overview.html"
    filterset_class = ProgrammeOverviewFilterSet
    index_url_name = "events_programme_overview"
    index_results_url_name = "events_programme_overview_results"
    default_ordering = "next"
    is_searchable = True
    # The index of the admin's search cannot be filtered any further.
    search_backend_name = None
    search_fields = ["title"]
    export_filename = "programme-overview"
    list_export = [
        "title", "locale.language_code", "start_date", "end_date", "time_zone", "day_count",
        "slot_count", "people_count", "languages_text", "without_room", "without_time",
        "error_count", "warning_count", "changes_text",
    ]  # fmt: skip
    export_headings = {
        "title": gettext_lazy("Session"),
        "locale.language_code": gettext_lazy("Language"),
        "start_date": gettext_lazy("First day"),
        "end_date": gettext_lazy("Last day"),
        "time_zone": gettext_lazy("Time zone"),
        "day_count": gettext_lazy("Days"),
        "slot_count": gettext_lazy("Slots"),
        "people_count": gettext_lazy("People"),
        "languages_text": gettext_lazy("Languages"),
        "without_room": gettext_lazy("Slots without a room"),
        "without_time": gettext_lazy("Slots without a time"),
        "error_count": gettext_lazy("Errors"),
        "warning_count": gettext_lazy("Warnings"),
        "changes_text": gettext_lazy("State"),
    }

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Name the language only where there are several."""
        locales = self.model.objects.filter(pk__in=self.get_base_queryset().values("pk"))
        is_mixed = locales.order_by().values("locale").distinct().count() > 1
        language = [LocaleColumn(label=gettext_lazy("Language"))] if is_mixed else []
        return [*COLUMNS[:1], *language, *COLUMNS[1:]]

    def get_base_queryset(self) -> QuerySet:
        """Give one page per session, among those that the user may edit."""
        return (
            source_sessions()
            .filter(pk__in=self.editable())
            .select_related("locale")
            .defer_streamfields()
        )

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Put the next session first."""
        return queryset.next_first(timezone.now())

    def decorate_paginated_queryset(
        self, object_list: Sequence[TrainingSessionPage]
    ) -> Sequence[TrainingSessionPage]:
        """Count days, slots and conflicts of the sessions shown."""
        sessions = list(object_list)
        Page.objects.annotate_parent_page(sessions)
        found = overviews(sessions, self.request.user)
        for session in sessions:
            overview = found[session.pk]
            session.day_count = overview.days
            session.slot_count = overview.slots
            session.place = session._parent_page.get_admin_display_title()  # noqa: SLF001 - where Wagtail puts it
            session.people_count = overview.people
            session.languages_text = _languages_text(overview)
            session.without_room = overview.without_room
            session.without_time = overview.without_time
            session.missing_text = _missing_text(overview.without_room, overview.without_time)
            session.error_count = overview.errors
            session.warning_count = overview.warnings
            session.conflicts_text = _conflicts_text(overview.errors, overview.warnings)
            session.changes_text = _changes_text(session)
            session.dates_text = dates_text(session.start_date, session.end_date)
        return sessions


def _languages_text(overview: ProgrammeOverview) -> str:
    """Name the languages, and those that are interpreted into."""
    names = dict(language_choices())

    def named(tags: list[str]) -> str:
        return ", ".join(names.get(tag, tag) for tag in tags)

    if not overview.interpretation:
        return named(overview.languages) or "–"
    return _("%(languages)s; interpreted into %(interpretation)s") % {
        "languages": named(overview.languages) or "–",
        "interpretation": named(overview.interpretation),
    }


def _conflicts_text(errors: int, warnings: int) -> str:
    texts = []
    if errors:
        texts.append(ngettext("%(number)d error", "%(number)d errors", errors) % {"number": errors})
    if warnings:
        text = ngettext("%(number)d warning", "%(number)d warnings", warnings)
        texts.append(text % {"number": warnings})
    return ", ".join(texts) or "–"


def _missing_text(rooms: int, times: int) -> str:
    texts = []
    if times:
        texts.append(ngettext("%(number)d time", "%(number)d times", times) % {"number": times})
    if rooms:
        texts.append(ngettext("%(number)d room", "%(number)d rooms", rooms) % {"number": rooms})
    return ", ".join(texts) or "–"


def _changes_text(session: TrainingSessionPage) -> str:
    if not session.live:
        return _("Draft")
    return _("Live, changes waiting") if session.has_unpublished_changes else _("Live")
