"""Write all translations into a language as files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from translations.exchange.batch import files_of, save
from translations.exchange.formats import WRITERS

from ._languages import language


class Command(BaseCommand):
    """Write a folder or an archive of files for translation programs."""

    help = "Write all translations into a language as files for translation programs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the language, the place, and the format."""
        parser.add_argument("language", help="code of the language, such as ar")
        parser.add_argument("path", type=Path, help="a folder, or an archive that ends in .zip")
        parser.add_argument("--format", choices=WRITERS, default="xliff")
        parser.add_argument(
            "--missing", action="store_true", help="only what is not completely translated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files, saying how many."""
        locale = language(options["language"])
        files = files_of(locale, options["format"], missing_only=options["missing"])
        self.stdout.write(f"{save(files, options['path'])} files written")
