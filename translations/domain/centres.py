"""Which pages belong to which centre, as told by the app that knows centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail import hooks

if TYPE_CHECKING:
    from collections.abc import Iterable

# A function under this hook gives `Centre` objects, in any order.
HOOK = "register_translation_centres"


@dataclass(frozen=True)
class Centre:
    """A centre, and one place in the tree beneath which its pages stand; it may have several."""

    key: str
    name: str
    path: str


class Centres:
    """All centres, for finding that of a page."""

    def __init__(self) -> None:
        """Ask the app that knows them."""
        found = [centre for function in hooks.get_hooks(HOOK) for centre in function()]
        self.by_path = {centre.path: centre for centre in found}
        self.names = {centre.key: centre.name for centre in found}
        # From the deepest: the nearest place decides.
        self.lengths = sorted({len(centre.path) for centre in found}, reverse=True)

    def of(self, path: str | None) -> str:
        """Give the key of the centre to which a page with this path belongs; empty if to none."""
        for length in self.lengths:
            if path and (centre := self.by_path.get(path[:length])) is not None:
                return centre.key
        return ""

    def paths(self, key: str) -> Iterable[str]:
        """Give the places of a centre."""
        return [path for path, centre in self.by_path.items() if centre.key == key]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Give the centres by name."""
        return sorted(self.names.items(), key=lambda item: item[1].casefold())
