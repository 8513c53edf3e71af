"""The translation memory of two languages: what pages say, and what came by files.

A file is taken over as a whole or not at all. Its texts are suggested, and change no page.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from cms.databases.batches import unprepared
from translations.domain.policy import visible_translations
from translations.models import MemoryFile, MemoryUnit
from translations.models.memory import NAME_LENGTH

from . import tmx
from .markup import plain_of
from .problems import Code, refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from django.db.models import QuerySet

    from .tmx import MemoryText

IMPORTED_MEMORY = "translations.import_memory"
AT_ONCE = 1000
# As many languages of a file are named that has not those that are asked for.
NAMED = 10


@dataclass(frozen=True, slots=True)
class MemoryReport:
    """What a file has brought: its texts, and how many are of other languages or empty."""

    file: MemoryFile
    left_out: int


def words_of(stored: str) -> str:
    """Write a text as texts are compared with each other: without tags, case and lines."""
    return " ".join(plain_of(stored).split()).casefold()


def texts_of_pages(source: Locale, locale: Locale, user: Any = None) -> QuerySet[StringTranslation]:
    """Give what people have translated between two languages, where a user may look."""
    texts = StringTranslation.objects.filter(
        locale=locale, translation_of__locale=source, has_error=False
    ).exclude(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    if user is None:
        return texts
    opened = visible_translations(user).filter(target_locale=locale)
    return texts.filter(context__object__in=opened.values("source__object"))


def export_memory(source: Locale, locale: Locale, *, user: Any = None) -> Iterator[bytes]:
    """Write the memory piece by piece: what pages say, then what came by files."""
    pages = (
        texts_of_pages(source, locale, user)
        .order_by("translation_of__data", "data")
        .values_list("translation_of__data", "data")
        .distinct()
    )
    files = (
        MemoryUnit.objects.filter(file__source_locale=source, file__locale=locale)
        .order_by("source", "target")
        .values_list("source", "target")
        .distinct()
    )
    pairs = chain(pages.iterator(AT_ONCE), files.iterator(AT_ONCE))
    parts = tmx.write(pairs, source.language_code, locale.language_code)
    while piece := "".join(islice(parts, AT_ONCE)):
        yield piece.encode()


@transaction.atomic
def import_memory(
    source: Locale, locale: Locale, file: BinaryIO, *, name: str, user: Any
) -> MemoryReport:
    """Take over a file; raises RefusedFileError and then changes nothing."""
    # One import at a time.
    Locale.objects.select_for_update().get(pk=locale.pk)
    name = PurePath(name).name[-NAME_LENGTH:]
    for old in MemoryFile.objects.filter(source_locale=source, locale=locale, name=name):
        remove_memory(old)
    made = MemoryFile.objects.create(
        source_locale=source, locale=locale, name=name, imported_by=user
    )
    counts = _Counts()
    units = _units(tmx.read(file), made, counts)
    while batch := list(islice(units, AT_ONCE)):
        # One that is in the file twice is one.
        with unprepared():
            MemoryUnit.objects.bulk_create(batch, ignore_conflicts=True)
    made.unit_count = made.units.count()
    if not made.unit_count:
        raise refused(
            Code.TMX_LANGUAGES,
            expected=f"{source.language_code} → {locale.language_code}",
            found=", ".join(counts.languages) or "–",
        )
    made.save(update_fields=["unit_count"])
    log(
        instance=locale,
        action=IMPORTED_MEMORY,
        user=user,
        data={"name": name, "count": made.unit_count},
    )
    return MemoryReport(made, counts.left_out)


class _Counts:
    """What is counted while a file is read."""

    def __init__(self) -> None:
        self.left_out = 0
        self.languages: dict[str, None] = {}


def _units(texts: Iterable[MemoryText], file: MemoryFile, counts: _Counts) -> Iterator[MemoryUnit]:
    source, target = file.source_locale.language_code, file.locale.language_code
    for text in texts:
        original, translation = text.of(source), text.of(target)
        words = words_of(original)
        if len(counts.languages) < NAMED:
            counts.languages |= dict.fromkeys(text.texts)
        if not words or not translation.strip():
            counts.left_out += 1
            continue
        yield MemoryUnit(
            file=file,
            source=original,
            target=translation,
            words=words,
            length=len(words),
            digest=sha256(f"{original}\0{translation}".encode()).hexdigest()[:32],
        )


@transaction.atomic
def remove_memory(file: MemoryFile) -> None:
    """Forget a file, some of its texts at a time: there may be very many."""
    units = MemoryUnit.objects.filter(file=file)
    while keys := list(units.values_list("pk", flat=True)[:AT_ONCE]):
        units.filter(pk__in=keys).delete()
    file.delete()
