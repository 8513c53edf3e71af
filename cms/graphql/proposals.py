"""What could make an operation cheaper: by its figures, and by its text if that is registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from graphql import TypeInfo, TypeInfoVisitor, Visitor, visit

from cms.telemetry.advice import advice_on, mostly_in_database
from cms.telemetry.dearest import dearest, on_this_machine
from cms.telemetry.labels import ANONYMOUS

from .cost import PAGE_SIZES, dearest_way
from .documents import DocumentRefusedError, Documents
from .limits import Limits
from .models import TrustedDocument
from .plans import operation_of

if TYPE_CHECKING:
    from graphql import DocumentNode, EnumValueNode, FieldNode, GraphQLSchema

    from cms.telemetry.dearest import Operation

# Arguments that choose no rows: how many, in which language, for which reader.
NO_CONDITIONS = {*PAGE_SIZES, "after", "before", "locale", "locales", "site", "timeZone"}
LARGE_PRESETS = {"HERO", "SOCIAL"}
SMALL_COST = 100
MOST_CLIENTS = 5


@dataclass(frozen=True)
class Row:
    """A line of the report: an operation, and what is proposed for it."""

    operation: Operation
    proposals: list[str]

    @property
    def hits_percent(self) -> float:
        """Which share of the answers the cache had, in per cent."""
        return 100 * self.operation.hits

    @property
    def clients(self) -> str:
        """Who asks most."""
        return ", ".join(self.operation.clients_by_use[:MOST_CLIENTS])

    @property
    def errors(self) -> str:
        """What went wrong, and how often."""
        errors = sorted(self.operation.errors.items())
        return ", ".join(f"{code} {count:.0f}" for code, count in errors)


def report(schema: GraphQLSchema, number: int = 20) -> list[Row]:
    """The operations that took most of the servers' time, the first one first."""
    found = dearest(on_this_machine(), number)
    return [Row(operation, proposals(schema, operation)) for operation in found]


def proposals(schema: GraphQLSchema, operation: Operation) -> list[str]:
    """All that may help."""
    text = _registered_text(operation.document)
    return [*advice_on(operation), *(on_text(schema, operation, text) if text else [])]


def on_text(schema: GraphQLSchema, operation: Operation, text: str) -> list[str]:
    """What the text of an operation suggests."""
    name = None if operation.name == ANONYMOUS else operation.name
    limits = Limits.from_settings()
    try:
        document = Documents(schema, limits, introspection=True).get(text)
    except DocumentRefusedError:
        # It was good for an earlier schema.
        return []
    asked = operation_of(schema, document, name)
    if asked is None:
        return []
    way, cost, whole = dearest_way(schema, document, asked.operation, limits)
    seen = _Seen(schema, document)
    found = {
        _("%(share)d %% of its cost is for %(field)s.") % {
            "share": round(100 * cost / whole) if whole else 0,
            "field": ".".join(way),
        }: bool(way) and whole > SMALL_COST,
        _("What it selects by, for an index: %(arguments)s.") % {
            "arguments": get_text_list(seen.conditions, _("and")),
        }: bool(seen.conditions) and mostly_in_database(operation),
        _("Images of %(presets)s in a list: a smaller preset is enough there.") % {
            "presets": get_text_list(seen.large_presets, _("and")),
        }: bool(seen.large_presets),
    }  # fmt: skip
    return [proposal for proposal, applies in found.items() if applies]


def _registered_text(document: str) -> str | None:
    """The text of a document by the first digits of its hash; None if nobody registered it."""
    if not document:
        return None
    rows = TrustedDocument.objects.filter(sha256__startswith=document)
    return rows.values_list("text", flat=True).first()


class _Seen(Visitor):
    """What stands in a document: by which arguments rows are chosen, and presets in lists."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        super().__init__()
        self.conditions: list[str] = []
        self.large_presets: list[str] = []
        self._types = TypeInfo(schema)
        self._lists = 0
        visit(document, TypeInfoVisitor(self._types, self))

    def enter_field(self, node: FieldNode, *_args: Any) -> None:
        self._lists += self._leads_to_many()
        chosen = [arg.name.value for arg in node.arguments if arg.name.value not in NO_CONDITIONS]
        if node.selection_set and chosen and not self._is_image():
            told = f"{node.name.value}({', '.join(chosen)})"
            self.conditions += [told] if told not in self.conditions else []

    def leave_field(self, *_args: Any) -> None:
        self._lists -= self._leads_to_many()

    def enter_enum_value(self, node: EnumValueNode, *_args: Any) -> None:
        preset = node.value
        if self._is_image() and preset in LARGE_PRESETS and self._lists:
            self.large_presets += [preset] if preset not in self.large_presets else []

    def _is_image(self) -> bool:
        parent = self._types.get_parent_type()
        return parent is not None and parent.name == "Image"

    def _leads_to_many(self) -> bool:
        """Whether a field has several of something; the sizes of one image are no such thing."""
        return str(self._types.get_type()).startswith("[") and not self._is_image()
