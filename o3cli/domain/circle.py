"""A circle: a group with its own sessions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Circle:
    """A group as its `about.md` describes it. Who takes part never leaves the notebook."""

    slug: str
    name: str
    members: tuple[str, ...] = ()
    kind: str | None = None

    @property
    def folder(self) -> str:
        """Where its notes are, within the notebook."""
        return f"circles/{self.slug}"

    @property
    def aliases(self) -> tuple[str, ...]:
        """A circle is found by its name alone."""
        return ()

    @property
    def first_name(self) -> str:
        """How it is addressed."""
        return self.name
