"""The sample content as it is written in home/sample/data, and the keys of what is made from it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
# The language that every entry is written in; the others are its translations.
SOURCE_LANGUAGE = "en"
# Keys follow from names, so that a session has the same key on every installation.
NAMESPACE = uuid.UUID("b8f4f0a2-6f0c-5d0e-9c56-1f6a4c1d2e3f")

BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<kind>\w+)/(?P<name>[\w:-]+)\)")

Texts = dict[str, Any]


def key(kind: str, name: str) -> uuid.UUID:
    """Give the translation key of the page or snippet that is made from an entry."""
    return uuid.uuid5(NAMESPACE, f"{kind}/{name}")


@cache
def read(name: str) -> dict[str, Any]:
    """Read one data file."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def sessions() -> tuple[dict[str, Any], ...]:
    """Read all sessions, the oldest first."""
    names = sorted(path.stem for path in (DATA / "sessions").glob("*.yaml"))
    entries = (read(f"sessions/{name}") for name in names)
    return tuple(sorted(entries, key=lambda entry: (entry["start"], entry["id"])))


def no_page(kind: str, name: str) -> int:
    """Refuse a link where none may stand."""
    raise LookupError(f"No link to {kind}/{name} can stand here")


def words(texts: Texts | None, language: str) -> str:
    """Give a text in a language, or "" where it has none."""
    return str((texts or {}).get(language) or "")


def paragraphs(
    texts: Texts | None, language: str, page: Callable[[str, str], int] = no_page
) -> str:
    """Give a list of paragraphs in a language as rich text.

    `**these words**` are bold, and `[these words](organization/emrc)` lead to the page of that kind
    and name.
    """
    return "".join(
        f"<p>{_formatted(escape(text, quote=False), page)}</p>"
        for text in (texts or {}).get(language) or ()
    )


def _formatted(text: str, page: Callable[[str, str], int]) -> str:
    linked = LINK.sub(
        lambda link: (
            f'<a id="{page(link["kind"], link["name"])}" linktype="page">{link["words"]}</a>'
        ),
        text,
    )
    return BOLD.sub(r"<b>\1</b>", linked)
