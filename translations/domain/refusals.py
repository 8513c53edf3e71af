"""Schedules that came to nothing: what was to be published, and was not fit for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.pages.publishing import REFUSED
from translations.enums import LocaleRole

from .reach import locales_reached

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# Of each kind of log; a site with more has other troubles.
MOST = 50


@dataclass(frozen=True)
class Refusal:
    """A page or snippet that was not published as scheduled, when, and why."""

    target: Any
    at: datetime
    errors: str


def refusals_for(user: Any, since: datetime) -> list[Refusal]:
    """Give what was not published as scheduled, and nobody has written anew since.

    It is told to who scheduled it, and to the reviewers of its language.
    """
    languages = locales_reached(user, LocaleRole.REVIEWER)
    found = []
    for entry in _entries(since):
        target = entry.revision.content_object
        if target is None or target.latest_revision_id != entry.revision_id:
            continue
        if entry.revision.user_id == user.pk or target.locale_id in languages:
            found.append(_refusal(target, entry))
    return found


def refusal_of(target: Any) -> Refusal | None:
    """Tell of one page or snippet whether its latest draft was to be published, and was not."""
    if target.latest_revision_id is None:
        return None
    log = PageLogEntry if isinstance(target, Page) else ModelLogEntry
    entries = log.objects.filter(action=REFUSED, revision=target.latest_revision_id)
    entry = entries.order_by("-timestamp").first()
    return _refusal(target, entry) if entry is not None else None


def _entries(since: datetime) -> Iterator[Any]:
    for log in (PageLogEntry, ModelLogEntry):
        entries = list(
            log.objects.filter(action=REFUSED, timestamp__gte=since, revision__isnull=False)
            .select_related("revision")
            .order_by("-timestamp")[:MOST]
        )
        prefetch_related_objects(entries, "revision__content_object")
        yield from entries


def _refusal(target: Any, entry: Any) -> Refusal:
    return Refusal(target, entry.timestamp, " ".join(entry.data.get("errors", ())))
