"""Start a session, or go back to the one of that day: a note from the kind's template, the editor, one commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from o3cli.domain.boxes import unfold_views
from o3cli.domain.circle import Circle
from o3cli.domain.commitment import Commitment
from o3cli.domain.contents import Contents
from o3cli.domain.edited import Edited
from o3cli.domain.note import Note, NotePath
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.errors import O3Error, Problem
from o3cli.errors.sessions import EditorFailed, NoteGone
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.keep_recorded import keep_recorded
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.ports import Editor
from o3cli.usecases.render_note import NoteTemplates, SessionRequest, render_note
from o3cli.usecases.save_notes import read_settled
from o3cli.usecases.take_up import Typed, take_up


@dataclass(frozen=True, slots=True)
class Session:
    """What became of a session's note."""

    path: NotePath
    is_new: bool
    edited: Edited | None
    """None where no editor was asked for."""
    has_changed: bool
    """Whether the editor left the note otherwise than it got it."""
    typed: tuple[Typed, ...]
    changed: tuple[tuple[Commitment, Commitment], ...]
    recorded: Recorded
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Opened:
    """A note as the editor gets it."""

    path: NotePath
    content: bytes
    note: Note | None
    """None where it cannot be read: the editor is where that is mended."""
    is_new: bool
    cursor_line: int | None = None


def start_session(
    notebook: Notebook,
    subject: Person | Circle,
    request: SessionRequest,
    templates: NoteTemplates,
    editor: Editor | None,
) -> Session:
    """Make the note or find it, have it edited, take up what was typed, record it.

    Raises what stands in the way of recording before the editor opens. An editor that fails without having changed a
    new note takes it back; whatever was typed stays and is recorded (EditorFailed says which).
    """
    with notebook.writing():
        contents = read_settled(notebook)
        opened = _find_note(notebook, contents, subject, request)
        if opened is None:
            contents = _take_up_before(notebook, contents, subject)
            opened = _make_note(notebook, contents, subject, request, templates)
        elif editor is not None:
            opened = _reopen(notebook, contents, opened)
        if editor is None:
            return _finish(notebook, opened, None)
    edited = editor.edit(str(opened.path), opened.cursor_line)
    try:
        with notebook.writing():
            return _finish(notebook, opened, edited)
    except (EditorFailed, NoteGone):
        raise
    except O3Error:
        # The note is on disk: the next command that writes takes it up.
        with suppress(O3Error):
            notebook.remember_opened(str(opened.path))
        raise


def _find_note(
    notebook: Notebook, contents: Contents, subject: Person | Circle, request: SessionRequest
) -> _Opened | None:
    """The last note of that day, of that kind where one is named; None where a new one is to be made."""
    found = None
    for path, content in _list_day(notebook, subject.folder, request.day):
        note = next((note for note in contents.notes if note.path == path), None)
        if note is None or note.kind is None or request.kind in (None, note.kind):
            found = _Opened(path, content, note, is_new=False)
    return found


def _take_up_before(notebook: Notebook, contents: Contents, subject: Person | Circle) -> Contents:
    """Take up what was typed in the notes before without o3, so that the new note can show it."""
    drafts = Drafts(contents, notebook.format)
    take_up(drafts, notebook, [note.path for note in contents.notes if note.path.folder == subject.folder])
    changes = drafts.list_changes()
    if not changes:
        return contents
    notebook.apply(changes, f"{subject.slug}: notes")
    return notebook.read()


def _make_note(
    notebook: Notebook,
    contents: Contents,
    subject: Person | Circle,
    request: SessionRequest,
    templates: NoteTemplates,
) -> _Opened:
    number = 1 + max((path.number for path, _ in _list_day(notebook, subject.folder, request.day)), default=0)
    path = NotePath(subject.folder, request.day, number)
    rendered = render_note(notebook, contents, subject, path, request, templates)
    content = rendered.text.encode()
    note = notebook.format.parse_note(path, content)
    notebook.files.create(str(path), content)
    return _Opened(path, content, note, is_new=True, cursor_line=rendered.cursor_line)


def _list_day(notebook: Notebook, folder: str, day: date) -> Iterator[tuple[NotePath, bytes]]:
    path = NotePath(folder, day)
    while (content := notebook.files.find(str(path))) is not None:
        yield path, content
        path = replace(path, number=path.number + 1)


def _reopen(notebook: Notebook, contents: Contents, opened: _Opened) -> _Opened:
    """Open again the same day: what was ticked meanwhile is taken up, what is still open elsewhere is a box again."""
    if opened.note is None:
        return opened
    path = opened.path
    drafts = Drafts(contents, notebook.format)
    take_up(drafts, notebook, [path])
    notebook.apply(drafts.list_changes(), f"{path.label}: note")
    before = drafts.get(path).text
    open_elsewhere = {
        commitment.ref: commitment
        for note in drafts.notes
        if note.path != path
        for commitment in note.commitments
        if commitment.is_open
    }
    drafts.put(path, unfold_views(drafts.get(path), drafts.get_parties(path), open_elsewhere))
    note = drafts.get(path)
    if note.text != before:
        notebook.files.replace(str(path), note.text.encode(), before.encode())
    return replace(opened, content=note.text.encode(), note=note)


def _finish(notebook: Notebook, opened: _Opened, edited: Edited | None) -> Session:
    path = str(opened.path)
    content = notebook.files.find(path)
    has_changed = content != opened.content
    if content is None:
        raise NoteGone(path)
    if edited and edited.has_failed and opened.is_new and not has_changed:
        notebook.files.remove(path, content)
        raise EditorFailed(edited.command, edited.exit_status, None)
    drafts = Drafts(notebook.read(), notebook.format)
    # A note that nobody has written in yet is still to be held: its boxes wait to be ticked.
    is_over = edited is not None and edited.has_run and (has_changed or not opened.is_new)
    scope = [opened.path] if drafts.has(opened.path) else []
    if scope and opened.note is not None and edited is not None and edited.has_run:
        recorded_note = notebook.find_recorded_note(opened.path)
        if recorded_note is not None:
            keep_recorded(drafts, opened.note, recorded_note)
    taken = take_up(
        drafts, notebook, scope, fold=scope if is_over else (), opened=opened.note if edited is not None else None
    )
    recorded = notebook.apply(drafts.list_changes(), f"{opened.path.label}: note", also=[path])
    if edited and edited.has_failed:
        raise EditorFailed(edited.command, edited.exit_status, path)
    if edited and edited.has_run and not has_changed:
        notebook.remember_opened(path)
    return Session(
        opened.path,
        opened.is_new,
        edited,
        has_changed,
        tuple(taken.typed),
        tuple(taken.edited),
        recorded,
        (*(problem for problem in drafts.contents.problems if problem.path == path), *taken.problems),
    )
