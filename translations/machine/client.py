"""The protocol of LibreTranslate, which several servers speak.

The server's address is the operator's choice, private ones included, so redirects are not followed:
they would be the server's choice. Nothing that it says reaches a user, and its key reaches no log.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from .faults import Fault, MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT = 3
# Longer waits are for people.
LONGEST_WAIT = 2
CHUNK = 16 * 1024
MOST_BYTES_OF_LANGUAGES = 1024 * 1024
# Letters of six bytes in JSON (`\\u0627`), and a translation three times as long.
MOST_BYTES_PER_CHARACTER, BYTES_BESIDE = 18, 64 * 1024
MOST_LANGUAGES, MOST_LETTERS_OF_CODE = 500, 20
JSON_TYPE = "application/json"
ASKED_TOO_MUCH, UNAVAILABLE = 429, 503
REFUSALS = range(400, 500)


@dataclass(frozen=True)
class Client:
    """Asks one server."""

    url: str
    key: str = field(default="", repr=False)
    timeout: float = 10

    def languages(self) -> dict[str, list[str]]:
        """Give the languages from which the server translates, each with those into which."""
        answer = self._call("GET", "/languages", None, MOST_BYTES_OF_LANGUAGES)
        if len(_list(answer)) > MOST_LANGUAGES:
            raise _no_protocol()
        codes = [_code(item.get("code")) for item in map(_mapping, answer)]
        # Servers before `targets` translate between all that they have.
        return {
            code: [_code(target) for target in _list(item.get("targets", codes))]
            for code, item in zip(codes, answer, strict=True)
        }

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translate pieces of HTML, in one request."""
        body = {"q": list(texts), "source": source, "target": target, "format": "html"}
        if self.key:
            body["api_key"] = self.key
        most = BYTES_BESIDE + MOST_BYTES_PER_CHARACTER * sum(map(len, texts))
        answer = _mapping(self._call("POST", "/translate", body, most))
        translated = _list(answer.get("translatedText"))
        if len(translated) != len(texts) or not all(isinstance(text, str) for text in translated):
            raise _no_protocol()
        return translated

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None, most: int) -> Any:
        """Ask once, and again where the server has done nothing: it may take money for texts."""
        try:
            with requests.Session() as session:
                # Neither proxies nor passwords of the process's surroundings.
                session.trust_env = False
                # Once more if no connection came about.
                again = Retry(total=1, connect=1, read=False, redirect=False, status=0, other=0)
                for scheme in ("http://", "https://"):
                    session.mount(scheme, HTTPAdapter(max_retries=again))
                wait = self._send(session, method, path, body, most)
                if isinstance(wait, _Wait):
                    time.sleep(wait.seconds)
                    wait = self._send(session, method, path, body, most)
        except requests.RequestException as error:
            raise _logged(_fault_of(error), path, type(error).__name__) from None
        if isinstance(wait, _Wait):
            raise _logged(Fault.BUSY, path, "asked to wait twice")
        return wait

    def _send(
        self,
        session: requests.Session,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        most: int,
    ) -> Any:
        end = time.monotonic() + CONNECT_TIMEOUT + self.timeout
        with session.request(
            method,
            self.url.rstrip("/") + path,
            json=body,
            # A small file could be a large answer.
            headers={"Accept": JSON_TYPE, "Accept-Encoding": "identity"},
            timeout=(CONNECT_TIMEOUT, self.timeout),
            allow_redirects=False,
            stream=True,
        ) as response:
            if (wait := _wait_of(response)) is not None:
                return wait
            if (fault := _fault_in(response)) is not None:
                raise _logged(fault, path, f"status {response.status_code}")
            try:
                return json.loads(_read(response, most, end))
            except (ValueError, RecursionError):
                raise _logged(Fault.BAD_ANSWER, path, "no JSON") from None


@dataclass(frozen=True)
class _Wait:
    """A server that asks for some seconds of patience."""

    seconds: float


def _wait_of(response: requests.Response) -> _Wait | None:
    if response.status_code not in {ASKED_TOO_MUCH, UNAVAILABLE}:
        return None
    try:
        seconds = int(response.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return _Wait(seconds) if 0 <= seconds <= LONGEST_WAIT else None


def _fault_in(response: requests.Response) -> Fault | None:
    if response.status_code == ASKED_TOO_MUCH:
        return Fault.BUSY
    if response.status_code in REFUSALS:
        return Fault.REFUSED
    if response.status_code >= UNAVAILABLE - 3:
        return Fault.FAILED
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    is_packed = response.headers.get("Content-Encoding", "identity").lower() != "identity"
    if response.status_code != requests.codes.ok or kind != JSON_TYPE or is_packed:
        return Fault.BAD_ANSWER
    return None


def _read(response: requests.Response, most: int, end: float) -> bytes:
    """Read an answer, as long as it may be and as long as it may take."""
    read = bytearray()
    for chunk in response.iter_content(CHUNK):
        read += chunk
        if len(read) > most:
            raise _logged(Fault.BAD_ANSWER, "", "too large")
        if time.monotonic() > end:
            raise _logged(Fault.TIMEOUT, "", "too slow")
    return bytes(read)


def _fault_of(error: requests.RequestException) -> Fault:
    """Tell an answer that broke off or stalled from a server that is not there."""
    if isinstance(error, requests.ConnectTimeout):
        return Fault.UNREACHABLE
    # An answer that stalls half-way is no `Timeout` to this library.
    if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return Fault.TIMEOUT
    is_broken = isinstance(error, requests.exceptions.ChunkedEncodingError)
    return Fault.FAILED if is_broken else Fault.UNREACHABLE


def _logged(fault: Fault, path: str, detail: str) -> MachineError:
    """Tell operators what it was: never the texts, the address or the key."""
    logger.warning("machine translation: %s %s (%s)", fault.value, path, detail)
    return MachineError(fault)


def _no_protocol() -> MachineError:
    return _logged(Fault.BAD_ANSWER, "", "JSON of another form")


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _no_protocol()
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _no_protocol()
    return value


def _code(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MOST_LETTERS_OF_CODE:
        raise _no_protocol()
    return value
