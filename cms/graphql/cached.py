"""Stored answers of the endpoint: under which key they are kept, and how they are sent."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from django.db import connection
from django.http import HttpResponse

from cms.caching.headers import cache_control, matches
from cms.caching.release import release_name

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.caching.answers import Answer

    from .requests import GraphQLRequest

# What is not published yet is never kept, whoever forgets to say so.
PREVIEW = re.compile(r"\bpreview\b")
# Documents: front ends send the same few.
MAX_REMEMBERED = 100


def cache_key(
    request: HttpRequest, asked: GraphQLRequest, text: str, media: str, schema: str
) -> str | None:
    """Name an answer by all that it is made from; None if it must not be kept.

    The host that was asked is no part of it: the site is an argument, the default one is stored.
    """
    if not settings.GRAPHQL_CACHE_BYTES or connection.in_atomic_block:
        # What a transaction reads may yet be undone.
        return None
    if asked.extensions.get("cost") is True or "HTTP_AUTHORIZATION" in request.META:
        return None
    if names_preview(text):
        return None
    try:
        variables = orjson.dumps(asked.variables, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        # Integers beyond 64 bits, and halves of surrogate pairs.
        return None
    digest = digest_of(release_name(), schema, media, asked.operation_name or "", text).copy()
    digest.update(variables)
    return digest.hexdigest()


@lru_cache(maxsize=MAX_REMEMBERED)
def names_preview(text: str) -> bool:
    """Whether a document may ask for what is not published."""
    return PREVIEW.search(text) is not None


@lru_cache(maxsize=MAX_REMEMBERED)
def digest_of(*parts: str) -> hashlib._Hash:
    """The beginning of the digest that names an answer."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass") + b"\0")


def respond(request: HttpRequest, answer: Answer, media: str) -> HttpResponse:
    """Send a stored answer, or say that the client has it already."""
    if request.method == "POST":
        response = HttpResponse(answer.body, content_type=f"{media}; charset=utf-8")
        response["Cache-Control"] = "no-cache"
        return response
    if matches(request.META.get("HTTP_IF_NONE_MATCH", ""), answer.etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(answer.body, content_type=f"{media}; charset=utf-8")
    response["ETag"] = answer.etag
    response["Cache-Control"] = cache_control(answer)
    response["Cache-Tag"] = answer.tag_header
    return response
