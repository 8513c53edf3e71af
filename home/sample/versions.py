"""Releases programmes in two versions, so that editors and front ends have changes to show."""

from __future__ import annotations

from typing import Any

from events.domain.versions import release_programme, versions_of
from events.models import TrainingSessionPage
from home.sample.source import key, read
from home.sample.writer import Writer


def release_versions(writer: Writer) -> int:
    """Release what has no version yet, and give how many versions were made."""
    return sum(_release(writer, row) for row in read("versions")["released"])


def _release(writer: Writer, row: dict[str, Any]) -> int:
    if not writer.is_fresh("session", row["id"]) or versions_of(key("session", row["id"])).exists():
        return 0
    page = TrainingSessionPage.objects.get(pk=writer.pk("session", row["id"]))
    release_programme(page, None, row["first"])
    stream = page.programme.get_prep_value()
    slots = [block for block in stream if block["type"] == "slot"]
    slots[row["slot"]]["value"]["room"] = row["room"]
    page.programme = stream
    page.save_revision().publish()
    release_programme(TrainingSessionPage.objects.get(pk=page.pk), None, row["second"])
    return 2
