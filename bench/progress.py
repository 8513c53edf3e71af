"""One line that says what is being done."""

from __future__ import annotations

import sys
import time

WIDTH = 24


class Progress:
    """Writes over its line on a terminal; elsewhere, one line for each thing that is begun."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.is_terminal = sys.stderr.isatty()

    def say(self, what: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done, and how far it is if that is known."""
        bar = ""
        if total:
            full = WIDTH * done // total
            bar = f"[{'#' * full}{'.' * (WIDTH - full)}] "
        line = f"{time.monotonic() - self.began:4.0f} s {bar}{what}"
        if self.is_terminal:
            sys.stderr.write(f"\r\033[K{line}")
        elif done in {0, total}:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self.is_terminal:
            sys.stderr.write("\r\033[K")
