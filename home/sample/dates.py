"""Dates as the data files write them: as much of an ISO 8601 date as is known."""

from __future__ import annotations

from datetime import date
from typing import Any

from organizations.enums import DatePrecision

PRECISIONS = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}


def partial_date(name: str, text: str | None) -> dict[str, Any]:
    """Give the two fields of a date of which perhaps only the year is known."""
    if not text:
        return {name: None}
    first = text + "-01" * ((10 - len(text)) // 3)
    return {name: date.fromisoformat(first), f"{name}_precision": PRECISIONS[len(text)]}
