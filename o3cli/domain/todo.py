"""The to-do list: which commitments are listed, under which heading, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from o3cli.domain.commitment import Commitment, State
from o3cli.domain.dates import end_of_week
from o3cli.domain.note import NotePath


class Group(StrEnum):
    """The headings of the list, in its order. The last three are shown only when everything is asked for."""

    LATE = "Late"
    THIS_WEEK = "This week"
    LATER = "Later"
    NO_DATE = "No date"
    SNOOZED = "Snoozed"
    DONE = "Done"
    DROPPED = "Dropped"


_GROUP_ORDER = {group: position for position, group in enumerate(Group)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A commitment with the place where it lives."""

    commitment: Commitment
    path: NotePath
    line: int
    """Where it stands in its note, from 1: the line that was typed, or its record in front matter."""
    is_taken_up: bool = True
    """False for a checkbox that was typed and has no record yet."""

    @property
    def made(self) -> date:
        """The day on which it was promised."""
        return self.commitment.made or self.path.day

    @property
    def slug(self) -> str:
        """The person or circle in whose note it lives."""
        return self.path.slug


class Whose(StrEnum):
    """Whose promises are listed."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked of the list. The default is all that is open and not snoozed."""

    folder: str | None = None
    """Only one person or circle: `people/alice`."""
    whose: Whose | None = None
    late: bool = False
    before: date | None = None
    """Only what is due before this day."""
    everything: bool = False
    """Snoozed, done and dropped ones as well."""


def get_group(commitment: Commitment, today: date) -> Group:
    """The heading under which a commitment stands today."""
    if commitment.status.state is State.DONE:
        return Group.DONE
    if commitment.status.state is State.DROPPED:
        return Group.DROPPED
    if commitment.snooze is not None and commitment.snooze > today:
        return Group.SNOOZED
    if commitment.due is None:
        return Group.NO_DATE
    if commitment.due < today:
        return Group.LATE
    return Group.THIS_WEEK if commitment.due <= end_of_week(today) else Group.LATER


@dataclass(frozen=True, slots=True)
class GroupedEntry:
    """An entry under its heading."""

    group: Group
    entry: Entry


def list_entries(entries: list[Entry], selection: Selection, today: date) -> tuple[GroupedEntry, ...]:
    """The selected entries; the first one is what to do first.

    Within a heading what is due soonest comes first, of one day what the notebook's owner promised (a broken promise of
    one's own costs most), then what was promised longest ago; what was closed last comes first.
    """
    listed = [
        GroupedEntry(group, entry)
        for entry in entries
        if _is_selected(entry, group := get_group(entry.commitment, today), selection)
    ]
    return tuple(sorted(listed, key=_get_position))


def _is_selected(entry: Entry, group: Group, selection: Selection) -> bool:
    commitment = entry.commitment
    return (
        (selection.everything or group not in (Group.SNOOZED, Group.DONE, Group.DROPPED))
        and selection.folder in (None, entry.path.folder)
        and selection.whose in (None, Whose.MINE if commitment.is_mine else Whose.THEIRS)
        and (not selection.late or group is Group.LATE)
        and (selection.before is None or (commitment.due is not None and commitment.due < selection.before))
    )


def _get_position(listed: GroupedEntry) -> tuple[object, ...]:
    entry, commitment = listed.entry, listed.entry.commitment
    closed = commitment.status.day
    comes_up = commitment.snooze if listed.group is Group.SNOOZED else commitment.due
    return (
        _GROUP_ORDER[listed.group],
        -closed.toordinal() if closed else 0,
        comes_up or date.max,
        not commitment.is_mine,
        entry.made,
        entry.slug,
        entry.line,
    )
