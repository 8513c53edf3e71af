"""The faults: each is brought about under load, and gives what must hold and what was found."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .clients import Answers, Load, Question, exchange
from .services import Nginx, PostgreSQL, Redis, pause, resume

if TYPE_CHECKING:
    from .site import Site

READERS = 4
SLOW_CLIENTS = 30
ABSORBED_AFTER = 6.0


@dataclass(frozen=True)
class Finding:
    """A figure that must not exceed its limit."""

    requirement: str
    fault: str
    what: str
    value: float
    limit: float
    told: str = ""

    @property
    def holds(self) -> bool:
        """Whether it does not."""
        return self.value <= self.limit


@dataclass
class Stage:
    """Everything that takes part."""

    site: Site
    postgresql: PostgreSQL
    redis: Redis
    questions: list[Question]
    seconds: float

    def load(self, port: int | None = None, readers: int = READERS) -> Load:
        """Readers of the site, or of another port."""
        return Load(port or self.site.port, self.questions, readers)

    def calm(self, load: Load) -> Answers:
        """Answers while nothing is wrong."""
        return self.wait(load, self.seconds)

    def wait(self, load: Load, seconds: float) -> Answers:
        """Let readers read for a while."""
        begin = time.monotonic()
        time.sleep(seconds)
        return load.between(begin, time.monotonic())


def bad(requirement: str, fault: str, answers: Answers, *allowed: str) -> Finding:
    """How many answers were of none of the allowed kinds."""
    others = Answers(answer for answer in answers if answer.kind not in allowed)
    what = f"answers that are not {' or '.join(allowed)}, of {len(answers)}"
    told = ", ".join(sorted({answer.told for answer in others})[:2])
    return Finding(requirement, fault, what, len(others), 0, told)


def redis_stopped(stage: Stage) -> Iterator[Finding]:
    """Redis ends."""
    with stage.load() as load:
        before = stage.calm(load)
        stage.redis.stop()
        during = stage.wait(load, stage.seconds)
        stage.redis.start()
        after = stage.wait(load, stage.seconds)
    yield bad("R37", "Redis stopped", Answers(during + after), "good")
    ratio = during.p95 / before.p95
    yield Finding("R37", "Redis stopped", "p95, times the one before", ratio, 2)


def redis_hung(stage: Stage) -> Iterator[Finding]:
    """Redis is silent."""
    with stage.load() as load:
        stage.calm(load)
        pause(stage.redis.pid)
        during = stage.wait(load, stage.seconds)
        resume(stage.redis.pid)
        after = stage.wait(load, stage.seconds)
    yield bad("R38", "Redis hung", Answers(during + after), "good")
    # Each worker finds out by itself, by its first request.
    later = Answers(sorted(during, key=lambda answer: answer.at)[stage.site.workers :])
    yield Finding("R38", "Redis hung", "seconds, from the second request on", later.slowest, 1)


def postgresql_restarted(stage: Stage) -> Iterator[Finding]:
    """PostgreSQL restarts, breaking its connections."""
    pids = stage.site.worker_pids()
    with stage.load() as load:
        stage.calm(load)
        begin = time.monotonic()
        stage.postgresql.stop("immediate")
        time.sleep(2)
        stage.postgresql.start()
        back = time.monotonic()
        after = stage.wait(load, stage.seconds + 2)
    during, fault = load.between(begin, back), "PostgreSQL restarted"
    yield bad("R39", fault, Answers(during + after), "good", "away")
    yield Finding("R39", fault, "seconds to good answers", after.first_good_after(back), 2)
    late = Answers(answer for answer in after if answer.at > back + 2)
    yield bad("R39", f"{fault}, 2 s later", late, "good")
    same = 0 if stage.site.worker_pids() == pids else 1
    yield Finding("R39", fault, "restarts of our processes", same, 0)


def postgresql_hung(stage: Stage) -> Iterator[Finding]:
    """PostgreSQL is silent."""
    fault = "PostgreSQL hung"
    with stage.load() as load:
        stage.calm(load)
        begin = time.monotonic()
        pause(stage.postgresql.pid)
        time.sleep(1)
        alive, ready = (probe(stage.site.port, path) for path in ("/healthz/", "/readyz/"))
        time.sleep(max(stage.seconds, 5))
        resume(stage.postgresql.pid)
        back = time.monotonic()
        after = stage.wait(load, stage.seconds + 2)
    during = load.between(begin, back)
    yield bad("R40", fault, during, "good", "away")
    yield Finding("R40", fault, "seconds of the slowest answer", during.slowest, 5)
    yield Finding("R40", fault, "/healthz/: other than 200", abs(alive[0] - 200), 0)
    yield Finding("R40", fault, "/readyz/: other than 503", abs(ready[0] - 503), 0)
    yield Finding("R40", fault, "seconds of the probes", max(alive[1], ready[1]), 5)
    yield Finding("R40", fault, "seconds to good answers", after.first_good_after(back), 2)
    late = Answers(answer for answer in after if answer.at > back + 2)
    yield bad("R40", f"{fault}, 2 s later", late, "good")


def probe(port: int, path: str) -> tuple[int, float]:
    """Status and seconds of a probe."""
    begin = time.monotonic()
    answer = exchange(port, f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    return int(answer.split()[1]), time.monotonic() - begin


def worker_killed(stage: Stage) -> Iterator[Finding]:
    """A worker is killed."""
    with stage.load() as load:
        begin = time.monotonic()
        stage.calm(load)
        os.kill(stage.site.worker_pids()[0], signal.SIGKILL)
        stage.wait(load, stage.seconds)
    lost = load.between(begin, time.monotonic()).of("lost")
    yield bad("R41", "worker killed", load.between(begin, time.monotonic()), "good", "lost")
    yield Finding("R41", "worker killed", "requests lost", len(lost), 1)


def reloaded(stage: Stage) -> Iterator[Finding]:
    """The server reloads."""
    old = set(stage.site.worker_pids())
    with stage.load() as load:
        begin = time.monotonic()
        stage.calm(load)
        stage.site.process.send_signal(signal.SIGHUP)
        while old & set(stage.site.worker_pids()):
            time.sleep(0.1)
        stage.calm(load)
    yield bad("R41", "reload (HUP)", load.between(begin, time.monotonic()), "good")


def terminated(stage: Stage) -> Iterator[Finding]:
    """The server stops."""
    with stage.load() as load:
        begin = time.monotonic()
        stage.calm(load)
        stage.site.process.terminate()
        stage.site.process.wait(30)
        answers = load.between(begin, time.monotonic())
    # Who is refused never had a connection, and may go elsewhere.
    yield bad("R41", "stop (TERM)", answers, "good", "refused")
    stage.site.start()


def hang_ups(stage: Stage) -> Iterator[Finding]:
    """Twenty clients ask for something and hang up."""
    with stage.load() as load:
        stage.calm(load)
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", stage.site.port)) as connection:
                connection.sendall(stage.questions[0].request)
        during = stage.calm(load)
    yield bad("R17", "20 hang-ups", during, "good")
    yield Finding("R17", "20 hang-ups", "seconds of the slowest answer", during.slowest, 5)


def slow_clients(stage: Stage) -> Iterator[Finding]:
    """Clients trickle their requests and leave their answers, in front of a proxy."""
    nginx = Nginx(stage.site.port)
    nginx.start()
    fault = f"{3 * SLOW_CLIENTS} slow clients"
    try:
        with stage.load(nginx.port) as load, contextlib.ExitStack() as opened:
            before = stage.calm(load)
            for client in slow_ones(nginx.port, stage.questions[0].request):
                opened.enter_context(client)
            # A third of them has asked for something, which is work like any other's.
            first = stage.wait(load, ABSORBED_AFTER)
            during = stage.calm(load)
    finally:
        nginx.stop()
    yield bad("R24", fault, Answers(first + during), "good")
    yield Finding("R24", fault, "p95, times the one before", during.p95 / before.p95, 2)


def slow_ones(port: int, request: bytes) -> Iterator[socket.socket]:
    """Clients that stop in the middle of the head, of the body, and before the answer."""
    head = request.index(b"\r\n\r\n") + 4
    for sent in (head // 2, head + 5, len(request)):
        for _ in range(SLOW_CLIENTS):
            client = socket.create_connection(("127.0.0.1", port))
            client.sendall(request[:sent])
            yield client


Scenario = Callable[[Stage], Iterator[Finding]]
SCENARIOS: dict[str, Scenario] = {
    "redis-stopped": redis_stopped,
    "redis-hung": redis_hung,
    "postgresql-restarted": postgresql_restarted,
    "postgresql-hung": postgresql_hung,
    "worker-killed": worker_killed,
    "reload": reloaded,
    "stop": terminated,
    "hang-ups": hang_ups,
    "slow-clients": slow_clients,
}
