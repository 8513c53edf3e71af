"""Giving translations to translators, with deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail_localize.models import Translation

from translations.enums import LocaleRole
from translations.models import Assignment

from .reach import translations_reached

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


# The entry in the history of a translation.
ASSIGNED = "translations.assign"


class Unchanged:
    """Says that a value is left as it is."""


LEAVE = Unchanged()


@transaction.atomic
def assign(
    translations: Iterable[Translation],
    user: Any,
    *,
    deadline: date | Unchanged | None = LEAVE,
    assignee: Any = LEAVE,
) -> int:
    """Set deadline or translator of several translations, all or none; give how many changed.

    Raises ValidationError if somebody does not translate into one of the languages.
    """
    chosen = list(translations)
    if assignee not in {LEAVE, None}:
        _check(assignee, chosen)
    rows = Assignment.objects.in_bulk(
        [translation.pk for translation in chosen], field_name="translation_id"
    )
    changed = 0
    for translation in chosen:
        row = rows.get(translation.pk) or Assignment(translation=translation)
        if _set(row, deadline, assignee):
            row.save()
            _log(translation, row, user)
            changed += 1
    return changed


def _check(assignee: Any, translations: list[Translation]) -> None:
    reached = Translation.objects.filter(translations_reached(assignee, {LocaleRole.TRANSLATOR}))
    mine = set(reached.filter(pk__in=[item.pk for item in translations]).values_list(flat=True))
    for translation in translations:
        if translation.pk not in mine:
            raise ValidationError(
                _(
                    "%(name)s does not translate into %(language)s. Choose somebody else, or only "
                    "translations into their languages."
                )
                % {
                    "name": get_user_display_name(assignee),
                    "language": translation.target_locale.get_display_name(),
                }
            )


def _set(row: Assignment, deadline: date | Unchanged | None, assignee: Any) -> bool:
    before = row.deadline, row.assignee_id
    if not isinstance(deadline, Unchanged):
        row.deadline = deadline
    if assignee is not LEAVE:
        row.assignee = assignee
    if row.assignee_id != before[1]:
        row.assigned_at = timezone.now() if row.assignee_id else None
    return (row.deadline, row.assignee_id) != before


def _log(translation: Translation, row: Assignment, user: Any) -> None:
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        return
    data = {
        "deadline": row.deadline.isoformat() if row.deadline else "",
        "assignee": get_user_display_name(row.assignee) if row.assignee else "",
        "assignee_id": row.assignee_id,
    }
    log(instance=target, action=ASSIGNED, user=user, data=data)
