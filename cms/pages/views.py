"""Where the editor's preview comes from: the front end's page, with a fresh token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from .previewing import page_preview_url

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@never_cache
def front_end_preview_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Lead to the front end, for those who may edit the page."""
    page = get_object_or_404(Page, pk=page_id).specific_deferred
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    address = page_preview_url(page, request.user)
    if not address:
        raise Http404
    return HttpResponseRedirect(address)
