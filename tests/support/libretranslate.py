"""A translation server for tests: LibreTranslate's protocol, with all that can go wrong."""

from __future__ import annotations

import contextlib
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

KEY = "secret-key-of-the-server"
CODES = ["en", "fr", "es", "ar", "fa", "ko"]
# Is said on one line of a server's own error, and must reach nobody.
INTERNALS = "Traceback in /srv/engine.py"


class TranslationServer(ThreadingHTTPServer):
    """Answers as `answer` says; keeps what it was sent."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.received = []
        self.paths = []
        self.languages = [{"code": code, "name": code, "targets": CODES} for code in CODES]
        self.answers = []
        self.answer = translated

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def texts(self):
        return [text for body in self.received for text in body["q"]]

    def next_answer(self):
        """Give the answers that stand in a row first, one for each request."""
        return self.answers.pop(0) if self.answers else self.answer


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self):
        self.server.paths.append(self.path)
        send(self, 200, self.server.languages)

    def do_POST(self):
        self.server.paths.append(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.received.append(body)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.server.next_answer()(self, body)

    def log_message(self, *args):
        """Say nothing."""


def send(handler, status, value, content_type="application/json", **headers):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", content_type)
    handler.send_header("Content-Length", str(len(data)))
    for name, text in headers.items():
        handler.send_header(name.replace("_", "-"), text)
    handler.end_headers()
    handler.wfile.write(data)


def saying(change):
    """Make an answer by changing each text."""

    def answer(handler, body):
        send(handler, 200, {"translatedText": [change(text) for text in body["q"]]})

    return answer


def translated(handler, body):
    saying(lambda text: f"{body['target']} {text}")(handler, body)


def failing(status, **headers):
    """Make an answer that tells too much of the server."""

    def answer(handler, body):
        send(handler, status, {"error": f"{INTERNALS} {body.get('api_key')}"}, **headers)

    return answer


def slow(handler, body):
    time.sleep(1)
    translated(handler, body)


def dripping(handler, body):
    """Send a little at a time, each soon enough."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" " * 20_000)
        handler.wfile.flush()
        time.sleep(0.1)


def broken_off(handler, body):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"translatedText": ["')


def stalling(handler, body):
    broken_off(handler, body)
    handler.wfile.flush()
    time.sleep(1)


def too_few(handler, body):
    send(handler, 200, {"translatedText": ["one"] * (len(body["q"]) - 1)})


def huge(handler, body):
    send(handler, 200, {"translatedText": ["x" * 3_000_000 for _ in body["q"]]})


def of_another_type(handler, body):
    send(handler, 200, {"translatedText": body["q"]}, content_type="text/html")


def no_json(handler, body):
    send(handler, 200, b"<html>")


def numbers(handler, body):
    send(handler, 200, {"translatedText": [1 for _ in body["q"]]})


def redirecting(handler, body):
    send(handler, 307, {}, Location="/elsewhere")


@contextlib.contextmanager
def translation_server():
    """Run a server until the end of a test."""
    server = TranslationServer()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settings_for(server, **more):
    """Give the setting that uses it."""
    return {
        "CLASS": "translations.machine.translator.LibreTranslate",
        "OPTIONS": {
            "URL": server.url,
            "API_KEY": KEY,
            "TIMEOUT": 0.4,
            "BATCH_CHARACTERS": 2000,
            "PRICE": 0,
            "CURRENCY": "EUR",
            **more,
        },
    }
