"""Files that editors take over into drafts of programmes: what waits, and what can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeImport(models.Model):
    """A file that was uploaded; once it is taken over, only what undoing needs is kept of it."""

    is_in_no_answer = True

    # No place where a page is used, and no content.
    wagtail_reference_index_ignore = True

    session = models.ForeignKey(
        "events.TrainingSessionPage", on_delete=models.CASCADE, related_name="programme_imports"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    file_name = models.CharField(max_length=255)
    format = models.CharField(max_length=32)
    data = models.BinaryField(blank=True, default=bytes)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    # The draft before, and how the draft was left; as long as it is so, it can be undone.
    before = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    after = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        """Names for the log."""

        verbose_name = _("import of a programme")
        verbose_name_plural = _("imports of programmes")

    def __str__(self) -> str:
        """Give the name of the file."""
        return self.file_name
