"""Show the day: its sessions with their open promises, who is overdue, what is due."""

from __future__ import annotations

from dataclasses import dataclass

from o3cli.domain.todo import GroupedEntry, Selection
from o3cli.errors import Problem
from o3cli.usecases.list_agenda import Agenda, list_agenda
from o3cli.usecases.list_todo import Todo, list_todo
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.schedules import Session


@dataclass(frozen=True, slots=True)
class Today:
    """The day."""

    agenda: Agenda
    todo: Todo
    """All that is open."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read."""
        return tuple(dict.fromkeys((*self.agenda.problems, *self.todo.problems)))

    @property
    def sessions(self) -> list[Session]:
        """Those that take place today."""
        return [session for session in self.agenda.sessions if session.takes_place]

    def list_open(self, session: Session) -> list[GroupedEntry]:
        """What is open with those of a session."""
        return [listed for listed in self.todo.entries if listed.entry.path.folder == session.who.subject.folder]

    def list_due(self) -> list[GroupedEntry]:
        """What is due today or late, but for what stands with a session."""
        folders = {session.who.subject.folder for session in self.sessions}
        return [
            listed
            for listed in self.todo.entries
            if listed.entry.commitment.due is not None
            and listed.entry.commitment.due <= self.agenda.today
            and listed.entry.path.folder not in folders
        ]


def show_today(notebook: Notebook) -> Today:
    """What is on today; nothing is written."""
    return Today(list_agenda(notebook, None, 1), list_todo(notebook, Selection()))
