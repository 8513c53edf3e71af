"""What happens at set times: languages go live together, and what is used does not expire."""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TranslatableMixin

from cms.references.content import referable_models
from cms.references.guard import StillUsedError, require_unused, uses_in_the_way

from .publishing import TOGETHER, refuse_scheduled
from .together import together

logger = logging.getLogger(__name__)

KEPT = "cms.expiry.refused"

# What other apps do when it is time; added when the application starts.
SCHEDULED_WORK: list[Callable[[], None]] = []

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator


def publish_groups() -> None:
    """Publish what is due and was scheduled together, each group in one transaction.

    If one of a group is not fit for it, all of the group are taken off the schedule and stay as
    they are; the history of each says which one was not, and why.
    """
    for group in due_groups():
        try:
            with transaction.atomic(), together():
                for revision in group:
                    revision.publish(log_action=TOGETHER)
        except ValidationError as error:
            for revision in group:
                refuse_scheduled(revision.content_object, revision, error)


def due_groups() -> Iterator[list[Revision]]:
    """Give the revisions that are due with others of the same object at the same instant."""
    groups: dict[Hashable, list[Revision]] = defaultdict(list)
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("pk")
    for revision in due:
        instance: Any = revision.content_object
        if isinstance(instance, TranslatableMixin):
            key = (type(instance), instance.translation_key, revision.approved_go_live_at)
            groups[key].append(revision)
    return (group for group in groups.values() if len(group) > 1)


def check_expiry(instance: Any, revision: Revision) -> None:
    """Refuse to publish with an end while something uses the object beyond it."""
    if not revision.content.get("expire_at"):
        return
    end = instance._meta.get_field("expire_at").to_python(revision.content["expire_at"])
    before = type(instance)._default_manager.filter(pk=instance.pk, live=True, expire_at=end)
    if before.exists():
        return
    if uses := uses_in_the_way([instance], until=end):
        raise StillUsedError(uses)


def keep_what_is_used() -> None:
    """Call off the expiry of what has come to be used since its end was set.

    Readers have missed it from the moment of its end to this; its history says so.
    """
    now = timezone.now()
    for model in referable_models():
        if not hasattr(model, "expire_at"):
            continue
        due = model._default_manager.filter(live=True, expire_at__lt=now).order_by(
            "expire_at", "pk"
        )
        for instance in due:
            try:
                require_unused([instance])
            except StillUsedError as error:
                _keep(instance, error)


@transaction.atomic
def _keep(instance: Any, error: StillUsedError) -> None:
    end = instance.expire_at
    instance = instance.specific if isinstance(instance, Page) else instance
    type(instance)._default_manager.filter(pk=instance.pk).update(expire_at=None)
    for revision in instance.revisions.filter(pk=instance.latest_revision_id):
        revision.content["expire_at"] = None
        revision.save(update_fields=["content"])
    logger.error("expiry_refused model=%s pk=%s", instance._meta.label, instance.pk)
    log(instance=instance, action=KEPT, data={"at": end.isoformat(), "errors": error.messages})
