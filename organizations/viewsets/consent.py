"""The report of people who have not consented to what is stored of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn

from cms.pages.listings import YesColumn, first_pages, with_columns
from cms.pages.reports import PagesReport
from cms.paths import remember_default_languages
from organizations.models import PersonPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

WITHHELD = Q(photo__isnull=False) | ~Q(email="")


class WithoutConsentFilterSet(WagtailFilterSet):
    """All, or those of whom something is stored that readers do not get."""

    stored = django_filters.ChoiceFilter(
        label=_("Photo or e-mail stored"),
        method="keep_stored",
        empty_label=_("Any"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )

    class Meta:
        """The model that is listed."""

        model = PersonPage
        fields = ["stored", "live"]

    def keep_stored(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep people with a photo or an e-mail address, or without."""
        return queryset.filter(WITHHELD) if value == "yes" else queryset.exclude(WITHHELD)


class WithoutConsentReport(PagesReport):
    """People to ask: neither photo nor e-mail is public while there is no consent."""

    page_title = _("People without consent")
    header_icon = "user"
    model = PersonPage
    filterset_class = WithoutConsentFilterSet
    index_url_name = "without_consent_report"
    index_results_url_name = "without_consent_report_results"
    export_filename = "people-without-consent"
    list_export = ["title", "has_photo", "has_email", "live"]
    export_headings = {
        "title": _("Person"),
        "has_photo": _("Photo stored"),
        "has_email": _("E-mail stored"),
        "live": _("Live"),
    }
    columns = [
        TitleColumn(
            "title",
            label=_("Person"),
            accessor="get_admin_display_title",
            url_name="wagtailadmin_pages:edit",
        ),
        YesColumn("has_photo", label=_("Photo stored")),
        YesColumn("has_email", label=_("E-mail stored")),
        PageStatusColumn("state", label=_("State")),
    ]

    def get_queryset(self) -> QuerySet[PersonPage]:
        """List people that the editor may change, each once for all languages."""
        people = PersonPage.objects.filter(pk__in=self.editable(), public_consent=False)
        return with_columns(first_pages(people)).order_by("sort_name", "title", "pk")

    def decorate_paginated_queryset(self, object_list: Sequence[PersonPage]) -> Sequence[Any]:
        """Give the pages what their addresses need, together."""
        remember_default_languages(object_list)
        return object_list
