"""Make the renditions of all images, for all presets."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.media.models import Image
from cms.media.tasks import make_renditions

BAR_WIDTH = 30


class Command(BaseCommand):
    """Make missing renditions; running it again makes none."""

    help = "Make the missing renditions of all images, and remove those of earlier focal points."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the images to work on."""
        parser.add_argument(
            "--image", type=int, action="append", help="Only the image with this id."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work through the images; one that cannot be read does not stop the others."""
        images = Image.objects.order_by("pk")
        if options["image"]:
            images = images.filter(pk__in=options["image"])
        keys = list(images.values_list("pk", flat=True))
        made, failed = 0, []
        for position, key in enumerate(keys, start=1):
            try:
                made += make_renditions.func(key)
            except (OSError, ValueError) as error:
                failed.append(key)
                self.stderr.write(f"\nImage {key} cannot be read: {type(error).__name__}")
            self._progress(position, len(keys))
        self.stdout.write(f"{made} renditions made for {len(keys)} images, {len(failed)} failed.")
        if failed:
            sys.exit(1)

    def _progress(self, done: int, total: int) -> None:
        if not self.stderr.isatty():
            return
        filled = BAR_WIDTH * done // total
        bar = "█" * filled + "·" * (BAR_WIDTH - filled)
        self.stderr.write(f"\r{bar} {done}/{total}", ending="\n" if done == total else "")
