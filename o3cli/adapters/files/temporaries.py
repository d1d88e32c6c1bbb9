"""Temporary files beside the ones that they become, and what a crash leaves of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from o3cli.adapters.files.folders import opened_folder, read_file
from o3cli.adapters.files.processes import is_alive
from o3cli.errors import O3Error

_NAME = re.compile(r"\.o3-([1-9]\d{0,8})-[0-9a-f]+\.tmp")

_DEPTH = 2
"""How far below its root a notebook has files that o3 writes: `people/alice/about.md`."""


def make_name() -> str:
    """A temporary file's name: no other file has it, and it says which process works on it."""
    return f".o3-{os.getpid()}-{os.urandom(8).hex()}.tmp"


def write_temporary(folder: int, content: bytes, mode: int) -> str:
    """A new file in an open folder, whole and on the disk; its name. Nothing is left where it fails. Raises OSError."""
    name = make_name()
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
    try:
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fchmod(file, mode)
            os.fsync(file)
        finally:
            os.close(file)
    except BaseException:
        os.unlink(name, dir_fd=folder)
        raise
    return name


@contextmanager
def discarded_on_failure(folder: int, name: str) -> Iterator[None]:
    """Remove a temporary file that cannot be put in its place.

    An interruption is no failure of that kind: nobody knows then what is in the file, and the next sweep finds out.
    """
    try:
        yield
    except (OSError, O3Error):
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)
        raise


def sweep(root: Path, keep: Callable[[bytes], None]) -> None:
    """Take away the temporary files of dead processes; the caller holds the lock.

    Such a file can hold what an editor saved in the very moment of a crash, so `keep` gets its bytes first. What cannot
    be kept or taken away stays, and is no reason for the command to fail: the next one tries again.
    """
    _sweep_folder(root, (), keep)


def _sweep_folder(root: Path, parts: tuple[str, ...], keep: Callable[[bytes], None]) -> None:
    with suppress(OSError, O3Error), opened_folder(root, parts) as folder, os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if _is_left_over(name):
                _take_away(folder, name, keep)
            elif len(parts) < _DEPTH and not name.startswith(".") and entry.is_dir(follow_symlinks=False):
                _sweep_folder(root, (*parts, name), keep)


def _is_left_over(name: str) -> bool:
    match = _NAME.fullmatch(name)
    if match is None:
        return False
    process = int(match[1])
    # Whoever holds the lock has nothing under way yet. In a container every o3 can have the same id.
    return process == os.getpid() or not is_alive(process)


def _take_away(folder: int, name: str, keep: Callable[[bytes], None]) -> None:
    with suppress(OSError, O3Error):
        content, _ = read_file(folder, name, name)
        keep(content)
        os.unlink(name, dir_fd=folder)
