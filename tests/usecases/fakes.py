"""A notebook in memory: what stands behind the ports is as small as the tests need it; notes are read as ever."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from o3cli.adapters.notes import note_format
from o3cli.domain.edited import Edited
from o3cli.domain.file_listing import FileListing
from o3cli.domain.note import Note, find_note_path
from o3cli.domain.recorded import Recorded
from o3cli.domain.settings import Settings
from o3cli.domain.template import Rendered
from o3cli.errors import O3Error, Problem
from o3cli.errors.files import EditedMeanwhile, ExistingFile, MissingFile
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.render_note import NoteTemplates

TODAY = date(2026, 11, 20)
"""A Friday."""


@dataclass
class FakeFiles:
    """Files in a dict; those in `broken` cannot be written."""

    contents: dict[str, bytes] = field(default_factory=dict)
    broken: dict[str, O3Error] = field(default_factory=dict)
    refused: tuple[Problem, ...] = ()
    is_locked: bool = False

    def read(self, path: str) -> bytes:
        if path not in self.contents:
            raise MissingFile(path)
        return self.contents[path]

    def find(self, path: str) -> bytes | None:
        return self.contents.get(path)

    def list_notes(self) -> FileListing:
        return FileListing(tuple(sorted(path for path in self.contents if path.endswith(".md"))), self.refused)

    def list_folders(self, parent: str) -> tuple[str, ...]:
        parts = [path.split("/") for path in sorted(self.contents)]
        return tuple(dict.fromkeys(part[1] for part in parts if part[0] == parent and len(part) > 2))

    def create(self, path: str, content: bytes) -> None:
        if path in self.contents:
            raise ExistingFile(path)
        self._write(path, content)

    def replace(self, path: str, content: bytes, expected: bytes) -> None:
        if self.contents.get(path) != expected:
            raise EditedMeanwhile(path)
        self._write(path, content)

    def remove(self, path: str, expected: bytes) -> None:
        assert self.is_locked
        if self.contents.get(path) != expected:
            raise EditedMeanwhile(path)
        del self.contents[path]

    @contextmanager
    def writing(self) -> Iterator[None]:
        assert not self.is_locked
        self.is_locked = True
        try:
            yield
        finally:
            self.is_locked = False

    def _write(self, path: str, content: bytes) -> None:
        assert self.is_locked
        if path in self.broken:
            raise self.broken[path]
        self.contents[path] = content


@dataclass
class FakeHistory:
    """A log that keeps the last version of each file, and the messages, the newest last."""

    files: FakeFiles
    recorded: dict[str, bytes] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    pending: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    obstacle: O3Error | None = None
    """What stands in the way before anything is written."""
    refusal: O3Error | None = None
    """What stops a commit once everything is written."""

    def check_ready(self) -> None:
        if self.obstacle:
            raise self.obstacle

    def record(self, paths: Sequence[str], message: str) -> Recorded:
        assert self.files.is_locked
        if self.refusal:
            raise self.refusal
        changed = [path for path in paths if self.files.find(path) != self.recorded.get(path)]
        if not changed:
            return Recorded(commit=None)
        for path in changed:
            content = self.files.find(path)
            if content is None:
                del self.recorded[path]
            else:
                self.recorded[path] = content
        self.messages.append(message)
        return Recorded(commit=f"commit {len(self.messages)}")

    def find_recorded(self, path: str) -> bytes | None:
        return self.recorded.get(path)

    def list_pending(self) -> tuple[str, ...]:
        return tuple(sorted(self.pending))

    def add_pending(self, paths: Sequence[str]) -> None:
        self.pending.update(paths)

    def remove_pending(self, paths: Sequence[str]) -> None:
        self.pending.difference_update(paths)

    def list_opened(self) -> tuple[str, ...]:
        return tuple(sorted(self.opened))

    def add_opened(self, paths: Sequence[str]) -> None:
        self.opened.update(paths)

    def remove_opened(self, paths: Sequence[str]) -> None:
        self.opened.difference_update(paths)

    def list_changed(self) -> tuple[str, ...]:
        known = {*self.files.contents, *self.recorded}
        return tuple(sorted(path for path in known if self.files.find(path) != self.recorded.get(path)))


class FakeRenderer:
    """One template, which shows everything that it gets; `text` takes its place."""

    def __init__(self, text: str | None = None) -> None:
        self.text = text
        self.kinds: list[str] = []
        self.variables: Mapping[str, object] = {}

    def render(self, kind: str, variables: Mapping[str, object]) -> Rendered:
        self.kinds.append(kind)
        self.variables = variables
        if self.text is not None:
            return Rendered(self.text, None)
        promises = variables["promises"]
        assert isinstance(promises, list)
        shown = "".join(f"- [ ] {promise.line}\n" for promise in promises)
        head = f"---\nwith: {variables['slug']}\ndate: {variables['date']}\nkind: {kind}\n---\n"
        text = f"{head}# {variables['name']}\n\n## Promised\n{shown}\n## Next steps <!-- commitments -->\n"
        return Rendered(text, text.count("\n"))

    def render_about(self, variables: Mapping[str, object]) -> Rendered:
        return Rendered(f"---\nname: {variables['name']}\n---\n", None)


@dataclass
class FakeEditor:
    """An editor whose user does what `work` does, to the text of the file; None deletes it."""

    files: FakeFiles
    work: Callable[[str], str | None] = lambda text: text
    edited: Edited = Edited("vi")  # noqa: RUF009  a frozen value
    opened_at: tuple[str, int | None] | None = None

    def edit(self, path: str, line: int | None) -> Edited:
        assert not self.files.is_locked, "the notebook must stay free while the editor is open"
        self.opened_at = path, line
        text = self.work(self.files.contents[path].decode())
        if text is None:
            del self.files.contents[path]
        else:
            self.files.contents[path] = text.encode()
        return self.edited


class Book:
    """A notebook in memory, as a test writes and reads it."""

    def __init__(self, files: Mapping[str, str] | None = None, *, recorded: bool = True, git_auto: bool = True) -> None:
        self.files = FakeFiles({path: text.encode() for path, text in (files or {}).items()})
        self.history = FakeHistory(self.files)
        if recorded:
            self.history.recorded = dict(self.files.contents)
        self.renderer = FakeRenderer()
        self.settings = Settings(git_auto=git_auto)
        self.today = TODAY
        self.random = random.Random(7)

    @property
    def notebook(self) -> Notebook:
        return Notebook(self.files, note_format, self.history, self.settings, self.today, self.random.randrange)

    @property
    def templates(self) -> NoteTemplates:
        return NoteTemplates(self.renderer, lambda day: f"{day:%A %-d %B}")

    def read(self, path: str) -> str:
        return self.files.contents[path].decode()

    def write(self, path: str, text: str) -> None:
        """As an editor or another tool would."""
        self.files.contents[path] = text.encode()

    def replace(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, text
        self.write(path, text.replace(old, new, 1))

    def body(self, path: str) -> str:
        return self.note(path).body

    def note(self, path: str) -> Note:
        note_path = find_note_path(path)
        assert note_path is not None
        return note_format.parse_note(note_path, self.files.contents[path])

    def is_clean(self) -> bool:
        """Whether everything on disk is recorded, and nothing waits."""
        return not self.history.list_changed() and not self.history.pending


def make_text(*records: str, body: str = "") -> str:
    """The text of a note; a record is its fields but for the `id`, which comes first: `k3f7w what: "x"`."""
    items = []
    for record in records:
        ref, *fields = record.split("; ")
        items.append("\n    ".join([f"  - id: {ref}", *fields]) + "\n\n")
    front = f"commitments:\n{''.join(items)}" if items else ""
    return f"---\nwith: alice\n{front}---\n{body}"
