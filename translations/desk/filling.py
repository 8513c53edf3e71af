"""Filling texts by machine: what it costs, and keeping what came until the machine failed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail_localize.models import StringTranslation, Translation

from translations.domain.review import open_review
from translations.exchange.document import stored_translations
from translations.machine.faults import MachineError, Rejection
from translations.machine.protection import sent_length
from translations.machine.translator import machine

from .texts import Text, TextState, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from translations.machine.translator import Answer, LibreTranslate

FILLED = "translations.fill_by_machine"
MILLION = 1_000_000
SMALLEST_PRICE = 0.01
MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE


@dataclass(frozen=True)
class Cost:
    """What would be sent, and what is paid for it."""

    texts: int
    characters: int
    price: str = ""


@dataclass(frozen=True)
class Offer:
    """What a machine could do for a translation."""

    name: str
    empty: Cost
    again: Cost


@dataclass
class Outcome:
    """What one run has done; an error ended it, and what came before is kept."""

    filled: int = 0
    changed: int = 0
    dropped: list[tuple[Text, Rejection]] = field(default_factory=list)
    after: str = ""
    is_finished: bool = False
    error: MachineError | None = None


class ClosedMeanwhileError(Exception):
    """A translation whose review has begun while its machine worked."""


def offer_of(texts: Sequence[Text], translation: Translation) -> Offer | None:
    """Tell what the machine could do, without asking it; None if there is none."""
    found = machine()
    if found is None or not found.can_translate(
        translation.source.locale, translation.target_locale
    ):
        return None
    empty = cost_of(fillable(texts), found)
    return Offer(found.display_name, empty, cost_of(fillable(texts, again=True), found))


def fillable(texts: Iterable[Text], *, again: bool = False) -> list[Text]:
    """Give the empty texts; with `again`, also those that a machine wrote and nobody has read."""
    states = {TextState.UNTRANSLATED, TextState.MACHINE} if again else {TextState.UNTRANSLATED}
    return [text for text in texts if text.state in states]


def cost_of(texts: Iterable[Text], found: LibreTranslate) -> Cost:
    """Count what would be sent of texts."""
    sent = [text.unit.source for text in texts if found.fits(text.unit.source)]
    characters = sum(map(sent_length, sent))
    return Cost(len(sent), characters, _price(characters, found))


def _price(characters: int, found: LibreTranslate) -> str:
    if not found.price or not characters:
        return ""
    price = characters * found.price / MILLION
    if price < SMALLEST_PRICE:
        return _("less than %(price)s") % {"price": _money(SMALLEST_PRICE, found)}
    return _money(price, found)


def _money(price: float, found: LibreTranslate) -> str:
    return f"{number_format(price, 2, force_grouping=True)} {found.currency}"


def fill(
    translation: Translation,
    found: LibreTranslate,
    user: Any,
    *,
    again: bool = False,
    after: str = "",
    seconds: float = 0,
) -> Outcome:
    """Fill texts, from the one after `after` on, until all are filled or the time is over.

    Each request to the machine is stored by itself. Raises ClosedMeanwhileError.
    """
    outcome = Outcome(after=after)
    end = time.monotonic() + seconds
    queue = fillable(_rest(texts_of(translation), after), again=again)
    outcome.dropped = [
        (text, Rejection.LARGE) for text in queue if not found.fits(text.unit.source)
    ]
    outcome.is_finished = True
    try:
        pair = found.pair(translation.source.locale, translation.target_locale)
        for batch in found.batches(queue, [text.unit.source for text in queue]):
            if outcome.after != after and time.monotonic() > end:
                outcome.is_finished = False
                break
            answers = found.answers([text.unit.source for text in batch], pair)
            _store(translation, found, user, batch, answers, outcome)
            outcome.after = batch[-1].key
    except MachineError as error:
        outcome.error = error
        outcome.is_finished = False
    finally:
        if outcome.filled:
            _log(translation, outcome, user)
    if not outcome.is_finished:
        # Those further on are told of when it is their turn.
        passed = {text.key for text in queue} - {text.key for text in _rest(queue, outcome.after)}
        outcome.dropped = [item for item in outcome.dropped if item[0].key in passed]
    return outcome


def _rest(texts: list[Text], after: str) -> list[Text]:
    place = next((place for place, text in enumerate(texts) if text.key == after), -1)
    return texts[place + 1 :]


@transaction.atomic
def _store(
    translation: Translation,
    found: LibreTranslate,
    user: Any,
    batch: Sequence[Text],
    answers: Sequence[Answer],
    outcome: Outcome,
) -> None:
    """Write what nobody else has written while the machine worked."""
    Translation.objects.select_for_update(of=("self",)).get(pk=translation.pk)
    if open_review(translation.get_target_instance()) is not None:
        raise ClosedMeanwhileError(translation.pk)
    stored = stored_translations(translation)
    for text, answer in zip(batch, answers, strict=True):
        row = stored.get((text.unit.string_id, text.unit.context_id))
        if answer.rejection is not None:
            outcome.dropped.append((text, answer.rejection))
        elif _is_as_it_was(row, text):
            _write(row, text, answer.target, translation, found, user)
            outcome.filled += 1
        else:
            outcome.changed += 1


def _is_as_it_was(row: StringTranslation | None, text: Text) -> bool:
    if row is None:
        return not text.unit.target
    return row.data == text.unit.target and row.translation_type == MACHINE


def _write(
    row: StringTranslation | None,
    text: Text,
    target: str,
    translation: Translation,
    found: LibreTranslate,
    user: Any,
) -> None:
    row = row or StringTranslation(
        translation_of_id=text.unit.string_id,
        context_id=text.unit.context_id,
        locale=translation.target_locale,
    )
    row.data = target
    row.translation_type = MACHINE
    row.tool_name = found.display_name
    row.last_translated_by = user
    row.has_error = False
    row.field_error = ""
    row.save()


def _log(translation: Translation, outcome: Outcome, user: Any) -> None:
    log(
        instance=translation.get_target_instance(),
        action=FILLED,
        user=user,
        data={"filled": outcome.filled},
    )
