"""Git's lock files: wait for the short ones, take away what a killed git of ours has left, name the others."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from o3cli.adapters.git.folder import get_common_folder
from o3cli.errors.history import LockHeld

_PATIENCE = 1.0
"""Seconds in which an editor's `git status` or `git add` has long ended."""

_PAUSE = 0.05
"""Seconds between two looks."""

_PROCESSES = Path("/proc")


def clear_locks(root: Path, git_folder: Path, branch: str, begin: int | None) -> None:
    """Return as soon as nothing stands in the way of a commit on `branch`, in the notebook at `root`.

    `begin` is when o3 began with what it has not recorded yet, in nanoseconds of the file system's clock, None where
    nothing is left of an earlier run. A lock younger than that goes, where no process of this machine can own it any
    more. Raises LockHeld, and OSError.
    """
    since = float("inf") if begin is None else begin
    common = get_common_folder(git_folder)
    # These stop no commit: the second index that `commit --only` builds, and the lock of git's tidying up after it,
    # which would never tidy up again.
    for lock in (*git_folder.glob("next-index-*.lock"), common / "objects" / "maintenance.lock"):
        _take_away(lock, root, git_folder, since)
    deadline = time.monotonic() + _PATIENCE
    for lock in (git_folder / "index.lock", git_folder / "HEAD.lock", common / f"{branch}.lock"):
        while (created := _find_time(lock)) is not None:
            if _take_away(lock, root, git_folder, since):
                continue
            age = time.time() - created / 1e9
            # A git of ours that was killed may still be dying, however old its lock is.
            if time.monotonic() >= deadline or (created < since and age >= _PATIENCE):
                raise LockHeld(str(root), str(lock), age)
            time.sleep(_PAUSE)


def _take_away(lock: Path, root: Path, git_folder: Path, since: float) -> bool:
    """Remove a lock that is not older than `since` and has no owner; whether there was such a one."""
    created = _find_time(lock)
    is_left_over = (
        created is not None
        and created >= since
        and not has_owner(lock, root, git_folder)
        # It may have changed hands during that look.
        and _find_time(lock) == created
    )
    if is_left_over:
        lock.unlink(missing_ok=True)
    return is_left_over


def _find_time(lock: Path) -> int | None:
    try:
        return lock.lstat().st_mtime_ns
    except FileNotFoundError:
        return None


def has_owner(lock: Path, root: Path, git_folder: Path, processes: Path = _PROCESSES) -> bool:
    """Whether a process may own the lock: it has it open, or it is a git at work in this notebook.

    A git that waits for a hook has its lock closed; and a lock's age says nothing, laptops sleep. Where the system does
    not show its processes (macOS), there may always be one. Raises OSError.
    """
    if not (processes / "self" / "fd").is_dir():
        return True
    user = lock.lstat().st_uid
    name = os.path.realpath(lock)
    places = (os.path.realpath(root), os.path.realpath(git_folder))
    return any(_may_own(process, user, name, places) for process in processes.iterdir() if process.name.isdigit())


def _may_own(process: Path, user: int, lock: str, places: tuple[str, str]) -> bool:
    try:
        if process.stat().st_uid != user:
            return False
        # `4711 (name) S …`, see proc(5). A zombie is dead; in a container, there may be nobody to bury it.
        told, _, rest = (process / "stat").read_bytes().rpartition(b")")
        if rest.split()[0] in {b"Z", b"X"}:
            return False
    except OSError:
        return False
    is_git = told.partition(b"(")[2].startswith(b"git")
    try:
        return lock in _list_open(process) or (is_git and _is_at_work(process, places))
    except PermissionError:
        # Of a process with more rights than ours, only the name shows.
        return is_git
    except OSError:
        # It has ended.
        return False


def _list_open(process: Path) -> Iterator[str]:
    for descriptor in (process / "fd").iterdir():
        with suppress(FileNotFoundError):
            yield str(descriptor.readlink())


def _is_at_work(process: Path, places: tuple[str, str]) -> bool:
    """Whether it stands in one of the places, or was told of one."""
    told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    folder = (process / "cwd").readlink()
    return any(folder.is_relative_to(place) or os.fsencode(place) in told for place in places)
