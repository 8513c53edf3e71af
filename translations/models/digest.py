"""Who wants the daily mail about translations, and who has had it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestPreference(models.Model):
    """The daily mail of one user; nobody has a row before it is needed."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="translation_digest",
    )
    is_wanted = models.BooleanField(
        _("daily mail about translations"),
        default=True,
        help_text=_("At most one a day, and none when there is nothing to say."),
    )
    language = models.CharField(
        _("language of the mail"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Left empty, it is that of your admin."),
    )
    sent_at = models.DateTimeField(_("last sent on"), null=True, editable=False)

    class Meta:
        """One row for each user."""

        verbose_name = _("daily mail about translations")
        verbose_name_plural = _("daily mails about translations")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.language or '-'}"
