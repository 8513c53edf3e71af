"""Previews: an operation that also reads one thing that is not public, for who may read it.

A preview is asked for by the header `Authorization: Preview <token>`. The token is signed, good for
an hour, and of one of the kinds that applications register. What opens it writes into the
database what a reader would get, as publishing does; the operation is answered, and all of it is
undone. So no rule about who sees what knows of previews: everything is answered by the same
statements as ever. Within a transaction nothing is stored, and nothing stored is used
(`cached.cache_key`, `site_cache.current_sites`), and other connections see none of it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db import transaction

from .errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest

    # Takes what a token names, and writes it; raises an error for clients if it is for nothing.
    Write = Callable[[dict[str, Any]], None]

SCHEME = "preview"
# Seconds. The admin asks for a new token whenever it shows a preview again.
AGE = 3600
REFUSED = "The preview has expired, or is no longer open to you. Open it anew from the admin."
_kinds: dict[str, Write] = {}


def register_preview(kind: str, write: Write) -> None:
    """Let previews of a kind be opened; an application of ours does it when it is ready."""
    _kinds[kind] = write


def sign_preview(kind: str, **known: Any) -> str:
    """Give a token of a kind; `known` is what its writer gets back."""
    return signing.dumps(known, salt=kind)


def is_preview(request: HttpRequest) -> bool:
    """Say whether a request asks for a preview."""
    return bool(_token(request))


@contextmanager
def previewed(request: HttpRequest) -> Iterator[None]:
    """Have readers get what a preview's token is for, until the end."""
    write, known = _opened(_token(request))
    with transaction.atomic():
        try:
            write(known)
            yield
        finally:
            transaction.set_rollback(True)


def _opened(token: str) -> tuple[Write, dict[str, Any]]:
    """Give who writes what a token is for, and what it names; raises Unauthenticated."""
    for kind, write in _kinds.items():
        try:
            return write, signing.loads(token, salt=kind, max_age=AGE)
        except signing.BadSignature:
            continue
    raise Unauthenticated(REFUSED)


def _token(request: HttpRequest) -> str:
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == SCHEME else ""
