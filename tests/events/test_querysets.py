"""Sessions by time in their own zones, and by people, subject, language."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from events.models import TrainingSessionPage
from tests.factories import (
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    ThemeFactory,
    VenueFactory,
    day_block,
    slot_block,
)

FIRST = date(2026, 6, 22)


def titles(queryset):
    return sorted(queryset.values_list("title", flat=True))


@pytest.fixture
def around_the_world(make_session):
    """Make sessions of 22 June 2026 in four zones; the day ends at different instants."""
    for zone in ("Asia/Tehran", "Europe/Paris", "America/Mexico_City", "Pacific/Kiritimati"):
        make_session(title=zone, start_date=FIRST, end_date=FIRST, time_zone=zone)


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (datetime(2026, 6, 22, 9, 59, 59, tzinfo=UTC), []),
        (datetime(2026, 6, 22, 10, 0, 0, tzinfo=UTC), ["Pacific/Kiritimati"]),
        (datetime(2026, 6, 22, 20, 29, 59, tzinfo=UTC), ["Pacific/Kiritimati"]),
        (datetime(2026, 6, 22, 20, 30, 0, tzinfo=UTC), ["Asia/Tehran", "Pacific/Kiritimati"]),
        (
            datetime(2026, 6, 22, 22, 0, 0, tzinfo=UTC),
            ["Asia/Tehran", "Europe/Paris", "Pacific/Kiritimati"],
        ),
        (
            datetime(2026, 6, 23, 6, 0, 0, tzinfo=UTC),
            ["America/Mexico_City", "Asia/Tehran", "Europe/Paris", "Pacific/Kiritimati"],
        ),
    ],
)
def test_session_is_over_when_its_last_day_is_over_where_it_is(around_the_world, now, over):
    sessions = TrainingSessionPage.objects

    assert titles(sessions.past(now)) == over
    assert titles(sessions.upcoming(now)) == sorted(
        {"Asia/Tehran", "Europe/Paris", "America/Mexico_City", "Pacific/Kiritimati"} - set(over)
    )


def test_upcoming_is_one_statement(around_the_world, count_queries):
    with count_queries() as queries:
        list(TrainingSessionPage.objects.upcoming(datetime(2026, 1, 1, tzinfo=UTC)))

    assert len(queries) == 1


def test_printed_end_time_ends_a_session(make_session):
    make_session(start_date=FIRST, end_date=FIRST, end_time=time(17), time_zone="Europe/Paris")

    sessions = TrainingSessionPage.objects
    assert sessions.upcoming(datetime(2026, 6, 22, 14, 59, tzinfo=UTC)).count() == 1
    assert sessions.upcoming(datetime(2026, 6, 22, 15, 0, tzinfo=UTC)).count() == 0


def test_ongoing_session_has_begun_and_is_not_over(around_the_world):
    assert titles(TrainingSessionPage.objects.ongoing(datetime(2026, 6, 21, 12, tzinfo=UTC))) == [
        "Pacific/Kiritimati"
    ]


def test_session_over_new_year_belongs_to_both_years(make_session):
    make_session(title="New year", start_date=date(2025, 12, 30), end_date=date(2026, 1, 2))
    make_session(title="June", start_date=FIRST, end_date=FIRST)

    sessions = TrainingSessionPage.objects
    assert titles(sessions.in_year(2025)) == ["New year"]
    assert titles(sessions.in_year(2026)) == ["June", "New year"]
    assert titles(sessions.in_year(0)) == titles(sessions.in_year(2**63)) == []


def test_date_bounds_are_included(make_session):
    make_session(title="A", start_date=date(2026, 6, 1), end_date=date(2026, 6, 3))
    make_session(title="B", start_date=date(2026, 6, 2), end_date=date(2026, 6, 5))

    sessions = TrainingSessionPage.objects
    assert titles(sessions.starting(date(2026, 6, 2), date(2026, 6, 2))) == ["B"]
    assert titles(sessions.starting(until=date(2026, 6, 1))) == ["A"]
    assert titles(sessions.ending(since=date(2026, 6, 4))) == ["B"]
    assert titles(sessions.starting()) == ["A", "B"]


def test_by_organizer_host_theme_and_venue(make_session, network):
    centres = OrganizationIndexPageFactory(parent=network.home)
    paris, cairo = (OrganizationPageFactory(parent=centres) for _ in range(2))
    water, venue = ThemeFactory(), VenueFactory()
    session = make_session(title="Paris", venue=venue)
    session.organizers.create(organization=paris)
    session.hosts.create(organization=cairo)
    session.themes.add(water)
    session.save()
    make_session(title="Other")

    sessions = TrainingSessionPage.objects
    assert titles(sessions.organized_by(paris.translation_key)) == ["Paris"]
    assert titles(sessions.organized_by(cairo.translation_key)) == []
    assert titles(sessions.hosted_by(cairo.translation_key)) == ["Paris"]
    assert titles(sessions.about(water.translation_key)) == ["Paris"]
    assert titles(sessions.at(venue.translation_key)) == ["Paris"]
    assert titles(sessions.about(uuid4())) == []


def test_by_speaker_in_all_languages_of_the_session(make_session, network, translate):
    session = make_session(
        [day_block(date(2015, 6, 22)), slot_block("A", speakers=[network.anna])], title="With Anna"
    )
    translate(session, {"A": "Â"})
    make_session(title="Without")
    make_session(
        [day_block(date(2015, 6, 22)), slot_block("A", speakers=[network.anna])], live=False
    )

    found = TrainingSessionPage.objects.with_speaker(network.anna.translation_key)
    assert sorted(found.values_list("locale__language_code", flat=True)) == ["en", "fr"]
    assert not TrainingSessionPage.objects.with_speaker(network.boris.translation_key).exists()


@pytest.mark.parametrize("tag", ["fr", "FR"])
def test_by_working_language(make_session, tag):
    make_session(title="Both", working_languages=["en", "fr"])
    make_session(title="Chinese", working_languages=["zh-Hans"])
    make_session(title="None")

    assert titles(TrainingSessionPage.objects.held_in_language(tag)) == ["Both"]
    assert titles(TrainingSessionPage.objects.held_in_language("zh-hans")) == ["Chinese"]


@pytest.mark.parametrize("tag", ["", "%", "_", "e", "en|fr", "|", "\x00", "'; --", "a" * 100_000])
def test_hostile_language_finds_nothing(make_session, tag):
    make_session(working_languages=["en", "fr"])

    assert titles(TrainingSessionPage.objects.held_in_language(tag)) == []


def test_by_mode_and_status(make_session):
    make_session(title="Online", mode="ONLINE", status="OPEN")
    make_session(title="On site", status="DONE")
    make_session(title="Nobody knows", mode="")

    sessions = TrainingSessionPage.objects
    assert titles(sessions.in_mode(["ONLINE", "HYBRID"])) == ["Online"]
    assert titles(sessions.in_mode([""])) == ["Nobody knows"]
    assert titles(sessions.with_status(["DONE"])) == ["On site"]
    assert titles(sessions.with_status([])) == []
