"""Documents that front ends have registered, so that they can send a hash in place of the text."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class TrustedDocument(models.Model):
    """A document that a version of a front end sends; several versions may share one."""

    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    client = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    registered_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """One row for each document of a version."""

        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "client", "version"], name="graphql_one_row_per_document"
            )
        ]
        verbose_name = "trusted document"
        verbose_name_plural = "trusted documents"

    def __str__(self) -> str:
        """Give where it came from."""
        return f"{self.client} {self.version}: {self.file_name}"
