"""Where a language is given the last part of its page's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from translations.desk.slugs import SLUG, SlugForm, keep_slug, segment_of

from .desk import open_desk

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422


@require_POST
def slug_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Keep the slug for the next draft, or say what is wrong with it."""
    desk = open_desk(request, translation_id)
    segment = segment_of(desk.translation)
    if segment is None:
        raise Http404
    if not desk.may_write:
        if not (desk.rights.may_translate and desk.why_closed):
            raise PermissionDenied
        messages.error(request, desk.why_closed)
        return redirect("translations_fields", desk.translation.pk)
    form = SlugForm(request.POST)
    if not form.is_valid():
        context = {"desk": desk, "form": form, "title": str(desk.target)}
        template = "translations/admin/desk_slug.html"
        return TemplateResponse(request, template, context, status=UNPROCESSABLE)
    keep_slug(desk.translation, segment, form.cleaned_data[SLUG], request.user)
    messages.success(request, _("Saved. It is in the next draft that you save."))
    return redirect("translations_fields", desk.translation.pk)
