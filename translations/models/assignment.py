"""Who translates what, and until when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """The deadline of one translation, and the translator who is to do it."""

    translation = models.OneToOneField(
        "wagtail_localize.Translation",
        verbose_name=_("translation"),
        on_delete=models.CASCADE,
        related_name="assignment",
    )
    deadline = models.DateField(_("deadline"), null=True, blank=True, db_index=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("translator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_translations",
    )
    # For the digest, which tells of what is new.
    assigned_at = models.DateTimeField(_("given to the translator on"), null=True)

    class Meta:
        """One row for each translation."""

        verbose_name = _("assignment of a translation")
        verbose_name_plural = _("assignments of translations")

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.assignee_id}, {self.deadline}"
