"""Names that clients choose, as labels: a bounded number, and the rest is "other"."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")

OTHER = "other"
# An operation that has no name.
ANONYMOUS = "anonymous"
# How a document was sent: by the id of a registered one, by its hash (automatic), or whole.
REGISTERED, HASH, TEXT = "registered", "hash", "text"
# One request alone gives nobody a label, so that a flood of invented names takes no place.
SIGHTS = 3
MAX_CANDIDATES = 1_000


class Labels(Generic[Key]):
    """The first names that were seen some times keep their places until the process ends."""

    def __init__(self, places: int) -> None:
        self.places = places
        self._known: set[Key] = set()
        self._seen: OrderedDict[Key, int] = OrderedDict()

    def admits(self, name: Key) -> bool:
        """Whether a name may be a label."""
        if name in self._known:
            return True
        if len(self._known) >= self.places:
            return False
        sights = self._seen.pop(name, 0) + 1
        if sights >= SIGHTS:
            self._known.add(name)
            return True
        self._seen[name] = sights
        if len(self._seen) > MAX_CANDIDATES:
            self._seen.popitem(last=False)
        return False
