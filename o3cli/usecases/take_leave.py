"""Take leave, somebody's or one's own: the sessions of these days fall away. Taken back, they are there again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from o3cli.domain.circle import Circle
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.domain.slots.leave_days import add_leave, take_back_leave
from o3cli.domain.slots.recurrence import Fate, list_occurrences
from o3cli.domain.slots.slot import Leave
from o3cli.errors import Problem
from o3cli.errors.slots import EndBeforeStart, NoLeave
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.save_notes import settle
from o3cli.usecases.schedules import ME, Scheduled, get_about, get_schedule, read_schedules, record_schedule


@dataclass(frozen=True, slots=True)
class LeaveChange:
    """Days of leave that came or went, and what that does."""

    subject: Person | Circle | None
    """None for the notebook's owner."""
    days: Leave
    leave: tuple[Leave, ...]
    """All leave of theirs now."""
    is_taken: bool
    affected: tuple[tuple[str, date], ...]
    """Whose sessions (by slug), and on which dates: they fall away, or are there again."""
    today: date
    recorded: Recorded
    problems: tuple[Problem, ...]


def take_leave(notebook: Notebook, subject: Person | Circle | None, first: date, last: date) -> LeaveChange:
    """Be away from `first` to `last`, both included. Raises EndBeforeStart."""
    return _change(notebook, subject, first, last, is_taken=True)


def return_from_leave(notebook: Notebook, subject: Person | Circle | None, first: date, last: date) -> LeaveChange:
    """Be there after all from `first` to `last`. Raises EndBeforeStart, NoLeave."""
    return _change(notebook, subject, first, last, is_taken=False)


def _change(
    notebook: Notebook, subject: Person | Circle | None, first: date, last: date, *, is_taken: bool
) -> LeaveChange:
    if last < first:
        raise EndBeforeStart(str(first), str(last))
    days = Leave(first, last)
    path = get_about(subject) if subject else ME
    with notebook.writing():
        settle(notebook)
        lost_before = _list_lost(read_schedules(notebook).entries, days)
        before = get_schedule(notebook, path)
        leave = (add_leave if is_taken else take_back_leave)(before.leave, days)
        if not is_taken and leave == before.leave:
            whose = subject.slug if subject else "you"
            raise NoLeave(whose, [f"{one.first} to {one.last}" for one in before.leave])
        verb = "taken" if is_taken else "taken back"
        message = f"{subject.slug if subject else 'me'}: leave {verb}"
        recorded = record_schedule(notebook, path, before, replace(before, leave=leave), message)
    schedules = read_schedules(notebook)
    affected = lost_before ^ _list_lost(schedules.entries, days)
    ordered = tuple(sorted(affected, key=lambda one: (one[1], one[0])))
    return LeaveChange(subject, days, leave, is_taken, ordered, notebook.today, recorded, schedules.problems)


def _list_lost(entries: Sequence[Scheduled], days: Leave) -> set[tuple[str, date]]:
    """What falls away for leave on these days and around them."""
    around = timedelta(days=1)
    return {
        (entry.subject.slug, occurrence.on)
        for entry in entries
        for slot in entry.schedule.slots
        for occurrence in list_occurrences(slot, days.first - around, days.last + around, entry.leave)
        if occurrence.fate is Fate.LEAVE
    }
