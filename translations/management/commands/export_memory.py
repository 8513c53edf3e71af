"""Write the translation memory of two languages as a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from translations.exchange.memory import export_memory

from ._languages import language


class Command(BaseCommand):
    """Write a TMX file, text by text."""

    help = "Write what has been translated between two languages as a TMX file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the languages and the place."""
        parser.add_argument("source", help="code of the language of the originals, such as en")
        parser.add_argument("target", help="code of the language of the translations, such as ar")
        parser.add_argument("path", type=Path, help="the file to be written")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, saying how large it is."""
        pieces = export_memory(language(options["source"]), language(options["target"]))
        with options["path"].open("wb") as file:
            size = sum(file.write(piece) for piece in pieces)
        self.stdout.write(f"{size} bytes written")
