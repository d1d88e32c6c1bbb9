"""How a session's note is shown once it is made, written and recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from o3cli.cli.output import Painter
from o3cli.cli.views.changes import Change, draw_lines
from o3cli.cli.views.slot_words import describe_session
from o3cli.domain.slots.recurrence import Fate
from o3cli.domain.terminal_text import clean
from o3cli.errors import Problem
from o3cli.usecases.schedules import Session as Planned
from o3cli.usecases.start_session import Session


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session, shown."""

    session: Session
    root: str
    """The notebook's folder."""
    today: date
    planned: Planned | None = None
    """What a slot has on that day."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What in the note could not be read or taken up; it is recorded as it was typed."""
        return self.session.problems

    def to_rows(self) -> Iterable[Sequence[str]]:
        """The note's file."""
        yield (f"{self.root}/{self.session.path}",)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """The note's file, and what was taken up from it."""
        yield clean(f"{self.root}/{self.session.path}")
        yield from draw_lines(self._changes, self.today, width, paint)

    def to_words(self) -> Iterable[str]:
        """Where things stand."""
        session = self.session
        if session.is_new and self.planned and self.planned.occurrence.fate is Fate.MOVED:
            facts = describe_session(self.planned, (), self.today)
            yield f"{self.planned.start:%H:%M} for {facts}"
        if session.edited is not None and not session.edited.has_run:
            yield "No editor is set (`$VISUAL` or `$EDITOR`): write in the file, then `o3 save`"
        elif session.edited is not None and not session.has_changed:
            yield f"Nothing was typed yet: `o3 new {session.path.slug}` opens the note again"

    @property
    def _changes(self) -> list[Change]:
        typed = [Change(None, promise.commitment) for promise in self.session.typed]
        return [*typed, *(Change(before, after) for before, after in self.session.changed)]
