"""The blocks of a programme as people call them: “14 June, 09:00 Welcome”."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .entries import Day, Note, Slot


def day_text(day: date) -> str:
    """Write a date without its year, which the session has."""
    return date_format(day, "MONTH_DAY_FORMAT")


def name_of(block: Day | Slot | Note) -> str:
    """Give day, time and title, as far as they are known."""
    if isinstance(block, Day):
        return _named(block, "", block.title) or _("Day without a date")
    if isinstance(block, Note):
        return _named(block.day, "", _("Note"))
    time = block.start.strftime("%H:%M") if block.start else ""
    return _named(block.day, time, block.title or _("Slot without a title"))


def _named(day: Day | None, time: str, title: str) -> str:
    dated = day_text(day.date) if day and day.date else ""
    rest = " ".join(part for part in (time, title) if part)
    return ", ".join(part for part in (dated, rest) if part)
