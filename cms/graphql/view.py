"""The endpoint: GraphQL over HTTP (graphql.github.io/graphql-over-http) and nothing else."""

from __future__ import annotations

import gc
import hashlib
import json
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from graphql import ExecutionResult, GraphQLError, print_schema

from cms import deadlines
from cms.caching import answers
from cms.caching.dependencies import Dependencies
from cms.logging import request_id
from cms.telemetry import current, observed, with_timing

from . import graphiql
from .cached import cache_key, respond
from .context import Context
from .documents import DocumentRefusedError, Documents
from .encoding import compress
from .errors import (
    INTERNAL_MESSAGE,
    BadUserInput,
    CodedError,
    QueryTooComplex,
    RateLimited,
    Unavailable,
    coded,
    format_errors,
)
from .execution import execute as execute_in_waves
from .limits import Limits
from .persisted import PersistedDocuments
from .plans import operation_of
from .previews import is_preview, previewed
from .rate import SMALLEST, RateLimit
from .requests import GRAPHQL, HTML, JSON, NOTE, RequestRefusedError, accepted, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphql import DocumentNode, GraphQLSchema

    from cms.caching.versions import Moment

    from .plans import Operation
    from .requests import GraphQLRequest

METHODS = "GET, HEAD, POST, OPTIONS"
RETRY_AFTER = 5
# Bytes of a request of which nothing shall be left behind when it is refused.
LONG = 2_000


class Execute(Protocol):
    """Runs a parsed and validated operation; errors are in the result, nothing is raised."""

    def __call__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        *,
        context: Context,
        variable_values: dict[str, Any],
        operation_name: str | None,
    ) -> ExecutionResult: ...


class GraphQLHTTPView:
    """A Django view that serves one schema; it reads no cookie and sets none.

    Only bodies of type application/json are read, which no page of another site can send without
    asking first (CORS preflight); hence the exemption from CSRF tokens.
    """

    csrf_exempt = True

    def __init__(self, schema: GraphQLSchema, execute: Execute = execute_in_waves) -> None:
        self.schema = schema
        self.execute = execute
        self.limits = Limits.from_settings()
        self.introspection = bool(settings.GRAPHQL_INTROSPECTION)
        self.documents = Documents(schema, self.limits, introspection=self.introspection)
        self.persisted = PersistedDocuments()
        self.rate = RateLimit()
        self.schema_name = hashlib.sha256(print_schema(schema).encode()).hexdigest()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = (GRAPHQL, JSON, HTML) if _may_explore(request) else (GRAPHQL, JSON)
        media = accepted(request, offered)
        response = self._observed(request, media, lambda: self._respond(request, media))
        if NOTE in request.META:
            request.META[NOTE].headers = dict(response.headers)
        return response

    def answer_again(self, request: HttpRequest, asked: GraphQLRequest, media: str) -> HttpResponse:
        """Answer a request of which all has been read when one equal to it came before."""

        def respond() -> HttpResponse:
            self.rate.let_in(request)
            return self._graphql(request, asked, media)

        return self._observed(request, media, respond)

    def _observed(
        self, request: HttpRequest, media: str | None, respond: Callable[[], HttpResponse]
    ) -> HttpResponse:
        with deadlines.at_most(settings.GRAPHQL_TIMEOUT), observed(request) as seen:
            response = compress(request, self._answer(request, media, respond))
            seen.status = response.status_code
        if seen.codes and _is_long(request):
            # Errors and what was sent refer to each other: else they stay until Python looks for
            # garbage, which it does seldom here (gunicorn.conf.py).
            gc.collect(0)
        return with_timing(seen, response)

    def _answer(
        self, request: HttpRequest, media: str | None, respond: Callable[[], HttpResponse]
    ) -> HttpResponse:
        try:
            response = respond()
        except RateLimited as error:
            response = self._refusal(media, [error])
            response["Retry-After"] = str(error.retry_after)
        except RequestRefusedError as error:
            self.rate.spend_on_refusal(request)
            response = self._refusal(media, [error], error.http_status)
            for name, value in error.headers.items():
                response[name] = value
        except DocumentRefusedError as refused:
            self.rate.spend_on_refusal(request)
            response = self._refusal(media, refused.errors, executed=False)
        except CodedError as error:
            self.rate.spend_on_refusal(request)
            response = self._refusal(media, [error])
        except Exception as error:  # noqa: BLE001 - no fault of ours may answer HTML or a stack
            response = self._refusal(media, [GraphQLError(INTERNAL_MESSAGE, original_error=error)])
        return _with_headers(response)

    def _respond(self, request: HttpRequest, media: str | None) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": METHODS, "Accept-Post": JSON})
        if request.method not in ("GET", "HEAD", "POST"):
            raise RequestRefusedError(f"Use {METHODS}.", 405, Allow=METHODS)
        if media is None:
            raise RequestRefusedError(f"Answers are {GRAPHQL} or {JSON}, in UTF-8.", 406)
        if media == HTML:
            return graphiql.page(request)
        self.rate.let_in(request)
        asked = read(request)
        if NOTE in request.META:
            request.META[NOTE].answer = partial(self.answer_again, asked=asked, media=media)
        return self._graphql(request, asked, media)

    def _graphql(self, request: HttpRequest, asked: GraphQLRequest, media: str) -> HttpResponse:
        seen = current()
        with seen.phase("document"):
            text = self.persisted.text_of(asked)
            document = self.documents.get(text)
        operation = _operation(self.schema, document, asked.operation_name)
        seen.names(operation.name, text, operation.kind, asked.source)
        if not operation.is_query and request.method != "POST":
            raise RequestRefusedError("Only queries may be sent by GET.", 405, Allow="POST")
        key = cache_key(request, asked, text, media, self.schema_name)
        with seen.phase("cache"):
            stored, moment = answers.find(key) if key else (None, None)
        if key:
            seen.cache = "miss" if stored is None else "hit"
        if stored is not None:
            self.rate.spend(request, SMALLEST)
            return respond(request, stored, media)
        return self._execute(request, asked, operation, media, key, moment)

    def _execute(
        self,
        request: HttpRequest,
        asked: GraphQLRequest,
        operation: Operation,
        media: str,
        key: str | None,
        moment: Moment | None,
    ) -> HttpResponse:
        seen = current()
        seen.cost = cost = self._affordable_cost(operation, asked.variables)
        self.rate.spend(request, cost)
        is_draft = is_preview(request)
        if is_draft and not operation.is_query:
            raise BadUserInput("A preview answers queries only.")
        context = Context(request, dependencies=Dependencies(moment))
        with seen.phase("execute"), previewed(request) if is_draft else nullcontext():
            result = self.execute(
                self.schema,
                operation.document,
                context=context,
                variable_values=asked.variables,
                operation_name=asked.operation_name,
            )
        extensions = {"cost": {"requested": cost, "limit": self.limits.cost}}
        cacheable = operation.is_query and not result.errors and not is_draft
        response = self._result(
            media,
            result,
            cacheable=cacheable,
            extensions=extensions if asked.extensions.get("cost") is True else None,
        )
        if key and cacheable:
            stored = answers.store(key, response.content, context.dependencies)
            if stored is not None:
                return respond(request, stored, media)
        return response

    def _affordable_cost(self, operation: Operation, variables: dict[str, Any]) -> int:
        cost = operation.cost(variables, self.limits)
        if cost > self.limits.cost:
            raise QueryTooComplex(
                f"The operation costs {cost}, more than {self.limits.cost}: ask for smaller pages,"
                " fewer fields, or several requests.",
                cost=cost,
                limit=self.limits.cost,
            )
        return cost

    def _result(
        self,
        media: str,
        result: ExecutionResult,
        *,
        cacheable: bool,
        extensions: dict[str, Any] | None,
    ) -> HttpResponse:
        errors = result.errors or []
        before_any_field = result.data is None and not any(error.path for error in errors)
        if errors and (before_any_field or _unavailable(errors)):
            return self._refusal(media, errors)
        answer: dict[str, Any] = {}
        if errors:
            answer["errors"] = self._formatted(errors)
        answer["data"] = result.data
        if extensions:
            answer["extensions"] = extensions
        response = _json(answer, media)
        if cacheable:
            response["Cache-Control"] = "no-cache"
        return response

    def _refusal(
        self,
        media: str | None,
        errors: list[GraphQLError],
        status: int | None = None,
        *,
        executed: bool = True,
    ) -> HttpResponse:
        """Answer without data, because nothing was executed or nothing came of it."""
        if status is None:
            status = max(coded(error, executed=executed).status for error in errors)
            # Older clients read the reasons only if the answer has status 200.
            if status == BadUserInput.status and media == JSON:
                status = 200
        answer = {"errors": self._formatted(errors, executed=executed)}
        return _json(answer, GRAPHQL if media == GRAPHQL else JSON, status)

    def _formatted(
        self, errors: list[GraphQLError], *, executed: bool = True
    ) -> list[dict[str, Any]]:
        told = format_errors(
            errors, request_id.get(), executed=executed, suggestions=self.introspection
        )
        current().codes.update(error["extensions"]["code"] for error in told)
        return told


def _is_long(request: HttpRequest) -> bool:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    length = int(sent) if sent.isdecimal() else 0
    return length + len(request.META.get("QUERY_STRING", "")) >= LONG


def _may_explore(request: HttpRequest) -> bool:
    return bool(settings.GRAPHIQL) and request.method in ("GET", "HEAD")


def _unavailable(errors: list[GraphQLError]) -> bool:
    return any(isinstance(coded(error), Unavailable) for error in errors)


def _operation(schema: GraphQLSchema, document: DocumentNode, name: str | None) -> Operation:
    operation = operation_of(schema, document, name)
    if operation is None and name is not None:
        raise BadUserInput(f"The document has no operation named '{name}'.")
    if operation is None:
        raise BadUserInput("The document has no single operation: say which by `operationName`.")
    return operation


def _json(answer: dict[str, Any], media: str, status: int = 200) -> HttpResponse:
    try:
        body = orjson.dumps(answer)
    except orjson.JSONEncodeError:
        # Text with half of a surrogate pair, which SQLite stores, and integers beyond 64 bits.
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        body = text.encode("utf-8", "replace")
    return HttpResponse(body, status=status, content_type=f"{media}; charset=utf-8")


def _with_headers(response: HttpResponse) -> HttpResponse:
    """Set the headers that every answer of the endpoint has; the one place for them."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Vary"] = "Accept, Accept-Encoding"
    if response.status_code == Unavailable.status:
        response.headers.setdefault("Retry-After", str(RETRY_AFTER))
    return response
