"""Files of the translation memory: download and upload, two languages at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Locale

from translations.domain.policy import may_use_terms, term_locales
from translations.exchange import tmx
from translations.exchange.memory import export_memory, import_memory, remove_memory
from translations.exchange.problems import Code, RefusedFileError, refused
from translations.models import MemoryFile

from .exchange import SHOWN, UNPROCESSABLE
from .page import language_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TEMPLATE = "translations/admin/memory.html"


class MemoryUploadForm(forms.Form):
    """A file of the translation memory."""

    file = forms.FileField(
        label=gettext_lazy("TMX file"),
        widget=forms.FileInput(attrs={"accept": ".tmx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the limit."""
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "At most %(limit)s. A file of the same name takes the place of the one before. No page"
            " is changed."
        ) % {"limit": filesizeformat(settings.TRANSLATION_MEMORY_MAX_BYTES)}


@require_http_methods(["GET", "HEAD", "POST"])
def memory_view(request: HttpRequest) -> HttpResponse:
    """Offer the memory of two languages, and take a file over."""
    targets = list(term_locales(request.user))
    if not targets:
        raise PermissionDenied
    locale = _chosen(targets, request.GET.get("into", "")) or targets[0]
    sources = [one for one in Locale.objects.all() if one.pk != locale.pk]
    source = _chosen(sources, request.GET.get("from", "")) or next(iter(sources), None)
    if source is None:
        raise Http404
    may_edit = may_use_terms(request.user, locale.pk, editing=True)
    context: dict[str, Any] = {
        "sources": [language_of(one) for one in sources],
        "targets": [language_of(one) for one in targets],
        "source": language_of(source),
        "target": language_of(locale),
        "may_edit": may_edit,
        "form": MemoryUploadForm(),
    }
    status = 200
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        form = MemoryUploadForm(request.POST, request.FILES)
        if not (form.is_valid() and _take_over(request, source, locale, form, context)):
            status = UNPROCESSABLE
            context["form"] = form
    context["files"] = (
        MemoryFile.objects.filter(source_locale=source, locale=locale)
        .select_related("imported_by")
        .order_by("name")
    )
    return TemplateResponse(request, TEMPLATE, context, status=status)


@require_GET
def download_memory_view(request: HttpRequest, source: str, target: str) -> StreamingHttpResponse:
    """Give the memory of two languages as a file, piece by piece."""
    locale = term_locales(request.user).filter(language_code=target).first()
    original = Locale.objects.filter(language_code=source).first()
    if locale is None or original is None or original == locale:
        raise Http404
    pieces = export_memory(original, locale, user=request.user)
    response = StreamingHttpResponse(pieces, content_type=tmx.CONTENT_TYPE)
    name = f"memory-{source}-{target}{tmx.SUFFIX}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_POST
def remove_memory_view(request: HttpRequest, file_id: int) -> HttpResponse:
    """Forget what a file has brought."""
    file = get_object_or_404(
        MemoryFile.objects.select_related("source_locale", "locale"), pk=file_id
    )
    if not may_use_terms(request.user, file.locale_id, editing=True):
        raise PermissionDenied
    remove_memory(file)
    messages.success(request, _("“%(name)s” is not suggested from any more.") % {"name": file.name})
    return redirect(memory_url(file.source_locale, file.locale))


def memory_url(source: Locale, locale: Locale) -> str:
    """Give the address of the memory of two languages."""
    query = f"from={source.language_code}&into={locale.language_code}"
    return f"{reverse('translations_memory')}?{query}"


def _chosen(locales: list[Locale], code: str) -> Locale | None:
    if not code:
        return None
    chosen = next((locale for locale in locales if locale.language_code == code), None)
    if chosen is None:
        raise Http404
    return chosen


def _take_over(
    request: HttpRequest,
    source: Locale,
    locale: Locale,
    form: forms.Form,
    context: dict[str, Any],
) -> bool:
    file = form.cleaned_data["file"]
    context["file_name"] = file.name
    limit = settings.TRANSLATION_MEMORY_MAX_BYTES
    try:
        if file.size > limit:
            raise refused(Code.MEMORY_TOO_LARGE, limit=filesizeformat(limit))
        context["report"] = import_memory(source, locale, file, name=file.name, user=request.user)
    except RefusedFileError as error:
        context["problems"] = error.problems[:SHOWN]
        return False
    return True
