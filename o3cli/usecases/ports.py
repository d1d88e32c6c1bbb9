"""What the use cases need from outside, as small as each of them needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Protocol

from o3cli.domain.about import About
from o3cli.domain.commitment import Commitment
from o3cli.domain.edited import Edited
from o3cli.domain.file_listing import FileListing
from o3cli.domain.note import Note, NotePath
from o3cli.domain.recorded import Recorded
from o3cli.domain.template import Rendered

if TYPE_CHECKING:
    # Only what has to do with slots loads them.
    from o3cli.domain.slots.slot_fields import Schedule

RandomBelow = Callable[[int], int]
"""A random whole number from 0 up to, and without, the one given."""


class Files(Protocol):
    """The notebook's files. Paths are relative to its root, with slashes."""

    def read(self, path: str) -> bytes:
        """The content of a regular file; raises where there is none or it cannot be read."""

    def find(self, path: str) -> bytes | None:
        """The content, None where there is no such file."""

    def list_notes(self) -> FileListing:
        """Every Markdown file of people and circles."""

    def list_folders(self, parent: str) -> tuple[str, ...]:
        """The names of the folders in a folder."""

    def create(self, path: str, content: bytes) -> None:
        """A file that must not exist yet."""

    def replace(self, path: str, content: bytes, expected: bytes) -> None:
        """New content for a file that still holds what was read."""

    def remove(self, path: str, expected: bytes) -> None:
        """Take a file away that still holds what was read."""

    def writing(self) -> AbstractContextManager[None]:
        """The notebook's turn to be written: one process at a time."""


class NoteFormat(Protocol):
    """Notes as text, and back."""

    def parse_note(self, path: NotePath, data: bytes) -> Note:
        """The note in a file's content; raises UnreadableNote."""

    def parse_schedule(self, path: str, data: bytes) -> Schedule:
        """Slots, leave and rhythm in an `about.md`; raises UnreadableNote."""

    def change_schedule(self, path: str, data: bytes, before: Schedule, after: Schedule) -> bytes:
        """The file with slots and leave changed, and nothing else."""

    def parse_about(self, path: str, data: bytes) -> About:
        """The description in an `about.md`; raises UnreadableNote."""

    def add_commitments(self, text: str, commitments: Sequence[Commitment], path: str) -> str:
        """The note's text with more records; raises UnreadableNote, with the path in it."""

    def change_commitment(self, text: str, old: Commitment, new: Commitment, path: str) -> str:
        """The note's text with the fields of one record changed; raises UnreadableNote, with the path in it."""


class History(Protocol):
    """The notebook's git log."""

    def check_ready(self) -> None:
        """Raise what stands in the way of recording, before anything is written."""

    def record(self, paths: Sequence[str], message: str) -> Recorded:
        """One commit of exactly these files."""

    def find_recorded(self, path: str) -> bytes | None:
        """A file as history has it last; None where it does not."""

    def list_pending(self) -> tuple[str, ...]:
        """Files that were written and not recorded since: after a crash or a refused commit."""

    def add_pending(self, paths: Sequence[str]) -> None:
        """Remember files until they are recorded."""

    def remove_pending(self, paths: Sequence[str]) -> None:
        """Forget files that are recorded."""

    def list_opened(self) -> tuple[str, ...]:
        """Notes whose editor went on after it said that it had ended."""

    def add_opened(self, paths: Sequence[str]) -> None:
        """Remember notes that may be written in from outside."""

    def remove_opened(self, paths: Sequence[str]) -> None:
        """Forget notes whose day is over."""


class Repository(Protocol):
    """The notebook's repository as a whole."""

    def make(self) -> bool:
        """Make what is missing; whether all of it was."""


class ChangedFiles(Protocol):
    """What was edited without o3."""

    def list_changed(self) -> tuple[str, ...]:
        """Files that differ from history or are not in it."""


class Renderer(Protocol):
    """The templates of notes."""

    def render(self, kind: str, variables: Mapping[str, object]) -> Rendered:
        """A note's text; raises where the kind is unknown or its template broken."""

    def render_about(self, variables: Mapping[str, object]) -> Rendered:
        """The text of a new `about.md`."""


class Editor(Protocol):
    """The user's editor."""

    def edit(self, path: str, line: int | None) -> Edited:
        """Open a file of the notebook at a line, and wait."""


class DayWords(Protocol):
    """Dates in words."""

    def __call__(self, day: date) -> str:
        """`Friday 20 November 2026`, in the notebook's language."""
