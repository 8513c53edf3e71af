"""The rows of a programme follow what is live, whichever way it came or went."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from cms.references.guard import references_may_break
from events.domain.programme import write_programme
from events.models import DayText, ProgrammeDay, ProgrammeSlot, SlotSpeaker, SlotText
from tests.factories import day_block, note_block, slot_block, uid_of

FIRST = date(2015, 6, 22)


def rows():
    """Give everything in the tables, without primary keys."""
    return {
        "days": list(
            ProgrammeDay.objects.order_by("session", "position").values_list(
                "session", "uid", "position", "date"
            )
        ),
        "slots": list(
            ProgrammeSlot.objects.order_by("session", "position").values_list(
                "session", "uid", "position", "day", "start_time", "end_time", "time_zone",
                "starts_at", "ends_at", "kind", "track", "room", "languages", "interpretation",
                "materials",
            )
        ),
        "texts": sorted(
            SlotText.objects.values_list("slot__uid", "locale__language_code", "title", "summary")
        ),
        "day_texts": sorted(
            (str(uid), locale, title, json.dumps(notes, sort_keys=True))
            for uid, locale, title, notes in DayText.objects.values_list(
                "day__uid", "locale__language_code", "title", "notes"
            )
        ),
        "speakers": sorted(
            SlotSpeaker.objects.values_list("slot__uid", "position", "person_key", "role")
        ),
    }  # fmt: skip


EMPTY = {"days": [], "slots": [], "texts": [], "day_texts": [], "speakers": []}


def titles(locale="en"):
    texts = SlotText.objects.filter(locale__language_code=locale)
    return list(texts.order_by("slot__position").values_list("title", flat=True))


def test_publishing_writes_days_slots_texts_and_people(make_session, network):
    session = make_session(
        [
            day_block(FIRST, "Opening day"),
            note_block("Bring a coat"),
            slot_block(
                "Opening",
                "09:00",
                "09:30",
                speakers=[network.anna, (network.boris, "MODERATOR")],
                kind="CEREMONY",
                track="Plenary",
                room="Hall",
                languages=["en"],
                interpretation=["fr", "ar"],
                summary="Words of welcome.",
                materials=[],
            ),
        ]
    )

    assert rows() == {
        "days": [(session.pk, uid_of("day 2015-06-22"), 0, FIRST)],
        "slots": [
            (
                session.pk,
                uid_of("slot Opening"),
                2,
                FIRST,
                time(9),
                time(9, 30),
                "Europe/Paris",
                datetime(2015, 6, 22, 7, tzinfo=UTC),
                datetime(2015, 6, 22, 7, 30, tzinfo=UTC),
                "CEREMONY",
                "Plenary",
                "Hall",
                ["en"],
                ["fr", "ar"],
                [],
            )
        ],
        "texts": [(uid_of("slot Opening"), "en", "Opening", "Words of welcome.")],
        "day_texts": [
            (
                str(uid_of("day 2015-06-22")),
                "en",
                "Opening day",
                json.dumps(
                    [
                        {
                            "position": 1,
                            "text": "Bring a coat",
                            "uid": str(uid_of("note Bring a coat")),
                        }
                    ]
                ),
            )
        ],
        "speakers": [
            (uid_of("slot Opening"), 0, network.anna.translation_key, "SPEAKER"),
            (uid_of("slot Opening"), 1, network.boris.translation_key, "MODERATOR"),
        ],
    }


def test_draft_writes_nothing(make_session):
    make_session([day_block(FIRST), slot_block("Opening")], live=False)

    assert rows() == EMPTY


def test_draft_of_live_page_changes_no_row(make_session):
    session = make_session([day_block(FIRST), slot_block("Opening")])
    before = rows()
    session.programme = []
    session.save_revision()

    assert rows() == before


def test_rows_of_unchanged_blocks_stay_the_same(make_session):
    session = make_session([day_block(FIRST), slot_block("A"), slot_block("B")])
    pks = dict(ProgrammeSlot.objects.values_list("uid", "pk"))
    day = ProgrammeDay.objects.get().pk

    session.programme = [
        day_block(FIRST),
        slot_block("C"),
        slot_block("B", room="2"),
        slot_block("A"),
    ]
    session.save_revision().publish()

    after = dict(ProgrammeSlot.objects.values_list("uid", "pk"))
    assert after[uid_of("slot A")] == pks[uid_of("slot A")]
    assert after[uid_of("slot B")] == pks[uid_of("slot B")]
    assert ProgrammeDay.objects.get().pk == day
    assert titles() == ["C", "B", "A"]
    assert ProgrammeSlot.objects.get(uid=uid_of("slot B")).room == "2"


def test_removed_blocks_leave_no_rows(make_session, network):
    session = make_session([day_block(FIRST, "T"), slot_block("A", speakers=[network.anna])])
    session.programme = []
    session.save_revision().publish()

    assert rows() == EMPTY


def test_unpublishing_removes_the_rows(make_session):
    session = make_session([day_block(FIRST), slot_block("A")])
    session.unpublish()

    assert rows() == EMPTY


def test_unpublishing_as_a_plain_page_removes_the_rows(make_session):
    session = make_session([day_block(FIRST), slot_block("A")])
    Page.objects.get(pk=session.pk).unpublish()

    assert rows() == EMPTY


def test_scheduled_expiry_removes_the_rows(make_session):
    session = make_session([day_block(FIRST), slot_block("A")])
    session.expire_at = timezone.now() - timedelta(minutes=1)
    session.save()
    call_command("publish_scheduled")

    assert not Page.objects.get(pk=session.pk).live
    assert rows() == EMPTY


def test_deleting_a_parent_removes_the_rows(make_session, network):
    make_session([day_block(FIRST), slot_block("A")])
    network.trainings.delete()

    assert rows() == EMPTY


def test_translation_adds_texts_and_takes_structure_from_the_source(make_session, translate):
    session = make_session(
        [day_block(FIRST, "Day"), slot_block("Opening", "09:00"), slot_block("Talk")]
    )
    french = translate(session, {"Opening": "Ouverture", "Day": "Jour"})

    assert titles("fr") == ["Ouverture"]
    assert list(ProgrammeSlot.objects.values_list("session", flat=True)) == [session.pk, session.pk]

    session.programme = [
        day_block(FIRST, "Day"),
        slot_block("Talk"),
        slot_block("Opening", "08:30"),
    ]
    session.save_revision().publish()

    assert titles("fr") == ["Ouverture"]
    assert ProgrammeSlot.objects.get(uid=uid_of("slot Opening")).start_time == time(8, 30)
    assert french.live


def test_text_equal_to_the_source_is_no_translation(make_session, translate):
    session = make_session([day_block(FIRST, "Day"), slot_block("Opening"), note_block("Note")])
    translate(session, {})

    assert titles("fr") == []
    assert DayText.objects.filter(locale__language_code="fr").count() == 0


def test_publishing_a_translation_leaves_other_rows_alone(make_session, translate):
    session = make_session([day_block(FIRST), slot_block("Opening"), slot_block("Talk")])
    english = set(SlotText.objects.values_list("pk", flat=True))
    french = translate(session, {"Opening": "Ouverture"})
    french.programme[1].value["title"] = "Accueil"
    french.save_revision().publish()

    assert (
        set(SlotText.objects.filter(locale=session.locale).values_list("pk", flat=True)) == english
    )
    assert titles("fr") == ["Accueil"]


def test_draft_translation_shows_nothing(make_session, translate):
    session = make_session([day_block(FIRST), slot_block("Opening")])
    translate(session, {"Opening": "Ouverture"}, publish=False)

    assert titles("fr") == []


def test_slot_that_comes_back_finds_its_translation(make_session, translate):
    session = make_session([day_block(FIRST), slot_block("Opening")])
    translate(session, {"Opening": "Ouverture"})
    for programme in ([day_block(FIRST)], [day_block(FIRST), slot_block("Opening")]):
        session.programme = programme
        session.save_revision().publish()

    assert titles("fr") == ["Ouverture"]


def test_unpublished_translation_takes_its_texts_away(make_session, translate):
    session = make_session([day_block(FIRST), slot_block("Opening")])
    translate(session, {"Opening": "Ouverture"}).unpublish()

    assert titles("fr") == []
    assert titles("en") == ["Opening"]


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_translation_stands_alone_when_its_source_goes(make_session, translate, how):
    session = make_session([day_block(FIRST), slot_block("Opening"), slot_block("Talk")])
    french = translate(session, {"Opening": "Ouverture"})
    getattr(session, how)()

    assert titles("en") == []
    assert titles("fr") == ["Ouverture", "Talk"]
    assert set(ProgrammeSlot.objects.values_list("session", flat=True)) == {french.pk}


def test_source_takes_over_again_when_it_comes_back(make_session, translate):
    session = make_session([day_block(FIRST), slot_block("Opening"), slot_block("Talk")])
    translate(session, {"Opening": "Ouverture"})
    expected = rows()
    session.unpublish()
    session.refresh_from_db()
    session.save_revision().publish()

    assert rows() == expected


def test_alias_made_by_locale_sync_adds_no_texts(make_session, network):
    session = make_session([day_block(FIRST), slot_block("Opening")])
    before = rows()
    alias = session.copy_for_translation(network.french, alias=True)

    assert alias.live
    assert rows() == before

    session.programme = [day_block(FIRST), slot_block("Opening"), slot_block("Talk")]
    session.save_revision().publish()

    assert titles("en") == ["Opening", "Talk"]
    assert titles("fr") == []


def test_alias_with_a_key_of_its_own_has_rows_of_its_own(make_session, network):
    session = make_session([day_block(FIRST), slot_block("Opening")])
    alias = session.create_alias(parent=network.trainings, update_slug="again")

    assert list(ProgrammeSlot.objects.values_list("session", flat=True)) == [session.pk, alias.pk]

    session.programme = [day_block(FIRST)]
    session.save_revision().publish()

    assert rows()["slots"] == []


def test_copied_page_has_rows_of_its_own(make_session):
    session = make_session([day_block(FIRST), slot_block("Opening")])
    copy = session.copy(update_attrs={"slug": "copy"}, keep_live=True)

    assert set(ProgrammeSlot.objects.values_list("session", "uid")) == {
        (session.pk, uid_of("slot Opening")),
        (copy.pk, uid_of("slot Opening")),
    }


def test_person_who_is_gone_is_left_out(make_session, network):
    session = make_session(
        [day_block(FIRST), slot_block("A", speakers=[network.anna, network.boris])]
    )
    with references_may_break():
        network.anna.delete()
    session.refresh_from_db()
    session.save_revision(clean=False)
    write_programme(session)

    assert [row[2] for row in rows()["speakers"]] == [network.boris.translation_key]


def test_publishing_and_rows_are_one_step(make_session, monkeypatch):
    session = make_session([day_block(FIRST), slot_block("A")])
    session.programme = [day_block(FIRST), slot_block("x" * 255)]
    revision = session.save_revision()
    # The database itself fails, after the page is written.
    monkeypatch.setattr(SlotText._meta.get_field("title"), "column", "no_such_column")

    with pytest.raises(Exception, match="no_such_column"):
        revision.publish()
    monkeypatch.undo()

    session.refresh_from_db()
    assert session.programme[1].value["title"] == "A"
    assert titles() == ["A"]


@pytest.mark.parametrize("count", [1, 60])
def test_statements_do_not_grow_with_slots(make_session, translate, network, count_queries, count):
    programme = [
        day_block(FIRST, "Day"),
        *(slot_block(f"Slot {n}", speakers=[network.anna, network.boris]) for n in range(count)),
    ]
    session = make_session(programme)
    french = translate(session, {f"Slot {n}": f"Créneau {n}" for n in range(count)})

    with count_queries() as all_rows:
        write_programme(session)
    with count_queries() as texts_only:
        write_programme(french)

    assert SlotText.objects.count() == 2 * count
    assert len(all_rows) == 27
    assert len(texts_only) == 21


@pytest.mark.parametrize("count", [1, 60])
def test_statements_do_not_grow_with_removed_slots(make_session, network, count_queries, count):
    session = make_session([day_block(FIRST), *(slot_block(f"Slot {n}") for n in range(count))])
    session.programme = []
    session.save(clean=False)
    with count_queries() as queries:
        write_programme(session)

    assert len(queries) == 21


def test_hostile_texts_are_kept_as_they_are(make_session):
    title = "\u202egnideM\u202c <script>alert(1)</script> 🏙 'quoted\" %s {x}"
    make_session([day_block(FIRST, title), slot_block(title, summary="x" * 2000)])

    assert titles() == [title]
    assert SlotText.objects.get().summary == "x" * 2000
