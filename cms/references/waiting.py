"""Versions that go live at a set time: by Wagtail's schedule, or by what an application adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet


# Functions that give the keys of revisions, as rows of one column.
SCHEDULES: list[Callable[[], QuerySet]] = []


def is_waiting() -> Q:
    """Give the condition that a revision goes live at a set time."""
    condition = Q(approved_go_live_at__isnull=False)
    for revisions in SCHEDULES:
        condition |= Q(pk__in=revisions())
    return condition
