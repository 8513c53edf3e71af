"""A collector of OpenTelemetry for tests: OTLP over HTTP, as the specification has it."""

from __future__ import annotations

import contextlib
import gzip
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

PATIENCE = 30


class Collector(ThreadingHTTPServer):
    """Keeps every span that it is sent, with the resource it is of."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received = []
        self.paths = set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def spans(self):
        return [
            span
            for request in list(self.received)
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    @property
    def resources(self):
        return [
            attributes_of(resource.resource)
            for request in list(self.received)
            for resource in request.resource_spans
        ]

    def wait_for(self, number):
        """Give the spans of servers once there are so many."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = [span for span in self.spans if span.kind == span.SPAN_KIND_SERVER]
            if len(found) >= number:
                return found
            time.sleep(0.05)
        raise TimeoutError(f"{len(self.spans)} spans, not {number} of servers")

    def below(self, parent):
        """Give the spans of statements of a request."""
        return [span for span in self.spans if span.parent_span_id == parent.span_id]


class Receiver(BaseHTTPRequestHandler):
    """Answers as a collector does."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.paths.add((self.path, self.headers["Content-Type"]))
        self.server.received.append(ExportTraceServiceRequest.FromString(body))
        answer = ExportTraceServiceResponse().SerializeToString()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        """Say nothing."""


def value_of(value):
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [value_of(item) for item in value.array_value.values]
    return getattr(value, kind)


def attributes_of(span):
    return {item.key: value_of(item.value) for item in span.attributes}


@contextlib.contextmanager
def collector():
    """Run a collector."""
    server = Collector()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
