"""List the coming sessions, and who is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from o3cli.domain.circle import Circle
from o3cli.domain.note import find_note_path
from o3cli.domain.person import Person
from o3cli.domain.slots.rhythm import Overdue, Rhythm, find_overdue, find_rhythm
from o3cli.errors import Problem
from o3cli.usecases.kinds import SALES
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.schedules import Scheduled, Session, list_session_clashes, list_sessions, read_schedules

_FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Late:
    """Somebody whose next session should have been held."""

    who: Scheduled
    rhythm: Rhythm
    overdue: Overdue


@dataclass(frozen=True, slots=True)
class Agenda:
    """What comes, and what should have come."""

    today: date
    days: int
    """How many days are shown, today included."""
    sessions: tuple[Session, ...]
    clashes: Mapping[int, tuple[Session, ...]]
    """By `id` of a session: those that overlap with it."""
    late: tuple[Late, ...]
    """The longest overdue first."""
    later: Session | None
    """The next session beyond these days, where there is none within them."""
    counted: tuple[Scheduled, ...]
    """Those whose kind of session has its moves counted, and who had some."""
    problems: tuple[Problem, ...]

    def list_clashing(self, session: Session) -> tuple[Session, ...]:
        """Those that overlap with a session."""
        return self.clashes.get(id(session), ())


def list_agenda(notebook: Notebook, subject: Person | Circle | None, days: int) -> Agenda:
    """The sessions of everybody, or with somebody, today and on the days after it."""
    schedules = read_schedules(notebook)
    today = notebook.today
    last = today + timedelta(days=days - 1)
    everything = list_sessions(notebook, schedules.entries, today, last)
    clashes: dict[int, tuple[Session, ...]] = {}
    for pair in list_session_clashes(everything):
        for one, other in (pair, pair[::-1]):
            clashes[id(one)] = (*clashes.get(id(one), ()), other)
    chosen = [entry for entry in schedules.entries if subject is None or entry.subject.folder == subject.folder]
    sessions = [session for session in everything if session.who in chosen]
    problems = [problem for problem in schedules.problems if subject is None or _is_about(problem, subject)]
    return Agenda(
        today,
        days,
        tuple(sessions),
        clashes,
        tuple(list_late(notebook, chosen)),
        None if any(session.takes_place for session in sessions) else _find_later(notebook, chosen, last),
        tuple(entry for entry in chosen if entry.kind == SALES and (entry.moved or entry.skipped)),
        tuple(problems),
    )


def list_late(notebook: Notebook, entries: Sequence[Scheduled]) -> list[Late]:
    """Who has waited for longer than their rhythm, by the notes of the sessions that were held."""
    today = notebook.today
    held: dict[str, date] = {}
    for path in notebook.files.list_notes().paths:
        note = find_note_path(path)
        if note is not None and note.day <= today:
            held[note.folder] = max(note.day, held.get(note.folder, note.day))
    late = []
    for entry in entries:
        found = find_rhythm(entry.schedule.slots, entry.schedule.rhythm, today)
        if found is not None:
            rhythm, began = found
            overdue = find_overdue(rhythm, began, held.get(entry.subject.folder), today)
            if overdue is not None:
                late.append(Late(entry, rhythm, overdue))
    return sorted(late, key=lambda one: (one.overdue.due or date.min, one.who.subject.slug))


def _find_later(notebook: Notebook, entries: Sequence[Scheduled], after: date) -> Session | None:
    first = after + timedelta(days=1)
    sessions = list_sessions(notebook, entries, first, first + _FAR)
    return next((session for session in sessions if session.takes_place), None)


def _is_about(problem: Problem, subject: Person | Circle) -> bool:
    return not problem.path.startswith(("people/", "circles/")) or problem.path.startswith(f"{subject.folder}/")
