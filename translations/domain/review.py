"""The way of a translation to its readers: review, publishing, schedule, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Workflow, WorkflowState

from cms.pages.translation import lock_translations
from translations.models import LocaleReviewTask

from .drafting import save_draft
from .obstacles import refuse_obstacles

if TYPE_CHECKING:
    from wagtail.models import TaskState
    from wagtail_localize.models import Translation


def workflow_of(locale_id: int) -> Workflow | None:
    """Find the workflow by which the translations into a language are reviewed.

    It hangs on no page: the pages of a language are translations beside originals, which have a
    workflow of their own, and snippets have no tree.
    """
    tasks = LocaleReviewTask.objects.filter(locale=locale_id, active=True)
    workflows = Workflow.objects.active().filter(workflow_tasks__task__in=tasks)
    return workflows.order_by("pk").first()


def open_review(target: Any) -> TaskState | None:
    """Give the step of a review that is waited for."""
    state = target.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    return state.current_task_state


def asked_changes(target: Any) -> TaskState | None:
    """Give the step whose reviewer asked for changes, if the last review ended so."""
    state = target.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return state.current_task_state


def may_decide(user: Any, target: Any) -> bool:
    """Say whether a user may approve, at the step that is waited for."""
    step = open_review(target)
    if step is None:
        return False
    actions = step.task.specific.get_actions(target, user)
    return "approve" in {name for name, _label, _needs_form in actions}


@transaction.atomic
def send_for_review(translation: Translation, user: Any) -> None:
    """Save a draft and ask for its review, or for another one after changes."""
    target = _alone(translation)
    if open_review(target) is not None:
        raise ValidationError(_("It was sent for review meanwhile."))
    refuse_obstacles(translation)
    save_draft(translation, user)
    target = translation.get_target_instance()
    if (state := target.current_workflow_state) is not None:
        state.resume(user=user)
    elif (workflow := workflow_of(target.locale_id)) is not None:
        workflow.start(target, user)
    else:
        raise ValidationError(
            _(
                "Nobody reviews translations into %(language)s yet. Ask an administrator to run "
                "the command create_translation_roles."
            )
            % {"language": translation.target_locale.get_display_name()}
        )


@transaction.atomic
def take_back(translation: Translation, user: Any) -> None:
    """End a review without a decision."""
    target = _alone(translation)
    if open_review(target) is None:
        raise ValidationError(_("The review has ended already."))
    target.current_workflow_state.cancel(user=user)


def _alone(translation: Translation) -> Any:
    """Give the page or snippet as it is when whoever was at it before has finished."""
    type(translation).objects.select_for_update(of=("self",)).get(pk=translation.pk)
    return translation.get_target_instance()


@transaction.atomic
def decide(translation: Translation, user: Any, action: str, comment: str) -> None:
    """Approve, or ask for changes."""
    step = open_review(_alone(translation))
    if step is None:
        raise ValidationError(
            _("There is no review any more: it was taken back, or somebody else has decided.")
        )
    if action == "approve":
        # What gets public is as private as its original.
        translation.source.update_target_view_restrictions(translation.target_locale)
    step.task.specific.on_action(step.specific, user, action, comment=comment)


@transaction.atomic
def publish(
    translation: Translation,
    user: Any,
    *,
    go_live_at: datetime | None = None,
    expire_at: datetime | None = None,
) -> None:
    """Publish the texts as they are, now or when told."""
    refuse_obstacles(translation)
    translation.source.update_target_view_restrictions(translation.target_locale)
    revision = save_draft(translation, user, go_live_at=go_live_at, expire_at=expire_at)
    if go_live_at is not None:
        revision.as_object().full_clean()  # Wagtail would ask only when it goes public.
    revision.publish(user=user, skip_permission_checks=True)


def schedule(translation: Translation, user: Any, go_live_at: str, expire_at: str) -> None:
    """Publish at a time, or until a time, as a form gives them."""
    start, end = moment_of(go_live_at), moment_of(expire_at)
    if start is None and end is None:
        raise ValidationError(_("Give the date and time at which it goes public, or off the site."))
    if start and end and end <= start:
        raise ValidationError(_("It goes off the site before it is public: change one of the two."))
    publish(translation, user, go_live_at=start, expire_at=end)


def moment_of(text: str) -> datetime | None:
    """Read a moment to come as a form gives it; None for an empty field."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        # The last hours of the year 9999 are none everywhere.
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValidationError(
            _("“%(text)s” is no date and time. Write it like 2030-06-24T09:00.") % {"text": text}
        ) from None
    if moment <= timezone.now():
        raise ValidationError(_("This time is past: choose one to come."))
    return moment


def scheduled(target: Any) -> Any:
    """Give the revision that is going to be public, if there is one."""
    return target.revisions.filter(approved_go_live_at__isnull=False).first()


def unschedule(target: Any) -> None:
    """Do not publish what was scheduled."""
    target.revisions.update(approved_go_live_at=None)


@transaction.atomic
def unpublish(target: Any, user: Any) -> None:
    """Take a translation off the site, by right of the role and not of Wagtail's."""
    lock_translations(type(target), target.translation_key)
    action = UnpublishPageAction if isinstance(target, Page) else UnpublishAction
    action(target, user=user).execute(skip_permission_checks=True)
