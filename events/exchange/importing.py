"""Taking a file over into the draft of a programme: compared first, then all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.pages.translation import lock_translations
from events.models import ProgrammeImport, TrainingSessionPage, find_conflicts

from .comparing import complete
from .differences import Comparison, compare
from .drafts import blocks_of, zone_of
from .lookup import look_up
from .matching import match
from .merging import merge
from .reading import read_file

if TYPE_CHECKING:
    from wagtail.models import Revision

    from events.timetable import Conflict

    from .lookup import Missing
    from .problems import Problem
    from .storing import Raw

IMPORTED = "events.programme.import"
UNDONE = "events.programme.undo_import"
# How long a file waits for its editor, and what was taken over is remembered.
WAITING = timedelta(days=1)
REMEMBERED = timedelta(days=180)
NAME_LENGTH = 255


@dataclass(slots=True)
class Plan:
    """What taking a file over would do to a draft."""

    format: str
    draft: TrainingSessionPage
    programme: list[Raw]
    comparison: Comparison
    missing: list[Missing]
    problems: list[Problem]
    warnings: list[Problem]
    state: str
    is_same: bool

    @property
    def conflicts(self) -> list[Conflict]:
        """Find what would be wrong with the programme; at most one statement."""
        draft = self.draft
        draft.programme = self.programme
        return find_conflicts(draft.programme, draft)


def plan_import(session: TrainingSessionPage, data: bytes, user: Any) -> Plan:
    """Compare a file with the latest draft; raises RefusedFileError if it cannot be read."""
    draft = session.get_latest_revision_as_object()
    zone = zone_of(draft)
    raw = draft.programme.get_prep_value()
    blocks = blocks_of(raw, zone)
    file = read_file(data, zone)
    found = look_up(file, blocks, draft.locale_id, user)
    matched = match(file.rows, blocks)
    languages = tuple(draft.working_languages or ())
    for row, block in zip(file.rows, matched, strict=True):
        complete(row, block.row if block is not None else None, file, languages)
    lines = merge(file, matched, blocks, found.pages)
    programme = [line.raw for line in lines]
    return Plan(
        format=file.format,
        draft=draft,
        programme=programme,
        comparison=compare(lines, blocks, found),
        missing=found.missing,
        problems=file.problems,
        warnings=file.warnings,
        state=state_of(session),
        is_same=programme == raw,
    )


def state_of(session: TrainingSessionPage) -> str:
    """Name the state of the latest draft; saving again in place gives it another one, too."""
    revision = session.get_latest_revision()
    content: Any = revision.content if revision else list(session.programme.raw_data)
    text = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder)
    number = revision.pk if revision else 0
    return hashlib.sha256(f"{number} {text}".encode("utf-8", "surrogatepass")).hexdigest()


def keep_file(
    session: TrainingSessionPage, plan: Plan, data: bytes, name: str, user: Any
) -> ProgrammeImport:
    """Keep a file until its editor has looked at what it would change; forget what is old."""
    now = timezone.now()
    imports = ProgrammeImport.objects
    imports.filter(applied_at=None, created_at__lt=now - WAITING).delete()
    imports.filter(applied_at=None, session=session, user=user).delete()
    imports.filter(created_at__lt=now - REMEMBERED).delete()
    return imports.create(
        session=session, user=user, data=data, format=plan.format, file_name=name[:NAME_LENGTH]
    )


@transaction.atomic
def apply_import(
    waiting: ProgrammeImport, *, user: Any, state: str, without_missing: bool = False
) -> ProgrammeImport:
    """Save the draft with a file taken over.

    Raises ValidationError if the draft is not in the state that the editor saw, if somebody is
    missing and was not to be left out, or if something of the file is wrong.
    """
    session = _locked(waiting.session)
    waiting = ProgrammeImport.objects.select_for_update().get(pk=waiting.pk)
    if waiting.applied_at is not None:
        raise ValidationError(_("This file was taken over already."), code="applied")
    if state_of(session) != state:
        raise ValidationError(
            _("The session was saved since you saw the differences. They are shown anew below."),
            code="changed",
        )
    plan = plan_import(session, bytes(waiting.data), user)
    _check(plan, without_missing=without_missing)
    before = session.get_latest_revision() or session.save_revision(changed=False, clean=False)
    revision = _save(plan.draft, session, plan.programme, user)
    waiting.before, waiting.after = before, state_of(session)
    waiting.applied_at, waiting.data = timezone.now(), b""
    waiting.counts = plan.comparison.counts
    waiting.save()
    data = {"format": plan.format, "name": waiting.file_name, **waiting.counts}
    log(instance=session, action=IMPORTED, user=user, revision=revision, data=data)
    return waiting


@transaction.atomic
def undo_import(done: ProgrammeImport, *, user: Any) -> None:
    """Save the draft as it was before a file was taken over; ValidationError if that is not it."""
    session = _locked(done.session)
    done = ProgrammeImport.objects.select_for_update().get(pk=done.pk)
    reason = why_not_undone(done, session)
    if reason:
        raise ValidationError(reason, code="undo")
    before = done.before
    assert before is not None  # noqa: S101 - one of the reasons
    draft = before.as_object()
    is_changed = not session.live or before.pk != session.live_revision_id
    if not session.live:
        draft.save(clean=False)
    revision = draft.save_revision(
        user=user, changed=is_changed, previous_revision=before, clean=False
    )
    if not is_changed:
        TrainingSessionPage.objects.filter(pk=session.pk).update(has_unpublished_changes=False)
    done.undone_at = timezone.now()
    done.save(update_fields=["undone_at"])
    data = {"name": done.file_name}
    log(instance=session, action=UNDONE, user=user, revision=revision, data=data)


def why_not_undone(done: ProgrammeImport, session: TrainingSessionPage) -> str:
    """Say why taking a file over cannot be undone; nothing if it can."""
    if done.applied_at is None:
        return _("This file was not taken over.")
    if done.undone_at is not None:
        return _("This was undone already.")
    if done.before is None:
        return _("The version before is not kept any more.")
    if state_of(session) != done.after:
        return _("The session was saved since. Choose the version before in its history.")
    return ""


def _locked(session: TrainingSessionPage) -> TrainingSessionPage:
    """Let one writer at a time pass, and give the page as the writer before has left it."""
    lock_translations(TrainingSessionPage, session.translation_key)
    return TrainingSessionPage.objects.get(pk=session.pk)


def _check(plan: Plan, *, without_missing: bool) -> None:
    if plan.problems:
        raise ValidationError([problem.message for problem in plan.problems])
    if plan.missing and not without_missing:
        raise ValidationError(
            _("Say that those who were not found are to be left out."), code="missing"
        )
    if plan.is_same:
        raise ValidationError(_("The draft has all of this already."), code="same")


def _save(
    draft: TrainingSessionPage, session: TrainingSessionPage, programme: list[Raw], user: Any
) -> Revision:
    draft.programme = programme
    if not session.live:
        draft.save(clean=False)
    revision = draft.save_revision(user=user, changed=True, clean=False)
    session.refresh_from_db()
    return revision
