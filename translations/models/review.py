"""The review of translations, as a step of Wagtail's workflows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, TaskState
from wagtail_localize.models import StringTranslation

from translations.enums import LocaleRole

from .marks import TextMark
from .roles import GroupLocaleRole

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class LocaleReviewTask(GroupApprovalTask):
    """A step at which reviewers of a language approve its translations.

    The groups get the mails; who decides must be in one of them and have the role. Approving gives
    nobody the editor of the page, as Wagtail's own step does: reviewers read, and decide.
    """

    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language"),
        on_delete=models.CASCADE,
        related_name="review_tasks",
    )

    admin_form_fields = [*GroupApprovalTask.admin_form_fields, "locale"]

    class Meta:
        """Names for editors."""

        verbose_name = _("review of translations")
        verbose_name_plural = _("reviews of translations")

    def may_decide(self, obj: Any, user: Any) -> bool:
        """Say whether a user may approve this object here."""
        if obj.locale_id != self.locale_id:
            return False
        return user.is_superuser or self._is_reviewer(user)

    def _is_reviewer(self, user: Any) -> bool:
        # The role first: it is read once for all steps.
        return GroupLocaleRole.objects.holds(
            user, LocaleRole.REVIEWER, self.locale_id
        ) and self._user_in_groups(user)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Give no right to edit."""
        return False

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Let the text be as it was sent while it is read."""
        return not self.may_decide(obj, user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Give no right to lock."""
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, StrOrPromise, bool]]:
        """Offer to decide to those who may."""
        return super().get_actions(obj, user) if self.may_decide(obj, user) else []

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet:
        """Give what a user can decide on."""
        if not (user.is_superuser or self._is_reviewer(user)):
            return TaskState.objects.none()
        return super().get_task_states_user_can_moderate(user, **kwargs)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Decide; the last approval publishes what was read, by right of the role."""
        task_state.workflow_state.on_finish = partial(_publish, task_state)
        super().on_action(task_state, user, action_name, **kwargs)
        if action_name == "approve":
            _accept_machine_texts(task_state.revision.content_object)
            TextMark.objects.approve(task_state.revision.content_object, user)

    @classmethod
    def get_description(cls) -> StrOrPromise:
        """Say what the step is for, where steps are chosen."""
        return _("Reviewers of one language approve its translations")


def _accept_machine_texts(obj: Any) -> None:
    """Take what a machine wrote for what somebody has read, and found right."""
    StringTranslation.objects.filter(
        locale=obj.locale_id,
        context__object=obj.translation_key,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    ).update(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)


def _publish(task_state: TaskState, user: Any = None) -> None:
    """Publish without asking for Wagtail's right to publish pages, which reviewers do not have."""
    task_state.revision.publish(user=user, skip_permission_checks=True)
