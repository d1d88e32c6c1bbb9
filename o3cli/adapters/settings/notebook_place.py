"""Which folder is the notebook."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from o3cli.adapters.settings.settings_file import SETTINGS_FILE, add_user_notebook, read_user_settings
from o3cli.errors.files import FailedRead
from o3cli.errors.settings import ForeignNotebook, NotANotebook

VARIABLE = "O3_NOTEBOOK"
"""The environment variable that names the notebook."""

_ROOT_USER = 0


class PlaceSource(StrEnum):
    """What named the notebook."""

    OPTION = "option"
    ENVIRONMENT = "environment"
    FOLDER = "folder"
    SETTING = "setting"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the notebook is, or is to be made."""

    root: Path
    """Absolute."""
    source: PlaceSource
    exists: bool
    """False where there is nothing yet, or an empty folder."""


def find_notebook(option: str | None, environ: Mapping[str, str], cwd: Path, home: Path, user: int) -> Place:
    """The notebook: by the option, the variable, the folder one stands in or above it, the user's setting, else `~/o3`.

    An empty option or variable names nothing. `user` is the id of the user, whose own notebooks (and root's) alone are
    taken up unasked: a shared folder may have anybody's above it. Raises NotANotebook for a named folder of other
    files, ForeignNotebook, FailedRead, and what reading the user's settings raises.
    """
    if option:
        return _look(_locate(option, cwd, home), PlaceSource.OPTION)
    variable = environ.get(VARIABLE)
    if variable:
        return _look(_locate(variable, cwd, home), PlaceSource.ENVIRONMENT)
    for folder in (cwd, *cwd.parents):
        if _is_notebook(folder, user):
            return Place(folder, PlaceSource.FOLDER, exists=True)
    setting = read_user_settings(environ, home).notebook
    if setting:
        return _look(_locate(setting, cwd, home), PlaceSource.SETTING)
    return _look(home / "o3", PlaceSource.DEFAULT)


def locate_notebook(name: str, cwd: Path, home: Path) -> Place:
    """Where a notebook is to be made on purpose: the folder may hold other files already."""
    root = _locate(name, cwd, home)
    return Place(root, PlaceSource.OPTION, exists=os.path.lexists(root / SETTINGS_FILE))


def remember_notebook(root: Path, environ: Mapping[str, str], home: Path) -> bool:
    """Have a notebook found from every folder, unless the user has set one already; whether it was done.

    Raises what reading the user's settings raises, and DiskError.
    """
    if root.is_relative_to(home):
        return add_user_notebook(f"~/{root.relative_to(home)}", environ, home)
    return add_user_notebook(str(root), environ, home)


def _locate(name: str, cwd: Path, home: Path) -> Path:
    path = home / name[2:] if name == "~" or name.startswith("~/") else cwd / name
    # Resolved by the system, since a `..` after a link leads elsewhere than it reads.
    return Path(os.path.realpath(path)) if ".." in path.parts else path


def _is_notebook(folder: Path, user: int) -> bool:
    try:
        status = os.lstat(folder / SETTINGS_FILE)
    except OSError:
        return False
    if status.st_uid not in {user, _ROOT_USER}:
        raise ForeignNotebook(str(folder))
    return True


def _look(root: Path, source: PlaceSource) -> Place:
    if os.path.lexists(root / SETTINGS_FILE):
        return Place(root, source, exists=True)
    try:
        with os.scandir(root) as entries:
            empty = next(entries, None) is None
    except OSError as error:
        # A link to nothing is no place where a folder can be made.
        if isinstance(error, FileNotFoundError) and not root.is_symlink():
            return Place(root, source, exists=False)
        raise FailedRead(str(root), error.errno) from error
    if not empty:
        raise NotANotebook(str(root))
    return Place(root, source, exists=False)
