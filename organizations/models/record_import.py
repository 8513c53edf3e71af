"""Files of people and places that editors take over: what waits, and what can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordImport(models.Model):
    """A file that was uploaded; once it is taken over, only what undoing needs is kept of it."""

    is_in_no_answer = True

    # No place where a page is used, and no content.
    wagtail_reference_index_ignore = True

    kind = models.CharField(max_length=32)
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
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
    counts = models.JSONField(default=dict)
    # What each record was, and how it was left; as long as it is so, this can be undone.
    records = models.JSONField(default=list)

    class Meta:
        """Names for the log."""

        verbose_name = _("import of people and places")
        verbose_name_plural = _("imports of people and places")

    def __str__(self) -> str:
        """Give the name of the file."""
        return self.file_name
