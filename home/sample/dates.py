"""Dates as the data files write them: as much of an ISO 8601 date as is known, or how far off."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from organizations.enums import DatePrecision

PRECISIONS = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}
# Stands for the month in which the content is loaded: what is invented was seen just then.
LOADED = "loaded"


def partial_date(name: str, text: str | None) -> dict[str, Any]:
    """Give the two fields of a date of which perhaps only the year is known."""
    if not text:
        return {name: None}
    known = timezone.now().strftime("%Y-%m") if text == LOADED else text
    first = known + "-01" * ((10 - len(known)) // 3)
    return {name: date.fromisoformat(first), f"{name}_precision": PRECISIONS[len(known)]}


def moment(value: str | datetime | int | None) -> datetime | None:
    """Give a moment; a number counts days from midnight before the loading."""
    if isinstance(value, int):
        midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=value)
    return datetime.fromisoformat(value) if isinstance(value, str) else value
