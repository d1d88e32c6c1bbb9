"""Notes that are being changed: each step sees what the steps before it did, nothing is written until all are done."""

from __future__ import annotations

from collections.abc import Collection

from o3cli.domain.contents import Contents
from o3cli.domain.note import Note, NotePath, find_note_path
from o3cli.domain.parties import Parties
from o3cli.usecases.notebook import ABOUT, FileChange
from o3cli.usecases.ports import NoteFormat


class Drafts:
    """The notebook's notes with changes that exist in memory only."""

    def __init__(self, contents: Contents, note_format: NoteFormat) -> None:
        self.contents = contents
        self.format = note_format
        self._read = {note.path: note for note in contents.notes}
        self._notes = dict(self._read)
        self._homes: dict[str, list[NotePath]] = {}
        for note in contents.notes:
            self._add_homes(note)
        self._parties: dict[str, Parties] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every note as it stands now, oldest first within a folder."""
        return tuple(self._notes.values())

    @property
    def refs(self) -> Collection[str]:
        """Every ref in use now."""
        return self._homes.keys()

    def has(self, path: NotePath) -> bool:
        """Whether there is such a note, and it can be read."""
        return path in self._notes

    def get(self, path: NotePath) -> Note:
        """One note as it stands now."""
        return self._notes[path]

    def create(self, path: NotePath, text: str) -> None:
        """A note that is not there yet."""
        self._notes[path] = self.format.parse_note(path, text.encode())
        self._add_homes(self._notes[path])

    def put(self, path: NotePath, text: str) -> None:
        """Give a note another text; it must be readable still."""
        for commitment in self._notes[path].commitments:
            self._homes[commitment.ref].remove(path)
        self._notes[path] = self.format.parse_note(path, text.encode())
        self._add_homes(self._notes[path])

    @property
    def hides_records(self) -> bool:
        """Whether there may be commitments, in a note, that cannot be read."""
        return any(find_note_path(problem.path) for problem in self.contents.problems)

    def knows_names(self, path: NotePath) -> bool:
        """Whether the names of those whom a note is about can be read."""
        return all(problem.path != f"{path.folder}/{ABOUT}" for problem in self.contents.problems)

    def find_home(self, ref: str, near: NotePath) -> Note | None:
        """The note in which a commitment lives; of several that share a ref the nearest, None where that is several."""
        homes = self._homes.get(ref, [])
        if near in homes:
            return self._notes[near]
        nearest = [path for path in homes if path.folder == near.folder] or homes
        return self._notes[nearest[0]] if len(nearest) == 1 else None

    def list_mentions(self, ref: str) -> list[NotePath]:
        """The notes in which a ref stands; the lines that show its commitment are among theirs."""
        return [path for path, note in self._notes.items() if f"^{ref}" in note.text]

    def list_clashes(self) -> list[tuple[str, list[NotePath]]]:
        """The refs that several commitments have, with the notes that these live in."""
        return [(ref, list(homes)) for ref, homes in self._homes.items() if ref and len(homes) > 1]

    def get_parties(self, path: NotePath) -> Parties:
        """Who may own a commitment in a note."""
        if path.folder not in self._parties:
            self._parties[path.folder] = self.contents.get_parties(path.folder)
        return self._parties[path.folder]

    def list_changes(self) -> list[FileChange]:
        """What differs from what was read."""
        changes = []
        for path, note in self._notes.items():
            before = self._read.get(path)
            if before is None or before.text != note.text:
                changes.append(FileChange(str(path), before.text.encode() if before else None, note.text.encode()))
        return changes

    def _add_homes(self, note: Note) -> None:
        for commitment in note.commitments:
            self._homes.setdefault(commitment.ref, []).append(note.path)
