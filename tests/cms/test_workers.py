"""The worker that we ship: clients that say nothing, siblings that are idle, kills and stops."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection, socket

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROMPT = 0.7


class Server:
    def __init__(self, workers, folder):
        with contextlib.closing(socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "tests.support.slow_app"),
                *("--bind", f"127.0.0.1:{self.port}", "--workers", str(workers)),
            ],
            cwd=ROOT,
            env=os.environ | {"METRICS_DIR": str(folder)},
            stderr=subprocess.DEVNULL,
        )

    def ask(self, seconds=0.0):
        """Send a request on a connection of its own; give the worker's id and how long it took."""
        begin = time.monotonic()
        with create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(
                f"GET /?{seconds} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
            )
            answer = b""
            while chunk := connection.recv(4096):
                answer += chunk
        if not answer:
            raise ConnectionResetError
        return int(answer.rpartition(b"\r\n")[2]), time.monotonic() - begin

    def is_up(self, workers):
        """Whether all workers answer."""
        seen = set()
        deadline = time.monotonic() + 20
        with ThreadPoolExecutor(workers) as pool:
            while time.monotonic() < deadline and len(seen) < workers:
                with contextlib.suppress(OSError):
                    answers = pool.map(lambda _: self.ask(0.1)[0], range(workers))
                    seen.update(answers)
                time.sleep(0.05)
        return len(seen) == workers


@pytest.fixture
def serve(tmp_path):
    started = []

    def start(workers):
        server = Server(workers, tmp_path / "metrics")
        started.append(server)
        assert server.is_up(workers)
        return server

    yield start
    for server in started:
        server.process.kill()
        server.process.wait(10)


def lost(request):
    try:
        request.result(20)
    except OSError:
        return True
    return False


@pytest.mark.parametrize(("length", "status"), [(8000, 200), (8200, 414)])
def test_a_url_has_as_many_bytes_as_the_docs_say(serve, length, status):
    connection = HTTPConnection("127.0.0.1", serve(1).port, timeout=20)

    connection.request("GET", "/?".ljust(length, "0"))

    assert connection.getresponse().status == status


def test_silent_clients_do_not_stop_others(serve):
    server = serve(1)
    with contextlib.ExitStack() as stack:
        for _ in range(50):
            stack.enter_context(create_connection(("127.0.0.1", server.port)))

        assert max(server.ask()[1] for _ in range(5)) < PROMPT


def test_clients_that_hang_up_do_not_stop_others(serve):
    server = serve(1)
    for _ in range(20):
        with create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(b"POST /?0 HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")

    assert max(server.ask()[1] for _ in range(5)) < PROMPT


def test_idle_worker_takes_what_a_busy_one_cannot(serve):
    server = serve(2)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.ask, 3)
        time.sleep(0.3)

        answers = [server.ask() for _ in range(10)]

        assert max(seconds for _, seconds in answers) < PROMPT
        assert {pid for pid, _ in answers} & {slow.result()[0]} == set()


def test_kept_connections_do_not_keep_new_ones_out(serve):
    server = serve(1)
    end = threading.Event()

    def never_pause(_):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
        while not end.is_set():
            connection.request("GET", "/?0.01")
            connection.getresponse().read()
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        kept = pool.map(never_pause, range(8))
        time.sleep(0.5)
        try:
            assert max(server.ask(0.01)[1] for _ in range(10)) < PROMPT
        finally:
            end.set()
        list(kept)


def test_of_many_that_come_at_once_none_waits_for_rounds_over_all_others(serve):
    server, clients, answered = serve(1), 16, []
    all_begin = threading.Barrier(clients)

    def ask_again_and_again(number):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
        all_begin.wait()
        while len(set(answered)) < clients:
            connection.request("GET", "/?0.02")
            connection.getresponse().read()
            answered.append(number)
        connection.close()

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(ask_again_and_again, range(clients)))

    # One new one in each round over the others would make it 136.
    assert max(answered.index(number) for number in range(clients)) < 5 * clients


def test_killed_worker_loses_its_own_request_only(serve):
    server = serve(2)
    with ThreadPoolExecutor(8) as pool:
        (first, _), *_ = pool.map(server.ask, [0.0])
        requests = [pool.submit(server.ask, 1) for _ in range(8)]
        time.sleep(0.5)
        os.kill(first, signal.SIGKILL)

        assert sum(map(lost, requests)) == 1


def test_stopped_server_answers_what_has_connected(serve):
    server = serve(1)
    with ThreadPoolExecutor(8) as pool:
        requests = [pool.submit(server.ask, 0.2) for _ in range(8)]
        time.sleep(0.3)
        server.process.terminate()

        assert sum(map(lost, requests)) == 0
    assert server.process.wait(10) == 0


def test_stopped_server_ends_though_clients_come_again_and_again(serve):
    server = serve(1)

    def come_again(_):
        with contextlib.suppress(OSError):
            while True:
                server.ask()

    with ThreadPoolExecutor(8) as pool:
        clients = pool.map(come_again, range(8))
        time.sleep(0.3)
        server.process.terminate()

        assert server.process.wait(5) == 0
        list(clients)


def test_reloaded_server_loses_nothing(serve):
    server = serve(2)
    with ThreadPoolExecutor(8) as pool:
        requests = [pool.submit(server.ask, 0.1) for _ in range(40)]
        time.sleep(0.2)
        server.process.send_signal(signal.SIGHUP)
        time.sleep(2)
        requests += [pool.submit(server.ask, 0.1) for _ in range(8)]

        assert sum(map(lost, requests)) == 0
