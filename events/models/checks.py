"""What must hold before a session goes live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from events.enums import ConflictCode, RegistrationMode
from events.timetable import Conflict, read_timetable
from events.validators import validate_https_url

from .confirming import unconfirmed
from .conflicts import CheckedProgramme, conflicts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wagtail.blocks import StreamValue

    from .session import TrainingSessionPage

MOST_TOLD = 5
# The field of the slot at which a conflict is shown; the others are shown above the block.
FIELDS = {
    ConflictCode.DUPLICATE_DAY: "date",
    ConflictCode.OUTSIDE_SESSION: "date",
    ConflictCode.END_WITHOUT_START: "start",
    ConflictCode.ZERO_LENGTH: "end",
    ConflictCode.NEGATIVE_LENGTH: "end",
    ConflictCode.ROOM_TWICE: "room",
    ConflictCode.ROOM_ELSEWHERE: "room",
}


def find_conflicts(
    stream: StreamValue, session: TrainingSessionPage, user: Any = None
) -> list[Conflict]:
    """Find what is wrong with a programme, draft or live; eight SQL statements at most.

    Of other sessions, those are named that are public or that `user` may edit.
    """
    return _find(stream.get_prep_value(), session, user)


def find_stored_conflicts(session: TrainingSessionPage, user: Any = None) -> list[Conflict]:
    """Do the same for what is stored, which still names people who were deleted."""
    return _find(list(session.programme.raw_data), session, user)


def _find(
    raw: Iterable[Mapping[str, Any]], session: TrainingSessionPage, user: Any
) -> list[Conflict]:
    return conflicts_of([checked_programme(session, raw)], user)[0]


def checked_programme(
    session: TrainingSessionPage, raw: Iterable[Mapping[str, Any]]
) -> CheckedProgramme:
    """Put a stream beside what its conflicts depend on."""
    return CheckedProgramme(
        key=session.translation_key,
        timetable=read_timetable(raw),
        first=session.start_date,
        last=session.end_date,
        time_zone=session.time_zone,
        venue=session.venue_id,
        status=session.status,
    )


def programme_error(
    session: TrainingSessionPage, conflicts: list[Conflict]
) -> StreamBlockValidationError | None:
    """Give the conflicts that stop a publication as errors at their blocks."""
    by_block: dict[int, dict[str, list[str]]] = {}
    stopping = [(it, it.message) for it in conflicts if it.is_error]
    stopping += [
        (
            it,
            _("%(conflict)s Confirm it above the programme, or change it.")
            % {"conflict": it.message},
        )
        for it in unconfirmed(session, conflicts)
    ]
    for conflict, message in stopping:
        field = FIELDS.get(conflict.code, "")
        by_block.setdefault(conflict.position, {}).setdefault(field, []).append(message)
    if not by_block:
        return None
    error = StreamBlockValidationError(
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
    error.message = _summary(stopping)
    return error


def _summary(stopping: list[tuple[Conflict, str]]) -> str:
    """Say the first of what stops a publication, for histories and programs: they show no block."""
    told = " ".join(f"{it.where}: {message}" for it, message in stopping[:MOST_TOLD])
    more = len(stopping) - MOST_TOLD
    if more <= 0:
        return told
    text = ngettext("And %(number)d more conflict.", "And %(number)d more conflicts.", more)
    return f"{told} {text % {'number': more}}"


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
