"""What a translation was made from: of each draft, and of what is public.

A text is known by its *path*, as wagtail-localize writes it: the name of a field, then the block or
child object in it (`title`, `body.<block id>`, `facts.<key>.label`). An original is kept as a
digest, so that only a change of its words counts, and not that somebody published it again.
"""

from __future__ import annotations

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class MadeFrom(models.Model):
    """Originals of texts, by their paths, and which of them are not translated."""

    originals = models.JSONField(default=dict)
    untranslated = models.JSONField(default=list)

    class Meta:
        """No table of its own."""

        abstract = True


class DraftState(MadeFrom):
    """What one draft of a translation was made from."""

    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.CASCADE, related_name="translation_state"
    )

    def __str__(self) -> str:
        return f"Draft {self.revision_id}"


class TranslationState(MadeFrom):
    """What the public version of a translation was made from, and which texts are outdated.

    There is none for originals, nor for aliases, nor for what was translated by other means than
    the desk or a file. If readers do not get the translation because it is outdated, `withdrawn` is
    the revision that they would get.
    """

    content_type = models.ForeignKey(
        "contenttypes.ContentType", on_delete=models.CASCADE, related_name="+"
    )
    translation_key = models.UUIDField()
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    outdated = models.JSONField(default=list)
    withdrawn = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        """One for each object and language."""

        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale", "content_type"],
                name="translation_state_one_a_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_key}, {self.locale}"


class OutdatedAction(models.TextChoices):
    """What readers get of a translation that is outdated."""

    SHOW = "show", _("The translation, marked as outdated")
    FALL_BACK = "fall_back", _("The original, at the translation's address")
    HIDE = "hide", _("Nothing, until it is up to date")


class OutdatedPolicy(models.Model):
    """What readers get of outdated translations of one type of page or snippet."""

    content_type = models.OneToOneField(
        "contenttypes.ContentType",
        verbose_name=_("type"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    action = models.CharField(
        _("readers get"),
        max_length=20,
        choices=OutdatedAction.choices,
        default=OutdatedAction.SHOW,
        help_text=_(
            "A translation is outdated when the words of its original change; other changes, such "
            "as times and places, are taken over at once and do not count. It comes back by "
            "itself when the original gets its former words again, or when it is translated and "
            "published. Those that are outdated already follow within the hour."
        ),
    )

    class Meta:
        """Names for editors."""

        verbose_name = _("policy for outdated translations")
        verbose_name_plural = _("policies for outdated translations")

    def __str__(self) -> str:
        return f"{self.content_type.name}: {self.get_action_display()}"

    def type_name(self) -> str:
        """Give the name of the type as a line of a list begins."""
        return capfirst(self.content_type.name)

    type_name.short_description = _("Type")  # type: ignore[attr-defined] # read by lists
