"""Image files for readers, and the report of images without alternative text for editors."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import FileResponse, HttpResponseNotFound, HttpResponseNotModified
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale
from wagtail.permissions import policy_registry

from cms.restrictions import is_at_or_below, read_restricted_paths

from .exports import SafeExportMixin
from .models import Image, ImageAltText, Rendition

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

YEAR = 365 * 24 * 3600
HOUR = 3600
# A rendition's name changes with its content; an original's may not.
CACHE_CONTROL = {
    Rendition: f"public, max-age={YEAR}, immutable",
    Image: f"public, max-age={HOUR}",
}


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an original image or a rendition, if it is public; nothing else has a media path.

    Only names that the database knows are opened, so no path leads elsewhere. What is not public
    is answered like what does not exist.
    """
    found = _public_file(path)
    if found is None:
        return HttpResponseNotFound("Not found", content_type="text/plain")
    try:
        modified = int(found.file.storage.get_modified_time(found.file.name).timestamp())
        if not was_modified_since(request.headers.get("If-Modified-Since"), modified):
            response: HttpResponseBase = HttpResponseNotModified()
        else:
            response = FileResponse(found.file.open("rb"), content_type=_content_type(path))
    except OSError:
        return HttpResponseNotFound("Not found", content_type="text/plain")
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = CACHE_CONTROL[type(found)]
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _public_file(path: str) -> Image | Rendition | None:
    if "\x00" in path:
        return None
    private = read_restricted_paths().collections
    renditions = Rendition.objects.exclude(is_at_or_below("image__collection__path", private))
    images = Image.objects.exclude(is_at_or_below("collection__path", private))
    return renditions.filter(file=path).first() or images.filter(file=path).first()


def _content_type(path: str) -> str:
    guessed, encoding = mimetypes.guess_type(path)
    if guessed and guessed.startswith("image/") and encoding is None:
        return guessed
    return "application/octet-stream"


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


class MissingAltReport(SafeExportMixin, ReportView):
    """Images that need an alternative text, or the mark that they are decorative."""

    page_title = _("Images without alternative text")
    header_icon = "image"
    model = Image
    filterset_class = MissingAltFilterSet
    default_ordering = "title"
    index_url_name = "missing_alt_report"
    index_results_url_name = "missing_alt_report_results"
    any_permission_required = ["add", "change", "delete"]
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
