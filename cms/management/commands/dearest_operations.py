"""`manage.py dearest_operations`: which operations of the API take most of the server's time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.graphql.proposals import Row, report
from cms.schema import schema
from cms.telemetry.dearest import Operation, since

HEADINGS = ("operation", "document", "requests", "s", "ms each", "SQL", "SQL ms", "cost", "cached")
WIDTHS = (30, 12, 9, 9, 8, 6, 7, 7, 6)


class Command(BaseCommand):
    """Shows the figures that the servers of this machine share, since they were started."""

    help = "Show which operations of the API take most of the server's time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the number of operations."""
        parser.add_argument("--top", type=int, default=20, help="how many (20)")

    def handle(self, *args: Any, top: int, **options: Any) -> None:
        """Print a table, and below each operation who asks and what might help."""
        rows = report(schema.graphql_schema, top)
        begin = since()
        if not rows:
            self.stdout.write("No figures: no server of this METRICS_DIR has answered yet.")
            return
        if begin:
            self.stdout.write(f"Since {begin:%Y-%m-%d %H:%M} UTC, on this machine:")
        self.stdout.write(line(HEADINGS))
        for row in rows:
            self.stdout.write(line(cells(row.operation)))
            for remark in remarks(row):
                self.stdout.write(f"    {remark}")


def line(texts: tuple[str, ...]) -> str:
    """Put texts into columns, numbers to the right."""
    names = [text.ljust(width) for text, width in zip(texts[:2], WIDTHS[:2], strict=True)]
    numbers = [text.rjust(width) for text, width in zip(texts[2:], WIDTHS[2:], strict=True)]
    return " ".join([*names, *numbers])


def cells(operation: Operation) -> tuple[str, ...]:
    """The figures of an operation as texts."""
    return (
        operation.name,
        operation.document,
        f"{operation.count:.0f}",
        f"{operation.seconds:.1f}",
        f"{operation.milliseconds:.1f}",
        f"{operation.statements_each:.1f}",
        f"{operation.sql_milliseconds:.1f}",
        f"{operation.cost_each:.0f}",
        f"{operation.hits:.0%}",
    )


def remarks(row: Row) -> list[str]:
    """Who asks, what went wrong, what might help."""
    named = {"asked by": row.clients, "errors": row.errors}
    return [*(f"{name}: {text}" for name, text in named.items() if text), *row.proposals]
