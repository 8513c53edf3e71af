"""Purging by tag what nginx in front has stored, in the folder of its `proxy_cache_path`.

A stored file begins with the headers that came with the answer, `Cache-Tag` among them; nginx asks
anew for what is not there any more. So nothing has to be remembered of what was given to whom.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from . import tags
from .headers import ALL, public_name
from .versions import begin, changed_since

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# More than all headers of an answer: the tags alone may have 8,000 bytes.
HEAD = 16_384
TAGS = re.compile(rb"^Cache-Tag: ([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
# For how long a change is purged again and again: an answer from before it may be on its way.
REPEAT = 3.0


class Front:
    """The folder in which nginx stores answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.moment = begin()
        self._recent: dict[str, float] = {}

    def follow(self) -> int:
        """Purge what has changed since the last time and shortly before; return how much it was."""
        changed, self.moment = changed_since(self.moment)
        now = time.monotonic()
        self._recent = {name: at for name, at in self._recent.items() if now - at < REPEAT}
        self._recent |= dict.fromkeys(changed, now)
        if {tags.EVERYTHING, tags.SUSPENDED} & self._recent.keys():
            return self.clear()
        return self.purge(self._recent) if self._recent else 0

    def purge(self, names: Iterable[str]) -> int:
        """Remove the answers that depend on tags, and those that have too many to tell."""
        wanted = {public_name(name).encode() for name in names} | {ALL.encode()}
        return sum(_removed(path) for path in self._files() if wanted & _tags_of(path))

    def clear(self) -> int:
        """Remove all answers."""
        return sum(_removed(path) for path in self._files())

    def _files(self) -> Iterable[Path]:
        return (path for path in self.folder.rglob("*") if path.is_file())


def _tags_of(path: Path) -> set[bytes]:
    try:
        with path.open("rb") as stored:
            found = TAGS.search(stored.read(HEAD))
    except FileNotFoundError:
        return set()
    return set(found[1].split(b",")) if found else set()


def _removed(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
