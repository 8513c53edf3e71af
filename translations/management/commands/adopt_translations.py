"""Note what translations were made from that are public already."""

from typing import Any

from django.core.management.base import BaseCommand

from translations.domain.outdated import adopt_translations


class Command(BaseCommand):
    """For an upgrade, and after an import: without it nobody knows what is outdated."""

    help = "Note what public translations were made from, where nobody has noted it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Note it, and say of how many."""
        self.stdout.write(f"{adopt_translations()} translations noted.")
