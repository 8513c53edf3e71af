"""Wagtail's REST API v3 (a preview in Wagtail 8), mounted for holders of a token only."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.urls import api


def token_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse who has no valid token; whatever changes something is one transaction.

    Wagtail's own views answer anonymous readers by rules of their own; anonymous readers use
    GraphQL, where this project's rules on visibility hold.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if BearerTokenAuth()(request) is None:
            problem = {"type": "about:blank", "title": "Unauthorized", "status": 401}
            return JsonResponse(
                problem,
                status=401,
                content_type="application/problem+json",
                headers={"WWW-Authenticate": "Bearer"},
            )
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                # Wagtail answers errors itself: of a refused action nothing is to stay.
                transaction.set_rollback(True)
        return response

    return guarded


def guard(pattern: URLPattern) -> URLPattern:
    """Put the guard before one of Wagtail's views, under the same address and name."""
    return path(str(pattern.pattern), token_only(pattern.callback), name=pattern.name)


patterns, app_name, namespace = api.urls
urls = ([guard(pattern) for pattern in patterns], app_name, namespace)
