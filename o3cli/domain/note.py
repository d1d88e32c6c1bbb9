"""A note: the Markdown file of one session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from o3cli.domain.commitment import Commitment
from o3cli.errors import Problem

_PATH = re.compile(
    r"(?P<folder>(?:people|circles)/[^/]+)/(?P<day>\d{4}-\d{2}-\d{2})(?:-(?P<number>[2-9]|[1-9]\d+))?\.md"
)
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


@dataclass(frozen=True, slots=True, order=True)
class NotePath:
    """Where a note stands in the notebook, and what its name says."""

    folder: str
    """`people/alice` or `circles/guild`."""
    day: date
    number: int = 1
    """1 for the first session of the day, 2 for the second."""

    @property
    def slug(self) -> str:
        """The folder's own name: the person or the circle."""
        return self.folder.rpartition("/")[2]

    @property
    def label(self) -> str:
        """Whose and when: `alice 2026-11-20`, all that a commit's message may say of a note."""
        return f"{self.slug} {self.day.isoformat()}"

    def __str__(self) -> str:
        suffix = "" if self.number == 1 else f"-{self.number}"
        return f"{self.folder}/{self.day.isoformat()}{suffix}.md"


def find_note_path(path: str) -> NotePath | None:
    """Read a path within the notebook; None where it is no session's note but an `about.md`, say."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return None
    return NotePath(match["folder"], day, int(match["number"] or 1))


def is_dated_otherwise(path: str) -> bool:
    """Whether a name begins with a date and still is no session's note: `2026-2-3.md`, `2026-02-03 retro.md`."""
    return _DATED.match(path.rpartition("/")[2]) is not None and find_note_path(path) is None


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read: the whole text, and what its front matter says."""

    path: NotePath
    text: str
    """The file as it stands, with its BOM and line ends."""
    body_start: int
    """Where the body begins in `text`, in characters; after the BOM, if any, where there is no front matter."""
    commitments: tuple[Commitment, ...] = ()
    """Those that could be read. One that was typed by hand may have no ref yet (`""`)."""
    commitment_lines: tuple[int, ...] = ()
    """The line of each commitment's record in `text`, from 1, in the same order."""
    kind: str | None = None
    problems: tuple[Problem, ...] = ()
    """What could not be read, by line; the rest of the note stands all the same."""

    @property
    def body(self) -> str:
        """What stands below the front matter."""
        return self.text[self.body_start :]

    def find_commitment(self, ref: str) -> Commitment | None:
        """The commitment of that ref that lives here."""
        return next((commitment for commitment in self.commitments if commitment.ref == ref), None)

    def get_commitment(self, ref: str) -> Commitment:
        """The same, where it is known to live here."""
        found = self.find_commitment(ref)
        assert found is not None
        return found

    def find_line(self, ref: str) -> int | None:
        """Where a commitment stands, from 1: its line in the body, else its record; None where neither is here."""
        place = self.text.find(f"^{ref}", self.body_start)
        if place >= 0:
            return self.text.count("\n", 0, place) + 1
        return next(
            (line for line, known in zip(self.commitment_lines, self.commitments, strict=True) if known.ref == ref),
            None,
        )
