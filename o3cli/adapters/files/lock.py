"""The one lock of a notebook: while it is held, no other o3 writes or records."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from o3cli.adapters.files.processes import is_alive
from o3cli.adapters.git.folder import find_git_folder
from o3cli.errors.files import DiskError, NotebookBusy

_PAUSE = 0.02
"""Seconds between two looks at a lock that is taken."""


@contextmanager
def locked(root: Path, patience: float) -> Iterator[None]:
    """Hold the lock of the notebook at `root`; wait `patience` seconds for it. The system frees a dead process's lock.

    It is flock(2) on `o3/lock` in git's folder. A notebook without a repository has no place of its own for such a
    file: there its root is locked. Raises NotebookBusy, and DiskError where no lock can be made.
    """
    try:
        file = _open_lock(root)
    except OSError as error:
        raise DiskError(str(error.filename), error.errno) from error
    try:
        try:
            _wait(file, patience)
        except OSError as error:
            # Some network file systems lock nothing.
            raise DiskError(str(root), error.errno) from error
        # For the message of who waits in vain; the lock holds without it, on a full disk or on a folder.
        with suppress(OSError):
            os.ftruncate(file, 0)
            os.pwrite(file, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(file)


def _open_lock(root: Path) -> int:
    git_folder = find_git_folder(root)
    if git_folder is None:
        return os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    folder = git_folder / "o3"
    folder.mkdir(mode=0o700, exist_ok=True)
    return os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def _wait(file: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise NotebookBusy(patience, _find_holder(file)) from None
            time.sleep(_PAUSE)
        else:
            return


def _find_holder(file: int) -> int | None:
    """The process that holds the lock, None where it has not said so."""
    try:
        process = int(os.pread(file, 16, 0))
    except (OSError, ValueError):
        return None
    return process if is_alive(process) else None
