"""The words of front ends' own interfaces: buttons, labels, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel

from cms.graphql.fields import GraphQLString
from cms.pages.snippets import BaseSnippet
from cms.pages.translation import synchronized
from home.message_format import CARDINALS, MessageFormatError, Pattern, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_PATTERN = 2_000
NAME = RegexValidator(
    r"\A[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*\Z",
    _("Use small letters of a to z, digits, “-” and “_”; dots between the parts."),
)
SYNTAX = {
    "unexpected_brace": _("There is a “}}” too much at character {place}."),
    "not_closed": _("“{{” at character {place} is not closed."),
    "no_name": _("“{{” at character {place} is not followed by the name of a value."),
    "no_type": _("After the comma at character {place} the kind of value is missing."),
    "unknown_type": _(
        "The value at character {place} has an unknown kind: use number, date, time, plural,"
        " selectordinal or select."
    ),
    "no_choices": _("The choice at character {place} has no messages."),
    "no_message": _("At character {place} a message in braces is due."),
    "no_other": _("The choice at character {place} has no message for “other”."),
    "doubled": _("The choice at character {place} has two messages for the same case."),
    "too_deep": _("At character {place}, choices stand in choices too often."),
}


class InterfaceMessage(BaseSnippet):
    """A message of front ends' interfaces, in ICU MessageFormat."""

    name = models.CharField(
        _("name"),
        max_length=120,
        validators=[NAME],
        help_text=_(
            "How front ends call it, such as “programme.slots”; the same in all languages."
        ),
    )
    text = models.TextField(
        _("text"),
        max_length=MAX_PATTERN,
        help_text=_(
            "ICU MessageFormat: “{name}” stands for a value,"
            " “{count, plural, one {# session} other {# sessions}}” for a number with its word."
            " Values and tags are those of the original; “''” is one apostrophe."
        ),
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("For translators: where it stands, what its values are, how long it may be."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("text"),
        FieldPanel("description"),
        PublishingPanel(),
    ]

    override_translatable_fields = [*synchronized("name", "description")]

    graphql_fields = [
        GraphQLString("name", required=True, description="How front ends call it."),
        GraphQLString("text", required=True, description="The pattern, in ICU MessageFormat."),
    ]

    class Meta(BaseSnippet.Meta):
        """One message of a name in a language."""

        verbose_name = _("interface message")
        verbose_name_plural = _("interface messages")
        constraints = [
            models.UniqueConstraint(fields=["name", "locale"], name="home_one_message_per_name")
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.marked(self.name)

    @property
    def note_for_translators(self) -> str:
        """Give what stands above its text at the desk."""
        return self.description

    def clean(self) -> None:
        """Refuse a second one of the name, and patterns that front ends could not format."""
        super().clean()
        others = InterfaceMessage.objects.filter(name=self.name, locale_id=self.locale_id)
        if self.name and others.exclude(pk=self.pk).exists():
            message = gettext("There is another message of this name in this language.")
            raise ValidationError({"name": ValidationError(message, code="unique")})
        # A draft may be unfinished; that of a translation begins as the original's text.
        if self.text and not self.is_deferred_validation:
            self._check_pattern()

    def _check_pattern(self) -> None:
        try:
            pattern = parse(self.text)
        except MessageFormatError as error:
            message = format_lazy(SYNTAX[error.code], place=error.place)
            raise ValidationError({"text": ValidationError(message, code=error.code)}) from error
        problems = [*self._form_problems(pattern), *self._difference(pattern)]
        if problems:
            raise ValidationError({"text": problems})

    def _form_problems(self, pattern: Pattern) -> list[ValidationError]:
        language = self.locale.language_code
        known = gettext("This language has the plural forms: %(forms)s.") % {
            "forms": _listed(CARDINALS.get(language, {"other"}))
        }
        problems = []
        if wrong := pattern.wrong_forms(language):
            message = gettext("It has no plural form %(forms)s.") % {"forms": _listed(wrong)}
            problems.append(ValidationError(f"{message} {known}", code="wrong_forms"))
        if missing := pattern.missing_forms(language):
            message = gettext("The plural form %(forms)s is missing.") % {"forms": _listed(missing)}
            problems.append(ValidationError(f"{message} {known}", code="missing_forms"))
        return problems

    def _difference(self, pattern: Pattern) -> list[ValidationError]:
        """What the original has and this has not, or the other way round."""
        source = cast("InterfaceMessage | None", self.get_source())
        if source is None or source.pk == self.pk:
            return []
        try:
            original = parse(source.text)
        except MessageFormatError:
            return []
        problems = []
        for code, message, ours, theirs in (
            (
                "values",
                gettext("Its values must be those of the original: %(names)s."),
                set(pattern.arguments),
                set(original.arguments),
            ),
            (
                "tags",
                gettext("Its tags must be those of the original: %(names)s."),
                pattern.tags,
                original.tags,
            ),
        ):
            if ours != theirs:
                names = _listed(theirs) or gettext("none")
                problems.append(ValidationError(message % {"names": names}, code=code))
        return problems


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
