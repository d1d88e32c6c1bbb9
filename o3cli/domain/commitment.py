"""A commitment: what somebody promised, who, until when, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

ME = "me"
"""The owner of the notebook, as an owner of commitments."""


class State(StrEnum):
    """What became of a commitment. Done is not dropped: a dropped one keeps its reason."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Status:
    """A state, and the day on which a commitment came into it (closed ones only; None where it is unknown)."""

    state: State
    day: date | None = None


OPEN = Status(State.OPEN)

_STATUS = re.compile(r"(?P<state>open|done|dropped)(?:\s+(?P<day>\d{4}-\d{2}-\d{2}))?", re.IGNORECASE)


def parse_status(text: str) -> Status:
    """Read `open`, `done 2026-11-24` or `dropped 2026-11-24`.

    Raises ValueError where it is none of these, or where the day is none of the calendar's.
    """
    match = _STATUS.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    day = match["day"]
    return Status(State(match["state"].lower()), date.fromisoformat(day) if day else None)


def format_status(status: Status) -> str:
    """The value of `status:` in front matter."""
    return status.state if status.day is None else f"{status.state} {status.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise as its record in front matter says it.

    The three dates never mix: `due` was promised, `snooze` hides until, the day of `status` is when it was closed.
    """

    ref: str
    what: str
    owner: str = ME
    """`me`, a person's slug, or a member of the circle."""
    status: Status = OPEN
    due: date | None = None
    was_due: tuple[date, ...] = ()
    """The due dates that were given up, oldest first."""
    snooze: date | None = None
    """Hidden from the list until this day."""
    why: str | None = None
    """Why it was dropped."""
    made: date | None = None
    """The day on which it was made, where that is not the day of its note."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept."""
        return self.status.state is State.OPEN

    @property
    def is_mine(self) -> bool:
        """Whether the owner of the notebook made it."""
        return self.owner == ME


def close(commitment: Commitment, day: date) -> Commitment:
    """Kept; why it was once dropped no longer holds."""
    return replace(commitment, status=Status(State.DONE, day), why=None)


def drop(commitment: Commitment, day: date, why: str | None) -> Commitment:
    """Given up, for a reason that stays; None where nobody was asked for one."""
    return replace(commitment, status=Status(State.DROPPED, day), why=why)


def reopen(commitment: Commitment) -> Commitment:
    """To be kept after all; why it was dropped no longer holds."""
    return replace(commitment, status=OPEN, why=None)


def promise_for(commitment: Commitment, due: date | None) -> Commitment:
    """Promised for another day; the day that is given up is kept in `was_due`. Snoozing is left as it is."""
    if due == commitment.due:
        return commitment
    given_up = () if commitment.due is None else (commitment.due,)
    return replace(commitment, due=due, was_due=commitment.was_due + given_up)


def snooze(commitment: Commitment, until: date | None) -> Commitment:
    """Hidden until a day, or shown again; `due` stays."""
    return replace(commitment, snooze=until)
