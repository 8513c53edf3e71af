"""Errors of the API: what resolvers raise, and how any error becomes what a client may read."""

# ruff: noqa: N818 - exceptions are named after the codes that clients see
from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError
from graphql import GraphQLError, GraphQLSyntaxError

from cms import deadlines

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger("cms.graphql")

MAX_ERRORS = 20
MAX_MESSAGE = 400

TOO_SLOW_MESSAGE = "This took longer than it may. Ask for less at once, or try again shortly."
INTERNAL_MESSAGE = "Something went wrong on our side."
UNAVAILABLE_MESSAGE = "The service is not available right now. Try again shortly."


class CodedError(GraphQLError):
    """An error written for clients: its message is shown as it is; `extensions` are added to it."""

    code = "BAD_USER_INPUT"
    status = 400

    def __init__(self, message: str, **extensions: Any) -> None:
        super().__init__(message, extensions=extensions)


class BadUserInput(CodedError):
    """An argument has a value that cannot be used."""


class NotFound(CodedError):
    """Something that the operation cannot do without does not exist, or is not visible."""

    code = "NOT_FOUND"


class QueryTooComplex(CodedError):
    """The document asks for more than one request may."""

    code = "QUERY_TOO_COMPLEX"


class QueryTooDeep(CodedError):
    """The document is nested more deeply than allowed."""

    code = "QUERY_TOO_DEEP"


class PersistedQueryNotFound(CodedError):
    """No document is stored under the identifier that was sent."""

    code = "PERSISTED_QUERY_NOT_FOUND"


class Unauthenticated(CodedError):
    """The operation needs a credential, and none that is valid was sent."""

    code = "UNAUTHENTICATED"
    status = 401


class Forbidden(CodedError):
    """The operation is not open to this client."""

    code = "FORBIDDEN"
    status = 403


class RateLimited(CodedError):
    """The client asked too often; `retry_after` says when to come back, in seconds."""

    code = "RATE_LIMITED"
    status = 429

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message, retryAfter=retry_after)
        self.retry_after = retry_after


class ParseFailed(CodedError):
    """The document is not GraphQL."""

    code = "GRAPHQL_PARSE_FAILED"


class ValidationFailed(CodedError):
    """The document does not fit the schema."""

    code = "GRAPHQL_VALIDATION_FAILED"


class Unavailable(CodedError):
    """A part that every answer needs, such as the database, is not there at the moment."""

    code = "UNAVAILABLE"
    status = 503


class Internal(CodedError):
    """A fault of ours; the log has it under the same request id."""

    code = "INTERNAL"
    status = 500


def coded(error: GraphQLError, *, executed: bool = True) -> CodedError:
    """Return what a client may know of an error: a coded one as it is, all others reworded.

    What graphql-core says of a document (before it is executed) or of variables speaks of the
    public schema only and is kept. The text of any other exception is never passed on.
    """
    causes = list(_causes(error))
    if any(isinstance(cause, OperationalError | InterfaceError) for cause in causes):
        return Unavailable(TOO_SLOW_MESSAGE if deadlines.passed() else UNAVAILABLE_MESSAGE)
    known = next((cause for cause in causes if isinstance(cause, CodedError)), None)
    if known is not None:
        return known
    if error.path is not None:
        return _field_error(error)
    return _variable_error(error) if executed else _document_error(error)


def format_errors(
    errors: Iterable[GraphQLError],
    request_id: str,
    *,
    executed: bool = True,
    suggestions: bool = True,
) -> list[dict[str, Any]]:
    """Return the `errors` entry of an answer, cut at MAX_ERRORS; log those of our making."""
    return [
        _formatted(error, coded(error, executed=executed), request_id, suggestions=suggestions)
        for error in list(errors)[:MAX_ERRORS]
    ]


def _formatted(
    error: GraphQLError, public: CodedError, request_id: str, *, suggestions: bool
) -> dict[str, Any]:
    if public.status >= Internal.status:
        _log(error, public, request_id)
    answer: dict[str, Any] = {"message": _plain(public.message, suggestions=suggestions)}
    if error.locations:
        answer["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        answer["path"] = error.path
    answer["extensions"] = {
        **(public.extensions or {}),
        "code": public.code,
        "requestId": request_id,
    }
    return answer


def _log(error: GraphQLError, public: CodedError, request_id: str) -> None:
    cause = list(_causes(error))[-1]
    logger.error(
        "GraphQL %s, request %s, path %s",
        public.code,
        request_id,
        ".".join(map(str, error.path or [])) or "-",
        exc_info=(type(cause), cause, cause.__traceback__),
    )


def _causes(error: Exception) -> Iterable[Exception]:
    """Yield the error, then what it wraps, and so on to the first exception."""
    cause: Exception | None = error
    while cause is not None:
        yield cause
        cause = getattr(cause, "original_error", None)


def _document_error(error: GraphQLError) -> CodedError:
    if isinstance(error, GraphQLSyntaxError):
        return ParseFailed(error.message)
    if error.original_error is not None:
        return ValidationFailed(_without_foreign_text(error.message, error.original_error))
    return ValidationFailed(error.message)


def _variable_error(error: GraphQLError) -> CodedError:
    if error.original_error is None:
        return BadUserInput(error.message)
    if isinstance(error.original_error, GraphQLError):
        return BadUserInput(_about_variable(error, error.original_error))
    return Internal(INTERNAL_MESSAGE)


def _field_error(error: GraphQLError) -> CodedError:
    # graphql-core checks an argument again when a variable inside it has its value, and names
    # the argument and its type only. Whatever else it meets in a field is a fault of ours.
    cause = error.original_error
    if isinstance(cause, GraphQLError) and cause.message.startswith("Argument '"):
        return BadUserInput(cause.message)
    return Internal(INTERNAL_MESSAGE)


def _about_variable(error: GraphQLError, cause: GraphQLError) -> str:
    """Reword graphql-core's message on a variable without its Python notation of the value."""
    reason = cause.message
    if cause.original_error is not None:
        reason = _without_foreign_text(reason, cause.original_error)
    prefix = error.message.removesuffix(f"; {cause.message}")
    if prefix == error.message:
        return reason
    place = _PLACE.search(prefix)
    name = place[1] if place else prefix.split("'")[1].removeprefix("$")
    reason = _NOTATION.sub(r"\1.", reason)
    return f"Variable '${name}' has an invalid value: {reason}"


def _without_foreign_text(message: str, cause: Exception) -> str:
    """Cut the text of an exception off the end of a message of graphql-core."""
    return message.removesuffix(str(cause)).rstrip(" ;") or "This value cannot be used."


def _plain(message: str, *, suggestions: bool) -> str:
    if not suggestions:
        message = message.partition(" Did you mean ")[0]
    message = message.replace("not to be None.", "not to be null.")
    return message if len(message) <= MAX_MESSAGE else f"{message[:MAX_MESSAGE]}…"


# "… at 'filter.startsFrom'" and "Int cannot represent non-integer value: {'a': None}".
_PLACE = re.compile(r" at '([^']+)'$")
_NOTATION = re.compile(r"(cannot represent [^:]*):.*", re.DOTALL)
