"""Answers outside of all views: JSON for programs, Wagtail's and Django's pages for editors."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from cms.logging import request_id

EDITORS = "/admin/"


def is_for_people(request: HttpRequest) -> bool:
    """Whether somebody at a browser asks for the admin."""
    return request.path.startswith(EDITORS) and request.accepts("text/html")


def told(status: int, code: str, message: str) -> JsonResponse:
    """Give a reason in the form of the API's errors."""
    error = {"message": message, "extensions": {"code": code, "requestId": request_id.get()}}
    response = JsonResponse(
        {"errors": [error]},
        status=status,
        content_type="application/json; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )
    # Django sets it in a middleware that an answer to a foreign host does not pass.
    response["Content-Length"] = str(len(response.content))
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what no view may see, such as a foreign host name."""
    if is_for_people(request):
        return defaults.bad_request(request, exception)
    return told(400, "BAD_USER_INPUT", "This request cannot be answered here.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is not allowed."""
    if is_for_people(request):
        return defaults.permission_denied(request, exception)
    return told(403, "FORBIDDEN", "This is not open to you.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown address."""
    if is_for_people(request):
        return defaults.page_not_found(request, exception)
    return told(404, "NOT_FOUND", "There is nothing at this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours; the log has it under the request id."""
    if is_for_people(request):
        return defaults.server_error(request)
    return told(500, "INTERNAL", "Something went wrong on our side.")
