"""The notebook's files: the only code that reads and writes them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from o3cli.adapters.files import listing
from o3cli.adapters.files.folders import SIZE_LIMIT, open_folder, opened_folder, parse_parts, read_file, sync_folder
from o3cli.adapters.files.lock import locked
from o3cli.adapters.files.placing import put_instead, put_new, take_away
from o3cli.adapters.files.temporaries import sweep, write_temporary
from o3cli.domain.file_listing import FileListing
from o3cli.errors.files import (
    DiskError,
    EditedMeanwhile,
    ExistingFile,
    FailedRead,
    HardLinkedFile,
    MissingFile,
    OversizedFile,
    ReadOnlyFile,
)


class NotebookFiles:
    """The files of one notebook, by their paths within it, with slashes.

    Whatever the file system does leaves here as an O3Error. No link is followed and nothing but regular files is
    opened, so no path leads out of the notebook. `create`, `replace` and `remove` work inside of `writing` only.
    """

    def __init__(self, root: Path, keep: Callable[[bytes], None], patience: float = 10) -> None:
        """`keep` stores bytes where their owner gets them back from; `patience` is for the lock, in seconds."""
        self._root = root
        self._keep = keep
        self._patience = patience
        self._is_writing = False

    def read(self, path: str) -> bytes:
        """The content of a file; raises MissingFile or UnreadableFile."""
        content = self.find(path)
        if content is None:
            raise MissingFile(path)
        return content

    def find(self, path: str) -> bytes | None:
        """The content of a file, None where there is no such file; raises UnreadableFile."""
        *folders, name = parse_parts(path)
        try:
            folder = open_folder(self._root, folders)
            try:
                return read_file(folder, name, path)[0]
            finally:
                os.close(folder)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FailedRead(path, error.errno) from error

    def list_notes(self) -> FileListing:
        """Every Markdown file in the folders of people and circles, and what was refused there."""
        parents = [listing.list_folders(self._root, parent) for parent in ("people", "circles")]
        folders = [listing.list_files(self._root, folder, ".md") for parent in parents for folder in parent.paths]
        return FileListing(
            tuple(sorted(path for folder in folders for path in folder.paths)),
            tuple(problem for found in (*parents, *folders) for problem in found.problems),
        )

    def list_files(self, folder: str, suffix: str) -> FileListing:
        """The files of one folder whose names end with `suffix`, and what was refused there."""
        return listing.list_files(self._root, folder, suffix)

    def list_folders(self, parent: str) -> tuple[str, ...]:
        """The names of the real folders in a folder, sorted. Dot folders and links are passed over."""
        return tuple(path.rpartition("/")[2] for path in listing.list_folders(self._root, parent).paths)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The turn of this process to write: the lock is held, and what dead processes left behind is gone.

        Not to be entered twice, and never while an editor is open. Raises NotebookBusy or DiskError.
        """
        if self._is_writing:
            raise RuntimeError("the notebook is being written by this process")
        with locked(self._root, self._patience):
            self._is_writing = True
            try:
                sweep(self._root, self._keep)
                yield
            finally:
                self._is_writing = False

    def create(self, path: str, content: bytes) -> None:
        """A new file, for its owner alone, with the folders that it needs.

        Raises ExistingFile, OversizedFile, UnreadableFile where the path leads nowhere, and DiskError.
        """
        with self._target(path, make=True) as (folder, name):
            _check_size(path, content)
            put_new(folder, write_temporary(folder, content, 0o600), name)
            sync_folder(folder)

    def replace(self, path: str, content: bytes, expected: bytes) -> None:
        """New content for a file that holds `expected`: at every moment the file is the old one or the new one.

        What another program saves meanwhile stays, up to the last moment. Raises EditedMeanwhile, MissingFile,
        ReadOnlyFile, HardLinkedFile, OversizedFile, UnreadableFile and DiskError; then the file is as it was.
        """
        with self._target(path) as (folder, name):
            _check_size(path, content)
            mode = _check_target(folder, name, path, expected)
            temporary = write_temporary(folder, content, mode)
            is_done = put_instead(folder, temporary, name, content, expected, self._keep)
            sync_folder(folder)
        if not is_done:
            raise EditedMeanwhile(path)

    def remove(self, path: str, expected: bytes) -> None:
        """Take a file away that holds `expected`; raises what `replace` raises."""
        with self._target(path) as (folder, name):
            _check_target(folder, name, path, expected)
            is_done = take_away(folder, name, expected)
            sync_folder(folder)
        if not is_done:
            raise EditedMeanwhile(path)

    @contextmanager
    def _target(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """The open folder of a file to be written and its name there, with the system's errors as o3's."""
        if not self._is_writing:
            raise RuntimeError("files are written inside of `writing` only")
        *folders, name = parse_parts(path)
        try:
            with opened_folder(self._root, folders, make=make) as folder:
                yield folder, name
        except FileExistsError:
            raise ExistingFile(path) from None
        except FileNotFoundError:
            raise MissingFile(path) from None
        except OSError as error:
            raise DiskError(path, error.errno) from error


def _check_size(path: str, content: bytes) -> None:
    if len(content) > SIZE_LIMIT:
        raise OversizedFile(path, len(content), SIZE_LIMIT)


def _check_target(folder: int, name: str, path: str, expected: bytes) -> int:
    """The permissions of a file that may be changed; raises what stands in the way."""
    content, status = read_file(folder, name, path)
    if status.st_nlink > 1:
        raise HardLinkedFile(path)
    # Renaming asks the folder for permission, not the file, and root is allowed everything.
    if not status.st_mode & stat.S_IWUSR:
        raise ReadOnlyFile(path)
    if content != expected:
        raise EditedMeanwhile(path)
    return status.st_mode & 0o777
