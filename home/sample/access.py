"""Who may do what: groups of editors by centre, and the review in two steps."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.sample.site import HOME, centres
from home.sample.source import SOURCE_LANGUAGE
from home.sample.writer import Writer

PUBLISHERS = "MITI publishers"
WORKFLOW = "Centre review and MITI publication"
FIRST_STEP, SECOND_STEP = "Centre review", "MITI publication"

# Editors of a centre write and review; MITI publishes.
EDITOR_RIGHTS = ("add_page", "change_page", "lock_page")
PUBLISHER_RIGHTS = (*EDITOR_RIGHTS, "publish_page", "unlock_page", "bulk_delete_page")
# Wagtail keeps the rights of its own models also where a site has others in their place.
COLLECTION_RIGHTS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)


def settle_access(writer: Writer) -> None:
    """Make the groups and the workflow that are missing; never change those that are there."""
    groups = [_centre_group(centre, writer) for centre in centres()]
    publishers = _publishers(writer)
    _workflow(groups, publishers, writer)


def group_name(centre: dict) -> str:
    """Name the group of a centre's editors."""
    city = centre.get("city", {}).get(SOURCE_LANGUAGE)
    return f"{city or centre['short_name']} editors"


def _centre_group(centre: dict, writer: Writer) -> Group:
    group, is_new = _group(group_name(centre), writer)
    if is_new:
        name = centre["id"]
        pages = _pages(writer, "index", f"sessions:{name}") + _pages(writer, "organization", name)
        _allow_pages(group, pages, EDITOR_RIGHTS)
        _allow_collection(group, _collection(group.name.removesuffix(" editors")))
    return group


def _publishers(writer: Writer) -> Group:
    group, is_new = _group(PUBLISHERS, writer)
    if is_new:
        _allow_pages(group, _pages(writer, *HOME), PUBLISHER_RIGHTS)
        _allow_collection(group, Collection.get_first_root_node())
    return group


def _group(name: str, writer: Writer) -> tuple[Group, bool]:
    group, is_new = Group.objects.get_or_create(name=name)
    writer.made["group"] += is_new
    if is_new:
        admin = Permission.objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        group.permissions.add(*admin)
    return group, is_new


def _pages(writer: Writer, kind: str, name: str) -> list[int]:
    found = (writer.find(kind, name, language) for language in writer.locales)
    return [pk for pk in found if pk]


def _allow_pages(group: Group, pages: list[int], rights: tuple[str, ...]) -> None:
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=rights
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission=permission)
        for page in pages
        for permission in permissions
    )


def _allow_collection(group: Group, collection: Collection) -> None:
    for app, codename in COLLECTION_RIGHTS:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission
        )


def _collection(name: str) -> Collection:
    collection = Collection.objects.filter(name=name, depth=2).first()
    return collection or Collection.get_first_root_node().add_child(name=name)


def _workflow(reviewers: list[Group], publishers: Group, writer: Writer) -> None:
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if not is_new:
        return
    writer.made["workflow"] += 1
    steps = ((FIRST_STEP, [*reviewers, publishers]), (SECOND_STEP, [publishers]))
    for order, (name, groups) in enumerate(steps):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.set(groups)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    for page in Page.objects.filter(pk__in=_pages(writer, *HOME)):
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
