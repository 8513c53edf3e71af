"""Readers: threads that ask without end, on a new connection each time, and note the answer."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass

PATIENCE = 30.0
INTERNALS = ("psycopg", "127.0.0.1", "postgres", "Traceback", "SELECT", "connection")
UNAVAILABLE = 503


@dataclass(frozen=True)
class Answer:
    """What came of one request, and when."""

    at: float
    seconds: float
    kind: str  # good, away, wrong, lost, refused
    told: str = ""


@dataclass(frozen=True)
class Question:
    """A request and the only answer to it."""

    request: bytes
    expected: bytes


def exchange(port: int, request: bytes) -> bytes:
    """Send a request; give the whole answer."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
    return answer


def ask(port: int, question: Question) -> Answer:
    """Ask once."""
    begin = time.monotonic()

    def ended(kind: str, told: str = "") -> Answer:
        return Answer(begin, time.monotonic() - begin, kind, told)

    try:
        answer = exchange(port, question.request)
    except ConnectionRefusedError:
        return ended("refused")
    except OSError as error:
        return ended("lost", repr(error))
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head:
        return ended("lost", "closed without an answer")
    status = int(head.split()[1])
    if body == question.expected:
        return ended("good")
    if status == UNAVAILABLE and is_clean(head, body):
        return ended("away")
    return ended("wrong", f"{status}: {body[:200].decode(errors='replace')}")


def is_clean(head: bytes, body: bytes) -> bool:
    """Whether a refusal says when to come back, has its code, and nothing of the inside."""
    errors = json.loads(body)["errors"]
    texts = " ".join(error["message"] for error in errors)
    return (
        b"\r\nretry-after:" in head.lower()
        and {error["extensions"]["code"] for error in errors} == {"UNAVAILABLE"}
        and not any(word in texts for word in INTERNALS)
    )


class Load:
    """Readers at work."""

    def __init__(self, port: int, questions: list[Question], readers: int) -> None:
        self.port, self.questions = port, questions
        self.answers: list[Answer] = []
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=[number], daemon=True)
            for number in range(readers)
        ]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _read(self, number: int) -> None:
        while not self._ended.is_set():
            answer = ask(self.port, self.questions[number % len(self.questions)])
            self.answers.append(answer)
            number += 1
            if answer.kind != "good":
                time.sleep(0.02)

    def between(self, begin: float, end: float) -> Answers:
        """The answers to what was asked in a time."""
        return Answers([answer for answer in list(self.answers) if begin <= answer.at < end])


class Answers(list[Answer]):
    """Some answers, and what can be said of them."""

    @property
    def kinds(self) -> Counter[str]:
        """How many of each kind."""
        return Counter(answer.kind for answer in self)

    def of(self, *kinds: str) -> Answers:
        """Those of some kinds."""
        return Answers(answer for answer in self if answer.kind in kinds)

    @property
    def slowest(self) -> float:
        """How long the slowest took."""
        return max((answer.seconds for answer in self), default=0.0)

    @property
    def p95(self) -> float:
        """How long 95 of 100 took at most."""
        times = sorted(answer.seconds for answer in self)
        return times[int(len(times) * 0.95)] if times else float("inf")

    def first_good_after(self, moment: float) -> float:
        """How many seconds after a moment the first good answer was there."""
        ends = [answer.at + answer.seconds for answer in self if answer.kind == "good"]
        return min((end - moment for end in ends if end > moment), default=float("inf"))
