"""Publishing as one step: all of it happens, or nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.log_actions import log

if TYPE_CHECKING:
    from wagtail.models import Revision

logger = logging.getLogger(__name__)

SCHEDULED = "wagtail.publish.scheduled"
REFUSED = "cms.publish.refused"


class CheckedPublishMixin(models.Model):
    """An object that is published and unpublished in one transaction, and only if it is valid.

    A scheduled revision that has become invalid must not stop the others: it is left unpublished,
    its schedule is taken off so that editors can mend it, and the log of the object says why.
    """

    # Set while a form checks a draft: what is only required for publishing is not asked for.
    is_deferred_validation = False
    # Set while a form checks the object: child objects are checked by their own forms then.
    is_checked_by_form = False

    class Meta:
        """No table of its own."""

        abstract = True

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, raising ValidationError if it is not fit for it."""
        try:
            with transaction.atomic():
                self.check_before_publishing(revision)
                return super().publish(revision, *args, **kwargs)
        except ValidationError as error:
            if kwargs.get("log_action") != SCHEDULED:
                raise
            return self._refuse_scheduled(revision, error)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Take the object off the site."""
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)

    def check_before_publishing(self, revision: Revision) -> None:
        """Check what saving does not: pages check themselves when they are saved live."""

    def clean_row(self, relation: str, row: models.Model) -> None:
        """Check a child object against its parent, which the child does not know in a form."""

    def _refuse_scheduled(self, revision: Revision, error: ValidationError) -> None:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        logger.error(
            "publish_refused model=%s pk=%s revision=%s fields=%s",
            self._meta.label,
            self.pk,
            revision.pk,
            ",".join(getattr(error, "error_dict", {})) or "-",
        )
        log(instance=self, action=REFUSED, revision=revision, data={"errors": error.messages})
