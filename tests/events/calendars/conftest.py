"""A small network, and calendars as subscribers get them."""

import pytest
from django.test import Client

from tests.support import icalendar_text


@pytest.fixture
def get(network):
    """Ask for a calendar's path; gives the answer."""

    def get(path, **headers):
        return Client().get(f"/calendar/{path}", headers=headers)

    return get


@pytest.fixture
def feed(get):
    """Ask for a calendar that is there, and read it strictly."""

    def feed(path):
        response = get(path)
        assert response.status_code == 200, response.content
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return icalendar_text.read(response.content)

    return feed


@pytest.fixture
def session_feed(feed):
    """The events of a session's calendar, by UID."""
    return lambda session, query="": feed(f"sessions/{session.translation_key}.ics{query}").events


@pytest.fixture
def numbers(session_feed):
    """The numbers that clients compare, by UID."""

    def numbers(session):
        return {
            uid: (int(event["SEQUENCE"]), event["LAST-MODIFIED"], event["DTSTAMP"])
            for uid, event in session_feed(session).items()
        }

    return numbers
