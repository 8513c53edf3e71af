"""The tool that brings faults about: it tells good answers from all others."""

import json
import threading
from socket import create_server

import pytest

from bench.faults.clients import Answer, Answers, Question, ask
from bench.faults.scenarios import Finding, bad
from bench.faults.services import free_port

QUESTION = Question(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b'{"data":{}}')


def answered(raw):
    """Ask a server that answers everything so."""
    with create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(raw)

        thread = threading.Thread(target=answer)
        thread.start()
        found = ask(server.getsockname()[1], QUESTION)
        thread.join()
        return found


def refusal(message="Try again.", code="UNAVAILABLE", header="Retry-After: 5\r\n", status=503):
    body = json.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
    return f"HTTP/1.1 {status} X\r\nA: b\r\n{header}\r\n{body}".encode()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b'HTTP/1.1 200 OK\r\n\r\n{"data":{}}', "good"),
        (b'HTTP/1.1 200 OK\r\n\r\n{"data":null}', "wrong"),
        (b"HTTP/1.1 500 X\r\n\r\n{}", "wrong"),
        (b"", "lost"),
        (refusal(), "away"),
        (refusal(header=""), "wrong"),
        (refusal(code="INTERNAL"), "wrong"),
        (refusal(message="connection to 127.0.0.1 failed"), "wrong"),
        (refusal(status=500), "wrong"),
    ],
)
def test_answer_is_of_the_right_kind(raw, kind):
    assert answered(raw).kind == kind


def test_closed_port_is_a_refusal():
    assert ask(free_port(), QUESTION).kind == "refused"


def test_figures_of_answers():
    answers = Answers(
        [Answer(10 + number, number / 10, "good" if number % 2 else "away") for number in range(20)]
    )

    assert answers.kinds == {"good": 10, "away": 10}
    assert (answers.slowest, answers.p95) == (1.9, 1.9)
    assert round(answers.first_good_after(12.5), 3) == 0.8
    assert Answers().p95 == float("inf")


@pytest.mark.parametrize(
    ("allowed", "value", "holds"),
    [(("good",), 1, False), (("away",), 1, False), (("good", "away"), 0, True)],
)
def test_finding_counts_what_is_not_allowed(allowed, value, holds):
    answers = Answers([Answer(0, 0, "good"), Answer(0, 0, "away", "told")])

    found = bad("R0", "fault", answers, *allowed)

    assert (found.value, found.holds) == (value, holds)
    assert Finding("R0", "fault", "what", 2.0, 2).holds
