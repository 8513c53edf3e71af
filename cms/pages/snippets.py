"""The base of snippets that editors draft, schedule, review and translate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from .aliases import follow, update_aliases
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
    """An object without an address of its own, with drafts, schedule, workflow and translations.

    In a locale that is synchronised from another one it stands as an *alias*, as pages do: a copy
    that follows its original until somebody translates it.
    """

    alias_of = models.ForeignKey(
        "self",
        verbose_name=_("alias of"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="aliases",
    )

    base_form_class = CheckedForm

    class Meta(TranslatableMixin.Meta):
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; aliases follow, and an alias stays as its original is."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if kwargs.get("update_fields") is not None:
                return
            if self.alias_of is None:
                update_aliases(self)
            else:
                follow(self.alias_of, type(self)._default_manager.get(pk=self.pk))

    def save_as_alias(self) -> None:
        """Save as it is."""
        super().save()

    def get_translations(self, inclusive: bool = False) -> models.QuerySet[BaseSnippet]:
        """Find the translations; an alias that nobody has begun to translate is none."""
        untouched = models.Q(alias_of__isnull=False, latest_revision=None)
        return super().get_translations(inclusive=inclusive).exclude(untouched)

    def with_content_json(self, content: dict[str, Any]) -> BaseSnippet:
        """Give a revision's object; published, it is a translation and no alias any more."""
        instance = super().with_content_json(content)
        instance.alias_of = None
        return instance

    def check_draft(self) -> None:
        """Check what holds for drafts too."""
        self.is_deferred_validation = True
        try:
            self.clean()
        finally:
            self.is_deferred_validation = False

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
