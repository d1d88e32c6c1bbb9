"""Expands calendars with recurring-ical-events; the protocol is that of `expand.mjs`. It runs under a TZ of its own."""

import json
import sys
from datetime import UTC, datetime

import recurring_ical_events
from icalendar import Calendar


def main() -> None:
    request = json.load(sys.stdin)
    first, last = (datetime.fromtimestamp(request[name] / 1000, UTC) for name in ("first", "last"))
    expanded = {}
    for name, text in request["files"].items():
        events = recurring_ical_events.of(Calendar.from_ical(text)).between(first, last)
        pairs = [[int(event.start.timestamp() * 1000), int(event.end.timestamp() * 1000)] for event in events]
        expanded[name] = [pair for pair in pairs if request["first"] <= pair[0] < request["last"]]
    json.dump(expanded, sys.stdout)


main()
