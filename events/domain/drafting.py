"""Changing the draft of a programme as a whole: propose, look, and store as one new revision."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.pages.translation import lock_translations
from events.models import TrainingSessionPage, checked_programme, conflicts_of
from events.timetable import Conflict, Timetable, read_timetable

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from wagtail.models import Revision

    from events.timetable import Day

    User = AbstractBaseUser | AnonymousUser | None

RawStream = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be different: what, and how it reads before and after."""

    what: str
    before: str
    after: str


@dataclass
class Draft:
    """The latest draft of a session, with its programme as it is stored."""

    page: TrainingSessionPage
    session: TrainingSessionPage
    raw: RawStream
    timetable: Timetable

    @property
    def revision(self) -> int:
        """The revision that it was read from; 0 if there is none."""
        return self.page.latest_revision_id or 0

    def day(self, uid: uuid.UUID) -> Day:
        """Give a day; raises ValidationError if it is gone."""
        found = next((day for day in self.timetable.days if day.uid == uid), None)
        if found is None:
            raise ValidationError(_("This day is no longer in the programme."), code="day")
        return found


@dataclass
class Proposal:
    """What a draft would become: its programme, its other values, and the differences in words."""

    draft: Draft
    raw: RawStream
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    # What the editor should know besides.
    remarks: list[str] = field(default_factory=list)


def open_draft(session: TrainingSessionPage) -> Draft:
    """Read the latest draft."""
    page = TrainingSessionPage.objects.get(pk=session.pk)
    draft = page.get_latest_revision_as_object()
    raw = list(draft.programme.get_prep_value())
    return Draft(page, draft, raw, read_timetable(raw))


@transaction.atomic
def open_for_change(session: TrainingSessionPage, expected: int | None = None) -> Draft:
    """Read the latest draft, while no other writer passes; call it in a transaction.

    Raises ValidationError if it is not the one that was looked at.
    """
    lock_translations(TrainingSessionPage, session.translation_key)
    draft = open_draft(session)
    if expected is not None and draft.revision != expected:
        raise ValidationError(
            _("Somebody has changed this session meanwhile. Look at the changes again."),
            code="changed",
        )
    return draft


def store(proposal: Proposal, user: User = None) -> Revision:
    """Save what was proposed as a new draft; what is published stays as it is."""
    draft = proposal.draft
    for name, value in proposal.values.items():
        setattr(draft.session, name, value)
    draft.session.programme = proposal.raw
    if not draft.page.live:
        draft.session.save(clean=False)
    return draft.session.save_revision(user=user, changed=True, log_action=True, clean=False)


def arising(proposal: Proposal, user: Any = None) -> list[Conflict]:
    """Give the conflicts that are not there yet and would be."""
    session = proposal.draft.session
    before = checked_programme(session, proposal.draft.raw)
    kept = {name: getattr(session, name) for name in proposal.values}
    for name, value in proposal.values.items():
        setattr(session, name, value)
    after = checked_programme(session, proposal.raw)
    for name, value in kept.items():
        setattr(session, name, value)
    old, new = conflicts_of([before, after], user)
    known = {conflict.identity for conflict in old}
    return [conflict for conflict in new if conflict.identity not in known]


def blocks_of(raw: RawStream, day: Day) -> RawStream:
    """Give a day and all blocks down to the next day."""
    blocks = [raw[day.position]]
    for block in raw[day.position + 1 :]:
        if block["type"] == "day":
            break
        blocks.append(block)
    return blocks


def place_for(days: list[Day], target: date, end: int) -> int:
    """Find the place before the first later day."""
    return min((day.position for day in days if day.date and day.date > target), default=end)


def with_new_ids(value: Any) -> Any:
    """Copy a block with fresh ids, down to the items of its lists."""
    if isinstance(value, list):
        return [with_new_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {name: with_new_ids(item) for name, item in value.items()}
    if "type" in value and "value" in value:
        copy["id"] = str(uuid.uuid4())
    return copy


def with_values(block: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Copy a block with other values and the same id."""
    return {**block, "value": {**block["value"], **values}}
