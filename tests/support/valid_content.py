"""Random content that may be published: what is optional is there or not, the rest is valid.

What to fill is read from the models' and blocks' definitions. `Choices` decides: hypothesis in a
property test, or always the least or the most.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, Locale, Page

from events.models import TrainingSessionPage
from home.models import InterfaceMessage, Notice
from organizations.models import OrganizationFact, OrganizationIdentifier

from .planting import NOT_FILLED, _first_valid, child_relations, chosen_model, texts

T = TypeVar("T")
DAYS = [datetime.date(2031, 6, day) for day in (2, 3, 4)]
TIMES = [datetime.time(hour) for hour in (9, 11, 14)]
MOST_ROWS = 2


def accept(instance: models.Model) -> None:
    """Leave an object as it is."""


def one_of_number_and_text(fact: OrganizationFact) -> None:
    """A fact is a number or a text."""
    if fact.value is not None:
        fact.text = ""
    elif not fact.text:
        fact.value = 1


def identify(identifier: OrganizationIdentifier) -> None:
    """An identifier has the form of its register."""
    identifier.value = {"ROR": "02feahw73", "WIKIDATA": "Q42"}[identifier.scheme]


def put_in_order(session: TrainingSessionPage) -> None:
    """A session ends after it starts, and registration closes after it opens."""
    session.start_date, session.end_date = DAYS[0], DAYS[-1]
    if session.registration_opens_on or session.registration_opens_time:
        session.registration_opens_on = datetime.date(2031, 4, 1)
    if session.registration_closes_on or session.registration_closes_time:
        session.registration_closes_on = datetime.date(2031, 5, 1)
    if session.registration_mode == "EXTERNAL":
        session.registration_url = "https://example.org/"


def show(notice: Notice) -> None:
    """A notice is shown today."""
    for name, year in (("starts_at", 2001), ("ends_at", 2131)):
        if getattr(notice, name):
            setattr(notice, name, datetime.datetime(year, 6, 24, tzinfo=datetime.UTC))


def name_and_phrase(message: InterfaceMessage) -> None:
    """A message has a name of its own, and a pattern that can be read."""
    message.name = f"generated.{message.translation_key.hex}"
    message.text = "Hello {name}"


# What holds between columns, which checks tell of the whole page or not in terms of a column.
RULES = {
    OrganizationFact: one_of_number_and_text,
    OrganizationIdentifier: identify,
    TrainingSessionPage: put_in_order,
    InterfaceMessage: name_and_phrase,
    Notice: show,
}


class Choices(Protocol):
    """How much is filled in, and with what."""

    def has(self) -> bool:
        """Whether something optional is there."""

    def count(self, least: int) -> int:
        """How many items a list has."""

    def of(self, options: Sequence[T]) -> T:
        """One of several."""


class Least:
    """Nothing but what is required."""

    def has(self) -> bool:
        """Nothing optional."""
        return False

    def count(self, least: int) -> int:
        """No more than is required."""
        return least

    def of(self, options: Sequence[T]) -> T:
        """The first."""
        return options[0]


class Most(Least):
    """Everything."""

    def has(self) -> bool:
        """All that is optional."""
        return True

    def count(self, least: int) -> int:
        """Several."""
        return max(least, MOST_ROWS)


class Bare(Least):
    """One item in each list and one block of each kind, with nothing but what is required."""

    def count(self, least: int) -> int:
        """One, if no more are required."""
        return max(least, 1)


class Last(Most):
    """Everything, and the last of several."""

    def of(self, options: Sequence[T]) -> T:
        """The last."""
        return options[-1]


class ValidContent:
    """Fills objects with content that an editor could publish.

    `pool` gives the objects that references to a model may lead to.
    """

    def __init__(self, choices: Choices, pool: Callable[[type[models.Model]], list[Any]]) -> None:
        self.choices, self.pool = choices, pool

    # --- Models ----------------------------------------------------------------------------------

    def fill(self, instance: models.Model) -> None:
        """Fill an unsaved object and its child objects."""
        for field in instance._meta.concrete_fields:
            if field.editable and not is_wagtails(field):
                self._fill_field(instance, field)
        for field in instance._meta.many_to_many:
            if isinstance(field, ParentalManyToManyField):
                setattr(instance, field.name, self.some(self.pool(field.related_model)))
        RULES.get(type(instance), accept)(instance)
        for relation in child_relations(type(instance)):
            rows = list(self._rows(relation.related_model))
            setattr(instance, relation.get_accessor_name(), rows)

    def _fill_field(self, instance: models.Model, field: models.Field) -> None:
        if isinstance(field, models.ForeignKey):
            if not isinstance(field, ParentalKey) and not field.remote_field.parent_link:
                self._refer(instance, field)
        elif isinstance(field, StreamField):
            setattr(instance, field.name, self.stream(field.stream_block))
        else:
            value = self._value(instance, field)
            if value is not None or field.null:
                setattr(instance, field.name, value)

    def _refer(self, instance: models.Model, field: models.ForeignKey) -> None:
        if issubclass(field.related_model, Locale):
            return
        targets = self.pool(field.related_model)
        is_empty = field.blank and not (targets and self.choices.has())
        setattr(instance, field.name, None if is_empty else self.choices.of(targets))

    def _value(self, instance: models.Model, field: models.Field) -> Any:
        """A value of a plain column, or None to leave it as it is."""
        if isinstance(field, models.BooleanField):
            return self.choices.has()
        if field.blank and not self.choices.has():
            is_text = isinstance(field, models.CharField | models.TextField)
            return None if field.null else "" if is_text else field.get_default()
        if isinstance(field, RichTextField):
            return self.rich_text()
        if field.choices:
            return self.choices.of([value for value, _ in field.flatchoices if value])
        if isinstance(field, models.JSONField):
            return ["en"]
        return self.plain_value(instance, field)

    def plain_value(self, instance: models.Model, field: models.Field) -> Any:
        """A valid value of a column."""
        if isinstance(field, models.DateTimeField):
            return datetime.datetime.combine(self.choices.of(DAYS), TIMES[0], datetime.UTC)
        if isinstance(field, models.DateField):
            return self.choices.of(DAYS)
        if isinstance(field, models.TimeField):
            return self.choices.of(TIMES)
        if isinstance(field, models.DecimalField | models.IntegerField | models.FloatField):
            return self.choices.of([1, 20, 30])
        return _first_valid(texts("valid"), field.clean, instance)

    def _rows(self, model: type[models.Model]) -> Iterator[models.Model]:
        for _ in range(self.choices.count(0)):
            row = model()
            try:
                self.fill(row)
            except IndexError:
                return
            yield row

    def some(self, options: Sequence[T]) -> list[T]:
        """Some of several, each once."""
        chosen = [self.choices.of(options) for _ in range(self.choices.count(0))] if options else []
        return list(dict.fromkeys(chosen))

    # --- Streams ---------------------------------------------------------------------------------

    def stream(self, block: blocks.StreamBlock) -> list[dict[str, Any]]:
        """Some blocks of a stream, in its stored form; `Most` has each of them."""
        names = list(block.child_blocks)
        if not isinstance(self.choices, Least):
            names = [self.choices.of(names) for _ in range(self.choices.count(0))]
        return [
            {"type": name, "id": str(uuid.uuid4()), "value": self.raw(block.child_blocks[name])}
            for name in (names if self.choices.count(0) else [])
        ]

    def raw(self, block: blocks.Block) -> Any:
        """The stored form of a block's value."""
        if isinstance(block, blocks.StructBlock):
            return self._struct(block)
        if isinstance(block, blocks.ListBlock):
            count = self.choices.count(block.meta.min_num or 0)
            return [
                {"type": "item", "id": str(uuid.uuid4()), "value": self.raw(block.child_block)}
                for _ in range(count)
            ]
        if isinstance(block, blocks.StreamBlock):
            return self.stream(block)
        if not block.required and not self.choices.has():
            return block.get_prep_value(block.get_default())
        if isinstance(block, blocks.ChooserBlock):
            return self.choices.of(self.pool(chosen_model(block))).pk
        return self._plain_raw(block)

    def _struct(self, block: blocks.StructBlock) -> dict[str, Any]:
        value = {name: self.raw(child) for name, child in block.child_blocks.items()}
        is_heading = bool(value.get("children")) and not self.choices.has()
        if {"page", "url", "document"} <= value.keys() and not is_heading:
            kept = self.choices.of(["page", "url", "document"])
            value |= {"page": None, "url": "", "document": None}
            child = block.child_blocks[kept]
            value[kept] = (
                self.choices.of(self.pool(chosen_model(child))).pk
                if isinstance(child, blocks.ChooserBlock)
                else "https://example.org/"
            )
        if {"start", "end"} <= value.keys():
            value["start"] = value["start"] or (value["end"] and TIMES[0].isoformat())
            if value["end"] == value["start"] is not None:
                last = TIMES[-1].isoformat()
                value["end"] = None if value["start"] == last else last
        if "decorative" in value:
            value["alt"] = "" if value["decorative"] else "A picture"
        return value

    def _plain_raw(self, block: blocks.Block) -> Any:
        if isinstance(block, TableBlock):
            return {"data": [["a", None]], "first_row_is_table_header": False}
        if isinstance(block, blocks.RichTextBlock):
            return self.rich_text()
        if isinstance(block, blocks.BooleanBlock):
            return self.choices.has()
        if isinstance(block, blocks.MultipleChoiceBlock):
            return ["en"]
        if isinstance(block, blocks.ChoiceBlock):
            return self.choices.of([value for value, _ in block.field.choices if value])
        if isinstance(block, blocks.DateBlock):
            return self.choices.of(DAYS).isoformat()
        if isinstance(block, blocks.TimeBlock):
            return self.choices.of(TIMES).isoformat()
        return _first_valid(texts("valid"), block.clean)

    def rich_text(self) -> str:
        """A text with links to pages and documents, and an image."""
        links = [f'<a linktype="page" id="{page.pk}">a</a>' for page in self.some(self.pool(Page))]
        return f"<p>Text {' '.join(links)}</p>"


def is_wagtails(field: models.Field) -> bool:
    """Whether a column holds an address, a state or a schedule rather than content."""
    states = {item.name for item in DraftStateMixin._meta.fields}
    return field.primary_key or field.model is Page or field.name in NOT_FILLED | states


def mend(content: ValidContent, instance: Any, error: ValidationError) -> None:
    """Empty what does not go together with the rest, and fill what the rest needs."""
    columns = {field.name: field for field in instance._meta.concrete_fields}
    for name in error.error_dict.keys() & columns.keys():
        field = columns[name]
        if getattr(instance, name) in (None, ""):
            setattr(instance, name, content.plain_value(instance, field))
        else:
            setattr(instance, name, None if field.null else field.get_default())
