"""What people have said of single translations: a draft, or reviewed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from translations.enums import Mark
from translations.querysets import TextMarkQuerySet


class TextMark(models.Model):
    """A draft, or reviewed: true only of the very words of which it was said.

    The words are kept as a digest. However a translation is changed, here, by file, by machine or
    by wagtail-localize's own views, its mark does not hold for the new words.
    """

    row = models.OneToOneField(
        "wagtail_localize.StringTranslation", on_delete=models.CASCADE, related_name="mark"
    )
    mark = models.CharField(_("mark"), max_length=8, choices=Mark.choices)
    version = models.CharField(_("digest of the words"), max_length=16)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), auto_now=True)

    objects = TextMarkQuerySet.as_manager()

    class Meta:
        """Names for editors."""

        verbose_name = _("mark of a text")
        verbose_name_plural = _("marks of texts")

    def __str__(self) -> str:
        return str(self.get_mark_display())
