"""The notebook as the use cases see it: what it holds, and changes that are written and then recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from o3cli.domain.about import About
from o3cli.domain.circle import Circle
from o3cli.domain.contents import Contents
from o3cli.domain.note import Note, NotePath, find_note_path, is_dated_otherwise
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.domain.settings import Settings
from o3cli.errors import Problem
from o3cli.errors.files import FileError
from o3cli.errors.notes import UnreadableNote
from o3cli.usecases.ports import Files, History, NoteFormat, RandomBelow

ABOUT = "about.md"
_MISNAMED = "is not named as a note is, and not read: expected a name like `2026-11-20.md` or `2026-11-20-2.md`"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file as it was read and as it shall be."""

    path: str
    before: bytes | None
    """None where it must not exist yet."""
    after: bytes | None
    """None where it goes."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """One notebook, with what it takes to read and to change it."""

    files: Files
    format: NoteFormat
    history: History
    settings: Settings
    today: date
    """The day in the notebook's time zone."""
    random_below: RandomBelow
    zone: str | None = None
    """The name of the notebook's time zone; None where nobody knows it."""

    def read(self) -> Contents:
        """Everything that can be read; what cannot is named, and hides nothing else."""
        listing = self.files.list_notes()
        problems = list(listing.problems)
        notes = [
            note
            for path in listing.paths
            if (note_path := find_note_path(path)) is not None
            and (note := self._read_or_name(note_path, problems)) is not None
        ]
        notes.sort(key=lambda note: note.path)
        problems.extend(Problem(path, None, _MISNAMED) for path in listing.paths if is_dated_otherwise(path))
        problems.extend(problem for note in notes for problem in note.problems)
        subjects = self.read_subjects()
        return Contents(subjects.people, subjects.circles, tuple(notes), (*problems, *subjects.problems))

    def read_subjects(self) -> Contents:
        """People and circles alone: who a name on the command line may mean."""
        problems: list[Problem] = []
        people = tuple(self._read_person(slug, problems) for slug in self.files.list_folders("people"))
        circles = tuple(self._read_circle(slug, problems) for slug in self.files.list_folders("circles"))
        return Contents(people, circles, problems=tuple(problems))

    def read_note(self, path: NotePath) -> Note:
        """One note; raises where it is not there or cannot be read."""
        return self.format.parse_note(path, self.files.read(str(path)))

    def find_recorded_note(self, path: NotePath) -> Note | None:
        """The note as history has it last; None where it has none, or none that can be read.

        Without recording there is none either: what stands in history then is not what o3 wrote last.
        """
        data = self.history.find_recorded(str(path)) if self.settings.git_auto else None
        if data is None:
            return None
        try:
            return self.format.parse_note(path, data)
        except UnreadableNote:
            return None

    def find_recorded_subject(self, folder: str) -> Person | Circle | None:
        """The person or circle of a folder as history has them last; None where it has none that can be read."""
        path = f"{folder}/{ABOUT}"
        data = self.history.find_recorded(path) if self.settings.git_auto else None
        if data is None:
            return None
        try:
            about = self.format.parse_about(path, data)
        except UnreadableNote:
            return None
        parent, _, slug = folder.partition("/")
        return _make_person(slug, about) if parent == "people" else _make_circle(slug, about)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The notebook's turn to be written, once nothing stands in the way of recording."""
        if self.settings.git_auto:
            self.history.check_ready()
        with self.files.writing():
            yield

    def list_unrecorded(self) -> frozenset[str]:
        """Files that o3 knows to be ahead of history: after a crash, a refused commit, an editor that still runs."""
        if not self.settings.git_auto:
            return frozenset()
        return frozenset((*self.history.list_pending(), *self.history.list_opened()))

    def remember_opened(self, path: str) -> None:
        """The editor may go on with this note although it said that it had ended."""
        if self.settings.git_auto:
            self.history.add_opened([path])

    def apply(self, changes: Sequence[FileChange], message: str, *, also: Collection[str] = ()) -> Recorded:
        """Write the files, each whole or not at all, then record them in one commit, with those of `also`.

        All are remembered as pending first: whatever happens in between, the next command that writes records what
        is on disk. Call it within `writing()`.
        """
        paths = sorted({*also, *(change.path for change in changes)})
        if not paths:
            return Recorded(commit=None)
        if self.settings.git_auto:
            self.history.add_pending(paths)
        for change in changes:
            self._write(change)
        if not self.settings.git_auto:
            return Recorded(commit=None)
        recorded = self.history.record(paths, message)
        self.history.remove_pending(paths)
        return recorded

    def _write(self, change: FileChange) -> None:
        if change.before is None:
            assert change.after is not None
            self.files.create(change.path, change.after)
        elif change.after is None:
            self.files.remove(change.path, change.before)
        else:
            self.files.replace(change.path, change.after, change.before)

    def _read_or_name(self, path: NotePath, problems: list[Problem]) -> Note | None:
        try:
            return self.read_note(path)
        except (UnreadableNote, FileError) as error:
            problems.append(error.problem)
            return None

    def _read_person(self, slug: str, problems: list[Problem]) -> Person:
        about = self._read_about(f"people/{slug}/{ABOUT}", problems)
        return _make_person(slug, about)

    def _read_circle(self, slug: str, problems: list[Problem]) -> Circle:
        about = self._read_about(f"circles/{slug}/{ABOUT}", problems)
        return _make_circle(slug, about)

    def _read_about(self, path: str, problems: list[Problem]) -> About:
        try:
            data = self.files.find(path)
            return About() if data is None else self.format.parse_about(path, data)
        except (UnreadableNote, FileError) as error:
            problems.append(error.problem)
            return About()


def _make_person(slug: str, about: About) -> Person:
    return Person(slug, about.name or slug, about.aliases, about.role, about.kind)


def _make_circle(slug: str, about: About) -> Circle:
    return Circle(slug, about.name or slug, about.members, about.kind)
