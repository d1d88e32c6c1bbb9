"""The text of a new note: the kind's template, with what was promised last time in view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from o3cli.domain.circle import Circle
from o3cli.domain.contents import Contents
from o3cli.domain.note import NotePath
from o3cli.domain.person import Person
from o3cli.domain.task_line import format_task_text
from o3cli.domain.template import Rendered
from o3cli.domain.todo import Group, Selection
from o3cli.errors.notes import UnreadableNote
from o3cli.errors.sessions import UnusableTemplate
from o3cli.usecases.kinds import get_kind
from o3cli.usecases.list_todo import list_commitments
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.ports import DayWords, Renderer
from o3cli.usecases.schedules import find_session


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """The session that is asked for; what is left open follows from the person and the notebook."""

    day: date
    kind: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class NoteTemplates:
    """Templates, and dates in the words of their language."""

    renderer: Renderer
    format_day_words: DayWords


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """An open commitment as a template gets it."""

    line: str
    """What stands behind the box."""
    owner: str
    what: str
    due: date | None
    ref: str
    late: bool
    mine: bool


def render_note(
    notebook: Notebook,
    contents: Contents,
    subject: Person | Circle,
    path: NotePath,
    request: SessionRequest,
    templates: NoteTemplates,
) -> Rendered:
    """The text of a note that is not there yet. Raises what the templates raise, and UnusableTemplate."""
    kind = request.kind or get_kind(subject, notebook.settings)
    before = [note.path.day for note in contents.notes if note.path.folder == path.folder and note.path < path]
    rendered = templates.renderer.render(
        kind,
        {
            "slug": subject.slug,
            "name": subject.name,
            "first_name": subject.first_name,
            "role": subject.role if isinstance(subject, Person) else None,
            "date": path.day,
            "day": templates.format_day_words(path.day),
            **_get_circumstances(notebook, subject, path, request),
            "last": templates.format_day_words(max(before)) if before else None,
            "promises": _list_promises(notebook, contents, path),
        },
    )
    _check(notebook, kind, path, rendered)
    return rendered


def _get_circumstances(
    notebook: Notebook, subject: Person | Circle, path: NotePath, request: SessionRequest
) -> dict[str, str | None]:
    """Where and when: the usual place, and the time of the slot's session on that day."""
    place, session = find_session(notebook, subject, path.day)
    at = {} if session is None else {"time": f"{session.start:%H:%M}", "length": session.length}
    return {"place": request.place or place, **at}


def _list_promises(notebook: Notebook, contents: Contents, path: NotePath) -> list[PromiseLine]:
    """What is open from the sessions before, in the order of the to-do list."""
    todo = list_commitments(notebook, contents, Selection(folder=path.folder))
    parties = contents.get_parties(path.folder)
    return [
        PromiseLine(
            format_task_text(listed.entry.commitment, parties, path.day),
            listed.entry.commitment.owner,
            listed.entry.commitment.what,
            listed.entry.commitment.due,
            listed.entry.commitment.ref,
            late=listed.group is Group.LATE,
            mine=listed.entry.commitment.is_mine,
        )
        for listed in todo.entries
        if listed.entry.path < path and listed.entry.is_taken_up
    ]


def _check(notebook: Notebook, kind: str, path: NotePath, rendered: Rendered) -> None:
    """A template's result is a note only if it can be read as one."""
    try:
        problems = notebook.format.parse_note(path, rendered.text.encode()).problems
    except UnreadableNote as error:
        problems = (error.problem,)
    if problems:
        raise UnusableTemplate(kind, problems[0].line, problems[0].message)
