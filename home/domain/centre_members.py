"""Who is in the groups of a centre, and what of its rights is not settled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count
from wagtail.log_actions import log
from wagtail.models import GroupPagePermission, Locale

from home.enums import CentreRole
from home.models import CentreGroup
from translations.models import GroupLocaleRole

from .centre_roles import PAGE_RIGHTS
from .centres import Centre

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import Group
    from django.db.models import QuerySet

# The entries in the history of a group.
JOINED, LEFT = "home.join_group", "home.leave_group"


@dataclass
class RoleState:
    """A role of a centre, its group if there is one, and the places where it has no right yet."""

    role: CentreRole
    group: Group | None = None
    members: list[Any] = field(default_factory=list)
    number: int = 0
    lacking: int = 0

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is missing."""
        return self.group is not None and not self.lacking


def states_of(centres: list[Centre], *, with_members: bool = False) -> dict[UUID, list[RoleState]]:
    """Give the state of each role of some centres; the same statements for any number of them."""
    rows = CentreGroup.objects.filter(centre__in=[centre.key for centre in centres])
    known = list(rows.select_related("group").annotate(number=Count("group__user")))
    groups = {(row.centre, row.role): row for row in known}
    keys = [row.group_id for row in known]
    places = _places(keys, Locale.objects.count())
    members = _members(keys) if with_members else {}
    found: dict[UUID, list[RoleState]] = defaultdict(list)
    for centre in centres:
        for role in CentreRole:
            row = groups.get((centre.key, role))
            state = RoleState(role)
            if row is not None:
                lacking = _wanted(centre, role) - places[row.group_id]
                people = members.get(row.group_id, [])
                state = RoleState(role, row.group, people, row.number, len(lacking))
            found[centre.key].append(state)
    return found


def _wanted(centre: Centre, role: CentreRole) -> set[Any]:
    return set(centre.pages if PAGE_RIGHTS[role] else centre.keys)


def _places(groups: list[int], languages: int) -> dict[int, set[Any]]:
    """Give the pages on which groups have rights, and below which they translate everything."""
    found: dict[int, set[Any]] = defaultdict(set)
    pages = GroupPagePermission.objects.filter(group__in=groups)
    for group, page in pages.values_list("group", "page"):
        found[group].add(page)
    below = GroupLocaleRole.objects.filter(group__in=groups).exclude(below=None)
    for group, key, number in below.values_list("group", "below").annotate(number=Count("pk")):
        if number == languages:
            found[group].add(key)
    return found


def _members(groups: list[int]) -> dict[int, list[Any]]:
    people = get_user_model().objects.filter(groups__in=groups).order_by("username")
    found: dict[int, list[Any]] = defaultdict(list)
    for person in people.distinct().prefetch_related("groups"):
        for group in person.groups.all():
            found[group.pk].append(person)
    return found


def people_to_add() -> QuerySet[Any]:
    """Give those who can be put into a group: active, and no administrators, who may do all."""
    people = get_user_model().objects.filter(is_active=True, is_superuser=False)
    return people.order_by("username")


@transaction.atomic
def join(group: Group, person: Any, user: Any) -> bool:
    """Put somebody into a group; say whether they were not in it."""
    if person.groups.filter(pk=group.pk).exists():
        return False
    person.groups.add(group)
    log(group, JOINED, user=user, data={"name": person.get_username(), "user": str(person.pk)})
    return True


@transaction.atomic
def leave(group: Group, person: Any, user: Any) -> bool:
    """Take somebody out of a group; say whether they were in it."""
    if not person.groups.filter(pk=group.pk).exists():
        return False
    person.groups.remove(group)
    log(group, LEFT, user=user, data={"name": person.get_username(), "user": str(person.pk)})
    return True
