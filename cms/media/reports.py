"""Reports on files: who sees them, and images without alternative text."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale
from wagtail.permissions import policy_registry

from .models import Image, ImageAltText

# Of whom a report on files is the business.
RIGHTS = ["add", "change", "delete"]


class FilesMenuItem(MenuItem):
    """A report on files of one kind, for those who may change some."""

    def __init__(self, *args: Any, model: type, **kwargs: Any) -> None:
        """Take the kind of file."""
        super().__init__(*args, **kwargs)
        self.model = model

    def is_shown(self, request: Any) -> bool:
        """Hide the report from those who see no file in it."""
        policy = policy_registry.get_by_type(self.model)
        return policy.user_has_any_permission(request.user, RIGHTS)


def report_menu_item(view: Any, order: int) -> FilesMenuItem:
    """Give the entry of a report on files in the menu of reports."""
    return FilesMenuItem(
        view.page_title,
        reverse(view.index_url_name),
        icon_name=view.header_icon,
        order=order,
        model=view.model,
    )


def report_urls(slug: str, view: Any) -> list[URLPattern]:
    """Route a report and its results."""
    return [
        path(f"reports/{slug}/", view.as_view(), name=view.index_url_name),
        path(
            f"reports/{slug}/results/",
            view.as_view(results_only=True),
            name=view.index_results_url_name,
        ),
    ]


def without_alt(images: QuerySet[Image], locale: Locale) -> QuerySet[Image]:
    """Keep images that a page in this language may not show yet."""
    texts = ImageAltText.objects.filter(image=OuterRef("pk"), locale=locale).exclude(text="")
    missing = Q(~Exists(texts))
    if locale.pk == Locale.get_default().pk:
        missing &= Q(alt_text="")
    return images.filter(missing, is_decorative=False)


class MissingAltFilterSet(WagtailFilterSet):
    """The language asked for; the site's main language if none is chosen."""

    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), queryset=Locale.objects.all(), method="keep_without_alt"
    )

    class Meta:
        """The model that is listed."""

        model = Image
        fields = ["locale"]

    def keep_without_alt(self, queryset: QuerySet, _name: str, value: Locale | None) -> QuerySet:
        """Keep images without a text in this language."""
        return without_alt(queryset, value) if value else queryset

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Filter by the main language unless another is chosen."""
        if not self.form.cleaned_data.get("locale"):
            return without_alt(queryset, Locale.get_default())
        return super().filter_queryset(queryset)


class MissingAltReport(ReportView):
    """Images that need an alternative text, or the mark that they are decorative."""

    page_title = _("Images without alternative text")
    header_icon = "image"
    model = Image
    filterset_class = MissingAltFilterSet
    default_ordering = "title"
    index_url_name = "missing_alt_report"
    index_results_url_name = "missing_alt_report_results"
    any_permission_required = RIGHTS
    list_export = ["title", "filename", "collection.name", "created_at"]
    export_headings = {
        "title": _("Title"),
        "filename": _("File"),
        "collection.name": _("Collection"),
        "created_at": _("Uploaded"),
    }
    columns = [
        TitleColumn("title", label=_("Title"), url_name="wagtailimages:edit"),
        Column("collection", label=_("Collection"), accessor="collection.name"),
        Column("created_at", label=_("Uploaded")),
    ]

    @property
    def permission_policy(self) -> Any:
        """Ask the rules of images."""
        return policy_registry.get_by_type(Image)

    def get_filename(self) -> str:
        """Name the exported file."""
        return "images-without-alternative-text"

    def get_queryset(self) -> QuerySet[Image]:
        """List the images that the editor may change."""
        policy = self.permission_policy
        images = policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        return images.select_related("collection").order_by("title", "pk")
