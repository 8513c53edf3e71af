"""Malformed HTTP, sent over a socket to the server that we ship."""

import json
from socket import SHUT_WR, create_connection

import pytest

WHOLE = b'{"query": "{ __typename }"}'


def talk(address: tuple[str, int], raw: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes, close our side, and read the answer to its end."""
    with create_connection(address, timeout=60) as connection:
        connection.sendall(raw)
        connection.shutdown(SHUT_WR)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in lines), body


def head(method: str, target: str = "/graphql/", **headers: str) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def post(body: bytes, length: int | None = None, content_type: str = "application/json") -> bytes:
    size = str(len(body) if length is None else length)
    return head("POST", Content_Type=content_type, Content_Length=size) + body


def with_variable(value: bytes) -> bytes:
    return b'{"query": "{ __typename }", "variables": {"a": ' + value + b"}}"


CHUNKED = head("POST", Content_Type="application/json", Transfer_Encoding="chunked")


def test_connection_closes_if_a_body_was_too_large_to_read(address):
    raw = post(WHOLE, length=5_000_000).replace(b"Connection: close\r\n", b"")
    status, headers, _ = talk(address, raw)

    assert (status, headers["connection"]) == (413, "close")


def test_connection_stays_open_after_other_answers(address):
    raw = post(WHOLE).replace(b"Connection: close\r\n", b"")
    status, headers, _ = talk(address, raw)

    assert (status, headers["connection"]) == (200, "keep-alive")


@pytest.mark.parametrize("path", ["/graphql/", "/graphql", "/nowhere/", "/admin/login/"])
@pytest.mark.parametrize("parameter", ["charset*=%00", "charset*=nope''x"])
def test_unreadable_content_type_is_no_fault_of_ours(address, path, parameter):
    content_type = f"application/json; {parameter}"
    raw = head("POST", path, Content_Type=content_type, Content_Length="2") + b"{}"
    status, headers, _ = talk(address, raw)

    assert status in (403, 404, 415)
    assert path == "/admin/login/" or headers["content-type"] == "application/json; charset=utf-8"


REQUESTS = {
    "whole": (post(WHOLE), 200),
    "five megabytes": (post(WHOLE, length=5_000_000), 413),
    "truncated": (post(WHOLE[:10], length=len(WHOLE)), 400),
    "empty": (post(b""), 400),
    "not JSON": (post(b"not json"), 400),
    "not UTF-8": (post(b'{"query": "\xff"}'), 400),
    "half a pair in a variable": (post(with_variable(b'"\\ud800"')), 400),
    "half a pair in the document": (post(b'{"query": "\\ud800"}'), 400),
    "NUL": (post(with_variable(b'"\\u0000"')), 400),
    "integer of 65 bits": (post(with_variable(b"18446744073709551616")), 200),
    "deep": (post(with_variable(b"[" * 45_000 + b"]" * 45_000)), 400),
    "long variable": (post(with_variable(b'"' + b"x" * 90_000 + b'"')), 200),
    "plain text": (post(WHOLE, content_type="text/plain"), 415),
    "form": (post(WHOLE, content_type="application/x-www-form-urlencoded"), 415),
    "multipart": (post(WHOLE, content_type="multipart/form-data; boundary=x"), 415),
    "chunked": (CHUNKED + b"1b\r\n" + WHOLE + b"\r\n0\r\n\r\n", 411),
    "delete": (head("DELETE"), 405),
    "without a slash": (post(WHOLE).replace(b"/graphql/ ", b"/graphql "), 200),
    "foreign host": (head("GET").replace(b"localhost", b"evil.example.org"), 400),
    "unknown path": (head("GET", "/api/nowhere"), 404),
    "unknown path for a browser": (head("GET", "/nowhere", Accept="text/html"), 404),
    "query without parameters": (head("GET"), 400),
    "query of NUL": (head("GET", "/graphql/?query=%00"), 200),
    "query not UTF-8": (head("GET", "/graphql/?query=%ff"), 400),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_live_server_answers_in_json(address, name):
    raw, expected = REQUESTS[name]
    status, headers, body = talk(address, raw)

    assert (status, headers["content-type"]) == (expected, "application/json; charset=utf-8")
    assert "set-cookie" not in headers
    assert set(json.loads(body)) == ({"data"} if b"errors" not in body else {"errors"})
