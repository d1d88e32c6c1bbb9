"""Refs, owners and words of commitments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from o3cli.errors import O3Error, quote_all


class UnknownRef(O3Error):
    """No commitment has a ref that begins so."""

    ref: str

    @property
    def message(self) -> str:
        return f"no commitment has a ref that begins with `{self.ref}`"

    @property
    def hint(self) -> str:
        return "`o3 todo --all` lists every commitment with its ref"


class AmbiguousRef(O3Error):
    """Several refs begin so."""

    ref: str
    candidates: Sequence[str]

    @property
    def message(self) -> str:
        return f"`{self.ref}` is the beginning of {len(self.candidates)} refs"

    @property
    def hint(self) -> str:
        return f"say {quote_all(self.candidates)}"


class ClashingRef(O3Error):
    """Two commitments have the same ref: two machines made it at once."""

    ref: str
    places: Sequence[str]

    @property
    def message(self) -> str:
        return f"`{self.ref}` is the ref of several commitments, in {quote_all(self.places)}"

    @property
    def hint(self) -> str:
        return "`o3 save` gives the younger one another ref"


class ClosedAlready(O3Error):
    """A commitment that is closed in a way which the command does not undo."""

    ref: str
    state: str
    day: date | None

    @property
    def message(self) -> str:
        return f"`{self.ref}` was {self.state}" + (f" on {self.day.isoformat()}" if self.day else "") + " already"

    @property
    def hint(self) -> str:
        return f"`o3 reopen {self.ref}` opens it again"


class UnknownOwner(O3Error):
    """A name that nobody has who takes part in the sessions."""

    exit_code: ClassVar[int] = 2
    name: str
    owners: Sequence[str]

    @property
    def message(self) -> str:
        return f"`{self.name}` takes no part in these sessions"

    @property
    def hint(self) -> str:
        return f"the owner is {quote_all(self.owners)}"


class NoWords(O3Error):
    """A commitment, or a reason, without words."""

    exit_code: ClassVar[int] = 2
    expected: str

    @property
    def message(self) -> str:
        return f"there are no words, expected {self.expected}"


class SnoozeOver(O3Error):
    """A day until which nothing can be hidden, since it is here already."""

    exit_code: ClassVar[int] = 2
    until: date

    @property
    def message(self) -> str:
        return f"`{self.until.isoformat()}` has come already, expected a day after today"

    @property
    def hint(self) -> str:
        return "`none` in place of the date shows a snoozed commitment again"
