"""Git, and the state that it is in."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from o3cli.errors import O3Error, quote_all
from o3cli.errors.files import _format_system_reason


def _format_git(root: str, arguments: str) -> str:
    """A git command to run in the notebook, ready for a shell."""
    return f"`git -C {shlex.quote(root)} {arguments}`"


def _format_age(seconds: float) -> str:
    """`40 s`, `3 min`, `5 h` or `2 days`."""
    for unit, size in (("days", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {unit}"
    return f"{max(0, int(seconds))} s"


class HistoryError(O3Error):
    """Something about the notebook's git repository; `root` is the notebook's folder."""

    root: str


class NoHistory(HistoryError):
    """A notebook that is no git repository of its own; `around` is the one that it lies in, if any."""

    around: str | None

    @property
    def message(self) -> str:
        if self.around is None:
            return f"the notebook `{self.root}` is not a git repository"
        return f"the notebook `{self.root}` is only a folder in the git repository `{self.around}`, not one of its own"

    @property
    def hint(self) -> str:
        return "`o3 init` makes it one; what is in it stays as it is"


class NoWorkTree(HistoryError):
    """A repository that says of itself that it has no files (`core.bare`)."""

    @property
    def message(self) -> str:
        return f"the git repository of `{self.root}` is bare: it keeps no files beside its history"

    @property
    def hint(self) -> str:
        return f"{_format_git(self.root, 'config core.bare false')} tells git that it does"


class DistrustedRepository(HistoryError):
    """A repository that git does not open, since it belongs to another user of the machine."""

    @property
    def message(self) -> str:
        return f"git does not open `{self.root}`: the folder belongs to another user"

    @property
    def hint(self) -> str:
        return f"`git config --global --add safe.directory {shlex.quote(self.root)}` says that it is trusted"


class MissingGit(O3Error):
    """There is no git to run."""

    @property
    def message(self) -> str:
        return "git was not found on the PATH"

    @property
    def hint(self) -> str:
        return "install git, or set `auto = false` under `[git]` in `o3.toml` to go without history"


class OldGit(O3Error):
    """A git that does not know what o3 asks of it; versions as git writes them."""

    found: str
    needed: str

    @property
    def message(self) -> str:
        return f"git is too old: found {self.found}, expected {self.needed} or newer"


_WAYS_OUT = {
    "merge": ("merge --continue", "merge --abort"),
    "rebase": ("rebase --continue", "rebase --abort"),
    "am": ("am --continue", "am --abort"),
    "cherry-pick": ("cherry-pick --continue", "cherry-pick --abort"),
    "revert": ("revert --continue", "revert --abort"),
    "bisect": ("bisect reset", None),
}


class HistoryUnderWay(HistoryError):
    """Git is in the middle of something; `action` is the name of its command."""

    action: str

    @property
    def message(self) -> str:
        return f"a `git {self.action}` is under way in the notebook"

    @property
    def hint(self) -> str:
        finish, abort = _WAYS_OUT[self.action]
        ways = _format_git(self.root, finish)
        return f"{ways} finishes it" if abort is None else f"{ways} finishes it, `--abort` in its place takes it back"


class UnmergedFiles(HistoryError):
    """The index holds several versions of a file, which somebody has to merge."""

    @property
    def message(self) -> str:
        return "files of the notebook are unmerged"

    @property
    def hint(self) -> str:
        return f"{_format_git(self.root, 'status')} names them"


class DetachedHead(HistoryError):
    """Git stands on a commit, not on a branch: what is recorded there gets lost."""

    @property
    def message(self) -> str:
        return "the notebook's git is on no branch (detached HEAD)"

    @property
    def hint(self) -> str:
        return f"{_format_git(self.root, 'switch main')} goes back, where `main` is the branch"


class LockHeld(HistoryError):
    """Another git is writing, or was killed in the middle of it; `seconds` is the age of its lock."""

    path: str
    seconds: float

    @property
    def message(self) -> str:
        return f"another git is at work in the notebook: it has locked `{self.path}` for {_format_age(self.seconds)}"

    @property
    def hint(self) -> str:
        return f"where none runs any more, `rm {shlex.quote(self.path)}` frees it"


class MissingFilter(HistoryError):
    """Attributes send files through a filter (encryption, mostly) that git knows nothing of here."""

    name: str

    @property
    def message(self) -> str:
        return f"the notebook's files go through the git filter `{self.name}`, and it is not set up here"

    @property
    def hint(self) -> str:
        if self.name.startswith("git-crypt"):
            command = f"`cd {shlex.quote(self.root)} && git-crypt unlock`"
            return f"{command} sets it up; nothing is recorded in plain text before"
        setting = _format_git(self.root, f"config filter.{self.name}.clean")
        return f"nothing is recorded in plain text before it is; {setting} is where git looks for it"


class MissingIdentity(HistoryError):
    """Git was told to use configured names only (`user.useConfigOnly`), and has none."""

    missing: Sequence[str]
    """`user.name`, `user.email` or both."""

    @property
    def message(self) -> str:
        return f"git has no {quote_all(self.missing)}, and `user.useConfigOnly` forbids to go without"

    @property
    def hint(self) -> str:
        return f"{_format_git(self.root, f'config {self.missing[0]} …')} sets it"


class RefusedByHook(HistoryError):
    """A hook of the notebook's owner did not let the change pass; `hooks` are those that can have done it."""

    hooks: Sequence[str]

    @property
    def message(self) -> str:
        return f"the notebook's git hook {quote_all(self.hooks)} refused the change"

    @property
    def hint(self) -> str:
        return f"the files are written; {_format_git(self.root, f'hook run {self.hooks[0]}')} shows what it says"


class FailedSignature(HistoryError):
    """Commits shall be signed (`commit.gpgSign`), and the signing program did not."""

    @property
    def message(self) -> str:
        return "git could not sign the change"

    @property
    def hint(self) -> str:
        return f"the files are written; {_format_git(self.root, 'config user.signingKey')} shows the key that it tried"


class UnwritableHistory(HistoryError):
    """The file system let git write nothing; `number` is its errno."""

    number: int

    @property
    def message(self) -> str:
        return f"git cannot write to the notebook's history: {_format_system_reason(self.number)}"

    @property
    def hint(self) -> str:
        return "the next command records what was written"


class NotRecorded(HistoryError):
    """History does not hold what is on disk, whatever git said; paths are within the notebook."""

    paths: Sequence[str]

    @property
    def message(self) -> str:
        more = f" and {len(self.paths) - 1} more" if len(self.paths) > 1 else ""
        return f"{self.paths[0]}{more}: written, but not recorded in history"

    @property
    def hint(self) -> str:
        return f"{_format_git(self.root, 'status')} shows what differs; the next command tries again"


class FailedGit(HistoryError):
    """Git ended in a way that o3 has no better words for."""

    command: str
    """The subcommand."""
    exit_status: int

    @property
    def message(self) -> str:
        return f"`git {self.command}` failed in the notebook, with exit status {self.exit_status}"

    @property
    def hint(self) -> str:
        return f"{_format_git(self.root, 'fsck')} says whether the repository is whole"
