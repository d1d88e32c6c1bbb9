"""What the `about.md` of a person or a circle says about them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """The fields that o3 knows, as they were read; every one may be missing."""

    name: str | None = None
    aliases: tuple[str, ...] = ()
    role: str | None = None
    kind: str | None = None
    members: tuple[str, ...] = ()
    """Of a circle only."""
