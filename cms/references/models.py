"""What versions that are not public refer to, and the replacements that somebody made."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class PendingReference(models.Model):
    """A reference in the latest or a scheduled version of an object.

    Wagtail's own index knows what stands in the rows of the database: what is public, or was when
    the object was made. It is derived from versions, and never edited.
    """

    wagtail_reference_index_ignore = True

    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    base_content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    to_content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    to_object_id = models.CharField(max_length=255)
    model_path = models.TextField()

    class Meta:
        """Found by what is referred to, and by whose it is."""

        indexes = [
            models.Index(fields=["to_content_type", "to_object_id"], name="pending_reference_to"),
            models.Index(fields=["base_content_type", "object_id"], name="pending_reference_from"),
        ]

    def __str__(self) -> str:
        """Show the place."""
        return self.model_path


class Replacement(models.Model):
    """One object put in the place of another everywhere, with all that it takes to undo it."""

    wagtail_reference_index_ignore = True

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    old_id = models.CharField(max_length=255)
    new_id = models.CharField(max_length=255)
    old_title = models.CharField(max_length=255)
    new_title = models.CharField(max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    # One for each object: where it was changed, and how it was before and after.
    changes = models.JSONField(default=list)

    class Meta:
        """How administrators see it."""

        verbose_name = _("replacement")
        verbose_name_plural = _("replacements")

    def __str__(self) -> str:
        """Show both."""
        return f"{self.old_title} → {self.new_title}"
