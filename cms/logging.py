"""Logs of one JSON object a line, tied together by the request's id, without personal data."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache

import orjson

request_id: ContextVar[str] = ContextVar("request_id", default="-")

ACCESS_FIELDS = ("method", "path", "status", "duration_ms")
# Of requests to the API; see cms.telemetry.
OPERATION_FIELDS = (
    "operation",
    "document",
    "client",
    "cost",
    "cache",
    "sql_count",
    "sql_ms",
    "codes",
    "trace_id",
)
FIELDS = (*ACCESS_FIELDS, *OPERATION_FIELDS)
MESSAGE_LIMIT = 2000
# The messages of most lines are of few kinds, such as a path and a status.
MAX_REMEMBERED = 256
PERSONAL_DATA = (
    (re.compile(r"[^\s@<>\"'(]+@[^\s@<>\"')]+\.\w+"), "[e-mail]"),
    (re.compile(r"\b(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}\b"), "[address]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}(?![\w:])"), "[address]"),
)


@lru_cache(maxsize=MAX_REMEMBERED)
def redact(text: str) -> str:
    """Put a placeholder where the text has an e-mail address or a network address."""
    for pattern, placeholder in PERSONAL_DATA:
        text = pattern.sub(placeholder, text)
    return text[:MESSAGE_LIMIT]


class RequestFilter(logging.Filter):
    """Adds the id of the request that is being answered to each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON; fields not named here never leave the process."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
            "request_id": getattr(record, "request_id", "-"),
        }
        known = record.__dict__
        entry |= {name: known[name] for name in FIELDS if name in known}
        if record.exc_info and record.exc_info[1]:
            entry["exception"] = describe(record.exc_info[1])
        return as_json(entry)


def as_json(entry: dict[str, object]) -> str:
    """An entry on one line; text of what JSON has no form for."""
    try:
        return orjson.dumps(entry, default=str).decode()
    except orjson.JSONEncodeError:
        # Text with half of a surrogate pair, and integers beyond 64 bits.
        return json.dumps(entry, default=str)


def describe(error: BaseException) -> dict[str, object]:
    """Say what failed and where; of the message only the first line.

    PostgreSQL quotes the offending values, which may be somebody's name, from the second line on.
    """
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "message": redact(str(error).partition("\n")[0]),
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
