"""List people and circles with where things stand with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from o3cli.domain.circle import Circle
from o3cli.domain.contents import Contents
from o3cli.domain.person import Person
from o3cli.domain.todo import Selection
from o3cli.errors import Problem
from o3cli.usecases.list_todo import list_commitments
from o3cli.usecases.notebook import Notebook


@dataclass(frozen=True, slots=True)
class Standing:
    """A person or a circle, and where things stand."""

    subject: Person | Circle
    sessions: tuple[str, ...]
    """The notes, the latest first."""
    last: date | None
    """The day of the last session up to today."""
    open_mine: int
    open_theirs: int


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, by slug."""

    standings: tuple[Standing, ...]
    today: date
    problems: tuple[Problem, ...]


def list_people(notebook: Notebook) -> People:
    """Everybody in the notebook, people first."""
    contents = notebook.read()
    subjects: tuple[Person | Circle, ...] = (*contents.people, *contents.circles)
    return People(
        tuple(_describe(notebook, contents, subject) for subject in subjects), notebook.today, contents.problems
    )


def show_person(notebook: Notebook, subject: Person | Circle) -> People:
    """One of them."""
    contents = notebook.read()
    problems = tuple(problem for problem in contents.problems if problem.path.startswith(f"{subject.folder}/"))
    return People((_describe(notebook, contents, subject),), notebook.today, problems)


def _describe(notebook: Notebook, contents: Contents, subject: Person | Circle) -> Standing:
    notes = [note.path for note in contents.notes if note.path.folder == subject.folder]
    held = [path.day for path in notes if path.day <= notebook.today]
    entries = list_commitments(notebook, contents, Selection(folder=subject.folder)).entries
    mine = sum(listed.entry.commitment.is_mine for listed in entries)
    return Standing(
        subject,
        tuple(str(path) for path in sorted(notes, reverse=True)),
        max(held, default=None),
        mine,
        len(entries) - mine,
    )
