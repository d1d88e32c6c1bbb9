"""Slots and leave in an `about.md`: read with the line of every fault, changed on the very lines that must."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from difflib import ndiff

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o3cli.adapters.notes.schedule_format import change_schedule, parse_schedule
from o3cli.domain.slots.slot import Change, Leave, Slot
from o3cli.domain.slots.slot_edits import (
    cancel_occurrence,
    end_slot,
    extend_slot,
    move_occurrence,
    undo_change,
)
from o3cli.domain.slots.slot_fields import Schedule
from o3cli.errors.notes import UnreadableNote
from tests.sizes import size
from tests.slot_strategies import is_sound, leaves, slots

PATH = "people/alice/about.md"
ABOUT = """\
---
name: Alice   # who else
slots:
  - id: k3v9q2m7xw4d            # random, made once
    every: 2 weeks on tue
    at: "10:30"
    for: 30m
    tz: Europe/Paris
    room: 4
    from: 2026-01-13
    count: 20   # for a start
    changes:
      - {on: 2026-02-10, to: "2026-02-11 16:30", why: strike}   # all trains
      - on: 2026-04-07
        cancelled: true
        note: kept
leave:
  - {from: 2026-08-03, to: 2026-08-21, where: sea}
---
# Alice
"""


def read(text: str) -> Schedule:
    return parse_schedule(PATH, text.encode())


def write(text: str, change: Callable[[Schedule], Schedule]) -> str:
    before = read(text)
    return change_schedule(PATH, text.encode(), before, change(before)).decode()


def on_slot(change: Callable[[Slot], Slot]) -> Callable[[Schedule], Schedule]:
    return lambda schedule: replace(schedule, slots=(change(schedule.slots[0]), *schedule.slots[1:]))


def with_leave(*leave: Leave) -> Callable[[Schedule], Schedule]:
    return lambda schedule: replace(schedule, leave=leave)


def list_difference(before: str, after: str) -> list[str]:
    lines = ndiff(before.splitlines(), after.splitlines())
    return [line[:1] + line[2:] for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (
            on_slot(lambda slot: extend_slot(slot, 4)),
            ["-    count: 20   # for a start", "+    count: 24   # for a start"],
        ),
        (
            on_slot(lambda slot: end_slot(slot, date(2026, 4, 10))),
            [
                "-    count: 20   # for a start",
                "+    count: null   # for a start",
                "+    until: 2026-04-10",
            ],
        ),
        (
            on_slot(lambda slot: cancel_occurrence(slot, date(2026, 2, 24), 'a "fair" # 3')),
            ['+      - {on: 2026-02-24, cancelled: true, why: "a \\"fair\\" # 3"}'],
        ),
        (
            on_slot(lambda slot: move_occurrence(slot, date(2026, 2, 10), datetime(2026, 2, 12, 9, 0), "ice")),
            [
                '-      - {on: 2026-02-10, to: "2026-02-11 16:30", why: strike}   # all trains',
                '+      - {on: 2026-02-10, to: "2026-02-12 09:00", why: "ice"}   # all trains',
            ],
        ),
        (
            on_slot(lambda slot: move_occurrence(slot, date(2026, 4, 7), datetime(2026, 4, 8, 9, 0))),
            ["-        cancelled: true", '+        to: "2026-04-08 09:00"'],
        ),
        (
            on_slot(lambda slot: undo_change(slot, date(2026, 2, 10))),
            [
                '-      - {on: 2026-02-10, to: "2026-02-11 16:30", why: strike}   # all trains',
                "+      # all trains",
            ],
        ),
        (
            on_slot(lambda slot: undo_change(slot, date(2026, 4, 7))),
            ["-      - on: 2026-04-07", "-        cancelled: true", "-        note: kept"],
        ),
        (with_leave(), ["-leave:", "-  - {from: 2026-08-03, to: 2026-08-21, where: sea}"]),
        (
            with_leave(Leave(date(2026, 8, 3), date(2026, 8, 10)), Leave(date(2026, 12, 24), date(2026, 12, 31))),
            [
                "-  - {from: 2026-08-03, to: 2026-08-21, where: sea}",
                "+  - {from: 2026-08-03, to: 2026-08-10, where: sea}",
                "+  - {from: 2026-12-24, to: 2026-12-31}",
            ],
        ),
    ],
)
def test_a_change_touches_the_lines_that_it_must(change: Callable[[Schedule], Schedule], difference: list[str]) -> None:
    """Comments, keys that o3 does not know, quoting and order stay; what was wanted is what is read."""
    after = write(ABOUT, change)
    assert sorted(list_difference(ABOUT, after)) == sorted(difference)
    assert read(after) == change(read(ABOUT))


def test_a_slot_is_added_as_o3_writes_it() -> None:
    """Below the others, one field a line, an empty line after it."""
    slot = replace(read(ABOUT).slots[0], id="m3v9q2m7xw4d", count=None, changes=())
    after = write(ABOUT, lambda schedule: replace(schedule, slots=(*schedule.slots, slot)))
    assert list_difference(ABOUT, after) == [
        "+  - id: m3v9q2m7xw4d",
        "+    every: 2 weeks on tue",
        '+    at: "10:30"',
        "+    for: 30m",
        "+    tz: Europe/Paris",
        "+    from: 2026-01-13",
        "+",
    ]


SLOT = read(ABOUT).slots[0]
SLOT = replace(SLOT, changes=SLOT.changes[:1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Alice\n",
        "\ufeff# Alice\n",
        "---\nname: Alice\n---\n# Alice\n",
        "---\r\nname: Alice\r\n---\r\n# Alice\r\n",
        "---\n{name: Alice}\n---\n",
        "---\n{name: Alice, slots: []}\n---\n",
        "---\nname: Alice\nslots: []\nleave:\n---\n",
        "---\nname: Alice\nslots:  # later\nrole: x\n---\n",
        "---\nslots: [  # none\n  ]\nname: Alice\n---\n",
        (
            "---\nslots: [{id: m3v9q2m7xw4d, every: weekly on mon, at: 9h, for: 1h, tz: UTC, from: 2026-01-13}]\n"
            "leave: [{from: 2026-08-03, to: 2026-08-03}]\n---\n"
        ),
    ],
)
def test_slots_and_leave_find_their_place(text: str) -> None:
    """Whatever the file is like: with and without front matter, in brackets, in CRLF; and all can be undone."""
    before = read(text)
    leave = (*before.leave, Leave(date(2027, 1, 4), date(2027, 1, 8)))
    put = replace(before, slots=(*before.slots, SLOT), leave=leave)
    after = change_schedule(PATH, text.encode(), before, put)
    assert parse_schedule(PATH, after) == put
    assert (b"\r\n" in after) == ("\r\n" in text)
    assert after.count(b"\r\n") in (0, after.count(b"\n"))

    moved = replace(put, slots=(*before.slots, cancel_occurrence(SLOT, date(2026, 1, 27), "so")))
    assert parse_schedule(PATH, change_schedule(PATH, after, put, moved)) == moved

    back = change_schedule(PATH, after, put, before)
    assert parse_schedule(PATH, back) == before


@settings(max_examples=size(30, 500), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    st.lists(slots().filter(is_sound), max_size=3, unique_by=lambda slot: slot.id),
    leaves,
    slots().filter(is_sound),
    st.data(),
)
def test_random_schedules_are_written_and_read(
    some: list[Slot], leave: tuple[Leave, ...], other: Slot, data: st.DataObject
) -> None:
    """From any schedule to any other one that a command can make of it: what is read is what was wanted."""
    before = replace(Schedule(), slots=tuple(some), leave=tuple(sorted(leave, key=lambda one: (one.first, one.last))))
    text = change_schedule(PATH, b"# Alice\n", Schedule(), before)
    assert parse_schedule(PATH, text) == before
    kept = [
        replace(
            slot, changes=tuple(data.draw(st.lists(st.sampled_from(slot.changes), unique=True)) if slot.changes else ())
        )
        for slot in some
        if data.draw(st.booleans())
    ]
    kept = [replace(slot, changes=tuple(sorted(slot.changes, key=lambda change: change.on))) for slot in kept]
    after = replace(before, slots=(*kept, replace(other, id="zzzzzzzzzzz2")), leave=before.leave[1:])
    assert parse_schedule(PATH, change_schedule(PATH, text, before, after)) == after


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("tue", "someday", 5, "`every` does not say on which dates"),
        ("Europe/Paris", "Europe/Pari", 8, "`tz` is not a time zone"),
        ("2026-02-10, to", "2026-02-12, to", 13, "`on` is no date of the slot"),
        ("2026-02-11 16:30", "2026-04-07 16:30", 13, "`to` is a cancelled date"),
        ("cancelled: true", 'cancelled: true\n        to: "2026-04-08 10:00"', 14, "both `to` and `cancelled`"),
        ("    room: 4", "    until: 2026-12-31", 11, "both a number of sessions and a last day"),
        ("2026-08-03", "2026-09-03", 18, "`to` is before `from`"),
    ],
)
def test_a_contradiction_is_named_with_its_line(old: str, new: str, line: int, message: str) -> None:
    """The fault says what is wrong and never quotes the file; whatever else is there is read."""
    text = ABOUT.replace(old, new, 1)
    assert text != ABOUT
    schedule = read(text)
    (fault,) = schedule.faults
    assert fault.line == line
    assert message in fault.message
    assert bool(schedule.slots) is ("leave" in old or old == "2026-08-03")


def test_a_faulty_slot_hides_no_other_and_does_not_stop_a_change() -> None:
    """A second slot that cannot be stays as it is, byte by byte, while the first one is changed."""
    text = ABOUT.replace("leave:", '  - id: m3v9q2m7xw4d\n    every: someday\n    at: "25:00"\nleave:')
    after = write(text, on_slot(lambda slot: cancel_occurrence(slot, date(2026, 2, 24), "fair")))
    assert list_difference(text, after) == ['+      - {on: 2026-02-24, cancelled: true, why: "fair"}']
    assert len(read(after).faults) == 1


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (ABOUT, lambda schedule: replace(schedule, slots=())),
        (
            ABOUT.replace("        note", "        # why\n        note"),
            on_slot(lambda slot: undo_change(slot, date(2026, 4, 7))),
        ),
        (ABOUT.replace("---\n# Alice", "slots:\n---\n# Alice"), with_leave()),
    ],
)
def test_what_would_take_something_else_along_is_refused(text: str, change: Callable[[Schedule], Schedule]) -> None:
    """A comment among the lines that would go, a key twice: the file is named, nothing is written."""
    with pytest.raises(UnreadableNote, match=PATH):
        change_schedule(PATH, text.encode(), read(ABOUT), change(read(ABOUT)))


def test_the_last_change_takes_its_heading_along() -> None:
    """Undone, a file is what it was before; where a comment stands below the heading, that stays."""
    plain = change_schedule(PATH, b"", Schedule(), replace(Schedule(), slots=(replace(SLOT, changes=()),)))
    before = parse_schedule(PATH, plain)
    after = replace(before, slots=(SLOT,))
    changed = change_schedule(PATH, plain, before, after)
    assert change_schedule(PATH, changed, after, before) == plain
    commented = changed.replace(b"changes:\n", b"changes:\n      # trains\n")
    assert b"# trains" in change_schedule(PATH, commented, after, before)


def test_a_change_that_no_command_makes_is_refused() -> None:
    """Another time for a slot would be another slot: calendars would show what was never so."""
    with pytest.raises(UnreadableNote, match="edit it by hand"):
        write(ABOUT, on_slot(lambda slot: replace(slot, tz="UTC")))


def test_the_place_is_read() -> None:
    """`place` says where the sessions usually are."""
    assert read("---\nplace: the café\n---\n").place == "the café"
    assert read("---\nplace: [a]\n---\n").faults[0].line == 2


def test_changes_are_values() -> None:
    """A change that was read is the one that was written."""
    assert SLOT.changes == (Change(date(2026, 2, 10), datetime(2026, 2, 11, 16, 30), "strike"),)
