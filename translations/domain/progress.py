"""Counting translations: texts, words, and what has changed, stored and kept true.

Wagtail-localize saves texts in many places of its own, so that no function of ours is always
called; its rows say themselves, when they are saved, that a count is out of date (`watch`). Who
reads numbers calls `refresh` first, which counts only what has changed since.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q
from django.db.models.signals import post_delete, post_save
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from translations.models import TranslationProgress

from .targets import published_original
from .words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

# So many translations are counted at a time, each lot in the same number of statements.
LOT = 1000
NUMBERS = ["texts", "texts_done", "words", "words_done", "changed", "is_current"]


def watch() -> None:
    """Have every text that is saved or deleted say that a count is out of date."""
    for signal in (post_save, post_delete):
        signal.connect(_text_changed, sender=StringTranslation, dispatch_uid="progress.text")
        signal.connect(_original_changed, sender=StringSegment, dispatch_uid="progress.original")


def _text_changed(instance: StringTranslation, **_kwargs: Any) -> None:
    forget(
        Translation.objects.filter(
            source__object=instance.context.object_id, target_locale=instance.locale_id
        )
    )


def _original_changed(instance: StringSegment, created: bool = True, **_kwargs: Any) -> None:
    if created:
        forget(Translation.objects.filter(source=instance.source_id))


def forget(translations: QuerySet[Translation]) -> None:
    """Have translations counted again, and hold their rows until this transaction ends.

    The rows are written although they may be out of date already: whoever counts passes over rows
    that are held, and would else miss a text that is not committed yet.
    """
    keys = list(translations.order_by("pk").values_list("pk", flat=True))
    held = TranslationProgress.objects.filter(translation__in=keys)
    if keys and held.update(is_current=False) < len(keys):
        _make_rows(keys)
        held.update(is_current=False)


def _make_rows(keys: Iterable[int]) -> None:
    rows = [TranslationProgress(translation_id=key) for key in keys]
    TranslationProgress.objects.bulk_create(rows, ignore_conflicts=True)


def refresh() -> None:
    """Count what has changed; without changes it is two statements that read."""
    missing = Translation.objects.filter(progress=None).values_list("pk", flat=True)
    if keys := list(missing.order_by("pk")):
        _make_rows(keys)
    waiting = list(
        TranslationProgress.objects.filter(is_current=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for start in range(0, len(waiting), LOT):
        _count(waiting[start : start + LOT])
    _examine()


@transaction.atomic
def _count(keys: list[int]) -> None:
    """Count one lot; rows that a writer or another counter holds are left to it."""
    rows = list(
        TranslationProgress.objects.filter(pk__in=keys)
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
        .annotate(
            source_id=F("translation__source_id"),
            object_id=F("translation__source__object_id"),
            locale_id=F("translation__target_locale_id"),
        )
    )
    places = _places({row.source_id for row in rows})
    texts = _texts({row.object_id for row in rows}, {row.locale_id for row in rows})
    for row in rows:
        _set_numbers(row, places[row.source_id], texts[row.object_id, row.locale_id])
    # The rows are there: this writes all of a lot in one statement, much faster than bulk_update.
    TranslationProgress.objects.bulk_create(
        rows, update_conflicts=True, update_fields=NUMBERS, unique_fields=["translation"]
    )


def _places(sources: set[int]) -> dict[int, dict[tuple[int, int], int]]:
    """Give the words of each text of some originals; one that stands twice in a place is one."""
    places: defaultdict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    words: dict[int, int] = {}
    segments = StringSegment.objects.filter(source__in=sources).values_list(
        "source_id", "context_id", "string_id", "string__data"
    )
    for source, context, string, data in segments.iterator(chunk_size=2000):
        if string not in words:
            words[string] = count_words(data)
        places[source][context, string] = words[string]
    return places


def _texts(objects: set[Any], locales: set[int]) -> dict[tuple[Any, int], dict[tuple, bool]]:
    """Give for each object and language what is translated, and whether it can be used."""
    texts: defaultdict[tuple[Any, int], dict[tuple, bool]] = defaultdict(dict)
    rows = StringTranslation.objects.filter(
        context__object__in=objects, locale__in=locales
    ).values_list("context__object_id", "locale_id", "context_id", "translation_of_id", "has_error")
    for item, locale, context, string, has_error in rows.iterator(chunk_size=2000):
        texts[item, locale][context, string] = not has_error
    return texts


def _set_numbers(
    row: TranslationProgress, places: dict[tuple[int, int], int], texts: dict[tuple, bool]
) -> None:
    done = {place for place in places if texts.get(place)}
    # Where a place has the translation of a text that is not there any more, the text has changed.
    older = {context for context, string in texts.keys() - places.keys()}
    row.texts, row.texts_done = len(places), len(done)
    row.words, row.words_done = sum(places.values()), sum(places[place] for place in done)
    row.changed = sum(context in older for context, _string in places.keys() - done)
    row.is_current = True


# --- Originals that were published after their texts were taken over ------------------------------


def _examine() -> None:
    """Compare the texts of originals published since with those that are translated.

    Each publication is looked at once. A room or an hour that changed is no change of a text.
    """
    sources = TranslationSource.objects.annotate(published=published_original())
    waiting = sources.filter(published__gt=F("last_updated_at")).filter(
        Q(translations__progress__examined=None)
        | Q(translations__progress__examined__lt=F("published"))
    )
    by_type: defaultdict[int, list[TranslationSource]] = defaultdict(list)
    for source in waiting.distinct().defer("content_json"):
        by_type[source.specific_content_type_id].append(source)
    for content_type, found in by_type.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        _compare(model, found)


def _compare(model: type[Any] | None, sources: list[TranslationSource]) -> None:
    """Compare the originals of one type with the texts that were taken over from them."""
    if model is None:
        return
    originals = {
        (row.translation_key, row.locale_id): row
        for row in model._default_manager.filter(
            translation_key__in=[source.object_id for source in sources]
        )
    }
    stored: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for source, path, data in StringSegment.objects.filter(source__in=sources).values_list(
        "source_id", "context__path", "string__data"
    ):
        stored[source].add((path, data))
    for source in sources:
        original = originals.get((source.object_id, source.locale_id))
        says = _texts_of(original) if original is not None else stored[source.pk]
        TranslationProgress.objects.filter(translation__source=source).update(
            examined=source.published, is_behind=says != stored[source.pk]
        )


def _texts_of(original: Any) -> set[tuple[str, str]]:
    """Give what is to be translated of an original as it is public, with its places."""
    return {
        (segment.path, segment.string.data)
        for segment in extract_segments(original)
        if isinstance(segment, StringSegmentValue)
    }
