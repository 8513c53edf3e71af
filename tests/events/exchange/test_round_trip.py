"""Random programmes: out, in and out again, and the same instants in every format."""

import datetime
import json
from zoneinfo import ZoneInfo

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from events.exchange.drafts import programme_of_draft
from events.exchange.formats import IMPORTABLE, WRITERS
from events.exchange.importing import apply_import, keep_file, plan_import
from events.models import ProgrammeSlot, TrainingSessionPage, uid_of_event, write_programme
from events.timetable import is_nonexistent, read_timetable
from tests.support.graphql import ask

from .programmes import programmes

# Without shrinking, which would take minutes: each case writes pages.
FEW = settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_superuser(username="editor")


@pytest.fixture
def session(make_session):
    return make_session(
        slug="heat",
        working_languages=["fr", "en"],
        start_date=datetime.date(2015, 3, 28),
        end_date=datetime.date(2015, 10, 26),
    )


def save(session, programme):
    page = TrainingSessionPage.objects.get(pk=session.pk)
    page.programme = programme
    page.save_revision(clean=False)
    return TrainingSessionPage.objects.get(pk=session.pk)


def exported(session, kind):
    page = TrainingSessionPage.objects.get(pk=session.pk)
    return WRITERS[kind].write(programme_of_draft(page.get_latest_revision_as_object()))


def ends_nowhere(slot):
    span = slot.span
    if span is None or not span.crosses_midnight:
        return False
    return is_nonexistent(span.end_day, span.end, ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize("kind", IMPORTABLE)
@FEW
@given(data=st.data())
def test_what_comes_out_goes_in_and_comes_out_the_same(
    session, editor, network, document, kind, data
):
    people = [network.anna.pk, network.boris.pk]
    programme = data.draw(programmes(people, [document.pk]))
    # A day-long slot that ends in an hour that there is not ends after it starts, a day later: that
    # can neither be printed nor published.
    assume(kind != "xml" or not any(map(ends_nowhere, read_timetable(programme).slots)))
    session = save(session, programme)
    first = exported(session, kind)

    again = plan_import(session, first, editor)
    session = save(session, [])
    plan = plan_import(session, first, editor)
    if not plan.is_same:
        waiting = keep_file(session, plan, first, "file", editor)
        apply_import(waiting, user=editor, state=plan.state)

    assert (again.is_same, again.problems, again.missing) == (True, [], [])
    assert (plan.problems, plan.missing) == ([], [])
    assert exported(session, kind) == first


# --- The same instants everywhere -----------------------------------------------------------------

PROGRAMME = """query ($key: UUID!) { session(key: $key) { jsonLd programme { days { slots {
    uid startsAt endsAt } } } } }"""


def instant(text):
    return text and datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)


def from_graphql(session):
    answer = ask(PROGRAMME, key=str(session.translation_key))["session"]["programme"]
    return {
        slot["uid"]: (instant(slot["startsAt"]), instant(slot["endsAt"]))
        for day in answer["days"]
        for slot in day["slots"]
        if slot["startsAt"]
    }


def from_json_ld(session):
    graph = json.loads(ask(PROGRAMME, key=str(session.translation_key))["session"]["jsonLd"])
    (event,) = (node for node in graph["@graph"] if "EducationEvent" in node["@type"])
    return {
        slot["identifier"]: (instant(slot["startDate"]), instant(slot.get("endDate")))
        for slot in event.get("subEvent", [])
        if "T" in slot["startDate"]
    }


def file_of(session, kind):
    response = Client().get(f"/programme/{session.translation_key}.{kind}")
    assert response.status_code == 200
    return response.content


def from_schedule_xml(session):
    found = {}
    for event in fromstring(file_of(session, "xml")).iter("event"):
        start = instant(event.findtext("date"))
        hours, minutes = map(int, event.findtext("duration").split(":")[:2])
        end = start + datetime.timedelta(hours=hours, minutes=minutes)
        # A duration of zero is an end that nobody knows; the form has no other word for it.
        found[event.get("guid")] = (start, end if end > start else None)
    return found


def from_schedule_json(session):
    conference = json.loads(file_of(session, "json"))["schedule"]["conference"]
    return {
        event["guid"]: (instant(event["date"]), instant(event.get("end")))
        for day in conference["days"]
        for events in day["rooms"].values()
        for event in events
    }


def without_zero(instants):
    return {uid: (start, end if end != start else None) for uid, (start, end) in instants.items()}


def from_calendar(session):
    """Read the feed as a library does that is not ours; the session has an event, too."""
    response = Client().get(f"/calendar/sessions/{session.translation_key}.ics")
    assert response.status_code == 200
    key = session.translation_key
    uids = ProgrammeSlot.objects.values_list("uid", flat=True)
    names = {uid_of_event(key, uid): str(uid) for uid in uids}
    found = {}
    for event in Calendar.from_ical(response.content).walk("VEVENT"):
        start, end = event["DTSTART"].dt, event.get("DTEND")
        if event["UID"] != uid_of_event(key) and isinstance(start, datetime.datetime):
            ends_at = end and end.dt.astimezone(datetime.UTC)
            found[names[event["UID"]]] = (start.astimezone(datetime.UTC), ends_at)
    return found


# Every format that tells when slots are.
FORMATS = [from_json_ld, from_schedule_json, from_schedule_xml, from_calendar]


@FEW
@given(data=st.data())
def test_every_format_tells_the_same_instants(session, network, document, data):
    programme = data.draw(programmes([network.anna.pk, network.boris.pk], [document.pk]))
    TrainingSessionPage.objects.filter(pk=session.pk).update(programme=json.dumps(programme))
    write_programme(TrainingSessionPage.objects.get(pk=session.pk))

    told = [without_zero(read(session)) for read in FORMATS]

    assert told == [without_zero(from_graphql(session))] * len(FORMATS)
