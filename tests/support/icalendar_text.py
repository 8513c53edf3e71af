"""A strict reader of iCalendar of the tests' own: RFC 5545, 3.1 to the letter, and no mercy."""

import re
from dataclasses import dataclass, field

CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
NAME = re.compile(r"[A-Z0-9-]+")
PARAMETER = re.compile(r';([A-Z-]+)=("[^"]*"|[^";:,]*)')
ESCAPE = re.compile(r"\\(.)")
TEXTS = {
    "SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "CONTACT", "STATUS", "UID",
    "PRODID", "TZID", "TZNAME", "RELATED-TO",
}  # fmt: skip


@dataclass
class Property:
    """One line, unfolded."""

    name: str
    parameters: dict[str, str]
    raw: str

    @property
    def text(self):
        """The value of a TEXT, unescaped."""
        left = re.sub(r"\\[\\;,nN]", "", self.raw)
        assert "\\" not in left, f"a bare backslash: {self.raw!r}"
        assert not {",", ";"} & set(left), f"not escaped: {self.raw!r}"
        return ESCAPE.sub(lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), self.raw)


@dataclass
class Component:
    """What stands between BEGIN and END."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def all(self, name):
        return [item for item in self.properties if item.name == name]

    def one(self, name):
        (found,) = self.all(name)
        return found

    def __getitem__(self, name):
        return self.one(name).raw

    def text(self, name):
        return self.one(name).text

    def __contains__(self, name):
        return bool(self.all(name))

    def named(self, name):
        return [component for component in self.components if component.name == name]

    @property
    def events(self):
        """The events by UID; none twice."""
        found = self.named("VEVENT")
        by_uid = {event["UID"]: event for event in found}
        assert len(found) == len(by_uid)
        return by_uid


def read(body):
    """Read bytes as a calendar, or say what is wrong."""
    assert body.endswith(b"\r\n")
    physical = body[:-2].split(b"\r\n")
    for line in physical:
        assert 0 < len(line) <= 75, f"{len(line)} octets: {line!r}"
        line.decode("utf-8")
    lines = body[:-2].decode("utf-8").replace("\r\n ", "").split("\r\n")
    stack = [Component("")]
    for line in lines:
        assert not CONTROL.search(line), repr(line)
        found = _property(line)
        if found.name == "BEGIN":
            child = Component(found.raw)
            stack[-1].components.append(child)
            stack.append(child)
        elif found.name == "END":
            assert stack.pop().name == found.raw
        else:
            stack[-1].properties.append(found)
            if found.name in TEXTS:
                assert found.text is not None
    (root,) = stack
    (calendar,) = root.components
    assert (root.properties, calendar.name) == ([], "VCALENDAR")
    _check(calendar)
    return calendar


def _property(line):
    name = NAME.match(line)
    assert name, repr(line)
    at, parameters = name.end(), {}
    while found := PARAMETER.match(line, at):
        parameters[found[1]] = found[2].strip('"')
        at = found.end()
    assert line[at] == ":", repr(line)
    return Property(name[0], parameters, line[at + 1 :])


def _check(calendar):
    """What must be there, once, and may not."""
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    zones = {zone["TZID"] for zone in calendar.named("VTIMEZONE")}
    for zone in calendar.named("VTIMEZONE"):
        for part in zone.components:
            assert part.name in {"STANDARD", "DAYLIGHT"}
            for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
                part.one(name)
            assert re.fullmatch(r"\d{8}T\d{6}", part["DTSTART"])
        assert zone.components
    used = set()
    for event in calendar.events.values():
        for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "LAST-MODIFIED", "STATUS", "SUMMARY"):
            event.one(name)
        for name in ("ATTENDEE", "ORGANIZER", "METHOD"):
            assert name not in event
        starts = event.one("DTSTART")
        used |= {item.parameters["TZID"] for item in event.properties if "TZID" in item.parameters}
        for ends in event.all("DTEND"):
            assert ends.parameters.get("VALUE") == starts.parameters.get("VALUE")
            if ends.parameters == starts.parameters:
                assert ends.raw > starts.raw
    assert used == zones
