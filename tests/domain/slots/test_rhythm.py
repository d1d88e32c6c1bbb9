from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.slots.recurrence import list_rule_dates
from o3cli.domain.slots.rhythm import (
    Level,
    Overdue,
    Rhythm,
    find_overdue,
    find_rhythm,
    find_rule_rhythm,
    format_rhythm,
    parse_rhythm,
)
from o3cli.domain.slots.rule_words import parse_rule
from o3cli.domain.slots.slot import Rule
from o3cli.errors.slots import NotARhythm
from tests.readers.cases import cancelled, day, make_slot
from tests.slot_strategies import days, worded_rules

TWO_WEEKS = Rhythm(days=14)


@pytest.mark.parametrize(
    ("text", "rhythm", "short"),
    [
        ("week", Rhythm(days=7), "week"),
        ("2 weeks", TWO_WEEKS, "2 weeks"),
        ("every two weeks", TWO_WEEKS, "2 weeks"),
        ("every other week", TWO_WEEKS, "2 weeks"),
        ("toutes les 2 semaines", TWO_WEEKS, "2 weeks"),
        ("fortnightly", TWO_WEEKS, "2 weeks"),
        ("quinzaine", TWO_WEEKS, "2 weeks"),
        ("weekly", Rhythm(days=7), "week"),
        ("10 days", Rhythm(days=10), "10 days"),
        ("every day", Rhythm(days=1), "day"),
        ("every month", Rhythm(months=1), "month"),
        ("tous les mois", Rhythm(months=1), "month"),
        ("quarter", Rhythm(months=3), "3 months"),
        ("six mois", Rhythm(months=6), "6 months"),
    ],
)
def test_reads_a_bare_rhythm(text: str, rhythm: Rhythm, short: str) -> None:
    """For people without a slot: so many days, weeks or months, in both languages."""
    assert parse_rhythm(text) == rhythm
    assert format_rhythm(rhythm) == short
    assert parse_rhythm(short) == rhythm


@pytest.mark.parametrize(
    "text", ["", "soon", "0 weeks", "100 weeks", "2", "2 weekly", "two blue weeks", "-1 week", "² weeks", "every"]
)
def test_refuses_what_is_no_rhythm(text: str) -> None:
    """A number, if any, and a unit."""
    with pytest.raises(NotARhythm) as caught:
        parse_rhythm(text)
    assert caught.value.message == f"`{text}` is not a rhythm"
    assert caught.value.hint == "rhythms look like `week`, `2 weeks`, `10 days` or `month`"


def test_months_end_early_rather_than_spill_over() -> None:
    """A month after 31 January is the last day of February."""
    assert Rhythm(months=1).after(day("2026-01-31")) == day("2026-02-28")
    assert Rhythm(months=1).after(day("2026-01-31"), 2) == day("2026-03-31")
    assert TWO_WEEKS.after(day("2026-01-31"), 2) == day("2026-02-28")


@pytest.mark.parametrize(
    ("rule", "longest"),
    [
        ("weekly on mon", 7),
        ("2 weeks on tue", 14),
        ("weekly on mon,wed,fri", 3),
        ("2 weeks on mon,wed", 12),
        ("1st wed", 35),
        ("1st,last wed", 28),
        ("2 months on last fri", 63),
        ("FREQ=MONTHLY;BYMONTHDAY=15", 31),
        ("FREQ=MONTHLY;BYMONTHDAY=31", 61),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15", 366),
        ("FREQ=DAILY;INTERVAL=10", 10),
    ],
)
def test_the_rhythm_of_a_slot_is_its_longest_gap(rule: str, longest: int) -> None:
    """Months have four or five weeks between two first Wednesdays."""
    assert find_rule_rhythm(parse_rule(rule), day("2026-01-05")) == Rhythm(days=longest)


@given(rule=worded_rules, start=days, skipped=st.integers(0, 20))
def test_who_keeps_every_date_is_never_late(rule: Rule, start: date, skipped: int) -> None:
    """No gap of the first years is longer than the rhythm."""
    rhythm = find_rule_rhythm(rule, start)
    dates = list(list_rule_dates(rule, start, start, start + timedelta(days=1400)))[skipped:]
    for held, following in pairwise(dates):
        assert find_overdue(rhythm, start, held, following) is None


HELD = day("2026-03-03")


@pytest.mark.parametrize(
    ("today", "level"),
    [
        ("2026-03-03", None),
        ("2026-03-17", None),
        ("2026-03-18", Level.AMBER),
        ("2026-03-31", Level.AMBER),
        ("2026-04-01", Level.RED),
    ],
)
def test_counts_from_the_last_session_held(today: str, level: Level | None) -> None:
    """Amber past the rhythm, red past twice; the day itself is still in time."""
    found = find_overdue(TWO_WEEKS, None, HELD, day(today))
    assert found == (Overdue(level, HELD, day("2026-03-17")) if level else None)


def test_a_cancelled_session_does_not_reset_the_clock() -> None:
    """The slot's changes are not asked: what counts is that a session was held."""
    slot = make_slot("a", "2 weeks on tue", start="2026-03-03", changes=[cancelled("2026-03-17")])
    rhythm = find_rhythm([slot], None, day("2026-03-20"))
    assert rhythm == (TWO_WEEKS, day("2026-03-03"))
    assert find_overdue(*rhythm, HELD, day("2026-03-20")) == Overdue(Level.AMBER, HELD, day("2026-03-17"))


@pytest.mark.parametrize(
    ("today", "level"),
    [("2026-03-03", None), ("2026-03-04", Level.AMBER), ("2026-03-17", Level.AMBER), ("2026-03-18", Level.RED)],
)
def test_the_first_session_of_a_slot_is_due_on_its_day(today: str, level: Level | None) -> None:
    """Without any session before, or one of long ago, the clock starts with the slot."""
    for last in (None, day("2025-01-01")):
        found = find_overdue(TWO_WEEKS, HELD, last, day(today))
        assert found == (Overdue(level, last, HELD) if level else None)


def test_a_bare_rhythm_without_any_session_is_due() -> None:
    """There is no day to count from, so it is only amber."""
    assert find_overdue(TWO_WEEKS, None, None, day("2026-03-03")) == Overdue(Level.AMBER, None, None)


def test_the_shortest_rhythm_of_the_running_slots_holds() -> None:
    """Slots that have ended, or not begun, say nothing; then the bare rhythm does, if there is one."""
    weekly = make_slot("a", "weekly on tue", count=4)
    monthly = make_slot("b", "1st wed")
    later = make_slot("c", "weekly on mon", start="2027-01-01")
    slots, bare = [monthly, weekly, later], Rhythm(days=10)
    assert find_rhythm(slots, bare, day("2026-02-03")) == (Rhythm(days=7), day("2026-01-13"))
    assert find_rhythm([weekly, monthly], bare, day("2026-02-04")) == (Rhythm(days=35), day("2026-02-04"))
    assert find_rhythm([weekly, later], bare, day("2026-02-04")) == (bare, None)
    assert find_rhythm([weekly], None, day("2026-02-04")) is None
