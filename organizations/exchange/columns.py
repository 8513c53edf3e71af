"""Columns: how a value is read from a cell, written into one, compared and stored.

What is held comes from the content of the latest draft, in its stored form, so that comparing many
records needs no object of any.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import TextField

from cms.pages.languages import language_choices
from cms.spreadsheets.cells import as_iso_date, as_text, tidy, tidy_line, unmarked
from cms.spreadsheets.csv_file import FIELD_LIMIT
from cms.spreadsheets.problems import CellError, FileCode
from organizations.dates import partial_text
from organizations.enums import DatePrecision
from organizations.validators import LANGUAGE_TAG, normalize_telephone

from .problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Field, Model

    from .known import Known

    Content = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A text of one line, or of several where the model has a text of several."""

    name: str
    field: str
    label: Any

    def fields(self) -> tuple[str, ...]:
        """Name the fields that hold the value."""
        return (self.field,)

    def read(self, cell: Any, model: type[Model]) -> Any:
        """Read a cell; raises CellError."""
        field: Any = model._meta.get_field(self.field)
        text = as_text(cell)
        return checked(field, text if isinstance(field, TextField) else tidy_line(text))

    def resolve(self, value: Any, _held: Any, _known: Known) -> Any:
        """Give the value to store, once it is known what it is to replace; raises CellError."""
        return value

    def held(self, content: Content, _known: Known) -> Any:
        """Give the value that a record has, in the same terms as one that was read."""
        return tidy(str(content.get(self.field) or ""))

    def written(self, value: Any, _known: Known) -> str:
        """Write a value into a cell, from which it is read again."""
        return str(value)

    def shown(self, value: Any, known: Known) -> str:
        """Write a value for people."""
        return self.written(value, known)

    def store(self, instance: Any, value: Any, _known: Known) -> None:
        """Set the value."""
        setattr(instance, self.field, value)


def checked(field: Field, value: Any) -> Any:
    """Give a value that the model's field accepts; raises CellError with what the field says."""
    limit = field.max_length or FIELD_LIMIT
    if isinstance(value, str) and len(value) > limit:
        raise CellError(FileCode.TOO_LONG, length=len(value), limit=limit)
    try:
        return field.clean(value, None)
    except ValidationError as error:
        raise CellError(Code.INVALID, found=str(value), detail=" ".join(error.messages)) from error


class Choice(Column):
    """One of few words: written by its code, read by its code or label too."""

    def read(self, cell: Any, model: type[Model]) -> str:
        """Find the word."""
        text = unmarked(as_text(cell))
        field: Any = model._meta.get_field(self.field)
        choices = {str(value): str(label) for value, label in field.flatchoices if value}
        for value, label in choices.items():
            if text.casefold() in {value.casefold(), label.casefold()}:
                return value
        if text or not field.blank:
            self.refuse(text, choices)
        return ""

    def refuse(self, text: str, choices: dict[str, str]) -> None:
        """Say what can stand here."""
        raise CellError(Code.UNKNOWN_CHOICE, found=text, known=", ".join(choices))

    def shown(self, value: Any, _known: Known) -> str:
        """Leave the code."""
        return value


class Country(Choice):
    """A country by its two letters, read by its name too."""

    def refuse(self, text: str, choices: dict[str, str]) -> None:
        """Say that two letters are needed; there are too many to name them."""
        raise CellError(Code.UNKNOWN_COUNTRY, found=text)


class Degrees(Column):
    """A coordinate; with a comma, too, as spreadsheets of many countries write it."""

    def read(self, cell: Any, model: type[Model]) -> float | None:
        """Read a number."""
        text = as_text(cell)
        if not text:
            return None
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise CellError(Code.BAD_NUMBER, found=text)
        field: Any = model._meta.get_field(self.field)
        return checked(field, value)

    def held(self, content: Content, _known: Known) -> float | None:
        """Give the number."""
        return content.get(self.field)

    def written(self, value: Any, _known: Known) -> str:
        """Write it as short as it can be read again."""
        return "" if value is None else repr(value).removesuffix(".0")


class Telephone(Column):
    """A number as E.164 writes it; how it is shown is made from it."""

    def read(self, cell: Any, _model: type[Model]) -> str:
        """Read a number with its country code."""
        text = as_text(cell)
        if not text:
            return ""
        # A spreadsheet takes +33 … for a number, and leaves the plus out.
        number = f"+{text}" if isinstance(cell, int | float) else text
        try:
            return normalize_telephone(number)
        except ValidationError as error:
            detail = " ".join(error.messages)
            raise CellError(Code.INVALID, found=text, detail=detail) from error

    def store(self, instance: Any, value: Any, _known: Known) -> None:
        """Set the number, and have it shown as it is."""
        setattr(instance, self.field, value)
        setattr(instance, f"{self.field}_display", value)


class Languages(Column):
    """Language tags with commas."""

    def read(self, cell: Any, _model: type[Model]) -> tuple[str, ...]:
        """Read tags; those that editors can tick in any case of letters."""
        offered = {code.lower(): code for code, _name in language_choices()}
        parts = [part for part in as_text(cell).replace(";", ",").split(",") if part.strip()]
        tags = [offered.get(part.strip().lower(), part.strip()) for part in parts]
        if wrong := [tag for tag in tags if not LANGUAGE_TAG.match(tag)]:
            raise CellError(Code.UNKNOWN_LANGUAGE, found=", ".join(wrong))
        return tuple(dict.fromkeys(tags))

    def held(self, content: Content, _known: Known) -> tuple[str, ...]:
        """Give the tags."""
        return tuple(content.get(self.field) or ())

    def written(self, value: Any, _known: Known) -> str:
        """Put commas between them."""
        return ", ".join(value)

    def store(self, instance: Any, value: Any, _known: Known) -> None:
        """Set them as a list."""
        setattr(instance, self.field, list(value))


class PartialDate(Column):
    """A date as far as it is known."""

    def fields(self) -> tuple[str, ...]:
        """Name the date and what is known of it."""
        return (self.field, f"{self.field}_precision")

    def read(self, cell: Any, _model: type[Model]) -> str:
        """Read a date."""
        return read_partial(cell)

    def held(self, content: Content, _known: Known) -> str:
        """Write the date as far as it is known."""
        return held_partial(content, self.field)

    def store(self, instance: Any, value: Any, _known: Known) -> None:
        """Set the first day that the date may mean, and how much is known."""
        store_partial(instance, self.field, value)


PRECISIONS = {0: DatePrecision.YEAR, 1: DatePrecision.MONTH, 2: DatePrecision.DAY}


def read_partial(cell: Any) -> str:
    """Read a year, a month or a day; spreadsheets have dates and numbers for it."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    found = as_text(cell)
    # A year in Arabic or Persian digits may be one of another calendar.
    text = as_iso_date(found) if found.isascii() else found
    if text:
        try:
            parsed = date.fromisoformat(_whole(text)) if text.isascii() else None
        except ValueError:
            parsed = None
        if parsed is None or parsed.isoformat()[: len(text)] != text:
            raise CellError(Code.BAD_PARTIAL_DATE, found=found)
    return text


def _whole(text: str) -> str:
    return text + "-01" * (2 - text.count("-"))


def held_partial(content: Content, name: str) -> str:
    """Write a stored date as far as it is known."""
    value = content.get(name)
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return partial_text(value, content.get(f"{name}_precision") or DatePrecision.DAY) or ""


def store_partial(instance: Any, name: str, text: str) -> None:
    """Set a date and how much of it is known."""
    setattr(instance, name, date.fromisoformat(_whole(text)) if text else None)
    precision = PRECISIONS[text.count("-")] if text else DatePrecision.DAY
    setattr(instance, f"{name}_precision", precision.value)
