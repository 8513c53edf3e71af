"""What one answer depends on, collected while it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from . import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from .versions import Moment

T = TypeVar("T")

# Beyond so many, asking for their version costs more than the answer.
MAX_TAGS = 5_000


class Dependencies:
    """The tags that an answer depends on, and until when it is true if none of them changes.

    Whoever reads data for an answer calls `begin()` before the first read (or sets `moment`, if a
    statement of its own brought it), and `add()` for all that it *looks for*, whether it is there
    and visible or not: what is not there may appear. Without a moment or without tags the answer is
    not stored.
    """

    def __init__(self, moment: Moment | None = None) -> None:
        self.moment = moment
        self._tags: set[str] = set()
        self._unnamed: list[tuple[Callable[[Any], str], Collection[Any]]] = []
        self.valid_until: datetime | None = None
        self.is_forbidden = False

    def begin(self) -> None:
        """Take the moment, unless it is taken: one short statement."""
        if self.moment is None:
            self.moment = versions.begin()

    def add(self, *tags: str) -> None:
        """Depend on tags (see cms.caching.tags)."""
        self._tags.update(tags)

    def add_each(self, tag: Callable[[T], str], things: Collection[T]) -> None:
        """Depend on the tags of many things, which are written only if the answer is stored."""
        self._unnamed.append((tag, things))

    @property
    def tags(self) -> set[str]:
        """All the tags so far."""
        while self._unnamed:
            tag, things = self._unnamed.pop()
            self._tags.update(map(tag, things))
        return self._tags

    def until(self, moment: datetime | None) -> None:
        """Be true until a moment at the latest, such as the expiry of a page that is shown."""
        if moment is not None and (self.valid_until is None or moment < self.valid_until):
            self.valid_until = moment

    def forbid(self) -> None:
        """Never be stored: for previews, and for what is not for everybody."""
        self.is_forbidden = True

    @property
    def can_be_stored(self) -> bool:
        """Whether enough is known of the answer."""
        is_known = self.moment is not None and 0 < len(self.tags) <= MAX_TAGS
        return is_known and not self.is_forbidden
