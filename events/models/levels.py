"""What each kind of conflict means for publishing, chosen in the settings."""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from events.enums import ConflictCode, ConflictLevel
from events.timetable import DEFAULT_LEVELS, Policy

LONGEST_GAP_MINUTES = 240
DAY_MINUTES = 24 * 60


def level_field(code: ConflictCode) -> models.CharField:
    """Declare what one kind of conflict means."""
    return models.CharField(
        code.label, max_length=7, choices=ConflictLevel.choices, default=DEFAULT_LEVELS[code]
    )


@register_setting(icon="warning")
class ConflictLevels(BaseGenericSetting):
    """What conflicts of programmes mean, for all sessions."""

    speaker_twice = level_field(ConflictCode.SPEAKER_TWICE)
    room_twice = level_field(ConflictCode.ROOM_TWICE)
    speaker_elsewhere = level_field(ConflictCode.SPEAKER_ELSEWHERE)
    room_elsewhere = level_field(ConflictCode.ROOM_ELSEWHERE)
    outside_session = level_field(ConflictCode.OUTSIDE_SESSION)
    track_overlap = level_field(ConflictCode.TRACK_OVERLAP)
    zero_length = level_field(ConflictCode.ZERO_LENGTH)
    negative_length = level_field(ConflictCode.NEGATIVE_LENGTH)
    ambiguous_time = level_field(ConflictCode.AMBIGUOUS_TIME)
    out_of_order = level_field(ConflictCode.OUT_OF_ORDER)
    long_gap = level_field(ConflictCode.LONG_GAP)
    longest_gap = models.PositiveSmallIntegerField(
        _("longest gap, in minutes"),
        default=LONGEST_GAP_MINUTES,
        validators=[MinValueValidator(1), MaxValueValidator(DAY_MINUTES)],
        help_text=_("More time than this between two slots of a day is a gap."),
    )

    panels = [
        HelpPanel(
            _(
                "What becomes of a conflict when a session is published, by an editor, at a set "
                "time or by a program. What was confirmed once is asked again only when its "
                "times change. A person who was deleted, a slot above the first day, a day that "
                "stands twice and a time that does not exist always stop publishing."
            )
        ),
        MultiFieldPanel(
            [
                FieldPanel("speaker_twice"),
                FieldPanel("speaker_elsewhere"),
                FieldPanel("room_twice"),
                FieldPanel("room_elsewhere"),
                FieldPanel("track_overlap"),
            ],
            _("Needed twice at one time"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("outside_session"),
                FieldPanel("zero_length"),
                FieldPanel("negative_length"),
                FieldPanel("ambiguous_time"),
                FieldPanel("out_of_order"),
                FieldPanel("long_gap"),
                FieldPanel("longest_gap"),
            ],
            _("Times"),
        ),
    ]

    class Meta:
        """Names for editors."""

        verbose_name = _("conflicts of programmes")
        verbose_name_plural = _("conflicts of programmes")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def policy(cls) -> Policy:
        """Give what was chosen, in one statement."""
        chosen = cls.objects.values().first()
        if chosen is None:
            return Policy()
        levels = {code: ConflictLevel(chosen[code.lower()]) for code in DEFAULT_LEVELS}
        return Policy(levels, timedelta(minutes=chosen["longest_gap"]))
