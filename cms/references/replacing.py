"""Putting one object in the place of another wherever it is used, and undoing it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock
from wagtail.log_actions import log
from wagtail.models import LockableMixin, Page, RevisionMixin, Site
from wagtail.permissions import policy_registry
from wagtail_localize.models import TranslationSource

from .content import base_model, target_of
from .listing import Line, list_for
from .models import Replacement
from .refusal import hidden_words, kind_of
from .rewriting import Swaps, fresh, restore, rewrite, state_of, swap
from .uses import Use, uses_of

if TYPE_CHECKING:
    from django.db.models import Model

REPLACED = "cms.references.replace"
UNDONE = "cms.references.undo"


@dataclass
class Plan:
    """What a replacement would change, and why it cannot be made."""

    lines: list[tuple[Line, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)


def plan_replacement(old: Any, new: Any, user: Any) -> Plan:
    """Find out what would change; problems name what stands in the way."""
    plan = Plan(problems=_misfits(old, new))
    found = [use for use in uses_of([old]) if use.key != target_of(new)]
    plan.uses = [use for use in found if not getattr(use.source, "alias_of_id", None)]
    listing = list_for(plan.uses, user)
    if listing.hidden:
        plan.problems.append(
            _("It is used in %(places)s.") % {"places": hidden_words(listing.hidden)}
        )
    if listing.more:
        plan.problems.append(_("It is used in too many places to be replaced at once."))
    for line in listing.lines:
        if problem := _obstacle(line.use, user):
            plan.problems.append(f"{line.kind} “{line.title}”: {problem}")
        plan.lines.append((line, _effect(line.use, user)))
    return plan


def _misfits(old: Any, new: Any) -> list[str]:
    """Say why one object cannot stand where another one does."""
    if target_of(old) == target_of(new):
        return [_("Choose another one than the one to be replaced.")]
    if not issubclass(kind_of(new), kind_of(old)):
        return [_("Choose one of the same kind.")]
    if getattr(old, "locale_id", None) != getattr(new, "locale_id", None) and hasattr(
        old, "translation_key"
    ):
        return [_("Choose one in the same language.")]
    if not getattr(new, "live", True):
        return [_("“%(title)s” is not public yet: publish it first.") % {"title": new}]
    return []


def _obstacle(use: Use, user: Any) -> str:
    """Say why a user may not change what refers; nothing if they may."""
    source = use.source
    if isinstance(source, Site):
        return _("The home page of a site is chosen under Settings, Sites.")
    if isinstance(source, Page):
        may_change = source.permissions_for_user(user).can_edit()
    else:
        may_change = _may(user, "change", source)
    if not may_change:
        return _("You may not change it.")
    lock = source.get_lock() if isinstance(source, LockableMixin) else None
    # A schedule locks a page too; it is kept, and what it holds is changed.
    if lock is None or isinstance(lock, ScheduledForPublishLock):
        return ""
    return _("It is locked.") if lock.for_user(user) else ""


def _may(user: Any, action: str, source: Model) -> bool:
    policy = policy_registry.get(source)
    return bool(policy.user_has_permission_for_instance(user, action, source))


def may_publish(source: Any, user: Any) -> bool:
    """Say whether a user may make a change of an object public."""
    if isinstance(source, Page):
        return bool(source.permissions_for_user(user).can_publish())
    return not isinstance(source, RevisionMixin) or _may(user, "publish", source)


def _effect(use: Use, user: Any) -> str:
    source = use.source
    if not isinstance(source, RevisionMixin):
        return _("Changed at once")
    if not source.live:
        return _("Changed in the draft")
    if not may_publish(source, user):
        return _("Changed in a draft: you may not publish it")
    if source.has_unpublished_changes:
        return _("Published again; the draft is changed too, and stays a draft")
    return _("Published again")


@transaction.atomic
def replace_everywhere(old: Any, new: Any, user: Any) -> Replacement:
    """Put an object in the place of another, or raise ValidationError and change nothing."""
    plan = plan_replacement(old, new, user)
    if plan.problems:
        raise ValidationError(plan.problems, code="not_replaced")
    if not plan.uses:
        raise ValidationError(_("Nothing refers to it."), code="not_used")
    swaps: Swaps = {target_of(old): new.pk}
    changes = [
        change
        for use in sorted(plan.uses, key=lambda use: use.key)
        if (change := _change(use, swaps, user)) is not None
    ]
    _note_states(changes)
    replacement = Replacement.objects.create(
        content_type=ContentType.objects.get_for_model(base_model(type(old))),
        old_id=old.pk,
        new_id=new.pk,
        old_title=str(old)[:255],
        new_title=str(new)[:255],
        user=user,
        changes=changes,
    )
    _log(REPLACED, old, replacement, user)
    return replacement


def _change(use: Use, swaps: Swaps, user: Any) -> dict[str, Any] | None:
    model = base_model(type(use.source))
    instance = fresh(model, use.source.pk)
    texts = _translation_source(instance, swaps)
    try:
        change = rewrite(instance, swaps, user, may_publish=may_publish(instance, user))
    except ValidationError as error:
        raise _named(instance, error) from error
    if change is None:
        return None
    return {
        **change,
        "model": model._meta.label,
        "pk": instance.pk,
        "title": str(instance)[:255],
        "texts": texts,
    }


def _named(instance: Any, error: ValidationError) -> ValidationError:
    message = _("“%(title)s” cannot be published with this change: %(why)s")
    params = {"title": instance, "why": " ".join(error.messages)}
    return ValidationError(message, code="not_publishable", params=params)


def _translation_source(instance: Any, swaps: Swaps) -> dict[str, str]:
    """Change what wagtail-localize makes translations of, so that none brings the old one back."""
    if not hasattr(instance, "translation_key"):
        return {}
    before = {}
    sources = TranslationSource.objects.filter(
        object_id=instance.translation_key, locale=instance.locale_id
    )
    for source in sources:
        content = swap(type(instance), json.loads(source.content_json), swaps)
        if content is not None:
            before[str(source.pk)] = source.content_json
            TranslationSource.objects.filter(pk=source.pk).update(content_json=json.dumps(content))
    return before


def _note_states(changes: list[dict[str, Any]]) -> None:
    """Note how each object is left, to see later whether somebody has edited it since."""
    for change in changes:
        change["after"] = state_of(_instance(change))


def _instance(change: dict[str, Any]) -> Any:
    model = ContentType.objects.get_by_natural_key(
        *change["model"].lower().split(".")
    ).model_class()
    return fresh(model, change["pk"])


def _log(action: str, old: Any, replacement: Replacement, user: Any) -> None:
    log(
        instance=old,
        action=action,
        user=user,
        data={
            "old": replacement.old_title,
            "new": replacement.new_title,
            "replacement": replacement.pk,
            "objects": [[item["model"], item["pk"], item["title"]] for item in replacement.changes],
        },
    )


@transaction.atomic
def undo_problems(replacement: Replacement, user: Any) -> list[str]:
    """Say why a replacement cannot be undone; nothing if it can."""
    if replacement.undone_at is not None:
        return [_("It is undone already.")]
    problems = []
    for change in replacement.changes:
        try:
            instance = _instance(change)
        except Exception as error:
            if type(error).__name__ != "DoesNotExist":
                raise
            problems.append(_("“%(title)s” is not there any more.") % change)
            continue
        if state_of(instance) != change["after"]:
            problems.append(_("“%(title)s” has been edited since.") % change)
        elif _obstacle(Use(instance, None), user) or not _may_restore(instance, change, user):
            problems.append(_("“%(title)s”: you may not change it.") % change)
    return problems


def _may_restore(instance: Any, change: dict[str, Any], user: Any) -> bool:
    return change.get("live") is None or may_publish(instance, user)


@transaction.atomic
def undo_replacement(replacement: Replacement, user: Any) -> None:
    """Put back what was there before, or raise ValidationError and change nothing."""
    replacement = Replacement.objects.select_for_update().get(pk=replacement.pk)
    if problems := undo_problems(replacement, user):
        raise ValidationError(problems, code="not_undone")
    for change in replacement.changes:
        instance = _instance(change)
        for pk, content in change["texts"].items():
            TranslationSource.objects.filter(pk=pk).update(content_json=content)
        try:
            restore(instance, change, user)
        except ValidationError as error:
            raise _named(instance, error) from error
    replacement.undone_at = timezone.now()
    replacement.save(update_fields=["undone_at"])
    model = replacement.content_type.model_class()
    old = model._default_manager.filter(pk=replacement.old_id).first()
    _log(UNDONE, old or replacement, replacement, user)
