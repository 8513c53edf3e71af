"""What somebody who wants to register meets."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.domain.registration import places_left, registration_state
from events.models import TrainingSessionPage

# A page asks for its content type as soon as it is made.
pytestmark = pytest.mark.django_db

# Closes at 23:59:59 of 31 May in Mexico City, which is 06:00 UTC of 1 June.
DEFAULTS = {
    "start_date": date(2026, 6, 22),
    "end_date": date(2026, 6, 25),
    "time_zone": "America/Mexico_City",
    "registration_mode": "INTERNAL",
    "registration_opens_on": date(2026, 4, 1),
    "registration_opens_time": time(9),
    "registration_closes_on": date(2026, 5, 31),
}
OPENS = datetime(2026, 4, 1, 15, tzinfo=UTC)
CLOSES = datetime(2026, 6, 1, 6, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BETWEEN = datetime(2026, 5, 1, tzinfo=UTC)


def state(now=BETWEEN, taken=None, **values):
    session = TrainingSessionPage(**{**DEFAULTS, **values})
    session.derive()
    return registration_state(session, now, taken).value


def test_bounds_are_local_times_of_the_session():
    assert state(OPENS - SECOND) == "UPCOMING"
    assert state(OPENS) == "OPEN"
    assert state(CLOSES - SECOND) == "OPEN"
    assert state(CLOSES) == "CLOSED"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"registration_mode": "NONE"}, "NOT_OFFERED"),
        ({"registration_mode": "ANNOUNCED"}, "ANNOUNCED"),
        ({"registration_mode": "EXTERNAL"}, "ANNOUNCED"),
        ({"registration_mode": "EXTERNAL", "registration_url": "https://x.example"}, "OPEN"),
        ({"status": "CANCELLED"}, "CLOSED"),
        ({"status": "POSTPONED", "registration_mode": "ANNOUNCED"}, "CLOSED"),
        ({"status": "FULL"}, "FULL"),
        ({"status": "FULL", "waiting_list": True}, "WAITING_LIST"),
        ({"capacity": 20, "taken": 19}, "OPEN"),
        ({"capacity": 20, "taken": 20}, "FULL"),
        ({"capacity": 20, "taken": 21, "waiting_list": True}, "WAITING_LIST"),
        ({"capacity": None, "taken": 1000}, "OPEN"),
    ],
)
def test_state_follows_mode_status_and_places(values, expected):
    assert state(**values) == expected


def test_without_a_period_registration_ends_with_the_session():
    values = {
        "registration_opens_on": None,
        "registration_opens_time": None,
        "registration_closes_on": None,
    }

    assert state(datetime(2026, 6, 26, 5, 59, 59, tzinfo=UTC), **values) == "OPEN"
    assert state(datetime(2026, 6, 26, 6, tzinfo=UTC), **values) == "CLOSED"


def test_places_left_are_never_negative():
    session = TrainingSessionPage(capacity=20)

    assert [places_left(session, taken) for taken in (None, 0, 20, 25)] == [None, 20, 0, 0]
    assert places_left(TrainingSessionPage(), 3) is None
