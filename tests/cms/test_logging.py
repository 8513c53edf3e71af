"""JSON logs: whole, tied to their request, and free of personal data."""

import io
import json
import logging

import pytest

from cms.logging import JsonFormatter, RequestFilter, redact, request_id

CANARIES = ("anna.schmidt@example.org", "203.0.113.77", "2001:db8::8a2e:370:7334", "Anna Schmidt")


@pytest.fixture
def log():
    """A logger that writes as in production, and what it has written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RequestFilter())
    handler.setFormatter(JsonFormatter())
    logger = logging.Logger("tests.log")  # noqa: LOG001 - of this test only
    logger.addHandler(handler)
    return logger, lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_record_has_time_level_logger_message_and_request_id(log):
    logger, lines = log
    token = request_id.set("abcdef12")

    logger.warning("Mind %s", "the gap")

    request_id.reset(token)
    (line,) = lines()
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "WARNING",
        "logger": "tests.log",
        "message": "Mind the gap",
        "request_id": "abcdef12",
    }


def test_record_of_a_request_has_its_fields_and_no_others(log):
    logger, lines = log

    logger.info("x", extra={"method": "GET", "path": "/", "status": 200, "user": CANARIES[3]})

    (line,) = lines()
    assert {"method", "path", "status"} <= line.keys()
    assert CANARIES[3] not in json.dumps(line)


def test_record_with_line_breaks_stays_one_line(log):
    logger, lines = log

    logger.error('first\n{"level": "forged"}\r\nlast')

    assert [line["message"] for line in lines()] == ['first\n{"level": "forged"}\r\nlast']


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("to anna.schmidt@example.org failed", "to [e-mail] failed"),
        ("Key (email)=(anna@example.org)", "Key (email)=([e-mail])"),
        ("from 203.0.113.77:443", "from [address]:443"),
        ("listening on 127.0.0.1:8000", "listening on 127.0.0.1:8000"),
        ("from 2001:db8::8a2e:370:7334 again", "from [address] again"),
        ("at 12:30:45 on 2024-05-06, version 5.2.19", "at 12:30:45 on 2024-05-06, version 5.2.19"),
    ],
)
def test_redact_hides_addresses_and_nothing_else(text, redacted):
    assert redact(text) == redacted


def test_exception_is_told_without_the_values_that_the_database_quotes(log):
    logger, lines = log

    try:
        raise ValueError(
            'duplicate key violates "users_user_username_key" for anna.schmidt@example.org\n'
            "DETAIL:  Key (username)=(Anna Schmidt) already exists."
        )
    except ValueError:
        logger.exception("Request from 203.0.113.77 and 2001:db8::8a2e:370:7334 failed")

    (line,) = lines()
    assert line["exception"]["type"] == "builtins.ValueError"
    assert line["exception"]["message"] == (
        'duplicate key violates "users_user_username_key" for [e-mail]'
    )
    assert len(line["exception"]["frames"]) == 1
    assert [canary for canary in CANARIES if canary in json.dumps(line)] == []
