"""Register, list and revoke the documents of front ends."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from cms.graphql.documents import DocumentRefusedError, Documents
from cms.graphql.limits import Limits
from cms.graphql.models import TrustedDocument
from cms.graphql.persisted import sha256_of
from cms.schema import schema


class Command(BaseCommand):
    """Keep the documents that a version of a front end sends, so that it can send their hashes."""

    help = "Register the .graphql files of a front end's version, list what is registered, revoke."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        actions = parser.add_subparsers(dest="action", required=True)
        register = actions.add_parser("register", help="read *.graphql below a folder")
        register.add_argument("folder", type=Path)
        revoke = actions.add_parser("revoke", help="refuse the documents of a version")
        for action in (register, revoke):
            action.add_argument("--client", required=True, help="the front end")
            action.add_argument("--release", required=True, help="its version")
        actions.add_parser("list", help="say what is registered")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Do it."""
        if action == "register":
            self.register(**options)
        elif action == "revoke":
            self.revoke(**options)
        else:
            self.list()

    @transaction.atomic
    def register(self, folder: Path, client: str, release: str, **options: Any) -> None:
        """Register all files, or none if one cannot run."""
        documents = read_documents(folder)
        for name, text in documents.items():
            TrustedDocument.objects.update_or_create(
                sha256=sha256_of(text),
                client=client,
                version=release,
                defaults={"text": text, "file_name": name, "revoked_at": None},
            )
            self.stdout.write(f"{sha256_of(text)}  {name}")
        self.stdout.write(f"{len(documents)} documents of {client} {release} are registered.")

    def revoke(self, client: str, release: str, **options: Any) -> None:
        """Refuse the documents of a version, unless another version has them too."""
        rows = TrustedDocument.objects.filter(client=client, version=release, revoked_at=None)
        count = rows.update(revoked_at=timezone.now())
        if not count:
            raise CommandError(f"No document of {client} {release} is registered.")
        self.stdout.write(f"{count} documents of {client} {release} are revoked.")

    def list(self) -> None:
        """Say how many documents each version has."""
        versions = TrustedDocument.objects.filter(revoked_at=None).values("client", "version")
        counted = versions.annotate(count=Count("pk"), since=Max("registered_at"))
        for row in counted.order_by("client", "since"):
            day = timezone.localtime(row["since"]).date()
            self.stdout.write(f"{row['client']} {row['version']}  {row['count']}  {day}")


def read_documents(folder: Path) -> dict[str, str]:
    """Read and check the documents below a folder; CommandError names the first that is bad."""
    checked = Documents(schema.graphql_schema, Limits.from_settings(), introspection=True)
    found = {}
    for path in sorted(folder.rglob("*.graphql")):
        name = path.relative_to(folder).as_posix()
        try:
            found[name] = path.read_text(encoding="utf-8")
            checked.get(found[name])
        except UnicodeDecodeError:
            raise CommandError(f"{name}: the file is not UTF-8.") from None
        except DocumentRefusedError as refused:
            raise CommandError(f"{name}: {refused.errors[0].message}") from None
    if not found:
        raise CommandError(f"There is no file *.graphql below {folder}.")
    return found
