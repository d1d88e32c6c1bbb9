"""Move or skip one occurrence of a slot, or put it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from o3cli.domain.circle import Circle
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.domain.slots.recurrence import Occurrence, get_occurrence, list_nearest
from o3cli.domain.slots.slot import Slot
from o3cli.domain.slots.slot_edits import (
    cancel_occurrence,
    find_named_date,
    get_named_date,
    move_occurrence,
    undo_change,
)
from o3cli.domain.slots.slot_fields import Schedule
from o3cli.domain.slots.slot_words import parse_move_words
from o3cli.errors import Problem
from o3cli.errors.slots import NoSlot, NotAnOccurrence, SeveralSlots
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.save_notes import settle
from o3cli.usecases.schedules import (
    Clash,
    get_about,
    get_schedule,
    list_slot_clashes,
    put_slot,
    read_schedules,
    record_schedule,
)

_Edit = Callable[[Slot, date], Slot]


@dataclass(frozen=True, slots=True)
class OccurrenceChange:
    """One occurrence, before and after."""

    subject: Person | Circle
    before: Occurrence
    after: Occurrence
    today: date
    recorded: Recorded
    clashes: tuple[Clash, ...] = ()
    problems: tuple[Problem, ...] = ()


def move_session(
    notebook: Notebook, subject: Person | Circle, day: date, to: str, why: str | None, slot_id: str | None
) -> OccurrenceChange:
    """Have an occurrence take place at another time, in words, on the slot's clock."""

    def move(slot: Slot, on: date) -> Slot:
        now = get_occurrence(slot, get_named_date(slot, on)).start
        return move_occurrence(slot, on, parse_move_words(to, now.date(), now.time(), notebook.today), why)

    return _change(notebook, subject, day, slot_id, move, "moved")


def skip_session(
    notebook: Notebook, subject: Person | Circle, day: date, why: str, slot_id: str | None
) -> OccurrenceChange:
    """Have an occurrence fall away, for a reason."""
    return _change(notebook, subject, day, slot_id, lambda slot, on: cancel_occurrence(slot, on, why), "skipped")


def restore_session(notebook: Notebook, subject: Person | Circle, day: date, slot_id: str | None) -> OccurrenceChange:
    """Have an occurrence take place as the rule has it. Raises NothingToUndo."""
    return _change(notebook, subject, day, slot_id, undo_change, "restored")


def _change(
    notebook: Notebook, subject: Person | Circle, day: date, slot_id: str | None, edit: _Edit, verb: str
) -> OccurrenceChange:
    path = get_about(subject)
    with notebook.writing():
        settle(notebook)
        schedule = get_schedule(notebook, path)
        old = _get_slot(subject, schedule, day, slot_id)
        on = get_named_date(old, day)
        new = edit(old, day)
        message = f"{subject.slug} {on}: session {verb}"
        recorded = record_schedule(notebook, path, schedule, put_slot(schedule, old, new), message)
    schedules = read_schedules(notebook)
    leave = next(entry.leave for entry in schedules.entries if entry.subject.folder == subject.folder)
    before, after = (get_occurrence(slot, on, leave) for slot in (old, new))
    clashes = list_slot_clashes(notebook, schedules, new.id, after) if after.takes_place else ()
    return OccurrenceChange(subject, before, after, notebook.today, recorded, clashes, schedules.problems)


def _get_slot(subject: Person | Circle, schedule: Schedule, day: date, slot_id: str | None) -> Slot:
    """The slot with an occurrence on that day.

    Raises NoSlot, NotAnOccurrence with the nearest dates, SeveralSlots.
    """
    slots = [slot for slot in schedule.slots if slot_id is None or slot.id.startswith(slot_id)]
    if not slots:
        raise NoSlot(subject.slug)
    fitting = [slot for slot in slots if find_named_date(slot, day) is not None]
    if not fitting:
        near = {on for slot in slots for on in list_nearest(slot, day)}
        nearest = sorted(near, key=lambda on: abs(on - day))[:4]
        raise NotAnOccurrence(str(day), [str(on) for on in sorted(nearest)])
    if len(fitting) > 1:
        raise SeveralSlots(subject.slug, [slot.id for slot in fitting])
    return fitting[0]
