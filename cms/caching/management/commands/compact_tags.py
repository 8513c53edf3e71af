"""`manage.py compact_tags`: fold the rows of past changes."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.caching.versions import compact


class Command(BaseCommand):
    """Fold the rows that tell of past changes; versions stay as they are."""

    help = "Fold the rows that tell of past changes; versions stay as they are, at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fold, and say how many rows are gone."""
        gone = compact()
        if options["verbosity"]:
            self.stdout.write(f"{gone} rows folded.")
