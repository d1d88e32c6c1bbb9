"""The slots, leave and rhythms of everybody, and the one way in which they are changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from o3cli.domain.circle import Circle
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.domain.slots.clock_words import format_length
from o3cli.domain.slots.recurrence import Occurrence, find_last_date, list_agenda, list_clashes
from o3cli.domain.slots.slot import Leave, Slot
from o3cli.domain.slots.slot_fields import Fault, Schedule
from o3cli.domain.slots.zones import get_zone
from o3cli.errors import Problem
from o3cli.errors.files import FileError
from o3cli.errors.notes import UnreadableNote
from o3cli.errors.slots import NoZoneName, UnknownZone
from o3cli.usecases.kinds import get_kind
from o3cli.usecases.notebook import ABOUT, FileChange, Notebook

ME = "me.md"
"""What the notebook knows of its owner: the leave that applies to all."""
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Somebody, and when the sessions with them are."""

    subject: Person | Circle
    kind: str
    schedule: Schedule
    leave: tuple[Leave, ...]
    """Theirs and the owner's."""

    @property
    def moved(self) -> int:
        """How many dates of their slots were moved."""
        return sum(not change.is_cancelled for slot in self.schedule.slots for change in slot.changes)

    @property
    def skipped(self) -> int:
        """How many were cancelled."""
        return sum(change.is_cancelled for slot in self.schedule.slots for change in slot.changes)


@dataclass(frozen=True, slots=True)
class Schedules:
    """Those of the whole notebook."""

    entries: tuple[Scheduled, ...]
    own: Schedule
    """The owner's, of which only leave counts."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """An occurrence, whose it is, and when it begins on the owner's clock."""

    who: Scheduled
    occurrence: Occurrence
    start: datetime

    @property
    def length(self) -> str:
        """How long it is: `30m`."""
        return format_length(self.occurrence.slot.length)

    @property
    def takes_place(self) -> bool:
        """Whether somebody should turn up."""
        return self.occurrence.takes_place


@dataclass(frozen=True, slots=True)
class Clash:
    """Two slots that overlap, and where they do so first."""

    one: Session
    other: Session
    times: int


def get_about(subject: Person | Circle) -> str:
    """The file with their schedule."""
    return f"{subject.folder}/{ABOUT}"


def read_schedules(notebook: Notebook) -> Schedules:
    """Every schedule that can be read; what cannot be is named, and hides nothing else."""
    known = notebook.read_subjects()
    return _read_all(notebook, (*known.people, *known.circles), known.problems)


def _read_all(notebook: Notebook, subjects: Sequence[Person | Circle], found: Sequence[Problem]) -> Schedules:
    problems = list(found)
    own = read_schedule(notebook, ME, problems)
    entries = []
    for subject in subjects:
        schedule = read_schedule(notebook, get_about(subject), problems)
        leave = (*schedule.leave, *own.leave)
        entries.append(Scheduled(subject, get_kind(subject, notebook.settings), schedule, leave))
    return Schedules(tuple(entries), own, tuple(dict.fromkeys(problems)))


def read_schedule(notebook: Notebook, path: str, problems: list[Problem]) -> Schedule:
    """One schedule, an empty one where it cannot be read; what is wrong with it is added to `problems`."""
    try:
        schedule = get_schedule(notebook, path)
    except (UnreadableNote, FileError) as error:
        problems.append(error.problem)
        return Schedule()
    problems.extend(make_problem(path, fault) for fault in schedule.faults)
    return schedule


def get_schedule(notebook: Notebook, path: str) -> Schedule:
    """One schedule. Raises UnreadableNote, UnreadableFile."""
    data = notebook.files.find(path)
    return Schedule() if data is None else notebook.format.parse_schedule(path, data)


def make_problem(path: str, fault: Fault) -> Problem:
    """A fault of a schedule with its file, and what to do about it."""
    return Problem(path, fault.line, f"{fault.message}: {fault.hint}" if fault.hint else fault.message)


def record_schedule(notebook: Notebook, path: str, before: Schedule, after: Schedule, message: str) -> Recorded:
    """Write a schedule that was read as `before`, and record it. Raises UnreadableNote."""
    data = notebook.files.find(path)
    if before == after:
        return Recorded(commit=None)
    changed = notebook.format.change_schedule(path, data or b"", before, after)
    return notebook.apply([FileChange(path, data, changed)], message)


def put_slot(schedule: Schedule, old: Slot | None, *new: Slot) -> Schedule:
    """The schedule with other slots in the place of one, or behind all."""
    if old is None:
        return replace(schedule, slots=(*schedule.slots, *new))
    position = schedule.slots.index(old)
    return replace(schedule, slots=(*schedule.slots[:position], *new, *schedule.slots[position + 1 :]))


def get_owner_zone(notebook: Notebook) -> ZoneInfo:
    """The notebook's time zone. Raises NoZoneName, UnknownZone."""
    if notebook.zone is None:
        raise NoZoneName
    return get_zone(notebook.zone)


def list_sessions(notebook: Notebook, entries: Sequence[Scheduled], first: date, last: date) -> list[Session]:
    """What everybody has from `first` to `last`, days of the owner's, by start; also what does not take place."""
    zone = get_owner_zone(notebook)
    sessions = [
        Session(entry, occurrence, occurrence.start.astimezone(zone))
        for entry in entries
        for occurrence in list_agenda(((slot, entry.leave) for slot in entry.schedule.slots), first, last, zone)
    ]
    return sorted(sessions, key=lambda session: (session.start, session.who.subject.slug))


def find_session(notebook: Notebook, subject: Person | Circle, day: date) -> tuple[str | None, Session | None]:
    """Where the sessions usually are, and the one that a slot has on a day of the owner's, moved to it or planned."""
    (entry,) = _read_all(notebook, [subject], ()).entries
    if not entry.schedule.slots:
        return entry.schedule.place, None
    try:
        sessions = list_sessions(notebook, [entry], day, day)
    except (NoZoneName, UnknownZone):
        # A note without a time is better than none.
        sessions = []
    return entry.schedule.place, next((session for session in sessions if session.takes_place), None)


def list_session_clashes(sessions: Sequence[Session]) -> list[tuple[Session, Session]]:
    """The pairs that overlap, the earlier one first."""
    by_occurrence = {id(session.occurrence): session for session in sessions}
    pairs = list_clashes(session.occurrence for session in sessions)
    return [(by_occurrence[id(one)], by_occurrence[id(other)]) for one, other in pairs]


def list_slot_clashes(
    notebook: Notebook, schedules: Schedules, slot_id: str, only: Occurrence | None = None
) -> tuple[Clash, ...]:
    """With whose sessions those of a slot overlap within a year, or `only` one of them does; each slot once."""
    first, last = notebook.today, notebook.today + _YEAR
    if only is not None:
        first, last = (only.start.date() + timedelta(days=days) for days in (-2, 2))
    sessions = list_sessions(notebook, schedules.entries, first, last)
    found: dict[str, Clash] = {}
    for pair in list_session_clashes(sessions):
        mine, other = sorted(pair, key=lambda session: session.occurrence.slot.id != slot_id)
        if mine.occurrence.slot.id == slot_id and only in (None, mine.occurrence):
            known = found.get(other.occurrence.slot.id)
            clash = replace(known, times=known.times + 1) if known else Clash(mine, other, 1)
            found[other.occurrence.slot.id] = clash
    return tuple(found.values())


def is_over(slot: Slot, today: date) -> bool:
    """Whether a slot has no date left."""
    last = find_last_date(slot)
    return last is not None and last < today
