"""The listing of organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.pages.listings import ListingView, ListingViewSet, PageFilterSet, TextColumn, columns
from organizations.enums import OrganizationKind
from organizations.models import OrganizationPage

from .exchange import ExchangeButtonsMixin

if TYPE_CHECKING:
    from collections.abc import Sequence


def countries(request: Any = None) -> list[tuple[str, str]]:
    """Give the countries in which there are organizations, by name."""
    country: Any = OrganizationPage._meta.get_field("country")
    names = dict(country.choices)
    found = (
        OrganizationPage.objects.exclude(country="").order_by().values_list("country", flat=True)
    )
    return sorted(
        ((code, str(names.get(code, code))) for code in found.distinct()), key=lambda c: c[1]
    )


class OrganizationFilterSet(PageFilterSet):
    """By kind and country."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=OrganizationKind.choices, widget=forms.CheckboxSelectMultiple
    )
    country = django_filters.ChoiceFilter(
        label=_("Country"), empty_label=_("All countries"), choices=countries
    )

    class Meta(PageFilterSet.Meta):
        """Organizations."""

        model = OrganizationPage


class OrganizationListingView(ExchangeButtonsMixin, ListingView):
    """All organizations that the user may see, by name."""

    exchange_kind = "organizations"
    searched_fields = ("draft_title", "title", "short_name", "long_name")

    base_filterset_class = OrganizationFilterSet
    default_ordering = "title"

    def decorate(self, pages: Sequence[OrganizationPage]) -> None:
        """Give the rows the name of their country."""
        super().decorate(pages)
        for page in pages:
            page.country_name = page.get_country_display()


class OrganizationViewSet(ListingViewSet):
    """Organizations."""

    model = OrganizationPage
    icon = "group"
    menu_label = _("Organizations")
    menu_name = "organizations"
    menu_order = 120
    add_item_label = _("Add an organization")
    index_view_class = OrganizationListingView
    filterset_class = OrganizationFilterSet
    columns = columns(
        Column("short_name", label=_("Acronym"), sort_key="short_name"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        TextColumn("city", label=_("City"), note="country_name", sort_key="city"),
        Column(
            "since", label=_("Established"), accessor="established_text", sort_key="established"
        ),
    )
    list_export = [
        "title", "locale.language_code", "short_name", "get_kind_display", "city", "country",
        "established_text", "live",
    ]  # fmt: skip
    export_headings = {
        "title": _("Title"),
        "locale.language_code": _("Language"),
        "short_name": _("Acronym"),
        "get_kind_display": _("Kind"),
        "city": _("City"),
        "country": _("Country"),
        "established_text": _("Established"),
        "live": _("Live"),
    }
    export_filename = "organizations"


organization_viewset = OrganizationViewSet("organizations")
