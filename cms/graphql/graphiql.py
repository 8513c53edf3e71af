"""GraphiQL, for trying the API in a browser: own files only, off unless switched on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

EXAMPLES = Path(__file__).parent / "examples"

# GraphiQL's icons and fonts are data: URLs in its style sheet.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def examples() -> list[dict[str, str]]:
    """Return the example documents with their variables, in the order of their file names."""
    return [_example(file) for file in sorted(EXAMPLES.glob("*.graphql"))]


def _example(file: Path) -> dict[str, str]:
    variables = file.with_suffix(".json")
    tab = {"query": file.read_text(encoding="utf-8")}
    if variables.exists():
        tab["variables"] = variables.read_text(encoding="utf-8")
    return tab


def page(request: HttpRequest) -> HttpResponse:
    """Answer with the page that starts GraphiQL."""
    response = render(request, "graphql/graphiql.html", {"examples": examples()})
    response["Content-Security-Policy"] = POLICY
    return response
