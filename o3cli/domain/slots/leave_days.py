"""Days of leave added up and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from o3cli.domain.slots.slot import Leave

_DAY = timedelta(days=1)


def add_leave(leaves: Iterable[Leave], more: Leave) -> tuple[Leave, ...]:
    """The leave with more days; what overlaps or follows day by day becomes one."""
    kept = []
    for leave in leaves:
        if leave.last < more.first - _DAY or more.last + _DAY < leave.first:
            kept.append(leave)
        else:
            more = Leave(min(leave.first, more.first), max(leave.last, more.last))
    return tuple(sorted([*kept, more], key=_order))


def take_back_leave(leaves: Iterable[Leave], less: Leave) -> tuple[Leave, ...]:
    """The leave without these days: shortened, split in two, or gone."""
    kept = []
    for leave in leaves:
        if leave.last < less.first or less.last < leave.first:
            kept.append(leave)
            continue
        if leave.first < less.first:
            kept.append(Leave(leave.first, less.first - _DAY))
        if less.last < leave.last:
            kept.append(Leave(less.last + _DAY, leave.last))
    return tuple(sorted(kept, key=_order))


def _order(leave: Leave) -> tuple[date, date]:
    return leave.first, leave.last
