"""`manage.py purge_front`: keep what nginx has stored true."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from cms.caching.front import Front


class Command(BaseCommand):
    """Remove from nginx's cache what depends on a change, until the command is stopped."""

    help = (
        "Remove from nginx's cache what depends on a change, until stopped. Runs on nginx's"
        " machine, as a user who may remove files from the folder."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder and how often to look."""
        parser.add_argument("folder", type=Path, help="the folder of nginx's proxy_cache_path")
        parser.add_argument(
            "--every", type=float, default=0.25, help="seconds between two looks (0.25)"
        )

    def handle(self, *args: Any, folder: Path, every: float, **options: Any) -> None:
        """Follow the changes; while the database is away, try on, and then trust nothing."""
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        front = None
        while True:
            try:
                if front is None:
                    front = Front(folder)
                    front.clear()
                    self.stdout.write("Following changes.")
                    self.stdout.flush()
                front.follow()
            except DatabaseError as error:
                self.stderr.write(f"The database does not answer ({type(error).__name__}).")
                connection.close()
                front = None
            time.sleep(every)
