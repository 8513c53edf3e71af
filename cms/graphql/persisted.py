"""Documents by hash: those that front ends registered, and those that clients have sent before.

*Trusted documents* are registered by `manage.py trusted_documents` and asked for by `documentId`
(the appendix "Persisted Documents" of GraphQL over HTTP). *Automatic persisted queries* are a
convention of Apollo's: a client sends `extensions.persistedQuery.sha256Hash` alone, and the text
with it if the server answers PERSISTED_QUERY_NOT_FOUND.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache

from .errors import BadUserInput, Forbidden, PersistedQueryNotFound
from .models import TrustedDocument

if TYPE_CHECKING:
    from .requests import GraphQLRequest

SHA256 = re.compile(r"[0-9a-f]{64}")
PREFIX = "sha256:"
# For how long, in seconds, a process goes by what it has read of a registered document: a document
# that is revoked is refused after that time.
FRESH = 5.0
MAX_REMEMBERED = 1_000
# Clients choose what is stored here. So there are this many places and no more; a document has one
# place, and takes it from the one before.
AUTOMATIC_PLACES = 1_000
AUTOMATIC_MAX_TEXT = 20_000
AUTOMATIC_LIFETIME = 24 * 60 * 60


def sha256_of(text: str) -> str:
    """The name of a document: SHA-256 of its text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class PersistedDocuments:
    """Finds the text of a request's document."""

    def __init__(self) -> None:
        self._registered: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def text_of(self, asked: GraphQLRequest) -> str:
        """The text to run; a coded error if there is none, or if it may not be run here."""
        if asked.document_id is not None:
            name = asked.document_id.removeprefix(PREFIX).lower()
            if not SHA256.fullmatch(name):
                raise BadUserInput("`documentId` must be a SHA-256 hash in hexadecimal.")
            return self._registered_text(name, "`documentId`")
        automatic = _automatic_hash(asked.extensions)
        if settings.GRAPHQL_TRUSTED_DOCUMENTS_ONLY:
            if automatic is not None and asked.query is None:
                return self._registered_text(automatic, "hash")
            if self._find(sha256_of(_given(asked))) is None:
                raise Forbidden("Only registered documents may be sent to this server.")
            return _given(asked)
        return _given(asked) if automatic is None else _automatic(automatic, asked.query)

    def _registered_text(self, name: str, what: str) -> str:
        text = self._find(name)
        if text is None:
            raise PersistedQueryNotFound(f"No document is registered under this {what}.")
        return text

    def _find(self, name: str) -> str | None:
        """The text of a document that is registered and not revoked."""
        now = time.monotonic()
        read_at, text = self._registered.get(name, (0.0, ""))
        if text and now - read_at < FRESH:
            return text
        self._registered.pop(name, None)
        rows = TrustedDocument.objects.filter(sha256=name, revoked_at=None)
        found = rows.values_list("text", flat=True).first()
        if found is not None:
            self._registered[name] = (now, found)
            while len(self._registered) > MAX_REMEMBERED:
                self._registered.popitem(last=False)
        return found


def _given(asked: GraphQLRequest) -> str:
    if asked.query is None:
        raise BadUserInput("`query` or `documentId` must be given.")
    return asked.query


def _automatic_hash(extensions: dict[str, Any]) -> str | None:
    """The hash of an automatic persisted query, if a request has one."""
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    name = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(name, str) or not SHA256.fullmatch(name) or persisted.get("version") != 1:
        raise BadUserInput("`persistedQuery` must have `version` 1 and a `sha256Hash`.")
    return name


def _automatic(name: str, text: str | None) -> str:
    place = f"graphql-document:{int(name[:8], 16) % AUTOMATIC_PLACES}"
    if text is None:
        found = cache.get(place)
        if not isinstance(found, str) or sha256_of(found) != name:
            raise PersistedQueryNotFound("No document is stored under this hash: send it as well.")
        return found
    if sha256_of(text) != name:
        raise BadUserInput("`sha256Hash` is not the hash of `query`.")
    if len(text) <= AUTOMATIC_MAX_TEXT:
        cache.set(place, text, AUTOMATIC_LIFETIME)
    return text
