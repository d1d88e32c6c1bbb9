"""Put a file in its place in one step, and take the step back where another program saved at the same moment.

All of it happens in one open folder. A file is looked at when it has come out of its place: whatever was saved up to
that very step is in it.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable

from o3cli.adapters.files.exchange import exchange
from o3cli.adapters.files.folders import read_file
from o3cli.adapters.files.temporaries import discarded_on_failure, make_name
from o3cli.errors.files import UnreadableFile

_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What file systems without hard links answer."""

_SETLEASE: int = getattr(fcntl, "F_SETLEASE", -1)
"""A command that no other system than Linux knows."""


def put_new(folder: int, temporary: str, name: str) -> None:
    """Give the temporary file a name that no file has; raises FileExistsError and OSError, and then it is gone."""
    with discarded_on_failure(folder, temporary):
        try:
            os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # The name is taken first, so that nobody's file is overwritten; a crash right here leaves an empty one.
            os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder))
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        else:
            os.unlink(temporary, dir_fd=folder)


def put_instead(
    folder: int, temporary: str, name: str, content: bytes, expected: bytes, keep: Callable[[bytes], None]
) -> bool:
    """Put the temporary file, which holds `content`, in the place of one that holds `expected`.

    False where another program has saved there, or is about to: its file is in place. Raises OSError, and what `keep`
    raises, which is called where the two cannot change places in one step.
    """
    with discarded_on_failure(folder, temporary):
        if not exchange(folder, temporary, name):
            return _put_over(folder, temporary, name, expected, keep)
    came_out = _find_settled(folder, temporary)
    if came_out == expected:
        os.unlink(temporary, dir_fd=folder)
        return True
    _put_back(folder, temporary, name, came_out, content)
    return False


def _put_over(folder: int, temporary: str, name: str, expected: bytes, keep: Callable[[bytes], None]) -> bool:
    keep(expected)
    if _find_settled(folder, name) != expected:
        os.unlink(temporary, dir_fd=folder)
        return False
    os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    return True


def _put_back(folder: int, temporary: str, name: str, came_out: bytes | None, content: bytes) -> None:
    """Undo an exchange; where yet another version was saved since, that one is the last and takes the place."""
    in_place: bytes | None = content
    while True:
        exchange(folder, temporary, name)
        put, in_place, came_out = in_place, came_out, _find_settled(folder, temporary)
        if came_out == put:
            break
    # Anything else was saved by somebody: it is left to the sweep, which keeps it.
    if came_out == content:
        os.unlink(temporary, dir_fd=folder)


def take_away(folder: int, name: str, expected: bytes) -> bool:
    """Remove a file that holds `expected`.

    False where another program has saved there, or is about to: its file is in place. Raises OSError.
    """
    aside = make_name()
    os.rename(name, aside, src_dir_fd=folder, dst_dir_fd=folder)
    if _find_settled(folder, aside) == expected:
        os.unlink(aside, dir_fd=folder)
        return True
    try:
        os.link(aside, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        # A newer file has the name by now and stays in place; the sweep keeps this one.
        return False
    except OSError:
        # It is a folder, or the file system has no links; nobody had the name an instant ago.
        os.rename(aside, name, src_dir_fd=folder, dst_dir_fd=folder)
    else:
        os.unlink(aside, dir_fd=folder)
    return False


def _find_settled(folder: int, name: str) -> bytes | None:
    """The content of a file, None where it cannot be read or where another program has it open for writing."""
    try:
        return None if _is_being_written(folder, name) else read_file(folder, name, name)[0]
    except (OSError, UnreadableFile):
        return None


def _is_being_written(folder: int, name: str) -> bool:
    """Whether a program has the file open for writing, like an editor between two writes; only Linux can tell."""
    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    try:
        # A lease for reading is granted where nobody writes: fcntl(2). It ends with the descriptor.
        fcntl.fcntl(file, _SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    else:
        return False
    finally:
        os.close(file)
