"""The termbase: words that are translated in one way, in each language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.media.samples import SampleMixin
from translations.folding import fold
from translations.querysets import TermQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterator

TERM_LENGTH, NOTE_LENGTH = 200, 1000
SEPARATOR = "|"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class Term(SampleMixin, models.Model):
    """A word or name of one language, and how it is and is not translated into another.

    `preferred` and `forbidden` hold one translation a line, the best first. A name without any
    stays as it is.
    """

    source_locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language of the term"),
        on_delete=models.CASCADE,
        related_name="terms_of_originals",
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language of the translation"),
        on_delete=models.CASCADE,
        related_name="terms",
    )
    text = models.CharField(
        _("term"),
        max_length=TERM_LENGTH,
        help_text=_("In its basic form: “regional centre” is found in “Regional centres”, too."),
    )
    # The term as it is compared: written by `save`, so that there is one of each.
    # No letter becomes more than three.
    key = models.CharField(max_length=3 * TERM_LENGTH, editable=False)
    preferred = models.TextField(
        _("preferred translations"),
        blank=True,
        help_text=_("One a line, the best first. Any of them is right."),
    )
    forbidden = models.TextField(
        _("forbidden translations"),
        blank=True,
        help_text=_("One a line. Translators are told not to use them for this term."),
    )
    is_name = models.BooleanField(
        _("name of an institution"),
        default=False,
        help_text=_(
            "Found only as it is written, with its capitals. Without a preferred translation it is"
            " not translated."
        ),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        max_length=NOTE_LENGTH,
        help_text=_("What helps to use it: what it means, where the name comes from."),
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        """One row for each term between two languages."""

        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(
                fields=["source_locale", "locale", "key"], name="translations_one_of_each_term"
            ),
            models.CheckConstraint(
                condition=~models.Q(source_locale=models.F("locale")),
                name="translations_term_of_two_languages",
            ),
            models.CheckConstraint(
                condition=models.Q(is_name=True) | ~models.Q(preferred="", forbidden=""),
                name="translations_term_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.marked(self.text)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it in the one way in which it is stored."""
        self.tidy()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Say what is wrong at the field where it can be mended."""
        super().clean()
        self.tidy()
        errors = dict(self.faults())
        if "text" not in errors and self._is_there():
            errors["text"] = _("This term is there already for these languages: change that one.")
        if errors:
            raise ValidationError(errors)

    def faults(self) -> Iterator[tuple[str, Any]]:
        """Say by field what is wrong, without asking the database."""
        if self.source_locale_id and self.source_locale_id == self.locale_id:
            yield "locale", _("Choose another language than that of the term.")
        if self.text and not self.key:
            yield "text", _("Write a word: this has nothing that can be found.")
        if not (self.preferred or self.forbidden or self.is_name):
            yield "preferred", _("Give a preferred or a forbidden translation.")
        if both := self._both():
            yield "forbidden", _("“%(text)s” cannot be preferred and forbidden.") % {"text": both}
        yield from self._unusable()

    def _unusable(self) -> Iterator[tuple[str, Any]]:
        for name in ("text", "preferred", "forbidden", "note"):
            if CONTROLS.search(getattr(self, name)):
                yield name, _("Remove the control character, which nobody can see.")
        for name in ("preferred", "forbidden"):
            if any(len(line) > TERM_LENGTH for line in lines_of(getattr(self, name))):
                yield name, _("Each may have %(limit)s letters.") % {"limit": TERM_LENGTH}
            if SEPARATOR in getattr(self, name):
                yield name, _("Write one a line, without “|”, which separates them in files.")

    def _both(self) -> str:
        if not self.locale_id:
            return ""
        code = self.locale.language_code
        preferred = {fold(line, code) for line in self.allowed}
        return next((line for line in self.unwanted if fold(line, code) in preferred), "")

    def _is_there(self) -> bool:
        if not (self.source_locale_id and self.locale_id):
            return False
        others = Term.objects.between(self.source_locale_id, self.locale_id).exclude(pk=self.pk)
        return others.filter(key=self.key).exists()

    def tidy(self) -> None:
        """Leave out needless spaces and lines, and note how the term is compared."""
        self.text = " ".join(self.text.split())
        self.note = "\n".join(line.rstrip() for line in self.note.splitlines()).strip()
        self.preferred = "\n".join(lines_of(self.preferred))
        self.forbidden = "\n".join(lines_of(self.forbidden))
        if self.source_locale_id:
            self.key = fold(self.text, self.source_locale.language_code)

    @property
    def allowed(self) -> list[str]:
        """Give the translations of which one has to be used."""
        preferred = lines_of(self.preferred)
        return [self.text] if self.is_name and not preferred else preferred

    @property
    def unwanted(self) -> list[str]:
        """Give the translations that must not be used."""
        return lines_of(self.forbidden)


def lines_of(text: str) -> list[str]:
    """Give the words that stand one a line, each once."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(filter(None, lines)))
