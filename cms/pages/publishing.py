"""Publishing as one step: all of it happens, or nothing."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.log_actions import log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wagtail.models import Revision

logger = logging.getLogger(__name__)

# What other apps ask before anything is published: functions of the object and its revision that
# raise ValidationError. They are added when the application starts.
PUBLISH_CHECKS: list[Callable[[Any, Revision], None]] = []

SCHEDULED = "wagtail.publish.scheduled"
REFUSED = "cms.publish.refused"
TOGETHER = "cms.publish.together"


_is_checked_later: ContextVar[bool] = ContextVar("publishing_is_checked_later", default=False)


@contextmanager
def checked_later() -> Iterator[None]:
    """Let content be published that is checked when all that belongs to it is public, too.

    Whoever uses it checks each object with `check_published` before the transaction ends.
    """
    token = _is_checked_later.set(True)
    try:
        yield
    finally:
        _is_checked_later.reset(token)


def is_checked_later() -> bool:
    """Say whether content is checked once more is public."""
    return _is_checked_later.get()


def check_published(instance: models.Model) -> None:
    """Check what was published inside `checked_later`."""
    type(instance)._default_manager.get(pk=instance.pk).full_clean()


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

    def save_revision(self, *args: Any, clean: bool = True, **kwargs: Any) -> Revision:
        """Save a revision: a draft until it is published, and checked as one."""
        if clean:
            self.check_draft()
        return super().save_revision(*args, clean=False, **kwargs)

    def check_draft(self) -> None:
        """Check what a draft cannot do without."""
        raise NotImplementedError

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, raising ValidationError if it is not fit for it."""
        try:
            with transaction.atomic():
                if not is_checked_later():
                    self.check_before_publishing(revision)
                for check in PUBLISH_CHECKS:
                    check(self, revision)
                return super().publish(revision, *args, **kwargs)
        except ValidationError as error:
            if kwargs.get("log_action") != SCHEDULED:
                raise
            return refuse_scheduled(self, revision, error)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Take the object off the site."""
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)

    def check_before_publishing(self, revision: Revision) -> None:
        """Check what saving does not: pages check themselves when they are saved live."""

    def clean_row(self, relation: str, row: models.Model) -> None:
        """Check a child object against its parent, which the child does not know in a form."""


def refuse_scheduled(instance: models.Model, revision: Revision, error: ValidationError) -> None:
    """Take a revision off the schedule, and say why in the history of its object."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    logger.error(
        "publish_refused model=%s pk=%s revision=%s fields=%s",
        instance._meta.label,
        instance.pk,
        revision.pk,
        ",".join(getattr(error, "error_dict", {})) or "-",
    )
    log(instance=instance, action=REFUSED, revision=revision, data={"errors": error.messages})
