"""Conflicts that somebody has confirmed: an entry in the page's history says who, when and which.

A confirmation holds for the times, and for who or what is needed twice; it does not hold any more
when those change. It is stored with the revision that is published, so that publishing at a set
time or by a program finds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import QueryDict
    from wagtail.models import Revision

    from events.timetable import Conflict

CONFIRMED = "events.conflicts.confirmed"
# The box in the editor; its value names the conflicts that were shown beside it.
CONFIRM_FIELD = "confirmed_conflicts"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed a conflict, and when."""

    user: int | None
    moment: datetime


def confirmations(session: int | None) -> dict[str, Confirmation]:
    """Give what was confirmed for a session page, by fingerprint; one statement."""
    if session is None:
        return {}
    rows = PageLogEntry.objects.filter(page=session, action=CONFIRMED).order_by("timestamp", "pk")
    return {
        fingerprint: Confirmation(user, moment)
        for data, user, moment in rows.values_list("data", "user", "timestamp")
        for fingerprint in data.get("conflicts", {})
    }


def confirm(
    session: models.Model,
    conflicts: Iterable[Conflict],
    user: Any,
    revision: Revision | None = None,
) -> int:
    """Write down that somebody has seen these conflicts and accepts them; give how many."""
    words = {it.fingerprint: it.message for it in conflicts if it.needs_confirmation}
    if words:
        data = {"conflicts": words}
        log(instance=session, action=CONFIRMED, user=user, revision=revision, data=data)
    return len(words)


def fingerprints_in(data: QueryDict) -> frozenset[str]:
    """Read which conflicts were shown where somebody ticked the box."""
    return frozenset(
        part for value in data.getlist(CONFIRM_FIELD) for part in value.split(",") if part
    )


def unconfirmed(session: Any, conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Give the conflicts that somebody has to confirm and nobody has; one statement if any."""
    asked = [it for it in conflicts if it.needs_confirmation]
    if not asked:
        return []
    known = session.confirming | confirmations(session.pk).keys()
    return [it for it in asked if it.fingerprint not in known]


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A conflict in a list, and who has confirmed it."""

    conflict: Conflict
    confirmation: Confirmation | None

    @property
    def is_open(self) -> bool:
        """Say whether somebody has to confirm it yet."""
        return self.conflict.needs_confirmation and self.confirmation is None


def conflict_rows(session: Any, conflicts: Iterable[Conflict]) -> list[ConflictRow]:
    """Put beside each conflict who has confirmed it; one statement if any has to be."""
    found = list(conflicts)
    known = confirmations(session.pk) if any(it.needs_confirmation for it in found) else {}
    return [
        ConflictRow(it, known.get(it.fingerprint) if it.needs_confirmation else None)
        for it in found
    ]


class ConfirmedConflictsMixin(models.Model):
    """A page whose form may confirm conflicts; they are written down with the next revision."""

    # Set by the form: fingerprints of what was ticked, and for whom the names are.
    confirming: frozenset[str] = frozenset()
    checked_for: Any = None
    # What the last check found; None before it.
    conflicts_found: list[Conflict] | None = None

    class Meta:
        """No table of its own."""

        abstract = True

    @transaction.atomic
    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision, with what was confirmed for it."""
        revision = super().save_revision(*args, **kwargs)
        if self.confirming and self.conflicts_found:
            known = confirmations(self.pk)
            ticked = self.confirming - known.keys()
            new = [it for it in self.conflicts_found if it.fingerprint in ticked]
            confirm(self, new, kwargs.get("user"), revision)
        return revision


__all__ = [
    "CONFIRMED",
    "CONFIRM_FIELD",
    "Confirmation",
    "ConfirmedConflictsMixin",
    "ConflictRow",
    "confirm",
    "confirmations",
    "conflict_rows",
    "fingerprints_in",
    "unconfirmed",
]
