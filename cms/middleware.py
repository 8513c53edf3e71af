"""What every request gets: an id, a line in the log, the security headers of its part."""

import logging
import os
import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch, get_urlconf, resolve
from django.utils.module_loading import import_string

from cms import deadlines, figures, health
from cms.logging import request_id

logger = logging.getLogger("cms.request")

View = Callable[[HttpRequest], HttpResponseBase]

SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
API_PATHS = {"/graphql/", "/graphql"}
PROBES = {
    "/healthz/": health.healthz,
    "/readyz/": health.readyz,
    "/metrics": figures.figures,
}
# Who has the rest of this path may set a new password.
SECRET_PATH = re.compile(r"(/password_reset/confirm/).+")

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

# Answers that no browser renders: nothing may run, load, frame or be framed.
API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
# A file that somebody uploaded stays a file, whatever it contains.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
# Wagtail's date fields, choosers and inline panels write inline scripts and styles
# (docs/operators/run.md says what that means); embeds show pictures of their providers.
# Everything else is ours or nothing.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; media-src 'self' blob:; "
    "font-src 'self' data:; connect-src 'self'; frame-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
POLICIES = {"/admin/": ADMIN_POLICY, "/media/": FILE_POLICY, "/documents/": FILE_POLICY}


class RequestIdMiddleware:
    """Gives each request an id, returns it, and logs the request once without its query string."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        token = request_id.set(given if SANE_REQUEST_ID.fullmatch(given) else os.urandom(16).hex())
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            if request.path not in PROBES:
                self.log(request, response.status_code, time.perf_counter() - start)
            return response
        finally:
            request_id.reset(token)

    def log(self, request: HttpRequest, status: int, seconds: float) -> None:
        if not logger.isEnabledFor(logging.INFO):
            return
        path = SECRET_PATH.sub(r"\1[secret]", request.path)
        seen = getattr(request, "observation", None)
        # Not by `logger.info`, which looks up where in the code it is called.
        record = {
            "name": logger.name,
            "levelno": logging.INFO,
            "levelname": "INFO",
            "msg": "%s %s %s",
            "args": (request.method, path, status),
            "method": request.method,
            "path": path,
            "status": status,
            "duration_ms": round(seconds * 1000, 1),
            **(seen.log_fields() if seen else {}),
        }
        logger.handle(logging.makeLogRecord(record))


class ApiMiddleware:
    """Leads requests to the API past what only pages for browsers need: sessions, CSRF, messages.

    The rest of the way is `API_MIDDLEWARE`. The view sets its own, shorter deadline.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.get_answer: View = call_view
        for name in reversed(settings.API_MIDDLEWARE):
            layer = convert_exception_to_response(import_string(name)(self.get_answer))
            self.get_answer = cast("View", layer)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_api = request.path_info in API_PATHS
        return self.get_answer(request) if is_api else self.get_response(request)


@lru_cache
def _match(urlconf: str | None, path: str) -> ResolverMatch:
    """The view of one of the few paths of the API."""
    return resolve(path, urlconf)


def call_view(request: HttpRequest) -> HttpResponseBase:
    """Call the view of a request's path."""
    match = _match(get_urlconf(), request.path_info)
    request.resolver_match = match
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response


class DeadlineMiddleware:
    """Bounds how long a request waits for the database; a view may bound itself more tightly."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with deadlines.at_most(settings.REQUEST_TIMEOUT):
            return self.get_response(request)


class SecurityHeadersMiddleware:
    """Sets the content security policy by part of the site; a view that sets its own keeps it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy_for(request.path))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class ProbesMiddleware:
    """Answers probes before the host name is looked at: they come to an address, not to a name."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


def policy_for(path: str) -> str:
    """Choose the policy by the first part of the path; the strictest where nothing else is said."""
    for part, policy in POLICIES.items():
        if path.startswith(part):
            return with_previews(policy) if policy is ADMIN_POLICY else policy
    return API_POLICY


def with_previews(policy: str) -> str:
    """Let the admin show the front ends' previews in frames."""
    addresses = map(urlsplit, settings.FRONT_END_PREVIEWS.values())
    origins = {f"{address.scheme}://{address.netloc}" for address in addresses}
    return policy.replace("frame-src 'self'", " ".join(["frame-src 'self'", *sorted(origins)]))
