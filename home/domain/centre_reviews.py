"""The review of a centre's pages by its publishers.

A step of Wagtail opens to its groups, in the editor, every page that waits at it. A step that two
centres share would let the one write in the other's pages: so each centre has its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

    from .centres import Centre

# The level of home pages in the tree.
HOME_DEPTH = 2
WORKFLOW_NAME = "Publishing: {centre}"
STEP_NAME = "Review: {centre}"


def review_by(group: Group, centre: Centre) -> int:
    """Have a centre's publishers review what nobody else reviews; give how many workflows it made.

    Pages that have a workflow, their own or that of a page above them, keep it. That of the home
    page, or of all pages, is no centre's: Wagtail brings one, which is nobody's.
    """
    foreign = _of_other_centres(centre)
    WorkflowPage.objects.filter(page__in=centre.pages, workflow__in=foreign).delete()
    lacking = _without_workflow(centre, foreign)
    if not lacking:
        return 0
    own = WorkflowPage.objects.filter(page__in=centre.pages, workflow__active=True)
    known = own.select_related("workflow").order_by("page__path").first()
    workflow = known.workflow if known else _create(group, centre)
    WorkflowPage.objects.bulk_create(
        WorkflowPage(workflow=workflow, page_id=page) for page in lacking
    )
    return int(known is None)


def _of_other_centres(centre: Centre) -> list[int]:
    """Give the workflows with a step of another centre's group, and none of this centre's."""
    steps = GroupApprovalTask.objects.filter(groups__centre_role__isnull=False)
    own = steps.filter(groups__centre_role__centre=centre.key)
    return list(
        Workflow.objects.filter(workflow_tasks__task__in=steps.order_by().values("pk"))
        .exclude(workflow_tasks__task__in=own.order_by().values("pk"))
        .values_list("pk", flat=True)
    )


def _without_workflow(centre: Centre, foreign: list[int]) -> list[int]:
    above = WorkflowPage.objects.filter(page__depth__gt=HOME_DEPTH).exclude(workflow__in=foreign)
    reviewed = list(above.values_list("page__path", flat=True))
    pages = Page.objects.filter(pk__in=centre.pages).order_by("path").values_list("pk", "path")
    return [pk for pk, path in pages if not any(path.startswith(above) for above in reviewed)]


def _create(group: Group, centre: Centre) -> Workflow:
    task = GroupApprovalTask.objects.create(name=STEP_NAME.format(centre=centre.name))
    task.groups.add(group)
    workflow = Workflow.objects.create(name=WORKFLOW_NAME.format(centre=centre.name))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
