"""The to-do list on a terminal, in a pipe and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from o3cli.cli.output import Painter
from o3cli.cli.views.columns import Cell, Row, Table
from o3cli.domain.commitment import format_status
from o3cli.domain.dates import format_age, format_day
from o3cli.domain.terminal_text import clean, cut
from o3cli.domain.todo import Entry, Group, GroupedEntry
from o3cli.errors import Problem
from o3cli.usecases.list_todo import Todo

_NO_REF = "-"
_WHO_COLUMNS = 20
_TODAY, _TOMORROW = "today", "tomorrow"


@dataclass(frozen=True, slots=True)
class TodoView:
    """A to-do list, shown."""

    todo: Todo
    is_part: bool = False
    """Whether only some of what is open was asked for."""

    @property
    def problems(self) -> Sequence[Problem]:
        """Notes that could not be read, by place."""
        return self.todo.problems

    def to_words(self) -> Iterable[str]:
        """What an empty list means, and what waits to be recorded."""
        if not self.todo.entries and not self.todo.problems:
            yield "Nothing of that kind" if self.is_part else "Nothing is open"
        if self.todo.waiting:
            lines = "1 line was" if self.todo.waiting == 1 else f"{self.todo.waiting} lines were"
            yield f"{lines} typed or edited in notes and not recorded yet: `o3 save` does it"

    def to_json(self) -> Mapping[str, object]:
        """Every field of every entry; keys are added, never removed."""
        return {
            "today": self.todo.today.isoformat(),
            "commitments": [to_object(listed, self.todo.today) for listed in self.todo.entries],
            "problems": [
                {"path": problem.path, "line": problem.line, "message": problem.message}
                for problem in self.todo.problems
            ],
        }

    def to_rows(self) -> Iterable[Sequence[str]]:
        """Ref, status, heading, owner, person, due, made, place, words."""
        for listed in self.todo.entries:
            entry, commitment = listed.entry, listed.entry.commitment
            yield (
                commitment.ref if entry.is_taken_up else _NO_REF,
                format_status(commitment.status),
                listed.group,
                commitment.owner,
                entry.slug,
                commitment.due.isoformat() if commitment.due else "",
                entry.made.isoformat(),
                f"{entry.path}:{entry.line}",
                commitment.what,
            )

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """Headings, and under each its entries."""
        rows = [make_row(listed, self.todo) for listed in self.todo.entries]
        table = Table(rows, width, paint)
        entries = zip(self.todo.entries, rows, strict=True)
        for number, (group, members) in enumerate(groupby(entries, key=lambda entry: entry[0].group)):
            if number:
                yield ""
            yield paint(group, "bold", *(["red"] if group is Group.LATE else []))
            for _, row in members:
                yield from table.draw(row)


def make_row(listed: GroupedEntry, todo: Todo) -> Row:
    """Ref, whose it is and to whom, the words, when it is due, when it was made."""
    entry, commitment = listed.entry, listed.entry.commitment
    owner, subject = (clean(todo.handles.get(slug, slug)) for slug in (commitment.owner, entry.slug))
    # Whose it is, and to whom where that does not follow: `alice`, `me → alice`.
    who = cut(owner if commitment.owner == entry.slug else f"{owner} → {subject}", _WHO_COLUMNS)
    when = _format_when(listed, todo.today)
    return Row(
        Cell(clean(commitment.ref) if entry.is_taken_up else _NO_REF, ("cyan",)),
        (Cell(who),),
        clean(commitment.what + (f" ({commitment.why})" if commitment.why else "")),
        (Cell(when, _get_when_styles(listed.group, when)), Cell(_format_made(entry, todo.today), ("dim",))),
    )


def _get_when_styles(group: Group, when: str) -> tuple[str, ...]:
    if group is Group.LATE:
        return ("red",)
    return ("yellow",) if when in (_TODAY, _TOMORROW) else ()


def _format_when(listed: GroupedEntry, today: date) -> str:
    commitment = listed.entry.commitment
    if listed.group in (Group.DONE, Group.DROPPED):
        return format_day(commitment.status.day, today) if commitment.status.day else ""
    if listed.group is Group.SNOOZED and commitment.snooze:
        return f"until {_format_far_day(commitment.snooze, today)}"
    if commitment.due is None:
        return ""
    days = (commitment.due - today).days
    if days < 0:
        return f"{format_age(-days)} late"
    return {0: _TODAY, 1: _TOMORROW}.get(days) or _format_far_day(commitment.due, today)


def _format_far_day(day: date, today: date) -> str:
    """The day, without its weekday in another year: nobody plans by it."""
    return format_day(day, today)[0 if day.year == today.year else len("Fri ") :]


def _format_made(entry: Entry, today: date) -> str:
    age = (today - entry.made).days
    return f"{format_day(entry.made, today)[4:]} · {format_age(age)}" if age else "new"


def to_object(listed: GroupedEntry, today: date) -> Mapping[str, object]:
    """Every field of an entry, for JSON."""
    entry, commitment = listed.entry, listed.entry.commitment
    return {
        "ref": commitment.ref if entry.is_taken_up else None,
        "what": commitment.what,
        "owner": commitment.owner,
        "with": entry.slug,
        "status": commitment.status.state.value,
        "closed": _format_date(commitment.status.day),
        "group": listed.group.value,
        "due": _format_date(commitment.due),
        "was_due": [day.isoformat() for day in commitment.was_due],
        "snooze": _format_date(commitment.snooze),
        "why": commitment.why,
        "made": entry.made.isoformat(),
        "age_days": (today - entry.made).days,
        "path": str(entry.path),
        "line": entry.line,
    }


def _format_date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
