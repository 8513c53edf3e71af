"""Make the groups of translators and reviewers, and their workflow, for each language."""

from typing import Any

from django.core.management.base import BaseCommand

from translations.domain.roles import create_translation_roles


class Command(BaseCommand):
    """Makes what is missing, and nothing a second time."""

    help = "Make groups of translators and reviewers, and a workflow, for each language."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say how many."""
        made = create_translation_roles()
        self.stdout.write(f"{made['group']} groups and {made['workflow']} workflows made.")
