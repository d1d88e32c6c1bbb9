"""What can stand in the way of recording, seen before git is asked to."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from o3cli.adapters.git.folder import get_common_folder, get_git_folder
from o3cli.adapters.git.locks import clear_locks
from o3cli.adapters.git.pending import PendingFiles
from o3cli.adapters.git.process import Git, format_paths
from o3cli.adapters.git.settings import has_filter, is_on, list_missing_identity, list_settings
from o3cli.errors.files import FailedRead
from o3cli.errors.history import DetachedHead, HistoryUnderWay, MissingFilter, NoWorkTree

_UNDER_WAY = (
    ("rebase-merge", "rebase"),
    ("rebase-apply/applying", "am"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("BISECT_LOG", "bisect"),
)
"""What git keeps in its folder while a command is under way. A rebase picks and merges, so it comes first."""

_SAMPLES = ("people/somebody/2000-01-01.md", "people/somebody/about.md", "circles/somebody/2000-01-01.md")
"""Paths like those that o3 records, for questions that come before there is one."""

_BRANCH = b"ref: "


class GitState:
    """The state of the repository at `root`, and of the settings around it."""

    def __init__(self, root: Path, environ: Mapping[str, str], git: Git, pending: PendingFiles) -> None:
        self._root = root
        self._environ = environ
        self._git = git
        self._pending = pending

    def check_settings(self) -> None:
        """Raise what git's settings say against recording: NoWorkTree, MissingIdentity, MissingFilter, MissingGit."""
        settings = list_settings(self._git)
        if "core.repositoryformatversion" not in settings:
            # Git passes over the settings of a repository that it will not open; this asks why.
            self._git.run("rev-parse", "--git-dir")
        if is_on(settings, "core.bare"):
            raise NoWorkTree(str(self._root))
        list_missing_identity(settings, self._environ, self._root)
        self.check_filters(_SAMPLES)

    def check_folder(self) -> None:
        """Raise what git's folder shows, which takes no git: NoHistory, HistoryUnderWay, DetachedHead, LockHeld."""
        folder = get_git_folder(self._root)
        try:
            for name, action in _UNDER_WAY:
                if (folder / name).exists():
                    raise HistoryUnderWay(str(self._root), action)
            head = (folder / "HEAD").read_bytes()
            if not head.startswith(_BRANCH):
                raise DetachedHead(str(self._root))
            branch = os.fsdecode(head.removeprefix(_BRANCH).strip())
            clear_locks(self._root, folder, branch, self._pending.find_begin())
        except OSError as error:
            raise FailedRead(".git", error.errno) from error

    def check_filters(self, paths: Sequence[str]) -> None:
        """Raise MissingFilter where a file's filter has no command: git would record it unfiltered, without a word."""
        if not self._has_attributes(paths):
            return
        values = self._git.run("check-attr", "-z", "--stdin", "filter", given=format_paths(paths)).split(b"\0")[2::3]
        names = {os.fsdecode(value) for value in values} - {"unspecified", "unset", "set"}
        if not names:
            return
        settings = list_settings(self._git)
        for name in sorted(names):
            if not has_filter(settings, name):
                raise MissingFilter(str(self._root), name)

    def _has_attributes(self, paths: Sequence[str]) -> bool:
        """Whether the notebook sets attributes for any of the files; to look is cheaper than to ask git."""
        folders = {folder for path in paths for folder in PurePosixPath(path).parents}
        places = [self._root / folder / ".gitattributes" for folder in folders]
        try:
            places.append(get_common_folder(get_git_folder(self._root)) / "info" / "attributes")
            return any(place.exists() for place in places)
        except OSError as error:
            raise FailedRead(".gitattributes", error.errno) from error
