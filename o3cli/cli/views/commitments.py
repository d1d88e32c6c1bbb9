"""How commitments that a command added or changed are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from o3cli.cli.output import Painter
from o3cli.cli.views.changes import Change, draw_lines, list_rows
from o3cli.errors import Problem
from o3cli.usecases.add_commitment import AddedCommitment
from o3cli.usecases.change_commitments import ChangedCommitments


@dataclass(frozen=True, slots=True)
class AddedView:
    """A commitment that was added, shown."""

    added: AddedCommitment
    today: date

    @property
    def problems(self) -> Sequence[Problem]:
        """Lines of the note that were left as they are."""
        return self.added.problems

    def to_rows(self) -> Iterable[Sequence[str]]:
        """As every change of a commitment."""
        return list_rows([Change(None, self.added.commitment)], self.today)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """As every change of a commitment."""
        return draw_lines([Change(None, self.added.commitment)], self.today, width, paint)

    def to_words(self) -> Iterable[str]:
        """Where it lives."""
        yield f"in {self.added.path}{', a new note' if self.added.is_new_note else ''}"


@dataclass(frozen=True, slots=True)
class ChangedView:
    """Commitments that were changed, shown."""

    changed: ChangedCommitments

    @property
    def problems(self) -> Sequence[Problem]:
        """Lines of the notes that were left as they are."""
        return self.changed.problems

    def to_rows(self) -> Iterable[Sequence[str]]:
        """As every change of a commitment."""
        return list_rows(self._changes, self.changed.today)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """As every change of a commitment."""
        return draw_lines(self._changes, self.changed.today, width, paint)

    def to_words(self) -> Iterable[str]:
        """Nothing: the lines say it."""
        return ()

    @property
    def _changes(self) -> list[Change]:
        return [Change(item.before, item.after) for item in self.changed.items]
