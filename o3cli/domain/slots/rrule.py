"""RFC 5545's RRULE (section 3.3.10): the part of it that calendars agree about, from text and to text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from o3cli.domain.slots.slot import Frequency, Rule, RuleDay, day_order
from o3cli.errors.slots import BadRecurrence, FifthWeekday

LARGEST_INTERVAL = 99
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What each frequency is written with. Readers disagree about BYMONTHDAY with BYDAY, and about positions in a year.
_PARTS: Mapping[Frequency, frozenset[str]] = {
    Frequency.DAILY: frozenset(),
    Frequency.WEEKLY: frozenset({"BYDAY"}),
    Frequency.MONTHLY: frozenset({"BYDAY", "BYMONTHDAY", "BYSETPOS"}),
    Frequency.YEARLY: frozenset({"BYDAY", "BYMONTHDAY", "BYMONTH"}),
}


def parse_rrule(text: str) -> Rule:
    """Read `FREQ=MONTHLY;BYMONTHDAY=15`, with or without `RRULE:`, in any case.

    Raises BadRecurrence with the part that o3 does not take, FifthWeekday for the fifth weekday of a month.
    """
    parts = _split(text)
    try:
        frequency = Frequency(parts.pop("FREQ", ""))
    except ValueError:
        raise BadRecurrence(text, "FREQ", "one of DAILY, WEEKLY, MONTHLY and YEARLY") from None
    if parts.pop("WKST", "MO") != "MO":
        raise BadRecurrence(text, "WKST", "weeks begin on Monday, `MO`")
    interval = _numbers(text, "INTERVAL", parts.pop("INTERVAL", "1"), 1, LARGEST_INTERVAL)
    if len(interval) != 1:
        raise BadRecurrence(text, "INTERVAL", "one number")
    for part in parts:
        if part not in _PARTS[frequency]:
            raise BadRecurrence(text, part, _explain(part, frequency))
    rule = Rule(
        frequency,
        interval[0],
        _days(text, parts["BYDAY"], frequency) if "BYDAY" in parts else (),
        tuple(sorted(set(_numbers(text, "BYMONTH", parts["BYMONTH"], 1, 12)))) if "BYMONTH" in parts else (),
        _signed(text, "BYMONTHDAY", parts, 31),
        _signed(text, "BYSETPOS", parts, 31),
    )
    _check(text, rule)
    return rule


def _split(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, equals, value = part.strip().partition("=")
        if not equals or not value:
            raise BadRecurrence(text, part, "parts look like `FREQ=MONTHLY`, with `;` between them")
        if name in parts:
            raise BadRecurrence(text, name, "it stands there twice")
        parts[name] = value
    return parts


def _explain(part: str, frequency: Frequency) -> str:
    if part in ("COUNT", "UNTIL"):
        return f"the end of a slot is its `{part.lower()}`"
    if part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        return "the time of a slot is its `at`"
    return f"with {frequency} calendars read it in different ways"


def _numbers(text: str, part: str, value: str, smallest: int, largest: int) -> list[int]:
    numbers = []
    for item in value.split(","):
        digits = item.strip().removeprefix("-").removeprefix("+")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
            raise BadRecurrence(text, part, "whole numbers, with `,` between them")
        number = int(item)
        if not smallest <= number <= largest or number == 0:
            raise BadRecurrence(text, part, f"numbers from {smallest} to {largest}")
        numbers.append(number)
    return numbers


def _signed(text: str, part: str, parts: Mapping[str, str], largest: int) -> tuple[int, ...]:
    if part not in parts:
        return ()
    return tuple(sorted(set(_numbers(text, part, parts[part], -largest, largest)), key=lambda day: (day < 0, day)))


def _days(text: str, value: str, frequency: Frequency) -> tuple[RuleDay, ...]:
    days = []
    for item in value.split(","):
        ordinal, name = item.strip()[:-2], item.strip()[-2:]
        if name not in _WEEKDAYS:
            raise BadRecurrence(text, "BYDAY", "days look like `MO` or `-1WE`")
        number = _numbers(text, "BYDAY", ordinal, -53, 53)[0] if ordinal else 0
        if number and frequency is Frequency.WEEKLY:
            raise BadRecurrence(text, "BYDAY", "a week has each day once")
        if abs(number) == 5:
            raise FifthWeekday(text)
        if abs(number) > 5:
            raise BadRecurrence(text, "BYDAY", "numbers from -4 to 4")
        days.append(RuleDay(number, _WEEKDAYS.index(name)))
    return tuple(sorted(set(days), key=day_order))


def _check(text: str, rule: Rule) -> None:
    if rule.frequency is Frequency.WEEKLY and not rule.days:
        raise BadRecurrence(text, "FREQ", "a WEEKLY rule names its weekdays, as in `BYDAY=TU`")
    is_of_months = rule.frequency in (Frequency.MONTHLY, Frequency.YEARLY)
    if is_of_months and bool(rule.days) == bool(rule.month_days):
        raise BadRecurrence(text, "FREQ", f"a {rule.frequency} rule has one of BYDAY and BYMONTHDAY")
    if rule.frequency is Frequency.YEARLY:
        if not rule.months:
            raise BadRecurrence(text, "FREQ", "a YEARLY rule names its months, as in `BYMONTH=6`")
        if any(not 1 <= day <= 28 for day in rule.month_days):
            # ical.js 2.2, and so Thunderbird and Nextcloud, takes the others into the month after.
            raise BadRecurrence(text, "BYMONTHDAY", "with YEARLY calendars agree about the days 1 to 28 only")
    if rule.positions and (not rule.days or any(day.ordinal for day in rule.days)):
        raise BadRecurrence(text, "BYSETPOS", "it picks from days such as `BYDAY=MO,TU,WE,TH,FR`")
    if may_meet(rule.positions, len(rule.days)):
        # node-ical 0.26 counts such a date twice, and so ends a series of COUNT too early.
        raise BadRecurrence(text, "BYSETPOS", "in some months two positions are one date, which calendars count twice")


def may_meet(positions: Sequence[int], weekdays: int) -> bool:
    """Whether one from the month's start and one from its end can be the same date, of 4 or 5 for each weekday."""
    starts = [position for position in positions if position > 0]
    ends = [position for position in positions if position < 0]
    return any(4 * weekdays <= start - end - 1 <= 5 * weekdays for start in starts for end in ends)


def format_rrule(rule: Rule) -> str:
    """The rule as RFC 5545 writes it, FREQ first, in one order; without COUNT and UNTIL.

    WKST is written wherever weeks are counted: elsewhere it says nothing.
    """
    parts = [f"FREQ={rule.frequency}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.days:
        parts.append("BYDAY=" + ",".join(f"{day.ordinal or ''}{_WEEKDAYS[day.weekday]}" for day in rule.days))
    for name, numbers in (("BYMONTHDAY", rule.month_days), ("BYMONTH", rule.months), ("BYSETPOS", rule.positions)):
        if numbers:
            parts.append(f"{name}={','.join(map(str, numbers))}")
    if rule.interval > 1:
        parts.append("WKST=MO")
    return ";".join(parts)
