"""What happened to commitments, a line each: the part that every command that changes some has in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from o3cli.cli.output import Painter
from o3cli.cli.views.columns import Cell, Row, Table
from o3cli.domain.commitment import Commitment
from o3cli.domain.dates import format_day
from o3cli.domain.terminal_text import clean

_STYLES = {"done": "green", "dropped": "yellow"}


@dataclass(frozen=True, slots=True)
class Change:
    """A commitment that is new, or differs from what it was."""

    before: Commitment | None
    after: Commitment

    def format_verb(self, today: date) -> str:
        """In a few words what was done to it."""
        before, after = self.before, self.after
        if before is None:
            return f"new, due {format_day(after.due, today)}" if after.due else "new"
        if before == after:
            return f"{after.status.state} already" if not after.is_open else "as it was"
        if before.status.state is not after.status.state:
            return "open again" if after.is_open else after.status.state
        if before.due != after.due:
            return f"due {format_day(after.due, today)}" if after.due else "no date"
        if before.snooze != after.snooze:
            return f"snoozed until {format_day(after.snooze, today)}" if after.snooze else "shown again"
        return "reworded" if before.what != after.what else f"now {after.owner}'s"


def list_rows(changes: Iterable[Change], today: date) -> Iterable[Sequence[str]]:
    """Ref, state, owner, due, what was done, words."""
    for change in changes:
        after = change.after
        due = after.due.isoformat() if after.due else ""
        yield after.ref, after.status.state, after.owner, due, change.format_verb(today), after.what


def draw_lines(changes: Sequence[Change], today: date, width: int, paint: Painter) -> Iterable[str]:
    """Ref, what was done, whose it is, the words."""
    rows = [_make_row(change, today) for change in changes]
    table = Table(rows, width, paint)
    for row in rows:
        yield from table.draw(row)


def _make_row(change: Change, today: date) -> Row:
    after = change.after
    style = _STYLES.get(after.status.state, "bold")
    return Row(
        Cell(clean(after.ref), ("cyan",)),
        (Cell(clean(change.format_verb(today)), (style,)), Cell(clean(after.owner))),
        clean(after.what),
    )
