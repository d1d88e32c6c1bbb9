"""Keep what other commands recorded in a note while an editor had it open, and then wrote its own text over it."""

from __future__ import annotations

from o3cli.domain.boxes import get_values, list_boxes, read_values
from o3cli.domain.commitment import Commitment
from o3cli.domain.note import Note
from o3cli.domain.task_line import add_ref
from o3cli.usecases.add_commitment import add_line
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.take_up import change_record


def keep_recorded(drafts: Drafts, opened: Note, recorded: Note) -> None:
    """Put back what history has, and neither the note as the editor got it nor as it left it.

    `opened` is the first of these, the draft is the second. What was there and is gone was deleted by the user, what
    differs from `opened` was edited: both stay so.
    """
    path = opened.path
    for theirs in recorded.commitments:
        before, mine = opened.find_commitment(theirs.ref), drafts.get(path).find_commitment(theirs.ref)
        if before is None and mine is None:
            _put_back(drafts, opened, theirs)
        elif before is not None and mine == before != theirs:
            change_record(drafts, path, mine, theirs)


def _put_back(drafts: Drafts, opened: Note, commitment: Commitment) -> None:
    path, parties = opened.path, drafts.get_parties(opened.path)
    note = drafts.get(path)
    wanted = get_values(commitment, parties)
    # Another command may have taken it up from the editor's own text, which came back without the ref.
    line = next((box for box in list_boxes(note, parties) if not box.ref and read_values(box) == wanted), None)
    text = note.text
    if line is not None:
        text = line.words.replace(text, add_ref(line.words.read(text), commitment.ref))
    drafts.put(path, drafts.format.add_commitments(text, [commitment], str(path)))
    if line is None:
        add_line(drafts, path, commitment)
