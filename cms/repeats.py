"""Requests that come again as they were: what was read of them once is not read again.

A front end sends the same few requests over and over. What Django and the endpoint make of one is
the same each time: its host is allowed, its body is JSON and its headers ask for this or that. So
it is remembered, and an equal request goes to the endpoint straight away. Whether it may run, what
it costs, what it finds and whether a stored answer holds is decided each time, as ever.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, cast

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest, get_script_name
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import set_script_prefix

from cms.graphql.requests import NOTE, Note, max_body
from cms.middleware import API_PATHS, RequestIdMiddleware

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
Answer = Callable[[HttpRequest], HttpResponseBase]
# All headers that decide something, and the body.
Key = tuple[frozenset[tuple[str, str]], bytes]

MAX_REMEMBERED = 256
# What is longer is not worth its place.
MAX_BODY = 20_000
LENGTH = re.compile(r"[0-9]{1,6}")
# What the way to the endpoint goes by, beside headers.
PLACES = ("wsgi.url_scheme", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE")
# Headers by which nothing but figures, traces, logs and rate limits go, which read them each time.
IGNORED = {
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_APOLLOGRAPHQL_CLIENT_NAME",
    "HTTP_APOLLOGRAPHQL_CLIENT_VERSION",
    "HTTP_CONNECTION",
    "HTTP_COOKIE",
    "HTTP_REFERER",
    "HTTP_TRACEPARENT",
    "HTTP_TRACESTATE",
    "HTTP_USER_AGENT",
    "HTTP_X_CLIENT_NAME",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_X_REQUEST_ID",
}
# Each answer has its own.
OWN_HEADERS = {"Content-Length", "X-Request-ID"}


class Repeats:
    """A WSGI application in front of Django that answers what has been answered before."""

    def __init__(self, django: Application) -> None:
        self._django = django
        self._known: dict[Key, tuple[Answer, dict[str, str]]] = {}
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        body = _body_of(environ)
        if body is None:
            return self._django(environ, start_response)
        key = (fingerprint_of(environ), body)
        known = self._known.get(key)
        if known is not None:
            return _answer_again(*known, environ, start_response)
        note = environ[NOTE] = Note()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if status.startswith("200 ") and note.answer is not None:
                added = {
                    name: value
                    for name, value in headers
                    if name not in OWN_HEADERS and note.headers.get(name) != value
                }
                self._remember(key, note.answer, added)
            return start_response(status, headers, *rest)

        return self._django(environ, start)

    def _remember(self, key: Key, answer: Answer, headers: dict[str, str]) -> None:
        """Remember a request, with the headers that its answer got on its way out."""
        if "Set-Cookie" in headers:
            return
        with self._lock:
            while len(self._known) >= MAX_REMEMBERED:
                del self._known[next(iter(self._known))]
            safe = cast("Answer", convert_exception_to_response(answer))
            self._known[key] = RequestIdMiddleware(safe), headers


def fingerprint_of(environ: Environ) -> frozenset[tuple[str, str]]:
    """All of a request but its body that decides how it is answered."""
    headers = {
        item for item in environ.items() if item[0][:5] == "HTTP_" and item[0] not in IGNORED
    }
    return frozenset(headers | {(name, environ.get(name, "")) for name in PLACES})


def _body_of(environ: Environ) -> bytes | None:
    """The body, if it is a request that may be remembered; nothing is read of most others."""
    length = environ.get("CONTENT_LENGTH") or ""
    if (
        environ["REQUEST_METHOD"] != "POST"
        or environ["PATH_INFO"] not in API_PATHS
        or "HTTP_AUTHORIZATION" in environ
        or not LENGTH.fullmatch(length)
        or int(length) > min(MAX_BODY, max_body())
    ):
        return None
    try:
        body: bytes = environ["wsgi.input"].read(int(length))
    except OSError:
        # The client is gone; the endpoint finds the body too short.
        body = b""
    environ["wsgi.input"] = io.BytesIO(body)
    return body if len(body) == int(length) else None


def _answer_again(
    answer: Answer,
    headers: dict[str, str],
    environ: Environ,
    start_response: Start,
) -> Iterable[bytes]:
    """Have the endpoint answer what it has read before."""
    close_old_connections()
    set_script_prefix(get_script_name(environ))
    response = cast("HttpResponse", answer(WSGIRequest(environ)))
    own = {"Content-Length": str(len(response.content))}
    start_response(
        f"{response.status_code} {response.reason_phrase}",
        [*{**response.headers, **headers, **own}.items()],
    )
    close_old_connections()
    return [response.content]
