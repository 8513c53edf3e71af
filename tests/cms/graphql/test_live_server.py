"""Malformed HTTP, sent over a socket to the server that we ship."""

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from socket import SHUT_WR, create_connection, socket

import pytest

WHOLE = b'{"query": "{ __typename }"}'


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Start gunicorn on a free port, with a database that has no tables."""
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        host, port = free.getsockname()
    folder = tmp_path_factory.mktemp("server")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
    }
    command = [sys.executable, "-m", "gunicorn", "-b", f"{host}:{port}", "cms.wsgi"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(host, port)
            yield host, port
        finally:
            server.terminate()


def wait_for(host: str, port: int) -> None:
    for _ in range(300):
        try:
            create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the server did not start")


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
