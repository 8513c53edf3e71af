"""What calendars have told of sessions and slots, so that they can tell what has changed since.

An entry is made when a session or slot is first public, and stays when it is not any more: then
calendars tell of it as cancelled, with its last public times and titles, until a year after its
end. See `recording.py` for when its numbers rise.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import models

from events.enums import CalendarKind
from events.timetable import Occasion

# How long after its end a calendar of many sessions tells of an event, and anybody of a lost one.
KEPT = timedelta(days=365)


class CalendarEntry(models.Model):
    """One event of the calendars: a session as a whole, or a slot of its programme."""

    page_key = "session_key"
    wagtail_reference_index_ignore = True

    uid = models.CharField(max_length=65, unique=True)
    session_key = models.UUIDField(db_index=True)
    slot = models.UUIDField(null=True)
    is_public = models.BooleanField()
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    ends_before = models.DateTimeField(db_index=True)
    # The last public state of what SEQUENCE rises with; titles by language code.
    facts = models.JSONField(default=dict)
    titles = models.JSONField(default=dict)
    # A digest of all else that calendars show.
    texts = models.CharField(max_length=64, blank=True)

    class Meta:
        """Not for editors."""

        verbose_name = "calendar entry"

    def __str__(self) -> str:
        """Give the UID."""
        return self.uid

    @property
    def occasion(self) -> Occasion:
        """When it takes place, or would have."""
        return Occasion.from_json(self.facts)


class CalendarListing(models.Model):
    """A calendar of many sessions that tells of an entry, by the key of what it gathers by."""

    part_of = "entry"
    wagtail_reference_index_ignore = True

    entry = models.ForeignKey(CalendarEntry, on_delete=models.CASCADE, related_name="listings")
    kind = models.CharField(max_length=20, choices=CalendarKind.choices)
    key = models.UUIDField()

    class Meta:
        """Each once."""

        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "entry"], name="events_one_listing_per_calendar"
            )
        ]

    def __str__(self) -> str:
        """Give kind and key."""
        return f"{self.kind} {self.key}"


def uid_of_event(session: UUID, slot: UUID | None = None) -> str:
    """Give the UID of a session or of one of its slots: the same in all languages, for good.

    Ids of slots are unique in their session only, so both are part of it. It is shorter than a
    line, so that it is never folded.
    """
    return session.hex if slot is None else f"{session.hex}-{slot.hex}"


def horizon(now: datetime) -> datetime:
    """The beginning of what calendars of many sessions tell of; it moves once a day."""
    return datetime.combine(now.astimezone(UTC).date(), datetime.min.time(), UTC) - KEPT
