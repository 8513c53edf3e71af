"""Rebuild what is derived from the published programmes."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from events.domain.programme import rebuild_programmes, recompute_instants


class Command(BaseCommand):
    """Write the rows of programmes anew, or only recompute instants."""

    help = "Rebuild the rows derived from published programmes: of all sessions, or of one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a session's key, or the wish to recompute instants only."""
        parser.add_argument("--session", type=UUID, help="translation key of one session")
        parser.add_argument(
            "--instants",
            action="store_true",
            help="only recompute instants from wall times, and list those that changed "
            "(after an update of the time zone data)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, saying how far it is."""
        if options["instants"]:
            self._recompute()
            return
        keys = [options["session"]] if options["session"] else None
        count = rebuild_programmes(keys, self._progress)
        self.stdout.write(f"{count} programmes rebuilt")

    def _recompute(self) -> None:
        shifts = recompute_instants()
        for shift in shifts:
            change = f"{shift.before} -> {shift.after}"
            self.stdout.write(f"page {shift.session}, {shift.what}: {change}")
        self.stdout.write(f"{len(shifts)} instants changed")

    def _progress(self, done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            self.stderr.write(f"{done} of {total}")
