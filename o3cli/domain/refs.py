"""Refs: the short handles of commitments and topics, as notes hold them and as they are typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable

# Without the signs that are taken for one another: 0 and o, 1, i and l.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"

REF_PATTERN = r"[a-hjkmnp-z](?=[a-hjkmnp-z]{0,3}[2-9])[a-hjkmnp-z2-9]{4}"
"""A ref within a longer pattern; what may stand around it is up to that pattern.

A letter comes first, so that no ref is a number to YAML, in whatever form; a digit follows, so that none is a word.
"""

_REF = re.compile(REF_PATTERN)


def is_ref(text: str) -> bool:
    """Whether the text has the form of a ref."""
    return _REF.fullmatch(text) is not None


def make_ref(random_below: Callable[[int], int], taken: Container[str]) -> str:
    """A new ref that is not in `taken`, each one as likely as any other.

    `random_below(n)` gives a random number from 0 up to, not including, n. There are 14.8 million refs.
    """
    while True:
        alphabets = (_LETTERS, *[_LETTERS + _DIGITS] * 4)
        ref = "".join(alphabet[random_below(len(alphabet))] for alphabet in alphabets)
        if is_ref(ref) and ref not in taken:
            return ref


def find_ref_matches(prefix: str, refs: Iterable[str]) -> tuple[str, ...]:
    """The refs that were meant by what was typed: by their beginning, in either case, perhaps with the `^` of a note.

    A whole ref means itself alone; each match is given once, in order. Nothing typed matches nothing.
    """
    wanted = prefix.strip().removeprefix("^").lower()
    if not wanted:
        return ()
    matches = sorted({ref for ref in refs if ref.startswith(wanted)})
    return (wanted,) if wanted in matches else tuple(matches)
