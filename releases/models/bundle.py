"""What is released together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.enums import BundleState

OPEN = (BundleState.DRAFT, BundleState.ROLLED_BACK)


class ReleaseBundle(models.Model):
    """Pages, snippets and redirects that change for readers at one instant, or not at all."""

    is_in_no_answer = True
    # It is no content: what is in it may be deleted, and the bundle says so.
    wagtail_reference_index_ignore = True

    title = models.CharField(_("title"), max_length=255)
    note = models.TextField(
        _("note"), blank=True, max_length=2000, help_text=_("For editors: what it is about.")
    )
    state = models.CharField(
        _("state"),
        max_length=11,
        choices=BundleState.choices,
        default=BundleState.DRAFT,
        editable=False,
    )
    go_live_at = models.DateTimeField(_("release date and time"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # Whose rights are asked for when the time comes.
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("scheduled by"),
    )
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("released by"),
    )
    # Why the last release or rolling back came to nothing: see releases/domain/problems.py.
    problems = models.JSONField(default=list, editable=False)
    # Redirects that the release has removed or changed, as they were.
    lost_redirects = models.JSONField(default=list, editable=False)

    class Meta:
        """Names for editors."""

        verbose_name = _("release bundle")
        verbose_name_plural = _("release bundles")
        indexes = [models.Index(fields=["state", "go_live_at"], name="release_bundle_due")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=BundleState.SCHEDULED)
                | models.Q(go_live_at__isnull=False),
                name="release_bundle_has_its_time",
            )
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    @property
    def is_open(self) -> bool:
        """Say whether it can be changed and released."""
        return self.state in OPEN

    @property
    def is_scheduled(self) -> bool:
        """Say whether it waits for its time."""
        return self.state == BundleState.SCHEDULED

    @property
    def is_released(self) -> bool:
        """Say whether it can be rolled back."""
        return self.state == BundleState.RELEASED
