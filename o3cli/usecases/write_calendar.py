"""Write the slots as calendar files: into the notebook, or wherever they are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from o3cli.domain.circle import Circle
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.domain.slots.calendar_mark import Mark, format_marks, parse_marks, update_marks
from o3cli.domain.slots.series import Draft, Series
from o3cli.errors import Problem
from o3cli.errors.slots import BadMarks, SlotTwice, UnknownZone
from o3cli.usecases.notebook import FileChange, Notebook
from o3cli.usecases.save_notes import settle
from o3cli.usecases.schedules import Scheduled, get_about, read_schedules

MARKS = "calendar/marks.json"
"""What is remembered of each series, so that calendars take a change."""
_NAME = "o3"


class CalendarFormat(Protocol):
    """Calendar files (RFC 5545)."""

    def draft_series(self, series: Iterable[Series]) -> list[Draft]:
        """The drafts of all series that have an instance left; raises UnknownZone, SlotTwice."""

    def format_calendar(
        self,
        name: str,
        drafts: Iterable[Draft],
        marks: Mapping[str, Mark],
        today: date,
        people: Sequence[str] | None = None,
    ) -> bytes:
        """One file with all of them."""

    def format_series_files(self, drafts: Iterable[Draft], marks: Mapping[str, Mark], today: date) -> dict[str, bytes]:
        """A file for each."""


class Exports(Protocol):
    """Files outside of the notebook."""

    def put(self, path: str, content: bytes) -> bool:
        """Write a file whole or not at all; whether it differed."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the files go; the notebook's own `calendar` folder where nothing is said."""

    file: str | None = None
    """One file; `-` for the answer itself."""
    folder: str | None = None
    """A folder that gets a file for each series."""


@dataclass(frozen=True, slots=True)
class WrittenCalendar:
    """What was written."""

    files: tuple[tuple[str, bool], ...]
    """Each file, and whether it differs from what was there."""
    content: bytes | None
    """The file that is the answer itself."""
    series: int
    recorded: Recorded
    problems: tuple[Problem, ...]


def write_calendar(
    notebook: Notebook,
    chosen: Sequence[Person | Circle],
    target: Target,
    calendars: CalendarFormat,
    exports: Exports,
    now: datetime,
) -> WrittenCalendar:
    """Write the slots of those who are chosen, or of all. `now` is aware.

    What was given out is recorded before it leaves: a calendar that has seen a number of a series takes no other
    change under it.
    """
    with notebook.writing():
        settle(notebook)
        schedules = read_schedules(notebook)
        problems = list(schedules.problems)
        drafts, doubtful = _draft(notebook, schedules.entries, calendars, problems)
        data = notebook.files.find(MARKS)
        marks = _update(_read_marks(data), drafts, doubtful, now)
        slugs = [subject.slug for subject in chosen]
        wanted = [draft for draft in drafts if not chosen or draft.seen.who in slugs]
        changes = _list_change(MARKS, data, format_marks(marks).encode()) if marks or data is not None else []
        if target == Target():
            files = _format_own(notebook, chosen, wanted, marks, calendars)
            own = [(path, notebook.files.find(path), content) for path, content in files.items()]
            changes += [change for path, before, content in own for change in _list_change(path, before, content)]
            written = [(path, before != content) for path, before, content in own]
        recorded = notebook.apply(changes, "calendar: written")
    content = None
    if target.folder is not None:
        files = calendars.format_series_files(wanted, _choose(marks, slugs), notebook.today)
        written = [(path, exports.put(path, data)) for path, data in _place(target.folder, files)]
    elif target.file is not None:
        data = calendars.format_calendar(_NAME, wanted, marks, notebook.today, slugs or None)
        content = data if target.file == "-" else None
        written = [] if content is not None else [(target.file, exports.put(target.file, data))]
    return WrittenCalendar(tuple(written), content, len(wanted), recorded, tuple(problems))


def _draft(
    notebook: Notebook, entries: Sequence[Scheduled], calendars: CalendarFormat, problems: list[Problem]
) -> tuple[list[Draft], set[str]]:
    """The drafts of all slots, and the slugs of those of whom some slot may be missing."""
    named = {problem.path for problem in problems}
    doubtful = {entry.subject.slug for entry in entries if get_about(entry.subject) in named}
    settings = notebook.settings
    drafts: dict[str, Draft] = {}
    for entry in entries:
        subject = entry.subject
        is_neutral = settings.neutral_titles or isinstance(subject, Circle)
        for slot in entry.schedule.slots:
            series = Series(
                slot, subject.slug, subject.name, entry.kind, entry.leave, is_neutral, settings.alarm or None
            )
            try:
                found = calendars.draft_series([series])
            except UnknownZone as error:
                doubtful.add(subject.slug)
                problems.append(Problem(get_about(subject), None, error.message))
                continue
            twin = drafts.get(slot.id)
            if twin is not None:
                twice = SlotTwice(slot.id, [twin.seen.who, subject.slug])
                problems.append(Problem(get_about(subject), None, f"{twice.message}: {twice.hint}"))
                continue
            drafts.update((draft.seen.uid, draft) for draft in found)
    return [drafts[uid] for uid in sorted(drafts)], doubtful


def _update(marks: Mapping[str, Mark], drafts: Sequence[Draft], doubtful: set[str], now: datetime) -> dict[str, Mark]:
    """The marks after a look at all series; one that may only be unreadable is not taken for gone."""
    seen = {draft.seen.uid for draft in drafts}
    kept = {uid: mark for uid, mark in marks.items() if mark.who in doubtful and uid not in seen}
    known = {uid: mark for uid, mark in marks.items() if uid not in kept}
    return update_marks(known, [draft.seen for draft in drafts], now) | kept


def _read_marks(data: bytes | None) -> dict[str, Mark]:
    try:
        return {} if data is None else parse_marks(data.decode())
    except ValueError:
        raise BadMarks(MARKS) from None


def _format_own(
    notebook: Notebook,
    chosen: Sequence[Person | Circle],
    drafts: Sequence[Draft],
    marks: Mapping[str, Mark],
    calendars: CalendarFormat,
) -> dict[str, bytes]:
    today = notebook.today
    if not chosen:
        return {"calendar/o3.ics": calendars.format_calendar(_NAME, drafts, marks, today)}
    files = {}
    for subject in chosen:
        own = [draft for draft in drafts if draft.seen.who == subject.slug]
        files[f"calendar/{subject.slug}.ics"] = calendars.format_calendar(_NAME, own, marks, today, [subject.slug])
    return files


def _choose(marks: Mapping[str, Mark], slugs: Sequence[str]) -> Mapping[str, Mark]:
    return {uid: mark for uid, mark in marks.items() if not slugs or mark.who in slugs}


def _list_change(path: str, before: bytes | None, after: bytes) -> list[FileChange]:
    return [] if before == after else [FileChange(path, before, after)]


def _place(folder: str, files: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    return ((f"{folder.rstrip('/')}/{name}", data) for name, data in sorted(files.items()))
