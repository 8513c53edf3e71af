"""The versions of tags."""

from __future__ import annotations

from django.db import models


class TagChange(models.Model):
    """That a transaction changed what a tag stands for; written by triggers only.

    The version of a set of tags is the sum of their weights. On PostgreSQL every transaction has
    rows of its own, so that no two publishers wait for each other; SQLite has one writer at a time
    and one row for each tag (`transaction_id` 0).
    """

    pk = models.CompositePrimaryKey("tag", "transaction_id")
    tag = models.TextField()
    transaction_id = models.BigIntegerField()
    weight = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        """Names in messages."""

        verbose_name = "change of a tag"
        verbose_name_plural = "changes of tags"

    def __str__(self) -> str:
        return self.tag
