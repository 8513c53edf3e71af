"""`manage.py forget_answers`: let no stored answer hold any more."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.caching.versions import compact, forget_everything


class Command(BaseCommand):
    """Let no stored answer hold any more, in any process: needed after a restore."""

    help = "Let no stored answer hold any more, in any process. Needed after a restore."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise the version that all answers depend on."""
        compact()
        forget_everything()
        if options["verbosity"]:
            self.stdout.write("Every answer will be made anew.")
