"""A slot: when the sessions with a person or a circle recur, and what is different on single dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as slots write them, in `date.weekday()` order."""

EARLIEST = date(1971, 1, 1)
LATEST = date(2199, 12, 31)
"""The dates that slots may name: later than the zones' definitions begin, and with room for arithmetic."""


MOST_SESSIONS = 999
"""The largest count of a series."""


class Frequency(StrEnum):
    """The period of a rule; the values are RFC 5545's."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class RuleDay:
    """A weekday of the period, or the nth one of the month."""

    ordinal: int
    """1 to 4 from the month's start, -1 to -4 from its end, 0 for every one."""
    weekday: int
    """0 Monday to 6 Sunday."""


@dataclass(frozen=True, slots=True)
class Rule:
    """On which dates sessions fall: the part of RFC 5545's RRULE that calendars agree about.

    `COUNT` and `UNTIL` belong to the slot; weeks begin on Monday.
    """

    frequency: Frequency
    interval: int = 1
    """Every how many periods, counted from the period of the slot's first date."""
    days: tuple[RuleDay, ...] = ()
    months: tuple[int, ...] = ()
    """The months of a yearly rule, 1 to 12."""
    month_days: tuple[int, ...] = ()
    """Days of the month, 1 to 31, or -1 to -31 from its end."""
    positions: tuple[int, ...] = ()
    """Of the month's dates that fit, only these: 1 the first, -1 the last; empty for all."""


def weekly(*weekdays: int, every: int = 1) -> Rule:
    """Every `every` weeks on these weekdays."""
    return Rule(Frequency.WEEKLY, every, tuple(RuleDay(0, weekday) for weekday in sorted(set(weekdays))))


def monthly(*days: RuleDay, every: int = 1) -> Rule:
    """Every `every` months on the nth weekdays of the month."""
    return Rule(Frequency.MONTHLY, every, tuple(sorted(set(days), key=day_order)))


def day_order(day: RuleDay) -> tuple[int, int, int]:
    """The order in which the days of a rule are written: by weekday, then from the month's start to its end."""
    return day.weekday, day.ordinal < 0, day.ordinal


@dataclass(frozen=True, slots=True)
class Change:
    """What is different on one date of the rule: moved, or cancelled."""

    on: date
    """The date that the rule gives, in the slot's zone."""
    to: datetime | None = None
    """When it takes place instead, on the slot's clock (naive); None: cancelled."""
    why: str | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether the occurrence does not take place."""
        return self.to is None


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody is away, both ends included, on the calendar of the slot's zone."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether this is a day of the leave."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Slot:
    """When sessions recur, on the clock of a place."""

    id: str
    """Random, made once: what calendars know the series by."""
    rule: Rule
    at: time
    """When sessions begin, on the zone's clock."""
    length: timedelta
    tz: str
    """IANA name of the zone."""
    start: date
    """`from`: no date is earlier; the rule's own first date once `recurrence.settle` has seen it."""
    count: int | None = None
    """How many dates the rule gives, cancelled ones included; never together with `until`."""
    until: date | None = None
    """The last day on which an occurrence may fall, in the zone."""
    changes: tuple[Change, ...] = ()
    """At most one for each date, by date."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone, as Python knows it."""
        return ZoneInfo(self.tz)

    def find_change(self, on: date) -> Change | None:
        """What is different on this date of the rule."""
        return next((change for change in self.changes if change.on == on), None)
