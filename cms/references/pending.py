"""Keeping the references of versions that are not public, in the transaction that saves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision

from .content import references_in
from .models import PendingReference
from .waiting import is_waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

# What is longer is the key of nothing: formatted text may say anything.
LONGEST_KEY = 255


def on_revision_saved(
    instance: Revision,
    created: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Note what a version refers to, whoever saved it: translations write into them too."""
    if kwargs.get("raw") or (update_fields is not None and "content" not in update_fields):
        return
    if created:
        _forget_older(instance)
        PendingReference.objects.bulk_create(_references(instance))
    else:
        _note_again(instance)


def _forget_older(revision: Revision) -> None:
    """Forget the earlier drafts of an object; what is scheduled may still go live."""
    PendingReference.objects.filter(
        base_content_type=revision.base_content_type_id,
        object_id=revision.object_id,
    ).exclude(revision__in=Revision.objects.filter(is_waiting())).delete()


def _note_again(revision: Revision) -> None:
    """Note the references of a version that was changed in place; mostly they are as before."""
    noted = PendingReference.objects.filter(revision=revision)
    references = _references(revision)
    before = set(noted.values_list("to_content_type", "to_object_id", "model_path"))
    after = {(row.to_content_type_id, row.to_object_id, row.model_path) for row in references}
    if before != after:
        noted.delete()
        PendingReference.objects.bulk_create(references)


def _references(revision: Revision) -> list[PendingReference]:
    model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    if model is None:
        return []
    return [
        PendingReference(
            revision=revision,
            base_content_type_id=revision.base_content_type_id,
            object_id=revision.object_id,
            to_content_type_id=type_pk,
            to_object_id=key,
            model_path=path,
        )
        for (type_pk, key), path in dict.fromkeys(references_in(model, dict(revision.content)))
        if len(key) <= LONGEST_KEY
    ]


def rebuild() -> int:
    """Note the references of all versions that may still go live; give how many versions."""
    PendingReference.objects.all().delete()
    number = 0
    latest: set[tuple[int, str]] = set()
    waiting = set(Revision.objects.filter(is_waiting()).values_list("pk", flat=True))
    for revision in Revision.objects.order_by("-pk").iterator(chunk_size=100):
        key = (revision.base_content_type_id, revision.object_id)
        if key not in latest or revision.pk in waiting:
            latest.add(key)
            PendingReference.objects.bulk_create(_references(revision))
            number += 1
    return number
