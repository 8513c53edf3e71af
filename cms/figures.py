"""The figures for Prometheus, for those who may read them; for all others there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from cms import faults
from cms.telemetry import metrics
from cms.throttling import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Answer with all figures."""
    if not may_read(request):
        return faults.told(404, "NOT_FOUND", "There is nothing at this address.")
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Whether a request has the token or comes from one of the networks that the settings name."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and constant_time_compare(given, settings.METRICS_TOKEN):
        return True
    address = address_of(request)
    return address is not None and any(address in net for net in settings.METRICS_NETWORKS)
