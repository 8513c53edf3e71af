"""Take over a file of the translation memory."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from translations.exchange.memory import import_memory
from translations.exchange.problems import RefusedFileError

from ._languages import language, user_of


class Command(BaseCommand):
    """Take over a TMX file of any size, whole or not at all."""

    help = "Take over a TMX file into the translation memory of two languages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the languages, the place, and whose work it is."""
        parser.add_argument("source", help="code of the language of the originals, such as en")
        parser.add_argument("target", help="code of the language of the translations, such as ar")
        parser.add_argument("path", type=Path, help="a TMX file")
        parser.add_argument("--user", help="name of the user whose work it is noted as")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take over the file; fails if it was refused."""
        source, target = language(options["source"]), language(options["target"])
        path, user = options["path"], user_of(options["user"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        if source == target:
            raise CommandError("Give two languages.")
        try:
            with path.open("rb") as file:
                report = import_memory(source, target, file, name=path.name, user=user)
        except RefusedFileError as error:
            for problem in error.problems:
                self.stderr.write(f"{path.name}: {problem}")
            raise CommandError("The file was refused") from error
        self.stdout.write(
            f"{path.name}: {report.file.unit_count} texts, {report.left_out} left out"
        )
