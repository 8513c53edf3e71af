"""Make the groups of editors, publishers and translators for each centre."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.domain.centre_roles import create_centre_roles
from home.domain.centres import all_centres


class Command(BaseCommand):
    """Makes what is missing, and nothing a second time."""

    help = "Make groups of editors, publishers and translators, with their rights, for each centre."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the names of centres."""
        parser.add_argument(
            "centres", nargs="*", help="names of centres, such as Cairo; without any, all of them"
        )

    def handle(self, *args: Any, centres: list[str], **options: Any) -> None:
        """Make them and say how many."""
        made = create_centre_roles(_keys(centres))
        self.stdout.write(
            f"{made['group']} groups, {made['collection']} collections and {made['workflow']} "
            f"workflows made; {made['right']} rights given, {made['lost']} taken away."
        )


def _keys(names: list[str]) -> list[Any] | None:
    if not names:
        return None
    known = all_centres()
    keys = []
    for name in names:
        found = [
            centre.key
            for centre in known
            if name.casefold() in {centre.name.casefold(), centre.title.casefold()}
        ]
        if len(found) != 1:
            choices = ", ".join(centre.name for centre in known) or "none"
            raise CommandError(f"There is no centre “{name}”. Centres are: {choices}.")
        keys += found
    return keys
