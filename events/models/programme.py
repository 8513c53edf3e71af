"""The programme as rows to ask: derived from the page's stream when it is published, never edited.

Days, times, rooms, people and order stand once, on the source session; texts stand by language.
A row's key is the id of its block, which is the same in every translation and is unique per
session only. Times are kept as printed, with their zone; the instants are derived from them.
"""

from django.db import models
from django.db.models import F, Q

from events.enums import SlotKind, SpeakerRole

__all__ = ["DayText", "ProgrammeDay", "ProgrammeSlot", "SlotSpeaker", "SlotText"]


class ProgrammeRow(models.Model):
    """A block of the source session's stream."""

    # The page's own stream is in Wagtail's reference index already.
    wagtail_reference_index_ignore = True

    uid = models.UUIDField()
    position = models.PositiveIntegerField()

    class Meta:
        """No table of its own."""

        abstract = True


class ProgrammeDay(ProgrammeRow):
    """A printed day of a session."""

    part_of = "session"

    session = models.ForeignKey(
        "events.TrainingSessionPage", on_delete=models.CASCADE, related_name="programme_days"
    )
    date = models.DateField()

    class Meta:
        """One row per block."""

        constraints = [
            models.UniqueConstraint(fields=["session", "uid"], name="events_one_day_per_block")
        ]

    def __str__(self) -> str:
        """Give the date."""
        return self.date.isoformat()


class DayText(models.Model):
    """The title of a day and the notes beneath it, in one language."""

    part_of = "day"
    wagtail_reference_index_ignore = True

    day = models.ForeignKey(ProgrammeDay, on_delete=models.CASCADE, related_name="texts")
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255, blank=True)
    # A list of objects with uid, position and text.
    notes = models.JSONField(default=list)

    class Meta:
        """One text per day and language."""

        constraints = [
            models.UniqueConstraint(fields=["day", "locale"], name="events_one_text_per_day_locale")
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title


class ProgrammeSlot(ProgrammeRow):
    """One line of a session's programme."""

    part_of = "session"

    session = models.ForeignKey(
        "events.TrainingSessionPage", on_delete=models.CASCADE, related_name="programme_slots"
    )
    day = models.DateField(db_index=True)
    start_time = models.TimeField(null=True)
    end_time = models.TimeField(null=True)
    time_zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField(null=True, db_index=True)
    ends_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=20, choices=SlotKind.choices)
    track = models.CharField(max_length=100, blank=True)
    room = models.CharField(max_length=100, blank=True)
    languages = models.JSONField(default=list)
    interpretation = models.JSONField(default=list)
    # Primary keys of documents, in order.
    materials = models.JSONField(default=list)

    class Meta:
        """One row per block, and no end before the start."""

        constraints = [
            models.UniqueConstraint(fields=["session", "uid"], name="events_one_slot_per_block"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="events_slot_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        """Give the day and the time."""
        return f"{self.day} {self.start_time or ''}".strip()


class SlotText(models.Model):
    """The title and summary of a slot in one language."""

    part_of = "slot"
    wagtail_reference_index_ignore = True

    slot = models.ForeignKey(ProgrammeSlot, on_delete=models.CASCADE, related_name="texts")
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255, blank=True)
    summary = models.TextField(blank=True)

    class Meta:
        """One text per slot and language."""

        constraints = [
            models.UniqueConstraint(
                fields=["slot", "locale"], name="events_one_text_per_slot_locale"
            )
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title


class SlotSpeaker(models.Model):
    """A person in a slot; the key is the same for all languages of the person's page."""

    part_of = "slot"
    wagtail_reference_index_ignore = True

    slot = models.ForeignKey(ProgrammeSlot, on_delete=models.CASCADE, related_name="speakers")
    person_key = models.UUIDField(db_index=True)
    role = models.CharField(max_length=20, choices=SpeakerRole.choices)
    position = models.PositiveSmallIntegerField()

    class Meta:
        """One person per place."""

        constraints = [
            models.UniqueConstraint(
                fields=["slot", "position"], name="events_one_speaker_per_place"
            )
        ]

    def __str__(self) -> str:
        """Give the key of the person."""
        return str(self.person_key)
