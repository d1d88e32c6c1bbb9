"""Where git keeps its own files for a notebook."""

from __future__ import annotations

import os
from pathlib import Path

from o3cli.errors.files import DiskError, FailedRead
from o3cli.errors.history import NoHistory

_POINTER = b"gitdir: "


def find_git_folder(root: Path) -> Path | None:
    """The git folder of the notebook at `root`, or None where there is no repository.

    `.git` is a folder, or a file that names one (gitrepository-layout: linked worktrees, submodules). No clone can
    bring such a file along: git checks out nothing that is called `.git`. Raises OSError.
    """
    place = root / ".git"
    if place.is_dir():
        return place
    if not place.is_file():
        return None
    with place.open("rb") as file:
        text = file.read(8192)
    if not text.startswith(_POINTER):
        return None
    return root / os.fsdecode(text.removeprefix(_POINTER).rstrip(b"\r\n"))


def get_git_folder(root: Path) -> Path:
    """The git folder of the notebook at `root`, with a repository in it.

    Raises NoHistory where there is none, or only one around the notebook: that is somebody's other work. Raises
    FailedRead.
    """
    try:
        folder = find_git_folder(root)
        if folder is not None and (folder / "HEAD").is_file():
            return folder
        around = next((parent for parent in root.absolute().parents if (parent / ".git").exists()), None)
    except OSError as error:
        raise FailedRead(".git", error.errno) from error
    raise NoHistory(str(root), str(around) if around else None)


def get_common_folder(git_folder: Path) -> Path:
    """Where a linked worktree shares branches and settings with the others; elsewhere the git folder itself.

    Raises OSError.
    """
    try:
        shared = (git_folder / "commondir").read_bytes()
    except FileNotFoundError:
        return git_folder
    return git_folder / os.fsdecode(shared.rstrip(b"\r\n"))


def make_private_folder(root: Path) -> Path:
    """The folder for what o3 keeps beside the history of the notebook at `root`, for its owner alone.

    Raises NoHistory, FailedRead and DiskError.
    """
    folder = get_git_folder(root) / "o3"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise DiskError(str(folder), error.errno) from error
    return folder
