"""Stored answers: in the process and, if there is one, in the shared cache.

An answer is used only if the versions of its tags are still those of when its data were read: that
costs one statement, and makes it as true as one made anew.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections import OrderedDict
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from .headers import tag_header
from .versions import check, version_at

if TYPE_CHECKING:
    from .dependencies import Dependencies
    from .versions import Moment

logger = logging.getLogger(__name__)

ALIAS = "answers"
# What is not asked for goes, however true it is.
LIFETIME = 24 * 60 * 60
# For how long the shared cache is not asked once it has failed, in seconds.
REST = 5.0
OVERHEAD = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with all that is needed to know whether it still holds."""

    body: bytes
    etag: str
    tags: tuple[str, ...]
    version: int
    valid_until: float | None
    tag_header: str

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.body) + sum(map(len, self.tags)) + len(self.tag_header) + OVERHEAD

    @property
    def seconds_left(self) -> float:
        """For how long it is true if nothing changes."""
        if self.valid_until is None:
            return LIFETIME
        return self.valid_until - timezone.now().timestamp()


class LocalAnswers:
    """The answers of this process, least recently used first, within a number of bytes."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0

    def get(self, key: str) -> Answer | None:
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: str, answer: Answer) -> None:
        self.drop(key)
        self._answers[key] = answer
        self._size += answer.size
        while self._size > settings.GRAPHQL_CACHE_BYTES:
            _key, oldest = self._answers.popitem(last=False)
            self._size -= oldest.size

    def drop(self, key: str) -> None:
        answer = self._answers.pop(key, None)
        if answer is not None:
            self._size -= answer.size

    def clear(self) -> None:
        """Forget all."""
        self._answers.clear()
        self._size = 0

    @property
    def size(self) -> int:
        """About how many bytes all take."""
        return self._size


class SharedAnswers:
    """The answers of all processes; while their server fails, it is left alone for some seconds."""

    def __init__(self) -> None:
        self._rests_until = 0.0

    def get(self, key: str) -> Answer | None:
        found = self._ask("get", key)
        try:
            return None if found is None else Answer(*found)
        except TypeError:
            return None

    def put(self, key: str, answer: Answer) -> None:
        lifetime = max(1, min(LIFETIME, int(answer.seconds_left)))
        self._ask("set", key, astuple(answer), lifetime)

    def _ask(self, method: str, *arguments: object) -> object:
        if ALIAS not in settings.CACHES or time.monotonic() < self._rests_until:
            return None
        try:
            return getattr(caches[ALIAS], method)(*arguments)
        except Exception as error:  # noqa: BLE001 - whatever it is, answers are made without it
            self._rests_until = time.monotonic() + REST
            reason = type(error).__name__
            logger.warning("The shared cache failed (%s): not asked for %s s", reason, REST)
            return None


LOCAL = LocalAnswers()
SHARED = SharedAnswers()


def find(key: str) -> tuple[Answer | None, Moment | None]:
    """Find an answer that holds now; else a moment, if one was taken on the way."""
    moment: Moment | None = None
    local = LOCAL.get(key)
    if local is not None:
        holds, moment = _holds(local)
        if holds:
            return local, moment
        LOCAL.drop(key)
    shared = SHARED.get(key)
    if shared is not None and shared != local:
        holds, moment = _holds(shared)
        if holds:
            LOCAL.put(key, shared)
            return shared, moment
    return None, moment


def _holds(answer: Answer) -> tuple[bool, Moment | None]:
    """Whether an answer is still true, and the moment at which that was asked."""
    if answer.seconds_left <= 0:
        return False, None
    version, moment = check(answer.tags)
    return version == answer.version, moment


def store(key: str, body: bytes, dependencies: Dependencies) -> Answer | None:
    """Store an answer, unless what it depends on is not known, or has changed meanwhile."""
    if not dependencies.can_be_stored or dependencies.moment is None:
        return None
    tags = tuple(sorted(dependencies.tags))
    version = version_at(tags, dependencies.moment)
    if version is None:
        return None
    until = dependencies.valid_until
    answer = Answer(
        body=body,
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        tags=tags,
        version=version,
        valid_until=None if until is None else until.timestamp(),
        tag_header=tag_header(tags),
    )
    if answer.seconds_left > 0:
        LOCAL.put(key, answer)
        SHARED.put(key, answer)
    return answer
