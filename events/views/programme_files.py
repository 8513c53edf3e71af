"""Published programmes as files: /programme/<key>.xml, .json, .csv and .xlsx."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms import deadlines
from cms.caching import answers
from cms.caching.dependencies import Dependencies
from cms.caching.headers import cache_control, matches
from cms.caching.release import release_name
from cms.faults import told
from cms.graphql.encoding import compress
from cms.graphql.errors import CodedError, RateLimited, Unavailable
from cms.graphql.rate import SMALLEST, RateLimit
from events.exchange.formats import WRITERS, file_name
from events.exchange.published import Asked, load

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from cms.caching.answers import Answer

# What making a file costs the client, in the points of the API: a hundred in a minute are enough.
COST = 3_000
RETRY_AFTER = 5
# Between the name of a file and its content, where both are stored as one.
END_OF_NAME = b"\0"


@require_safe
def programme_file(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """Give a published programme as a file; 404 for what is not visible or not there."""
    try:
        with deadlines.at_most(settings.GRAPHQL_TIMEOUT):
            return compress(request, _answer(request, key, kind))
    except RateLimited as error:
        return _refusal(error, error.retry_after)
    except CodedError as error:
        return _refusal(error)
    except (OperationalError, InterfaceError):
        return _refusal(Unavailable("This is not available right now. Try again."), RETRY_AFTER)


@cache
def rate_limit() -> RateLimit:
    """The points that clients may spend on files; one count for all requests of the process."""
    return RateLimit()


def _answer(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    rate = rate_limit()
    rate.let_in(request)
    asked = Asked.of(key, request.GET)
    name = _cache_key(asked, kind)
    stored, moment = answers.find(name) if name else (None, None)
    if stored is not None:
        rate.spend(request, SMALLEST)
        return _respond(request, kind, stored.body, stored)
    rate.spend(request, COST)
    dependencies = Dependencies(moment)
    programme = load(asked, dependencies)
    if programme is None:
        return told(404, "NOT_FOUND", "There is nothing at this address.")
    body = file_name(programme, kind).encode() + END_OF_NAME + WRITERS[kind].write(programme)
    answer = answers.store(name, body, dependencies) if name else None
    return _respond(request, kind, body, answer)


def _respond(request: HttpRequest, kind: str, body: bytes, answer: Answer | None) -> HttpResponse:
    name, _end, content = body.partition(END_OF_NAME)
    etag = answer.etag if answer else f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    writer = WRITERS[kind]
    if matches(request.headers.get("If-None-Match", ""), etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(content, content_type=writer.CONTENT_TYPE)
        disposition = content_disposition_header(
            as_attachment=writer.IS_ATTACHMENT, filename=name.decode()
        )
        response["Content-Disposition"] = disposition or f'inline; filename="{name.decode()}"'
    response["ETag"] = etag
    response["Cache-Control"] = cache_control(answer) if answer else "no-cache"
    response["Vary"] = "Accept-Encoding"
    # Calendars and time tables of other sites read these files, too.
    response["Access-Control-Allow-Origin"] = "*"
    if answer:
        response["Cache-Tag"] = answer.tag_header
    return response


def _cache_key(asked: Asked, kind: str) -> str | None:
    """Name an answer by all that it is made from; none within a transaction, as the API does."""
    if not settings.GRAPHQL_CACHE_BYTES or connection.in_atomic_block:
        return None
    parts = ("programme", release_name(), kind, str(asked.key), asked.site or "", *asked.languages)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _refusal(error: CodedError, retry_after: int | None = None) -> HttpResponse:
    response = told(error.status, error.code, error.message)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response
