"""Add a commitment without opening the editor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from o3cli.domain.boxes import list_boxes
from o3cli.domain.circle import Circle
from o3cli.domain.commitment import Commitment
from o3cli.domain.contents import Contents
from o3cli.domain.note import NotePath
from o3cli.domain.parties import Parties
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.domain.refs import make_ref
from o3cli.domain.sections import add_commitment_line
from o3cli.domain.task_line import format_task_text, parse_task_text
from o3cli.errors import Problem
from o3cli.errors.commitments import NoWords, UnknownOwner
from o3cli.errors.notes import UnreadableNote
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.render_note import NoteTemplates, SessionRequest, render_note
from o3cli.usecases.save_notes import read_settled
from o3cli.usecases.take_up import take_up


@dataclass(frozen=True, slots=True)
class AddedCommitment:
    """The commitment, and the note where it lives."""

    commitment: Commitment
    path: NotePath
    is_new_note: bool
    recorded: Recorded
    problems: tuple[Problem, ...] = ()
    """Lines of the note that were left as they are."""


def add_commitment(
    notebook: Notebook,
    subject: Person | Circle,
    words: str,
    owner: str | None,
    due: date | None,
    templates: NoteTemplates,
) -> AddedCommitment:
    """Put a commitment into the last note up to today, or into one of today where there is none.

    `words` are read as a line of a note is: `alice: write the RFC, due friday`. `owner` and `due` come first where
    they are given. Raises NoWords, UnknownOwner.
    """
    with notebook.writing():
        contents = read_settled(notebook)
        parties = contents.get_parties(subject.folder)
        task = parse_task_text(words, parties, notebook.today)
        what = task.what
        if not what:
            raise NoWords("what was promised")
        drafts, path, is_new = _draft_home(notebook, contents, subject, templates)
        commitment = Commitment(
            ref=make_ref(notebook.random_below, drafts.refs),
            what=what,
            owner=_get_owner(owner, parties) if owner else task.owner,
            due=due or task.due,
            made=notebook.today if path.day != notebook.today else None,
        )
        drafts.put(path, drafts.format.add_commitments(drafts.get(path).text, [commitment], str(path)))
        add_line(drafts, path, commitment)
        # What was typed in the note that is about to be recorded is taken up on the way.
        taken = take_up(drafts, notebook, [path])
        recorded = notebook.apply(drafts.list_changes(), f"{path.label}: {commitment.ref} added")
    return AddedCommitment(commitment, path, is_new, recorded, tuple(taken.problems))


def _get_owner(typed: str, parties: Parties) -> str:
    owner = parties.find_owner(typed)
    if owner is None:
        raise UnknownOwner(typed, tuple(sorted(set(parties.owners.values()))))
    return owner


def _draft_home(
    notebook: Notebook, contents: Contents, subject: Person | Circle, templates: NoteTemplates
) -> tuple[Drafts, NotePath, bool]:
    drafts = Drafts(contents, notebook.format)
    held = [note.path for note in contents.notes if note.path.folder == subject.folder]
    past = [path for path in held if path.day <= notebook.today]
    if past:
        return drafts, max(past), False
    path = NotePath(subject.folder, notebook.today)
    for problem in contents.problems:
        if problem.path == str(path):
            raise UnreadableNote(problem)
    request = SessionRequest(notebook.today)
    drafts.create(path, render_note(notebook, contents, subject, path, request, templates).text)
    return drafts, path, True


def add_line(drafts: Drafts, path: NotePath, commitment: Commitment) -> None:
    """Show a commitment in its note, so that other tools list it too; where it would not be read, its record does."""
    note, parties = drafts.get(path), drafts.get_parties(path)
    text = add_commitment_line(note, format_task_text(commitment, parties, path.day))
    drafts.put(path, text)
    if not any(box.ref == commitment.ref for box in list_boxes(drafts.get(path), parties)):
        drafts.put(path, note.text)
