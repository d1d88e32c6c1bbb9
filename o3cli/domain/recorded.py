"""What became of a change in history."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recorded:
    """The commit that holds a change."""

    commit: str | None
    """Its name in git; None where nothing differed, or where recording is turned off."""
    fallback_identity: bool = False
    """Whether it carries o3's own name, since git knows no other."""
