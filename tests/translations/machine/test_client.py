"""Asking a real server over HTTP, with all that it can do wrong."""

import contextlib
import socket

import pytest

from tests.support import libretranslate as machine
from tests.support.libretranslate import KEY
from translations.machine.client import Client
from translations.machine.faults import Fault, MachineError


@pytest.fixture
def client(server):
    return Client(server.url, KEY, timeout=0.4)


def fault_of(client, texts=("Cool streets",)):
    with pytest.raises(MachineError) as error:
        client.translate(texts, "en", "ar")
    assert KEY not in f"{error.value!r}{error.value.message}{error.value.__cause__}"
    assert machine.INTERNALS not in error.value.message
    return error.value.fault


def test_texts_of_one_request_are_translated_in_order(server, client):
    assert client.translate(["one", "<b>two</b>"], "en", "ar") == ["ar one", "ar <b>two</b>"]

    assert server.received == [
        {
            "q": ["one", "<b>two</b>"],
            "source": "en",
            "target": "ar",
            "format": "html",
            "api_key": KEY,
        }
    ]


def test_no_key_is_sent_where_there_is_none(server):
    Client(server.url).translate(["one"], "en", "ar")

    assert "api_key" not in server.received[0]


def test_address_may_end_with_a_slash(server):
    Client(f"{server.url}/").translate(["one"], "en", "ar")

    assert server.paths == ["/translate"]


def test_key_is_not_in_the_name_of_a_client(client):
    assert KEY not in repr(client)


@pytest.mark.parametrize(
    ("answer", "fault", "requests"),
    [
        (machine.slow, Fault.TIMEOUT, 1),
        (machine.failing(429), Fault.BUSY, 1),
        (machine.failing(429, Retry_After="3600"), Fault.BUSY, 1),
        (machine.failing(429, Retry_After="0"), Fault.BUSY, 2),
        (machine.failing(429, Retry_After="soon"), Fault.BUSY, 1),
        (machine.failing(400), Fault.REFUSED, 1),
        (machine.failing(403), Fault.REFUSED, 1),
        (machine.failing(500), Fault.FAILED, 1),
        (machine.failing(503), Fault.FAILED, 1),
        (machine.broken_off, Fault.FAILED, 1),
        (machine.stalling, Fault.TIMEOUT, 1),
        (machine.too_few, Fault.BAD_ANSWER, 1),
        (machine.numbers, Fault.BAD_ANSWER, 1),
        (machine.no_json, Fault.BAD_ANSWER, 1),
        (machine.huge, Fault.BAD_ANSWER, 1),
        (machine.of_another_type, Fault.BAD_ANSWER, 1),
        (machine.redirecting, Fault.BAD_ANSWER, 1),
    ],
)
def test_each_fault_has_its_code_and_only_what_cost_nothing_is_tried_again(
    server, client, answer, fault, requests
):
    server.answer = answer

    assert fault_of(client) == fault

    assert server.paths == ["/translate"] * requests


def test_answer_that_never_ends_is_left(server, client, monkeypatch):
    monkeypatch.setattr("translations.machine.client.CONNECT_TIMEOUT", 0.2)
    server.answer = machine.dripping

    assert fault_of(client, ["x" * 100_000]) == Fault.TIMEOUT


@pytest.mark.parametrize("status", [429, 503])
def test_server_that_asks_for_a_second_of_patience_gets_it(server, client, status):
    server.answers = [machine.failing(status, Retry_After="1")]

    assert client.translate(["one"], "en", "ar") == ["ar one"]

    assert len(server.received) == 2


def test_server_that_is_not_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        client = Client(f"http://127.0.0.1:{free.getsockname()[1]}", KEY)

        assert fault_of(client) == Fault.UNREACHABLE


def test_server_that_takes_no_connection(monkeypatch):
    monkeypatch.setattr("translations.machine.client.CONNECT_TIMEOUT", 0.2)
    with socket.socket() as full, contextlib.ExitStack() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        client = Client(f"http://127.0.0.1:{full.getsockname()[1]}", KEY)

        assert fault_of(client) == Fault.UNREACHABLE


def test_logs_tell_the_fault_and_neither_key_nor_texts(server, client, caplog):
    server.answer = machine.failing(403)

    fault_of(client, ["Cool streets"])

    assert caplog.messages == ["machine translation: REFUSED /translate (status 403)"]


def test_languages_with_those_into_which_they_are_translated(server, client):
    server.languages = [
        {"code": "en", "targets": ["ar", "fr"]},
        {"code": "fr", "targets": ["en"]},
    ]

    assert client.languages() == {"en": ["ar", "fr"], "fr": ["en"]}


def test_languages_of_an_old_server(server, client):
    server.languages = [{"code": "en"}, {"code": "ar"}]

    assert client.languages() == {"en": ["en", "ar"], "ar": ["en", "ar"]}


@pytest.mark.parametrize(
    "languages",
    [
        {},
        ["en"],
        [{"code": 1}],
        [{"code": "en", "targets": "ar"}],
        [{"code": "x" * 21}],
        [{"code": str(number)} for number in range(501)],
    ],
)
def test_what_is_no_list_of_languages(server, client, languages):
    server.languages = languages

    with pytest.raises(MachineError) as error:
        client.languages()

    assert error.value.fault == Fault.BAD_ANSWER
