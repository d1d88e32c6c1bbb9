"""Set a slot, change it from a day on, end it, renew it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from o3cli.domain.circle import Circle
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.domain.slots.recurrence import find_coming_date, list_dates
from o3cli.domain.slots.slot import LATEST, Change, Slot
from o3cli.domain.slots.slot_edits import check_slot, end_slot, extend_slot, split_slot
from o3cli.domain.slots.slot_fields import Schedule
from o3cli.domain.slots.slot_id import make_slot_id
from o3cli.domain.slots.slot_words import format_slot_words, make_slot, parse_slot_words
from o3cli.errors import Problem
from o3cli.errors.slots import NoSlot, NothingToChange, NoZoneName, SeveralSlots, SlotExists, UnknownSlot
from o3cli.usecases.kinds import INTERVISION, get_kind
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.save_notes import settle
from o3cli.usecases.schedules import (
    Clash,
    get_about,
    get_schedule,
    is_over,
    list_slot_clashes,
    put_slot,
    read_schedules,
    record_schedule,
)

GetCanonicalName = Callable[[str], str]
"""A time zone's name as every calendar knows it; raises UnknownZone."""

_LENGTHS = {"dialogue": timedelta(minutes=15), INTERVISION: timedelta(hours=2)}
_USUAL_LENGTH = timedelta(minutes=30)
_COMING = 3
"""How many of the next dates are told."""


class Deed(StrEnum):
    """What was done to a slot."""

    SET = "set"
    CHANGED = "changed"
    ENDED = "ended"
    REMOVED = "removed"
    RENEWED = "renewed"


@dataclass(frozen=True, slots=True)
class SlotChange:
    """What became of a slot."""

    subject: Person | Circle
    deed: Deed
    slot: Slot
    """As it is now; the one that was removed."""
    today: date
    recorded: Recorded
    coming: tuple[date, ...] = ()
    """The next dates of its rule."""
    asked: date | None = None
    """The first day that was asked for, where the rule's own first date is another one."""
    ended: Slot | None = None
    """The series that ends where a new one starts."""
    lost: tuple[Change, ...] = ()
    """Changes of single dates that fell away."""
    clashes: tuple[Clash, ...] = ()
    problems: tuple[Problem, ...] = ()


def set_slot(
    notebook: Notebook, subject: Person | Circle, words: str, get_canonical_name: GetCanonicalName, *, add: bool
) -> SlotChange:
    """A new slot, in words. Raises SlotExists unless it is to be a second one, and what the words are refused for."""
    said = parse_slot_words(words, notebook.today)
    with notebook.writing():
        settle(notebook)
        before = get_schedule(notebook, get_about(subject))
        running = [slot for slot in before.slots if not is_over(slot, notebook.today)]
        if running and not add:
            raise SlotExists(subject.slug, format_slot_words(running[0]))
        zone = said.tz or notebook.zone
        if zone is None:
            raise NoZoneName
        length = _LENGTHS.get(get_kind(subject, notebook.settings), _USUAL_LENGTH)
        new_id = make_slot_id(notebook.random_below)
        wanted = make_slot(said, new_id, get_canonical_name(zone), length, notebook.today)
        begun = replace(wanted, start=find_coming_date(wanted.rule, wanted.start) or wanted.start)
        slot = check_slot(begun, notebook.today)
        recorded = _record(notebook, subject, before, put_slot(before, None, slot), Deed.SET)
    asked = said.start if said.start != slot.start else None
    return _tell(notebook, SlotChange(subject, Deed.SET, slot, notebook.today, recorded, asked=asked))


def change_slot(
    notebook: Notebook,
    subject: Person | Circle,
    words: str,
    day: date,
    get_canonical_name: GetCanonicalName,
    slot_id: str | None,
) -> SlotChange:
    """Another rule, time, length or zone from a day on: the old series ends, a new one starts."""
    said = parse_slot_words(words, notebook.today)
    if said.rule is None and said.at is None and said.length is None and said.tz is None:
        raise NothingToChange(words)
    tz = get_canonical_name(said.tz) if said.tz else None
    with notebook.writing():
        settle(notebook)
        before = get_schedule(notebook, get_about(subject))
        old = _get_slot(subject, before, notebook.today, slot_id)
        split = split_slot(old, day, said, tz, make_slot_id(notebook.random_below), notebook.today)
        new = (split.started,) if split.ended is None else (split.ended, split.started)
        recorded = _record(notebook, subject, before, put_slot(before, old, *new), Deed.CHANGED)
    change = SlotChange(
        subject, Deed.CHANGED, split.started, notebook.today, recorded, ended=split.ended, lost=split.lost
    )
    return _tell(notebook, change)


def end_series(notebook: Notebook, subject: Person | Circle, last: date, slot_id: str | None) -> SlotChange:
    """No session after a day; a slot that has none up to then goes altogether."""
    with notebook.writing():
        settle(notebook)
        before = get_schedule(notebook, get_about(subject))
        old = _get_slot(subject, before, notebook.today, slot_id)
        deed, new = (Deed.REMOVED, ()) if last < old.start else (Deed.ENDED, (end_slot(old, last),))
        recorded = _record(notebook, subject, before, put_slot(before, old, *new), deed)
    slot = new[0] if new else old
    lost = tuple(change for change in old.changes if change not in slot.changes)
    return _tell(notebook, SlotChange(subject, deed, slot, notebook.today, recorded, lost=lost))


def renew_series(notebook: Notebook, subject: Person | Circle, number: int, slot_id: str | None) -> SlotChange:
    """So many sessions more, in the same series. Raises NoEndToExtend."""
    with notebook.writing():
        settle(notebook)
        before = get_schedule(notebook, get_about(subject))
        old = _get_slot(subject, before, None, slot_id)
        slot = check_slot(extend_slot(old, number), notebook.today)
        recorded = _record(notebook, subject, before, put_slot(before, old, slot), Deed.RENEWED)
    return _tell(notebook, SlotChange(subject, Deed.RENEWED, slot, notebook.today, recorded))


def _record(notebook: Notebook, subject: Person | Circle, before: Schedule, after: Schedule, deed: Deed) -> Recorded:
    return record_schedule(notebook, get_about(subject), before, after, f"{subject.slug}: slot {deed}")


def _tell(notebook: Notebook, change: SlotChange) -> SlotChange:
    """The change with what follows from it."""
    schedules = read_schedules(notebook)
    if change.deed is Deed.REMOVED:
        return replace(change, problems=schedules.problems)
    coming = tuple(islice(list_dates(change.slot, notebook.today, LATEST), _COMING))
    clashes = list_slot_clashes(notebook, schedules, change.slot.id) if change.deed is not Deed.ENDED else ()
    return replace(change, coming=coming, clashes=clashes, problems=schedules.problems)


def _get_slot(subject: Person | Circle, schedule: Schedule, today: date | None, slot_id: str | None) -> Slot:
    """The slot that is meant: by its id, else the one that goes on, else (without `today`) the last one that did."""
    slots = schedule.slots
    if slot_id is not None:
        slots = tuple(slot for slot in slots if slot.id.startswith(slot_id))
        if not slots:
            raise UnknownSlot(slot_id, [slot.id for slot in schedule.slots])
    elif today is not None:
        slots = tuple(slot for slot in slots if not is_over(slot, today))
    elif len(slots) > 1:
        # A series that is over is what one renews; the older ones of a chain of changes are not.
        slots = slots[-1:]
    if not slots:
        raise NoSlot(subject.slug)
    if len(slots) > 1:
        raise SeveralSlots(subject.slug, [slot.id for slot in slots])
    return slots[0]
