"""Prepares a development machine in one process: each start of Django costs seconds."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Migrates the database, loads the sample content, creates the first login; again and again."""

    help = "Migrate, load the sample content and create the first login (development only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port to print in the address")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Only for development: it makes an administrator.")
        call_command("migrate", verbosity=0)
        call_command("load_sample_content")
        call_command("create_first_login", port=port)
