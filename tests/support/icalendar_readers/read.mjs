// Reads calendars from standard input, one JSON string a line, and prints what two readers find: the events by
// UID, with their instants as milliseconds and whole days as dates.
import { createInterface } from "node:readline";
import ICAL from "ical.js";
import ical from "node-ical";

const date = (time) => time.toString().slice(0, 10);

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const instant = (time) => time && (time.isDate ? date(time) : time.toUnixTime() * 1000);
  return Object.fromEntries(
    calendar.getAllSubcomponents("vevent").map((component) => {
      const value = (name) => component.getFirstPropertyValue(name);
      return [
        value("uid"),
        {
          start: instant(value("dtstart")),
          end: instant(value("dtend")) ?? null,
          summary: value("summary"),
          description: value("description"),
          location: value("location"),
          language: component.getFirstProperty("summary").getFirstParameter("language") ?? null,
          sequence: value("sequence"),
          status: value("status"),
        },
      ];
    }),
  );
}

function byNodeIcal(text) {
  // It tells whole days as midnights of its own zone, and gives texts with parameters as objects.
  const plain = (value) => (value && typeof value === "object" ? value.val : value) ?? null;
  const local = (day) => [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  const instant = (moment, isDate) => (moment ? (isDate ? local(moment) : moment.getTime()) : null);
  return Object.fromEntries(
    Object.values(ical.sync.parseICS(text))
      .filter((item) => item.type === "VEVENT")
      .map((event) => {
        const isDate = event.datetype === "date";
        return [
          event.uid,
          {
            start: instant(event.start, isDate),
            end: instant(event.end, isDate),
            summary: plain(event.summary),
            description: plain(event.description),
            location: plain(event.location),
            language: event.summary?.params?.LANGUAGE ?? null,
            sequence: Number(event.sequence),
            status: event.status,
          },
        ];
      }),
  );
}

for await (const line of createInterface({ input: process.stdin })) {
  const text = JSON.parse(line);
  console.log(JSON.stringify({ "ical.js": byIcalJs(text), "node-ical": byNodeIcal(text) }));
}
