"""Slots by hypothesis."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from o3cli.domain.slots.recurrence import find_troubled_date, list_dates, settle
from o3cli.domain.slots.rrule import may_meet
from o3cli.domain.slots.slot import Change, Frequency, Leave, Rule, RuleDay, Slot, day_order, monthly, weekly

ZONES = (
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "America/Santiago",
    "Asia/Jerusalem",
    "UTC",
)

weekdays = st.integers(0, 6)
rule_days = st.builds(RuleDay, st.sampled_from((1, 2, 3, 4, -1)), weekdays)
worded_rules = st.one_of(
    st.builds(
        lambda days, every: weekly(*days, every=every),
        st.lists(weekdays, min_size=1, max_size=7),
        st.sampled_from((1, 1, 2, 3, 4, 6)),
    ),
    st.builds(
        lambda days, every: monthly(*days, every=every),
        st.lists(rule_days, min_size=1, max_size=4),
        st.sampled_from((1, 1, 1, 2, 3)),
    ),
)
_month_days = st.lists(st.one_of(st.integers(1, 31), st.integers(-31, -1)), min_size=1, max_size=3, unique=True).map(
    lambda days: tuple(sorted(days, key=lambda day: (day < 0, day)))
)
_first_days = st.lists(st.integers(1, 28), min_size=1, max_size=3, unique=True).map(lambda days: tuple(sorted(days)))
_months = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True).map(lambda months: tuple(sorted(months)))
_days = st.lists(rule_days, min_size=1, max_size=3, unique=True).map(lambda days: tuple(sorted(days, key=day_order)))
_plain_days = st.lists(weekdays, min_size=1, max_size=6, unique=True).map(
    lambda days: tuple(RuleDay(0, weekday) for weekday in sorted(days))
)
_positions = st.lists(st.sampled_from((1, 2, 3, -1, -2)), min_size=1, max_size=2, unique=True).map(
    lambda numbers: tuple(sorted(numbers, key=lambda number: (number < 0, number)))
)
raw_rules = st.one_of(
    st.builds(lambda every: Rule(Frequency.DAILY, every), st.integers(1, 40)),
    st.builds(lambda every, days: Rule(Frequency.MONTHLY, every, month_days=days), st.integers(1, 7), _month_days),
    st.builds(lambda days, where: Rule(Frequency.MONTHLY, 1, days, positions=where), _plain_days, _positions).filter(
        lambda rule: not may_meet(rule.positions, len(rule.days))
    ),
    st.builds(lambda days: Rule(Frequency.MONTHLY, 1, days), _plain_days),
    st.builds(lambda months, days: Rule(Frequency.YEARLY, 1, months=months, month_days=days), _months, _first_days),
    st.builds(
        lambda every, months, days: Rule(Frequency.YEARLY, every, days, months), st.integers(1, 2), _months, _days
    ),
)
rules = st.one_of(worded_rules, worded_rules, raw_rules)
days = st.dates(date(2025, 1, 1), date(2027, 6, 30))
# Not at night: libical 3.0 shifts monthly sessions at an hour that clocks jump over on another day of the month.
times = st.builds(time, st.integers(4, 23), st.sampled_from((0, 15, 30, 45)))
lengths = st.sampled_from((15, 30, 45, 60, 90)).map(lambda minutes: timedelta(minutes=minutes))
ids = st.text("abcdefghjkmnpqrstuvwxyz23456789", min_size=12, max_size=12)


def is_sound(slot: Slot) -> bool:
    """Whether the slot has a date, and a time that every clock shows once."""
    return (
        any(True for _ in list_dates(slot, slot.start, slot.start))
        and find_troubled_date(slot, date(2025, 1, 1)) is None
    )


@st.composite
def slots(draw: st.DrawFn, rule: st.SearchStrategy[Rule] = rules, with_changes: bool = True) -> Slot:
    count = draw(st.one_of(st.none(), st.integers(1, 40)))
    until = draw(st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2028, 12, 31)))) if count is None else None
    slot = settle(
        Slot(draw(ids), draw(rule), draw(times), draw(lengths), draw(st.sampled_from(ZONES)), draw(days), count, until)
    )
    if with_changes:
        slot = Slot(
            slot.id,
            slot.rule,
            slot.at,
            slot.length,
            slot.tz,
            slot.start,
            slot.count,
            slot.until,
            draw(changes_of(slot)),
        )
    return slot


@st.composite
def changes_of(draw: st.DrawFn, slot: Slot) -> tuple[Change, ...]:
    """A few dates of the slot cancelled or moved, never onto a date that is cancelled."""
    dates = list(list_dates(slot, slot.start, slot.start + timedelta(days=700)))
    chosen = draw(st.lists(st.sampled_from(dates), max_size=4, unique=True)) if dates else []
    cancelled = {day for day in chosen if draw(st.booleans())}
    changes = []
    taken = set(dates)
    for day in sorted(chosen):
        if day in cancelled:
            changes.append(Change(day, None, draw(st.sampled_from((None, "holiday", "grève: « non »")))))
            continue
        to = day + timedelta(days=draw(st.integers(-6, 6)))
        if to not in taken:
            taken.add(to)
            changes.append(Change(day, datetime.combine(to, time(draw(st.integers(8, 20)), 30)), "strike"))
    return tuple(changes)


leaves = st.lists(
    st.builds(lambda first, length: Leave(first, first + timedelta(days=length)), days, st.integers(0, 30)), max_size=3
).map(tuple)
