"""A slot as a series of the calendar: what is said about it, and the lines that say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from o3cli.domain.slots.calendar_mark import Seen
from o3cli.domain.slots.slot import Leave, Slot

DEFAULT_ALARM = 10
"""Minutes before the start."""


@dataclass(frozen=True, slots=True)
class Series:
    """A slot, and what the calendar says about it."""

    slot: Slot
    who: str
    """The slug of the person or the circle; it is not written."""
    title: str
    category: str
    """The kind of the sessions."""
    leave: Sequence[Leave] = ()
    """The person's and the owner's."""
    is_neutral: bool = False
    """Whether title and category say nothing: for everything about a circle, and wherever the user wants it."""
    alarm: int | None = DEFAULT_ALARM
    """Minutes before the start; None for no alarm."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The events of a series, but for its sequence and its stamp."""

    seen: Seen
    events: tuple[tuple[str, ...], ...]
    """The lines of the series and of its moved occurrences, what stands between BEGIN and END."""
