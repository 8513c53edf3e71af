"""Dates of sessions as people read them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def dates_text(first: date | None, last: date | None) -> str:
    """Write the days of a session: 22–25 June 2015."""
    if first is None:
        return ""
    if last in {None, first}:
        return date_format(first, "SHORT_DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        # Translators: days of one month, such as 22–25 Jun 2015; put the parts in your order.
        return _("%(first)s–%(last)s %(month)s %(year)s") % {
            "first": first.day,
            "last": last.day,
            "month": date_format(first, "M"),
            "year": first.year,
        }
    return f"{date_format(first, 'SHORT_DATE_FORMAT')} – {date_format(last, 'SHORT_DATE_FORMAT')}"


def distance_text(first: date | None, last: date | None, today: date) -> str:
    """Say how far away a session is: in 18 days, going on, over."""
    if first is None:
        return ""
    if (last or first) < today:
        return _("over")
    days = (first - today).days
    if days <= 0:
        return _("going on")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
