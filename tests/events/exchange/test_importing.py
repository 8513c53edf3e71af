"""Taking files over: compared first, applied whole, undone."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from events.exchange import importing
from events.exchange.drafts import programme_of_draft
from events.exchange.formats import IMPORTABLE, WRITERS
from events.exchange.importing import apply_import, keep_file, undo_import
from events.models import TrainingSessionPage
from tests.factories import PersonPageFactory, slot_block, uid_of

FIRST = date(2015, 6, 22)
# The page and its draft with what belongs to it, the people of the draft, those of the file.
STATEMENTS = 9


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_superuser(username="editor")


@pytest.fixture
def take_over(editor):
    """Take a file over as its editor does: look, then apply."""

    def take_over(session, data, **options):
        plan = plan_import(session, data, editor)
        waiting = keep_file(session, plan, data, "file", editor)
        return apply_import(waiting, user=editor, state=plan.state, **options)

    return take_over


def plan_import(session, data, user):
    """Compare a file with the draft as it is stored now."""
    page = TrainingSessionPage.objects.get(pk=session.pk)
    return importing.plan_import(page, data, user)


def exported(session, kind="csv"):
    page = TrainingSessionPage.objects.get(pk=session.pk)
    return WRITERS[kind].write(programme_of_draft(page.get_latest_revision_as_object()))


def table(session):
    text = exported(session).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def written(rows):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def stored(session):
    page = TrainingSessionPage.objects.get(pk=session.pk)
    return page.get_latest_revision_as_object().programme.get_prep_value()


@pytest.mark.parametrize("kind", IMPORTABLE)
def test_own_file_changes_nothing(session, editor, kind):
    plan = plan_import(session, exported(session, kind), editor)

    assert plan.is_same
    assert plan.comparison.changes == []
    assert (plan.problems, plan.warnings, plan.missing) == ([], [], [])


@pytest.mark.parametrize("kind", IMPORTABLE)
def test_file_fills_an_empty_session_and_comes_out_the_same(session, take_over, kind):
    data = exported(session, kind)
    TrainingSessionPage.objects.filter(pk=session.pk).update(programme="[]")
    other = TrainingSessionPage.objects.get(pk=session.pk)
    other.save_revision()

    take_over(other, data)

    assert exported(other, kind) == data


def test_differences_are_told_and_applied(session, take_over, editor, network):
    rows = table(session)
    opening, dinner = rows[1], rows[4]
    opening.update(start="09:15", room="Court")
    dinner.update(title="Supper")
    rows.remove(next(row for row in rows if row["title"] == "Visit"))
    rows.append({**dict.fromkeys(rows[0], ""), "date": "2015-06-24", "title": "Farewell"})

    plan = plan_import(session, written(rows), editor)

    told = {change.name: (change.kind, [item.label for item in change.fields]) for change in
            plan.comparison.changes}  # fmt: skip
    assert told == {
        "": ("new", []),
        "Farewell": ("new", []),
        "Opening": ("moved", ["Start", "Room"]),
        "Dinner": ("changed", ["Title"]),
        "Visit": ("removed", []),
    }
    before = {block["id"]: block for block in stored(session)}

    take_over(session, written(rows))

    after = stored(session)
    titles = [block["value"].get("title") for block in after if block["type"] == "slot"]
    assert titles == ["Opening", "-Heat", "Supper", "زيارة المدينة", "Farewell"]
    changed = after[1]
    assert changed["id"] == str(uid_of("slot Opening"))
    assert changed["value"]["speakers"] == before[changed["id"]]["value"]["speakers"]
    assert (changed["value"]["start"], changed["value"]["room"]) == ("09:15:00", "Court")
    assert [block["value"]["date"] for block in after if block["type"] == "day"] == [
        "2015-06-22", "2015-06-23", "2015-06-24",
    ]  # fmt: skip


def test_second_import_of_a_file_changes_nothing(session, take_over, editor):
    rows = table(session)
    rows.append({**dict.fromkeys(rows[0], ""), "date": "2015-06-24", "title": "Farewell"})
    rows[1]["uid"] = "T-12"
    take_over(session, written(rows))
    revisions = session.revisions.count()

    plan = plan_import(session, written(rows), editor)

    assert plan.is_same
    assert session.revisions.count() == revisions


def test_lines_without_keys_are_recognised(session, editor):
    rows = table(session)
    for row in rows:
        row["uid"] = ""

    plan = plan_import(session, written(rows), editor)

    assert plan.is_same


def test_table_of_slots_alone_keeps_the_rest(session, take_over):
    data = (
        "date;start;title;room\n2015-06-22;09:00;Opening;Court\n2015-06-22;11:00;Walk;\n"
        "2015-06-23;08:00;زيارة المدينة;\n"
    ).encode()

    take_over(session, data)

    blocks = stored(session)
    assert [block["value"].get("title", "–") for block in blocks] == [
        "Opening day", "Opening", "–", "Walk", "", "زيارة المدينة",
    ]  # fmt: skip
    assert [person["value"]["role"] for person in blocks[1]["value"]["speakers"]] == [
        "SPEAKER", "MODERATOR",
    ]  # fmt: skip
    assert blocks[1]["value"]["room"] == "Court"


def test_schedule_keeps_what_it_cannot_tell(session, take_over):
    data = exported(session, "xml").replace(b"<title>Opening</title>", b"<title>Start</title>")

    take_over(session, data)

    blocks = stored(session)
    assert [block["type"] for block in blocks] == [
        "day", "slot", "note", "slot", "slot", "day", "slot", "slot",
    ]  # fmt: skip
    assert blocks[0]["value"]["title"] == "Opening day"
    assert blocks[1]["value"]["title"] == "Start"
    assert blocks[3]["value"]["interpretation"] == ["en"]
    assert blocks[6]["value"]["title"] == "Visit"


FOREIGN = """<?xml version="1.0"?><schedule><version>1</version><conference><title>X</title>
<acronym>x</acronym></conference><day index="1" date="2015-06-22"><room name="Aula">
<event id="7"><start>10:00</start><duration>01:30</duration><title>Héat</title>
<type>lecture</type><language>de</language><persons><person id="3">ANNA</person>
<person id="4">Nobody</person></persons></event></room></day></schedule>"""


def test_schedule_of_another_system_is_read(make_session, take_over, editor, network):
    session = make_session()
    plan = plan_import(session, FOREIGN.encode(), editor)
    assert [(person.name, person.line) for person in plan.missing] == [("Nobody", 3)]
    with pytest.raises(ValidationError):
        take_over(session, FOREIGN.encode())

    take_over(session, FOREIGN.encode(), without_missing=True)

    day, slot = stored(session)
    assert day["value"]["date"] == "2015-06-22"
    values = slot["value"]
    assert (values["start"], values["end"], values["room"]) == ("10:00:00", "11:30:00", "Aula")
    assert (values["kind"], values["languages"]) == ("TALK", ["de"])
    assert [item["value"]["person"] for item in values["speakers"]] == [network.anna.pk]
    again = plan_import(session, FOREIGN.encode(), editor)
    assert again.is_same


def test_people_with_one_name_are_not_guessed(session, network, editor):
    PersonPageFactory(parent=network.people, title="anna")
    rows = table(session)
    rows[4]["people"] = "Anna"

    plan = plan_import(session, written(rows), editor)

    assert [(person.name, person.is_ambiguous) for person in plan.missing] == [("Anna", True)]


def test_people_and_keys_are_known_however_they_are_written(session, network, editor):
    zoe = PersonPageFactory(parent=network.people, title="Zo\xe9")
    rows = table(session)
    rows[1] |= {"title": "Other", "start": "", "people": "\u200fZoe\u0301", "room": ""}
    rows[1]["uid"] = f"\u200e{rows[1]['uid']}\u200e"

    plan = plan_import(session, written(rows), editor)

    assert (plan.missing, plan.comparison.counts["new"]) == ([], 0)
    assert plan.programme[1]["value"]["speakers"][0]["value"]["person"] == zoe.pk


def test_key_of_somebody_else_is_refused(session, network, editor):
    rows = table(session)
    rows[1]["people"] = f"Boris | SPEAKER | {network.anna.translation_key}"

    plan = plan_import(session, written(rows), editor)

    assert [(problem.code, problem.line, problem.column) for problem in plan.problems] == [
        ("person_differs", 3, "people")
    ]


def test_undo_restores_the_draft_before(session, take_over, editor):
    before = stored(session)
    rows = table(session)
    rows[1]["title"] = "Start"
    done = take_over(session, written(rows))
    assert stored(session) != before

    undo_import(done, user=editor)

    assert stored(session) == before
    page = TrainingSessionPage.objects.get(pk=session.pk)
    assert (page.live, page.has_unpublished_changes) == (True, False)
    with pytest.raises(ValidationError):
        undo_import(done, user=editor)


def test_undo_is_refused_once_somebody_has_saved(session, take_over, editor):
    rows = table(session)
    rows[1]["title"] = "Start"
    done = take_over(session, written(rows))
    page = TrainingSessionPage.objects.get(pk=session.pk).get_latest_revision_as_object()
    page.title = "Cooler streets"
    page.save_revision()

    with pytest.raises(ValidationError) as refusal:
        undo_import(done, user=editor)

    assert refusal.value.code == "undo"
    assert stored(session)[1]["value"]["title"] == "Start"


def test_file_is_not_applied_to_another_draft_than_the_one_seen(session, editor):
    rows = table(session)
    rows[1]["title"] = "Start"
    data = written(rows)
    plan = plan_import(session, data, editor)
    waiting = keep_file(session, plan, data, "file", editor)
    # As the editor's form does when it saves by itself: the same revision is written again.
    revision = TrainingSessionPage.objects.get(pk=session.pk).latest_revision
    revision.content["title"] = "Meanwhile"
    revision.save(update_fields=["content"])
    number = session.revisions.count()

    with pytest.raises(ValidationError) as refusal:
        apply_import(waiting, user=editor, state=plan.state)

    assert refusal.value.code == "changed"
    assert session.revisions.count() == number


def test_draft_that_was_never_published_is_changed_and_restored(make_session, take_over, editor):
    session = make_session([slot_block("A")], live=False)
    data = b"type,date,title\nday,2015-06-22,One\nslot,,B\n"

    done = take_over(session, data)
    assert [block["value"]["title"] for block in stored(session)] == ["One", "B"]
    undo_import(done, user=editor)

    assert [block["value"]["title"] for block in stored(session)] == ["A"]
    assert not TrainingSessionPage.objects.get(pk=session.pk).live


def test_nothing_of_a_file_is_kept_once_it_is_taken_over(session, take_over):
    rows = table(session)
    rows[1]["title"] = "Start"

    assert bytes(take_over(session, written(rows)).data) == b""


@pytest.mark.parametrize("number", [1, 997])
@pytest.mark.parametrize("kind", IMPORTABLE)
def test_many_slots_come_back_in_few_statements(
    make_session, network, editor, kind, number, count_queries
):
    slots = [
        slot_block(f"Slot {n}", "09:00", name=str(n), room=f"R{n}", speakers=[network.anna])
        for n in range(number)
    ]
    session = make_session(live=False)
    page = TrainingSessionPage.objects.get(pk=session.pk)
    page.programme = [{"type": "day", "id": str(uid_of("d")), "value": {"date": "2015-06-22"}},
                      *slots]  # fmt: skip
    page.save_revision(clean=False)
    data = exported(session, kind)
    plan_import(session, data, editor)

    with count_queries() as queries:
        plan = plan_import(session, data, editor)

    assert plan.is_same
    assert len(queries) == STATEMENTS
