"""The way to a file of the notebook and its bytes: through real folders only, to regular files only, without waiting.

A folder is entered from the one above it that is already open, so a link that appears on the way is never followed. The
notebook's own folder may be a link: its owner named it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from o3cli.errors.files import NotAFile, NotAFolder, OutsideNotebook, OversizedFile

SIZE_LIMIT = 8 * 1024 * 1024
"""Bytes in the largest file that o3 reads or writes: a year of daily notes in one file is a tenth of it."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK

_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a file",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def format_kind(mode: int) -> str:
    """What stands in the file system under a name, in words; `mode` is `st_mode`."""
    return _KINDS.get(stat.S_IFMT(mode), "a device")


def parse_parts(path: str) -> list[str]:
    """The names of the folders on the way, and the file's own, of a path within the notebook.

    Raises OutsideNotebook where the path leads anywhere else, git's own folder included.
    """
    parts = path.split("/")
    for part in parts:
        if part in {"", ".", ".."} or part.casefold() == ".git":
            raise OutsideNotebook(path)
    try:
        encoded = os.fsencode(path)
    except UnicodeEncodeError:
        raise OutsideNotebook(path) from None
    if b"\0" in encoded:
        raise OutsideNotebook(path)
    return parts


@contextmanager
def opened_folder(root: Path, parts: Sequence[str], *, make: bool = False) -> Iterator[int]:
    """`open_folder` for a while."""
    folder = open_folder(root, parts, make=make)
    try:
        yield folder
    finally:
        os.close(folder)


def open_folder(root: Path, parts: Sequence[str], *, make: bool = False) -> int:
    """The descriptor of a folder of the notebook, to be closed; `make` makes what is missing, for the owner alone.

    Raises NotAFolder, and OSError where the system says no.
    """
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    for depth, part in enumerate(parts):
        try:
            inner = _enter(folder, part, make=make)
        except OSError as error:
            # Linux answers ENOTDIR for a link, macOS ELOOP.
            if error.errno not in {errno.ENOTDIR, errno.ELOOP}:
                raise
            found = os.stat(part, dir_fd=folder, follow_symlinks=False)
            raise NotAFolder("/".join(parts[: depth + 1]), format_kind(found.st_mode)) from None
        finally:
            os.close(folder)
        folder = inner
    return folder


def _enter(folder: int, name: str, *, make: bool) -> int:
    try:
        return os.open(name, _FOLDER, dir_fd=folder)
    except FileNotFoundError:
        if not make:
            raise
    with suppress(FileExistsError):
        os.mkdir(name, 0o700, dir_fd=folder)
    sync_folder(folder)
    return os.open(name, _FOLDER, dir_fd=folder)


def sync_folder(folder: int) -> None:
    """Have the names in an open folder reach the disk. Raises OSError."""
    try:
        os.fsync(folder)
    except OSError as error:
        # Some network file systems sync files only.
        if error.errno != errno.EINVAL:
            raise


def read_file(folder: int, name: str, path: str) -> tuple[bytes, os.stat_result]:
    """The content of a regular file in an open folder, and what the system knows of it; `path` names it in errors.

    Raises NotAFile, OversizedFile, and OSError where the system says no.
    """
    # A pipe or a device is not even opened: that alone can have effects.
    _check_regular(os.stat(name, dir_fd=folder, follow_symlinks=False), path)
    file = os.open(name, _FILE, dir_fd=folder)
    try:
        status = os.fstat(file)
        _check_regular(status, path)
        return _read_all(file, status.st_size, path), status
    finally:
        os.close(file)


def _check_regular(status: os.stat_result, path: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile(path, format_kind(status.st_mode))
    if status.st_size > SIZE_LIMIT:
        raise OversizedFile(path, status.st_size, SIZE_LIMIT)


def _read_all(file: int, size: int, path: str) -> bytes:
    content = os.read(file, size + 1)
    while more := os.read(file, 65536):
        # It grows while it is read, or a network file system delivers it in pieces.
        content += more
        if len(content) > SIZE_LIMIT:
            raise OversizedFile(path, len(content), SIZE_LIMIT)
    return content
