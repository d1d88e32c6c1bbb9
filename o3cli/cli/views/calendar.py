"""How calendar files that were written are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from o3cli.cli.output import Painter
from o3cli.cli.views.slot_words import format_count
from o3cli.domain.terminal_text import clean
from o3cli.errors import Problem
from o3cli.usecases.write_calendar import WrittenCalendar

ADVICE = (
    "Google Calendar: Settings, Import; again after a change, into the same calendar: it updates what it knows",
    "Outlook: add it from a file, or better subscribe to it from the web, since a file is imported only once",
    "Apple Calendar: File, Import; again after a change, into the same calendar: it updates what it knows",
    "Thunderbird: imports a series once and skips it later, so subscribe to the file: New Calendar, On the Network",
    "Nextcloud: imports a series once and skips it later, so put `--split` files there by CalDAV (vdirsyncer)",
    "khal: `khal import --batch o3.ics`, again after a change; or `o3 calendar --split` into its folder",
    "vdirsyncer and CalDAV servers: `o3 calendar --split DIR`, one series a file",
    "calcurse: imports everything twice, so clear its calendar first",
)
"""A line for each program that is known to differ."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """What was written, shown."""

    written: WrittenCalendar
    root: str
    """What stands before the paths: the notebook's folder, or nothing."""

    @property
    def problems(self) -> Sequence[Problem]:
        """Slots that are not in it."""
        return self.written.problems

    def to_rows(self) -> Iterable[Sequence[str]]:
        """The files."""
        return ((f"{self.root}{path}",) for path, _ in self.written.files)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:  # noqa: ARG002 - a path is not broken
        """The files."""
        return (clean(f"{self.root}{path}") for path, _ in self.written.files)

    def to_words(self) -> Iterable[str]:
        """How much is in it, and whether anything differs from before."""
        changed = sum(is_changed for _, is_changed in self.written.files)
        state = ""
        if self.written.files and not changed:
            state = ", unchanged"
        elif len(self.written.files) > 1:
            state = f", {format_count(changed, 'file')} changed"
        yield f"{self.written.series} series{state}"
