"""Writing the content of one object anew as editors do: by a revision, if it has them."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from modelcluster.models import (
    ClusterableModel,
    get_serializable_data_for_fields,
    model_from_serializable_data,
)
from wagtail.models import Page, Revision, RevisionMixin, TranslatableMixin

from .content import Target, Walk, base_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

Swaps = dict[Target, Any]


def fresh(model: type[Model], pk: Any) -> Any:
    """Load an object as it is now, for us alone until the transaction ends."""
    rows = base_model(model)._default_manager
    instance = rows.get(pk=pk)
    if connection.features.has_select_for_update:
        key = {"pk": pk}
        if isinstance(instance, TranslatableMixin):
            # A save of one language writes the others: all take the row of the first before.
            key = {"translation_key": instance.translation_key}
        first = rows.filter(**key).order_by("pk").only("pk")
        first.select_for_update(of=("self",), no_key=True).first()
        instance = rows.get(pk=pk)
    return instance.specific if isinstance(instance, Page) else instance


def content_of(instance: Any) -> dict[str, Any]:
    """Give the content of an object's row, as revisions hold it."""
    if isinstance(instance, ClusterableModel):
        return instance.serializable_data()
    return get_serializable_data_for_fields(instance)


def swap(model: type[Model], content: dict[str, Any], swaps: Swaps) -> dict[str, Any] | None:
    """Give changed content; None if nothing in it is to be changed."""
    walk = Walk(swaps=swaps)
    changed = deepcopy(content)
    walk.visit(model, changed)
    return changed if walk.changed else None


def rewrite(instance: Any, swaps: Swaps, user: Any, *, may_publish: bool) -> dict[str, Any] | None:
    """Change an object's public content, draft and schedule; give what it takes to undo it."""
    model = type(instance)
    if not isinstance(instance, RevisionMixin):
        return _rewrite_row(instance, swap(model, content_of(instance), swaps))
    versions = _Versions(instance)
    return versions.write(
        lambda content: swap(model, content, swaps), user, may_publish=may_publish
    )


def restore(instance: Any, change: dict[str, Any], user: Any) -> None:
    """Put back what an object held before a change."""
    if change.get("row") is not None:
        _rewrite_row(instance, change["row"])
        return
    versions = _Versions(instance)
    live, draft = change["live"], change["draft"]
    if live is not None:
        versions.publish(live, user)
    if draft is not None:
        versions.save_draft(draft, user, change["at"])
    versions.keep_schedules()
    for pk, content in change["scheduled"].items():
        _write_scheduled(int(pk), content)


def state_of(instance: Any) -> dict[str, Any]:
    """Tell the state of an object that a later edit changes."""
    if isinstance(instance, RevisionMixin):
        return {
            "latest": instance.latest_revision_id,
            "live": getattr(instance, "live_revision_id", None),
            "public": getattr(instance, "live", None),
        }
    return {"row": _plain(content_of(instance))}


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """Give content as JSON keeps it."""
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def _rewrite_row(instance: Any, content: dict[str, Any] | None) -> dict[str, Any] | None:
    if content is None:
        return None
    before = _plain(content_of(instance))
    changed = model_from_serializable_data(type(instance), _plain(content), check_fks=False)
    changed.save()
    return {"row": before}


class _Versions:
    """The versions of an object that has revisions: public, draft, scheduled."""

    def __init__(self, instance: Any) -> None:
        self.instance = instance
        self.was_live = instance.live
        self.latest = instance.latest_revision
        self.has_draft = not instance.live or instance.has_unpublished_changes
        waiting = instance.revisions.filter(approved_go_live_at__isnull=False)
        self.scheduled: list[Revision] = list(waiting)

    def write(
        self, change: Callable[[dict[str, Any]], Any], user: Any, *, may_publish: bool
    ) -> dict[str, Any] | None:
        """Change all versions; nothing is written that does not change."""
        done: dict[str, Any] = {"live": None, "draft": None, "at": None, "scheduled": {}}
        row = content_of(self.instance)
        changed = change(row) if self.was_live else None
        is_published = changed is not None and may_publish
        draft = self.latest.content if self.latest is not None and self.has_draft else None
        if is_published:
            done["live"] = _plain(row)
            self.publish(changed, user)
        if draft is None and (changed is not None or not self.was_live) and not is_published:
            draft = row
        self._write_draft(draft, change, user, done, after_publishing=is_published)
        self.keep_schedules()
        for revision in self.scheduled:
            if self.latest is None or revision.pk != self.latest.pk:
                content = change(revision.content)
                if content is not None:
                    done["scheduled"][str(revision.pk)] = revision.content
                    _write_scheduled(revision.pk, content)
        is_changed = done["live"] or done["draft"] or done["scheduled"]
        return done if is_changed else None

    def _write_draft(
        self, draft: Any, change: Callable[[dict[str, Any]], Any], user: Any,
        done: dict[str, Any], *, after_publishing: bool,
    ) -> None:  # fmt: skip
        """Save the draft anew if it changes, or if it is not the latest version any more."""
        if draft is None:
            return
        changed = change(draft)
        if changed is None and not after_publishing:
            return
        done["draft"] = _plain(draft)
        at = next((r.approved_go_live_at for r in self.scheduled if r == self.latest), None)
        done["at"] = at.isoformat() if at else None
        self.save_draft(changed or draft, user, at)

    def publish(self, content: dict[str, Any], user: Any) -> None:
        """Make content public by a revision of its own."""
        revision = self._revise(content, user)
        revision.publish(user=user, log_action=False, skip_permission_checks=True)

    def save_draft(self, content: dict[str, Any], user: Any, at: Any = None) -> None:
        """Save content as the latest version, scheduled as the one before was."""
        revision = self._revise(content, user)
        if at:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=at)
            self.scheduled = [item for item in self.scheduled if item != self.latest]
            Revision.objects.filter(pk=getattr(self.latest, "pk", None)).update(
                approved_go_live_at=None
            )

    def _revise(self, content: dict[str, Any], user: Any) -> Revision:
        instance = fresh(type(self.instance), self.instance.pk)
        changed = instance.with_content_json(_plain(content))
        return changed.save_revision(user=user, log_action=False)

    def keep_schedules(self) -> None:
        """Set the schedules again that publishing has taken off."""
        for revision in self.scheduled:
            Revision.objects.filter(pk=revision.pk).update(
                approved_go_live_at=revision.approved_go_live_at
            )


def _write_scheduled(pk: int, content: dict[str, Any]) -> None:
    revision = Revision.objects.get(pk=pk)
    revision.content = _plain(content)
    revision.save(update_fields=["content"])
