"""Words of a command that takes refs and then a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from o3cli.domain.dates import find_date
from o3cli.errors.command_line import NotADate
from o3cli.errors.commitments import NoWords

NO_DATE_WORDS = ("none", "never", "aucune")
"""Words that take a date away."""


def split_refs_and_date(words: Sequence[str], today: date) -> tuple[tuple[str, ...], date | None]:
    """The refs, and the date that the last words name; it may be several words, and is as long as it can be.

    Raises NotADate where the last word names none, NoWords where no ref is left.
    """
    if words[-1].lower() in NO_DATE_WORDS:
        return _check(words[:-1]), None
    for first in range(len(words)):
        day = find_date(" ".join(words[first:]), today)
        if day is not None:
            return _check(words[:first]), day
    raise NotADate(words[-1])


def _check(refs: Sequence[str]) -> tuple[str, ...]:
    if not refs:
        raise NoWords("a ref before the date")
    return tuple(refs)
