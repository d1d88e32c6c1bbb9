"""List commitments: what is open across all notes, and whatever else is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from o3cli.domain.contents import Contents
from o3cli.domain.note import Note, NotePath
from o3cli.domain.todo import Entry, GroupedEntry, Selection, list_entries
from o3cli.errors import Problem
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.take_up import take_up


@dataclass(frozen=True, slots=True)
class Todo:
    """The list, and what could not be read."""

    entries: tuple[GroupedEntry, ...]
    today: date
    problems: tuple[Problem, ...]
    handles: Mapping[str, str]
    """What each slug is called for short."""
    waiting: int = 0
    """How many lines were typed or edited and are not recorded yet."""


def list_todo(notebook: Notebook, selection: Selection) -> Todo:
    """The commitments selected, as they will be once everything that was typed is taken up; nothing is written."""
    return list_commitments(notebook, notebook.read(), selection)


def list_commitments(notebook: Notebook, contents: Contents, selection: Selection) -> Todo:
    """The same for what was read already."""
    drafts = Drafts(contents, notebook.format)
    taken = take_up(drafts, notebook, [note.path for note in contents.notes])
    typed_lines = {typed.commitment.ref: typed.line for typed in taken.typed}
    on_disk: dict[NotePath, Note] = {note.path: note for note in contents.notes}
    entries = [
        Entry(
            replace(commitment, owner=drafts.get_parties(note.path).resolve(commitment.owner)),
            note.path,
            typed_lines.get(commitment.ref) or on_disk[note.path].find_line(commitment.ref) or 1,
            is_taken_up=commitment.ref not in typed_lines,
        )
        for note in drafts.notes
        for commitment in note.commitments
        if selection.everything or commitment.is_open
    ]
    return Todo(
        list_entries(entries, selection, notebook.today),
        notebook.today,
        (*contents.problems, *taken.problems),
        contents.get_handles(),
        waiting=len(taken.typed) + len(taken.edited),
    )
