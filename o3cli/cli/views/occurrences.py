"""How a session that was moved or skipped is shown, and leave that was taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from o3cli.cli.output import Painter
from o3cli.cli.views.columns import Cell, Row, Table
from o3cli.cli.views.slot_words import (
    describe_leave,
    format_count,
    format_moment,
    format_short_day,
    format_why,
    list_clash_words,
)
from o3cli.domain.dates import format_day
from o3cli.domain.slots.recurrence import Fate
from o3cli.domain.terminal_text import clean
from o3cli.errors import Problem
from o3cli.usecases.change_occurrence import OccurrenceChange
from o3cli.usecases.take_leave import LeaveChange

_VERBS = {Fate.PLANNED: "as planned", Fate.MOVED: "moved", Fate.CANCELLED: "skipped", Fate.LEAVE: "on leave"}
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class OccurrenceView:
    """One occurrence that was changed, shown."""

    change: OccurrenceChange

    @property
    def problems(self) -> Sequence[Problem]:
        """What else could not be read."""
        return self.change.problems

    def to_rows(self) -> Iterable[Sequence[str]]:
        """Who, the date's name, what became of it, when it is."""
        after = self.change.after
        start = after.start.isoformat(timespec="minutes") if after.takes_place else ""
        yield self.change.subject.slug, after.on.isoformat(), after.fate, start, after.why or ""

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """Who, what became of it, from when to when."""
        before, after, today = self.change.before, self.change.after, self.change.today
        words = format_moment(before.start, today)
        if after.takes_place and after.start != before.start:
            words += f" → {format_moment(after.start, today)}"
        who, verb = Cell(clean(self.change.subject.slug), ("cyan",)), Cell(_VERBS[after.fate], ("bold",))
        row = Row(who, (verb,), words + format_why(after.why))
        yield from Table([row], width, paint).draw(row)

    def to_words(self) -> Iterable[str]:
        """The scope."""
        after, today = self.change.after, self.change.today
        yield f"1 occurrence {_VERBS[after.fate]}, {format_short_day(after.on, today)}; the series is unchanged"
        yield from list_clash_words(self.change.clashes, today)


@dataclass(frozen=True, slots=True)
class LeaveView:
    """Leave that was taken, or taken back, shown."""

    change: LeaveChange

    @property
    def problems(self) -> Sequence[Problem]:
        """What else could not be read."""
        return self.change.problems

    def to_rows(self) -> Iterable[Sequence[str]]:
        """Who, first and last day, for each stretch of their leave."""
        for leave in self.change.leave:
            yield self._who, leave.first.isoformat(), leave.last.isoformat()

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """Who, whether away or back, on which days."""
        verb = "on leave" if self.change.is_taken else "back"
        words = describe_leave(self.change.days, self.change.today)
        row = Row(Cell(clean(self._who), ("cyan",)), (Cell(verb, ("bold",)),), words)
        yield from Table([row], width, paint).draw(row)

    def to_words(self) -> Iterable[str]:
        """The scope."""
        affected, today = self.change.affected, self.change.today
        if not affected:
            yield "No occurrence is on these days"
            return
        named = [f"{clean(slug)} {format_day(on, today)}" for slug, on in affected[:_MOST_NAMED]]
        if len(affected) > _MOST_NAMED:
            named.append(f"{len(affected) - _MOST_NAMED} more")
        if self.change.is_taken:
            verb = "falls away" if len(affected) == 1 else "fall away"
        else:
            verb = "is there again" if len(affected) == 1 else "are there again"
        series = "the series is" if len({slug for slug, _ in affected}) == 1 else "the series are"
        yield f"{format_count(len(affected), 'occurrence')} {verb}, {', '.join(named)}; {series} unchanged"

    @property
    def _who(self) -> str:
        return self.change.subject.slug if self.change.subject else "me"
