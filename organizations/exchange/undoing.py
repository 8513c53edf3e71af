"""Taking an import back: drafts as they were before, and new records away, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.references.guard import StillUsedError, going_together
from organizations.models import RecordImport

from .applying import UNDONE, lock_records, save_as_it_is, states_of
from .kinds import kinds
from .problems import Code
from .records import Records
from .rights import Obstacles, permitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .kinds import Kind

# How many are named in a message.
SHOWN = 20
HINDERING = frozenset({Code.LOCKED, Code.IN_REVIEW, Code.SCHEDULED})


@transaction.atomic
def undo_import(done: RecordImport, *, user: Any) -> None:
    """Take back what a file has changed.

    Raises ValidationError, which names the records, if one was edited, published or deleted since,
    is used, or may not be changed by the user; nothing is taken back then.
    """
    done = RecordImport.objects.select_for_update(of=("self",)).get(pk=done.pk)
    if done.applied_at is None:
        raise ValidationError(_("This file was not taken over."), code="undo")
    if done.undone_at is not None:
        raise ValidationError(_("This was undone already."), code="undo")
    _Undoing(kinds()[done.kind], done, user).run()
    done.undone_at = timezone.now()
    done.save(update_fields=["undone_at"])
    log(instance=done, action=UNDONE, user=user, data={"kind": done.kind, "name": done.file_name})


class _Undoing:
    """Takes the records of one import back; within a transaction."""

    def __init__(self, kind: Kind, done: RecordImport, user: Any) -> None:
        self.kind = kind
        self.done = done
        self.user = user
        self.notes = {note["pk"]: note for note in done.records}

    def run(self) -> None:
        """Check all, then restore what was changed and delete what was new."""
        lock_records(self.kind, self.notes)
        found = self.kind.model._default_manager.filter(pk__in=self.notes).order_by("pk")
        instances = {instance.pk: instance for instance in found}
        revisions = self._revisions()
        self._check_states(instances, revisions)
        self._check_rights(instances)
        self._check_obstacles()
        self._check_translations(instances)
        for pk, instance in instances.items():
            note = self.notes[pk]
            if note["before"] is not None:
                self._restore(instance, note, revisions)
        self._delete([i for pk, i in instances.items() if self.notes[pk]["before"] is None])

    def _revisions(self) -> dict[int, Revision]:
        wanted: set[int] = set().union(*map(_wanted, self.notes.values()))
        return Revision.objects.in_bulk(wanted)

    def _check_states(self, instances: dict[int, Any], revisions: dict[int, Revision]) -> None:
        states = states_of(self.kind, self.notes)
        changed = [
            str(instances.get(pk) or _("something that was deleted"))
            for pk, note in self.notes.items()
            if states.get(pk) != note["after"]
        ]
        _refuse(_("Edited, published or deleted since the import: %(names)s."), changed)
        gone = [
            str(instances[pk])
            for pk, note in self.notes.items()
            if _wanted(note) - revisions.keys()
        ]
        _refuse(_("The versions before are not kept any more of: %(names)s."), gone)

    def _check_obstacles(self) -> None:
        """Refuse what somebody has locked, or is reviewing, or what is scheduled."""
        records = Records(self.kind, self.done.locale_id, self.notes.keys()).all
        obstacles = Obstacles(self.kind, records, self.user)
        hindered = [str(r.instance) for r in records if obstacles.of(r) in HINDERING]
        _refuse(_("Locked, in review or scheduled: %(names)s."), hindered)

    def _check_translations(self, instances: dict[int, Any]) -> None:
        """Refuse to take away new pages that somebody has translated since."""
        new = {i.translation_key: i for i in instances.values() if self._is_new_page(i)}
        others = Page.objects.filter(translation_key__in=new, alias_of=None)
        others = others.exclude(pk__in=self.notes).order_by("translation_key").distinct()
        keys = others.values_list("translation_key", flat=True)
        _refuse(_("Translated since the import: %(names)s."), [str(new[key]) for key in keys])

    def _is_new_page(self, instance: Any) -> bool:
        return isinstance(instance, Page) and self.notes[instance.pk]["before"] is None

    def _check_rights(self, instances: dict[int, Any]) -> None:
        changeable = permitted(self.kind, self.user, "change", self.notes)
        publishable = permitted(self.kind, self.user, "publish", self.notes)
        mine = self.done.user_id == self.user.pk
        refused = [
            str(instance)
            for pk, instance in instances.items()
            if not self._may_take_back(
                self.notes[pk], instance, pk in changeable, pk in publishable, mine=mine
            )
        ]
        _refuse(_("You may not change: %(names)s."), refused)

    def _may_take_back(
        self,
        note: dict[str, Any],
        instance: Any,
        can_change: bool,
        can_publish: bool,
        *,
        mine: bool,
    ) -> bool:
        """Say whether a user may: what became public asks for the right to publish."""
        if instance.live_revision_id != note["live_revision"] and not can_publish:
            return False
        if note["before"] is not None:
            return can_change
        if isinstance(instance, Page):
            return instance.permissions_for_user(self.user).can_delete()
        return mine or instance.pk in permitted(self.kind, self.user, "delete", [instance.pk])

    def _restore(self, instance: Any, note: dict[str, Any], revisions: dict[int, Revision]) -> None:
        """Save the draft of before again; what was made public is as it was, too."""
        before = revisions[note["before"]]
        if instance.live_revision_id != note["live_revision"] or instance.live != note["live"]:
            if note["live"]:
                revisions[note.get("public") or note["live_revision"] or before.pk].publish(
                    user=self.user
                )
            else:
                instance.unpublish(user=self.user)
            instance.refresh_from_db()
        draft = instance.with_content_json(before.content)
        is_public = instance.live and before.pk in {
            note["live_revision"],
            instance.live_revision_id,
        }
        if not instance.live:
            save_as_it_is(draft)
        draft.save_revision(
            user=self.user,
            changed=not is_public,
            previous_revision=before,
            clean=False,
            log_action=True,
        )
        if is_public:
            model = self.kind.model._default_manager
            model.filter(pk=instance.pk).update(has_unpublished_changes=False)

    def _delete(self, instances: list[Any]) -> None:
        if not instances:
            return
        try:
            with going_together(instances):
                for instance in instances:
                    if isinstance(instance, Page):
                        instance.delete(user=self.user)
                    else:
                        log(
                            instance=instance, action="wagtail.delete", user=self.user, deleted=True
                        )
                        instance.delete()
        except StillUsedError as error:
            raise ValidationError(error.messages, code="undo") from error


def _wanted(note: dict[str, Any]) -> set[int]:
    """Name the revisions that taking a record back needs."""
    named = {note["before"], note["live_revision"], note.get("public")}
    return named - {None} if note["before"] is not None else set()


def _refuse(text: str, names: Iterable[str]) -> None:
    """Raise a ValidationError that names records, if there are any."""
    names = list(names)
    if names:
        shown = ", ".join(f"\u2068{name}\u2069" for name in names[:SHOWN])
        more = f" … ({len(names)})" if len(names) > SHOWN else ""
        raise ValidationError(text % {"names": f"{shown}{more}"}, code="undo")
