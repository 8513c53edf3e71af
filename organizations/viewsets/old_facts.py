"""The reports of old facts and of old roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from dateutil.relativedelta import relativedelta
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.pages.reports import PagesReport
from organizations.models import OrganizationFact, PersonRole

if TYPE_CHECKING:
    from datetime import date

DEFAULT_MONTHS = 12


def year_before(day: date) -> date:
    """Give the day before which facts and roles are due to be looked at again."""
    return day - relativedelta(months=DEFAULT_MONTHS)


def page_column(label: Any) -> TitleColumn:
    """Give the column of the page that a row belongs to, with the way to its editor."""
    return TitleColumn(
        "page",
        label=label,
        accessor="page.get_admin_display_title",
        get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id]),
    )


def oldest_first(rows: QuerySet) -> QuerySet:
    """Put rows without a date first, and have their pages at hand."""
    return rows.select_related("page").order_by(F("as_of").asc(nulls_first=True), "pk")


class OldFactsFilterSet(WagtailFilterSet):
    """How long ago a fact has to be said to be listed."""

    months = django_filters.NumberFilter(
        label=_("Older than (months)"), method="keep_old", min_value=0, max_value=1200
    )

    class Meta:
        """The model that is listed."""

        model = OrganizationFact
        fields = ["months", "qualifier"]

    def keep_old(self, queryset: QuerySet, _name: str, value: int) -> QuerySet:
        """Keep rows of an earlier date, or of none."""
        return queryset.older_than(timezone.localdate() - relativedelta(months=int(value)))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Ask for a year unless another age is given."""
        if self.form.cleaned_data.get("months") is None:
            queryset = self.keep_old(queryset, "months", DEFAULT_MONTHS)
        return super().filter_queryset(queryset)


class QualifierColumn(Column):
    """How exact a number is; of a text it says nothing."""

    def get_value(self, instance: OrganizationFact) -> str:
        """Give the qualifier of a number."""
        return "" if instance.value is None else instance.get_qualifier_display()


class ValueColumn(Column):
    """The number as people write it, or the text."""

    def get_value(self, instance: OrganizationFact) -> str:
        """Separate thousands."""
        if instance.value is None:
            return instance.text
        return number_format(instance.value_text, force_grouping=True)


class OldFactsReport(PagesReport):
    """Facts that somebody should look at again, the oldest first."""

    page_title = _("Old facts")
    header_icon = "history"
    model = OrganizationFact
    filterset_class = OldFactsFilterSet
    index_url_name = "old_facts_report"
    index_results_url_name = "old_facts_report_results"
    export_filename = "old-facts"
    list_export = ["page.title", "label", "qualifier", "value_text", "as_of_text", "source"]
    export_headings = {
        "page.title": _("Organization"),
        "label": _("Fact"),
        "qualifier": _("Qualifier"),
        "value_text": _("Value"),
        "as_of_text": _("As of"),
        "source": _("Source"),
    }
    columns = [
        page_column(_("Organization")),
        Column("label", label=_("Fact")),
        QualifierColumn("qualifier", label=_("Qualifier")),
        ValueColumn("value", label=_("Value")),
        Column("as_of", label=_("As of"), accessor="as_of_text"),
        Column("source", label=_("Source")),
    ]

    def get_queryset(self) -> QuerySet[OrganizationFact]:
        """List facts of pages that the editor may change; not their translations."""
        return oldest_first(OrganizationFact.objects.filter(page__in=self.editable()).sources())


class OldRolesFilterSet(OldFactsFilterSet):
    """How long ago a role has to have been seen to be listed."""

    class Meta:
        """The model that is listed."""

        model = PersonRole
        fields = ["months"]


class OldRolesReport(PagesReport):
    """Roles that may have ended, the one seen longest ago first."""

    page_title = _("Old roles")
    header_icon = "user"
    model = PersonRole
    filterset_class = OldRolesFilterSet
    index_url_name = "old_roles_report"
    index_results_url_name = "old_roles_report_results"
    export_filename = "old-roles"
    list_export = [
        "page.title", "role", "organization.title", "starts_on_text", "as_of_text", "source",
    ]  # fmt: skip
    export_headings = {
        "page.title": _("Person"),
        "role": _("Role"),
        "organization.title": _("Organization"),
        "starts_on_text": _("From"),
        "as_of_text": _("As of"),
        "source": _("Source"),
    }
    columns = [
        page_column(_("Person")),
        Column("role", label=_("Role")),
        Column("organization", label=_("Organization"), accessor="organization.title"),
        Column("from", label=_("From"), accessor="starts_on_text"),
        Column("as_of", label=_("As of"), accessor="as_of_text"),
        Column("source", label=_("Source")),
    ]

    def get_queryset(self) -> QuerySet[PersonRole]:
        """List roles without an end on pages that the editor may change; no translations."""
        roles = PersonRole.objects.filter(page__in=self.editable()).sources()
        return oldest_first(roles.select_related("organization"))
