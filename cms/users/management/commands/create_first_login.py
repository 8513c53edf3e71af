"""Creates the first login of a development machine and says how to use it."""

import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.users.models import User

NAME = "admin"


class Command(BaseCommand):
    """Creates an administrator with a random password, once, on a development machine."""

    help = "Create the first administrator of a development machine; its password goes to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port to print in the address")
        parser.add_argument(
            "--file",
            type=Path,
            default=settings.VAR_DIR / "first-login.txt",
            help="where to keep the password (only you can read it)",
        )

    def handle(self, *args: Any, port: int, file: Path, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Only for development; on a server use `manage.py createsuperuser`.")
        if not User.objects.filter(is_superuser=True).exists():
            password = secrets.token_urlsafe(12)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(f"{password}\n")
            User.objects.create_superuser(NAME, password=password)
        self.stdout.write(f"Admin:   http://localhost:{port}/admin/")
        self.stdout.write(f"GraphQL: http://localhost:{port}/graphql/")
        if file.exists():
            self.stdout.write(f"Log in as '{NAME}' with the password in {file}:")
            self.stdout.write(f"  {file.read_text().strip()}")
