"""How far each translation is, counted once for each change of its texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslationProgress(models.Model):
    """The numbers of one translation, as its texts were when they were counted.

    Whatever changes a text says so in the same transaction (`is_current`); the next reader counts
    it again (`translations.domain.progress`).
    """

    translation = models.OneToOneField(
        "wagtail_localize.Translation",
        verbose_name=_("translation"),
        on_delete=models.CASCADE,
        related_name="progress",
    )
    texts = models.PositiveIntegerField(_("texts"), default=0)
    texts_done = models.PositiveIntegerField(_("texts translated"), default=0)
    words = models.PositiveIntegerField(_("words"), default=0)
    words_done = models.PositiveIntegerField(_("words translated"), default=0)
    changed = models.PositiveIntegerField(_("texts changed since they were translated"), default=0)
    is_current = models.BooleanField(_("counted since the last change"), default=False)
    # Which publication of the original was compared with the texts that are translated.
    examined = models.DateTimeField(_("original examined as published on"), null=True)
    is_behind = models.BooleanField(_("original says something else"), default=False)

    class Meta:
        """One row for each translation."""

        verbose_name = _("progress of a translation")
        verbose_name_plural = _("progress of translations")

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.words_done}/{self.words}"
