"""Files of terms: download and upload, one language at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from translations.domain.policy import may_use_terms, term_locales
from translations.exchange.formats import check_size
from translations.exchange.problems import RefusedFileError
from translations.exchange.terms import WRITERS, export_terms, import_terms

from .exchange import SHOWN, UNPROCESSABLE
from .page import language_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Locale

TEMPLATE = "translations/admin/terms_files.html"


class TermsUploadForm(forms.Form):
    """A file of terms."""

    file = forms.FileField(
        label=_("CSV or TBX file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tbx"}),
        help_text=_(
            "What it has is added, or takes the place of what there is. Terms that it does not have"
            " stay. The format is recognised."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def terms_view(request: HttpRequest) -> HttpResponse:
    """Offer the files of a language, and take one over."""
    locales = list(term_locales(request.user))
    if not locales:
        raise PermissionDenied
    locale = _chosen(locales, request.GET.get("language", ""))
    may_edit = may_use_terms(request.user, locale.pk, editing=True)
    context: dict[str, Any] = {
        "languages": [language_of(one) for one in locales],
        "language": language_of(locale),
        "may_edit": may_edit,
        "form": TermsUploadForm(),
    }
    status = 200
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        form = TermsUploadForm(request.POST, request.FILES)
        if not (form.is_valid() and _take_over(request, locale, form, context)):
            status = UNPROCESSABLE
            context["form"] = form
    return TemplateResponse(request, TEMPLATE, context, status=status)


@require_GET
def download_terms_view(request: HttpRequest, language: str, kind: str) -> HttpResponse:
    """Give the terms of a language as a file."""
    locale = term_locales(request.user).filter(language_code=language).first()
    if locale is None or kind not in WRITERS:
        raise Http404
    writer = WRITERS[kind]
    response = HttpResponse(export_terms(locale, kind), content_type=writer.CONTENT_TYPE)
    name = f"terms-{locale.language_code}{writer.SUFFIX}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _chosen(locales: list[Locale], code: str) -> Locale:
    if not code:
        return locales[0]
    chosen = next((locale for locale in locales if locale.language_code == code), None)
    if chosen is None:
        raise Http404
    return chosen


def _take_over(
    request: HttpRequest, locale: Locale, form: forms.Form, context: dict[str, Any]
) -> bool:
    file = form.cleaned_data["file"]
    context["file_name"] = file.name
    try:
        check_size(file.size)
        context["report"] = import_terms(locale, file.read(), user=request.user)
    except RefusedFileError as error:
        context["problems"] = error.problems[:SHOWN]
        context["more_problems"] = max(0, len(error.problems) - SHOWN)
        return False
    return True
