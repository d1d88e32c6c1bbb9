"""Which files are still to be recorded: a list in git's folder that outlives a crash."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from o3cli.adapters.files.folders import parse_parts, sync_folder
from o3cli.adapters.files.temporaries import write_temporary
from o3cli.adapters.git.folder import get_git_folder, make_private_folder
from o3cli.errors.files import DiskError, FailedRead, OutsideNotebook
from o3cli.errors.history import NoHistory

PENDING = "pending"
"""What o3 wrote and has not recorded since."""
OPENED = "opened"
"""What may be written in from outside: an editor said that it had ended, and goes on."""


class PendingFiles:
    """A list of one notebook. It holds paths only, each ended by a NUL: what is to be recorded is on disk.

    `name` is the list's own. Whoever changes it holds the notebook's lock.
    """

    def __init__(self, root: Path, name: str) -> None:
        self._root = root
        self._name = name

    def list(self) -> tuple[str, ...]:
        """The paths, sorted. Whatever else a damaged list holds is passed over. Raises FailedRead."""
        try:
            place = get_git_folder(self._root) / "o3" / self._name
        except NoHistory:
            return ()
        try:
            content = place.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise FailedRead(str(place), error.errno) from error
        # What stands behind the last NUL is half a path.
        paths = [os.fsdecode(path) for path in content.split(b"\0")[:-1]]
        return tuple(sorted({path for path in paths if _is_inside(path)}))

    def find_begin(self) -> int | None:
        """When the oldest was put there, in nanoseconds of the file system's clock; None where nothing is listed."""
        try:
            return (get_git_folder(self._root) / "o3" / self._name).stat().st_mtime_ns
        except FileNotFoundError:
            return None

    def add(self, paths: Iterable[str]) -> None:
        """Remember files; they are on the list, and the list on the disk, when this returns. Raises DiskError."""
        self._replace({*self.list(), *paths})

    def remove(self, paths: Iterable[str]) -> None:
        """Forget files. Raises DiskError."""
        self._replace(set(self.list()) - set(paths))

    def _replace(self, paths: set[str]) -> None:
        begin = self.find_begin()
        place = make_private_folder(self._root) / self._name
        try:
            if paths:
                _write(place, b"".join(os.fsencode(path) + b"\0" for path in sorted(paths)), begin)
            else:
                place.unlink(missing_ok=True)
        except OSError as error:
            raise DiskError(str(place), error.errno) from error


def _write(place: Path, content: bytes, begin: int | None) -> None:
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        temporary = write_temporary(folder, content, 0o600)
        if begin is not None:
            os.utime(place.parent / temporary, ns=(begin, begin))
        os.replace(temporary, place.name, src_dir_fd=folder, dst_dir_fd=folder)
        sync_folder(folder)
    finally:
        os.close(folder)


def _is_inside(path: str) -> bool:
    try:
        parse_parts(path)
    except OutsideNotebook:
        return False
    return True
