"""Reading a GraphQL request off an HTTP request: media types, sizes, JSON, parameters."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qsl

from django.conf import settings
from django.http.request import MediaType, UnreadablePostError

from cms.telemetry import HASH, REGISTERED, TEXT

from .errors import CodedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse

DEFAULT_MAX_BODY = 100_000
MAX_JSON_DEPTH = 50
MAX_JSON_VALUES = 10_000
MAX_GET_PARAMETERS = 20
# Headers of clients, of which there are few different ones.
MAX_REMEMBERED = 256

# Where a request's note is looked for, among the variables of its environment (PEP 3333).
NOTE = "cms.graphql.note"

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"


@dataclass
class Note:
    """Left for whoever may answer an equal request: how, and the headers that the answer had."""

    answer: Callable[[HttpRequest], HttpResponse] | None = None
    headers: dict[str, str] = field(default_factory=dict)


class RequestRefusedError(CodedError):
    """An HTTP request that is no GraphQL request: the status says why, whatever the media type."""

    def __init__(self, message: str, status: int = 400, **headers: str) -> None:
        super().__init__(message)
        self.http_status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True)
class GraphQLRequest:
    """The parameters of a GraphQL request, of the right types."""

    query: str | None
    document_id: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    extensions: dict[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """How the document is named: by the id of a registered one, by its hash, or by itself."""
        if self.document_id is not None:
            return REGISTERED
        return HASH if "persistedQuery" in self.extensions else TEXT


def max_body() -> int:
    """Return how many bytes a body or a query string may have."""
    return getattr(settings, "GRAPHQL_MAX_BODY", DEFAULT_MAX_BODY)


def accepted(request: HttpRequest, offered: tuple[str, ...]) -> str | None:
    """Return which of the offered media types the client likes best; None if it accepts none.

    Where it likes several as well as each other, the one offered first.
    """
    return _best_of(request.META.get("HTTP_ACCEPT", "").strip(), offered)


@lru_cache(maxsize=MAX_REMEMBERED)
def _best_of(header: str, offered: tuple[str, ...]) -> str | None:
    if not header:
        return JSON
    wanted = [MediaType(part) for part in header.split(",") if part.strip()]
    best, best_quality = None, 0.0
    for offer in offered:
        quality = _quality(offer, wanted)
        if quality > best_quality:
            best, best_quality = offer, quality
    if best == GRAPHQL and not any(str(media).startswith(GRAPHQL) for media in wanted):
        # A client that takes anything may well not know the newer media type.
        return JSON
    return best


def _quality(offer: str, wanted: list[MediaType]) -> float:
    """Return the quality of the most specific range of an Accept header that matches an offer."""
    main, _, sub = offer.partition("/")
    best = (-1, 0.0)
    for media in wanted:
        if media.params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            continue
        if media.main_type not in ("*", main) or media.sub_type not in ("*", sub):
            continue
        specific = (media.main_type != "*") + (media.sub_type != "*")
        best = max(best, (specific, _number(str(media.params.get("q", "1")))))
    return best[1]


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 <= number <= 1 else 0.0


def read(request: HttpRequest) -> GraphQLRequest:
    """Return the GraphQL request of a GET or POST; raise RequestRefusedError if it is none."""
    parameters = _from_body(request) if request.method == "POST" else _from_url(request)
    query, document_id, name = (
        _text(parameters, key) for key in ("query", "documentId", "operationName")
    )
    variables, extensions = (_mapping(parameters, key) for key in ("variables", "extensions"))
    if query is None and document_id is None and "persistedQuery" not in extensions:
        raise RequestRefusedError("`query` must be given, as text.")
    if query is not None and document_id is not None:
        raise RequestRefusedError("Give `query` or `documentId`, not both.")
    return GraphQLRequest(query, document_id, name or None, variables, extensions)


def _text(parameters: dict[str, Any], key: str) -> str | None:
    value = parameters.get(key)
    if value is not None and not isinstance(value, str):
        raise RequestRefusedError(f"`{key}` must be text.")
    return value


def _mapping(parameters: dict[str, Any], key: str) -> dict[str, Any]:
    value = parameters.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise RequestRefusedError(f"`{key}` must be an object.")
    return value


def _from_url(request: HttpRequest) -> dict[str, Any]:
    raw = request.META.get("QUERY_STRING", "")
    if len(raw) > max_body():
        raise RequestRefusedError("The URL is too long; use POST.", 414)
    try:
        pairs = parse_qsl(
            raw.encode("latin-1").decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_GET_PARAMETERS,
        )
    except ValueError:
        raise RequestRefusedError("The URL's parameters are not UTF-8, or too many.") from None
    if len({name for name, _ in pairs}) < len(pairs):
        raise RequestRefusedError("A parameter of the URL is given twice.")
    parameters: dict[str, Any] = {name: value for name, value in pairs if value}
    for key in ("variables", "extensions"):
        if key in parameters:
            parameters[key] = parse_json(parameters[key], f"`{key}`")
    return parameters


def _from_body(request: HttpRequest) -> dict[str, Any]:
    _check_content_type(request)
    body = _body(request)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise RequestRefusedError("The body is not UTF-8.") from None
    parameters = parse_json(text, "The body")
    if isinstance(parameters, list):
        raise RequestRefusedError("Batches are not supported: send one operation a request.")
    if not isinstance(parameters, dict):
        raise RequestRefusedError("The body must be a JSON object.")
    return parameters


def _check_content_type(request: HttpRequest) -> None:
    if not _is_json(request.META.get("CONTENT_TYPE", "")):
        raise RequestRefusedError(
            f"The body must be {JSON} in UTF-8.", 415, Accept_Post=f"{JSON}; charset=utf-8"
        )
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity":
        raise RequestRefusedError(
            "The body must not be compressed.", 415, Accept_Encoding="identity"
        )


@lru_cache(maxsize=MAX_REMEMBERED)
def _is_json(content_type: str) -> bool:
    media = MediaType(content_type)
    charset = media.params.get("charset", "utf-8").lower()
    return str(media).partition(";")[0].lower() == JSON and charset in ("utf-8", "utf8")


def _body(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise RequestRefusedError("The body must have a Content-Length.", 411)
    size = int(length) if length.isascii() and length.isdigit() else 0
    if size > max_body():
        raise RequestRefusedError(f"The body must not exceed {max_body():,} bytes.", 413)
    try:
        body = request.body
    except UnreadablePostError:
        body = b""
    if len(body) < size:
        raise RequestRefusedError("The body is shorter than its Content-Length.")
    if not body:
        raise RequestRefusedError("The body is empty.")
    return body


def parse_json(text: str, what: str) -> Any:
    """Return a JSON value; refuse what is not JSON, ambiguous, too deep, or no Unicode text."""
    try:
        value = DECODER.decode(text)
    except (ValueError, RecursionError):
        raise RequestRefusedError(
            f"{what} is not valid JSON, names something twice, or is nested too deeply."
        ) from None
    for number, (depth, item) in enumerate(_items(value), start=1):
        if number > MAX_JSON_VALUES:
            raise RequestRefusedError(f"{what} has more than {MAX_JSON_VALUES:,} values.")
        if depth > MAX_JSON_DEPTH:
            raise RequestRefusedError(f"{what} is nested more than {MAX_JSON_DEPTH} levels deep.")
        if isinstance(item, str) and not _is_text(item):
            raise RequestRefusedError(
                f"{what} has text with U+0000 or with half of a surrogate pair."
            )
        if isinstance(item, float) and not math.isfinite(item):
            raise RequestRefusedError(f"{what} has a number that is too large.")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("a name is given twice")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)


def _items(value: Any) -> Iterator[tuple[int, Any]]:
    """Yield every value and every name inside a JSON value, with its depth, without recursion."""
    stack = [(0, value)]
    while stack:
        depth, item = stack.pop()
        yield depth, item
        if isinstance(item, dict):
            stack.extend((depth + 1, key) for key in item)
            stack.extend((depth + 1, below) for below in item.values())
        elif isinstance(item, list):
            stack.extend((depth + 1, below) for below in item)


def _is_text(text: str) -> bool:
    if text.isascii():
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
