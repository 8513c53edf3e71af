"""What people say to each other about single texts of a translation."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from translations.querysets import TextCommentQuerySet

LONGEST = 2000


class TextComment(models.Model):
    """A comment on one text of one translation, of a page or of a snippet.

    Wagtail's own comments hang on pages, and on a field's path: snippets have none, the paragraphs
    of a formatted text share one path, and whoever saves the page in Wagtail's editor writes them.
    """

    translation = models.ForeignKey(
        "wagtail_localize.Translation", on_delete=models.CASCADE, related_name="text_comments"
    )
    string = models.ForeignKey(
        "wagtail_localize.String", on_delete=models.CASCADE, related_name="+"
    )
    context = models.ForeignKey(
        "wagtail_localize.TranslationContext", on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.TextField(_("comment"), max_length=LONGEST)
    created_at = models.DateTimeField(_("written on"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("resolved on"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("resolved by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = TextCommentQuerySet.as_manager()

    class Meta:
        """Names for editors."""

        verbose_name = _("comment on a text")
        verbose_name_plural = _("comments on texts")

    def __str__(self) -> str:
        return self.text
