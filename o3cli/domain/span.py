"""A stretch of a text, by which others read and replace exactly that and nothing beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """The characters of a text from `start` up to, not including, `end`."""

    start: int
    end: int

    def read(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def replace(self, text: str, new: str) -> str:
        """The text with `new` in this place; an empty span inserts."""
        return text[: self.start] + new + text[self.end :]
