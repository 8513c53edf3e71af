"""Loads the sample content."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from home.sample.load import load_sample_content


class Command(BaseCommand):
    """Makes the sample content that is missing; what exists is left alone without `--reset`."""

    help = "Load the facts of the MITI leaflet and the invented sample content around them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="write existing sample objects anew, over what editors changed (as new revisions)",
        )

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        say = self.stderr.write if options["verbosity"] else lambda line: None
        made = load_sample_content(reset=reset, say=lambda line: say(f"{line} …"))
        what = ", ".join(f"{count} × {kind}" for kind, count in sorted(made.items()))
        self.stdout.write(f"Made {what}." if what else "Everything was there already.")
