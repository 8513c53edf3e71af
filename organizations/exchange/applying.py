"""Taking a file over: what is new and different is saved, all of it or nothing."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.spreadsheets.problems import Problem
from organizations.models import RecordImport

from .kinds import kinds
from .planning import plan_import
from .problems import Code
from .rights import permitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .kinds import Kind
    from .planning import Change, Plan

IMPORTED = "organizations.records.import"
UNDONE = "organizations.records.undo_import"
# How long a file waits for its editor, and what was taken over is remembered.
WAITING = timedelta(days=1)
REMEMBERED = timedelta(days=180)
NAME_LENGTH = 255


def keep_file(plan: Plan, data: bytes, name: str, *, locale_id: int, user: Any) -> RecordImport:
    """Keep a file until its editor has looked at what it would change; forget what is old."""
    now = timezone.now()
    imports = RecordImport.objects
    imports.filter(applied_at=None, created_at__lt=now - WAITING).delete()
    imports.filter(applied_at=None, kind=plan.kind.name, user=user).delete()
    imports.filter(created_at__lt=now - REMEMBERED).delete()
    return imports.create(
        kind=plan.kind.name,
        locale_id=locale_id,
        place_id=plan.place.pk if plan.place else None,
        user=user,
        data=data,
        format=plan.format,
        file_name=name[:NAME_LENGTH],
    )


def plan_of(waiting: RecordImport, user: Any) -> Plan:
    """Compare a file that waits with the drafts as they are now."""
    return plan_import(
        kinds()[waiting.kind],
        bytes(waiting.data),
        locale_id=waiting.locale_id,
        place=waiting.place,
        user=user,
    )


@transaction.atomic
def apply_import(
    waiting: RecordImport, *, user: Any, state: str, publish: bool = False
) -> RecordImport:
    """Save what a file says.

    Raises ValidationError if the differences are not those that the editor saw, or if a record
    cannot be saved or published; nothing is saved then.
    """
    waiting = RecordImport.objects.select_for_update(of=("self",)).get(pk=waiting.pk)
    if waiting.applied_at is not None:
        raise ValidationError(_("This file was taken over already."), code="applied")
    plan = plan_of(waiting, user)
    lock_records(plan.kind, [c.record.pk for c in plan.changed if c.record])
    plan = plan_of(waiting, user)
    if plan.problems:
        raise refusal(plan.problems)
    if plan.state != state:
        raise ValidationError(
            _("Something was saved since you saw the differences. They are shown anew below."),
            code="changed",
        )
    if plan.is_same:
        raise ValidationError(_("All of this is here already."), code="same")
    waiting.records = Applying(plan, user, publish=publish).run()
    waiting.applied_at, waiting.data = timezone.now(), b""
    waiting.counts = plan.counts
    waiting.save()
    consents = consents_of(zip(plan.changes, waiting.records, strict=True))
    data = {
        "kind": plan.kind.name,
        "format": plan.format,
        "name": waiting.file_name,
        "published": publish,
        **plan.counts,
        **({"consents": consents} if consents else {}),
    }
    log(instance=waiting, action=IMPORTED, user=user, data=data)
    return waiting


def consents_of(saved: Iterable[tuple[Change, dict[str, Any]]]) -> dict[str, str]:
    """Give when each person has consented, by name; of several with one name, with the number."""
    consents: dict[str, str] = {}
    for change, note in saved:
        if change.consent:
            is_taken = change.name in consents
            consents[f"{change.name} ({note['pk']})" if is_taken else change.name] = change.consent
    return consents


def lock_records(kind: Kind, pks: Iterable[int]) -> None:
    """Let one writer at a time pass, in the same order for all; SQLite has one anyway."""
    rows = kind.model._default_manager.filter(pk__in=pks).order_by("pk").only("pk")
    list(rows.select_for_update(of=("self",), no_key=True))


def refusal(problems: Iterable[Problem]) -> ValidationError:
    """Make the error that names what is wrong, each with its line."""
    return ValidationError([f"{p.place}: {p.message}" if p.place else p.message for p in problems])


class Applying:
    """Saves the changes of a plan; within a transaction."""

    def __init__(self, plan: Plan, user: Any, *, publish: bool) -> None:
        self.plan = plan
        self.user = user
        self.publish = publish
        self.problems: list[Problem] = []

    def run(self) -> list[dict[str, Any]]:
        """Save all; give what undoing needs of each record."""
        saved = [self._saved(change) for change in self.plan.changes]
        if self.problems:
            raise refusal(self.problems)
        if self.publish:
            self._publish([(change, item) for change, _note, item in saved])
        if self.problems:
            raise refusal(self.problems)
        states = states_of(self.plan.kind, [item.pk for _change, _note, item in saved])
        return [{**note, "pk": item.pk, "after": states[item.pk]} for _c, note, item in saved]

    def _saved(self, change: Change) -> tuple[Change, dict[str, Any], Any]:
        """Save a record as a draft; give what it was, and what it is."""
        try:
            with transaction.atomic():
                if change.record is None:
                    return (change, *self._create(change))
                return (change, *self._change(change, change.record.instance))
        except ValidationError as error:
            self._refuse(Code.DRAFT, change, error)
            return (change, {}, None)

    def _refuse(self, code: Code, change: Change, error: ValidationError | None = None) -> None:
        detail = " ".join(messages_of(error)) if error is not None else ""
        params = {"found": change.name, "detail": detail}
        self.problems.append(Problem(code, change.line, params=params))

    def _change(self, change: Change, held: Any) -> tuple[dict[str, Any], Any]:
        before = held.latest_revision or held.save_revision(clean=False, changed=False)
        note = {"before": before.pk, "live": held.live, "live_revision": held.live_revision_id}
        if self.publish and held.live and held.live_revision_id is None:
            # What is public has no revision of its own, and could not be brought back.
            note["public"] = held.save_revision(clean=False, changed=False).pk
        draft = held.with_content_json(before.content)
        self._fill(draft, change)
        if not draft.live:
            save_as_it_is(draft)
        draft.save_revision(user=self.user, changed=True, clean=False, log_action=IMPORTED)
        return note, draft

    def _create(self, change: Change) -> tuple[dict[str, Any], Any]:
        kind = self.plan.kind
        draft = kind.model(
            locale_id=self.plan.known.locale_id,
            translation_key=change.key or uuid.uuid4(),
            live=False,
        )
        self._fill(draft, change)
        if kind.is_page:
            assert self.plan.place is not None  # noqa: S101 - asked before
            draft.owner = self.user
            self.plan.place.add_child(instance=draft)
        else:
            draft.save()
        draft.save_revision(user=self.user, changed=True, clean=False)
        log(instance=draft, action="wagtail.create", user=self.user)
        return {"before": None, "live": False, "live_revision": None}, draft

    def _fill(self, draft: Any, change: Change) -> None:
        for item in change.fields:
            item.column.store(draft, item.value, self.plan.known)
        if not isinstance(draft, Page) or draft.pk:
            draft.check_draft()

    def _publish(self, saved: list[tuple[Change, Any]]) -> None:
        pks = [item.pk for _change, item in saved]
        allowed = permitted(self.plan.kind, self.user, "publish", pks)
        for change, item in saved:
            if item.pk not in allowed:
                self._refuse(Code.MAY_NOT_PUBLISH, change)
                continue
            if item.go_live_at is not None and item.go_live_at > timezone.now():
                self._refuse(Code.SCHEDULED, change)
                continue
            try:
                with transaction.atomic():
                    item.latest_revision.publish(user=self.user)
            except ValidationError as error:
                self._refuse(Code.PUBLISH, change, error)


def save_as_it_is(instance: Any) -> None:
    """Save what nobody sees, as editing forms do, without the checks of what is public."""
    if isinstance(instance, Page):
        instance.save(clean=False)
    else:
        instance.save()


def messages_of(error: ValidationError) -> list[str]:
    """Give all messages of an error, each with the field that it is about."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        f"{name}: {message}" if name != "__all__" else message
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def states_of(kind: Kind, pks: Iterable[int]) -> dict[int, str]:
    """Name the state of records: their latest drafts, and what is public; two statements."""
    pks = list(pks)
    rows = kind.model._default_manager.filter(pk__in=pks)
    found = list(rows.values_list("pk", "latest_revision", "live", "live_revision"))
    revisions = Revision.objects.filter(pk__in=[row[1] for row in found])
    contents = dict(revisions.order_by().values_list("pk", "content"))
    return {row[0]: _hash([*row[1:], contents.get(row[1])]) for row in found}


def _hash(state: Any) -> str:
    text = json.dumps(state, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
