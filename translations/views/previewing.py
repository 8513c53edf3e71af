"""Where the desk's preview comes from: the front end's page, with a fresh token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from translations.domain.previewing import preview_url

from .desk import openable

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@never_cache
def preview_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Lead to the front end, for those who may open the translation."""
    address = preview_url(openable(request, translation_id))
    if not address:
        raise Http404
    return HttpResponseRedirect(address)
