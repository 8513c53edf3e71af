"""Index every live page anew."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.search.index import rebuild


class Command(BaseCommand):
    """Make the search index equal to the live pages; safe while people publish."""

    help = "Index every live page anew, and forget words that no page says any more."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild(on_progress=self._say if options["verbosity"] else None)
        self.stdout.write(self.style.SUCCESS(f"{count} pages are in the search index."))

    def _say(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total} pages read")
