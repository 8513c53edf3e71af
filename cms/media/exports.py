"""Spreadsheets that open without running anything."""

from __future__ import annotations

from typing import Any

# Spreadsheet programs take cells that start so for formulas.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class SafeExportMixin:
    """A report whose exports hold no formulas."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Give the cells of a row."""
        return {name: safe_cell(value) for name, value in super().to_row_dict(item).items()}
