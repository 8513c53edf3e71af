"""One UID in all languages; each text tells the truth about its own."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from events.models import uid_of_event
from tests.factories import ThemeFactory, VenueFactory, day_block, slot_block, uid_of

FIRST = date.today() + timedelta(days=200)  # noqa: DTZ011 - any day to come


@pytest.fixture
def session(make_session):
    return make_session(
        [day_block(FIRST), slot_block("Opening", "09:00", "10:00"), slot_block("Talk", "10:00")],
        start_date=FIRST,
        end_date=FIRST,
        title="Heat plans",
    )


@pytest.fixture
def french(session, translate):
    page = translate(session, {"Opening": "Ouverture"})
    page.title = "Plans canicule"
    page.save_revision().publish()
    return page


def told(events):
    """Give texts with their languages, by UID."""
    return {
        uid: (event.text("SUMMARY"), event.one("SUMMARY").parameters["LANGUAGE"])
        for uid, event in events.items()
    }


def uid(session, title=None):
    return uid_of_event(session.translation_key, title and uid_of(f"slot {title}"))


@pytest.mark.usefixtures("french")
def test_one_uid_and_each_language_its_texts_with_the_truth_about_fallbacks(session, session_feed):
    english, in_french = session_feed(session), session_feed(session, "?locale=fr")

    assert told(english) == {
        uid(session): ("Heat plans", "en"),
        uid(session, "Opening"): ("Opening", "en"),
        uid(session, "Talk"): ("Talk", "en"),
    }
    assert told(in_french) == {
        uid(session): ("Plans canicule", "fr"),
        uid(session, "Opening"): ("Ouverture", "fr"),
        uid(session, "Talk"): ("Talk", "en"),
    }
    assert {e["URL"] for e in in_french.values()} == {
        f"http://localhost/fr/trainings/{session.slug}/"
    }
    for name in ("SEQUENCE", "LAST-MODIFIED", "DTSTART"):
        assert [e[name] for e in english.values()] == [e[name] for e in in_french.values()]


def test_language_without_a_translation_falls_back(session, session_feed):
    Locale.objects.create(language_code="ar")

    assert told(session_feed(session, "?locale=ar"))[uid(session)] == ("Heat plans", "en")
    assert told(session_feed(session, "?locale=ko"))[uid(session)] == ("Heat plans", "en")


def test_alias_tells_the_language_of_its_texts(session, session_feed, network):
    session.copy_for_translation(network.french, alias=True)

    events = session_feed(session, "?locale=fr")
    assert told(events)[uid(session)] == ("Heat plans", "en")
    assert events[uid(session)]["URL"] == f"http://localhost/fr/trainings/{session.slug}/"


@pytest.mark.usefixtures("french")
def test_cancelled_keeps_the_titles_of_each_language(session, session_feed, feed):
    session.delete()
    page = feed(f"sessions/{session.translation_key}.ics?locale=fr")
    # The French page is still public, and now its own source.
    assert page.events[uid(session)]["STATUS"] == "CONFIRMED"


def test_titles_of_a_draft_translation_are_never_told(session, session_feed, translate):
    translate(session, {"Opening": "SECRET"}, publish=False)
    session.unpublish()

    assert told(session_feed(session, "?locale=fr"))[uid(session, "Opening")] == ("Opening", "en")


def test_texts_of_a_private_translation_are_not_told(session, french, session_feed):
    PageViewRestriction.objects.create(page=french, restriction_type="login")

    assert told(session_feed(session, "?locale=fr"))[uid(session)] == ("Heat plans", "en")
    assert told(session_feed(session, "?locale=fr"))[uid(session, "Opening")] == ("Opening", "en")
    session.unpublish()
    assert told(session_feed(session, "?locale=fr")) == {
        uid(session): ("Heat plans", "en"),
        uid(session, "Opening"): ("Opening", "en"),
        uid(session, "Talk"): ("Talk", "en"),
    }


def test_cancelled_titles_come_in_the_language_asked_for(session, french, session_feed):
    for page in (session, french):
        type(session).objects.get(pk=page.pk).unpublish()

    # Each was taken off by itself: what was public last was French, with the original's rest.
    assert told(session_feed(session, "?locale=fr"))[uid(session)] == ("Plans canicule", "fr")


def test_place_themes_and_their_languages(session, session_feed, network):
    venue = VenueFactory(
        name="Town Hall",
        address="1 Main St\nNorth gate",
        city="Cairo",
        latitude=30.05,
        longitude=31.25,
    )
    theme = ThemeFactory(name="Heat, in cities")
    session.venue, session.themes = venue, [theme]
    session.save_revision().publish()
    venue_fr = venue.copy_for_translation(network.french)
    venue_fr.name = "Mairie"
    venue_fr.save()
    venue_fr.save_revision().publish()

    event = session_feed(session, "?locale=fr")[uid(session)]
    place = event.one("LOCATION")
    assert (place.text, place.parameters["LANGUAGE"]) == (
        "Mairie, 1 Main St, North gate, Cairo",
        "fr",
    )
    assert event["GEO"] == "30.050000;31.250000"
    categories = event.one("CATEGORIES")
    assert (categories.raw, categories.parameters["LANGUAGE"]) == ("Heat\\, in cities", "en")


def test_hidden_venue_theme_and_people_are_not_told(make_session, session_feed, network):
    session = make_session(
        [day_block(FIRST), slot_block("A", "09:00", speakers=[network.anna, network.boris])],
        start_date=FIRST,
        end_date=FIRST,
        venue=VenueFactory(live=False, name="HIDDEN"),
    )
    session.themes = [ThemeFactory(name="HIDDEN", expire_at=timezone.now())]
    session.save_revision().publish()
    PageViewRestriction.objects.create(page=network.anna, restriction_type="login")

    events = session_feed(session)
    assert not any("HIDDEN" in item.raw for e in events.values() for item in e.properties)
    assert "Anna" not in events[uid(session, "A")].text("DESCRIPTION")
    assert "Boris" in events[uid(session, "A")].text("DESCRIPTION")
