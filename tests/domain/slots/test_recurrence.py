"""The arithmetic, against python-dateutil and against tables of dates."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.slots.recurrence import (
    ClockTrouble,
    Fate,
    find_clock_trouble,
    find_first_date,
    find_last_date,
    find_troubled_date,
    get_occurrence,
    is_date,
    list_agenda,
    list_clashes,
    list_dates,
    list_nearest,
    list_occurrences,
    list_rule_dates,
    settle,
)
from o3cli.domain.slots.rrule import format_rrule
from o3cli.domain.slots.rule_words import parse_rule
from o3cli.domain.slots.slot import LATEST, Change, Leave, Rule, Slot
from tests.readers.cases import cancelled, day, make_slot, moment, moved
from tests.slot_strategies import days, leaves, rules, slots


def list_words(rule: str, start: str, first: str, last: str) -> list[str]:
    return [str(one) for one in list_rule_dates(parse_rule(rule), day(start), day(first), day(last))]


@given(rule=rules, start=days, offset=st.integers(0, 1500), length=st.integers(0, 1200))
def test_gives_the_dates_that_dateutil_gives(rule: Rule, start: date, offset: int, length: int) -> None:
    """In any window the dates are those of an independent implementation of RFC 5545."""
    first = start + timedelta(days=offset)
    last = first + timedelta(days=length)
    theirs = rrulestr(format_rrule(rule), dtstart=datetime.combine(start, time()))
    expected = theirs.between(datetime.combine(first, time()), datetime.combine(last, time()), inc=True)

    assert list(list_rule_dates(rule, start, first, last)) == [one.date() for one in expected]


@given(slot=slots(with_changes=False), offset=st.integers(-100, 900))
def test_ends_where_dateutil_ends(slot: Slot, offset: int) -> None:
    """COUNT and UNTIL end the series as RFC 5545 says: from the first date on, the last day included."""
    ends = f";COUNT={slot.count}" if slot.count else f";UNTIL={slot.until:%Y%m%dT235959}" if slot.until else ""
    first = slot.start + timedelta(days=offset)
    last = first + timedelta(days=500)
    theirs = rrulestr(format_rrule(slot.rule) + ends, dtstart=datetime.combine(slot.start, time()))
    expected = theirs.between(datetime.combine(first, time()), datetime.combine(last, time()), inc=True)

    assert list(list_dates(slot, first, last)) == [one.date() for one in expected]


@pytest.mark.parametrize(
    ("rule", "start", "dates"),
    [
        ("2 weeks on tue", "2026-01-13", ["2026-01-13", "2026-01-27", "2026-02-10", "2026-02-24"]),
        (
            "2 weeks on mon,sun",
            "2026-01-14",
            ["2026-01-18", "2026-01-26", "2026-02-01", "2026-02-09", "2026-02-15", "2026-02-23"],
        ),
        ("1st,last wed", "2026-01-14", ["2026-01-28", "2026-02-04", "2026-02-25"]),
        ("2 months on last fri", "2025-12-31", ["2026-02-27"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01", ["2026-01-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-01", ["2026-01-31", "2026-02-28"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01", ["2026-01-30", "2026-02-27"]),
        ("FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=15", "2026-01-01", ["2026-01-15", "2026-02-15"]),
        ("FREQ=DAILY;INTERVAL=25", "2026-01-01", ["2026-01-01", "2026-01-26", "2026-02-20"]),
    ],
)
def test_weeks_begin_on_monday_and_count_from_the_start(rule: str, start: str, dates: list[str]) -> None:
    """The dates of January and February 2026."""
    assert list_words(rule, start, "2026-01-01", "2026-02-28") == dates


def test_an_empty_window_has_no_dates() -> None:
    """A window that ends before it begins, or before the rule starts, is empty; dates end with the year 2199."""
    assert list_words("weekly on mon", "2026-01-01", "2026-02-01", "2026-01-01") == []
    assert list_words("weekly on mon", "2026-01-01", "2025-01-01", "2025-12-31") == []
    assert list_words("weekly on mon", "2026-01-01", "2199-12-20", "2205-01-01") == ["2199-12-23", "2199-12-30"]


def test_begins_on_the_first_date_of_its_own() -> None:
    """`from` moves on to the rule's own first date; a rule that has none leaves it."""
    assert make_slot("a", "weekly on tue", start="2026-01-14").start == day("2026-01-20")
    assert make_slot("a", "weekly on tue", start="2026-01-13").start == day("2026-01-13")
    never = make_slot("a", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", start="2026-02-01")
    assert never.start == day("2026-02-01")
    assert not is_date(never, never.start)
    assert find_first_date(parse_rule("FREQ=MONTHLY;INTERVAL=36;BYMONTHDAY=29"), day("2026-02-01")) == day("2032-02-29")


def test_settling_keeps_the_phase() -> None:
    """A rule of every two weeks goes on in the weeks that count from the day on which it was made."""
    wednesday = make_slot("a", "2 weeks on tue", start="2026-01-14")
    assert wednesday.start == day("2026-01-27")
    assert settle(wednesday) == wednesday


def test_knows_its_last_date() -> None:
    """A count, a last day, or neither."""
    assert find_last_date(make_slot("a", "weekly on tue", count=4)) == day("2026-02-03")
    assert find_last_date(make_slot("a", "weekly on tue", until="2026-02-09")) == day("2026-02-03")
    assert find_last_date(make_slot("a", "weekly on tue")) is None
    assert find_last_date(make_slot("a", "weekly on tue", until="2026-01-01")) is None


def test_names_the_nearest_dates() -> None:
    """Two before and two from the day on, fewer at the ends of the series."""
    slot = make_slot("a", "weekly on tue", count=4)
    assert list_nearest(slot, day("2026-01-28")) == (day("2026-01-20"), day("2026-01-27"), day("2026-02-03"))
    assert list_nearest(slot, day("2027-01-01")) == (day("2026-01-27"), day("2026-02-03"))
    assert list_nearest(slot, day("2025-01-01"), 1) == (day("2026-01-13"),)


LEAVE = (Leave(day("2026-02-09"), day("2026-02-28")),)


def test_says_what_becomes_of_a_date() -> None:
    """Cancelled, moved, lost to leave or as planned; a move inside leave wins, and the reason is kept."""
    changes = [
        moved("2026-01-20", "2026-01-21 16:30"),
        cancelled("2026-01-27"),
        moved("2026-02-10", "2026-02-11 09:00"),
    ]
    slot = make_slot("a", "weekly on tue", changes=changes)

    found = [get_occurrence(slot, on, LEAVE) for on in list_dates(slot, slot.start, day("2026-02-17"))]

    assert [(one.fate, one.start.strftime("%m-%d %H:%M"), one.why) for one in found] == [
        (Fate.PLANNED, "01-13 10:30", None),
        (Fate.MOVED, "01-21 16:30", "strike"),
        (Fate.CANCELLED, "01-27 10:30", "holiday"),
        (Fate.PLANNED, "02-03 10:30", None),
        (Fate.MOVED, "02-11 09:00", "strike"),
        (Fate.LEAVE, "02-17 10:30", None),
    ]
    assert [one.takes_place for one in found] == [True, True, False, True, True, False]


def test_a_moved_occurrence_stands_on_its_new_day() -> None:
    """It is found where it takes place, from however far away, and not where it would have been."""
    slot = make_slot(
        "a", "weekly on tue", changes=[moved("2026-01-20", "2026-03-02 09:00"), moved("2026-01-01", "2026-03-03 08:00")]
    )

    assert list_occurrences(slot, day("2026-01-20"), day("2026-01-20")) == []
    (march,) = list_occurrences(slot, day("2026-03-02"), day("2026-03-02"))
    assert (march.on, march.fate) == (day("2026-01-20"), Fate.MOVED)
    # A change of a date that the rule does not have says nothing.
    assert [one.on for one in list_occurrences(slot, day("2026-03-03"), day("2026-03-03"))] == [day("2026-03-03")]


@given(slot=slots(), leave=leaves)
def test_every_date_has_exactly_one_occurrence(slot: Slot, leave: tuple[Leave, ...]) -> None:
    """Over all days each date of the rule stands once, in the order of its starts."""
    first, last = slot.start - timedelta(days=40), slot.start + timedelta(days=900)
    found = list_occurrences(slot, first, last, leave)

    dates = [
        on
        for on in list_dates(slot, first, last + timedelta(days=10))
        if get_occurrence(slot, on, leave).start.date() <= last
    ]
    assert sorted(one.on for one in found) == dates
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_ends_after_its_length_in_real_time() -> None:
    """A session over a change of the clocks lasts as long as any other."""
    slot = make_slot("a", "weekly on sat", "22:00", minutes=300, start="2026-03-28")
    night = get_occurrence(slot, day("2026-03-28"))
    assert f"{night.end:%d %H:%M %z}" == "29 04:00 +0200"


def test_an_agenda_is_in_the_readers_zone() -> None:
    """What falls on the reader's days is shown, in the order of real time, whatever its own zone calls the day."""
    auckland = make_slot("a", "weekly on tue", "09:00", "Pacific/Auckland")
    honolulu = make_slot("b", "weekly on mon", "10:00", "Pacific/Honolulu", start="2026-01-12")
    monday = day("2026-01-12")

    found = list_agenda([(honolulu, ()), (auckland, ())], monday, monday, ZoneInfo("Europe/Paris"))

    assert [(one.slot.id[0], f"{one.start.astimezone(UTC):%d %H:%M}") for one in found] == [
        ("a", "12 20:00"),
        ("b", "12 20:00"),
    ]
    assert list_agenda([(honolulu, ())], monday, monday, ZoneInfo("Pacific/Auckland")) == []


def test_finds_clashes_across_zones_and_clock_changes() -> None:
    """Paris and New York meet at one time for most of the year, and clash in the weeks between their clock changes."""
    paris = make_slot("a", "weekly on wed", "14:00", start="2026-03-04")
    york = make_slot("b", "weekly on wed", "09:00", "America/New_York", start="2026-03-04")
    agenda = list_agenda([(paris, ()), (york, ())], day("2026-03-01"), day("2026-04-30"), ZoneInfo("Europe/Paris"))

    assert [(one.on, other.on) for one, other in list_clashes(agenda)] == [
        (day("2026-03-11"), day("2026-03-11")),
        (day("2026-03-18"), day("2026-03-18")),
        (day("2026-03-25"), day("2026-03-25")),
    ]


def test_what_does_not_take_place_clashes_with_nothing() -> None:
    """Cancelled sessions, and those that only touch, are no clash."""
    one = make_slot("a", "weekly on tue", changes=[cancelled("2026-01-20")])
    other = make_slot("b", "weekly on tue", "10:45")
    after = make_slot("c", "weekly on tue", "11:15")
    agenda = list_agenda(
        [(slot, ()) for slot in (one, other, after)], day("2026-01-13"), day("2026-01-20"), ZoneInfo("UTC")
    )

    assert [(left.slot.id[0], right.slot.id[0], str(left.on)) for left, right in list_clashes(agenda)] == [
        ("a", "b", "2026-01-13")
    ]


@pytest.mark.parametrize(
    ("when", "minutes", "trouble"),
    [
        ("2026-03-29 01:44", 15, None),
        ("2026-03-29 01:59", 15, ClockTrouble.OVER),
        ("2026-03-28 22:00", 300, ClockTrouble.OVER),
        ("2026-03-29 02:00", 15, ClockTrouble.GAP),
        ("2026-03-29 02:59", 15, ClockTrouble.GAP),
        ("2026-03-29 03:00", 15, None),
        ("2026-10-25 01:30", 15, None),
        ("2026-10-25 01:45", 30, ClockTrouble.FOLD),
        ("2026-10-25 01:45", 120, ClockTrouble.FOLD),
        ("2026-10-25 01:45", 240, ClockTrouble.OVER),
        ("2026-10-25 02:00", 15, ClockTrouble.FOLD),
        ("2026-10-25 02:59", 15, ClockTrouble.FOLD),
        ("2026-10-25 03:00", 15, None),
        ("2026-06-01 02:30", 15, None),
    ],
)
def test_knows_times_that_clocks_jump_over_or_show_twice(when: str, minutes: int, trouble: ClockTrouble | None) -> None:
    """In Paris clocks go from 2 to 3 in March and from 3 back to 2 in October."""
    assert find_clock_trouble(moment(when), timedelta(minutes=minutes), ZoneInfo("Europe/Paris")) is trouble


def test_looks_for_trouble_five_years_ahead() -> None:
    """Dates that are past, or too far away to say what clocks will do, are no trouble."""
    slot = make_slot("a", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", "02:30", start="2020-03-01")
    assert find_troubled_date(replace(slot, rule=parse_rule("last sun")), day("2026-01-01")) == (
        moment("2026-03-29 02:30"),
        ClockTrouble.GAP,
    )
    # The last Sunday of March is the 31st in 2024 and in 2030.
    assert find_troubled_date(slot, day("2024-04-01")) is None
    assert find_troubled_date(slot, day("2025-04-01")) == (moment("2030-03-31 02:30"), ClockTrouble.GAP)
    assert find_troubled_date(replace(slot, start=LATEST), LATEST) is None


def test_is_read_without_calendar_libraries() -> None:
    """The arithmetic needs no calendar library and no YAML."""
    code = "import sys, o3cli.domain.slots.recurrence, o3cli.domain.slots.rhythm; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"icalendar", "dateutil", "yaml", "tzdata"} & set(loaded)


def test_a_change_without_a_date_is_not_found() -> None:
    """A slot knows its changes by the rule's date."""
    slot = make_slot("a", "weekly on tue", changes=[cancelled("2026-01-20")])
    assert slot.find_change(day("2026-01-20")) == Change(day("2026-01-20"), None, "holiday")
    assert slot.find_change(day("2026-01-13")) is None
