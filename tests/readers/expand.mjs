// Expands calendars with ical.js or node-ical. stdin: {library, first, last, files: {name: text}}, moments in ms;
// stdout: {name: [[start, end], ...]}, in ms.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { library, folder, first, last, files } = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(`${folder}/package.json`);

function expandWithIcalJs(text) {
  const ICAL = require("ical.js").default ?? require("ical.js");
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const all = calendar.getAllSubcomponents("vevent");
  const moved = all.filter((event) => event.hasProperty("recurrence-id"));
  const found = [];
  for (const component of all.filter((event) => !event.hasProperty("recurrence-id"))) {
    const uid = component.getFirstPropertyValue("uid");
    const exceptions = moved.filter((event) => event.getFirstPropertyValue("uid") === uid);
    const event = new ICAL.Event(component, { strictExceptions: true, exceptions });
    const iterator = event.iterator();
    for (let next = iterator.next(); next; next = iterator.next()) {
      // A month more, since an occurrence may have been moved back.
      if (next.toJSDate().getTime() > last + 31 * 86400e3) break;
      const { startDate, endDate } = event.getOccurrenceDetails(next);
      found.push([startDate.toJSDate().getTime(), endDate.toJSDate().getTime()]);
    }
  }
  return found;
}

function expandWithNodeIcal(text) {
  const ical = require("node-ical");
  const events = Object.values(ical.sync.parseICS(text)).filter((one) => one.type === "VEVENT");
  const month = 31 * 86400e3;
  const range = { from: new Date(first - month), to: new Date(last + month) };
  return events.flatMap((event) => ical.expandRecurringEvent(event, range).map((one) => [one.start.getTime(), one.end.getTime()]));
}

const expand = { "ical.js": expandWithIcalJs, "node-ical": expandWithNodeIcal }[library];
const expanded = {};
for (const [name, text] of Object.entries(files)) {
  expanded[name] = expand(text).filter(([start]) => first <= start && start < last);
}
process.stdout.write(JSON.stringify(expanded));
