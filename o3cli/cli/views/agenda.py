"""How the coming sessions are shown, and the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from o3cli.cli.output import Painter
from o3cli.cli.views.columns import Cell, Row, Table
from o3cli.cli.views.slot_words import describe_session, format_count, format_moment, list_tallies
from o3cli.cli.views.todo import make_row, to_object
from o3cli.domain.dates import format_age, format_day
from o3cli.domain.slots.recurrence import Fate
from o3cli.domain.slots.rhythm import Level, format_rhythm
from o3cli.domain.terminal_text import clean
from o3cli.domain.todo import GroupedEntry
from o3cli.errors import Problem
from o3cli.usecases.list_agenda import Agenda, Late
from o3cli.usecases.schedules import Session
from o3cli.usecases.show_today import Today

_LEVELS = {Level.AMBER: ("overdue", "yellow"), Level.RED: ("long overdue", "red")}


@dataclass(frozen=True, slots=True)
class AgendaView:
    """What comes, and who is overdue, shown."""

    agenda: Agenda
    zone: str | None
    """The owner's."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What could not be read."""
        return self.agenda.problems

    def to_json(self) -> Mapping[str, object]:
        """An object a session, and one for everybody who is overdue."""
        return {
            "today": self.agenda.today.isoformat(),
            "days": self.agenda.days,
            "tz": self.zone,
            "sessions": [_to_session(session, self.agenda) for session in self.agenda.sessions],
            "overdue": [_to_late(late) for late in self.agenda.late],
            "counts": [
                {"with": entry.subject.slug, "moved": entry.moved, "skipped": entry.skipped}
                for entry in self.agenda.counted
            ],
        }

    def to_rows(self) -> Iterable[Sequence[str]]:
        """Start, who, minutes, what became of it, date's name, why; with `overdue` in the place of the start."""
        for late in self.agenda.late:
            last, due = late.overdue.last, late.overdue.due
            yield "overdue", late.who.subject.slug, late.overdue.level, str(last or ""), str(due or ""), ""
        for session in self.agenda.sessions:
            occurrence = session.occurrence
            minutes = str(occurrence.slot.length // timedelta(minutes=1))
            start = session.start.isoformat(timespec="minutes")
            yield start, session.who.subject.slug, minutes, occurrence.fate, str(occurrence.on), occurrence.why or ""

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """Who is overdue, then the sessions by day."""
        agenda = self.agenda
        yield from draw_late(agenda, width, paint)
        if agenda.late and agenda.sessions:
            yield ""
        if agenda.sessions:
            yield paint("Today" if agenda.days == 1 else f"{agenda.days} days", "bold")
        rows = [
            Row(
                Cell(format_moment(session.start, agenda.today), ("bold",) if session.takes_place else ("dim",)),
                (Cell(clean(session.who.subject.slug), ("cyan",)),),
                describe_session(session, agenda.list_clashing(session), agenda.today),
            )
            for session in agenda.sessions
        ]
        table = Table(rows, width, paint)
        for row in rows:
            yield from table.draw(row)

    def to_words(self) -> Iterable[str]:
        """What comes after these days where nothing does in them, and what is counted."""
        agenda = self.agenda
        if not any(session.takes_place for session in agenda.sessions):
            then = "no session is planned"
            if agenda.later:
                then = f"the next is {clean(agenda.later.who.subject.slug)}, {self._format_later(agenda.later)}"
            yield f"Nothing in the next {format_count(agenda.days, 'day')}; {then}"
        yield from list_tallies(agenda.counted)

    def _format_later(self, session: Session) -> str:
        return format_moment(session.start, self.agenda.today)


@dataclass(frozen=True, slots=True)
class TodayView:
    """The day, shown; where there is nothing, it says nothing: a login shell shows it every time."""

    day: Today
    zone: str | None
    """The owner's."""
    is_asked: bool
    """Whether somebody waits for an answer."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What could not be read."""
        return self.day.problems

    def to_json(self) -> Mapping[str, object]:
        """Sessions with their open promises, who is overdue, what is due."""
        today = self.day.agenda.today
        return {
            "today": today.isoformat(),
            "tz": self.zone,
            "sessions": [
                {
                    **_to_session(session, self.day.agenda),
                    "open": [to_object(listed, today) for listed in self.day.list_open(session)],
                }
                for session in self.day.sessions
            ],
            "overdue": [_to_late(late) for late in self.day.agenda.late],
            "due": [to_object(listed, today) for listed in self.day.list_due()],
        }

    def to_rows(self) -> Iterable[Sequence[str]]:
        """What it is (`session`, `overdue`, `due`), who, and the start, the last session, or ref and words."""
        for session in self.day.sessions:
            start = session.start.isoformat(timespec="minutes")
            yield "session", session.who.subject.slug, start, session.length
        for late in self.day.agenda.late:
            yield "overdue", late.who.subject.slug, late.overdue.level, str(late.overdue.last or "")
        for listed in self.day.list_due():
            commitment = listed.entry.commitment
            yield "due", listed.entry.slug, commitment.ref, commitment.what

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """The sessions, each with what is open; who is overdue; what is due."""
        agenda = self.day.agenda
        sections = [
            *(self._draw_session(session, width, paint) for session in self.day.sessions),
            draw_late(agenda, width, paint),
            self._draw_due(width, paint),
        ]
        is_first = True
        for section in sections:
            lines = list(section)
            if lines and not is_first:
                yield ""
            is_first = is_first and not lines
            yield from lines

    def to_words(self) -> Iterable[str]:
        """What an empty answer means, to somebody who asked."""
        is_empty = not self.day.sessions and not self.day.agenda.late and not self.day.list_due()
        if self.is_asked and is_empty:
            yield "Nothing today"

    def _draw_session(self, session: Session, width: int, paint: Painter) -> Iterator[str]:
        agenda = self.day.agenda
        facts = describe_session(session, agenda.list_clashing(session), agenda.today)
        row = Row(Cell(f"{session.start:%H:%M}", ("bold",)), (Cell(clean(session.who.subject.slug), ("cyan",)),), facts)
        # No gap before it: it is the heading of its promises.
        yield from (line.removeprefix("  ") for line in Table([row], width + 2, paint).draw(row))
        yield from self._draw_promises(self.day.list_open(session), width, paint)

    def _draw_due(self, width: int, paint: Painter) -> Iterator[str]:
        due = self.day.list_due()
        if due:
            yield paint("Due", "bold")
        yield from self._draw_promises(due, width, paint)

    def _draw_promises(self, entries: Sequence[GroupedEntry], width: int, paint: Painter) -> Iterator[str]:
        rows = [make_row(listed, self.day.todo) for listed in entries]
        table = Table(rows, width, paint)
        for row in rows:
            yield from table.draw(row)


def draw_late(agenda: Agenda, width: int, paint: Painter) -> Iterator[str]:
    """Who is overdue, under a heading."""
    if agenda.late:
        yield paint("Overdue", "bold")
    rows = [_make_late_row(late, agenda) for late in agenda.late]
    table = Table(rows, width, paint)
    for row in rows:
        yield from table.draw(row)


def _make_late_row(late: Late, agenda: Agenda) -> Row:
    level, style = _LEVELS[late.overdue.level]
    last = late.overdue.last
    held = "no session held yet"
    if last is not None:
        held = f"last held {format_day(last, agenda.today)}, {format_age((agenda.today - last).days)} ago"
    words = f"{held} · every {format_rhythm(late.rhythm)}"
    return Row(Cell(clean(late.who.subject.slug), ("cyan",)), (Cell(level, (style,)),), words)


def _to_session(session: Session, agenda: Agenda) -> Mapping[str, object]:
    occurrence = session.occurrence
    return {
        "with": session.who.subject.slug,
        "kind": session.who.kind,
        "start": session.start.isoformat(timespec="minutes"),
        "minutes": occurrence.slot.length // timedelta(minutes=1),
        "slot": occurrence.slot.id,
        "slot_start": occurrence.start.isoformat(timespec="minutes"),
        "slot_tz": occurrence.slot.tz,
        "on": occurrence.on.isoformat(),
        "state": occurrence.fate.value,
        "takes_place": occurrence.fate in (Fate.PLANNED, Fate.MOVED),
        "why": occurrence.why,
        "clashes_with": [other.who.subject.slug for other in agenda.list_clashing(session)],
    }


def _to_late(late: Late) -> Mapping[str, object]:
    overdue = late.overdue
    return {
        "with": late.who.subject.slug,
        "level": overdue.level.value,
        "last": overdue.last.isoformat() if overdue.last else None,
        "due": overdue.due.isoformat() if overdue.due else None,
        "every": format_rhythm(late.rhythm),
    }
