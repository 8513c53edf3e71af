"""Dates of which only the year, or month and year, is known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, DateField, Q
from django.utils.translation import gettext

from .enums import DatePrecision

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LENGTHS = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}


def partial_date_field(label: StrOrPromise, **options: Any) -> DateField:
    """Declare the date itself; days and months that are not known are stored as the first."""
    return DateField(label, null=True, blank=True, **options)


def precision_field(label: StrOrPromise) -> CharField:
    """Declare how much of the date is known."""
    return CharField(label, max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY)


def partial_text(value: date | None, precision: str) -> str | None:
    """Write a date as far as it is known, as ISO 8601 does: 1985, 1985-06, 1985-06-02."""
    return value.isoformat()[: LENGTHS[DatePrecision(precision)]] if value else None


def first_day(value: date | None, precision: str) -> date | None:
    """Give the first day that the date may mean, which is the one to store."""
    if value is None or precision == DatePrecision.DAY:
        return value
    return value.replace(day=1, month=1 if precision == DatePrecision.YEAR else value.month)


def check_order(instance: Any, start: str, end: str) -> None:
    """Refuse an end before its start, as far as both are known."""
    first, last = (
        partial_text(getattr(instance, name), getattr(instance, f"{name}_precision"))
        for name in (start, end)
    )
    if first and last:
        length = min(len(first), len(last))
        if last[:length] < first[:length]:
            raise ValidationError(
                {end: ValidationError(gettext("The end is before the start."), code="order")}
            )


def begins_by(name: str, day: date) -> Q:
    """Say that a date has come by a day."""
    return Q(**{f"{name}__lte": day})


def lasts_until(name: str, day: date) -> Q:
    """Say that a day is not after a date; a year lasts to its last day."""
    return (
        Q(**{f"{name}_precision": DatePrecision.DAY, f"{name}__gte": day})
        | Q(**{f"{name}_precision": DatePrecision.MONTH, f"{name}__gte": day.replace(day=1)})
        | Q(
            **{f"{name}_precision": DatePrecision.YEAR, f"{name}__gte": day.replace(month=1, day=1)}
        )
    )


class PartialDatesMixin:
    """A model whose dates, listed in `partial_dates`, may be known in part only."""

    partial_dates: tuple[str, ...] = ()

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; what is not known of a date is stored as the first."""
        for name in self.partial_dates:
            setattr(self, name, first_day(getattr(self, name), getattr(self, f"{name}_precision")))
        return super().save(*args, **kwargs)
