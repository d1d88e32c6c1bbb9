"""Files that the user wants outside of the notebook: written whole or not at all, for the owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from o3cli.adapters.files.folders import opened_folder, read_file, sync_folder
from o3cli.adapters.files.temporaries import discarded_on_failure, write_temporary
from o3cli.errors.files import DiskError, FailedRead


class ExportedFiles:
    """Files by the paths that were typed: relative ones begin at `cwd`, `~` is `home`."""

    def __init__(self, cwd: Path, home: Path) -> None:
        self._cwd = cwd
        self._home = home

    def put(self, path: str, content: bytes) -> bool:
        """Write a file, unless it says this already; whether it did not.

        A link is followed: it is the user's own. Folders that are missing are made. Raises DiskError, UnreadableFile.
        """
        typed = self._home / path[2:] if path.startswith("~/") else self._cwd / path
        file = Path(os.path.realpath(typed))
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with opened_folder(file.parent, []) as folder:
                if _find(folder, file.name, path) == content:
                    return False
                temporary = write_temporary(folder, content, 0o600)
                with discarded_on_failure(folder, temporary):
                    os.rename(temporary, file.name, src_dir_fd=folder, dst_dir_fd=folder)
                sync_folder(folder)
        except OSError as error:
            raise DiskError(path, error.errno) from error
        return True


def _find(folder: int, name: str, path: str) -> bytes | None:
    try:
        return read_file(folder, name, path)[0]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FailedRead(path, error.errno) from error
