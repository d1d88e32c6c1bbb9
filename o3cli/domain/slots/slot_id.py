"""The ids of slots: what calendars know a series by, for ever, on whatever machine it was made."""

from __future__ import annotations

from collections.abc import Callable

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_SIGNS = f"{_LETTERS}23456789"
_LENGTH = 12


def make_slot_id(random_below: Callable[[int], int]) -> str:
    """A new random id; 58 bits and a letter first, so that no YAML takes it for a number."""
    signs = [_SIGNS[random_below(len(_SIGNS))] for _ in range(_LENGTH - 1)]
    return _LETTERS[random_below(len(_LETTERS))] + "".join(signs)
