"""The listing of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.pages.listings import (
    ListingView,
    ListingViewSet,
    PageFilterSet,
    YesColumn,
    columns,
    first_pages,
)
from organizations.models import OrganizationPage, PersonPage, PersonRole

from .exchange import ExchangeButtonsMixin
from .old_facts import year_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def organizations_with_people(request: Any) -> QuerySet:
    """Give the organizations in which somebody has a role, each once for all languages."""
    keys = PersonRole.objects.values("organization__translation_key")
    return first_pages(OrganizationPage.objects.filter(translation_key__in=keys)).order_by("title")


class PersonFilterSet(PageFilterSet):
    """By organization, photo, consent and age of what is known."""

    organization = django_filters.ModelChoiceFilter(
        label=_("Organization"),
        method="keep_organization",
        empty_label=_("All organizations"),
        queryset=organizations_with_people,
    )
    photo = django_filters.ChoiceFilter(
        label=_("Has a photo"),
        method="keep_photo",
        empty_label=_("Any"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    consent = django_filters.ChoiceFilter(
        label=_("Consents to photo and e-mail"),
        method="keep_consent",
        empty_label=_("Any"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    roles = django_filters.ChoiceFilter(
        label=_("Roles"),
        method="keep_roles",
        empty_label=_("Any"),
        choices=[("old", _("To check: older than a year")), ("none", _("Without a role"))],
        widget=forms.RadioSelect,
    )

    class Meta(PageFilterSet.Meta):
        """People."""

        model = PersonPage

    def keep_organization(
        self, queryset: QuerySet, _name: str, value: OrganizationPage
    ) -> QuerySet:
        """Keep people with a role in an organization, in any language."""
        roles = PersonRole.objects.filter(organization__translation_key=value.translation_key)
        return queryset.filter(pk__in=roles.values("page"))

    def keep_photo(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep people with a photo, or without."""
        return queryset.filter(photo__isnull=value == "no")

    def keep_consent(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep people who consent, or do not."""
        return queryset.filter(public_consent=value == "yes")

    def keep_roles(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep people with roles that should be looked at again, or without any role."""
        if value == "none":
            return queryset.filter(roles__isnull=True)
        old = PersonRole.objects.older_than(year_before(timezone.localdate()))
        return queryset.filter(pk__in=old.values("page"))


class RolesColumn(Column):
    """What a person does, and where."""

    cell_template_name = "organizations/admin/roles_cell.html"


class PersonListingView(ExchangeButtonsMixin, ListingView):
    """All people that the user may see, as lists sort them."""

    exchange_kind = "people"
    searched_fields = ("draft_title", "title", "native_name", "sort_name")

    base_filterset_class = PersonFilterSet
    default_ordering = "sort_name"

    def decorate(self, pages: Sequence[PersonPage]) -> None:
        """Give the rows their roles, with one statement for all."""
        super().decorate(pages)
        rows = (
            PersonRole.objects.filter(page__in=[page.pk for page in pages])
            .select_related("organization")
            .order_by("page", "sort_order")
        )
        roles: dict[int, list[PersonRole]] = {}
        for row in rows:
            roles.setdefault(row.page_id, []).append(row)
        for page in pages:
            page.role_rows = roles.get(page.pk, [])
            page.spoken = ", ".join(page.spoken_languages or [])


class PersonViewSet(ListingViewSet):
    """People."""

    model = PersonPage
    icon = "user"
    menu_label = _("People")
    menu_name = "people"
    menu_order = 130
    add_item_label = _("Add a person")
    index_view_class = PersonListingView
    filterset_class = PersonFilterSet
    columns = columns(
        Column("sort_name", label=_("Sorted as"), sort_key="sort_name", classname="miti-widest"),
        RolesColumn("role_rows", label=_("Roles")),
        YesColumn("has_photo", label=_("Photo"), classname="miti-widest"),
        YesColumn(
            "public_consent", label=_("Consent"), sort_key="public_consent", classname="miti-widest"
        ),
        Column("spoken", label=_("Speaks"), classname="miti-wide"),
    )
    list_export = ["title", "locale.language_code", "sort_name", "native_name", "honorific", "live"]
    export_headings = {
        "title": _("Name"),
        "locale.language_code": _("Language"),
        "sort_name": _("Sorted as"),
        "native_name": _("Name in own script"),
        "honorific": _("Honorific"),
        "live": _("Live"),
    }
    export_filename = "people"


person_viewset = PersonViewSet("people")
