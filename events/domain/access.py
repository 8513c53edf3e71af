"""Which sessions a user may take something from, and what of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from events.models import TrainingSessionIndexPage, TrainingSessionPage
from events.timetable import read_timetable

from .drafting import Draft, open_draft

if TYPE_CHECKING:
    from django.db.models import QuerySet


def may_edit(session: TrainingSessionPage, user: Any) -> bool:
    """Say whether a user may edit a session, and so see its draft."""
    return session.permissions_for_user(user).can_edit()


def sessions_to_take_from(user: Any) -> QuerySet[TrainingSessionPage]:
    """Give the sessions that are public, and those that the user may edit; no aliases."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_permission_for(user, "change").values("pk")
    sessions = TrainingSessionPage.objects.filter(alias_of__isnull=True)
    public = TrainingSessionPage.objects.live().public().order_by().values("pk")
    return sessions.filter(Q(pk__in=public) | Q(pk__in=mine))


def lists_to_add_to(user: Any) -> QuerySet[TrainingSessionIndexPage]:
    """Give the lists of sessions beneath which the user may add one; no aliases."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_permission_for(user, "add").values("pk")
    lists = TrainingSessionIndexPage.objects.filter(alias_of__isnull=True, pk__in=mine)
    return lists.order_by("path")


def readable_draft(session: TrainingSessionPage, user: Any) -> Draft:
    """Give the draft to those who may edit it, and to others what is public in the same form.

    Raises PermissionDenied.
    """
    if may_edit(session, user):
        return open_draft(session)
    page = TrainingSessionPage.objects.live().public().filter(pk=session.pk).first()
    if page is None:
        raise PermissionDenied
    raw = list(page.programme.get_prep_value())
    return Draft(page, page, raw, read_timetable(raw))
