"""Tells wagtail-localize that the translated entries are translations, sentence by sentence.

Without it translators would meet finished pages as untranslated ones. The sentences of both pages
have the same paths, because blocks and rows have the same ids and keys in all languages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.sample.writer import Writer
from translations.domain.progress import forget


def remember_translations(writer: Writer) -> int:
    """Record the translations made in this run, and give their number."""
    count = 0
    for entry, languages in writer.translated():
        original = entry.model._default_manager.get(pk=writer.pk(entry.kind, entry.name))
        source, _is_new = TranslationSource.update_or_create_from_instance(original)
        for language in languages:
            pk = writer.pk(entry.kind, entry.name, language)
            target = entry.model._default_manager.get(pk=pk)
            _remember(source, target, writer.locales[language])
            count += 1
    return count


def _remember(source: TranslationSource, target: Any, locale: Locale) -> None:
    now = timezone.now()
    Translation.objects.update_or_create(
        source=source,
        target_locale=locale,
        defaults={"translations_last_updated_at": now, "destination_last_updated_at": now},
    )
    StringTranslation.objects.bulk_create(
        _pairs(source, target, locale),
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data"],
    )
    forget(Translation.objects.filter(source=source, target_locale=locale))
    revision = target.latest_revision
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)


def _pairs(source: TranslationSource, target: Model, locale: Locale) -> Iterator[StringTranslation]:
    """Give each sentence of the source with the one that stands in its place in the target."""
    said = _sentences(target)
    seen: dict[str, int] = defaultdict(int)
    segments = StringSegment.objects.filter(source=source).order_by("order")
    for segment in segments.select_related("string", "context"):
        path = segment.context.path
        position = seen[path]
        seen[path] += 1
        text = said[path][position] if position < len(said[path]) else ""
        # A slot that nobody has translated holds the source's words.
        is_open = not text or (path.startswith("programme.") and text == segment.string.data)
        if not is_open:
            yield StringTranslation(
                translation_of=segment.string,
                context=segment.context,
                locale=locale,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )


def _sentences(instance: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            found[segment.path].append(segment.string.data)
    return found
