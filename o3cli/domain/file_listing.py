"""Files of the notebook, as they were found."""

from __future__ import annotations

from dataclasses import dataclass

from o3cli.errors import Problem


@dataclass(frozen=True, slots=True)
class FileListing:
    """Files of the notebook, sorted, and what was refused among them."""

    paths: tuple[str, ...]
    """Paths within the notebook, with slashes."""
    problems: tuple[Problem, ...] = ()
