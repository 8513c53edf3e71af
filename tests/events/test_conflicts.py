"""What is found wrong with a programme."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.enums import ConflictCode, ConflictLevel
from events.timetable import Person as Known
from events.timetable import find_conflicts_in, get_zone, read_timetable
from events.timetable.naming import name_of
from tests.factories import day_block, note_block, slot_block, uid_of

FIRST, LAST = date(2015, 6, 22), date(2015, 6, 25)


class Person:
    def __init__(self, pk):
        self.pk = pk


def conflicts(*blocks, zone="Europe/Paris", persons=None, first=FIRST, last=LAST):
    found = find_conflicts_in(
        read_timetable(blocks),
        first=first,
        last=last,
        zone=zone and get_zone(zone),
        persons=persons,
    )
    return [(conflict.code.value, conflict.position) for conflict in found]


def test_sound_programme_has_no_conflict():
    assert (
        conflicts(
            day_block(FIRST),
            slot_block("Opening", "09:00", "09:30", room="Hall", speakers=[Person(1)]),
            slot_block("Talk", "09:30", "10:30", room="Hall", speakers=[Person(1)]),
            slot_block("Without time"),
            note_block("Bring a coat"),
            day_block(LAST),
            slot_block("Dinner", "22:00", "01:00"),
        )
        == []
    )


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([slot_block("A"), day_block(FIRST)], [("BEFORE_FIRST_DAY", 0)]),
        ([note_block("A"), day_block(FIRST)], [("BEFORE_FIRST_DAY", 0)]),
        ([day_block(FIRST), day_block(FIRST, name="again")], [("DUPLICATE_DAY", 1)]),
        ([day_block("2015-06-21")], [("OUTSIDE_SESSION", 0)]),
        ([day_block("2015-06-26")], [("OUTSIDE_SESSION", 0)]),
        ([day_block(FIRST), slot_block("A", None, "10:00")], [("END_WITHOUT_START", 1)]),
        ([day_block(FIRST), slot_block("A", "10:00", "10:00")], [("ZERO_LENGTH", 1)]),
        ([day_block(FIRST), slot_block("A", "10:00", "09:00")], [("NEGATIVE_LENGTH", 1)]),
    ],
)
def test_misplaced_or_impossible_blocks_are_errors(blocks, expected):
    assert conflicts(*blocks) == expected


def test_room_is_taken_regardless_of_case_and_day_boundary():
    assert conflicts(
        day_block(FIRST),
        slot_block("Party", "23:00", "02:00", room="Hall"),
        day_block("2015-06-23"),
        slot_block("Cleaning", "01:00", "03:00", room=" hall "),
    ) == [("ROOM_TWICE", 3)]


def test_person_is_one_in_two_languages():
    blocks = [
        day_block(FIRST),
        slot_block("A", "09:00", "10:00", speakers=[Person(1)]),
        slot_block("B", "09:59", "11:00", speakers=[Person(2)]),
    ]

    assert conflicts(*blocks) == []
    assert conflicts(*blocks, persons={1: Known("anna", "Anna"), 2: Known("anna", "Anne")}) == [
        ("SPEAKER_TWICE", 2)
    ]


def test_two_open_slots_at_one_moment_clash():
    assert conflicts(
        day_block(FIRST), slot_block("A", "09:00", room="1"), slot_block("B", "09:00", room="1")
    ) == [("ROOM_TWICE", 2)]


def test_long_slot_clashes_with_each_of_several_short_ones():
    assert conflicts(
        day_block(FIRST),
        slot_block("All day", "09:00", "17:00", room="1"),
        slot_block("A", "09:30", "10:00", room="1"),
        slot_block("B", "11:00", "12:00", room="1"),
    ) == [("ROOM_TWICE", 2), ("ROOM_TWICE", 3)]


def test_clocks_going_forward_leave_a_time_out_and_back_repeat_one():
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)

    assert conflicts(
        day_block(spring), slot_block("A", "02:30", "04:00"), first=spring, last=spring
    ) == [("NONEXISTENT_TIME", 1)]
    assert conflicts(
        day_block(autumn), slot_block("A", "02:30", "04:00"), first=autumn, last=autumn
    ) == [("AMBIGUOUS_TIME", 1)]


def test_warnings_do_not_stop_a_publication():
    blocks = [
        day_block(FIRST),
        slot_block("B", "11:00", "12:00", track="Water"),
        slot_block("A", "10:30", "11:30", track="Water"),
        slot_block("Late", "18:00", "19:00"),
    ]
    found = find_conflicts_in(read_timetable(blocks), first=FIRST, last=LAST)

    assert [(conflict.code, conflict.position) for conflict in found] == [
        (ConflictCode.TRACK_OVERLAP, 1),
        (ConflictCode.OUT_OF_ORDER, 2),
        (ConflictCode.LONG_GAP, 3),
    ]
    assert {conflict.level for conflict in found} == {ConflictLevel.NOTICE}
    assert found[0].block_id == uid_of("slot B")


def test_messages_name_people_rooms_and_the_other_slot():
    blocks = [
        day_block(FIRST),
        slot_block("Opening", "09:00", "10:00", room="Hall", speakers=[Person(1)]),
        slot_block("Talk", "09:30", "10:30", room="Hall", speakers=[Person(2), Person(1)]),
    ]
    known = {1: Known("anna", "Anna"), 2: Known("boris", "Boris")}
    found = find_conflicts_in(read_timetable(blocks), first=FIRST, last=LAST, persons=known)

    assert [(conflict.where, conflict.message) for conflict in found] == [
        ("22 June, 09:30 Talk", "The room “Hall” is taken by “22 June, 09:00 Opening”."),
        ("22 June, 09:30 Talk", "Anna takes part in “22 June, 09:00 Opening” at the same time."),
    ]


def test_blocks_are_named_as_far_as_they_are_known():
    timetable = read_timetable(
        [note_block("Hello"), day_block(None), day_block(FIRST, "Opening day"), slot_block("")]
    )
    blocks = [*timetable.notes, *timetable.days, *timetable.slots]

    assert [name_of(block) for block in blocks] == [
        "Note",
        "Day without a date",
        "22 June, Opening day",
        "22 June, Slot without a title",
    ]


def test_people_who_were_deleted_or_not_chosen_are_errors():
    empty = slot_block("B")
    empty["value"]["speakers"] = [{"type": "item", "value": {"person": None, "role": "HOST"}}]
    blocks = [day_block(FIRST), slot_block("A", speakers=[Person(1), Person(2)]), empty]

    assert conflicts(*blocks) == [("PERSON_MISSING", 2)]
    assert conflicts(*blocks, persons={2: Known("boris", "Boris")}) == [
        ("PERSON_DELETED", 1),
        ("PERSON_MISSING", 2),
    ]


TEXT = st.text(max_size=20)
VALUES = st.dictionaries(
    st.sampled_from(
        [
            "date",
            "start",
            "end",
            "title",
            "room",
            "track",
            "speakers",
            "languages",
            "materials",
            "text",
        ]
    ),
    st.none() | TEXT | st.sampled_from(["2015-06-22", "09:00:00", "0001-01-01", "9999-12-31"]),
    max_size=6,
)
BLOCKS = st.fixed_dictionaries(
    {"type": st.sampled_from(["day", "slot", "note", "?"]), "value": st.none() | VALUES},
    optional={"id": st.none() | TEXT},
)


@given(st.lists(BLOCKS, max_size=20))
def test_any_stored_stream_can_be_read_and_has_one_key_per_block(blocks):
    for block in blocks:
        for name in ("speakers", "languages", "materials"):
            if block["value"]:
                block["value"].pop(name, None)
    timetable = read_timetable(blocks)

    entries = [*timetable.days, *timetable.slots, *timetable.notes]
    assert len({entry.uid for entry in entries}) == len(entries)
    assert len(entries) == sum(block["type"] != "?" for block in blocks)
    find_conflicts_in(timetable, first=FIRST, last=LAST, zone=get_zone("Europe/Paris"))
