"""Slots, sessions and rhythms in the few words that views have for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from o3cli.domain.dates import format_day
from o3cli.domain.slots.recurrence import Fate, Occurrence
from o3cli.domain.slots.slot import Change, Leave
from o3cli.domain.terminal_text import clean
from o3cli.usecases.kinds import SALES
from o3cli.usecases.schedules import Clash, Scheduled, Session


def format_moment(moment: datetime, today: date) -> str:
    """`Tue 24 Nov 10:30`."""
    return f"{format_day(moment.date(), today)} {moment:%H:%M}"


def format_short_day(day: date, today: date) -> str:
    """`24 Nov`."""
    return format_day(day, today)[len("Tue ") :]


def format_why(why: str | None) -> str:
    """The reason, behind what it is the reason of."""
    return f" ({clean(why)})" if why else ""


def describe_change(change: Change, today: date) -> str:
    """`moved to Wed 25 Nov 16:30 (strike)`."""
    what = "skipped" if change.to is None else f"moved to {format_moment(change.to, today)}"
    return what + format_why(change.why)


def describe_leave(leave: Leave, today: date) -> str:
    """`Mon 3 Aug to Fri 21 Aug`."""
    first, last = format_day(leave.first, today), format_day(leave.last, today)
    return first if leave.first == leave.last else f"{first} to {last}"


def describe_session(session: Session, clashes: Sequence[Session], today: date) -> str:
    """`30m (04:30 America/New_York) · moved from Tue 24 Nov (strike) · clashes with bob 10:45`."""
    occurrence = session.occurrence
    facts = [session.length, _describe_fate(occurrence, today)]
    theirs = occurrence.start
    if theirs.utcoffset() != session.start.utcoffset():
        is_same_day = theirs.date() == session.start.date()
        clock = f"{theirs:%H:%M}" if is_same_day else format_moment(theirs, today)
        facts[0] += f" ({clock} {occurrence.slot.tz})"
    facts += [f"clashes with {clean(other.who.subject.slug)} {other.start:%H:%M}" for other in clashes]
    return " · ".join(fact for fact in facts if fact)


def _describe_fate(occurrence: Occurrence, today: date) -> str:
    if occurrence.fate is Fate.MOVED:
        return f"moved from {format_day(occurrence.on, today)}{format_why(occurrence.why)}"
    if occurrence.fate is Fate.CANCELLED:
        return f"skipped{format_why(occurrence.why)}"
    return "on leave" if occurrence.fate is Fate.LEAVE else ""


def list_clash_words(clashes: Sequence[Clash], today: date) -> Iterator[str]:
    """A line for each slot that is in the way."""
    for clash in clashes:
        who = clean(clash.other.who.subject.slug)
        more = f", {clash.times} times within a year" if clash.times > 1 else ""
        yield f"Clashes with {who} {format_moment(clash.other.start, today)}{more}"


def format_count(number: int, noun: str) -> str:
    """`1 occurrence`, `3 occurrences`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def list_tallies(entries: Iterable[Scheduled]) -> Iterator[str]:
    """How often a slot that is not to be moved lightly was moved or skipped."""
    for entry in entries:
        if entry.kind == SALES and (entry.moved or entry.skipped):
            counted = f"{format_count(entry.moved, 'session')} moved, {entry.skipped} skipped"
            yield f"{clean(entry.subject.slug)}: {counted}"
