"""How a field is deprecated: with what to use in its place, and the first day it may be missing."""

from __future__ import annotations

import datetime
import re

REMOVAL = re.compile(r"Removed on or after (\d{4}-\d{2}-\d{2})\.$")


def deprecated(instead: str, *, removal: datetime.date) -> str:
    """The reason to give as `deprecation_reason`: what to use instead, and when it goes."""
    return f"{instead.rstrip('.')}. Removed on or after {removal:%Y-%m-%d}."


def removal_date(reason: str | None) -> datetime.date | None:
    """The day that a deprecation names, if it names one."""
    found = REMOVAL.search(reason or "")
    return datetime.date.fromisoformat(found[1]) if found else None
