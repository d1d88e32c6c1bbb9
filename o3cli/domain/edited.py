"""How an editor ended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edited:
    """What the process of an editor said on its way out."""

    command: str
    """The editor as the user named it; empty where there is none to run."""
    exit_status: int = 0
    """0 is success, a negative number is the signal that killed it."""

    @property
    def has_run(self) -> bool:
        """Whether there was an editor to run."""
        return bool(self.command)

    @property
    def has_failed(self) -> bool:
        """Whether it said that it did not do its work."""
        return self.exit_status != 0
