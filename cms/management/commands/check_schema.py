"""Compare the API's schema with the last release's, and the difference with the changelog."""

import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from graphql import build_schema

from cms.graphql.changes import removed_too_early, schema_changes, unnamed_changes
from cms.graphql.schema import canonical_sdl
from cms.schema import schema

from .write_schema import RELEASED_FILE

CHANGELOG = settings.BASE_DIR / "CHANGELOG.md"


class Command(BaseCommand):
    """Fail if front ends would meet a change that the changelog does not name."""

    help = "List what changed in the schema since the last release; fail if it is not named."

    def handle(self, *args: Any, **options: Any) -> None:
        """List the changes, and what is wrong with them."""
        released = build_schema(RELEASED_FILE.read_text(encoding="utf-8"))
        current = build_schema(canonical_sdl(schema.graphql_schema))
        changes = schema_changes(released, current)
        unnamed = unnamed_changes(changes, CHANGELOG.read_text(encoding="utf-8"))
        early = removed_too_early(released, changes, datetime.datetime.now(datetime.UTC).date())
        for heading in sorted({change.heading for change in changes}):
            self.stdout.write(f"### {heading}\n")
            for change in changes:
                if change.heading == heading:
                    self.stdout.write(f"{change}{' (not in CHANGELOG.md)' * (change in unnamed)}")
        if early:
            raise CommandError("Removed before the promised day:\n" + "\n".join(map(str, early)))
        if unnamed:
            raise CommandError("Name each change in CHANGELOG.md, under its heading.")
