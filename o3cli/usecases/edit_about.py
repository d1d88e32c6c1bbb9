"""Edit what is known about a person or a circle."""

from __future__ import annotations

from dataclasses import dataclass

from o3cli.domain.circle import Circle
from o3cli.domain.edited import Edited
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.errors import Problem
from o3cli.errors.notes import UnreadableNote
from o3cli.errors.sessions import EditorFailed, NoteGone
from o3cli.usecases.add_person import render_about
from o3cli.usecases.notebook import ABOUT, Notebook
from o3cli.usecases.ports import Editor, Renderer
from o3cli.usecases.schedules import read_schedule


@dataclass(frozen=True, slots=True)
class EditedAbout:
    """What became of an `about.md`."""

    path: str
    edited: Edited
    has_changed: bool
    recorded: Recorded
    problems: tuple[Problem, ...]


def edit_about(notebook: Notebook, subject: Person | Circle, renderer: Renderer, editor: Editor) -> EditedAbout:
    """Open the `about.md`, made first where there is none, and record what was typed.

    Raises EditorFailed once what was typed is recorded.
    """
    path = f"{subject.folder}/{ABOUT}"
    with notebook.writing():
        before = notebook.files.find(path)
        if before is None:
            before = render_about(renderer, subject).encode()
            notebook.files.create(path, before)
    edited = editor.edit(path, None)
    with notebook.writing():
        after = notebook.files.find(path)
        if after is None:
            raise NoteGone(path)
        recorded = notebook.apply([], f"{subject.slug}: about", also=[path])
    if edited.has_failed:
        raise EditorFailed(edited.command, edited.exit_status, path)
    return EditedAbout(path, edited, after != before, recorded, tuple(_list_problems(notebook, path, after)))


def _list_problems(notebook: Notebook, path: str, content: bytes) -> list[Problem]:
    try:
        notebook.format.parse_about(path, content)
    except UnreadableNote as error:
        return [error.problem]
    problems: list[Problem] = []
    read_schedule(notebook, path, problems)
    return problems
