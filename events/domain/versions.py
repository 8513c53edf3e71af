"""Releasing versions of a programme, and what is new, moved, cancelled or changed in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.pages.translation import lock_translations
from events.enums import ProgrammeAspect, ProgrammeChangeKind
from events.models import ProgrammeVersion, TrainingSessionPage

from .frozen import Json, freeze, slots_by_uid, source_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import QuerySet

RELEASED = "events.release_programme"
# What of a slot is compared, by what it is called.
ASPECTS = {
    ProgrammeAspect.TIME: ("day", "start", "end", "zone"),
    ProgrammeAspect.ROOM: ("room",),
    ProgrammeAspect.TRACK: ("track",),
    ProgrammeAspect.SPEAKERS: ("speakers",),
    ProgrammeAspect.KIND: ("kind",),
    ProgrammeAspect.LANGUAGES: ("languages", "interpretation"),
}


def versions_of(key: UUID) -> QuerySet[ProgrammeVersion]:
    """Give the versions of a session's programme, the latest first."""
    return ProgrammeVersion.objects.filter(session__translation_key=key).order_by("-number")


@transaction.atomic
def release_programme(
    session: TrainingSessionPage, user: Any, comment: str = ""
) -> ProgrammeVersion:
    """Freeze the published programme of a session as its next version.

    What is in drafts only is not part of it. Raises ValidationError if no programme is public, or
    if nothing differs from the version before.
    """
    lock_translations(TrainingSessionPage, session.translation_key)
    content, latest = _content_to_release(session)
    version = ProgrammeVersion.objects.create(
        session=session,
        number=latest.number + 1 if latest else 1,
        released_at=timezone.now(),
        released_by=user,
        comment=comment,
        content=content,
        changes=_changes_since(latest, content, session),
    )
    log(
        instance=session,
        action=RELEASED,
        user=user,
        data={"number": version.number, "comment": comment},
    )
    return version


def compare(key: UUID, first: int, second: int) -> list[Json]:
    """Give what has changed from one version of a session's programme to another.

    Raises ValidationError if one of them does not exist.
    """
    found = {row.number: row for row in versions_of(key).filter(number__in=[first, second])}
    if missing := [number for number in (first, second) if number not in found]:
        raise ValidationError(
            _("There is no version %(number)s."), code="version", params={"number": missing[0]}
        )
    source = found[first].session.locale.language_code
    return list(changes_between(found[first].content, found[second].content, source))


def waiting_changes(session: TrainingSessionPage) -> list[Json]:
    """Give what the next version would change; raises ValidationError as a release does."""
    content, latest = _content_to_release(session)
    return _changes_since(latest, content, session)


def _content_to_release(session: TrainingSessionPage) -> tuple[Json, ProgrammeVersion | None]:
    content = freeze(session.translation_key)
    latest = versions_of(session.translation_key).first()
    if not session.live or not content["slots"]:
        raise ValidationError(
            _("There is no published programme: publish the session first."), code="not_public"
        )
    if latest and latest.content == content:
        raise ValidationError(
            _("Nothing has changed since version %(number)s."),
            code="unchanged",
            params={"number": latest.number},
        )
    return content, latest


def _changes_since(
    latest: ProgrammeVersion | None, content: Json, session: TrainingSessionPage
) -> list[Json]:
    before = latest.content if latest else None
    return list(changes_between(before, content, session.locale.language_code))


def changes_between(before: Json | None, after: Json, source: str) -> Iterator[Json]:
    """Compare two contents slot by slot, in the order of the programme; cancelled ones last.

    The first version has no changes: all of it is new.
    """
    if before is None:
        return
    old, new = slots_by_uid(before), slots_by_uid(after)
    for uid, slot in new.items():
        if uid not in old:
            yield _change(ProgrammeChangeKind.NEW, None, slot)
        elif aspects := _aspects(old[uid], slot, source):
            is_moved = ProgrammeAspect.TIME in aspects
            kind = ProgrammeChangeKind.MOVED if is_moved else ProgrammeChangeKind.CHANGED
            yield _change(kind, old[uid], slot, aspects)
    for uid, slot in old.items():
        if uid not in new:
            yield _change(ProgrammeChangeKind.CANCELLED, slot, None)


def _aspects(old: Json, new: Json, source: str) -> list[str]:
    found = [
        aspect.value
        for aspect, names in ASPECTS.items()
        if any(old[name] != new[name] for name in names)
    ]
    if source_text(old, source)[0] != source_text(new, source)[0]:
        found.append(ProgrammeAspect.TITLE.value)
    return found


def _change(
    kind: ProgrammeChangeKind, before: Json | None, after: Json | None, aspects: Any = ()
) -> Json:
    slot: Any = after or before
    return {
        "kind": kind.value,
        "uid": slot["uid"],
        "aspects": list(aspects),
        "before": before,
        "after": after,
    }
