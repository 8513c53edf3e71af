"""The report of old facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from dateutil.relativedelta import relativedelta
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.media.exports import SafeExportMixin
from organizations.models import OrganizationFact

if TYPE_CHECKING:
    from datetime import date

DEFAULT_MONTHS = 12


def year_before(day: date) -> date:
    """Give the day before which facts and roles are due to be looked at again."""
    return day - relativedelta(months=DEFAULT_MONTHS)


class OldFactsFilterSet(WagtailFilterSet):
    """How old a fact has to be to be listed."""

    months = django_filters.NumberFilter(
        label=_("Older than (months)"), method="keep_old", min_value=0, max_value=1200
    )

    class Meta:
        """The model that is listed."""

        model = OrganizationFact
        fields = ["months", "qualifier"]

    def keep_old(self, queryset: QuerySet, _name: str, value: int) -> QuerySet:
        """Keep facts of an earlier date, or of none."""
        return queryset.older_than(timezone.localdate() - relativedelta(months=int(value)))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Ask for a year unless another age is given."""
        if self.form.cleaned_data.get("months") is None:
            queryset = self.keep_old(queryset, "months", DEFAULT_MONTHS)
        return super().filter_queryset(queryset)


class OldFactsReport(SafeExportMixin, ReportView):
    """Facts that somebody should look at again, the oldest first."""

    page_title = _("Old facts")
    header_icon = "history"
    model = OrganizationFact
    filterset_class = OldFactsFilterSet
    index_url_name = "old_facts_report"
    index_results_url_name = "old_facts_report_results"
    any_permission_required = ["add", "change", "publish"]
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
        TitleColumn(
            "page",
            label=_("Organization"),
            accessor="page.get_admin_display_title",
            get_url=lambda fact: reverse("wagtailadmin_pages:edit", args=[fact.page_id]),
        ),
        Column("label", label=_("Fact")),
        Column("qualifier", label=_("Qualifier"), accessor="get_qualifier_display"),
        Column("value", label=_("Value"), accessor="value_text"),
        Column("as_of", label=_("As of"), accessor="as_of_text"),
        Column("source", label=_("Source")),
    ]

    @property
    def permission_policy(self) -> Any:
        """Ask the rules of pages."""
        return policy_registry.get_by_type(Page)

    def get_filename(self) -> str:
        """Name the exported file."""
        return "old-facts"

    def get_queryset(self) -> QuerySet[OrganizationFact]:
        """List facts of pages that the editor may change; not their translations."""
        pages = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        return (
            OrganizationFact.objects.filter(page__in=pages.values("pk"))
            .sources()
            .select_related("page")
            .order_by(F("as_of").asc(nulls_first=True), "pk")
        )
