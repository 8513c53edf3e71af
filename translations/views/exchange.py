"""Download of a translation as PO or XLIFF, and upload of either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail_localize.models import Translation

from translations.domain.addresses import desk_url
from translations.domain.policy import rights_of
from translations.exchange.document import document_of
from translations.exchange.formats import WRITERS, check_size, file_name
from translations.exchange.importing import TAKE_OVER_OPTION, import_file
from translations.exchange.problems import RefusedFileError

from .desk import Desk
from .page import language_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

# More than anybody reads; who corrects these sees the next.
SHOWN = 100
UNPROCESSABLE = 422


class UploadForm(forms.Form):
    """A file, and what to do with one that is older than the original."""

    file = forms.FileField(
        label=gettext_lazy("PO or XLIFF file"),
        widget=forms.FileInput(attrs={"accept": ".po,.xlf,.xliff"}),
    )
    take_over = forms.BooleanField(
        label=TAKE_OVER_OPTION,
        required=False,
        help_text=gettext_lazy(
            "For a file that is older than the original. What the original no longer has is left"
            " out and listed."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the limit."""
        super().__init__(*args, **kwargs)
        limit = filesizeformat(settings.TRANSLATION_FILE_MAX_BYTES)
        self.fields["file"].help_text = _("At most %(limit)s. The format is recognised.") % {
            "limit": limit
        }


@require_GET
def download_view(request: HttpRequest, translation_id: int, kind: str) -> HttpResponse:
    """Give the texts of a translation as a file."""
    translation = _translation_for(request, translation_id)
    writer = WRITERS[kind]
    response = HttpResponse(
        writer.write(document_of(translation)), content_type=writer.CONTENT_TYPE
    )
    name = file_name(translation, kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upload_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take over a file, and show what that has changed, or why it was refused."""
    translation = _translation_for(request, translation_id, changing=True)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    context: dict[str, Any] = {
        "translation": translation,
        "form": form,
        "edit_url": desk_url(translation),
        "source": language_of(translation.source.locale),
        "target": language_of(translation.target_locale),
    }
    status = 200
    if is_sent:
        status = UNPROCESSABLE
        if form.is_valid() and _take_over(request, translation, form, context):
            status = 200
            context["form"] = UploadForm()
    template = "translations/exchange/upload.html"
    return TemplateResponse(request, template, context, status=status)


def _translation_for(
    request: HttpRequest, translation_id: int, *, changing: bool = False
) -> Translation:
    translation = get_object_or_404(
        # A translation that was stopped, or whose original is gone, is edited without its texts.
        Translation.objects.filter(enabled=True).select_related("source__locale", "target_locale"),
        pk=translation_id,
    )
    rights = rights_of(request.user, translation)
    if rights is None:
        raise Http404
    if not (Desk(rights).may_write if changing else rights.may_open):
        raise PermissionDenied
    return translation


def _take_over(
    request: HttpRequest, translation: Translation, form: UploadForm, context: dict[str, Any]
) -> bool:
    file: UploadedFile = form.cleaned_data["file"]
    context["file_name"] = file.name
    try:
        check_size(file.size)
        context["report"] = import_file(
            translation,
            file.read(),
            user=request.user,
            take_over=form.cleaned_data["take_over"],
        )
    except RefusedFileError as error:
        context["problems"] = error.problems[:SHOWN]
        context["more_problems"] = max(0, len(error.problems) - SHOWN)
        return False
    return True
