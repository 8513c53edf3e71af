"""Saving or marking one text, checked against its original and what others wrote meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail_localize.models import StringTranslation, Translation

from translations.domain.fitting import Misfit, Placed, misfits_of, refused_by_snippet
from translations.enums import Mark
from translations.exchange.document import translated_by
from translations.exchange.markup import errors_of
from translations.exchange.problems import Code, Problem
from translations.models import TextMark

from .texts import Text, texts_of

if TYPE_CHECKING:
    from datetime import datetime


class RefusedTextError(Exception):
    """A text that cannot be stored, with what is wrong with it."""

    def __init__(self, text: Text, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.text = text
        self.problems = problems


class ChangedMeanwhileError(Exception):
    """A text that somebody else has changed since it was shown."""

    def __init__(self, text: Text, row: StringTranslation | None) -> None:
        super().__init__(text.key)
        self.text = text
        self.by: Any = row.last_translated_by if row else None
        self.at: datetime | None = row.updated_at if row else None


class NothingToMarkError(Exception):
    """A text without a translation that could be used."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.key)
        self.text = text


class TextGoneError(Exception):
    """A text whose original is not there any more."""


@transaction.atomic
def save_text(
    translation: Translation, key: str, value: str, version: str, user: Any
) -> tuple[Text, list[Text]]:
    """Store what stands in a field; an empty one takes the translation away.

    Gives the text, and all texts with it.

    Raises TextGoneError, ChangedMeanwhileError or RefusedTextError, and then changes nothing.
    """
    # One writer at a time, as for files: nothing is written between the check and the writing.
    Translation.objects.select_for_update(of=("self",)).get(pk=translation.pk)
    texts = texts_of(translation)
    text = next((text for text in texts if text.key == key), None)
    if text is None:
        raise TextGoneError(key)
    target = text.stored_form(value)
    row = _row_of(translation, text)
    if version != text.version and target != text.unit.target:
        raise ChangedMeanwhileError(text, row)
    faults = errors_of(text.unit.source, target, is_rich=text.is_markup) if target else ()
    if problems := [Problem(code, params=params) for code, params in faults]:
        raise RefusedTextError(text, problems)
    if target:
        row = row or StringTranslation(
            translation_of_id=text.unit.string_id,
            context_id=text.unit.context_id,
            locale=translation.target_locale,
        )
        placed = [Placed(text.unit.path, text.unit.source, target)]
        original = translation.source.as_instance()
        _refuse(text, misfits_of(original, placed))
        _write(row, target, user)
        _refuse(text, refused_by_snippet(translation, original, placed))
    elif row is not None:
        row.delete()
    return _replaced(texts, text, _row_of(translation, text))


@transaction.atomic
def mark_text(
    translation: Translation, key: str, version: str, mark: Mark | None, user: Any
) -> tuple[Text, list[Text]]:
    """Say of a translation as it stands that it is a draft, reviewed, or neither.

    Raises TextGoneError, ChangedMeanwhileError or NothingToMarkError, and then changes nothing.
    """
    Translation.objects.select_for_update(of=("self",)).get(pk=translation.pk)
    texts = texts_of(translation)
    text = next((text for text in texts if text.key == key), None)
    if text is None:
        raise TextGoneError(key)
    row = _row_of(translation, text)
    if version != text.version:
        raise ChangedMeanwhileError(text, row)
    if row is None or row.has_error:
        raise NothingToMarkError(text)
    if mark != Mark.DRAFT and row.translation_type != StringTranslation.TRANSLATION_TYPE_MANUAL:
        # A person answers for it now.
        _write(row, row.data, user)
    if mark is None:
        TextMark.objects.filter(row=row).delete()
    else:
        TextMark.objects.set([row], mark, user)
    return _replaced(texts, text, _row_of(translation, text))


def _refuse(text: Text, misfits: dict[str, list[Misfit]]) -> None:
    """Take nothing that could not be published."""
    found = misfits.get(text.unit.path, ())
    if problems := [Problem(Code(one.code), params=dict(one.params)) for one in found]:
        raise RefusedTextError(text, problems)


def _replaced(
    texts: list[Text], text: Text, row: StringTranslation | None
) -> tuple[Text, list[Text]]:
    blank = replace(
        text.unit, has_error=False, is_by_machine=False, is_draft=False, changed_since=None
    )
    saved = Text(replace(blank, **translated_by(row)), text.rules, number=text.number)
    return saved, [saved if other is text else other for other in texts]


def _row_of(translation: Translation, text: Text) -> StringTranslation | None:
    return (
        StringTranslation.objects.filter(
            locale=translation.target_locale,
            translation_of=text.unit.string_id,
            context=text.unit.context_id,
        )
        .select_related("last_translated_by", "mark__by")
        .first()
    )


def _write(row: StringTranslation, target: str, user: Any) -> None:
    row.data = target
    row.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
    row.tool_name = ""
    row.last_translated_by = user
    row.has_error = False
    row.field_error = ""
    row.save()
    TextMark.objects.filter(row=row, mark=Mark.DRAFT).delete()
