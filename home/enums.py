"""Closed lists of words of this app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeLevel(TextChoices):
    """How much a notice matters."""

    INFORMATION = "INFORMATION", _("Information")
    WARNING = "WARNING", _("Warning")
    URGENT = "URGENT", _("Urgent")


class CentreRole(TextChoices):
    """What a group does for one centre."""

    EDITOR = "EDITOR", _("writes")
    PUBLISHER = "PUBLISHER", _("publishes")
    TRANSLATOR = "TRANSLATOR", _("translates texts")
