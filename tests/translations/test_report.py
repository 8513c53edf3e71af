"""The reports on translations: what they count, whom they show it, and what they export."""

import csv
import datetime
import io

import openpyxl
import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from events.models import TrainingSessionPage
from tests.support.translated_centres import TwoCentres, editor_of
from tests.support.translated_site import write
from translations.domain.assigning import assign
from translations.domain.review import publish, send_for_review

LIST, TOTALS = reverse("translations_list"), reverse("translations_totals")
TODAY = datetime.date(2026, 11, 26)
TEXTS = {"Cool streets": "شوارع باردة", "Shade and water": "ظل وماء", "Opening": "الافتتاح"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)):
        yield


def listed(client, user, **query):
    client.force_login(user)
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return [(row.title, row.language) for row in answer.context["table"].data]


def totals(client, user, **query):
    client.force_login(user)
    answer = client.get(TOTALS, query)
    return [
        (
            row.language,
            row.type,
            row.centre_name,
            row.objects,
            row.words,
            row.words_done,
            row.percent,
        )
        for row in answer.context["table"].data
    ]


@pytest.fixture
def world(site):
    site.centres = TwoCentres(site)
    site.arabic = site.begin(site.session)
    site.korean = site.begin(site.session, "ko")
    site.nile = site.begin(site.centres.cairo)
    site.heat = site.begin(site.theme)
    write(site.arabic, TEXTS)
    return site


ARABIC = [("Cool streets", "Arabic"), ("Heat", "Arabic"), ("Nile", "Arabic")]
KOREAN = [("Cool streets", "Korean")]


def test_each_is_shown_what_their_role_opens(client, world, translator, reviewer):
    members = {
        "translator": (translator, ARABIC),
        "reviewer": (reviewer, ARABIC),
        "korean": (world.member("min", "Translators: Korean"), KOREAN),
        "both": (world.member("two", "Translators: Korean", "Reviewers: Arabic"), ARABIC + KOREAN),
        "boss": (world.boss, ARABIC + KOREAN),
        "editor": (
            editor_of(world, "Cairo", world.nile.get_target_instance()),
            [("Nile", "Arabic")],
        ),
    }

    found = {name: sorted(listed(client, user)) for name, (user, _rows) in members.items()}

    assert found == {name: sorted(rows) for name, (_user, rows) in members.items()}
    assert sum(row[3] for row in totals(client, translator)) == 3
    assert sum(row[3] for row in totals(client, members["editor"][0])) == 1


def test_nobody_else_gets_in(client, world):
    group = Group.objects.create(name="Guests")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    guest = world.member("guest", "Guests")

    for address in (LIST, TOTALS, f"{LIST}results/", f"{TOTALS}results/", f"{LIST}?export=csv"):
        client.logout()
        assert client.get(address).status_code == 302
        client.force_login(guest)
        assert client.get(address)["Location"] == reverse("wagtailadmin_home")


def test_totals_are_by_language_type_and_centre(client, world):
    assert totals(client, world.boss) == [
        ("Arabic", "Theme", "", 1, 1, 0, 0),
        ("Arabic", "Training session", "", 1, 6, 6, 100),
        ("Arabic", "Training session", "Cairo", 1, 1, 0, 0),
        ("Korean", "Training session", "", 1, 6, 0, 0),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"language": "ko"}, ["Cool streets"]),
        ({"q": "nil"}, ["Nile"]),
        ({"q": "nothing like it"}, []),
        ({"q": "cool", "language": "ko"}, ["Cool streets"]),
        ({"state": ["NEW"]}, ["Cool streets", "Heat", "Nile"]),
        ({"state": ["TRANSLATED", "REVIEW"]}, ["Cool streets"]),
        ({"overdue": "true"}, ["Nile"]),
        ({"overdue": "false"}, ["Cool streets", "Cool streets", "Heat"]),
        ({"until": "2026-11-30"}, ["Cool streets", "Nile"]),
        ({"assignee": "nobody"}, ["Cool streets", "Cool streets", "Heat"]),
        ({"assignee": "mine"}, []),
        ({"centre": "none"}, ["Cool streets", "Cool streets", "Heat"]),
        ({"centre": "Cairo"}, ["Nile"]),
        ({"type": "theme"}, ["Heat"]),
    ],
)
def test_filters(client, world, translator, query, found):
    assign([world.nile], world.boss, deadline=datetime.date(2026, 11, 25), assignee=translator)
    assign([world.korean], world.boss, deadline=datetime.date(2026, 11, 30))
    if query.get("centre") == "Cairo":
        query = {"centre": str(world.centres.indexes["Cairo"].centre.translation_key)}
    if query.get("type") == "theme":
        query = {"type": str(world.heat.source.specific_content_type_id)}

    assert sorted(title for title, _language in listed(client, world.boss, **query)) == found


def test_a_translator_filters_what_is_theirs(client, world, translator):
    assign([world.nile], world.boss, assignee=translator)

    assert listed(client, translator, assignee="mine") == [("Nile", "Arabic")]


def test_what_is_due_first_comes_first_and_columns_order(client, world):
    assign([world.heat], world.boss, deadline=datetime.date(2026, 12, 1))
    assign([world.korean], world.boss, deadline=datetime.date(2026, 11, 20))

    rows = listed(client, world.boss)
    assert rows == [KOREAN[0], ("Heat", "Arabic"), ("Cool streets", "Arabic"), ("Nile", "Arabic")]
    rows = listed(client, world.boss, ordering="-percent")
    assert rows[0] == ("Cool streets", "Arabic")
    assert listed(client, world.boss, ordering="-deadline")[0] == ("Heat", "Arabic")


def state_of(client, site, translation):
    client.force_login(site.boss)
    rows = client.get(LIST).context["table"].data
    row = next(row for row in rows if row.translation.pk == translation.pk)
    return row.state, row.percent


def test_states_from_the_first_word_to_the_readers(client, site, translator):
    translation = site.begin(site.session)
    assert state_of(client, site, translation) == ("not begun", 0)
    write(translation, {"Cool streets": "شوارع باردة"})
    assert state_of(client, site, translation) == ("texts missing", 33)
    write(translation, TEXTS)
    assert state_of(client, site, translation) == ("translated, not public", 100)
    send_for_review(translation, translator)
    assert state_of(client, site, translation) == ("awaiting review", 100)
    translation.get_target_instance().current_workflow_state.cancel(user=site.boss)
    publish(translation, site.boss)
    assert state_of(client, site, translation) == ("public", 100)

    page = TrainingSessionPage.objects.get(pk=site.session.pk)
    page.theme = "Shade"
    page.save_revision().publish()
    assert state_of(client, site, translation) == ("changed since translated", 100)


def test_what_is_public_is_not_overdue(client, site):
    translation = site.begin(site.session)
    assign([translation], site.boss, deadline=datetime.date(2026, 11, 25))
    assert len(listed(client, site.boss, overdue="true")) == 1

    write(translation, TEXTS)
    publish(translation, site.boss)

    assert listed(client, site.boss, overdue="true") == []


def test_a_deadline_holds_until_its_day_is_over(client, site):
    assign([site.begin(site.session)], site.boss, deadline=TODAY)

    assert listed(client, site.boss, overdue="true") == []


def exported(client, address, kind):
    return b"".join(client.get(address, {"export": kind}))


def test_exports_hold_no_formulas(client, world, translator):
    page = TrainingSessionPage.objects.get(pk=world.centres.paris.pk)
    page.title = "=1+1"
    page.save_revision().publish()
    seine = world.begin(page)
    translator.first_name = "@amal"
    translator.save()
    assign([seine], world.boss, deadline=datetime.date(2026, 11, 25), assignee=translator)
    client.force_login(world.boss)

    answer = client.get(LIST, {"export": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(exported(client, LIST, "xlsx")))

    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == [
        "Title", "Type", "Centre", "Language", "State", "Words of the original",
        "Words translated", "Percent", "Deadline", "Overdue", "Translator",
    ]  # fmt: skip
    assert rows[1] == [
        "'=1+1", "Training session", "Paris", "Arabic", "not begun", "2", "0", "0", "2026-11-25",
        "yes", "'@amal",
    ]  # fmt: skip
    assert len(rows) == 6
    sheet = list(book.active.values)
    assert (len(sheet), sheet[1][0], str(sheet[1][8])) == (6, "'=1+1", "2026-11-25")
    text = exported(client, TOTALS, "csv")
    assert text.startswith(b"\xef\xbb\xbf")
    text = text.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 6


def test_totals_lead_to_their_translations(client, world):
    client.force_login(world.boss)
    rows = client.get(TOTALS).context["table"].data

    numbers = [len(client.get(row.url).context["table"].data) for row in rows]

    assert numbers == [row.objects for row in rows] == [1, 1, 1, 1]


def test_the_old_report_leads_here(client, world, translator):
    client.force_login(translator)

    for name in ("translations_report", "translations_report_results"):
        answer = client.get(reverse(f"wagtail_localize:{name}"))
        assert (answer.status_code, answer["Location"]) == (302, LIST)


def test_there_is_one_report_in_the_menu(client, world):
    client.force_login(world.boss)

    text = client.get(reverse("wagtailadmin_home")).content.decode()

    assert text.count(f'"url": "{TOTALS}"') == 1
    assert "/admin/localize/reports/" not in text


def test_the_first_page_says_how_far_languages_are(client, world, translator):
    assign([world.nile], world.boss, deadline=datetime.date(2026, 11, 25), assignee=translator)
    client.force_login(translator)

    answer = client.get(reverse("wagtailadmin_home"))

    panel = next(p for p in answer.context["panels"] if getattr(p, "name", "") == "translations")
    context = panel.get_context_data({})
    found = [(row.language, row.objects, row.percent, row.overdue) for row in context["totals"]]
    assert found == [("Arabic", 3, 75, 1)]
    assert context["mine"] == 1
    text = answer.content.decode()
    assert "1 translation is yours" in text
    assert "deadline 25 Nov 2026 is past" in text


@pytest.mark.parametrize("number", [1, 6])
def test_reports_take_the_same_statements_for_any_number(client, world, count_queries, number):
    for count in range(number):
        page = world.centres.session("Cairo", f"Session {count}")
        for code in ("ar", "ko"):
            world.begin(page, code)
    client.force_login(world.boss)
    found = {}
    for name, address in {"list": LIST, "totals": TOTALS, "csv": f"{LIST}?export=csv"}.items():
        b"".join(client.get(address))
        with count_queries() as queries:
            b"".join(client.get(address))
        found[name] = len(queries)

    assert found == {"list": 18, "totals": 16, "csv": 12}
