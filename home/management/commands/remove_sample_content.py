"""Removes the sample content."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from home.sample.remove import find_sample_content, remove_sample_content


class Command(BaseCommand):
    """Lists everything invented and, with `--yes`, removes it; the leaflet's facts stay."""

    help = "List all sample content, generated content included, or remove it with --yes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--yes", action="store_true", help="remove it; without this it is listed only"
        )

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        removal = find_sample_content()
        if options["verbosity"]:
            for line in removal.lines():
                self.stdout.write(line)
        pages, objects = len(removal.pages), len(removal.objects)
        if not yes:
            self.stdout.write(
                f"Nothing was removed. With --yes: {pages} pages, {objects} other objects."
            )
            return
        remove_sample_content(removal)
        self.stdout.write(f"Removed {pages} pages and {objects} other objects.")
