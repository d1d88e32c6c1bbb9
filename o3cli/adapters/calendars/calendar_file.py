"""Calendar files (RFC 5545) that every client reads the same: one series of events for each slot.

They are written line by line, since the bytes are the contract: the same slots give the same file, and a client that
imports it again finds the series that it knows. UIDs are the random ids of the slots, never a name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from o3cli.adapters.calendars.content_lines import encode_lines, escape_text
from o3cli.adapters.calendars.time_zone_definitions import get_canonical_name, list_definition_lines
from o3cli.domain.slots.calendar_mark import Mark, Seen
from o3cli.domain.slots.recurrence import Fate, Occurrence, get_occurrence, is_date, list_dates, settle
from o3cli.domain.slots.rrule import format_rrule
from o3cli.domain.slots.series import Draft, Series
from o3cli.domain.slots.slot import LATEST, Slot
from o3cli.domain.slots.zones import UTC_NAME, get_zone
from o3cli.errors.slots import SlotTwice

NEUTRAL_TITLE = "Meeting"
NEUTRAL_CATEGORY = "o3"
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//o3//calendar//EN", "CALSCALE:GREGORIAN")


def draft_series(series: Iterable[Series]) -> list[Draft]:
    """The drafts of all series that have an instance left, by UID.

    Raises SlotTwice where two slots have one id, UnknownZone for a zone that is none.
    """
    drafts: dict[str, Draft] = {}
    for one in series:
        draft = _draft(one)
        if draft is None:
            continue
        twin = drafts.get(draft.seen.uid)
        if twin is not None:
            raise SlotTwice(draft.seen.uid, [twin.seen.who, one.who])
        drafts[draft.seen.uid] = draft
    return [drafts[uid] for uid in sorted(drafts)]


def _draft(series: Series) -> Draft | None:
    slot = settle(series.slot)
    tz = get_canonical_name(slot.tz)
    absent = [day for leave in series.leave for day in list_dates(slot, leave.first, leave.last)]
    changed = [change.on for change in slot.changes if is_date(slot, change.on)]
    special = {day: get_occurrence(slot, day, series.leave) for day in (*absent, *changed)}
    moved = [one for _, one in sorted(special.items()) if one.fate is Fate.MOVED]
    excluded = [day for day, one in sorted(special.items()) if not one.takes_place]
    ends = slot.count is not None or slot.until is not None
    dates = list(list_dates(slot, slot.start, LATEST)) if ends else [slot.start]
    if ends and len(dates) <= len(excluded):
        return None
    first = get_occurrence(_plain(slot), slot.start)
    master = [
        *_list_times(first, tz),
        f"RRULE:{_format_rule(slot, dates[-1])}",
        *(
            [_format_moments("EXDATE", (get_occurrence(_plain(slot), day).start for day in excluded), tz)]
            if excluded
            else []
        ),
    ]
    events = [(*_list_title(series), *master, *_list_rest(series))]
    for one in moved:
        original = get_occurrence(_plain(slot), one.on).start
        identity = _format_moments("RECURRENCE-ID", [original], tz)
        events.append((identity, *_list_title(series), *_list_times(one, tz), *_list_rest(series)))
    digest = hashlib.sha256("\n".join(line for event in events for line in ("", *event)).encode()).hexdigest()[:32]
    return Draft(Seen(slot.id, digest, series.who, first.start.replace(tzinfo=None), tz), tuple(events))


def _plain(slot: Slot) -> Slot:
    """The slot as its rule has it."""
    return Slot(slot.id, slot.rule, slot.at, slot.length, slot.tz, slot.start)


def _list_title(series: Series) -> list[str]:
    return [f"SUMMARY:{NEUTRAL_TITLE if series.is_neutral else escape_text(series.title) or NEUTRAL_TITLE}"]


def _list_times(occurrence: Occurrence, tz: str) -> list[str]:
    return [_format_moments("DTSTART", [occurrence.start], tz), _format_moments("DTEND", [occurrence.end], tz)]


def _format_moments(name: str, moments: Iterable[datetime], tz: str) -> str:
    if tz == UTC_NAME:
        return f"{name}:{','.join(f'{moment:%Y%m%dT%H%M%SZ}' for moment in moments)}"
    return f"{name};TZID={tz}:{','.join(f'{moment:%Y%m%dT%H%M%S}' for moment in moments)}"


def _format_rule(slot: Slot, last: date) -> str:
    rule = format_rrule(slot.rule)
    if slot.count is not None:
        return f"{rule};COUNT={slot.count}"
    if slot.until is not None:
        return f"{rule};UNTIL={_format_utc(get_occurrence(_plain(slot), last).start)}"
    return rule


def _format_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _list_rest(series: Series) -> list[str]:
    category = NEUTRAL_CATEGORY if series.is_neutral else escape_text(series.category) or NEUTRAL_CATEGORY
    lines = ["STATUS:CONFIRMED", "TRANSP:OPAQUE", f"CATEGORIES:{category}", "CLASS:PRIVATE"]
    if series.alarm is None:
        return lines
    (title,) = _list_title(series)
    alarm = ["ACTION:DISPLAY", title.replace("SUMMARY", "DESCRIPTION", 1), f"TRIGGER:-PT{series.alarm}M"]
    return [*lines, "BEGIN:VALARM", *alarm, "END:VALARM"]


def format_calendar(
    name: str, drafts: Iterable[Draft], marks: Mapping[str, Mark], today: date, people: Collection[str] | None = None
) -> bytes:
    """The calendar file of these drafts, and of the series that were removed in the last year.

    `marks` are those of the whole notebook, updated with all of its drafts; `people` are the slugs whose removed series
    are told, None for all.
    """
    escaped = escape_text(name)
    head = [
        f"NAME:{escaped}",
        f"X-WR-CALNAME:{escaped}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ]
    gone = {uid: mark for uid, mark in marks.items() if mark.is_told(today) and (people is None or mark.who in people)}
    return _format_file(head, drafts, gone, marks)


def format_series_files(drafts: Iterable[Draft], marks: Mapping[str, Mark], today: date) -> dict[str, bytes]:
    """A file for each series, by its name `UID.ics`: what CalDAV servers, khal and vdirsyncer want."""
    files = {f"{draft.seen.uid}.ics": _format_file([], [draft], {}, marks) for draft in drafts}
    gone = {uid: mark for uid, mark in marks.items() if mark.is_told(today)}
    return files | {f"{uid}.ics": _format_file([], [], {uid: mark}, marks) for uid, mark in gone.items()}


def _format_file(
    head: Sequence[str], drafts: Iterable[Draft], gone: Mapping[str, Mark], marks: Mapping[str, Mark]
) -> bytes:
    events: dict[str, list[str]] = {}
    zones: dict[str, date] = {}
    for draft in drafts:
        mark = marks[draft.seen.uid]
        events[draft.seen.uid] = [line for event in draft.events for line in _format_event(draft.seen.uid, mark, event)]
        _widen(zones, draft.seen.tz, draft.seen.start.date())
    for uid, mark in gone.items():
        events[uid] = _format_event(uid, mark, _list_cancelled(mark))
        _widen(zones, mark.tz, mark.start.date())
    definitions = [line for zone in sorted(zones) for line in list_definition_lines(zone, zones[zone])]
    body = [line for uid in sorted(events) for line in events[uid]]
    return encode_lines([*_HEAD, *head, *definitions, *body, "END:VCALENDAR"])


def _widen(zones: dict[str, date], tz: str, first: date) -> None:
    zones[tz] = min(first, zones.get(tz, first))


def _list_cancelled(mark: Mark) -> list[str]:
    start = mark.start.replace(tzinfo=get_zone(mark.tz))
    times = [_format_moments(name, [moment], mark.tz) for name, moment in _list_half_hour(start)]
    return [f"SUMMARY:{NEUTRAL_TITLE}", *times, "STATUS:CANCELLED", "TRANSP:TRANSPARENT", "CLASS:PRIVATE"]


def _list_half_hour(start: datetime) -> list[tuple[str, datetime]]:
    # How long it would have been does not matter any more, but some clients want an end.
    end = (start.astimezone(UTC) + timedelta(minutes=30)).astimezone(start.tzinfo)
    return [("DTSTART", start), ("DTEND", end)]


def _format_event(uid: str, mark: Mark, lines: Sequence[str]) -> list[str]:
    stamp = _format_utc(mark.stamp)
    state = [f"UID:{uid}", f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}", f"SEQUENCE:{mark.sequence}"]
    return ["BEGIN:VEVENT", *state, *lines, "END:VEVENT"]
