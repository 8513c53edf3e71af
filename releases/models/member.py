"""One language version of a page or snippet in a bundle."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.enums import MemberAction

from .bundle import ReleaseBundle


class BundleMember(models.Model):
    """A page or snippet in one language, and what the release does with it."""

    is_in_no_answer = True
    wagtail_reference_index_ignore = True

    bundle = models.ForeignKey(ReleaseBundle, on_delete=models.CASCADE, related_name="members")
    # The base model, as references name objects.
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    # What it was called when it was added; shown when it is gone.
    title = models.CharField(_("title"), max_length=255)
    action = models.CharField(
        _("action"), max_length=9, choices=MemberAction.choices, default=MemberAction.PUBLISH
    )
    # Which draft goes public: set when the bundle is scheduled or released.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What readers had before the release, and what the release has left.
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True)

    class Meta:
        """Each once."""

        verbose_name = _("member of a release bundle")
        verbose_name_plural = _("members of release bundles")
        constraints = [
            models.UniqueConstraint(
                fields=["bundle", "content_type", "object_id"], name="release_member_once"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="release_member_of")]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    @property
    def is_published(self) -> bool:
        """Say whether the release publishes it."""
        return self.action == MemberAction.PUBLISH
