"""Calendars over HTTP: the same for everybody, and stored like the answers of the API."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from graphql import GraphQLError

from cms import deadlines
from cms.caching import answers
from cms.caching.dependencies import Dependencies
from cms.caching.headers import matches
from cms.caching.release import release_name
from cms.faults import told
from cms.graphql.cached import respond
from cms.graphql.context import Context
from cms.graphql.encoding import compress
from cms.graphql.errors import BadUserInput, CodedError, RateLimited, Unavailable, coded
from cms.graphql.rate import SMALLEST, RateLimit
from cms.graphql.site_cache import forget_sites
from cms.graphql.sites import absolute_url

from .feeds import FEEDS
from .published import columns
from .writing import write

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

logger = logging.getLogger(__name__)

MEDIA = "text/calendar"
METHODS = "GET, HEAD, OPTIONS"
# What making a calendar costs its client, in the points of the API.
COST = 2_000
RETRY_AFTER = 5

_rates: list[RateLimit] = []


def rate() -> RateLimit:
    """The points that each client may spend; the settings are read at the first request."""
    if not _rates:
        _rates.append(RateLimit())
    return _rates[0]


@csrf_exempt
def serve_calendar(request: HttpRequest, feed: str, **keys: UUID) -> HttpResponse:
    """Serve a calendar; what is not public is answered as what does not exist."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    try:
        if request.method not in {"GET", "HEAD"}:
            raise BadUserInput(f"Use {METHODS}.")
        with deadlines.at_most(settings.GRAPHQL_TIMEOUT):
            response = _answer(request, feed, keys)
    except CodedError as error:
        return _refusal(request, error)
    except (OperationalError, InterfaceError) as error:
        logger.exception("No calendar: the database did not answer")
        return _refusal(request, coded(GraphQLError("", original_error=error)))
    name = "-".join([feed, *map(str, keys.values())])
    response["Content-Disposition"] = str(content_disposition_header(True, f"{name}.ics"))
    response["Vary"] = "Accept-Encoding"
    return compress(request, response)


def _refusal(request: HttpRequest, error: CodedError) -> HttpResponse:
    is_wrong_method = request.method not in {"GET", "HEAD"}
    response = told(405 if is_wrong_method else error.status, error.code, error.message)
    if is_wrong_method:
        response["Allow"] = METHODS
    elif isinstance(error, RateLimited):
        response["Retry-After"] = str(error.retry_after)
    elif error.status == Unavailable.status:
        response["Retry-After"] = str(RETRY_AFTER)
    else:
        rate().spend_on_refusal(request)
    return response


def _answer(request: HttpRequest, feed: str, keys: dict[str, UUID]) -> HttpResponse:
    asked = _asked(request)
    rate().let_in(request)
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    source = absolute_url(f"{request.path}?{query}" if query else request.path)
    name = _stored_name(source)
    stored, moment = answers.find(name) if name else (None, None)
    if stored is not None:
        rate().spend(request, SMALLEST)
        return respond(request, stored, MEDIA)
    rate().spend(request, COST)
    dependencies = Dependencies(moment)
    body = _made(request, feed, keys, asked, source, dependencies)
    if name and (made := answers.store(name, body, dependencies)) is not None:
        return respond(request, made, MEDIA)
    return _sent(request, body)


def _asked(request: HttpRequest) -> dict[str, str | None]:
    """Read language and site; whether there is such a site is seen later."""
    locale = request.GET.get("locale")
    if locale is not None and locale not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        raise BadUserInput("`locale` is no language of the network's sites.")
    return {"locale": locale, "site": request.GET.get("site")}


def _stored_name(source: str) -> str | None:
    """Name a calendar among the stored answers; None if it must not be stored."""
    if not settings.GRAPHQL_CACHE_BYTES or connection.in_atomic_block:
        # What a transaction reads may yet be undone.
        return None
    parts = f"{release_name()}\0calendar\0{source}"
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def _made(
    request: HttpRequest,
    feed: str,
    keys: dict[str, UUID],
    asked: dict[str, str | None],
    source: str,
    dependencies: Dependencies,
) -> bytes:
    """Make a calendar; again if sites or restrictions have changed since they were read."""
    dependencies.begin()
    context = Context(request, dependencies=dependencies, columns=columns())
    calendar = FEEDS[feed](context.scope(**asked), source, **keys)
    context.check_sites()
    if context.is_outdated:
        forget_sites()
        context = Context(request, context.now, dependencies, columns=columns())
        calendar = FEEDS[feed](context.scope(**asked), source, **keys)
    if calendar is None:
        raise Http404
    return write(calendar)


def _sent(request: HttpRequest, body: bytes) -> HttpResponse:
    """Send a calendar that is not stored, or say that the client has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if matches(request.headers.get("If-None-Match", ""), etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(body, content_type=f"{MEDIA}; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response
