from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o3cli.adapters.calendars.calendar_file import draft_series, format_calendar
from o3cli.adapters.calendars.calendar_reading import LARGEST, Homecoming, read_changes
from o3cli.domain.slots.calendar_mark import update_marks
from o3cli.domain.slots.recurrence import get_occurrence
from o3cli.domain.slots.slot import Change, Leave, Slot
from o3cli.errors.slots import UnreadableCalendar
from tests.packaged_zones import packaged_zones
from tests.readers.cases import cancelled, day, make_series, make_slot, moment, moved
from tests.sizes import size
from tests.slot_strategies import is_sound, leaves, slots

NOW = datetime(2026, 1, 8, 12, tzinfo=UTC)
SLOT = make_slot("a", "weekly on tue")
LEAVE = (Leave(day("2026-02-23"), day("2026-02-25")),)
NOTHING = Homecoming({}, {}, ())


@pytest.fixture(autouse=True, scope="module")
def _zones() -> Iterator[None]:
    with packaged_zones():
        yield


def write(slot: Slot, leave: Sequence[Leave] = ()) -> bytes:
    drafts = draft_series([make_series(slot, leave)])
    return format_calendar("o3", drafts, update_marks({}, [draft.seen for draft in drafts], NOW), NOW.date())


def add_master(line: str, slot: Slot = SLOT, leave: Sequence[Leave] = ()) -> bytes:
    """The file with a line more in its series."""
    return write(slot, leave).replace(b"STATUS:CONFIRMED\r\n", f"{line}\r\nSTATUS:CONFIRMED\r\n".encode(), 1)


def add_event(*lines: str, slot: Slot = SLOT, leave: Sequence[Leave] = ()) -> bytes:
    """The file with an event more, as a calendar app writes it."""
    event = "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{slot.id}", "DTSTAMP:20260110T080000Z", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    )
    return write(slot, leave).replace(b"END:VCALENDAR\r\n", event.encode())


def test_nothing_new_is_no_change() -> None:
    """A file as o3 wrote it says what the slot says, with its changes and its leave."""
    slot = replace(SLOT, changes=(moved("2026-02-03", "2026-02-04 09:00"), cancelled("2026-02-10")))
    assert read_changes(write(slot, LEAVE), [(slot, LEAVE)]) == NOTHING


@pytest.mark.parametrize(
    "exdate",
    [
        "EXDATE;TZID=Europe/Paris:20260210T103000",
        "EXDATE:20260210T093000Z",
        "EXDATE;VALUE=DATE:20260210",
        "EXDATE:20260210T103000",
        "EXDATE;TZID=America/New_York:20260210T043000",
        "EXDATE:20260210T093000Z\r\nEXDATE:20260210T093000Z",
    ],
)
def test_a_date_deleted_in_the_app_is_cancelled(exdate: str) -> None:
    """Whichever clock the app writes an exception on."""
    assert read_changes(add_master(exdate), [(SLOT, ())]) == Homecoming({SLOT.id: (Change(day("2026-02-10")),)}, {}, ())


def test_an_exception_that_is_no_date_says_nothing() -> None:
    """Apps keep exceptions of long ago; days of leave are exceptions already."""
    data = add_master("EXDATE:20260211T093000Z\r\nEXDATE:20260210T103000Z\r\nEXDATE:20260224T093000Z", leave=LEAVE)
    assert read_changes(data, [(SLOT, LEAVE)]) == NOTHING


@pytest.mark.parametrize(
    "lines",
    [
        (
            "RECURRENCE-ID;TZID=Europe/Paris:20260210T103000",
            "DTSTART;TZID=Europe/Paris:20260211T163000",
            "DTEND;TZID=Europe/Paris:20260211T170000",
        ),
        ("RECURRENCE-ID:20260210T093000Z", "DTSTART:20260211T153000Z", "DTEND:20260211T160000Z"),
        ("RECURRENCE-ID;VALUE=DATE:20260210", "DTSTART;TZID=Asia/Tokyo:20260212T003000", "DURATION:PT30M"),
    ],
)
def test_an_occurrence_moved_in_the_app_is_moved(lines: Sequence[str]) -> None:
    """Whichever clock the app writes it on, it comes home on the slot's own."""
    found = read_changes(add_event(*lines), [(SLOT, ())])
    assert found == Homecoming({SLOT.id: (Change(day("2026-02-10"), moment("2026-02-11 16:30")),)}, {}, ())


def test_an_occurrence_cancelled_in_the_app_is_cancelled() -> None:
    """Some apps keep it as an event of its own, with a status."""
    lines = ("RECURRENCE-ID:20260210T093000Z", "DTSTART:20260210T093000Z", "DTEND:20260210T100000Z", "STATUS:CANCELLED")
    assert read_changes(add_event(*lines), [(SLOT, ())]).changes == {SLOT.id: (Change(day("2026-02-10")),)}
    known = replace(SLOT, changes=(cancelled("2026-02-10"),))
    assert read_changes(add_event(*lines, slot=known), [(known, ())]) == NOTHING


def test_a_move_keeps_its_reason() -> None:
    """Moved again in the app, it is still because of the strike."""
    known = replace(SLOT, changes=(moved("2026-02-10", "2026-02-11 16:30"),))
    data = write(known).replace(b"20260211T1", b"20260212T1")
    assert read_changes(data, [(known, ())]).changes == {SLOT.id: (moved("2026-02-10", "2026-02-12 16:30"),)}


def test_an_occurrence_moved_back_is_told() -> None:
    """The app has it where the rule has it: the slot's change is to be undone."""
    known = replace(SLOT, changes=(moved("2026-02-10", "2026-02-11 16:30"),))
    data = write(known).replace(b"20260211T163000", b"20260210T103000").replace(b"20260211T170000", b"20260210T110000")
    assert read_changes(data, [(known, ())]) == Homecoming({}, {SLOT.id: (day("2026-02-10"),)}, ())


def test_an_occurrence_put_back_during_leave_is_a_move() -> None:
    """A move inside leave wins, also onto its own date."""
    lines = ("RECURRENCE-ID:20260224T093000Z", "DTSTART:20260224T093000Z", "DTEND:20260224T100000Z")
    found = read_changes(add_event(*lines, leave=LEAVE), [(SLOT, LEAVE)])
    assert found == Homecoming({SLOT.id: (Change(day("2026-02-24"), moment("2026-02-24 10:30")),)}, {}, ())


def test_events_of_others_are_passed_over() -> None:
    """An occurrence that the rule does not have, and a UID that no slot has, say nothing."""
    foreign = add_event("RECURRENCE-ID:20260211T093000Z", "DTSTART:20260212T093000Z", "DTEND:20260212T100000Z")
    assert read_changes(foreign, [(SLOT, ())]) == NOTHING
    assert read_changes(write(SLOT), [(replace(SLOT, id="b-k3v9q2m7"), ())]) == NOTHING


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"DTSTART;TZID=Europe/Paris:20260113T103000", b"DTSTART;TZID=Europe/Paris:20260114T103000"),
        (b"DTEND;TZID=Europe/Paris:20260113T110000", b"DTEND;TZID=Europe/Paris:20260113T113000"),
        (b"RRULE:FREQ=WEEKLY;BYDAY=TU\r\n", b""),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    ],
)
def test_a_series_changed_as_a_whole_is_told(old: bytes, new: bytes) -> None:
    """Another hour for all, or the whole series deleted: that is for the owner to say, in words."""
    assert old in write(SLOT)
    assert read_changes(write(SLOT).replace(old, new), [(SLOT, ())]).altered == (SLOT.id,)


@settings(max_examples=size(50, 1000), deadline=None)
@given(slot=slots().filter(is_sound), leave=leaves)
def test_every_change_comes_home(slot: Slot, leave: tuple[Leave, ...]) -> None:
    """From a file with changes, a slot without them learns all that a calendar shows."""
    bare = replace(slot, changes=())
    data = write(slot, leave)

    found = read_changes(data, [(bare, leave)])

    def shows(change: Change) -> bool:
        return not change.is_cancelled or get_occurrence(bare, change.on, leave).takes_place

    expected = tuple(Change(change.on, change.to) for change in slot.changes if shows(change))
    assert found.changes.get(slot.id, ()) == (expected if draft_series([make_series(slot, leave)]) else ())
    assert (found.restored, found.altered) == ({}, ())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\n" * 5000,
        b"x" * (LARGEST + 1),
    ],
)
def test_what_is_no_calendar_is_refused_or_empty(data: bytes) -> None:
    """Whatever a file holds, it is read, or refused in one line that does not quote it."""
    with suppress(UnreadableCalendar):
        assert read_changes(data, [(SLOT, ())]) == NOTHING


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"hello", "the calendar cannot be read: it is not in the format of RFC 5545"),
        (b"x" * (LARGEST + 1), "the calendar cannot be read: it is larger than 16 MiB"),
    ],
)
def test_a_refusal_does_not_quote_the_file(data: bytes, message: str) -> None:
    """What the library says may hold words of the file, so it is not told."""
    with pytest.raises(UnreadableCalendar) as caught:
        read_changes(data, [(SLOT, ())])
    assert caught.value.message == message


@pytest.mark.parametrize(
    "lines",
    [
        ("RECURRENCE-ID:20260210T093000Z",),
        ("RECURRENCE-ID:soon", "DTSTART:20260212T093000Z"),
        ("RECURRENCE-ID:20260210T093000Z", "DTSTART:soon"),
        ("SUMMARY:no start",),
        ("RECURRENCE-ID:20260210T093000Z", "DTSTART:20260212T093000Z", "DTSTART:20260213T093000Z"),
    ],
)
def test_broken_times_are_named_by_their_series(lines: Sequence[str]) -> None:
    """A series whose times cannot be read is refused whole."""
    with pytest.raises(UnreadableCalendar) as caught:
        read_changes(add_event(*lines), [(SLOT, ())])
    assert caught.value.message == f"the calendar cannot be read: the times of the series `{SLOT.id}` are broken"


@given(data=st.binary(max_size=300), at=st.integers(0, 1500))
def test_no_bytes_crash_it(data: bytes, at: int) -> None:
    """A file with anything in it anywhere."""
    file = write(SLOT)
    with suppress(UnreadableCalendar):
        read_changes(file[:at] + data + file[at:], [(SLOT, ())])
