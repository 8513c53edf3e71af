"""Recording what calendars tell, in the transaction that changes it.

`SEQUENCE` rises by one when something changes that people act on (RFC 5546, 2.1.4): when, in which
zone, where, whether it takes place, or what it is called in its first public language.
`LAST-MODIFIED` and `DTSTAMP` rise with it, and with every other change of what is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cms.pages.together import at_the_end
from events.enums import CalendarStatus

from .calendar_entry import CalendarEntry, CalendarListing, horizon
from .calendar_facts import read_shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from .calendar_facts import Shown

COLUMNS = ["is_public", "sequence", "modified_at", "ends_before", "facts", "titles", "texts"]
# So many sessions are read at once.
BATCH = 200


@transaction.atomic
def record_entries(keys: Collection[UUID], *, without: int | None = None) -> None:
    """Make the entries of sessions say what calendars show now, `without` a page that goes.

    The number of statements does not grow with the sessions or with their slots. What is published
    together, is recorded once.
    """
    if at_the_end(record_all, keys):
        return
    found = CalendarEntry.objects.filter(session_key__in=keys).order_by("pk")
    entries = {entry.uid: entry for entry in found.select_for_update()}
    reading = read_shown(keys, without)
    if not entries and not reading.shown:
        return
    now = timezone.now()
    changed = [
        entry
        for uid, shown in reading.shown.items()
        if (entry := _shown_again(entries.get(uid), uid, shown, now)) is not None
    ]
    lost = [
        entry
        for uid, entry in entries.items()
        if uid not in reading.shown and _lost(entry, reading.private[entry.session_key], now)
    ]
    _write(entries, [*changed, *lost])
    _list(entries, reading.shown)
    if lost:
        _forget_old(now)


def record_all(keys: Iterable[UUID]) -> None:
    """Do the same for any number of sessions."""
    waiting = sorted(set(keys))
    for start in range(0, len(waiting), BATCH):
        record_entries(waiting[start : start + BATCH])


def record_below(path: str) -> None:
    """Do the same for the sessions at or below a place in the tree of pages."""
    sessions = apps.get_model("events", "TrainingSessionPage").objects
    record_all(sessions.filter(path__startswith=path).values_list("translation_key", flat=True))


def record_at_venue(key: UUID) -> None:
    """Do the same for the sessions at a venue that are not over."""
    sessions = apps.get_model("events", "TrainingSessionPage").objects
    to_come = sessions.filter(venue__translation_key=key, ends_before__gt=timezone.now())
    record_all(to_come.values_list("translation_key", flat=True))


def _shown_again(
    entry: CalendarEntry | None, uid: str, shown: Shown, now: datetime
) -> CalendarEntry | None:
    """Give the entry of something public as it is to be written; None if nothing has changed."""
    if entry is None:
        entry = CalendarEntry(
            uid=uid, session_key=shown.session_key, slot=shown.slot, created_at=now
        )
    elif entry.facts != shown.facts:
        entry.sequence += 1
    elif entry.is_public and (entry.titles, entry.texts) == (shown.titles, shown.texts):
        return None
    entry.is_public = True
    entry.facts, entry.titles, entry.texts = shown.facts, shown.titles, shown.texts
    entry.ends_before = shown.ends_before
    entry.modified_at = now
    return entry


def _lost(entry: CalendarEntry, private: set[str], now: datetime) -> bool:
    """Cancel the entry of what is not public any more; say whether that changes it.

    Titles of what has become private go, whenever that happens.
    """
    titles = {code: title for code, title in entry.titles.items() if code not in private}
    if not entry.is_public and titles == entry.titles:
        return False
    if entry.facts.get("status") != CalendarStatus.CANCELLED:
        entry.sequence += 1
    entry.facts = {**entry.facts, "status": CalendarStatus.CANCELLED.value}
    if private:
        entry.facts["title"] = ""
    entry.is_public = False
    entry.titles = titles
    entry.modified_at = now
    return True


def _write(entries: dict[str, CalendarEntry], changed: list[CalendarEntry]) -> None:
    """Write changed entries by their UID, in one statement."""
    for entry in changed:
        entry.pk = None
    written = CalendarEntry.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["uid"], update_fields=COLUMNS
    )
    entries.update((entry.uid, entry) for entry in written)


def _list(entries: dict[str, CalendarEntry], shown: dict[str, Shown]) -> None:
    """Have calendars of many sessions tell of what is public; what is lost stays where it was."""
    wanted = {
        (entries[uid].pk, kind, key) for uid, item in shown.items() for kind, key in item.listings
    }
    ids = [entries[uid].pk for uid in shown]
    known: dict[Any, int] = {
        (entry, kind, key): pk
        for pk, entry, kind, key in CalendarListing.objects.filter(entry__in=ids).values_list(
            "pk", "entry", "kind", "key"
        )
    }
    stale = [pk for listing, pk in known.items() if listing not in wanted]
    if stale:
        CalendarListing.objects.filter(pk__in=stale).delete()
    CalendarListing.objects.bulk_create(
        [
            CalendarListing(entry_id=entry, kind=kind, key=key)
            for entry, kind, key in sorted(wanted - known.keys(), key=str)
        ]
    )


def _forget_old(now: datetime) -> None:
    """Delete what no calendar tells of any more; not a session's own, whose page may come back."""
    pages = apps.get_model("events", "TrainingSessionPage").objects
    page = pages.filter(translation_key=OuterRef("session_key"))
    old = CalendarEntry.objects.filter(is_public=False, ends_before__lt=horizon(now))
    old.filter(Q(slot__isnull=False) | ~Exists(page)).delete()
