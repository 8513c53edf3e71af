"""`manage.py rebuild_draft_references`: note anew what drafts and scheduled versions refer to."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.references.pending import rebuild


class Command(BaseCommand):
    """Reads all versions that may still go live, and notes what they refer to."""

    help = "Note anew what drafts and scheduled versions refer to; after an upgrade or a restore."

    def handle(self, *args: Any, **options: Any) -> None:
        """Note it, and say of how many versions."""
        with transaction.atomic():
            number = rebuild()
        if options["verbosity"]:
            self.stdout.write(f"{number} versions read.")
