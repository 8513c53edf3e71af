"""Programmes as readers get them: texts by language, people, zones, in few statements."""

from datetime import UTC, date, datetime

import pytest

from events.domain.programme import UnknownTimeZoneError, load_programmes
from tests.factories import DocumentFactory, day_block, note_block, slot_block, uid_of

FIRST, SECOND = date(2015, 6, 22), date(2015, 6, 23)


def slots_of(programme):
    return [(slot.title, slot.text_locale, slot.is_fallback) for slot in programme.slots]


def test_whole_programme_in_order(make_session, network):
    leaflet = DocumentFactory()
    session = make_session(
        [
            day_block(FIRST, "Opening day"),
            slot_block(
                "Opening",
                "09:00",
                "09:30",
                speakers=[(network.boris, "MODERATOR"), network.anna],
                kind="CEREMONY",
                room="Hall",
                track="Plenary",
                languages=["en"],
                interpretation=["fr"],
                summary="Welcome.",
                materials=[leaflet.pk],
            ),
            note_block("Lunch on the terrace"),
            day_block(SECOND),
            slot_block("Night walk", "23:00", "00:30"),
            slot_block("To be announced"),
        ]
    )

    programme = load_programmes([session], [])[session.pk]

    assert programme.time_zone == "Europe/Paris"
    assert programme.slot_count == 3
    first, second = programme.days
    assert (first.date, first.uid, first.title) == (FIRST, uid_of(f"day {FIRST}"), "Opening day")
    assert [note.text for note in first.notes] == ["Lunch on the terrace"]
    (opening,) = first.slots
    assert (opening.uid, opening.kind, opening.room, opening.track) == (
        uid_of("slot Opening"),
        "CEREMONY",
        "Hall",
        "Plenary",
    )
    assert opening.starts_at == datetime(2015, 6, 22, 7, tzinfo=UTC)
    assert opening.ends_at == datetime(2015, 6, 22, 7, 30, tzinfo=UTC)
    assert (opening.languages, opening.interpretation, opening.materials) == (
        ["en"],
        ["fr"],
        [leaflet.pk],
    )
    assert (opening.title, opening.summary) == ("Opening", "Welcome.")
    assert opening.speakers == [
        (network.boris.translation_key, "MODERATOR"),
        (network.anna.translation_key, "SPEAKER"),
    ]
    assert (second.date, second.title, second.notes) == (SECOND, "", [])
    assert [(slot.title, slot.crosses_midnight) for slot in second.slots] == [
        ("Night walk", True),
        ("To be announced", False),
    ]
    assert second.slots[1].starts_at is None


def test_texts_come_in_the_page_language_else_from_the_source(make_session, translate):
    session = make_session(
        [day_block(FIRST, "Day"), note_block("Note"), slot_block("Opening"), slot_block("Talk")]
    )
    french = translate(session, {"Opening": "Ouverture", "Note": "Remarque"})

    found = load_programmes([session, french], [])

    assert slots_of(found[session.pk]) == [("Opening", "en", False), ("Talk", "en", False)]
    assert slots_of(found[french.pk]) == [("Ouverture", "fr", False), ("Talk", "en", True)]
    (day,) = found[french.pk].days
    assert (day.title, day.text_locale, day.is_fallback) == ("Day", "en", True)
    assert [(note.text, note.text_locale, note.is_fallback) for note in day.notes] == [
        ("Remarque", "fr", False)
    ]


def test_chain_is_followed_before_the_source(make_session, translate):
    session = make_session([day_block(FIRST), slot_block("Opening"), slot_block("Talk")])
    translate(session, {"Opening": "Ouverture"})

    assert slots_of(load_programmes([session], ["fr", "xx"])[session.pk]) == [
        ("Opening", "en", False),
        ("Talk", "en", False),
    ]


def test_chain_helps_a_page_in_a_third_language(make_session, translate, network):
    from wagtail.models import Locale

    session = make_session([day_block(FIRST), slot_block("Opening"), slot_block("Talk")])
    translate(session, {"Opening": "Ouverture"})
    spanish = Locale.objects.create(language_code="es")

    class Row:
        pk, translation_key, locale_id, time_zone = 0, session.translation_key, spanish.pk, "UTC"

    assert slots_of(load_programmes([Row], ["fr", "en"])[0]) == [
        ("Ouverture", "fr", True),
        ("Talk", "en", True),
    ]
    assert slots_of(load_programmes([Row], [])[0]) == [
        ("Opening", "en", True),
        ("Talk", "en", True),
    ]


def test_page_without_published_programme_has_no_days(make_session):
    session = make_session([day_block(FIRST), slot_block("Opening")], live=False)

    programme = load_programmes([session], [])[session.pk]

    assert (programme.time_zone, programme.days) == ("Europe/Paris", [])


def test_no_sessions_no_statements(db, count_queries):
    with count_queries() as queries:
        assert load_programmes([], ["en"]) == {}

    assert len(queries) == 0


@pytest.mark.parametrize("count", [1, 8])
def test_statements_do_not_grow_with_sessions(make_session, network, count_queries, count):
    sessions = [
        make_session([day_block(FIRST), slot_block("A", speakers=[network.anna]), slot_block("B")])
        for _ in range(count)
    ]

    with count_queries() as queries:
        found = load_programmes(sessions, ["fr", "en"])

    assert [programme.slot_count for programme in found.values()] == [2] * count
    assert len(queries) == 1


def test_regrouped_in_a_readers_zone(make_session):
    session = make_session(
        [
            day_block(FIRST, "Opening day"),
            slot_block("Opening", "09:00", "09:30"),
            slot_block("Dinner", "20:00", "22:00"),
            day_block(SECOND),
            slot_block("Early", "06:00", "07:00"),
        ]
    )
    programme = load_programmes([session], [])[session.pk]

    seoul = programme.in_zone("Asia/Seoul")
    mexico = programme.in_zone("America/Mexico_City")

    assert seoul.time_zone == "Asia/Seoul"
    assert [(day.date, day.title, [s.title for s in day.slots]) for day in seoul.days] == [
        (FIRST, "Opening day", ["Opening"]),
        (SECOND, "", ["Dinner", "Early"]),
    ]
    assert [(day.date, [s.title for s in day.slots]) for day in mexico.days] == [
        (FIRST, ["Opening", "Dinner", "Early"])
    ]
    assert programme.in_zone("Europe/Paris") is programme
    assert [len(day.slots) for day in programme.days] == [2, 1]
    with pytest.raises(UnknownTimeZoneError):
        programme.in_zone("Nowhere")
