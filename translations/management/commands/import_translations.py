"""Take over files of translation programs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from translations.exchange.batch import Result, take_over

from ._languages import user_of


class Command(BaseCommand):
    """Take over a file, a folder or an archive; each file whole or not at all."""

    help = "Take over PO and XLIFF files: one, or those of a folder or ZIP archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the place, and whose work it is."""
        parser.add_argument("path", type=Path, help="a file, a folder or a ZIP archive")
        parser.add_argument("--user", help="name of the user whose work it is noted as")
        parser.add_argument(
            "--take-over",
            action="store_true",
            help="of files that are older than the original, take over what has not changed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take over the files; fails if any was refused."""
        if not options["path"].exists():
            raise CommandError(f"There is no {options['path']}.")
        user = user_of(options["user"])
        results = []
        for result in take_over(options["path"], user=user, only_unchanged=options["take_over"]):
            results.append(result)
            self._tell(result)
        refused = sum(bool(result.problems) for result in results)
        if refused:
            raise CommandError(f"{refused} of {len(results)} files were refused")

    def _tell(self, result: Result) -> None:
        for problem in result.problems:
            self.stderr.write(f"{result.name}: {problem}")
        if result.report is None:
            return
        report = result.report
        self.stdout.write(
            f"{result.name}: {len(report.changes)} changed, {report.unchanged} unchanged,"
            f" {len(report.missing)} missing"
        )
        for problem in report.warnings:
            self.stderr.write(f"{result.name}: {problem}")
        for unit in report.left_out:
            self.stderr.write(f"{result.name}: left out: {unit.source}")
