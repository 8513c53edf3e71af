"""Apply the policies for outdated translations to what is outdated already."""

from typing import Any

from django.core.management.base import BaseCommand

from translations.domain.outdated import apply_policies


class Command(BaseCommand):
    """Withdraws and gives back translations after a policy was changed; run it hourly."""

    help = "Apply the policies for outdated translations to those that are outdated already."

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply them, each object in a transaction of its own, and say how many changed."""
        self.stdout.write(f"{apply_policies()} translations withdrawn or given back.")
