"""The states of a release bundle, and what it does with its members."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BundleState(TextChoices):
    """How far a bundle has come."""

    DRAFT = "DRAFT", _("In preparation")
    SCHEDULED = "SCHEDULED", _("Scheduled")
    RELEASED = "RELEASED", _("Released")
    ROLLED_BACK = "ROLLED_BACK", _("Rolled back")


class MemberAction(TextChoices):
    """What becomes of a page or snippet."""

    PUBLISH = "PUBLISH", _("Publish the latest draft")
    UNPUBLISH = "UNPUBLISH", _("Take off the site")
