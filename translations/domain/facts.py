"""Facts: numbers, dates and telephone numbers that an object has in all languages alike.

They are the synchronised fields of the object itself, all fields of its rows that have no texts,
and the same of what its class names in `facts_from`: `"contact_points"`, or
`"organizers.organization"` for what rows refer to. What its texts state of them cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse
from wagtail.models import COMMENTS_RELATION_NAME, TranslatableMixin

from cms.pages.translation import synchronized_names

from .calendars import DAY, YEAR, Moment, pattern_of
from .checks import normal, number_texts, phones_in
from .figures import readings

if TYPE_CHECKING:
    from collections.abc import Iterable

# Smaller ones are written as words in many languages.
LEAST = 10
TELEPHONE = "telephone"
NUMBERS = (models.DecimalField, models.IntegerField, models.FloatField)
NOT_FACTS = {"sort_order"}


@dataclass
class Facts:
    """What is known of an object beside its texts."""

    numbers: set[Decimal] = field(default_factory=set)
    dates: set[Moment] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)

    def lost(self, original: str, translation: str, languages: tuple[str, str]) -> list[str]:
        """Give the facts that an original states and its translation does not."""
        if not (self.numbers or self.dates or self.phones):
            return []
        texts = normal(original), normal(translation)
        phones = [set(phones_in(text)) & self.phones for text in texts]
        texts, dates = self._dates(texts, languages)
        numbers = [
            self._numbers(text, language) for text, language in zip(texts, languages, strict=True)
        ]
        return [
            *sorted(phones[0] - phones[1]),
            *map(str, sorted(dates)),
            *(f"{number.normalize():f}" for number in sorted(numbers[0] - numbers[1])),
        ]

    def _dates(
        self, texts: tuple[str, str], languages: tuple[str, str]
    ) -> tuple[tuple[str, str], list[Moment]]:
        """Give the texts without the dates, whose digits are no numbers, and what is lost."""
        rests, lost = texts, []
        # Years last, in what is left: a day holds one.
        for moment in sorted(self.dates, key=lambda one: (one.precision == YEAR, one)):
            patterns = [pattern_of(moment, language) for language in languages]
            looked_at = rests if moment.precision == YEAR else texts
            if not patterns[0].search(looked_at[0]):
                continue
            if not patterns[1].search(looked_at[1]):
                lost.append(moment)
            if moment.precision != YEAR:
                original, translation = (
                    pattern.sub(" ", rest) for pattern, rest in zip(patterns, rests, strict=True)
                )
                rests = (original, translation)
        return rests, lost

    def _numbers(self, text: str, language: str) -> set[Decimal]:
        stated = {value for number in number_texts(text) for value in readings(number, language)}
        return stated & self.numbers

    def take(self, instance: models.Model) -> None:
        """Add what the fields of an object say."""
        for name, is_phone in fact_fields(type(instance)):
            value = getattr(instance, name)
            if value is None or value == "":
                continue
            if is_phone:
                self._take_phone(value)
            elif isinstance(value, date):
                self.dates.add(Moment(value, getattr(instance, f"{name}_precision", DAY)))
            else:
                self._take_number(Decimal(str(value)))

    def _take_number(self, value: Decimal) -> None:
        if abs(value) >= LEAST or value != value.to_integral_value():
            self.numbers.add(abs(value))

    def _take_phone(self, value: str) -> None:
        try:
            self.phones.add(format_number(parse(value), PhoneNumberFormat.INTERNATIONAL))
        except NumberParseException:
            # Without the code of a country it is told apart in no text.
            return


def facts_of(instance: models.Model) -> Facts:
    """Collect the facts of an object, in a number of statements that depends on its class alone."""
    facts = Facts()
    facts.take(instance)
    for relation in fact_rows(type(instance)):
        for row in getattr(instance, relation.name).all():
            facts.take(row)
    for path in getattr(instance, "facts_from", ()):
        for referred in _referred(instance, path):
            facts.take(referred)
    return facts


def _referred(instance: models.Model, path: str) -> Iterable[models.Model]:
    """Read what an object, or what its rows, refer to, each with its rows."""
    relation, _dot, name = path.partition(".")
    rows = getattr(instance, relation).all()
    if not name:
        return list(rows)
    foreign: Any = rows.model._meta.get_field(name)
    keys = {getattr(row, foreign.attname) for row in rows} - {None}
    model = foreign.related_model
    found = list(model._default_manager.filter(pk__in=keys))
    for child in fact_rows(model):
        of_these = {f"{child.field.name}__in": keys}
        found += child.related_model._default_manager.filter(**of_these)
    return found


@cache
def fact_rows(model: type[models.Model]) -> list[Any]:
    """Give the relations to rows of a model that have facts."""
    if not issubclass(model, ClusterableModel):
        return []
    return [
        relation
        for relation in get_all_child_relations(model)
        if relation.name != COMMENTS_RELATION_NAME and fact_fields(relation.related_model)
    ]


@cache
def fact_fields(model: type[models.Model]) -> list[tuple[str, bool]]:
    """Name the fields of a model that are the same in all languages, and whether it is a phone."""
    found = []
    for one in model._meta.concrete_fields:
        is_phone = one.name == TELEPHONE
        if issubclass(model, TranslatableMixin) and one.name not in synchronized_names(model):
            continue
        if one.is_relation or one.primary_key or one.choices or one.name in NOT_FACTS:
            continue
        is_date = isinstance(one, models.DateField) and not isinstance(one, models.DateTimeField)
        if is_phone or is_date or isinstance(one, NUMBERS):
            found.append((one.name, is_phone))
    return found
