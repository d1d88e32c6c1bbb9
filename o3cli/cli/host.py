"""The machine that a command runs on: everything that a test passes in instead."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Host:
    """Environment, folders, streams, clock and chance."""

    environ: Mapping[str, str]
    cwd: Path
    home: Path
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    get_now: Callable[[tzinfo | None], datetime]
    """The time in a zone, or in the machine's own for None."""
    random_below: Callable[[int], int]
    get_width: Callable[[], int]
    """Columns of the terminal."""
    find_zone: Callable[[], str | None]
    """The name of the machine's time zone, where it has one."""

    @property
    def asks(self) -> bool:
        """Whether somebody is there to answer a question."""
        return self.stdin.isatty() and self.stderr.isatty()


def get_this_machine() -> Host:
    """The real one."""
    import shutil
    import sys
    from io import TextIOWrapper
    from random import SystemRandom

    from o3cli.adapters.machine_zone import find_machine_zone

    # None is a stream that was closed before o3 began (`>&-`).
    stdin, stdout, stderr = (stream or _open_nowhere() for stream in (sys.stdin, sys.stdout, sys.stderr))
    for stream in (stdin, stdout, stderr):
        # A terminal in an 8-bit locale shows `?` for what it lacks, instead of a traceback.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    return Host(
        environ=os.environ,
        cwd=_find_current_folder(),
        home=Path.home(),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        get_now=lambda zone: datetime.now(zone).astimezone(zone),
        random_below=SystemRandom().randrange,
        get_width=lambda: shutil.get_terminal_size().columns,
        find_zone=lambda: find_machine_zone(os.environ),
    )


def _open_nowhere() -> TextIO:
    return Path(os.devnull).open("r+")  # it stays open as long as the process runs


def _find_current_folder() -> Path:
    """The folder that one stands in; the root where it was deleted meanwhile."""
    try:
        return Path.cwd()
    except OSError:
        return Path("/")
