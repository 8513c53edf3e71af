"""Who may do what: roles for centres and for languages, and those who publish everywhere."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.domain.centre_roles import (
    EDITOR_RIGHTS,
    allow_collection,
    allow_pages,
    create_centre_roles,
)
from home.sample.site import HOME, centres
from home.sample.source import key
from home.sample.writer import Writer
from translations.domain.roles import create_translation_roles

PUBLISHERS = "MITI publishers"
WORKFLOW = STEP = "MITI publication"
PUBLISHER_RIGHTS = (*EDITOR_RIGHTS, "publish_page", "unlock_page", "bulk_delete_page")


def settle_access(writer: Writer) -> None:
    """Make the groups and the workflows that are missing; never change those that are there."""
    # Before the workflow of all pages, which centres would else have, too.
    roles = create_centre_roles(key("organization", centre["id"]) for centre in centres())
    pages = [pk for language in writer.locales if (pk := writer.find(*HOME, language))]
    publishers = _publishers(pages, writer)
    _workflow(publishers, pages, writer)
    for made in (roles, create_translation_roles()):
        writer.made["group"] += made["group"]
        writer.made["workflow"] += made["workflow"]


def _publishers(pages: list[int], writer: Writer) -> Group:
    group, is_new = Group.objects.get_or_create(name=PUBLISHERS)
    writer.made["group"] += is_new
    if is_new:
        admin = Permission.objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        group.permissions.add(*admin)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="releases"))
        allow_pages(group, pages, PUBLISHER_RIGHTS)
        allow_collection(group, Collection.get_first_root_node())
    return group


def _workflow(publishers: Group, pages: list[int], writer: Writer) -> None:
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if not is_new:
        return
    writer.made["workflow"] += 1
    task = GroupApprovalTask.objects.create(name=STEP)
    task.groups.add(publishers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for page in Page.objects.filter(pk__in=pages):
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
