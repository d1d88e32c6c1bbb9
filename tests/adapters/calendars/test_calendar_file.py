from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from o3cli.adapters.calendars.calendar_file import Series, draft_series, format_calendar, format_series_files
from o3cli.domain.slots.calendar_mark import Mark, update_marks
from o3cli.domain.slots.slot import Leave, Slot
from o3cli.domain.slots.slot_edits import cancel_occurrence, extend_slot
from o3cli.errors.slots import SlotTwice, UnknownZone
from tests.packaged_zones import packaged_zones
from tests.readers.cases import CASES, LEAVE, cancelled, day, make_series, make_slot, moved
from tests.sizes import size
from tests.slot_strategies import is_sound, leaves, slots

NOW = datetime(2026, 1, 8, 12, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True, scope="module")
def _zones() -> Iterator[None]:
    with packaged_zones():
        yield


def write(
    *series: Series, marks: Mapping[str, Mark] | None = None, now: datetime = NOW, name: str = "o3"
) -> tuple[bytes, dict[str, Mark]]:
    drafts = draft_series(series)
    updated = update_marks(marks or {}, [draft.seen for draft in drafts], now)
    return format_calendar(name, drafts, updated, now.date()), updated


def list_events(data: bytes) -> list[list[str]]:
    """The unfolded lines of each event."""
    text = data.decode().replace("\r\n ", "")
    return [part.split("END:VEVENT")[0].splitlines()[1:] for part in text.split("BEGIN:VEVENT")[1:]]


def test_writes_the_contract() -> None:
    """A series with everything: a moved and a cancelled date, leave, an end; the whole file."""
    slot = make_slot(
        "a",
        "2 weeks on tue",
        until="2026-06-30",
        changes=[moved("2026-02-10", "2026-02-11 16:30"), cancelled("2026-04-07")],
    )
    leave = (Leave(day("2026-05-01"), day("2026-05-08")), Leave(day("2026-05-04"), day("2026-05-10")))
    data, _ = write(Series(slot, "alice", "Alice, Zoé & co", "o3", leave), name="o3; mine")
    assert data.decode() == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//o3//calendar//EN\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "NAME:o3\\; mine\r\n"
        "X-WR-CALNAME:o3\\; mine\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n"
        "X-PUBLISHED-TTL:PT12H\r\n"
        "BEGIN:VTIMEZONE\r\n"
        "TZID:Europe/Paris\r\n"
        "X-LIC-LOCATION:Europe/Paris\r\n"
        "BEGIN:DAYLIGHT\r\n"
        "DTSTART:19700329T020000\r\n"
        "TZOFFSETFROM:+0100\r\n"
        "TZOFFSETTO:+0200\r\n"
        "TZNAME:CEST\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
        "END:DAYLIGHT\r\n"
        "BEGIN:STANDARD\r\n"
        "DTSTART:19701025T030000\r\n"
        "TZOFFSETFROM:+0200\r\n"
        "TZOFFSETTO:+0100\r\n"
        "TZNAME:CET\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
        "END:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:a-k3v9q2m7\r\n"
        "DTSTAMP:20260108T120000Z\r\n"
        "LAST-MODIFIED:20260108T120000Z\r\n"
        "SEQUENCE:0\r\n"
        "SUMMARY:Alice\\, Zoé & co\r\n"
        "DTSTART;TZID=Europe/Paris:20260113T103000\r\n"
        "DTEND;TZID=Europe/Paris:20260113T110000\r\n"
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO;UNTIL=20260630T083000Z\r\n"
        "EXDATE;TZID=Europe/Paris:20260407T103000,20260505T103000\r\n"
        "STATUS:CONFIRMED\r\n"
        "TRANSP:OPAQUE\r\n"
        "CATEGORIES:o3\r\n"
        "CLASS:PRIVATE\r\n"
        "BEGIN:VALARM\r\n"
        "ACTION:DISPLAY\r\n"
        "DESCRIPTION:Alice\\, Zoé & co\r\n"
        "TRIGGER:-PT10M\r\n"
        "END:VALARM\r\n"
        "END:VEVENT\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:a-k3v9q2m7\r\n"
        "DTSTAMP:20260108T120000Z\r\n"
        "LAST-MODIFIED:20260108T120000Z\r\n"
        "SEQUENCE:0\r\n"
        "RECURRENCE-ID;TZID=Europe/Paris:20260210T103000\r\n"
        "SUMMARY:Alice\\, Zoé & co\r\n"
        "DTSTART;TZID=Europe/Paris:20260211T163000\r\n"
        "DTEND;TZID=Europe/Paris:20260211T170000\r\n"
        "STATUS:CONFIRMED\r\n"
        "TRANSP:OPAQUE\r\n"
        "CATEGORIES:o3\r\n"
        "CLASS:PRIVATE\r\n"
        "BEGIN:VALARM\r\n"
        "ACTION:DISPLAY\r\n"
        "DESCRIPTION:Alice\\, Zoé & co\r\n"
        "TRIGGER:-PT10M\r\n"
        "END:VALARM\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


def test_the_same_slots_give_the_same_bytes() -> None:
    """At another time, in another order: not a byte changes."""
    series = [make_series(slot, leave) for slot, leave in CASES]
    data, marks = write(*series)
    again, kept = write(*reversed(series), marks=marks, now=NOW + timedelta(days=40))
    assert (again, kept) == (data, marks)
    assert data.count(b"BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n") == 1


@settings(max_examples=size(30, 300), deadline=None)
@given(
    cases=st.lists(
        st.tuples(slots().filter(is_sound), leaves, st.text(max_size=60)),
        min_size=1,
        max_size=3,
        unique_by=lambda case: case[0].id,
    )
)
def test_every_file_is_sound(cases: list[tuple[Slot, Sequence[Leave], str]]) -> None:
    """Short lines, CRLF, no control characters, zones first, events in order, and what RFC 5545 wants of each."""
    data, _ = write(*(make_series(slot, leave, title) for slot, leave, title in cases))

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert not any(byte < 32 for byte in data.replace(b"\r\n", b""))
    text = data.decode().replace("\r\n ", "")
    assert "METHOD" not in text
    begins = [line for line in text.splitlines() if line in ("BEGIN:VTIMEZONE", "BEGIN:VEVENT")]
    assert begins == sorted(begins, reverse=True)
    (calendar,) = Calendar.from_ical(data, multiple=True)
    assert calendar.errors == []
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    keys = [(event["UID"], "RECURRENCE-ID" in event) for event in events]
    assert keys == sorted(keys)
    for event in events:
        assert event.errors == []
        assert not {"ATTENDEE", "ORGANIZER", "DESCRIPTION", "URL", "LOCATION"} & set(event)
        if "RRULE" in event:
            assert text.count(f"UID:{event['UID']}") == 1 + sum(key == (event["UID"], True) for key in keys)
            assert not {"COUNT", "UNTIL"} <= set(event["RRULE"])


def test_an_upgrade_touches_no_file() -> None:
    """The product's name stands without a version."""
    data, _ = write(make_series(CASES[0][0]))
    assert b"\r\nPRODID:-//o3//calendar//EN\r\n" in data


def test_a_visible_change_raises_the_sequence() -> None:
    """A cancelled date, an end, a name or an alarm: the same UID, one more, and the moment of the change."""
    slot = make_slot("a", "weekly on tue", count=4)
    before = Series(slot, "alice", "Alice", "o3")
    _, marks = write(before)
    for changed in (
        replace(before, slot=cancel_occurrence(slot, day("2026-01-20"))),
        replace(before, slot=extend_slot(slot, 12)),
        replace(before, title="Alice B"),
        replace(before, alarm=None),
        replace(before, is_neutral=True),
        replace(before, leave=LEAVE[1:], slot=extend_slot(slot, 12)),
    ):
        data, updated = write(changed, marks=marks, now=NOW + timedelta(days=1))
        (event,) = list_events(data)
        assert event[:4] == [
            "UID:a-k3v9q2m7",
            "DTSTAMP:20260109T120000Z",
            "LAST-MODIFIED:20260109T120000Z",
            "SEQUENCE:1",
        ]
        assert updated["a-k3v9q2m7"].sequence == 1
    # Reasons are not in the calendar, so they are no change.
    told = replace(before, slot=cancel_occurrence(slot, day("2026-01-20"), "holiday"))
    _, first = write(replace(before, slot=cancel_occurrence(slot, day("2026-01-20"))))
    assert write(told, marks=first, now=NOW + timedelta(days=1))[1] == first


def test_a_removed_series_stays_for_a_year_as_cancelled() -> None:
    """It has its UID, a sequence raised by one, its first start, and no word; a file of others does not have it."""
    slot = make_slot("a", "weekly on tue", "14:00", "America/New_York")
    other = make_slot("b", "weekly on tue")
    kept = Series(other, "bob", "Bob", "o3")
    _, marks = write(make_series(slot), kept)
    later = NOW + timedelta(days=30)

    data, marks = write(kept, marks=marks, now=later)

    gone, _ = list_events(data)
    assert gone == [
        "UID:a-k3v9q2m7",
        "DTSTAMP:20260207T120000Z",
        "LAST-MODIFIED:20260207T120000Z",
        "SEQUENCE:1",
        "SUMMARY:Meeting",
        "DTSTART;TZID=America/New_York:20260113T140000",
        "DTEND;TZID=America/New_York:20260113T143000",
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
    ]
    assert b"TZID:America/New_York\r\nX-LIC" in data
    drafts = draft_series([kept])
    assert b"a-k3v9q2m7" not in format_calendar("bob", drafts, marks, later.date(), people=["bob"])
    assert b"a-k3v9q2m7" in format_calendar("alice", [], marks, later.date(), people=["alice"])
    assert sorted(format_series_files(drafts, marks, later.date())) == ["a-k3v9q2m7.ics", "b-k3v9q2m7.ics"]
    assert sorted(format_series_files(drafts, marks, later.date() + timedelta(days=400))) == ["b-k3v9q2m7.ics"]


def test_a_series_without_an_instance_is_dropped() -> None:
    """All its dates cancelled, or lost to leave, or none before its end; one moved date keeps it."""
    all_gone = [cancelled("2026-01-13"), cancelled("2026-01-20")]
    on_leave = (Leave(day("2026-01-01"), day("2026-02-01")),)
    assert draft_series([make_series(make_slot("a", "weekly on tue", count=2, changes=all_gone))]) == []
    assert draft_series([make_series(make_slot("a", "weekly on tue", count=2), on_leave)]) == []
    assert draft_series([make_series(make_slot("a", "weekly on tue", until="2026-01-01"))]) == []
    kept = make_slot("a", "weekly on tue", count=2, changes=[moved("2026-01-20", "2026-01-21 09:00")])
    (draft,) = draft_series([make_series(kept, on_leave)])
    assert len(draft.events) == 2


def test_a_change_of_a_date_that_the_rule_has_not_is_not_written() -> None:
    """As the arithmetic, the file passes over it."""
    slot = make_slot("a", "weekly on tue", changes=[moved("2026-01-14", "2026-01-15 09:00"), cancelled("2026-01-16")])
    assert write(make_series(slot)) == write(make_series(replace(slot, changes=())))


def test_leave_that_ends_early_brings_meetings_back() -> None:
    """Leave is compiled at each export, so nothing of it stays behind."""
    slot = make_slot("a", "weekly on tue")
    with_leave, marks = write(make_series(slot, [Leave(day("2026-02-01"), day("2026-02-28"))]))
    shorter, marks = write(make_series(slot, [Leave(day("2026-02-01"), day("2026-02-10"))]), marks=marks)
    none, marks = write(make_series(slot), marks=marks)
    dates = [
        [line for line in list_events(data)[0] if line.startswith("EXDATE")] for data in (with_leave, shorter, none)
    ]
    zone = "EXDATE;TZID=Europe/Paris:"
    assert dates == [
        [f"{zone}20260203T103000,20260210T103000,20260217T103000,20260224T103000"],
        [f"{zone}20260203T103000,20260210T103000"],
        [],
    ]
    assert marks["a-k3v9q2m7"].sequence == 2


def test_a_neutral_title_says_nothing() -> None:
    """Neither the name nor the kind is in the file, wherever a title is written."""
    slot = make_slot("a", "weekly on tue", changes=[moved("2026-02-10", "2026-02-11 16:30")])
    data, _ = write(Series(slot, "guild", "Guild", "intervision", is_neutral=True))
    assert b"uild" not in data
    assert b"intervision" not in data
    assert (
        data.count(b"SUMMARY:Meeting\r\n")
        == data.count(b"DESCRIPTION:Meeting\r\n")
        == data.count(b"CATEGORIES:o3\r\n")
        == 2
    )


def test_no_reason_and_no_slug_leaves() -> None:
    """Why something was moved, and what folders are called, stays in the notebook."""
    slot = make_slot("a", "weekly on tue", changes=[moved("2026-02-10", "2026-02-11 16:30"), cancelled("2026-02-17")])
    data, marks = write(Series(slot, "zoe-secret", "Alice", "o3"))
    gone, _ = write(marks=marks, now=NOW + timedelta(days=1))
    for word in (b"strike", b"holiday", b"secret"):
        assert word not in data
        assert word not in gone


def test_alarms_are_set_or_left_out() -> None:
    """So many minutes before, or none; an alarm is the last thing in an event."""
    slot = make_slot("a", "weekly on tue")
    (event,) = list_events(write(Series(slot, "alice", "Alice", "o3", alarm=0))[0])
    assert event[-5:] == ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Alice", "TRIGGER:-PT0M", "END:VALARM"]
    (event,) = list_events(write(Series(slot, "alice", "Alice", "o3", alarm=None))[0])
    assert event[-1] == "CLASS:PRIVATE"


def test_a_title_cannot_be_empty_or_break_a_line() -> None:
    """Control characters and line breaks in a name are spaces; a name of nothing else is neutral."""
    slot = make_slot("a", "weekly on tue")
    (event,) = list_events(write(Series(slot, "alice", "Al\x00ice\r\nATTENDEE:x", "o\n3"))[0])
    assert "SUMMARY:Al ice ATTENDEE:x" in event
    assert "CATEGORIES:o 3" in event
    (event,) = list_events(write(Series(slot, "alice", "\x1b", "\t"))[0])
    assert ("SUMMARY:Meeting" in event, "CATEGORIES:o3" in event) == (True, True)


def test_zones_have_their_canonical_names() -> None:
    """An alias in a slot is written as what it stands for; UTC needs no definition; an unknown zone is refused."""
    (event,) = list_events(write(make_series(make_slot("a", "weekly on tue", tz="America/Montreal")))[0])
    assert "DTSTART;TZID=America/Toronto:20260113T103000" in event
    data, marks = write(make_series(make_slot("a", "weekly on tue", tz="Zulu")))
    assert b"DTSTART:20260113T103000Z\r\n" in data
    assert b"VTIMEZONE" not in data
    assert b"DTSTART:20260113T103000Z\r\n" in write(marks=marks)[0]
    with pytest.raises(UnknownZone):
        draft_series([make_series(replace(make_slot("a", "weekly on tue"), tz="Factory"))])


def test_one_id_on_two_slots_is_refused() -> None:
    """Clients would take them for one series: both places are named."""
    slot = make_slot("a", "weekly on tue")
    with pytest.raises(SlotTwice) as caught:
        draft_series([Series(slot, "alice", "Alice", "o3"), Series(slot, "bob", "Bob", "o3")])
    assert caught.value.message == "the slot id `a-k3v9q2m7` stands in `alice` and `bob`"
    assert caught.value.hint == "change one of the two ids: any 8 to 64 letters and digits"


def test_a_file_for_one_series_has_no_calendars_name() -> None:
    """One UID in each file, named after it, without what describes a whole calendar."""
    drafts = draft_series([make_series(slot, leave) for slot, leave in CASES])
    files = format_series_files(drafts, update_marks({}, [draft.seen for draft in drafts], NOW), date(2026, 1, 8))
    assert len(files) == len(CASES)
    for name, data in files.items():
        assert {line.removeprefix("UID:") for event in list_events(data) for line in event[:1]} == {
            name.removesuffix(".ics")
        }
        assert b"\r\nNAME:" not in data
        assert b"REFRESH-INTERVAL" not in data
