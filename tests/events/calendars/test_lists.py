"""Calendars of many sessions: of organizations, people, themes, and of a whole site."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from wagtail.models import Locale, PageViewRestriction, Site

from cms.statements.prepared import forget_statements
from events.calendars import entries
from events.models import TrainingSessionPage, uid_of_event
from organizations.models import OrganizationPage
from tests.factories import (
    HomePageFactory,
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    SessionOrganizerFactory,
    ThemeFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    VenueFactory,
    day_block,
    slot_block,
    uid_of,
)

FIRST = date(2026, 6, 22)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def organization(network):
    index = OrganizationIndexPageFactory(parent=network.home, slug="organizations")
    return OrganizationPageFactory(parent=index, title="Centre")


@pytest.fixture
def dated(make_session):
    def make(programme=(), **values):
        return make_session(programme, **{"start_date": FIRST, "end_date": FIRST, **values})

    return make


@pytest.fixture
def organized(dated, organization):
    def make(**values):
        session = dated(**values)
        session.organizers.add(SessionOrganizerFactory.build(organization=organization))
        session.save()
        return session

    return make


def uids(*sessions):
    return {session.translation_key.hex for session in sessions}


def test_organization_has_its_sessions_as_wholes(organization, organized, dated, feed):
    session = organized(programme=[day_block(FIRST), slot_block("A", "09:00", "10:00")])
    dated()
    calendar = feed(f"organizations/{organization.translation_key}.ics")

    assert calendar.events.keys() == uids(session)
    assert calendar.text("NAME") == "Centre"


def test_theme_has_its_sessions(dated, feed):
    theme = ThemeFactory(name="Heat")
    session = dated()
    session.themes = [theme]
    session.save_revision().publish()
    dated()
    calendar = feed(f"themes/{theme.translation_key}.ics")

    assert calendar.events.keys() == uids(session)
    assert calendar.text("NAME") == "Heat"
    assert calendar.events[session.translation_key.hex].text("CATEGORIES") == "Heat"


def test_person_has_the_slots_where_the_person_takes_part(dated, feed, network):
    session = dated(
        [
            day_block(FIRST),
            slot_block("A", "09:00", "10:00", speakers=[network.anna]),
            slot_block("B", "10:00", "11:00", speakers=[network.boris]),
        ]
    )
    path = f"people/{network.anna.translation_key}.ics"

    uid = uid_of_event(session.translation_key, uid_of("slot A"))
    assert feed(path).events.keys() == {uid}
    session.unpublish()
    assert feed(path).events[uid]["STATUS"] == "CANCELLED"


def test_all_has_every_session_from_a_year_ago_on(dated, feed, clock):
    old = dated(start_date=date(2025, 5, 29), end_date=date(2025, 5, 30))
    young = dated(start_date=date(2025, 5, 31), end_date=date(2025, 6, 2))
    coming = dated(start_date=date(2030, 1, 1), end_date=date(2030, 1, 1))

    assert feed("all.ics").events.keys() == uids(young, coming)
    assert feed(f"sessions/{old.translation_key}.ics").events.keys() == uids(old)


def test_all_tells_of_what_was_cancelled(dated, feed):
    kept, gone = dated(), dated()
    gone.delete()

    events = feed("all.ics").events
    assert events.keys() == uids(kept, gone)
    assert events[gone.translation_key.hex]["STATUS"] == "CANCELLED"


def test_what_an_organization_left_is_not_in_its_calendar(organization, organized, feed):
    session = organized()
    session.organizers.clear()
    session.save_revision().publish()

    assert feed(f"organizations/{organization.translation_key}.ics").events == {}


def test_no_calendar_is_longer_than_its_limit(dated, feed, monkeypatch):
    monkeypatch.setattr(entries, "MOST", 2)
    # The limit is part of the prepared statement.
    forget_statements()
    sessions = [
        dated(start_date=FIRST + timedelta(n), end_date=FIRST + timedelta(n)) for n in range(3)
    ]

    assert feed("all.ics").events.keys() == uids(*sessions[1:])
    forget_statements()


@pytest.mark.usefixtures("uses_may_break")
@pytest.mark.parametrize("lose", ["unpublish", "delete"])
def test_calendar_of_a_hidden_page_is_none(organization, organized, get, network, lose):
    organized()
    path = f"organizations/{organization.translation_key}.ics"
    assert get(path).status_code == 200
    getattr(OrganizationPage.objects.get(pk=organization.pk), lose)()
    assert get(path).status_code == 404

    person = f"people/{network.anna.translation_key}.ics"
    assert get(person).status_code == 200
    PageViewRestriction.objects.create(page=network.people, restriction_type="login")
    assert get(person).status_code == 404


def test_theme_that_is_a_draft_has_none(get):
    theme = ThemeFactory(live=False)

    assert get(f"themes/{theme.translation_key}.ics").status_code == 404


def test_key_of_another_kind_has_none(organization, organized, get):
    session = organized()

    for kind in ("people", "themes", "sessions"):
        assert get(f"{kind}/{organization.translation_key}.ics").status_code == 404
    assert get(f"organizations/{session.translation_key}.ics").status_code == 404


def test_sites_have_their_own_calendars(dated, feed, get):
    ours, lost = dated(), dated()
    lost.delete()
    home = HomePageFactory(locale=Locale.objects.get(language_code="en"), slug="other")
    Site.objects.create(hostname="other.example", root_page=home, site_name="Other; site")
    index = TrainingSessionIndexPageFactory(parent=home, slug="trainings")
    theirs = TrainingSessionPageFactory(parent=index, start_date=FIRST, end_date=FIRST)
    gone = TrainingSessionPageFactory(parent=index, start_date=FIRST, end_date=FIRST)
    gone.delete()

    assert feed("all.ics").events.keys() == uids(ours, lost)
    calendar = feed("all.ics?site=other.example")
    assert calendar.events.keys() == uids(theirs, gone)
    assert calendar.text("NAME") == "Other; site"
    assert get(f"sessions/{theirs.translation_key}.ics").status_code == 404
    assert get(f"sessions/{gone.translation_key}.ics").status_code == 404
    assert get(f"sessions/{gone.translation_key}.ics?site=other.example").status_code == 200


@pytest.mark.parametrize("count", [1, 12])
def test_statements_do_not_grow(organization, organized, get, network, count_queries, count):
    themes = [ThemeFactory() for _ in range(count)]
    slots = [slot_block(f"S{n}", speakers=[network.anna, network.boris]) for n in range(count)]
    sessions = []
    for n in range(count):
        sessions.append(
            organized(
                programme=[day_block(FIRST), *slots], venue=VenueFactory(), title=f"Session {n}"
            )
        )
        sessions[-1].themes = themes
        sessions[-1].save()
    for lost in (organized(programme=[day_block(FIRST), *slots]) for _ in range(count)):
        lost.delete()

    found = {}
    for path in (
        "all.ics",
        f"organizations/{organization.translation_key}.ics",
        f"themes/{themes[0].translation_key}.ics",
        f"people/{network.anna.translation_key}.ics",
        f"sessions/{sessions[0].translation_key}.ics",
        f"sessions/{sessions[0].translation_key}/slots/{uid_of('slot S0')}.ics",
    ):
        # Content types are remembered from the first request on.
        get(path)
        with count_queries() as queries:
            assert get(path).status_code == 200
        found[path.split("/")[0] if "slots" not in path else "slots"] = len(queries)
    assert found == {
        "all.ics": 7,
        "organizations": 8,
        # The one theme of a calendar of a theme has been read already.
        "themes": 8 if count == 1 else 9,
        "people": 10,
        "sessions": 8,
        "slots": 8,
    }
    assert TrainingSessionPage.objects.count() == count
