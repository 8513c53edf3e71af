"""The groups of a centre: editors, publishers and translators, with rights on its pages alone.

What is there is left as it is: a group may have another name, and what administrators gave it on a
page of the centre stays. A page on which a group has no right yet gets those of its role, so that
running it again does what a new language, or a new list of sessions, needs. A right on a page that
has become another centre's is taken away.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, count
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms.users.rights import log_rights, rights_of_group
from home.enums import CentreRole
from home.models import CentreGroup
from translations.domain.roles import translate_below
from translations.models import GroupLocaleRole

from .centre_reviews import review_by
from .centres import Centre, all_centres

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any
    from uuid import UUID

# The entry in the history of a group.
MADE = "home.centre_roles"

# Not marked for translation: names of groups are data, and administrators may change them.
GROUP_NAMES = {
    CentreRole.EDITOR: "Editors: {centre}",
    CentreRole.PUBLISHER: "Publishers: {centre}",
    CentreRole.TRANSLATOR: "Translators: {centre}",
}
NAME_LENGTH = 150
COLLECTION_NAME_LENGTH = 255
EDITOR_RIGHTS = ("add_page", "change_page", "lock_page")
PAGE_RIGHTS = {
    CentreRole.EDITOR: EDITOR_RIGHTS,
    CentreRole.PUBLISHER: (*EDITOR_RIGHTS, "publish_page", "unlock_page"),
    CentreRole.TRANSLATOR: (),
}
# Wagtail keeps the rights of its own models also where a site has others in their place.
CHOOSING = (("wagtailimages", "choose_image"), ("wagtaildocs", "choose_document"))
COLLECTION_RIGHTS = (
    *CHOOSING,
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
)


@transaction.atomic
def create_centre_roles(keys: Iterable[UUID] | None = None, user: Any = None) -> Counter[str]:
    """Make what centres lack, all of them or those with some keys; give how much of each kind."""
    made: Counter[str] = Counter()
    centres = all_centres()
    owners = {page: centre.key for centre in centres for page in centre.pages}
    wanted = None if keys is None else set(keys)
    for centre in centres:
        if wanted is None or centre.key in wanted:
            _settle(centre, owners, made, user)
    return made


def _settle(centre: Centre, owners: dict[int, UUID], made: Counter[str], user: Any) -> None:
    before = made.copy()
    groups = {role: _group(centre, role, made) for role in CentreRole}
    for role, group in groups.items():
        made["right"] += allow_pages(group, centre.pages, PAGE_RIGHTS[role])
        made["lost"] += _take_away(group, centre, owners)
    made["lost"] += _take_from_others(centre, user)
    made["right"] += translate_below(groups[CentreRole.TRANSLATOR], centre.keys)
    made["collection"] += _settle_collection(centre, groups)
    made["workflow"] += review_by(groups[CentreRole.PUBLISHER], centre)
    if made != before:
        for group in groups.values():
            log(group, MADE, user=user, data={"centre": centre.title})


def _group(centre: Centre, role: CentreRole, made: Counter[str]) -> Group:
    known = CentreGroup.objects.filter(centre=centre.key, role=role).select_related("group").first()
    if known is not None:
        return known.group
    taken = Group.objects.filter(centre_role__isnull=False).values_list("name", flat=True)
    name = _free_name(GROUP_NAMES[role].format(centre=centre.name), set(taken), NAME_LENGTH)
    group, is_new = Group.objects.get_or_create(name=name)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    CentreGroup.objects.create(group=group, centre=centre.key, role=role)
    made["group"] += is_new
    return group


def _free_name(name: str, taken: set[str], length: int) -> str:
    """Give a name, with a number if what has it is another centre's."""
    ends = chain([""], (f" ({number})" for number in count(2)))
    names = (f"{name[: length - len(end)]}{end}" for end in ends)
    return next(found for found in names if found not in taken)


def allow_pages(group: Group, pages: Iterable[int], rights: Iterable[str]) -> int:
    """Give a group rights on pages on which it has none yet; give how many."""
    known = set(GroupPagePermission.objects.filter(group=group).values_list("page_id", flat=True))
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=tuple(rights),
    )
    rows = [
        GroupPagePermission(group=group, page_id=page, permission=permission)
        for permission in permissions
        for page in pages
        if page not in known
    ]
    GroupPagePermission.objects.bulk_create(rows)
    return len(rows)


def _take_away(group: Group, centre: Centre, owners: dict[int, UUID]) -> int:
    """Take the rights on what is another centre's; give how many."""
    others = [page for page, owner in owners.items() if owner != centre.key]
    rows = GroupPagePermission.objects.filter(group=group, page__in=others)
    return rows.delete()[0]


def _take_from_others(centre: Centre, user: Any) -> int:
    """Take the rights that groups of other centres have on this one's pages; give how many."""
    taken = 0
    others = Group.objects.filter(centre_role__isnull=False).exclude(centre_role__centre=centre.key)
    held = Q(page_permissions__page__in=centre.pages) | Q(locale_roles__below__in=centre.keys)
    for group in others.filter(held).distinct():
        before = rights_of_group(group)
        taken += GroupPagePermission.objects.filter(group=group, page__in=centre.pages).delete()[0]
        taken += GroupLocaleRole.objects.filter(group=group, below__in=centre.keys).delete()[0]
        log_rights(group, before, rights_of_group(group), user)
    return taken


def allow_collection(group: Group, collection: Collection, rights: Any = COLLECTION_RIGHTS) -> None:
    """Give a group rights on a collection."""
    for app, codename in rights:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _settle_collection(centre: Centre, groups: dict[CentreRole, Group]) -> int:
    """Give those groups that have no collection the centre's own; give how many were made."""
    rows = GroupCollectionPermission.objects.filter(group__in=groups.values())
    # What administrators gave beside it, such as to choose among all files, is not the centre's.
    adding = rows.filter(permission__codename__startswith="add_", collection__depth__gt=1)
    first = adding.select_related("collection").order_by("pk").first()
    lacking = [group for group in groups.values() if not rows.filter(group=group).exists()]
    if not lacking:
        return 0
    collection, is_new = (first.collection, 0) if first else _collection(centre)
    for group in lacking:
        chooses = group == groups[CentreRole.TRANSLATOR]
        allow_collection(group, collection, CHOOSING if chooses else COLLECTION_RIGHTS)
    return is_new


def _collection(centre: Centre) -> tuple[Collection, int]:
    """Give the collection of the centre's name; not one to which another centre adds files."""
    others = GroupCollectionPermission.objects.filter(group__centre_role__isnull=False)
    others = others.exclude(group__centre_role__centre=centre.key)
    others = others.exclude(permission__codename__startswith="choose_")
    taken = others.values_list("collection__name", flat=True)
    name = _free_name(centre.name, set(taken), COLLECTION_NAME_LENGTH)
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=name).first()
    return (found, 0) if found else (root.add_child(name=name), 1)
