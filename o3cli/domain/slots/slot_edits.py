"""What can be done to a slot: made, moved, cancelled and put back on single dates, split, ended, extended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from o3cli.domain.slots.clock_words import format_time
from o3cli.domain.slots.recurrence import (
    ClockTrouble,
    find_clock_trouble,
    find_coming_date,
    find_last_date,
    find_troubled_date,
    is_date,
    list_dates,
    list_nearest,
    list_rule_dates,
    settle,
)
from o3cli.domain.slots.rule_words import format_rule
from o3cli.domain.slots.slot import LATEST, Change, Frequency, Rule, Slot
from o3cli.domain.slots.slot_fields import check_end
from o3cli.domain.slots.slot_words import SlotWords
from o3cli.errors.slots import NoDates, NoEndToExtend, NotAnOccurrence, NothingToUndo, OntoCancelled, TroubledTime

_DAY = timedelta(days=1)
_EVERY = re.compile(r"(?i)every|each|weekly|freq=|tous|toutes|chaque|hebdo|days\b|dis\b")
_STEP = timedelta(minutes=30)
_HAPPENS = {
    ClockTrouble.GAP: "does not exist",
    ClockTrouble.FOLD: "comes twice, or the session ends in an hour that does,",
    ClockTrouble.OVER: "lasts over the change",
}


def check_slot(slot: Slot, today: date) -> Slot:
    """The slot, begun on the rule's own first date.

    Raises CountWithUntil, NoDates where it has no date before its end, and TroubledTime where its clock jumps over its
    time, or shows it twice, on a date within five years of `today`.
    """
    slot = check_end(settle(slot))
    troubled = find_troubled_date(slot, today)
    if troubled is not None:
        raise _make_trouble(slot, *troubled)
    return slot


def _make_trouble(slot: Slot, moment: datetime, trouble: ClockTrouble) -> TroubledTime:
    instead = []
    for direction in (-1, 1):
        other = moment
        while find_clock_trouble(other, slot.length, slot.zone):
            other += direction * _STEP
        instead.append(format_time(other.time()))
    return TroubledTime(format_time(moment.time()), moment, _HAPPENS[trouble], instead)


def find_named_date(slot: Slot, day: date) -> date | None:
    """The date of the rule that people mean by `day`: the one moved to it, else itself; None where there is neither."""
    moved = next((change.on for change in slot.changes if change.to is not None and change.to.date() == day), None)
    if moved is not None:
        return moved
    return day if is_date(slot, day) else None


def get_named_date(slot: Slot, day: date) -> date:
    """The date of the rule that people mean by `day`. Raises NotAnOccurrence with the nearest ones."""
    on = find_named_date(slot, day)
    if on is None:
        raise NotAnOccurrence(str(day), [str(near) for near in list_nearest(slot, day)])
    return on


def move_occurrence(slot: Slot, day: date, to: datetime, why: str | None = None) -> Slot:
    """The slot with one occurrence moved; `to` is naive, on the slot's clock.

    Raises NotAnOccurrence, OntoCancelled, and TroubledTime where the clock has no such time, or two.
    """
    on = get_named_date(slot, day)
    other = slot.find_change(to.date())
    if other is not None and other.is_cancelled and other.on != on:
        raise OntoCancelled(str(to.date()))
    trouble = find_clock_trouble(to, slot.length, slot.zone)
    if trouble is not None:
        raise _make_trouble(slot, to, trouble)
    return put_change(slot, Change(on, to, why))


def cancel_occurrence(slot: Slot, day: date, why: str | None = None) -> Slot:
    """The slot with one occurrence cancelled. Raises NotAnOccurrence, OntoCancelled where another was moved there."""
    on = get_named_date(slot, day)
    if any(change.to is not None and change.to.date() == on and change.on != on for change in slot.changes):
        raise OntoCancelled(str(on))
    return put_change(slot, Change(on, None, why))


def undo_change(slot: Slot, day: date) -> Slot:
    """The slot with one date as the rule has it. Raises NotAnOccurrence, NothingToUndo."""
    on = get_named_date(slot, day)
    if slot.find_change(on) is None:
        raise NothingToUndo(str(day))
    return replace(slot, changes=tuple(change for change in slot.changes if change.on != on))


def put_change(slot: Slot, change: Change) -> Slot:
    """The slot with this change in the place of what was said of its date before."""
    others = [other for other in slot.changes if other.on != change.on]
    return replace(slot, changes=tuple(sorted([*others, change], key=lambda one: one.on)))


@dataclass(frozen=True, slots=True)
class Split:
    """A slot that goes on in another way from a day on."""

    ended: Slot | None
    """The old series, until the day before; None where nothing of it is left."""
    started: Slot
    lost: tuple[Change, ...]
    """Changes of dates that the new series does not have."""


def split_slot(slot: Slot, day: date, said: SlotWords, tz: str | None, new_id: str, today: date) -> Split:
    """Change the rule, the time, the zone or the length from a day on: the old series ends, a new one starts.

    What the words leave open stays; a series with a number of sessions keeps what is left of it. `tz` is the zone that
    was looked up, None to keep the slot's. Raises what `check_slot` raises.
    """
    rule = said.rule and _keep_interval(said.rule, said.text, slot.rule)
    count, until = said.count, said.until
    if count is None and until is None:
        until = slot.until
        if slot.count is not None:
            used = sum(1 for _ in list_dates(slot, slot.start, day - _DAY))
            count = slot.count - used
    if count == 0:
        raise NoDates(str(day))
    started = Slot(
        new_id,
        rule or slot.rule,
        said.at or slot.at,
        said.length or slot.length,
        tz or slot.tz,
        _find_phase(slot, day) if rule is None else find_coming_date(rule, day) or day,
        count,
        until,
    )
    started = check_slot(started, today)
    later = [change for change in slot.changes if change.on >= day]
    kept = tuple(change for change in later if change.is_cancelled and is_date(started, change.on))
    ended = end_slot(slot, day - _DAY) if slot.start < day else None
    return Split(ended, replace(started, changes=kept), tuple(change for change in later if change not in kept))


def _keep_interval(rule: Rule, words: str, old: Rule) -> Rule:
    """`thu 11:00` moves a slot of every two weeks to Thursdays; `every thu 11:00` makes it weekly."""
    is_weekday = rule.frequency is old.frequency is Frequency.WEEKLY and not _EVERY.search(words)
    return replace(rule, interval=old.interval) if is_weekday and rule.interval == 1 else rule


def _find_phase(slot: Slot, day: date) -> date:
    """The rule's next date from `day` on: a rule of every two weeks goes on in the same weeks."""
    return next(list_rule_dates(slot.rule, slot.start, day, LATEST), day)


def end_slot(slot: Slot, last: date) -> Slot:
    """The slot with `last` as its last possible day, and without the changes after it.

    Raises NoDates where none of its dates would be left.
    """
    if last < slot.start:
        raise NoDates(str(last))
    if slot.until is not None:
        last = min(last, slot.until)
    end = find_last_date(slot)
    if slot.count is not None and end is not None and end <= last:
        return slot
    kept = tuple(change for change in slot.changes if change.on <= last)
    return replace(slot, count=None, until=last, changes=kept)


def extend_slot(slot: Slot, number: int) -> Slot:
    """The same series with so many dates more. Raises NoEndToExtend."""
    if slot.count is not None:
        return replace(slot, count=slot.count + number)
    if slot.until is None:
        raise NoEndToExtend(format_rule(slot.rule))
    more: Sequence[date] = list(islice(list_rule_dates(slot.rule, slot.start, slot.until + _DAY, LATEST), number))
    return replace(slot, until=more[-1] if more else slot.until)
