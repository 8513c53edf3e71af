"""The overview grid: rooms beside each other, times beneath each other, nothing left out."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from events.domain.drafting import open_draft
from events.domain.grid import grid_of
from events.timetable import find_conflicts_in, read_timetable
from tests.factories import TrainingSessionIndexPageFactory, day_block, slot_block, uid_of

URL = "events_grid"


def laid_out(*blocks):
    timetable = read_timetable(blocks)
    return grid_of(timetable, find_conflicts_in(timetable), {})


def drawn(day):
    """The table as people see it: rows of times, each with the titles that stand there."""
    columns = sum(room.lanes for room in day.rooms)
    table = [[None] * columns for _ in day.rows]
    for index, row in enumerate(day.rows):
        for cell in row.cells:
            place = table[index].index(None)
            for below in range(cell.rows):
                assert table[index + below][place] is None
                table[index + below][place] = cell.content.slot.title if cell.content else ""
    assert all(title is not None for line in table for title in line)
    return [(row.time, *line) for row, line in zip(day.rows, table, strict=True)]


def test_slots_stand_in_their_rooms_at_their_times():
    (day,) = laid_out(
        day_block("2015-06-22"),
        slot_block("Opening", "09:00", "10:00", room="Hall"),
        slot_block("Left", "10:00", "11:30", room="Hall"),
        slot_block("Right", "10:30", "11:00", room="Garden"),
        slot_block("Coffee", "11:30", "12:00"),
    ).days

    assert [(room.name, room.lanes) for room in day.rooms] == [
        ("Hall", 1), ("Garden", 1), ("Without a room", 1),
    ]  # fmt: skip
    assert drawn(day) == [
        ("09:00", "Opening", "", ""),
        ("10:00", "Left", "", ""),
        ("10:30", "Left", "Right", ""),
        ("11:00", "Left", "", ""),
        ("11:30", "", "", "Coffee"),
    ]
    assert [row.steps for row in day.rows] == [12, 6, 6, 6, 6]


def test_slots_that_clash_stand_beside_each_other_in_one_room():
    (day,) = laid_out(
        day_block("2015-06-22"),
        slot_block("A", "09:00", "10:00", room="Hall"),
        slot_block("B", "09:30", "10:30", room="hall"),
    ).days

    assert [(room.name, room.lanes) for room in day.rooms] == [("Hall", 2)]
    assert drawn(day) == [("09:00", "A", ""), ("09:30", "A", "B"), ("10:00", "", "B")]
    cells = [cell.content for row in day.rows for cell in row.cells if cell.content]
    assert [[it.code.value for it in cell.conflicts] for cell in cells] == [["ROOM_TWICE"]] * 2
    assert day.conflict_count == 2


def test_what_has_no_time_or_day_is_listed():
    grid = laid_out(
        slot_block("Lost", "09:00", "10:00"),
        day_block("2015-06-22"),
        slot_block("Later"),
        slot_block("Open", "22:00"),
        slot_block("Night", "23:00", "01:00"),
        slot_block("Point", "21:00", "21:00"),
    )

    assert [item.slot.title for item in grid.without_day] == ["Lost"]
    (day,) = grid.days
    assert [item.slot.title for item in day.without_time] == ["Later"]
    assert drawn(day) == [
        ("21:00", "Point"), ("21:05", ""), ("22:00", "Open"), ("22:30", ""), ("23:00", "Night"),
    ]  # fmt: skip


TIMES = st.none() | st.integers(0, 24 * 12 - 1).map(lambda n: f"{n // 12:02}:{n % 12 * 5:02}")
SLOTS = st.lists(st.tuples(TIMES, TIMES, st.sampled_from(["", "A", "a", "B"])), max_size=25)


@given(SLOTS)
def test_any_programme_is_a_table_without_holes_that_shows_each_slot_once(slots):
    blocks = [
        slot_block(f"S{number}", start, end, room=room)
        for number, (start, end, room) in enumerate(slots)
    ]
    (day,) = laid_out(day_block("2015-06-22"), *blocks).days

    table = drawn(day)
    shown = {title for line in table for title in line[1:]} - {""}
    listed = {item.slot.title for item in day.without_time}
    assert shown | listed == {f"S{number}" for number in range(len(slots))}
    assert shown & listed == set()


# --- The page ---------------------------------------------------------------------------------


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "add", "change", "publish")


@pytest.fixture
def session(make_session, network):
    return make_session(
        [
            day_block("2015-06-22", "Opening day"),
            slot_block("Opening", "09:00", "10:00", room="Hall", speakers=[network.anna]),
            slot_block("Talk", "10:00", "11:00", room="Hall"),
            day_block("2015-06-23"),
            slot_block("Walk", "14:00", "16:00"),
        ]
    )


def test_page_names_zone_rooms_people_and_leads_to_the_blocks(editor, session):
    content = editor.get(reverse(URL, args=[session.pk])).content.decode()

    edit = reverse("wagtailadmin_pages:edit", args=[session.pk])
    for part in (
        "Europe/Paris", "Hall", "Anna", "Monday, 22 June 2015", 'scope="row"', 'role="tablist"',
        f'href="{edit}#block-{uid_of("slot Opening")}-section"', 'media="print"',
    ):  # fmt: skip
        assert part in content
    # Without a script all days are there.
    assert " hidden" not in content[content.index('id="tab-day-1"') : content.index("</section>")]


def test_statements_do_not_grow(editor, make_session, network, count_queries):
    blocks = [day_block("2015-06-22")]
    blocks += [
        slot_block(f"S{n}", f"{n // 60:02}:{n % 60:02}", room=f"R{n % 9}", speakers=[network.anna])
        for n in range(999)
    ]
    sizes = []
    for programme in (blocks[:2], blocks):
        session = make_session(programme, live=False)
        session.save_revision()
        with count_queries() as queries:
            assert editor.get(reverse(URL, args=[session.pk])).status_code == 200
        sizes.append(len(queries))

    assert sizes[0] == sizes[1]


def test_empty_programme_says_so(editor, make_session):
    content = editor.get(reverse(URL, args=[make_session().pk])).content.decode()

    assert "The programme is empty." in content


def test_strangers_and_translations_are_turned_away(make_editor, session, translate, network):
    other = TrainingSessionIndexPageFactory(parent=network.home)
    client = make_editor(other, "change")

    assert client.get(reverse(URL, args=[session.pk])).status_code == 302
    french = translate(session, {"Opening": "Ouverture"})
    client = make_editor(network.home, "change")
    assert client.get(reverse(URL, args=[french.pk])).status_code == 302


# --- Moving a slot ----------------------------------------------------------------------------


def move(client, session, slot="slot Opening", day="day 2015-06-23", **data):
    url = reverse("events_move_slot", args=[session.pk, uid_of(slot)])
    return client.post(url, {"day": str(uid_of(day)), **data})


def programme(session):
    return [
        (
            block["value"].get("date") or block["value"]["title"],
            str(block["value"].get("start") or "")[:5],
            str(block["value"].get("end") or "")[:5],
        )
        for block in open_draft(session).raw
    ]


def test_slot_moves_to_another_day_and_lasts_as_long(editor, session):
    response = move(editor, session, start="15:00", room="Garden")

    assert response["location"].endswith(f"#slot-{uid_of('slot Opening')}")
    assert programme(session) == [
        ("2015-06-22", "", ""), ("Talk", "10:00", "11:00"), ("2015-06-23", "", ""),
        ("Walk", "14:00", "16:00"), ("Opening", "15:00", "16:00"),
    ]  # fmt: skip
    moved = open_draft(session).raw[4]
    assert (moved["id"], moved["value"]["room"]) == (str(uid_of("slot Opening")), "Garden")
    session.refresh_from_db()
    assert session.programme[1].value["title"] == "Opening"


WALK = ("Walk", "14:00", "16:00")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"start": "13:00"}, [("Opening", "13:00", "14:00"), WALK]),
        ({"start": "23:30"}, [WALK, ("Opening", "23:30", "00:30")]),
        ({"start": ""}, [WALK, ("Opening", "", "")]),
        ({"start": "15:00", "end": "15:10"}, [WALK, ("Opening", "15:00", "15:10")]),
    ],
)
def test_slot_stands_where_its_time_belongs(editor, session, data, expected):
    move(editor, session, **data)

    assert programme(session)[3:] == expected


def test_slot_moves_within_its_day(editor, session):
    move(editor, session, day="day 2015-06-22", start="11:00")

    assert programme(session)[:3] == [
        ("2015-06-22", "", ""), ("Talk", "10:00", "11:00"), ("Opening", "11:00", "12:00"),
    ]  # fmt: skip


def test_new_conflicts_are_told(editor, session):
    url = reverse("events_move_slot", args=[session.pk, uid_of("slot Opening")])
    data = {"day": str(uid_of("day 2015-06-22")), "start": "10:30", "room": "Hall"}

    response = editor.post(url, data, follow=True)

    assert "1 new conflict." in response.content.decode()


def test_slot_that_somebody_has_changed_meanwhile_stays(editor, session):
    session.save_revision()
    response = move(editor, session, start="15:00", revision="0")

    assert "Somebody has changed this session meanwhile" in response.content.decode()
    assert session.revisions.count() == 1


@pytest.mark.parametrize(
    "data",
    [{"day": "day 1"}, {"start": "25:00"}, {"end": "10:00"}, {"room": "x" * 101, "start": "9:00"},
     {"room": "\x00", "start": "9:00"}],
)  # fmt: skip
def test_bad_moves_are_refused(editor, session, data):
    response = move(editor, session, **data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert session.revisions.count() == 0


def test_unknown_slot_is_not_found_and_strangers_are_turned_away(make_editor, editor, session):
    assert move(editor, session, slot="gone", start="9:00").status_code == 404
    other = TrainingSessionIndexPageFactory(parent=session.get_parent().get_parent())
    client = make_editor(other, "change")
    assert move(client, session, start="15:00").status_code == 302
    assert session.revisions.count() == 0
