"""The closed lists of translating."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Check(models.TextChoices):
    """What a translation may have got wrong."""

    FACTS = "FACTS", _("facts")
    MISSING = "MISSING", _("no translation")
    SAME = "SAME", _("same as the original")
    PLACEHOLDERS = "PLACEHOLDERS", _("placeholders")
    TAGS = "TAGS", _("formats and links")
    URLS = "URLS", _("addresses of websites")
    EMAILS = "EMAILS", _("e-mail addresses")
    PHONES = "PHONES", _("telephone numbers")
    DATES = "DATES", _("dates")
    NUMBERS = "NUMBERS", _("numbers")
    LENGTH = "LENGTH", _("length")
    SPACES = "SPACES", _("spaces at the beginning or end")
    TERMS = "TERMS", _("terms")
    FORBIDDEN_TERMS = "FORBIDDEN_TERMS", _("forbidden terms")


class Level(models.TextChoices):
    """What becomes of a translation in which a check finds something."""

    OFF = "OFF", _("Off: it is not said")
    WARN = "WARN", _("Warn: it is said, and no more")
    BLOCK = "BLOCK", _("Block: it cannot be sent for review or published")


class Mark(models.TextChoices):
    """What a person has said of a translation."""

    DRAFT = "DRAFT", _("draft")
    REVIEWED = "REVIEWED", _("reviewed")


class LocaleRole(models.TextChoices):
    """What a group does with the translations of one language."""

    TRANSLATOR = "TRANSLATOR", _("translates texts")
    REVIEWER = "REVIEWER", _("reviews and publishes")


class ProgressState(models.TextChoices):
    """How far one translation is; the first that holds, in this order."""

    REVIEW = "REVIEW", _("awaiting review")
    CHANGED = "CHANGED", _("changed since translated")
    NEW = "NEW", _("not begun")
    STARTED = "STARTED", _("texts missing")
    PUBLIC = "PUBLIC", _("public")
    TRANSLATED = "TRANSLATED", _("translated, not public")
