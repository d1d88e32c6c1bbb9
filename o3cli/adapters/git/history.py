"""The notebook's history: what is recorded there, and recording, by git itself.

Git's own `add` and `commit` do it, so that the owner's hooks, signature, filters and identity are in force, and nothing
gets in but the files that are named.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from o3cli.adapters.git.contents import GitContents, Known
from o3cli.adapters.git.folder import get_git_folder
from o3cli.adapters.git.pending import OPENED, PENDING, PendingFiles
from o3cli.adapters.git.process import Git, Outcome, format_pathspecs
from o3cli.adapters.git.settings import list_missing_identity, list_settings
from o3cli.adapters.git.state import GitState
from o3cli.domain.recorded import Recorded
from o3cli.errors import O3Error
from o3cli.errors.history import FailedGit, FailedSignature, NoHistory, NotRecorded, RefusedByHook, UnmergedFiles

_FALLBACK = {"user.name": "o3", "user.email": "o3@localhost"}

_FROM_STDIN = ("--pathspec-from-file=-", "--pathspec-file-nul")

_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg")
"""The hooks that can refuse a commit."""

_NOT_COMMITTED = 1
"""Git's exit status where a hook refuses, and where it finds nothing to commit; 128 is trouble."""

_ROUNDS = 3
"""How often a file is recorded that somebody saves again meanwhile."""


class GitHistory:
    """The history of the notebook at `root`; `environ` is the environment that git gets."""

    def __init__(self, root: Path, environ: Mapping[str, str]) -> None:
        self._root = root
        self._environ = environ
        self._git = Git(root, environ)
        self._contents = GitContents(root, self._git)
        self._pending = PendingFiles(root, PENDING)
        self._opened = PendingFiles(root, OPENED)
        self._state = GitState(root, environ, self._git, self._pending)

    def check_ready(self) -> None:
        """Raise what stands in the way of recording, as far as it shows before there is something to record."""
        self._state.check_folder()
        self._state.check_settings()

    # What is to be recorded

    def list_pending(self) -> tuple[str, ...]:
        """Files that were written, and have not been recorded since."""
        return self._pending.list()

    def add_pending(self, paths: Sequence[str]) -> None:
        """Remember files until they are recorded."""
        self._pending.add(paths)

    def remove_pending(self, paths: Sequence[str]) -> None:
        """Forget files that are recorded."""
        self._pending.remove(paths)

    def list_opened(self) -> tuple[str, ...]:
        """Notes whose editor went on after it said that it had ended."""
        return self._opened.list()

    def add_opened(self, paths: Sequence[str]) -> None:
        """Remember notes that may be written in from outside."""
        self._opened.add(paths)

    def remove_opened(self, paths: Sequence[str]) -> None:
        """Forget notes whose day is over."""
        self._opened.remove(paths)

    # What is recorded

    def find_recorded(self, path: str) -> bytes | None:
        """A file as history has it last and as it would stand on disk; None where history does not have it."""
        try:
            get_git_folder(self._root)
        except NoHistory:
            return None
        return self._contents.find_recorded(path)

    def keep(self, content: bytes) -> None:
        """Store bytes in the repository, where `git fsck --lost-found` gets them back."""
        outcome = self._git.write("hash-object", "-w", "--stdin", given=content)
        if outcome.failed:
            raise self._git.explain("hash-object", outcome)

    # Recording

    def record(self, paths: Sequence[str], message: str) -> Recorded:
        """One commit of exactly these files, as they are on disk: new, changed or gone. `message` is its one line.

        A path that is a folder by now names no file. Ignored files are recorded too: who names them wants them. Where
        it fails, the index is as it was before.
        """
        files = sorted({path for path in paths if not self._contents.is_folder(path)})
        self._state.check_folder()
        self._state.check_filters(files)
        _, known = self._contents.look_up(files)
        there = {path for path in files if self._contents.get_mode(path)}
        files = [path for path in files if path in there or known[path] != Known(None, None)]
        if not files:
            return Recorded(commit=None)
        new = [path for path in files if path in there and known[path].indexed is None]
        if new and self._contents.list_unmerged().intersection(new):
            # The index has three versions of it and none of them counts: to add it would end the conflict.
            raise UnmergedFiles(str(self._root))
        try:
            if new:
                # `commit --only` finds the files that git knows of.
                self._change("add", "--intent-to-add", "--force", paths=new)
            return self._commit(files, message)
        except BaseException:
            if new:
                # Out of the index again, or as history has them by now.
                self._git.write("reset", "--quiet", *_FROM_STDIN, given=format_pathspecs(new))
            raise

    def _commit(self, files: Sequence[str], message: str) -> Recorded:
        """Commit until history holds what is on disk: git's exit status alone proves neither."""
        commit = None
        is_lent = False
        rest = files
        for _ in range(_ROUNDS):
            outcome, is_lent = self._try(rest, message)
            head, known = self._contents.look_up(files)
            rest = self._list_unrecorded(known)
            if outcome.failed and rest:
                raise self._explain(outcome, rest)
            if not outcome.failed:
                commit = head
                rest = [path for path in rest if not self._contents.is_same_in_substance(path)]
            if not rest:
                self._align_index(known, is_new=commit is not None)
                return Recorded(commit, fallback_identity=is_lent and commit is not None)
        raise NotRecorded(str(self._root), rest)

    def _try(self, files: Sequence[str], message: str) -> tuple[Outcome, bool]:
        """One commit, and whether o3 had to lend it a name."""
        # Git would make an address up from the machine's name, and fail on machines where it cannot.
        strict = [] if self._environ.get("EMAIL") else ["-c", "user.useConfigOnly=true"]
        outcome = self._run_commit(files, message, strict)
        if not outcome.failed:
            return outcome, False
        missing = list_missing_identity(list_settings(self._git), self._environ, self._root)
        if not missing:
            return outcome, False
        lent = [part for key in missing for part in ("-c", f"{key}={_FALLBACK[key]}")]
        return self._run_commit(files, message, lent), True

    def _run_commit(self, files: Sequence[str], message: str, settings: Sequence[str]) -> Outcome:
        return self._write(
            *("commit", "--only", "--quiet", "--no-status", "--cleanup=verbatim", *_FROM_STDIN),
            given=format_pathspecs(files),
            settings=settings,
            message=f"{message}\n".encode(errors="replace"),
        )

    def _list_unrecorded(self, known: Mapping[str, Known]) -> list[str]:
        on_disk = self._contents.list_on_disk(known)
        return [path for path, found in known.items() if found.recorded != on_disk.get(path)]

    def _align_index(self, known: Mapping[str, Known], *, is_new: bool) -> None:
        """Have the index hold what history does: the owner's next commit would take it back.

        They differ where a hook has formatted a file while it was committed, and where an earlier git of ours was
        killed between the two. Whatever else is in the index is the owner's.
        """
        stale = [path for path, found in known.items() if found.indexed != found.recorded]
        if not is_new:
            stale = sorted({*stale}.intersection(self._pending.list()))
        if stale:
            self._change("reset", "--quiet", paths=stale)

    def _explain(self, outcome: Outcome, rest: Sequence[str]) -> O3Error:
        """Why a commit failed, and `rest` is not recorded."""
        root = str(self._root)
        error = self._git.explain("commit", outcome)
        if not isinstance(error, FailedGit):
            return error
        if "failed to write commit object" in outcome.words and self._is_signing():
            return FailedSignature(root)
        if outcome.exit_status == _NOT_COMMITTED:
            hooks = self._list_hooks()
            return RefusedByHook(root, hooks) if hooks else NotRecorded(root, rest)
        return error

    def _is_signing(self) -> bool:
        return self._git.read("config", "--type=bool", "commit.gpgSign").output == b"true\n"

    def _list_hooks(self) -> list[str]:
        folder = self._root / os.fsdecode(self._git.run("rev-parse", "--git-path", "hooks").rstrip(b"\n"))
        return [name for name in _HOOKS if os.access(folder / name, os.X_OK)]

    def _change(self, command: str, *options: str, paths: Sequence[str]) -> None:
        """Have git do something about files, or raise why it does not."""
        outcome = self._write(command, *options, *_FROM_STDIN, given=format_pathspecs(paths))
        if outcome.failed:
            raise self._git.explain(command, outcome)

    def _write(self, *arguments: str, given: bytes, settings: Sequence[str] = (), message: bytes = b"") -> Outcome:
        """Run git; a second time where another git was faster to lock."""
        outcome = self._git.write(*arguments, given=given, settings=settings, message=message)
        if outcome.failed and ".lock': File exists" in outcome.words:
            self._state.check_folder()
            outcome = self._git.write(*arguments, given=given, settings=settings, message=message)
        return outcome
