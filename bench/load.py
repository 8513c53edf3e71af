"""A load generator: one thread, some connections, each sends its next request after its answer."""

from __future__ import annotations

import selectors
import socket
import time
from dataclasses import dataclass, field

CONNECTIONS = 16
PATIENCE = 60.0
END_OF_HEAD = b"\r\n\r\n"


class WrongAnswerError(Exception):
    """The server gave another answer than it had given before."""


@dataclass
class Sample:
    """What one round measured."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    cpu: float | None = None
    database_cpu: float | None = None

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.latencies) / self.seconds

    @property
    def cost(self) -> float:
        """CPU seconds of a request, the database's too; where unknown, its share of the time."""
        seconds = self.seconds if self.cpu is None else self.cpu + (self.database_cpu or 0)
        return seconds / len(self.latencies)


class _Connection:
    """A connection with one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.began = 0.0

    def send(self, request: bytes) -> None:
        """Send a request."""
        self.received, self.began = b"", time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> bytes | None:
        """Read what has come; give the answer's body once it is whole."""
        data = self.socket.recv(262_144)
        if not data:
            raise WrongAnswerError("The server closed a connection.")
        self.received += data
        head, found, body = self.received.partition(END_OF_HEAD)
        if not found:
            return None
        if not head.startswith(b"HTTP/1.1 200"):
            raise WrongAnswerError(head.decode("latin-1") + body.decode(errors="replace")[:1000])
        return body if len(body) >= _length(head) else None


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    raise WrongAnswerError("An answer has no Content-Length.")


def fetch(port: int, request: bytes) -> bytes:
    """Send one request and give the body of the answer."""
    connection = _Connection(port)
    try:
        connection.send(request)
        while (body := connection.read()) is None:
            pass
        return body
    finally:
        connection.socket.close()


def put_under_load(
    port: int, request: bytes, expected: bytes, *, seconds: float, connections: int = CONNECTIONS
) -> Sample:
    """Send a request again and again for a while; what is under way at the end is waited for."""
    opened: list[_Connection] = []
    try:
        with selectors.DefaultSelector() as selector:
            began = time.perf_counter()
            for _ in range(connections):
                connection = _Connection(port)
                opened.append(connection)
                selector.register(connection.socket, selectors.EVENT_READ, connection)
                connection.send(request)
            latencies = _run(selector, request, expected, deadline=began + seconds)
            return Sample(time.perf_counter() - began, latencies)
    finally:
        for connection in opened:
            connection.socket.close()


def _run(
    selector: selectors.BaseSelector, request: bytes, expected: bytes, *, deadline: float
) -> list[float]:
    latencies = []
    while selector.get_map():
        ready = selector.select(PATIENCE)
        if not ready:
            raise WrongAnswerError("The server is silent.")
        for key, _ in ready:
            connection: _Connection = key.data
            body = connection.read()
            if body is None:
                continue
            if body != expected:
                raise WrongAnswerError("An answer differs from the first one.")
            now = time.perf_counter()
            latencies.append(now - connection.began)
            if now < deadline:
                connection.send(request)
            else:
                selector.unregister(connection.socket)
    return latencies
