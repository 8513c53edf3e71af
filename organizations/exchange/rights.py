"""Whose records somebody may export and import into; every answer is for many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permissions import policy_registry

from .kinds import kinds
from .problems import Code

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from .kinds import Kind
    from .records import Record


def policy_of(kind: Kind) -> Any:
    """Give the policy that is asked for a kind."""
    return policy_registry.get_by_type(Page if kind.is_page else kind.model)


def may_exchange(kind: Kind, user: Any) -> bool:
    """Say whether somebody may change or add any."""
    return policy_of(kind).user_has_any_permission(user, ("add", "change"))


def kind_for(user: Any, name: str) -> Kind:
    """Give a kind by its name; raises Http404, and PermissionDenied for those without rights."""
    kind = kinds().get(name)
    if kind is None:
        raise Http404
    if not may_exchange(kind, user):
        raise PermissionDenied
    return kind


def permitted(kind: Kind, user: Any, action: str, pks: Collection[Any]) -> set[Any]:
    """Give those that a user may do something with."""
    found = policy_of(kind).instances_user_has_permission_for(user, action)
    return set(found.filter(pk__in=pks).values_list("pk", flat=True))


def places(kind: Kind, user: Any, locale_id: int) -> QuerySet:
    """Give the pages beneath which a user may add records in a language."""
    mine = policy_of(kind).instances_user_has_permission_for(user, "add")
    model: Any = kind.place
    found = model._default_manager.filter(locale=locale_id, alias_of__isnull=True)
    return found.filter(pk__in=mine.values("pk")).order_by("path")


def may_add(kind: Kind, user: Any, locale_id: int, place: Page | None) -> bool:
    """Say whether a user may add records in a language, pages beneath a place."""
    if kind.is_page:
        return place is not None and places(kind, user, locale_id).filter(pk=place.pk).exists()
    policy = policy_of(kind)
    bound = policy.bound_to(locale_id) if hasattr(policy, "bound_to") else policy
    return bound.user_has_permission(user, "add")


class Obstacles:
    """Why records cannot be changed by a user now; three statements."""

    def __init__(self, kind: Kind, records: Collection[Record], user: Any) -> None:
        pks = [record.pk for record in records]
        self.user = user
        self.permitted = permitted(kind, user, "change", pks)
        base = ContentType.objects.get_for_model(Page if kind.is_page else kind.model)
        named = {"base_content_type": base, "object_id__in": [str(pk) for pk in pks]}
        states = WorkflowState.objects.active().filter(**named)
        self.reviewed = set(states.values_list("object_id", flat=True))
        scheduled = Revision.objects.filter(**named, approved_go_live_at__isnull=False)
        self.scheduled = set(scheduled.order_by().values_list("object_id", flat=True))

    def of(self, record: Record) -> Code | None:
        """Give what stands in the way of changing a record."""
        if record.pk not in self.permitted:
            return Code.NOT_ALLOWED
        if record.instance.locked and record.instance.locked_by_id != self.user.pk:
            return Code.LOCKED
        if str(record.pk) in self.reviewed:
            return Code.IN_REVIEW
        return Code.SCHEDULED if str(record.pk) in self.scheduled else None
