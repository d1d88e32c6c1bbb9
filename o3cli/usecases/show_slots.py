"""Show slots: everybody's with the next date, or one person's with all that is different on single dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from o3cli.domain.circle import Circle
from o3cli.domain.person import Person
from o3cli.domain.slots.recurrence import Occurrence, list_occurrences
from o3cli.domain.slots.slot import Leave, Slot
from o3cli.errors import Problem
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.schedules import Scheduled, is_over, read_schedules

_FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class ListedSlot:
    """A slot, and its next session."""

    who: Scheduled
    slot: Slot
    next: Occurrence | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots that were asked for."""

    slots: tuple[ListedSlot, ...]
    entries: tuple[Scheduled, ...]
    own_leave: tuple[Leave, ...]
    today: date
    problems: tuple[Problem, ...]


def list_slots(notebook: Notebook, subject: Person | Circle | None) -> Slots:
    """The slots that go on, of everybody; all slots of one of them."""
    schedules = read_schedules(notebook)
    entries = [entry for entry in schedules.entries if subject is None or entry.subject.folder == subject.folder]
    listed = [_list(notebook.today, entry, slot) for entry in entries for slot in entry.schedule.slots]
    prefix = f"{subject.folder}/" if subject else ""
    return Slots(
        tuple(one for one in listed if subject is not None or not one.is_over),
        tuple(entries),
        schedules.own.leave,
        notebook.today,
        tuple(problem for problem in schedules.problems if problem.path.startswith(prefix)),
    )


def _list(today: date, entry: Scheduled, slot: Slot) -> ListedSlot:
    coming = list_occurrences(slot, today, today + _FAR, entry.leave)
    following = next((occurrence for occurrence in coming if occurrence.takes_place), None)
    return ListedSlot(entry, slot, following, is_over(slot, today) and following is None)
