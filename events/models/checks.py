"""What must hold before a session goes live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.models import Page

from events.enums import ConflictCode, RegistrationMode, Severity
from events.timetable import (
    Conflict,
    UnknownTimeZoneError,
    find_conflicts_in,
    get_zone,
    read_timetable,
)
from events.validators import validate_https_url

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue

    from .session import TrainingSessionPage

# The field of the slot at which a conflict is shown; the others are shown above the block.
FIELDS = {
    ConflictCode.DUPLICATE_DAY: "date",
    ConflictCode.OUTSIDE_SESSION: "date",
    ConflictCode.END_WITHOUT_START: "start",
    ConflictCode.ZERO_LENGTH: "end",
    ConflictCode.NEGATIVE_LENGTH: "end",
    ConflictCode.ROOM_TWICE: "room",
}


def find_conflicts(stream: StreamValue, session: TrainingSessionPage) -> list[Conflict]:
    """Find what is wrong with a programme, draft or live; at most one SQL statement."""
    timetable = read_timetable(stream.get_prep_value())
    try:
        zone = get_zone(session.time_zone)
    except UnknownTimeZoneError:
        zone = None
    persons = timetable.persons
    keys = (
        dict(Page.objects.filter(pk__in=persons).values_list("pk", "translation_key"))
        if persons
        else {}
    )
    return find_conflicts_in(
        timetable,
        first=session.start_date,
        last=session.end_date,
        zone=zone,
        person_keys=keys,
    )


def programme_error(conflicts: list[Conflict]) -> StreamBlockValidationError | None:
    """Give the conflicts that stop a publication as errors at their blocks."""
    by_block: dict[int, dict[str, list[str]]] = {}
    for conflict in conflicts:
        if conflict.severity == Severity.ERROR:
            field = FIELDS.get(conflict.code, "")
            messages = by_block.setdefault(conflict.position, {}).setdefault(field, [])
            messages.append(conflict.message)
    if not by_block:
        return None
    return StreamBlockValidationError(
        block_errors={
            position: StructBlockValidationError(
                block_errors={
                    name: ValidationError(messages) for name, messages in fields.items() if name
                },
                non_block_errors=fields.get("", []),
            )
            for position, fields in by_block.items()
        }
    )


def check_dates(session: TrainingSessionPage) -> dict[str, str]:
    """Refuse a session that ends before it starts."""
    first, last = session.start_date, session.end_date
    if first and last and last < first:
        return {"end_date": _("The session ends before it starts.")}
    start, end = session.start_time, session.end_time
    if first and first == last and start and end and end <= start:
        return {"end_time": _("The session ends before it starts.")}
    return {}


def check_registration(session: TrainingSessionPage) -> dict[str, str]:
    """Refuse a registration that nobody could use, judged in the session's zone."""
    errors: dict[str, str] = {}
    if session.registration_opens_time and not session.registration_opens_on:
        errors["registration_opens_on"] = _("Say also on which day.")
    if session.registration_closes_time and not session.registration_closes_on:
        errors["registration_closes_on"] = _("Say also on which day.")
    opens, closes = session.registration_opens_at, session.registration_closes_at
    if opens and closes and closes <= opens:
        errors["registration_closes_on"] = _("Registration closes before it opens.")
    elif opens and session.ends_before and opens >= session.ends_before:
        errors["registration_opens_on"] = _("Registration opens after the session is over.")
    elif closes and session.ends_before and closes > session.ends_before:
        errors["registration_closes_on"] = _("Registration closes after the session is over.")
    errors.update(_check_target(session))
    if session.capacity is not None and session.capacity < 1:
        errors["capacity"] = _("At least one place is needed; leave it empty if there is no limit.")
    return errors


def _check_target(session: TrainingSessionPage) -> dict[str, str]:
    if session.registration_mode != RegistrationMode.EXTERNAL:
        return {}
    if not session.registration_url:
        return {
            "registration_url": _(
                "Give the address where people register, or choose “Announced, details to follow”."
            )
        }
    try:
        validate_https_url(session.registration_url)
    except ValidationError:
        return {"registration_url": _("The address must start with https://.")}
    return {}
