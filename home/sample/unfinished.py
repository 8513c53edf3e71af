"""Leaves work for translators: sessions changed after their translation, and translations begun."""

from __future__ import annotations

from typing import Any

from wagtail_localize.models import Translation, TranslationSource

from events.models import TrainingSessionPage
from home.sample.source import read
from home.sample.writer import Writer
from translations.domain.drafting import is_begun


def leave_unfinished(writer: Writer) -> int:
    """Change and begin what was not yet in this site, and give the number of drafts begun."""
    for row in read("unfinished")["changed"]:
        if writer.is_fresh("session", row["id"]):
            _change(writer, row)
    return sum(_begin(writer, row) for row in read("unfinished")["begun"])


def _change(writer: Writer, row: dict[str, Any]) -> None:
    page = _session(writer, row)
    page.summary = row["summary"]
    page.save_revision().publish()


def _begin(writer: Writer, row: dict[str, Any]) -> bool:
    page, locale = _session(writer, row), writer.locales[row["language"]]
    if is_begun(page, locale):
        return False
    source, _is_new = TranslationSource.get_or_create_from_instance(page)
    translation, _is_new = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    translation.save_target(publish=False)
    return True


def _session(writer: Writer, row: dict[str, Any]) -> TrainingSessionPage:
    return TrainingSessionPage.objects.get(pk=writer.pk("session", row["id"]))
