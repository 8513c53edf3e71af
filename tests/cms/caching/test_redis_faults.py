"""The server that we ship, with a Redis of its own that stops, hangs and dies."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from urllib.parse import quote

import pytest
from redis import Redis
from wagtail.models import Page

from tests.factories import StandardPageFactory
from tests.support.servers import free_port, gunicorn, shared_database, wait_for

TITLE = "query ($key: ID!) { title(key: $key) }"


@pytest.fixture
def redis(tmp_path):
    """Give a Redis server's process, and its URL."""
    program = shutil.which("redis-server")
    if program is None:
        message = "redis-server is not installed (Debian: redis-server)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    port = free_port()
    command = [program, "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield server, f"redis://127.0.0.1:{port}/0"
        finally:
            with contextlib.suppress(ProcessLookupError):
                server.send_signal(signal.SIGCONT)
            server.kill()


@pytest.fixture
def ask(tmp_path, transactional_db, redis):
    """Ask a server with that Redis for a page's title; give it and the seconds that it took."""
    with (
        shared_database(tmp_path) as database,
        gunicorn(database, REDIS_URL=redis[1], ANSWERS_IN_REDIS="on") as port,
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

        def title(page):
            variables = quote(json.dumps({"key": str(page.translation_key)}))
            start = time.monotonic()
            connection.request("GET", f"/graphql/?query={quote(TITLE)}&variables={variables}")
            response = connection.getresponse()
            body = response.read()
            assert response.status == 200, body
            return json.loads(body)["data"]["title"], time.monotonic() - start

        yield title


def stored(url):
    with Redis.from_url(url) as client:
        return len(list(client.scan_iter("cms-answers*")))


def test_answers_stay_true_and_quick_whatever_redis_does(redis, ask):
    server, url = redis
    pages = [StandardPageFactory(title="Before") for _ in range(6)]
    assert ask(pages[0])[0] == "Before"
    assert stored(url) == 1

    server.send_signal(signal.SIGSTOP)
    answers = [ask(page) for page in pages[1:4]]
    assert [title for title, _ in answers] == ["Before"] * 3
    assert max(seconds for _, seconds in answers[1:]) < 1
    Page.objects.update(title="After")
    assert [ask(page)[0] for page in pages] == ["After"] * 6

    server.send_signal(signal.SIGCONT)
    server.kill()
    server.wait()
    Page.objects.update(title="Last")
    answers = [ask(page) for page in pages]
    assert [title for title, _ in answers] == ["Last"] * 6
    assert max(seconds for _, seconds in answers) < 1
