"""How the result of `o3 save` is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from o3cli.cli.output import Painter
from o3cli.cli.views.changes import Change, draw_lines
from o3cli.domain.terminal_text import clean
from o3cli.errors import Problem
from o3cli.usecases.save_notes import Saved


@dataclass(frozen=True, slots=True)
class SavedView:
    """What was saved, shown."""

    saved: Saved
    today: date

    @property
    def problems(self) -> Sequence[Problem]:
        """What could not be read or taken up."""
        return self.saved.problems

    def to_rows(self) -> Iterable[Sequence[str]]:
        """The files that the commit holds."""
        return ((path,) for path in self.saved.files)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """The files that the commit holds, and what was taken up from them."""
        yield from map(clean, self.saved.files)
        typed = [Change(None, promise.commitment) for promise in self.saved.typed]
        changes = [*typed, *(Change(before, after) for before, after in self.saved.edited)]
        yield from draw_lines(changes, self.today, width, paint)

    def to_words(self) -> Iterable[str]:
        """What else there is to know."""
        if not self.saved.files:
            yield "Nothing to save"
        for old, new in self.saved.renamed:
            yield f"Two commitments had the ref `{old}`: the younger one is `{new}` now"
        if self.saved.left:
            yield f"Left alone, no part of the notebook: {', '.join(self.saved.left)}"
