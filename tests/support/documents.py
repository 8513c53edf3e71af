"""Every GraphQL document of the project, with the variables that stand beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode, parse

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"^```graphql\n(.*?)^```(?:\n\n```json\n(.*?)^```)?", flags=re.MULTILINE | re.DOTALL
)
FOLDERS = ("docs/front-end/queries", "cms/graphql/examples", "tests/api/queries", "bench/queries")


@dataclass(frozen=True)
class Document:
    """An operation that front ends may copy, and where it is written."""

    file: str
    text: str
    variables: dict[str, Any] = field(default_factory=dict, hash=False)

    @cached_property
    def parsed(self) -> DocumentNode:
        """The document as graphql-core has it."""
        return parse(self.text)

    @property
    def operation(self) -> OperationDefinitionNode:
        """The one operation."""
        (operation,) = (
            item for item in self.parsed.definitions if isinstance(item, OperationDefinitionNode)
        )
        return operation

    def __str__(self) -> str:
        return f"{self.file} {self.operation.name.value if self.operation.name else '-'}"


def documents() -> list[Document]:
    """All documents, in files and in the documentation."""
    return [*_in_documentation(), *_in_files()]


def _in_documentation() -> Iterator[Document]:
    for path in sorted((ROOT / "docs").rglob("*.md")):
        for text, variables in FENCE.findall(path.read_text(encoding="utf-8")):
            yield Document(str(path.relative_to(ROOT)), text, json.loads(variables or "{}"))


def _in_files() -> Iterator[Document]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.graphql")):
            beside = path.with_suffix(".json")
            variables = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
            text = path.read_text(encoding="utf-8")
            yield Document(str(path.relative_to(ROOT)), text, variables)
