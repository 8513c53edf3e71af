"""What a session needs to go live, and what its translations share."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from events.models import TrainingSessionPage, Venue
from tests.factories import (
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    ThemeFactory,
    VenueFactory,
    day_block,
    slot_block,
)

FIRST = date(2015, 6, 22)


def problems(session):
    with pytest.raises(ValidationError) as error:
        session.full_clean()
    return {name: [str(m) for m in messages] for name, messages in error.value.message_dict.items()}


def test_dates_are_enough_to_go_live(make_session):
    session = make_session()

    assert session.live
    assert (session.start_time, session.programme.get_prep_value()) == (None, [])
    assert session.starts_at == datetime(2015, 6, 21, 22, tzinfo=UTC)
    assert session.ends_before == datetime(2015, 6, 25, 22, tzinfo=UTC)


def test_times_that_come_later_keep_the_identity(make_session):
    session = make_session([day_block(FIRST), slot_block("Opening")])
    before = list(session.programme_slots.values_list("pk", "uid"))
    session.start_time = time(9)
    session.programme = [day_block(FIRST), slot_block("Opening", "09:00", "09:30")]
    session.save_revision().publish()
    again = TrainingSessionPage.objects.get(pk=session.pk)

    assert again.translation_key == session.translation_key
    assert list(again.programme_slots.values_list("pk", "uid")) == before
    assert again.starts_at == datetime(2015, 6, 22, 7, tzinfo=UTC)


def test_draft_may_be_empty(make_session):
    session = make_session(live=False, start_date=None, end_date=None, time_zone="")

    assert set(problems(session)) == {"start_date", "end_date", "time_zone"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end_date": date(2015, 6, 21)}, "end_date"),
        ({"end_date": FIRST, "start_time": time(10), "end_time": time(10)}, "end_time"),
        ({"start_date": date(1, 1, 1)}, "start_date"),
        ({"end_date": date(9999, 12, 31)}, "end_date"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"registration_mode": "EXTERNAL"}, "registration_url"),
        (
            {"registration_mode": "EXTERNAL", "registration_url": "http://example.org/"},
            "registration_url",
        ),
        (
            {"registration_mode": "EXTERNAL", "registration_url": "javascript:alert(1)"},
            "registration_url",
        ),
        ({"registration_opens_time": time(9)}, "registration_opens_on"),
        (
            {"registration_opens_on": FIRST, "registration_closes_on": date(2015, 6, 1)},
            "registration_closes_on",
        ),
        ({"registration_opens_on": date(2015, 6, 26)}, "registration_opens_on"),
        ({"registration_closes_on": date(2015, 6, 26)}, "registration_closes_on"),
        ({"capacity": 0}, "capacity"),
        ({"working_languages": ["en", "en"]}, "working_languages"),
        ({"working_languages": "en"}, "working_languages"),
        ({"working_languages": ["en\x00"]}, "working_languages"),
        ({"mode": "TELEPATHY"}, "mode"),
    ],
)
def test_impossible_values_are_refused_at_their_field(make_session, values, field):
    session = make_session(live=False)
    for name, value in values.items():
        setattr(session, name, value)

    assert field in problems(session)


def test_conflict_stops_publishing_at_its_block(make_session):
    session = make_session([day_block(FIRST), slot_block("A")])
    session.programme = [
        day_block(FIRST),
        slot_block("A", "09:00", "10:00", room="1"),
        slot_block("B", "09:30", "11:00", room="1"),
    ]
    revision = session.save_revision(clean=False)

    with pytest.raises(ValidationError) as error:
        revision.publish()

    (stream_error,) = error.value.error_dict["programme"]
    assert stream_error.as_json_data() == {
        "blockErrors": {
            2: {
                "blockErrors": {
                    "room": {"messages": ["The room “1” is taken by “22 June, 09:00 A”."]}
                }
            }
        }
    }
    session.refresh_from_db()
    assert [child.value.get("title") for child in session.programme][1:] == ["A"]


def test_warning_does_not_stop_publishing(make_session):
    session = make_session(
        [day_block(FIRST), slot_block("B", "11:00", "12:00"), slot_block("A", "10:00", "10:30")]
    )

    assert session.live


def test_empty_required_title_of_a_slot_stops_publishing(make_session):
    session = make_session([day_block(FIRST), slot_block("A")])
    session.programme = [day_block(FIRST), slot_block("")]

    assert list(problems(session)) == ["programme"]


def test_speaker_of_another_language_is_refused(make_session, network):
    french = network.anna.copy_for_translation(network.french, copy_parents=True)
    session = make_session([day_block(FIRST), slot_block("A")])
    session.programme = [day_block(FIRST), slot_block("A", speakers=[french])]

    assert "another language" in problems(session)["programme"][0]


def test_synchronised_fields_follow_the_source_and_texts_do_not(make_session, translate, network):
    centre = OrganizationPageFactory(parent=OrganizationIndexPageFactory(parent=network.home))
    session = make_session(title="Climate", theme="Adapt", capacity=20)
    french = translate(session, {})
    french.title, french.theme = "Climat", "S'adapter"
    french.save_revision().publish()
    waiting = TrainingSessionPage.objects.get(pk=french.pk).save_revision()

    session.start_date, session.end_date = date(2015, 6, 23), date(2015, 6, 26)
    session.capacity = 25
    session.status = "OPEN"
    session.venue = VenueFactory()
    session.organizers.add(session.organizers.model(organization=centre))
    session.themes.add(ThemeFactory())
    session.save_revision().publish()

    again = TrainingSessionPage.objects.get(pk=french.pk)
    assert (again.title, again.theme) == ("Climat", "S'adapter")
    assert (again.start_date, again.capacity, again.status) == (date(2015, 6, 23), 25, "OPEN")
    assert again.ends_before == datetime(2015, 6, 26, 22, tzinfo=UTC)
    assert again.venue == session.venue
    assert [row.organization.pk for row in again.organizers.all()] == [centre.pk]
    assert again.themes.count() == 1

    waiting.refresh_from_db()
    waiting.as_object().save_revision().publish()
    again.refresh_from_db()
    assert (again.capacity, again.ends_before) == (25, datetime(2015, 6, 26, 22, tzinfo=UTC))


def test_rooms_and_tracks_offer_nothing_to_translate(make_session, network):
    from wagtail_localize.segments.extract import extract_segments

    session = make_session(
        [
            day_block(FIRST, "Day"),
            slot_block(
                "Opening", "09:00", "10:00", room="Hall", track="Plenary", speakers=[network.anna],
                summary="Welcome",
            ),
        ]
    )  # fmt: skip

    texts = [
        segment.string.data
        for segment in extract_segments(session)
        if segment.path.startswith("programme.") and hasattr(segment, "string")
    ]
    others = [
        segment.path
        for segment in extract_segments(session)
        if segment.path.startswith("programme.") and not hasattr(segment, "string")
    ]
    assert sorted(texts) == ["Day", "Opening", "Welcome"]
    assert others == []


def test_two_themes_cannot_share_a_slug(db):
    theme = ThemeFactory(slug="water")
    twin = ThemeFactory.build(slug="water", locale=theme.locale)

    assert list(problems(twin)) == ["slug"]


def test_theme_gets_a_slug_in_latin_letters(db):
    theme = ThemeFactory.build(name="تغيّر المناخ", slug="", locale=ThemeFactory().locale)
    theme.full_clean()

    assert theme.slug.isascii()
    assert theme.slug != ""


def test_venue_needs_both_coordinates_or_none(db):
    venue = Venue(name="Hall", latitude=48.8, locale=VenueFactory().locale)

    assert list(problems(venue)) == ["longitude"]


def test_venue_and_theme_can_be_scheduled_and_drafted(db):
    venue = VenueFactory(live=False)
    venue.name = "New name"
    venue.save_revision().publish()
    venue.refresh_from_db()

    assert (venue.live, venue.name, str(venue)) == (True, "New name", "New name, Paris")
