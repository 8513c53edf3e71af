"""Published programmes as files, as programs elsewhere fetch them."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page, PageViewRestriction, Site

from events.exchange.formats import WRITERS
from events.models import TrainingSessionPage
from tests.factories import HomePageFactory, day_block, slot_block, uid_of
from tests.support.graphql import ask
from tests.support.schedules import faults_of_json, faults_of_xml

KINDS = list(WRITERS)
TYPES = {
    "xml": "application/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def fetch(session, kind, query="", **headers):
    return Client().get(f"/programme/{session.translation_key}.{kind}{query}", headers=headers)


def xml_of(session, query=""):
    return fromstring(fetch(session, "xml", query).content)


def test_schedule_xml_is_what_programs_expect(session):
    root = xml_of(session)

    assert faults_of_xml(root) == []
    assert [day.get("date") for day in root.iter("day")] == ["2015-06-22", "2015-06-23"]
    opening = next(event for event in root.iter("event") if event.findtext("title") == "Opening")
    assert opening.get("guid") == str(uid_of("slot Opening"))
    assert opening.findtext("date") == "2015-06-22T09:00:00+02:00"
    assert opening.findtext("duration") == "00:30"
    assert opening.findtext("type") == "ceremony"
    assert opening.findtext("abstract") == "=1+1\nWords of welcome & <more>"
    assert [person.text for person in opening.iter("person")] == ["Anna", "Boris"]


def test_schedule_json_is_what_programs_expect(session):
    content = json.loads(fetch(session, "json").content)

    assert faults_of_json(content) == []
    events = content["schedule"]["conference"]["days"][0]["rooms"][""]
    assert [(event["title"], event["duration"]) for event in events] == [("Dinner", "03:00")]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<type>ceremony</type>", "", "elements of an event"),
        ('index="2"', 'index="1"', "numbers of days"),
        ("<duration>00:30</duration>", "<duration>half an hour</duration>", "duration"),
        ("+02:00</date>", "</date>", "date with offset"),
        ("<acronym>heat</acronym>", "<acronym>Heat!</acronym>", "acronym"),
    ],
)
def test_checks_of_schedules_find_what_is_wrong(session, old, new, fault):
    text = fetch(session, "xml").content.decode()
    assert old in text

    assert fault in faults_of_xml(fromstring(text.replace(old, new)))


def test_session_without_a_programme_has_valid_files(make_session):
    session = make_session(slug="no")

    assert faults_of_xml(xml_of(session)) == []
    assert faults_of_json(json.loads(fetch(session, "json").content)) == []
    assert len(fetch(session, "csv").content.splitlines()) == 1


def test_table_holds_all_and_no_formula(session):
    text = fetch(session, "csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert [row["type"] for row in rows] == [
        "day", "slot", "note", "slot", "slot", "day", "slot", "slot",
    ]  # fmt: skip
    assert rows[1]["text"] == "'=1+1\nWords of welcome & <more>"
    assert rows[3]["title"] == "'-Heat"
    assert not any(re.match(r"[=+\-@\t\r]", cell) for row in rows for cell in row.values())


def test_workbook_holds_what_the_table_holds(session):
    workbook = load_workbook(io.BytesIO(fetch(session, "xlsx").content))

    cells = [[cell or "" for cell in row] for row in workbook.active.iter_rows(values_only=True)]
    text = fetch(session, "csv").content.decode("utf-8-sig")
    assert cells == list(csv.reader(io.StringIO(text, newline="")))
    assert {cell.data_type for row in workbook.active.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("kind", KINDS)
def test_type_and_name_say_what_it_is(session, kind):
    response = fetch(session, kind)

    assert response.headers["Content-Type"] == TYPES[kind]
    way = "attachment" if kind in {"csv", "xlsx"} else "inline"
    assert response.headers["Content-Disposition"] == f'{way}; filename="heat-en.{kind}"'
    assert response.cookies == {}


@pytest.mark.parametrize("kind", KINDS)
def test_unchanged_file_is_not_sent_again(session, kind):
    etag = fetch(session, kind).headers["ETag"]

    again = fetch(session, kind, **{"if-none-match": etag})
    head = Client().head(f"/programme/{session.translation_key}.{kind}")

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", etag)


def test_changed_programme_is_another_file(session):
    before = fetch(session, "xml").headers["ETag"]
    page = TrainingSessionPage.objects.get(pk=session.pk)
    page.programme = [day_block("2015-06-22"), slot_block("Only this", "10:00")]
    page.save_revision().publish()

    after = fetch(session, "xml", **{"if-none-match": before})

    assert after.status_code == 200
    assert b"Only this" in after.content


def test_writing_is_refused(session):
    assert Client().post(f"/programme/{session.translation_key}.xml").status_code == 405


def test_language_is_asked_for(session, translate):
    translate(session, {"Opening": "Ouverture"})

    french, english = xml_of(session, "?locale=fr"), xml_of(session, "?locale=en")
    chain = fetch(session, "xml", "?locale=ar,fr")

    assert "Ouverture" in [title.text for title in french.iter("title")]
    assert "Opening" in [title.text for title in english.iter("title")]
    assert "Ouverture" in chain.content.decode()
    assert fetch(session, "xml", "?locale=fr").headers["Content-Disposition"].endswith('-fr.xml"')


@pytest.mark.parametrize("query", ["?locale=xx", "?locale=EN", "?locale=en,../etc", "?site=other"])
def test_unknown_language_or_site_is_said(session, query):
    response = fetch(session, "xml", query)

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def draft(session):
    session.unpublish()


def expired(session):
    Page.objects.filter(pk=session.pk).update(expire_at=timezone.now() - timedelta(days=1))


def private(session):
    PageViewRestriction.objects.create(page=session, restriction_type="login")


def below_private(session):
    PageViewRestriction.objects.create(page=session.get_parent(), restriction_type="login")


def on_another_site(session):
    home = HomePageFactory(slug="other")
    Site.objects.create(hostname="other.test", root_page=home)
    Page.objects.get(pk=session.pk).move(home, pos="last-child")


@pytest.mark.parametrize("hide", [draft, expired, private, below_private, on_another_site])
@pytest.mark.parametrize("kind", KINDS)
def test_hidden_is_as_missing(session, hide, kind):
    missing = Client().get(f"/programme/{uid_of('nothing')}.{kind}")
    assert fetch(session, kind).status_code == 200

    hide(session)

    answer = fetch(session, kind)
    assert (answer.status_code, missing.status_code) == (404, 404)
    assert _plain(answer) == _plain(missing)


def _plain(response):
    return re.sub(r'"requestId": "[^"]*"', "", response.content.decode())


@pytest.mark.usefixtures("uses_may_break")
def test_hidden_people_and_files_are_left_out(session, network, document):
    network.boris.unpublish()
    private_place = document.collection.add_child(name="Private")
    private_place.view_restrictions.create(restriction_type="login")
    document.collection = private_place
    document.save()

    for kind in ("xml", "json", "csv"):
        text = fetch(session, kind).content.decode()
        assert "Anna" in text
        assert "Boris" not in text
        assert str(network.boris.translation_key) not in text
        assert "Handout" not in text


def test_draft_changes_are_not_public(session):
    page = TrainingSessionPage.objects.get(pk=session.pk)
    page.programme = [day_block("2015-06-22"), slot_block("Secret plan", "10:00")]
    page.save_revision()

    assert "Secret plan" not in fetch(session, "xml").content.decode()


@pytest.mark.parametrize("number", [1, 40])
def test_statements_do_not_grow(make_session, network, document, number, count_queries):
    slots = [
        slot_block(
            f"Slot {place}", f"{8 + place // 4:02}:{place % 4 * 15:02}", name=str(place),
            speakers=[network.anna, network.boris],
            materials=[{"type": "item", "id": "b" * 8, "value": document.pk}],
        )
        for place in range(number)
    ]  # fmt: skip
    session = make_session([day_block("2015-06-22"), *slots])
    fetch(session, "csv")  # content types are looked up once in a process

    with count_queries() as queries:
        response = fetch(session, "csv")

    assert len(response.content.splitlines()) >= number + 2
    assert len(queries) == 5


def test_api_gives_the_addresses(session, settings):
    query = """query ($key: UUID!) { session(key: $key) {
        scheduleXmlUrl scheduleJsonUrl programmeCsvUrl programmeXlsxUrl } }"""

    urls = ask(query, key=str(session.translation_key))["session"]

    place = f"{settings.WAGTAILADMIN_BASE_URL}/programme/{session.translation_key}"
    assert urls == {
        "scheduleXmlUrl": f"{place}.xml?locale=en",
        "scheduleJsonUrl": f"{place}.json?locale=en",
        "programmeCsvUrl": f"{place}.csv?locale=en",
        "programmeXlsxUrl": f"{place}.xlsx?locale=en",
    }
    for url in urls.values():
        assert Client().get(url.removeprefix(settings.WAGTAILADMIN_BASE_URL)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_stored_file_ends_with_what_it_is_made_of(session, network, count_queries):
    fetch(session, "xml")
    with count_queries() as queries:
        stored = fetch(session, "xml")
    assert len(queries) == 1
    assert "Cache-Tag" in stored.headers

    network.anna.title = "Anna Sow"
    network.anna.save_revision().publish()
    assert "Anna Sow" in fetch(session, "xml").content.decode()

    session.unpublish()
    assert fetch(session, "xml").status_code == 404
