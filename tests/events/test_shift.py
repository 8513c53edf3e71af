"""Shifting a day or a session in time: looked at first, saved as one draft."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.domain.drafting import open_draft
from events.domain.shifting import TimeShift, propose_shift
from tests.factories import (
    TrainingSessionIndexPageFactory,
    day_block,
    note_block,
    slot_block,
    uid_of,
)

URL = "events_shift"
MONDAY = uid_of("day 2015-06-22")


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "add", "change", "publish")


@pytest.fixture
def session(make_session, network):
    return make_session(
        [
            day_block("2015-06-22", "Opening day"),
            slot_block("Opening", "09:00", "09:30", speakers=[network.anna]),
            slot_block("Talk", "10:30", "11:30", room="Hall"),
            slot_block("Open", "12:00"),
            slot_block("Later"),
            note_block("Bring a coat"),
            day_block("2015-06-23"),
            slot_block("Walk", "09:00", "10:00"),
            day_block("2015-06-25"),
            slot_block("Night", "22:00", "01:00"),
        ],
        registration_opens_on=datetime.date(2015, 5, 1),
    )


def shifted(session, **values):
    return propose_shift(open_draft(session), TimeShift(**values))


def times(raw):
    return [
        (block["value"].get("date") or block["value"].get("title"),
         str(block["value"].get("start") or "")[:5], str(block["value"].get("end") or "")[:5])
        for block in raw
        if block["type"] != "note"
    ]  # fmt: skip


def post(client, session, **data):
    return client.post(reverse(URL, args=[session.pk]), data)


def look_and_apply(client, session, **data):
    seen = post(client, session, **data).context["outcome"].seen
    return post(client, session, **data, seen=seen, apply="1")


def test_whole_session_moves_by_days(session):
    proposal = shifted(session, days=7)

    assert [day for day, _, _ in times(proposal.raw) if day.startswith("2015")] == [
        "2015-06-29", "2015-06-30", "2015-07-02",
    ]  # fmt: skip
    assert proposal.values == {
        "start_date": datetime.date(2015, 6, 29),
        "end_date": datetime.date(2015, 7, 2),
    }
    assert [(it.what, it.before, it.after) for it in proposal.changes][:3] == [
        ("First day", "Mon, 22 Jun 2015", "Mon, 29 Jun 2015"),
        ("Last day", "Thu, 25 Jun 2015", "Thu, 2 Jul 2015"),
        ("Day “Opening day”", "Mon, 22 Jun 2015", "Mon, 29 Jun 2015"),
    ]


def test_registration_moves_if_asked(session):
    values = shifted(session, days=-1, with_registration=True).values

    assert values["registration_opens_on"] == datetime.date(2015, 4, 30)
    assert "registration_closes_on" not in values


def test_part_of_a_day_moves_by_minutes_and_lasts_as_long(session):
    proposal = shifted(session, day=MONDAY, minutes=15, since=datetime.time(10, 30))

    assert times(proposal.raw)[:5] == [
        ("2015-06-22", "", ""), ("Opening", "09:00", "09:30"), ("Talk", "10:45", "11:45"),
        ("Open", "12:15", ""), ("Later", "", ""),
    ]  # fmt: skip
    assert [(it.what, it.before, it.after) for it in proposal.changes] == [
        ("22 June, 10:30 Talk", "10:30–11:30", "10:45–11:45"),
        ("22 June, 12:00 Open", "12:00", "12:15"),
    ]


def test_texts_people_and_ids_stay(session):
    before = open_draft(session).raw
    after = shifted(session, day=MONDAY, minutes=15).raw

    def without_times(raw):
        return [
            {
                **block,
                "value": {k: v for k, v in block["value"].items() if k not in {"start", "end"}},
            }
            for block in raw
        ]

    assert without_times(after) == without_times(before)


def test_end_may_pass_midnight_and_come_back(session):
    last = uid_of("day 2015-06-25")
    late = shifted(session, day=last, minutes=90)
    assert times(late.raw)[-1] == ("Night", "23:30", "02:30")
    assert late.remarks == ["“25 June, 22:00 Night” would end on the next day."]

    early = shifted(session, day=last, minutes=-120)
    assert times(early.raw)[-1] == ("Night", "20:00", "23:00")
    assert early.remarks == []


@pytest.mark.parametrize("minutes", [120, -22 * 60 - 1])
def test_slot_that_would_start_on_another_day_is_named_and_nothing_moves(session, minutes):
    with pytest.raises(ValidationError) as caught:
        shifted(session, day=uid_of("day 2015-06-25"), minutes=minutes)

    assert caught.value.message_dict == {
        "minutes": [
            "These would start on another day; move them there by hand: 25 June, 22:00 Night"
        ]
    }


def test_day_moves_between_others_with_all_below_it(session):
    proposal = shifted(session, day=MONDAY, days=2)

    assert [block["value"].get("date") for block in proposal.raw if block["type"] == "day"] == [
        "2015-06-23", "2015-06-24", "2015-06-25",
    ]  # fmt: skip
    kinds = [block["type"] for block in proposal.raw]
    assert kinds == ["day", "slot", "day", "slot", "slot", "slot", "slot", "note", "day", "slot"]


@pytest.mark.parametrize(("day", "days"), [("2015-06-25", -4), ("2015-06-22", 9)])
def test_day_moves_to_either_end(session, day, days):
    proposal = shifted(session, day=uid_of(f"day {day}"), days=days)

    dates = [block["value"]["date"] for block in proposal.raw if block["type"] == "day"]
    assert dates == sorted(dates)
    assert len(proposal.raw) == 10


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "Say by how many days or minutes."),
        ({"minutes": 5}, "Choose a day: minutes are for the slots of one day."),
        ({"day": MONDAY, "days": 1}, "The programme has this day already."),
        ({"day": MONDAY, "days": 5, "since": datetime.time(9)}, "by minutes only"),
        ({"day": MONDAY, "minutes": 5, "since": datetime.time(20)}, "Nothing would move."),
        ({"days": 100_000}, "would leave the years from 1900 to 2199"),
        ({"days": -50_000}, "would leave the years from 1900 to 2199"),
        ({"days": 10**9}, "would leave the years from 1900 to 2199"),
        ({"day": uid_of("gone"), "days": 1}, "This day is no longer in the programme."),
    ],
)
def test_impossible_shifts_are_refused(session, values, message):
    with pytest.raises(ValidationError, match=message):
        shifted(session, **values)


def test_session_without_dates_has_nothing_to_shift(make_session):
    with pytest.raises(ValidationError, match="Nothing would move"):
        shifted(make_session(start_date=None, end_date=None, live=False), days=1)


# --- The page ---------------------------------------------------------------------------------


def test_looking_saves_nothing_and_names_conflicts_that_arise(editor, session):
    response = post(editor, session, what=str(MONDAY), days="-1")

    outcome = response.context["outcome"]
    assert [row.conflict.code.value for row in outcome.rows] == ["OUTSIDE_SESSION"]
    assert session.revisions.count() == 0
    content = response.content.decode()
    assert "Sun, 21 Jun 2015" in content
    assert 'name="apply"' in content


def test_applying_makes_one_draft_and_leaves_what_is_public(editor, session):
    response = look_and_apply(editor, session, what="", days="7", with_registration="on")

    assert response.status_code == 302
    session.refresh_from_db()
    assert (session.revisions.count(), session.has_unpublished_changes) == (1, True)
    assert session.start_date == datetime.date(2015, 6, 22)
    session.latest_revision.publish()
    session.refresh_from_db()
    assert session.start_date == datetime.date(2015, 6, 29)
    assert session.registration_opens_on == datetime.date(2015, 5, 8)
    assert [str(day.date) for day in session.programme_days.order_by("date")] == [
        "2015-06-29", "2015-06-30", "2015-07-02",
    ]  # fmt: skip
    assert session.programme_slots.filter(uid=uid_of("slot Opening")).exists()


def test_what_was_not_looked_at_is_not_applied(editor, session):
    blind = post(editor, session, what="", days="7", apply="1")
    seen = post(editor, session, what="", days="7").context["outcome"].seen
    other = post(editor, session, what="", days="8", seen=seen, apply="1")

    assert (blind.status_code, other.status_code, session.revisions.count()) == (200, 200, 0)
    assert "Something has changed since you looked" in other.content.decode()


def test_a_change_in_between_is_shown_first(editor, session):
    seen = post(editor, session, what="", days="7").context["outcome"].seen
    session.save_revision()

    response = post(editor, session, what="", days="7", seen=seen, apply="1")

    assert (response.status_code, session.revisions.count()) == (200, 1)
    again = response.context["outcome"].seen
    assert post(editor, session, what="", days="7", seen=again, apply="1").status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {"what": "x", "days": "1"},
        {"what": str(uid_of("gone")), "days": "1"},
        {"what": "", "days": "1e9"},
        {"what": "", "days": "9" * 30},
        {"what": "", "days": "1\x00"},
        {"what": str(MONDAY), "minutes": "1440"},
        {"what": str(MONDAY), "minutes": "5", "since": "25:00"},
        {"what": ""},
    ],
)
def test_bad_input_is_refused_in_words(editor, session, data):
    response = post(editor, session, **data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert session.revisions.count() == 0


def test_strangers_locks_and_translations_are_turned_away(make_editor, session, translate, network):
    other = TrainingSessionIndexPageFactory(parent=network.home)
    assert post(make_editor(other, "change"), session, what="", days="1").status_code == 302
    french = translate(session, {"Opening": "Ouverture"})
    client = make_editor(network.home, "change", "publish")
    assert client.get(reverse(URL, args=[french.pk])).status_code == 302
    session.locked = True
    session.save()
    assert client.get(reverse(URL, args=[session.pk])).status_code == 302
    assert session.revisions.count() == 0


def test_a_thousand_slots_take_as_many_statements_as_one(editor, make_session, count_queries):
    blocks = [day_block("2015-06-22")]
    blocks += [slot_block(f"S{n}", f"{n // 60 % 23:02}:{n % 60:02}") for n in range(999)]
    sizes = []
    for programme in (blocks[:2], blocks):
        session = make_session(programme)
        with count_queries() as queries:
            post(editor, session, what=str(MONDAY), minutes="5")
        sizes.append(len(queries))

    assert sizes[0] == sizes[1]
