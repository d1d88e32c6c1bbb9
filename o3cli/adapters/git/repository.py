"""The notebook's repository as a whole: making it, and what differs from it. This is where GitPython is used."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from o3cli.adapters.files.folders import sync_folder
from o3cli.adapters.files.temporaries import write_temporary
from o3cli.adapters.git.folder import get_common_folder, get_git_folder, make_private_folder
from o3cli.adapters.git.process import Git, Outcome, make_environment
from o3cli.errors.files import DiskError
from o3cli.errors.history import MissingGit, NoHistory

_EXCLUDED = (
    # Vim and its kin
    *(".*.sw?", "4913", "*.un~", "*~"),
    # Emacs
    *("\\#*\\#", ".\\#*"),
    # Kate, nano, gedit, JetBrains
    *(".*.kate-swp", "*.save", ".goutputstream-*", "*___jb_tmp___", "*___jb_old___"),
    # Desktops
    *(".DS_Store", ".directory"),
    # o3's own, see temporaries.py
    ".o3-*.tmp",
)
"""What editors and o3 leave beside a note for a while (gitignore(5)); it must not get into history."""

_HEADING = "# Files that editors and o3 leave beside a note for a while"


class GitRepository:
    """The repository of the notebook at `root`; `environ` is the environment that git gets."""

    def __init__(self, root: Path, environ: Mapping[str, str]) -> None:
        self._root = root
        self._environ = environ

    def make(self) -> bool:
        """Make the notebook's folder a repository of its own; in one that is there, add what is missing.

        Whether it is new. A new one starts on the branch `main`, and is closed to other users of the machine. Raises
        MissingGit, DiskError, and what git answers.
        """
        is_new = not self._is_made()
        try:
            if is_new:
                self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._run("init", "--quiet", "--initial-branch=main")
            folder = get_git_folder(self._root)
            if is_new:
                folder.chmod(0o700)
            make_private_folder(self._root)
            _exclude(get_common_folder(folder) / "info")
        except OSError as error:
            raise DiskError(str(self._root), error.errno) from error
        return is_new

    def list_changed(self) -> tuple[str, ...]:
        """The files that differ from history or are not in it, sorted; without those that git ignores."""
        get_git_folder(self._root)
        answer = self._run(
            *("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all")
        )
        # `XY path`. A folder is a repository inside the notebook, somebody's other work.
        paths = {entry[3:] for entry in answer.split("\0")[:-1]}
        return tuple(sorted(path for path in paths if not path.endswith("/")))

    def _is_made(self) -> bool:
        try:
            get_git_folder(self._root)
        except NoHistory:
            return False
        return True

    def _run(self, command: str, *arguments: str) -> str:
        with self._calling_git(command):
            from git.cmd import Git as GitPython

            # No more than its runner: its model of a repository expands `$` in a notebook's name.
            git = GitPython(self._root)(c="core.fsmonitor=false")
            answer: str = getattr(git, command)(*arguments, env={"GIT_OPTIONAL_LOCKS": "0"})
            return answer

    @contextmanager
    def _calling_git(self, command: str) -> Iterator[None]:
        """GitPython runs git with the process's own environment, and offers no way to take anything out of it."""
        before = dict(os.environ)
        _set_environment(make_environment(self._root, self._environ))
        try:
            # Imported here, since it already runs git, and fails where there is none.
            from git.exc import GitCommandError, GitCommandNotFound

            try:
                yield
            except GitCommandNotFound as error:
                raise MissingGit from error
            except GitCommandError as error:
                outcome = Outcome(int(str(error.status)), b"", error.stderr)
                raise Git(self._root, self._environ).explain(command, outcome) from error
        except ImportError as error:
            raise MissingGit from error
        finally:
            _set_environment(before)


def _set_environment(environ: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environ)


def _exclude(folder: Path) -> None:
    """Add the patterns to `exclude` in git's `info` folder, behind those that the owner has there. Raises OSError."""
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / "exclude"
    content = place.read_bytes() if place.exists() else b""
    lines = set(content.splitlines())
    missing = [pattern for pattern in _EXCLUDED if pattern.encode() not in lines]
    if not missing:
        return
    if content and not content.endswith(b"\n"):
        content += b"\n"
    content += "".join(f"{line}\n" for line in (_HEADING, *missing)).encode()
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        temporary = write_temporary(opened, content, 0o600)
        os.replace(temporary, place.name, src_dir_fd=opened, dst_dir_fd=opened)
        sync_folder(opened)
    finally:
        os.close(opened)
