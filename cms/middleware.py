"""What every request gets: an id, a line in the log, the security headers of its part."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from cms.logging import request_id

logger = logging.getLogger("cms.request")

View = Callable[[HttpRequest], HttpResponseBase]

SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
UNLOGGED_PATHS = ("/healthz/", "/readyz/")
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
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if SANE_REQUEST_ID.fullmatch(given) else uuid.uuid4().hex)
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            if request.path not in UNLOGGED_PATHS:
                self.log(request, response.status_code, time.perf_counter() - start)
            return response
        finally:
            request_id.reset(token)

    def log(self, request: HttpRequest, status: int, seconds: float) -> None:
        path = SECRET_PATH.sub(r"\1[secret]", request.path)
        logger.info(
            "%s %s %s",
            request.method,
            path,
            status,
            extra={
                "method": request.method,
                "path": path,
                "status": status,
                "duration_ms": round(seconds * 1000, 1),
            },
        )


class SecurityHeadersMiddleware:
    """Sets the content security policy by part of the site; a view that sets its own keeps it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy_for(request.path))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


def policy_for(path: str) -> str:
    """Choose the policy by the first part of the path; the strictest where nothing else is said."""
    return next((policy for part, policy in POLICIES.items() if path.startswith(part)), API_POLICY)
