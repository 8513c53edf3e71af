"""A translation server behind wagtail-localize's interface for machines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from django.core.cache import cache
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

from .client import Client
from .faults import Fault, MachineError, RejectedAnswerError, Rejection
from .protection import sent_form, sent_length, taken_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wagtail.models import Locale

T = TypeVar("T")

MOST_TEXTS = 25
# For how many seconds it is believed which languages a server has.
LANGUAGES_AGE = 600


@dataclass(frozen=True)
class Answer:
    """A translation, or why there is none."""

    target: str = ""
    rejection: Rejection | None = None


class LibreTranslate(BaseMachineTranslator):
    """Asks a server that speaks LibreTranslate's protocol."""

    display_name = "LibreTranslate"

    @cached_property
    def client(self) -> Client:
        """Give what speaks to the server."""
        return Client(self.options["URL"], self.options["API_KEY"], self.options["TIMEOUT"])

    @property
    def price(self) -> float:
        """Give what a million characters cost; 0 if the settings do not say."""
        return float(self.options["PRICE"])

    @property
    def currency(self) -> str:
        """Give the currency of the price."""
        return str(self.options["CURRENCY"])

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Say whether asking makes sense; only the server knows its languages: see `pair`."""
        return _base(source_locale.language_code) != _base(target_locale.language_code)

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Translate strings; those that the machine broke are left out."""
        pair = self.pair(source_locale, target_locale)
        translated: dict[StringValue, StringValue] = {}
        wanted = list(strings)
        for batch in self.batches(wanted, [string.data for string in wanted]):
            answers = self.answers([string.data for string in batch], pair)
            translated |= {
                string: StringValue(answer.target)
                for string, answer in zip(batch, answers, strict=True)
                if answer.rejection is None
            }
        return translated

    def pair(self, source_locale: Locale, target_locale: Locale) -> tuple[str, str]:
        """Give the server's codes of two languages; raises MachineError if it has not both."""
        languages = self._languages()
        source = _code_of(source_locale.language_code, languages)
        target = _code_of(target_locale.language_code, languages.get(source, ()))
        if not (source and target):
            raise MachineError(
                Fault.NO_PAIR,
                source=source_locale.get_display_name(),
                target=target_locale.get_display_name(),
            )
        return source, target

    def _languages(self) -> dict[str, list[str]]:
        key = f"machine-languages:{sha256(self.client.url.encode()).hexdigest()}"
        languages: dict[str, list[str]] | None = cache.get(key)
        if languages is None:
            languages = self.client.languages()
            cache.set(key, languages, LANGUAGES_AGE)
        return languages

    def fits(self, source: str) -> bool:
        """Say whether a text goes into one request."""
        return 0 < sent_length(source) <= self.options["BATCH_CHARACTERS"]

    def batches(self, items: Sequence[T], sources: Sequence[str]) -> Iterator[list[T]]:
        """Cut items, whose texts are given, into requests; leave out what fits into none."""
        batch: list[T] = []
        letters = 0
        for item, source in zip(items, sources, strict=True):
            if not self.fits(source):
                continue
            length = sent_length(source)
            is_full = letters + length > self.options["BATCH_CHARACTERS"]
            if batch and (is_full or len(batch) == MOST_TEXTS):
                yield batch
                batch, letters = [], 0
            batch.append(item)
            letters += length
        if batch:
            yield batch

    def answers(self, sources: Sequence[str], pair: tuple[str, str]) -> list[Answer]:
        """Translate the texts of one request, and look at each answer."""
        translated = self.client.translate([sent_form(source) for source in sources], *pair)
        return [_answer(*both) for both in zip(sources, translated, strict=True)]


def machine() -> LibreTranslate | None:
    """Give the machine of the settings; None if it is off."""
    found: LibreTranslate | None = get_machine_translator()
    return found


def _answer(source: str, text: str) -> Answer:
    try:
        return Answer(taken_form(source, text))
    except RejectedAnswerError as error:
        return Answer(rejection=error.rejection)


def _code_of(language: str, offered: Iterable[str]) -> str:
    """Find a language among a server's codes: as it is, else without region or script."""
    codes = {code.casefold(): code for code in offered}
    return codes.get(language.casefold()) or codes.get(_base(language)) or ""


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].casefold()
