"""Which dates a slot gives: arithmetic on dates and `zoneinfo`, nothing else, so that agendas are quick."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from o3cli.domain.slots.slot import LATEST, Frequency, Leave, Rule, Slot

CLOCK_YEARS = 5
"""For how many years ahead a slot's time must exist once, and once only, on every date."""
_DAY = timedelta(days=1)


class Fate(StrEnum):
    """What becomes of a date of the rule."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a slot."""

    slot: Slot
    on: date
    """The date that the rule gives: its name, also after it was moved."""
    start: datetime
    """When it takes place, or would, in the slot's zone."""
    fate: Fate = Fate.PLANNED
    why: str | None = None
    """Why it was moved or cancelled."""

    @property
    def end(self) -> datetime:
        """`start` and the length, counted in real time, on the slot's clock."""
        return (self.start.astimezone(UTC) + self.slot.length).astimezone(self.start.tzinfo)

    @property
    def takes_place(self) -> bool:
        """Whether somebody should turn up."""
        return self.fate in (Fate.PLANNED, Fate.MOVED)


def list_rule_dates(rule: Rule, start: date, first: date, last: date) -> Iterator[date]:
    """The dates of a rule that starts on `start`, from `first` to `last`, both included, in order, without an end."""
    first, last = max(start, first), min(last, LATEST)
    if first > last:
        return
    for dates in _PERIODS[rule.frequency](rule, start, first, last):
        for day in dates:
            if day > last:
                return
            if day >= first:
                yield day


def _list_days(rule: Rule, start: date, first: date, last: date) -> Iterator[Sequence[date]]:
    step = timedelta(days=rule.interval)
    day = start + (first - start) // step * step
    while day <= last:
        yield (day,)
        day += step


def _list_weeks(rule: Rule, start: date, first: date, last: date) -> Iterator[Sequence[date]]:
    step = timedelta(weeks=rule.interval)
    monday = start - timedelta(days=start.weekday())
    monday += (first - monday) // step * step
    offsets = sorted(timedelta(days=day.weekday) for day in rule.days)
    while monday <= last:
        yield [monday + offset for offset in offsets]
        monday += step


def _list_months(rule: Rule, start: date, first: date, last: date) -> Iterator[Sequence[date]]:
    number = _number_month(start)
    number += (_number_month(first) - number) // rule.interval * rule.interval
    while number <= _number_month(last):
        year, month = divmod(number, 12)
        yield _list_month_dates(rule, year, month + 1)
        number += rule.interval


def _number_month(day: date) -> int:
    """A month and its year as one number."""
    return day.year * 12 + day.month - 1


def _list_years(rule: Rule, start: date, first: date, last: date) -> Iterator[Sequence[date]]:
    year = start.year + (first.year - start.year) // rule.interval * rule.interval
    while year <= last.year:
        for month in rule.months:
            yield _list_month_dates(rule, year, month)
        year += rule.interval


def get_month_length(year: int, month: int) -> int:
    """How many days the month has."""
    # `calendar` knows it as well, but costs more to import than all of this module.
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def _list_month_dates(rule: Rule, year: int, month: int) -> list[date]:
    weekday, length = date(year, month, 1).weekday(), get_month_length(year, month)
    fitting = set(range(1, length + 1))
    if rule.month_days:
        fitting &= {day if day > 0 else length + 1 + day for day in rule.month_days}
    if rule.days:
        on_weekdays: set[int] = set()
        for day in rule.days:
            candidates = range(1 + (day.weekday - weekday) % 7, length + 1, 7)
            if day.ordinal == 0:
                on_weekdays.update(candidates)
            else:
                on_weekdays.add(candidates[day.ordinal - 1 if day.ordinal > 0 else day.ordinal])
        fitting &= on_weekdays
    days = sorted(fitting)
    if rule.positions:
        chosen = {position - 1 if position > 0 else len(days) + position for position in rule.positions}
        days = [day for index, day in enumerate(days) if index in chosen]
    return [date(year, month, day) for day in days]


_PERIODS: Mapping[Frequency, Callable[[Rule, date, date, date], Iterator[Sequence[date]]]] = {
    Frequency.DAILY: _list_days,
    Frequency.WEEKLY: _list_weeks,
    Frequency.MONTHLY: _list_months,
    Frequency.YEARLY: _list_years,
}


def find_first_date(rule: Rule, start: date) -> date | None:
    """The rule's own first date on or after `start`; None where it has none (31 April)."""
    return next(list_rule_dates(rule, start, start, LATEST), None)


def find_coming_date(rule: Rule, start: date) -> date | None:
    """The first date on or after `start` that fits a rule which is only now agreed upon; None where it has none.

    Whoever says `every 2 weeks on tue` on a Friday means the coming Tuesday, not the one after it.
    """
    return find_first_date(replace(rule, interval=1), start)


def settle(slot: Slot) -> Slot:
    """The slot with `start` moved on to the rule's own first date; as it is where the rule has none."""
    first = find_first_date(slot.rule, slot.start)
    return slot if first in (None, slot.start) else replace(slot, start=first)


def list_dates(slot: Slot, first: date, last: date) -> Iterator[date]:
    """The dates of the slot's rule from `first` to `last`, within COUNT and UNTIL, also those that were changed."""
    last = min(last, slot.until or last)
    if slot.count is None:
        yield from list_rule_dates(slot.rule, slot.start, first, last)
        return
    for day in islice(list_rule_dates(slot.rule, slot.start, slot.start, last), slot.count):
        if day >= first:
            yield day


def find_last_date(slot: Slot) -> date | None:
    """The last date of a slot that ends; None where it has no end, or no date at all."""
    if slot.count is None and slot.until is None:
        return None
    return next(iter(deque(list_dates(slot, slot.start, LATEST), maxlen=1)), None)


def is_date(slot: Slot, day: date) -> bool:
    """Whether the rule gives this date, whatever became of it."""
    return next(list_dates(slot, day, day), None) is not None


def list_nearest(slot: Slot, day: date, each_side: int = 2) -> tuple[date, ...]:
    """The dates of the rule nearest to `day`: so many before it and so many after it, in order."""
    after = islice(list_dates(slot, day, LATEST), each_side)
    before = deque(list_dates(slot, slot.start, day - _DAY), maxlen=each_side)
    return (*before, *after)


def get_occurrence(slot: Slot, on: date, leave: Sequence[Leave] = ()) -> Occurrence:
    """What becomes of a date of the rule. A move inside leave wins; leave that is over brings the date back."""
    change = slot.find_change(on)
    planned = datetime.combine(on, slot.at, slot.zone)
    if change is not None:
        if change.to is None:
            return Occurrence(slot, on, planned, Fate.CANCELLED, change.why)
        return Occurrence(slot, on, change.to.replace(tzinfo=slot.zone), Fate.MOVED, change.why)
    if any(on in absence for absence in leave):
        return Occurrence(slot, on, planned, Fate.LEAVE)
    return Occurrence(slot, on, planned)


def list_occurrences(slot: Slot, first: date, last: date, leave: Sequence[Leave] = ()) -> list[Occurrence]:
    """What the slot has from `first` to `last`, both included, by start: dates of its zone.

    A moved occurrence stands on the day to which it was moved. Cancelled ones and those lost to leave are there too.
    """
    days = {change.on for change in slot.changes if change.to is not None and first <= change.to.date() <= last}
    days = {day for day in days if is_date(slot, day)}
    days.update(list_dates(slot, first, last))
    found = (get_occurrence(slot, day, leave) for day in days)
    return sorted(
        (occurrence for occurrence in found if first <= occurrence.start.date() <= last),
        key=lambda occurrence: (occurrence.start, occurrence.on),
    )


def list_agenda(
    slots: Iterable[tuple[Slot, Sequence[Leave]]], first: date, last: date, zone: ZoneInfo
) -> list[Occurrence]:
    """What all slots have from `first` to `last`, both included, by start: dates of `zone`, the reader's own.

    Each slot comes with the leave that applies to it, the person's and the owner's.
    """
    begin = datetime.combine(first, time(), zone).astimezone(UTC)
    end = datetime.combine(last + _DAY, time(), zone).astimezone(UTC)
    found = (
        occurrence
        for slot, leave in slots
        # No two clocks are more than a day apart by more than two hours.
        for occurrence in list_occurrences(slot, first - 2 * _DAY, last + 2 * _DAY, leave)
        if begin <= occurrence.start.astimezone(UTC) < end
    )
    return sorted(found, key=lambda occurrence: (occurrence.start.astimezone(UTC), occurrence.slot.id, occurrence.on))


def list_clashes(occurrences: Iterable[Occurrence]) -> list[tuple[Occurrence, Occurrence]]:
    """The pairs that overlap in real time, whatever their zones, the earlier one first; those that take place."""
    by_start = sorted(
        ((one.start.astimezone(UTC), one.slot.id, one.on, one) for one in occurrences if one.takes_place),
        key=lambda entry: entry[:3],
    )
    clashes = []
    for index, (start, _, _, one) in enumerate(by_start):
        end = start + one.slot.length
        for other_start, _, _, other in by_start[index + 1 :]:
            if other_start >= end:
                break
            clashes.append((one, other))
    return clashes


class ClockTrouble(StrEnum):
    """Why calendars disagree about a session on a day on which clocks change."""

    GAP = "gap"
    """The clock jumps over its start."""
    FOLD = "fold"
    """The clock shows its start or its end twice."""
    OVER = "over"
    """The clock changes while it lasts: for some it ends after so many hours, for others at the same time as ever."""


def find_clock_trouble(moment: datetime, length: timedelta, zone: ZoneInfo) -> ClockTrouble | None:
    """Why a session should not begin at `moment` (naive, on the zone's clock) and last so long; None where it can."""
    start = moment.replace(tzinfo=zone)
    if _is_shown_twice(start):
        back = start.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        return ClockTrouble.FOLD if back == moment else ClockTrouble.GAP
    end = (start.astimezone(UTC) + length).astimezone(zone)
    if _is_shown_twice(end):
        return ClockTrouble.FOLD
    return ClockTrouble.OVER if end.utcoffset() != start.utcoffset() else None


def _is_shown_twice(moment: datetime) -> bool:
    """Whether the clock shows this time twice, or never."""
    return moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()


def find_troubled_date(slot: Slot, today: date) -> tuple[datetime, ClockTrouble] | None:
    """The first of the slot's dates, within five years of `today`, about which calendars disagree.

    Past dates are left alone: they cannot be changed any more.
    """
    first = max(slot.start, today)
    last = min(first + timedelta(days=CLOCK_YEARS * 366), LATEST)
    zone = slot.zone
    for day in list_dates(slot, first, last):
        moment = datetime.combine(day, slot.at)
        trouble = find_clock_trouble(moment, slot.length, zone)
        if trouble is not None:
            return moment, trouble
    return None
