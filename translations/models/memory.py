"""The part of the translation memory that came from elsewhere, by files."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 200


class MemoryFile(models.Model):
    """A file of the translation memory that was taken over, between two languages.

    One of the same name takes its place.
    """

    source_locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language of the originals"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language of the translations"),
        on_delete=models.CASCADE,
        related_name="memory_files",
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    unit_count = models.PositiveIntegerField(_("texts"), default=0)
    imported_at = models.DateTimeField(_("taken over on"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken over by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        """One file of each name between two languages."""

        verbose_name = _("file of the translation memory")
        verbose_name_plural = _("files of the translation memory")
        constraints = [
            models.UniqueConstraint(
                fields=["source_locale", "locale", "name"], name="translations_one_memory_file"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MemoryUnit(models.Model):
    """A text and its translation, from a file; it suggests, and fills no page."""

    file = models.ForeignKey(MemoryFile, on_delete=models.CASCADE, related_name="units")
    source = models.TextField(_("original"))
    target = models.TextField(_("translation"))
    # The original as it is compared, and its length, by which those that cannot be alike are
    # left out.
    words = models.TextField()
    length = models.PositiveIntegerField()
    digest = models.CharField(max_length=32)

    class Meta:
        """One of each in a file."""

        verbose_name = _("text of the translation memory")
        verbose_name_plural = _("texts of the translation memory")
        indexes = [models.Index(fields=["file", "length"], name="translations_memory_length")]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "digest"], name="translations_one_of_each_memory_unit"
            )
        ]

    def __str__(self) -> str:
        return self.source[:NAME_LENGTH]
