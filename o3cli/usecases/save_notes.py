"""Record what was edited without o3, after taking it up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from o3cli.domain.commitment import Commitment
from o3cli.domain.contents import Contents
from o3cli.domain.merge_marks import has_merge_marks
from o3cli.domain.note import find_note_path
from o3cli.domain.recorded import Recorded
from o3cli.errors import Problem
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.ports import ChangedFiles
from o3cli.usecases.rename_clashing_refs import Renamed, rename_clashing_refs
from o3cli.usecases.take_up import Typed, take_up

_FOLDERS = ("people/", "circles/", "templates/", "calendar/")
_FILES = ("o3.toml", "me.md", ".gitattributes", ".gitignore")


@dataclass(frozen=True, slots=True)
class Saved:
    """What was found, and what the commit holds."""

    files: tuple[str, ...]
    typed: tuple[Typed, ...]
    edited: tuple[tuple[Commitment, Commitment], ...]
    renamed: tuple[tuple[str, str], ...]
    """Refs that clashed, before and after."""
    left: tuple[str, ...]
    """What was changed in the notebook's folder and is no part of the notebook."""
    recorded: Recorded
    problems: tuple[Problem, ...]


def save_notes(notebook: Notebook, changed: ChangedFiles) -> Saved:
    """Take up everything that was typed, in all notes, and record it with everything that was edited."""
    with notebook.writing():
        unrecorded = {*changed.list_changed(), *notebook.list_unrecorded()}
        return _save(notebook, notebook.read(), unrecorded, everywhere=True)


def read_settled(notebook: Notebook) -> Contents:
    """Everything there is, once what an earlier command could not record is taken up and recorded."""
    contents = notebook.read()
    unrecorded = notebook.list_unrecorded()
    if not unrecorded:
        return contents
    _save(notebook, contents, unrecorded, everywhere=False)
    over = [path for path in unrecorded if not (note := find_note_path(path)) or note.day < notebook.today]
    notebook.history.remove_opened(over)
    return notebook.read()


def settle(notebook: Notebook) -> None:
    """The same, for who needs none of it: notes are read only where something is unrecorded."""
    if notebook.list_unrecorded():
        read_settled(notebook)


def _save(notebook: Notebook, contents: Contents, changed: Collection[str], *, everywhere: bool) -> Saved:
    """Record the files that `changed` names; take up what was typed in them, or in every note."""
    unmerged = [path for path in changed if has_merge_marks(notebook.files.find(path) or b"")]
    ours = [path for path in changed if _is_part_of_notebook(path) and path not in unmerged]
    drafts = Drafts(contents, notebook.format)
    renamed = rename_clashing_refs(drafts, notebook.random_below) if everywhere else Renamed()
    readable = [note.path for note in contents.notes if str(note.path) not in unmerged]
    edited = {path for path in readable if str(path) in changed}
    # What was left open in a note that nobody wrote in is history once its day is over.
    over = {path for path in readable if path.day < notebook.today}
    taken = take_up(drafts, notebook, readable if everywhere else sorted(edited), fold=edited | over)
    changes = drafts.list_changes()
    files = tuple(sorted({*ours, *(change.path for change in changes)}))
    recorded = notebook.apply(changes, _format_message(files), also=ours)
    return Saved(
        files,
        tuple(taken.typed),
        tuple(taken.edited),
        tuple(renamed.refs),
        tuple(sorted({*changed} - {*ours} - {*unmerged})),
        recorded,
        (*contents.problems, *renamed.problems, *taken.problems),
    )


def _is_part_of_notebook(path: str) -> bool:
    return path.startswith(_FOLDERS) or path in _FILES


def _format_message(files: Collection[str]) -> str:
    """`alice 2026-11-20: note` for one note, else how many files there are."""
    if len(files) != 1:
        return f"{len(files)} files saved"
    (path,) = files
    note = find_note_path(path)
    return f"{note.label}: note" if note else f"{path}: saved"
