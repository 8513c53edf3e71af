"""Write the API's schema as text, for front ends and for the history of changes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cms.graphql.schema import canonical_sdl
from cms.schema import schema

SCHEMA_FILE = settings.BASE_DIR / "cms" / "schema.graphql"
RELEASED_FILE = settings.BASE_DIR / "cms" / "schema.released.graphql"
RELEASED_IN = "# Released in version "


class Command(BaseCommand):
    """Write cms/schema.graphql, or the file given."""

    help = "Write the GraphQL schema in the schema definition language, sorted."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another file's name."""
        parser.add_argument("file", nargs="?", type=Path, default=SCHEMA_FILE)
        parser.add_argument(
            "--release",
            metavar="VERSION",
            help="Write it also as what this version promises to front ends.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say where."""
        sdl = canonical_sdl(schema.graphql_schema)
        self._write(options["file"], sdl)
        if options["release"]:
            self._write(RELEASED_FILE, f"{RELEASED_IN}{options['release']}\n\n{sdl}")

    def _write(self, file: Path, text: str) -> None:
        file.write_text(text, encoding="utf-8")
        self.stdout.write(f"Wrote {file}.")
