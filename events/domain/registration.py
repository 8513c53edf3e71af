"""Whether somebody can register for a session at a given moment."""

from datetime import datetime
from typing import Protocol

from events.enums import RegistrationMode, RegistrationState, SessionStatus


class Registrable(Protocol):
    """What the answer depends on: a session page, or a row with these columns."""

    status: str
    registration_mode: str
    registration_url: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    ends_before: datetime | None
    capacity: int | None
    waiting_list: bool


CLOSING_STATUSES = {
    SessionStatus.CLOSED,
    SessionStatus.POSTPONED,
    SessionStatus.CANCELLED,
    SessionStatus.DONE,
}


def registration_state(
    session: Registrable, now: datetime, places_taken: int | None = None
) -> RegistrationState:
    """Say what somebody who wants to register meets; without SQL.

    The bounds are instants derived from wall times in the session's zone. What closes for good
    comes before what is not yet open, and both come before what is full.
    """
    if session.registration_mode == RegistrationMode.NONE:
        return RegistrationState.NOT_OFFERED
    closes_at = session.registration_closes_at or session.ends_before
    if session.status in CLOSING_STATUSES or (closes_at is not None and now >= closes_at):
        return RegistrationState.CLOSED
    if _has_no_target(session):
        return RegistrationState.ANNOUNCED
    if session.registration_opens_at is not None and now < session.registration_opens_at:
        return RegistrationState.UPCOMING
    if session.status == SessionStatus.FULL or places_left(session, places_taken) == 0:
        return RegistrationState.WAITING_LIST if session.waiting_list else RegistrationState.FULL
    return RegistrationState.OPEN


def places_left(session: Registrable, places_taken: int | None = None) -> int | None:
    """Count the places left; null where nobody counts or there is no limit."""
    if session.capacity is None or places_taken is None:
        return None
    return max(0, session.capacity - places_taken)


def _has_no_target(session: Registrable) -> bool:
    """Say whether registration is announced, but nobody can say yet where or how."""
    return session.registration_mode == RegistrationMode.ANNOUNCED or (
        session.registration_mode == RegistrationMode.EXTERNAL and not session.registration_url
    )
