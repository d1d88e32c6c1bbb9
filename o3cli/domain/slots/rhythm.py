"""Rhythm: how often two people mean to meet, and who has waited longer than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from o3cli.domain.slots.plain_words import fold_words
from o3cli.domain.slots.recurrence import find_last_date, get_month_length, list_rule_dates
from o3cli.domain.slots.slot import LATEST, Frequency, Rule, Slot
from o3cli.errors.slots import NotARhythm

_UNITS = {
    **dict.fromkeys(("d", "day", "days", "j", "jour", "jours"), (1, 0)),
    **dict.fromkeys(("w", "week", "weeks", "semaine", "semaines"), (7, 0)),
    **dict.fromkeys(("fortnight", "fortnights", "quinzaine"), (14, 0)),
    **dict.fromkeys(("month", "months", "mois"), (0, 1)),
    **dict.fromkeys(("quarter", "quarters", "trimestre", "trimestres"), (0, 3)),
}
_NUMBERS = {
    "one": 1,
    "un": 1,
    "une": 1,
    "a": 1,
    "other": 2,
    "two": 2,
    "deux": 2,
    "three": 3,
    "trois": 3,
    "four": 4,
    "quatre": 4,
    "six": 6,
}
_EVERY = ("every", "each", "all", "tous", "toutes", "chaque", "les")
_ALONE = {"weekly": (7, 0), "biweekly": (14, 0), "fortnightly": (14, 0), "monthly": (0, 1), "quarterly": (0, 3)}
_LARGEST = 99


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The longest time from one session to the next; either days or months."""

    days: int = 0
    months: int = 0

    def after(self, day: date, times: int = 1) -> date:
        """The day by which the next session should have been held, or the one after it."""
        number = day.year * 12 + day.month - 1 + self.months * times
        year, month = divmod(number, 12)
        moved = date(year, month + 1, min(day.day, get_month_length(year, month + 1)))
        return moved + timedelta(days=self.days * times)


class Level(StrEnum):
    """How late a session is."""

    AMBER = "amber"
    """Past the rhythm."""
    RED = "red"
    """Past twice the rhythm."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A session that should have been held."""

    level: Level
    last: date | None
    """The day of the last session held; None where there was none."""
    due: date | None
    """The last day on which it would have been in time; None where nothing says when to begin."""


def parse_rhythm(text: str) -> Rhythm:
    """Read `2 weeks`, `week`, `10 days`, `every month`, `toutes les 2 semaines` or `weekly`.

    Raises NotARhythm.
    """
    words = [word for word in fold_words(text).split() if word not in _EVERY]
    number = 1
    if len(words) == 2:
        digits = words[0]
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else _NUMBERS.get(digits, 0)
    unit = _UNITS.get(words[-1], _ALONE.get(words[-1]) if len(words) == 1 else None) if len(words) in (1, 2) else None
    if unit is None or not 1 <= number <= _LARGEST:
        raise NotARhythm(text)
    return Rhythm(unit[0] * number, unit[1] * number)


def format_rhythm(rhythm: Rhythm) -> str:
    """`week`, `2 weeks`, `10 days`, `month`: what stands behind a bare `every:`."""
    if rhythm.months:
        number, unit = rhythm.months, "month"
    elif rhythm.days % 7 == 0:
        number, unit = rhythm.days // 7, "week"
    else:
        number, unit = rhythm.days, "day"
    return unit if number == 1 else f"{number} {unit}s"


def find_rule_rhythm(rule: Rule, start: date) -> Rhythm:
    """The longest gap between two dates of a rule: who keeps every date is never late."""
    # Long enough to meet each kind of gap: a leap year and every length of month, or some rounds of a long interval.
    years = 5 + (9 if rule.frequency is Frequency.YEARLY else 1) * rule.interval
    last = min(
        start + timedelta(days=366 * years if rule.frequency is not Frequency.WEEKLY else 21 * rule.interval), LATEST
    )
    gaps = [(after - before).days for before, after in pairwise(list_rule_dates(rule, start, start, last))]
    return Rhythm(days=max(gaps, default=366))


def find_rhythm(slots: Sequence[Slot], bare: Rhythm | None, today: date) -> tuple[Rhythm, date | None] | None:
    """The rhythm that holds today, and the day on which it began.

    That of the slots that run (the shortest), else the bare one, which began on no day; None where there is neither.
    """
    running = []
    for slot in slots:
        last = find_last_date(slot)
        if slot.start <= today and (last is None or today <= last):
            running.append((find_rule_rhythm(slot.rule, slot.start), slot.start))
    if running:
        return min(running, key=lambda one: (one[0].days, one[1]))
    return (bare, None) if bare else None


def find_overdue(rhythm: Rhythm, began: date | None, last_held: date | None, today: date) -> Overdue | None:
    """How late the next session is, counted from the last one held: cancelled ones do not reset the clock.

    The day on which a slot began is due itself, where no session was held shortly before. A bare rhythm without any
    session is due from the start. None where nobody is late.
    """
    if last_held is None and began is None:
        return Overdue(Level.AMBER, None, None)
    due = max(day for day in (began, rhythm.after(last_held) if last_held else None) if day is not None)
    if today <= due:
        return None
    return Overdue(Level.RED if today > rhythm.after(due) else Level.AMBER, last_held, due)
