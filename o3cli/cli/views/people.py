"""How people and circles are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from o3cli.cli.output import Painter
from o3cli.cli.views.columns import GAP, Cell, Row, Table, pad
from o3cli.domain.dates import format_age
from o3cli.domain.person import Person
from o3cli.domain.terminal_text import clean, cut
from o3cli.errors import Problem
from o3cli.usecases.edit_about import EditedAbout
from o3cli.usecases.list_people import People, Standing

_SLUG_COLUMNS = 20
_ROLE_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody, shown."""

    people: People

    @property
    def problems(self) -> Sequence[Problem]:
        """What could not be read."""
        return self.people.problems

    def to_json(self) -> Mapping[str, object]:
        """An object a person or circle."""
        return {"people": [_to_object(standing) for standing in self.people.standings]}

    def to_rows(self) -> Iterable[Sequence[str]]:
        """Slug, name, role, kind, last session, number of sessions, open promises of mine and of theirs."""
        for standing in self.people.standings:
            yield _list_cells(standing)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """Who, in which role, since when, what is open."""
        rows = [_make_row(standing, self.people.today) for standing in self.people.standings]
        table = Table(rows, width, paint, fills=False)
        for row in rows:
            yield from table.draw(row)

    def to_words(self) -> Iterable[str]:
        """What an empty list means."""
        if not self.people.standings:
            yield "Nobody is in the notebook yet: `o3 new NAME` starts"


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person or circle, shown."""

    people: People

    @property
    def problems(self) -> Sequence[Problem]:
        """What could not be read of theirs."""
        return self.people.problems

    def to_json(self) -> Mapping[str, object]:
        """The object of a list, with the notes."""
        return {**_to_object(self._standing), "notes": list(self._standing.sessions)}

    def to_rows(self) -> Iterable[Sequence[str]]:
        """The row of a list."""
        yield _list_cells(self._standing)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """A field a line, then the latest notes."""
        standing = self._standing
        subject = standing.subject
        yield paint(clean(subject.name), "bold")
        role = subject.role if isinstance(subject, Person) else None
        fields = {
            "slug": subject.slug,
            "aliases": ", ".join(subject.aliases),
            "role": role or "",
            "kind": subject.kind or "",
            "sessions": _format_sessions(standing, self.people.today),
            "open": f"{standing.open_mine} mine, {standing.open_theirs} theirs",
        }
        for name, value in fields.items():
            if value:
                yield cut(f"{GAP}{pad(name, 8)}{GAP}{clean(value)}", width)
        for path in standing.sessions[:5]:
            yield paint(cut(f"{GAP}{clean(path)}", width), "dim")

    def to_words(self) -> Iterable[str]:
        """Nothing beside the answer."""
        return ()

    @property
    def _standing(self) -> Standing:
        return self.people.standings[0]


@dataclass(frozen=True, slots=True)
class AboutView:
    """An `about.md` that was edited, shown."""

    about: EditedAbout
    root: str
    """The notebook's folder."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What in it cannot be read; it is recorded as it was typed."""
        return self.about.problems

    def to_rows(self) -> Iterable[Sequence[str]]:
        """The file."""
        yield (f"{self.root}/{self.about.path}",)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:  # noqa: ARG002 - a path is not broken
        """The file."""
        yield clean(f"{self.root}/{self.about.path}")

    def to_words(self) -> Iterable[str]:
        """Where things stand."""
        if not self.about.edited.has_run:
            yield "No editor is set (`$VISUAL` or `$EDITOR`): write in the file, then `o3 save`"
        elif not self.about.has_changed:
            yield "Nothing was changed"


def _list_cells(standing: Standing) -> Sequence[str]:
    subject = standing.subject
    return (
        subject.slug,
        subject.name,
        (subject.role if isinstance(subject, Person) else None) or "",
        subject.kind or "",
        standing.last.isoformat() if standing.last else "",
        str(len(standing.sessions)),
        str(standing.open_mine),
        str(standing.open_theirs),
    )


def _to_object(standing: Standing) -> Mapping[str, object]:
    subject = standing.subject
    return {
        "slug": subject.slug,
        "name": subject.name,
        "aliases": list(subject.aliases),
        "role": subject.role if isinstance(subject, Person) else None,
        "kind": subject.kind,
        "is_circle": not isinstance(subject, Person),
        "last": standing.last.isoformat() if standing.last else None,
        "sessions": len(standing.sessions),
        "open_mine": standing.open_mine,
        "open_theirs": standing.open_theirs,
    }


def _make_row(standing: Standing, today: date) -> Row:
    subject = standing.subject
    role = subject.role if isinstance(subject, Person) else "circle"
    return Row(
        Cell(cut(clean(subject.slug), _SLUG_COLUMNS), ("cyan",)),
        (),
        clean(subject.name),
        (
            Cell(cut(clean(role or ""), _ROLE_COLUMNS)),
            Cell(_format_last(standing, today), ("dim",)),
            Cell(_format_open(standing)),
        ),
    )


def _format_last(standing: Standing, today: date) -> str:
    if standing.last is None:
        return "no session yet"
    days = (today - standing.last).days
    return f"{format_age(days)} ago" if days else format_age(days)


def _format_sessions(standing: Standing, today: date) -> str:
    count = str(len(standing.sessions))
    return f"{count}, the last {_format_last(standing, today)}" if standing.last else count


def _format_open(standing: Standing) -> str:
    if not standing.open_mine and not standing.open_theirs:
        return ""
    return f"open: {standing.open_mine} mine, {standing.open_theirs} theirs"
