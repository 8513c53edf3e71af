"""The base of snippets that editors draft, schedule, review and translate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from .forms import CheckedForm
from .mixins import SampleMixin
from .publishing import CheckedPublishMixin
from .translation import SynchronizedFieldsMixin
from .validation import check_children, check_streams

if TYPE_CHECKING:
    from collections.abc import Collection

    from wagtail.models import Revision


class BaseSnippet(
    CheckedPublishMixin,
    SynchronizedFieldsMixin,
    SampleMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """An object without an address of its own, with drafts, schedule, workflow and translations."""

    base_form_class = CheckedForm

    class Meta(TranslatableMixin.Meta):
        """No table of its own."""

        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check fields and, unless a draft is saved, blocks."""
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if not self.is_deferred_validation:
            errors.update(check_streams(self, exclude or ()))
        if errors:
            raise ValidationError(errors)

    def clean(self) -> None:
        """Check child objects too, when no form does."""
        super().clean()
        if self.is_deferred_validation or self.is_checked_by_form:
            return
        if rows := check_children(self):
            raise ValidationError(rows)

    def check_before_publishing(self, revision: Revision) -> None:
        """Check the content to be published: Wagtail saves snippets without any check."""
        revision.as_object().full_clean()
