"""Tables of people: compared first, taken over whole, undone."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from organizations.exchange.applying import apply_import, keep_file
from organizations.exchange.planning import MOST_CHANGES, plan_import
from organizations.exchange.reading import MOST_ROWS
from organizations.exchange.undoing import undo_import
from organizations.models import PersonPage, RecordImport
from tests.factories import PersonPageFactory, PersonRoleFactory
from tests.support.record_tables import Exchange, table

# The records, roles of those without drafts, keys of others, organizations; what may be changed, is
# in review or scheduled; the place of new ones.
STATEMENTS = 8
ANNA_AND_OMAR = table({"name": "Anna Sow", "honorific": "X"}, {"name": "Omar", "honorific": ""})


def draft(person):
    return PersonPage.objects.get(pk=person.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_own_file_changes_nothing(people, file_format):
    data = people.export(file_format)

    plan = people.plan(data)

    assert (plan.problems, plan.warnings, plan.changes) == ([], [], [])
    assert plan.unchanged == 2


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.usefixtures("uses_may_break")
def test_file_brings_people_back_and_comes_out_the_same(people, world, file_format):
    PersonPage.objects.filter(pk=world.anna.pk).update(public_consent=False)
    world.anna.latest_revision.content["public_consent"] = False
    world.anna.latest_revision.save()
    data = people.export(file_format)
    for person in PersonPage.objects.all():
        person.delete()

    people.take_over(data)

    assert people.export(file_format) == data
    assert people.plan(data).is_same
    assert PersonPage.objects.filter(live=True).count() == 0


def test_table_says_all_of_a_person(people, world):
    anna = next(row for row in people.rows() if row["name"] == "Anna Sow")

    assert anna == {
        "name": "Anna Sow",
        "honorific": "Dr",
        "sort_name": "Sow, Anna",
        "native_name": "",
        "roles": "President | Centre Tunis | 2019 |  |  | Leaflet 2019\nMember | Centre Paris",
        "languages": "fr, ar",
        "email": "anna@example.org",
        "consent": "yes",
        "uid": str(world.anna.translation_key),
    }


def test_differences_are_told_and_saved_as_drafts(people, world, editor):
    data = table(
        {
            "name": "Anna Sow",
            "honorific": "Prof.",
            "roles": "President | centre tunis | 2019 | 2022",
        },
        {"name": "ليلى", "honorific": "", "roles": "Trainer | Centre Paris"},
    )

    plan = people.plan(data)
    told = [
        (c.name, c.line, [(f.label, f.before, f.after) for f in c.fields]) for c in plan.changes
    ]
    assert told == [
        ("Anna Sow", 2, [
            ("Honorific", "Dr", "Prof."),
            ("Roles",
             "President | Centre Tunis | 2019 |  |  | Leaflet 2019\nMember | Centre Paris",
             "President | Centre Tunis | 2019 | 2022"),
        ]),
        ("ليلى", 3, [("Name", "", "ليلى"), ("Roles", "", "Trainer | Centre Paris")]),
    ]  # fmt: skip
    before = draft(world.anna).roles.first()

    done = people.take_over(data)

    changed = draft(world.anna)
    role = changed.roles.get()
    assert (changed.honorific, changed.sort_name) == ("Prof.", "Sow, Anna")
    assert (role.translation_key, role.ends_on_text) == (before.translation_key, "2022")
    assert PersonPage.objects.get(pk=world.anna.pk).honorific == "Dr"
    new = PersonPage.objects.get(title="ليلى")
    assert (new.live, new.owner, new.get_parent().pk) == (False, editor, world.people.pk)
    assert new.roles.get().organization == world.paris
    assert done.counts == {"new": 1, "changed": 1}


def test_second_import_of_a_file_changes_nothing(people):
    data = table(
        {"uid": "7", "name": "Anna Sow", "email": "anna@example.com"},
        {"uid": "8", "name": "Omar", "email": "omar@example.com"},
        {"uid": "9", "name": "Omar", "email": ""},
    )
    people.take_over(data)
    count = Page.objects.count()

    plan = people.plan(data)

    assert (plan.changes, plan.problems, plan.unchanged) == ([], [], 3)
    assert Page.objects.count() == count


def test_people_of_one_name_are_told_apart_by_their_organization(people, world):
    other = PersonPageFactory(parent=world.people, title="ANNA SOW", slug="anna-2")
    PersonRoleFactory(page=other, organization=world.paris, locale=world.english, role="Trainer")
    data = table({"name": "Anna Sow", "roles": "Trainer | Centre Paris"})
    known = table({"name": "Anna Sow", "roles": "Boss | Centre Tunis"})

    assert people.codes(data) == [("ambiguous", 2, "")]
    assert people.codes(table({"name": "Anna Sow"})) == [("ambiguous", 2, "")]
    (change,) = people.plan(known).changes
    assert change.record.pk == world.anna.pk


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"name": "", "honorific": "Dr"}, "invalid", "name"),
        ({"name": "x" * 256}, "too_long", "name"),
        ({"email": "nobody"}, "invalid", "email"),
        ({"languages": "French!"}, "unknown_language", "languages"),
        ({"roles": "President"}, "bad_role", "roles"),
        ({"roles": "President | Nowhere"}, "unknown_organization", "roles"),
        ({"roles": "President | Centre Tunis | 2019-13"}, "bad_partial_date", "roles"),
        ({"roles": "President | Centre Tunis | ۱۳۹۸"}, "bad_partial_date", "roles"),
        ({"roles": "\n".join(f"{n} | Centre Tunis" for n in range(51))}, "too_many", "roles"),
        ({"consent": "yes"}, "consent_date", "consent"),
        ({"consent": "true"}, "bad_consent", "consent"),
        ({"consent": "2999-01-01"}, "bad_consent", "consent"),
        ({"consent": "۱۴۰۵-۰۱-۱۴"}, "bad_consent", "consent"),
    ],
)
def test_what_is_wrong_is_named(people, values, code, column):
    codes = people.codes(table({"name": "New", **values}))

    assert codes == [(code, 2, column)]


def test_lines_about_one_person_are_refused(people, world):
    twice = table({"name": "Anna Sow", "uid": ""}, {"name": "x", "uid": world.anna.translation_key})
    same = table({"name": "Omar"}, {"name": "omar"})

    assert people.codes(twice) == [("same_record", 3, "")]
    assert people.codes(same) == [("same_name", 3, "")]
    assert people.codes(table({"name": "x", "uid": world.tunis.translation_key})) == [
        ("other_language", 2, "uid")
    ]


def test_translations_are_neither_written_nor_overwritten(people, world, editor):
    index = world.people
    world.home.copy_for_translation(world.french)
    index.copy_for_translation(world.french)
    translation = world.anna.copy_for_translation(world.french)
    french = Exchange("people", world.french, editor)

    assert french.rows() == []
    assert french.codes(table({"name": "x", "uid": translation.translation_key})) == [
        ("other_language", 2, "uid")
    ]


def test_consent_needs_its_date_which_is_logged(people, world):
    people.take_over(table({"name": "=بوريس", "email": "b@example.org", "consent": "2026-05-04"}))

    boris = draft(world.boris)
    assert (boris.public_consent, boris.email) == (True, "b@example.org")
    entry = ModelLogEntry.objects.get(action="organizations.records.import")
    assert entry.data["consents"] == {"=بوريس": "2026-05-04"}
    people.take_over(table({"name": "=بوريس", "consent": "no"}))
    assert draft(world.boris).public_consent is False
    assert people.plan(table({"name": "=بوريس", "consent": ""})).is_same


def test_consents_of_people_of_one_name_are_all_logged(people):
    people.take_over(
        table(
            {"uid": "1", "name": "Omar", "consent": "2026-05-04"},
            {"uid": "2", "name": "Omar", "consent": "2026-05-05"},
        )
    )

    entry = ModelLogEntry.objects.get(action="organizations.records.import")
    last = PersonPage.objects.filter(title="Omar").latest("pk").pk
    assert entry.data["consents"] == {"Omar": "2026-05-04", f"Omar ({last})": "2026-05-05"}


@pytest.mark.parametrize("written", ["Zoe\u0301 E\u0301vrard", "\u200fZo\xe9 \xc9vrard\u200e"])
def test_names_are_known_however_they_are_composed_and_marked(people, world, written):
    zoe = PersonPageFactory(parent=world.people, title="Zo\xe9 \xc9vrard")
    world.tunis.title = "Zo\xe9 \xc9vrard"
    world.tunis.save()
    roles = f"Boss | {written}"

    plan = people.plan(table({"name": written, "roles": roles}))

    assert (plan.problems, [c.record.pk for c in plan.changes]) == ([], [zoe.pk])


def test_keys_and_headings_are_known_with_marks_of_direction(people, world):
    data = table({"\u200fname": "Anna", "\u200euid": f"\u200e{world.anna.translation_key}\u200f"})

    (change,) = people.plan(data).changes

    assert change.record.pk == world.anna.pk


def test_import_is_logged_once_and_at_each_person(people, world, editor):
    people.take_over(table({"name": "Anna Sow", "honorific": "Prof."}))

    entry = ModelLogEntry.objects.get(action="organizations.records.import")
    assert (entry.user, entry.label) == (editor, "file")
    assert (entry.data["new"], entry.data["changed"]) == (0, 1)
    assert PageLogEntry.objects.filter(page=world.anna.pk, action=entry.action).count() == 1


def test_undo_brings_drafts_back_and_takes_new_people_away(people, world, editor):
    before = people.export()
    done = people.take_over(
        table({"name": "Anna Sow", "honorific": "X"}, {"name": "Omar", "honorific": ""})
    )

    undo_import(done, user=editor)

    assert people.export() == before
    anna = PersonPage.objects.get(pk=world.anna.pk)
    assert (anna.live, anna.has_unpublished_changes, anna.honorific) == (True, False, "Dr")
    assert not PersonPage.objects.filter(title="Omar").exists()
    with pytest.raises(ValidationError, match="undone already"):
        undo_import(done, user=editor)
    assert ModelLogEntry.objects.filter(action="organizations.records.undo_import").count() == 1


def test_undo_names_what_was_edited_since_and_changes_nothing(people, world, editor):
    done = people.take_over(
        table({"name": "Anna Sow", "honorific": "X"}, {"name": "Omar", "honorific": ""})
    )
    person = draft(world.anna)
    person.sort_name = "Sow"
    person.save_revision()

    with pytest.raises(ValidationError, match="Anna Sow"):
        undo_import(done, user=editor)

    assert draft(world.anna).sort_name == "Sow"
    assert PersonPage.objects.filter(title="Omar").exists()


def test_undo_takes_back_what_was_published(people, world, editor):
    data = table({"name": "Anna Sow", "honorific": "X"}, {"name": "Omar", "honorific": "Mr"})

    done = people.take_over(data, publish=True)
    assert PersonPage.objects.get(pk=world.anna.pk).honorific == "X"
    assert PersonPage.objects.get(title="Omar").live
    undo_import(done, user=editor)

    anna = PersonPage.objects.get(pk=world.anna.pk)
    assert (anna.honorific, anna.live, anna.has_unpublished_changes) == ("Dr", True, False)
    assert not PersonPage.objects.filter(title="Omar").exists()


@pytest.mark.parametrize("hindrance", ["locked", "scheduled"])
def test_undo_is_refused_while_somebody_holds_a_person(
    people, world, editor, django_user_model, hindrance
):
    done = people.take_over(table({"name": "Anna Sow", "honorific": "X"}))
    anna = PersonPage.objects.get(pk=world.anna.pk)
    soon = timezone.now() + timedelta(days=1)
    if hindrance == "locked":
        other = django_user_model.objects.create_superuser(username="other")
        values = {"locked": True, "locked_by": other, "locked_at": timezone.now()}
        Page.objects.filter(pk=anna.pk).update(**values)
    else:
        Revision.objects.filter(pk=anna.latest_revision_id).update(approved_go_live_at=soon)

    with pytest.raises(ValidationError, match="Anna Sow"):
        undo_import(done, user=editor)

    assert draft(world.anna).honorific == "X"


def test_undo_brings_back_what_was_public_without_a_revision(people, world, editor):
    PersonPage.objects.filter(pk=world.anna.pk).update(live_revision=None)
    secret = draft(world.anna)
    secret.honorific = "Secret"
    secret.save_revision()
    done = people.take_over(table({"name": "Anna Sow", "honorific": "X"}), publish=True)

    undo_import(done, user=editor)

    anna = PersonPage.objects.get(pk=world.anna.pk)
    assert (anna.honorific, anna.has_unpublished_changes) == ("Dr", True)
    assert draft(world.anna).honorific == "Secret"


def test_undo_leaves_new_people_who_were_translated(people, world, editor):
    done = people.take_over(table({"name": "Omar", "honorific": "X"}))
    omar = PersonPage.objects.get(title="Omar")
    omar.copy_for_translation(world.french, copy_parents=True)

    with pytest.raises(ValidationError, match=r"Translated since .*Omar"):
        undo_import(done, user=editor)

    assert PersonPage.objects.filter(title="Omar").count() == 2


def test_what_is_to_be_public_later_is_not_published_at_once(people, world):
    later = draft(world.anna)
    later.go_live_at = timezone.now() + timedelta(days=1)
    later.save_revision()

    with pytest.raises(ValidationError, match=r"Anna Sow.* is scheduled"):
        people.take_over(table({"name": "Anna Sow", "honorific": "X"}), publish=True)

    assert draft(world.anna).honorific == "Dr"


def test_undo_says_whose_public_version_is_gone(people, world, editor):
    public = world.anna.live_revision_id
    draft(world.anna).save_revision()
    done = people.take_over(table({"name": "Anna Sow", "honorific": "X"}), publish=True)
    Revision.objects.filter(pk=public).delete()

    with pytest.raises(ValidationError, match=r"not kept any more of: .*Anna Sow"):
        undo_import(done, user=editor)


def test_nothing_is_saved_if_one_cannot_be_published(people, world):
    data = table(
        {"name": "Anna Sow", "email": "a@example.org"}, {"name": "Omar", "email": "o@example.org"}
    )

    with pytest.raises(ValidationError, match=r"line 3.*Omar.*consent"):
        people.take_over(data, publish=True)

    assert draft(world.anna).email == "anna@example.org"
    assert not PersonPage.objects.filter(title="Omar").exists()
    assert RecordImport.objects.get().applied_at is None


def test_what_was_saved_since_is_refused(people, world, editor):
    data = table({"name": "Anna Sow", "honorific": "X"})
    plan = people.plan(data)
    waiting = keep_file(plan, data, "file", locale_id=world.english.pk, user=editor)
    draft(world.anna).save_revision()

    with pytest.raises(ValidationError, match="saved since"):
        apply_import(waiting, user=editor, state=plan.state)

    assert draft(world.anna).honorific == "Dr"


def test_locked_scheduled_and_reviewed_people_are_refused(people, world, django_user_model):
    data = table({"name": "Anna Sow", "honorific": "X"})
    other = django_user_model.objects.create_user(username="other")
    Page.objects.filter(pk=world.anna.pk).update(
        locked=True, locked_by=other, locked_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert people.codes(data) == [("locked", 2, "")]

    Page.objects.filter(pk=world.anna.pk).update(locked=False)
    soon = timezone.now() + timedelta(days=1)
    draft(world.anna).save_revision(approved_go_live_at=soon)

    assert people.codes(data) == [("scheduled", 2, "")]


def test_file_that_is_too_long_is_refused(people):
    lines = b"name\n" + b"".join(b"N%d\n" % n for n in range(MOST_ROWS + 1))

    with pytest.raises(Exception, match="too_many_rows"):
        people.plan(lines)


def test_old_files_are_forgotten(people, world, editor):
    data = table({"name": "Omar"})
    keep_file(people.plan(data), data, "a", locale_id=world.english.pk, user=editor)
    RecordImport.objects.update(created_at=timezone.now() - timedelta(days=200))

    keep_file(people.plan(data), data, "b" * 300, locale_id=world.english.pk, user=editor)

    assert [len(kept.file_name) for kept in RecordImport.objects.all()] == [255]


def test_more_changes_than_a_request_can_save_are_refused(people):
    rows = [{"name": f"Person {n}"} for n in range(MOST_CHANGES + 1)]

    assert people.codes(table(*rows)) == [("too_many_changes", None, "")]
    assert people.codes(table(*rows[1:])) == []


@pytest.mark.parametrize("number", [1, 1000])
def test_many_people_are_compared_in_few_statements(people, world, number, count_queries):
    rows = [
        {"uid": str(uuid.uuid4()), "name": f"Person {n}", "roles": "Member | Centre Tunis"}
        for n in range(number)
    ]
    data = table({"uid": "", "name": "Anna Sow", "roles": "Member | Centre Tunis"}, *rows)
    place = people.place
    people.plan(data)

    with count_queries() as queries:
        plan = plan_import(
            people.kind, data, locale_id=world.english.pk, place=place, user=people.user
        )

    assert len(plan.changes) == number + 1
    assert len(queries) == STATEMENTS
