"""Calendars are stored like the API's answers: given at once while they are true, and no longer."""

from datetime import date, timedelta

import pytest
from wagtail.models import PageViewRestriction

from cms.caching import answers
from tests.factories import ThemeFactory, VenueFactory, day_block, slot_block

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = date.today() + timedelta(days=100)  # noqa: DTZ011 - any day to come


@pytest.fixture
def session(make_session):
    session = make_session(
        [day_block(FIRST), slot_block("A", "09:00", "10:00")],
        start_date=FIRST,
        end_date=FIRST,
        title="Heat",
        venue=VenueFactory(name="Town Hall"),
    )
    session.themes = [ThemeFactory(name="Cities")]
    session.save_revision().publish()
    return session


@pytest.fixture
def both(get, session):
    """The calendar of the session and of the site, as one text."""
    paths = [f"sessions/{session.translation_key}.ics", "all.ics"]
    return lambda: [get(path).content.decode().replace("\r\n ", "") for path in paths]


def test_a_stored_calendar_costs_one_statement(get, session, count_queries):
    for path in (f"sessions/{session.translation_key}.ics", "all.ics?locale=fr"):
        first = get(path)
        with count_queries() as queries:
            again = get(path)

        assert (again.content, again["ETag"]) == (first.content, first["ETag"])
        assert len(queries) == 1
        assert first["Cache-Tag"] == again["Cache-Tag"]
        assert again["Cache-Control"].startswith("public, max-age=0, s-maxage=")
        with count_queries() as queries:
            assert get(path, if_none_match=first["ETag"]).status_code == 304
        assert len(queries) == 1


def test_languages_and_sites_are_stored_apart(get, session, translate):
    page = translate(session, {})
    page.title = "Canicule"
    page.save_revision().publish()
    path = f"sessions/{session.translation_key}.ics"

    for _ in range(2):
        assert "SUMMARY;LANGUAGE=en:Heat" in get(path).content.decode()
        assert "SUMMARY;LANGUAGE=fr:Canicule" in get(f"{path}?locale=fr").content.decode()


def test_changes_are_told_at_once(both, session):
    assert all("SUMMARY;LANGUAGE=en:Heat\r\n" in text for text in both())
    session.title = "Cold"
    session.save_revision().publish()
    assert all("SUMMARY;LANGUAGE=en:Cold\r\n" in text for text in both())

    session.venue.name = "Library"
    session.venue.save()
    assert all("Library" in text for text in both())
    theme = session.themes.get()
    theme.name = "Towns"
    theme.save()
    assert all("Towns" in text for text in both())

    restriction = PageViewRestriction.objects.create(page=session, restriction_type="login")
    assert all("SUMMARY;LANGUAGE=en:Cancelled" in text for text in both())
    restriction.delete()
    assert all("SUMMARY;LANGUAGE=en:Cold\r\n" in text for text in both())
    session.unpublish()
    assert all("STATUS:CANCELLED" in text for text in both())
    session.delete()
    assert all("STATUS:CANCELLED" in text for text in both())


def test_a_new_session_is_told_at_once(both, session, make_session):
    assert "Another" not in both()[1]
    make_session([], start_date=FIRST, end_date=FIRST, title="Another")

    assert "Another" in both()[1]


def test_what_does_not_exist_is_not_stored(get, session):
    size = answers.LOCAL.size
    assert get("sessions/6f1c1e0e-2f7b-4d52-9a53-0a4a3b1f7c55.ics").status_code == 404

    assert answers.LOCAL.size == size
