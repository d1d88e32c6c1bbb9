"""What stands in the folders of the notebook."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from o3cli.adapters.files.folders import opened_folder, parse_parts
from o3cli.domain.file_listing import FileListing
from o3cli.errors import Problem
from o3cli.errors.files import FailedRead, FileError, NotAFile, NotAFolder

_FILE = "a file"
_FOLDER = "a folder"
_LINK = "a link"


def list_folders(root: Path, parent: str) -> FileListing:
    """The real folders in a folder of the notebook at `root`; links are refused, dot folders passed over."""
    paths: list[str] = []
    problems: list[Problem] = []
    for name, found in _scan(root, parent, problems):
        path = f"{parent}/{name}"
        if found == _FOLDER:
            paths.append(path)
        elif found == _LINK:
            problems.append(NotAFolder(path, found).problem)
    return FileListing(tuple(sorted(paths)), tuple(problems))


def list_files(root: Path, folder: str, suffix: str) -> FileListing:
    """The regular files in a folder whose names end so; links and the like are refused, dot files passed over.

    A dot file is a program's own: `.#2026-11-20.md` is a lock that Emacs makes, and a link to nowhere.
    """
    paths: list[str] = []
    problems: list[Problem] = []
    for name, found in _scan(root, folder, problems):
        if name.endswith(suffix):
            path = f"{folder}/{name}"
            if found == _FILE:
                paths.append(path)
            else:
                problems.append(NotAFile(path, found).problem)
    return FileListing(tuple(sorted(paths)), tuple(problems))


def _scan(root: Path, path: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """The names in a folder and what they stand for; nothing where there is no such folder."""
    try:
        with opened_folder(root, parse_parts(path)) as folder, os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    yield entry.name, _format_kind(entry)
    except FileNotFoundError:
        return
    except FileError as error:
        problems.append(error.problem)
    except OSError as error:
        problems.append(FailedRead(path, error.errno).problem)


def _format_kind(entry: os.DirEntry[str]) -> str:
    # The folder itself says this much of its entries, so no entry is looked at for it.
    if entry.is_file(follow_symlinks=False):
        return _FILE
    if entry.is_dir(follow_symlinks=False):
        return _FOLDER
    return _LINK if entry.is_symlink() else "a pipe, a socket or a device"
