"""Notes that cannot be read or changed."""

from __future__ import annotations

from o3cli.errors import O3Error, Problem


class UnreadableNote(O3Error):
    """A note (or an `about.md`) that cannot be read, or not be edited without guessing."""

    problem: Problem

    @property
    def message(self) -> str:
        return f"{self.problem.place}: {self.problem.message}"
