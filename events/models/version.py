"""Released versions of a programme: what it said when it was given to its readers, for good."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["ProgrammeVersion"]


class ProgrammeVersion(models.Model):
    """A programme as it was when somebody released it, in all languages."""

    part_of = "session"
    # It holds what was, not what is: nothing in it keeps a person or a file from being deleted.
    wagtail_reference_index_ignore = True

    session = models.ForeignKey(
        "events.TrainingSessionPage", on_delete=models.CASCADE, related_name="programme_versions"
    )
    number = models.PositiveIntegerField(_("version"))
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("released by"),
    )
    comment = models.TextField(
        _("comment"),
        blank=True,
        max_length=1000,
        help_text=_("For readers: why there is a new version. Not translated."),
    )
    # See events/domain/frozen.py.
    content = models.JSONField()
    changes = models.JSONField(default=list)

    class Meta:
        """Numbered from 1 for each session."""

        verbose_name = _("version of a programme")
        verbose_name_plural = _("versions of programmes")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="events_one_of_each_version")
        ]

    def __str__(self) -> str:
        """Give the number."""
        return str(self.number)
