"""Running git on a notebook: what it gets, what comes back, and what its refusals mean."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from o3cli.adapters.files.temporaries import make_name
from o3cli.adapters.git.folder import make_private_folder
from o3cli.errors import O3Error
from o3cli.errors.files import DiskError
from o3cli.errors.history import DistrustedRepository, FailedGit, MissingGit, OldGit, UnwritableHistory

NEEDED_VERSION = "2.28"
"""`init --initial-branch` is the youngest of the options that o3 uses."""

_OVERRULING = frozenset(
    {
        # `git rev-parse --local-env-vars`: each of them points git at another repository, as inside a hook.
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_PARAMETERS",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
        # These change what a path means.
        "GIT_GLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
        "GIT_LITERAL_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS",
    }
)

_SETTINGS = (
    # A setting of the repository's own that names a program to run.
    *("-c", "core.fsmonitor=false"),
    # Git syncs next to nothing by itself, and a power cut leaves empty objects.
    *("-c", "core.fsync=all"),
    *("-c", "i18n.commitEncoding=UTF-8"),
)

_SYSTEM_REASONS = {"No space left on device": errno.ENOSPC, "Disk quota exceeded": errno.EDQUOT}

_NO_TOOLS = "xcode-select:"
"""What macOS says where `git` is only a placeholder for the one that its developer tools would bring."""

_WRONG_USAGE = 129
"""Git's exit status where it does not know an option."""

_WORDS_READ = 65536
"""Bytes of stderr that are looked at, from its end: git speaks after the hooks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a git command ended."""

    exit_status: int
    output: bytes
    words: str
    """What it wrote to stderr, in English. Hooks and filters write there too, so it can hold words of notes."""

    @property
    def failed(self) -> bool:
        """Whether git says so itself."""
        return self.exit_status != 0


def make_environment(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The user's environment, without what would turn git away from the repository at `root`.

    Git's words come in English, while hooks and filters keep the user's encoding. Git does not look for a repository
    above `root`, should the one in it be broken.
    """
    environment = {name: value for name, value in environ.items() if name not in _OVERRULING}
    locale = environment.pop("LC_ALL", "")
    if locale:
        environment["LC_CTYPE"] = locale
    return environment | {"LC_MESSAGES": "C", "GIT_CEILING_DIRECTORIES": str(root.resolve().parent)}


def format_paths(paths: Iterable[str]) -> bytes:
    """Paths as git reads them with `-z` and the like."""
    return b"".join(os.fsencode(path) + b"\0" for path in paths)


def format_pathspecs(paths: Iterable[str]) -> bytes:
    """Paths for `--pathspec-from-file`: `*`, `[` and `:(top)` in a name are part of the name.

    `GIT_LITERAL_PATHSPECS` says the same, and says it to the git commands in the user's hooks too.
    """
    return format_paths(f":(literal){path}" for path in paths)


class Git:
    """Git, run in the folder of one notebook with fixed flags. No path or message shows in a list of processes."""

    def __init__(self, root: Path, environ: Mapping[str, str]) -> None:
        self._root = root
        self._environment = make_environment(root, environ)

    def read(self, *arguments: str, given: bytes = b"") -> Outcome:
        """Run a command that changes nothing; `given` is its stdin. Raises MissingGit."""
        import subprocess

        with _explaining_absence():
            process = subprocess.run(
                ["git", *_SETTINGS, *arguments],
                cwd=self._root,
                env=self._environment | {"GIT_OPTIONAL_LOCKS": "0"},
                input=given,
                capture_output=True,
                check=False,
            )
        return Outcome(process.returncode, process.stdout, _decode(process.stderr))

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """The output of a command that changes nothing and has no reason to fail; raises what `explain` makes of it."""
        outcome = self.read(*arguments, given=given)
        if outcome.failed:
            raise self.explain(arguments[0], outcome)
        return outcome.output

    def write(self, *arguments: str, given: bytes = b"", settings: Sequence[str] = (), message: bytes = b"") -> Outcome:
        """Run a command that changes the repository; its output is dropped. `given` is its stdin.

        A `message` that is not empty goes to `--file`. Hooks, filters and the signing program may take as long as they
        want to; Ctrl-C ends git in a way that leaves no lock behind. Raises MissingGit, and DiskError.
        """
        import subprocess

        # Files, not pipes: a hook may leave a program behind that keeps its stderr open, and nobody waits for that one.
        with self._scratch(given) as stdin, self._scratch(message) as text, self._scratch(b"") as stderr:
            from_file = [f"--file=/dev/fd/{text}"] if message else []
            with _explaining_absence():
                process = subprocess.Popen(
                    ["git", *_SETTINGS, *settings, *arguments, *from_file],
                    cwd=self._root,
                    env=self._environment,
                    stdin=stdin,
                    stdout=subprocess.DEVNULL,
                    stderr=stderr,
                    pass_fds=(text,),
                )
            try:
                process.wait()
            except BaseException:
                # A kill would leave git's locks; told to end, it takes them away.
                process.terminate()
                process.wait()
                raise
            written = os.fstat(stderr).st_size
            end = os.pread(stderr, _WORDS_READ, max(0, written - _WORDS_READ))
        return Outcome(process.returncode, b"", _decode(end))

    def explain(self, command: str, outcome: Outcome) -> O3Error:
        """What a failure means, as far as every command can fail like that; `command` is the subcommand's name."""
        root = str(self._root)
        if outcome.exit_status == _WRONG_USAGE:
            version = self.read("version").output.removeprefix(b"git version").strip()
            return OldGit(_decode(version), NEEDED_VERSION)
        if _NO_TOOLS in outcome.words:
            return MissingGit()
        if "dubious ownership" in outcome.words:
            return DistrustedRepository(root)
        for words, number in _SYSTEM_REASONS.items():
            if words in outcome.words:
                return UnwritableHistory(root, number)
        return FailedGit(root, command, outcome.exit_status)

    @contextmanager
    def _scratch(self, content: bytes) -> Iterator[int]:
        """An open file without a name, in the notebook's own git folder: what is in it is private."""
        place = make_private_folder(self._root) / make_name()
        try:
            file = _make_scratch(place, content)
        except OSError as error:
            raise DiskError(str(place), error.errno) from error
        try:
            yield file
        finally:
            os.close(file)


def _make_scratch(place: Path, content: bytes) -> int:
    file = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        place.unlink()
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
        os.lseek(file, 0, os.SEEK_SET)
    except BaseException:
        os.close(file)
        raise
    return file


@contextmanager
def _explaining_absence() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.filename != "git":
            raise
        raise MissingGit from error


def _decode(words: bytes) -> str:
    return words.decode(errors="replace")
