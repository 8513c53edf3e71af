"""What programs may rely on in schedule.xml and schedule.json, in words of our own.

Written from the documentation of the format (https://c3voc.de/wiki/schedule); each rule names what
it asks for, so that a failure says what is wrong.
"""

import datetime
import re

UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ACRONYM = re.compile("[a-z0-9_-][a-z0-9_]{3,}")
SLUG = re.compile("[a-z0-9_]{4,}-[a-z0-9_-]{3,}[a-z0-9]")
DURATION = re.compile(r"\d{1,2}:\d{2}(:\d{1,2})?")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
WEB = re.compile("https?://.+")

ROOT = ["generator", "url", "version", "conference"]
CONFERENCE = {
    "title", "acronym", "start", "end", "days", "timeslot_duration", "base_url", "url",
    "time_zone_name", "track",
}  # fmt: skip
NEEDED_OF_EVENTS = {"room", "title", "type", "date", "start", "duration", "abstract", "track"}
EVENT = NEEDED_OF_EVENTS | {
    "subtitle", "slug", "language", "persons", "links", "attachments", "url",
}  # fmt: skip
JSON_CONFERENCE = {
    "acronym", "title", "start", "end", "daysCount", "timeslot_duration", "time_zone_name", "url",
    "tracks", "rooms", "days",
}  # fmt: skip
JSON_NEEDED = {
    "abstract", "date", "duration", "guid", "id", "language", "links", "persons", "room", "slug",
    "start", "subtitle", "title", "track", "type", "url",
}  # fmt: skip
JSON_EVENT = JSON_NEEDED | {"end", "description", "attachments"}


def faults_of_xml(root):
    """Give what is wrong with a schedule.xml."""
    return [text for text, holds in _rules_of_xml(root) if not holds]


def _rules_of_xml(root):
    names = [child.tag for child in root]
    days = root.findall("day")
    yield "root element", root.tag == "schedule"
    yield "order of elements", names == ROOT + ["day"] * len(days) and len(days) > 0
    yield "address of the file", bool(WEB.fullmatch(root.findtext("url")))
    conference = root.find("conference")
    parts = [child.tag for child in conference]
    once = [name for name in parts if name != "track"]
    yield "elements of the conference", set(parts) <= CONFERENCE and len(once) == len(set(once))
    yield "acronym", bool(ACRONYM.fullmatch(conference.findtext("acronym")))
    yield "number of days", conference.findtext("days") == str(len(days))
    yield (
        "numbers of days",
        [day.get("index") for day in days] == [str(number) for number in range(1, len(days) + 1)],
    )
    for day in days:
        bounds = [datetime.datetime.fromisoformat(day.get(name)) for name in ("start", "end")]
        yield "bounds of a day", all(bound.tzinfo for bound in bounds) and bounds[0] < bounds[1]
        yield "rooms of a day", all(room.tag == "room" and "name" in room.attrib for room in day)
    events = [event for day in days for room in day for event in room]
    for name in ("guid", "id"):
        values = [event.get(name) for event in events]
        yield f"each {name} once", len(values) == len(set(values))
    slugs = [event.findtext("slug") for event in events]
    yield "each slug once", len(slugs) == len(set(slugs))
    for event in events:
        yield from _rules_of_event(event)


def _rules_of_event(event):
    names = [child.tag for child in event]
    yield "an event is an event", event.tag == "event"
    yield "elements of an event", NEEDED_OF_EVENTS <= set(names) <= EVENT
    yield "each element once", len(names) == len(set(names))
    yield "guid", bool(UUID.fullmatch(event.get("guid")))
    yield "id", event.get("id").isdigit() and int(event.get("id")) > 0
    date = datetime.datetime.fromisoformat(event.findtext("date"))
    yield "date with offset", date.tzinfo is not None
    yield "start", bool(CLOCK.fullmatch(event.findtext("start")))
    yield "start is that of the date", event.findtext("date")[11:16] == event.findtext("start")[:5]
    yield "duration", bool(DURATION.fullmatch(event.findtext("duration")))
    yield "slug", bool(SLUG.fullmatch(event.findtext("slug")))
    for person in event.iter("person"):
        yield "person", bool(UUID.fullmatch(person.get("guid")))
    for file in event.iter("attachment"):
        yield "attachment", set(file.attrib) == {"href"}


def faults_of_json(content):
    """Give what is wrong with a schedule.json."""
    return [text for text, holds in _rules_of_json(content) if not holds]


def _rules_of_json(content):
    yield "root", set(content) == {"$schema", "generator", "schedule"}
    schedule = content["schedule"]
    yield "schedule", {"version", "conference"} <= set(schedule)
    conference = schedule["conference"]
    yield "conference", set(conference) == JSON_CONFERENCE
    yield "acronym", bool(ACRONYM.fullmatch(conference["acronym"]))
    yield "days", conference["daysCount"] == len(conference["days"]) > 0
    yield "rooms", all(set(room) == {"name", "guid"} for room in conference["rooms"])
    for day in conference["days"]:
        yield "day", set(day) == {"index", "date", "day_start", "day_end", "rooms"}
        for name, events in day["rooms"].items():
            for event in events:
                yield "room of an event", event["room"] == name
                yield from _rules_of_json_event(event)


def _rules_of_json_event(event):
    yield "event", JSON_NEEDED <= set(event) <= JSON_EVENT
    yield "guid", bool(UUID.fullmatch(event["guid"]))
    yield "start", bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", event["start"]))
    yield "duration", bool(re.fullmatch(r"\d+:\d{2}", event["duration"]))
    yield "slug", bool(re.fullmatch("[a-z0-9_-]+[a-z0-9]", event["slug"]))
    yield "persons", all("name" in person for person in event["persons"])
    yield "attachments", all({"url"} <= set(file) for file in event["attachments"])
