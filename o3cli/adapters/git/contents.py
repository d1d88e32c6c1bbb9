"""What a file is in history, in the index and on disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from o3cli.adapters.git.process import Git
from o3cli.errors.files import FailedRead

_NO_SUCH_NAME = 1
"""The exit status of `rev-parse --verify --quiet` where a name stands for nothing; 128 is trouble."""


@dataclass(frozen=True, slots=True)
class Known:
    """What git holds of a file, by the names of its objects; None is nothing."""

    indexed: str | None
    recorded: str | None
    """In the last commit."""


class GitContents:
    """The files of the notebook at `root` as git sees them, by their paths within it."""

    def __init__(self, root: Path, git: Git) -> None:
        self._root = root
        self._git = git

    def find_recorded(self, path: str) -> bytes | None:
        """A file as the last commit has it and as it would stand on disk; None where it does not have it."""
        name = f"HEAD:{path}"
        outcome = self._git.read("cat-file", "--filters", name)
        if not outcome.failed:
            # A folder comes as git keeps it, with a NUL behind every name: no note has one.
            if b"\0" in outcome.output and self._git.run("cat-file", "-t", name) != b"blob\n":
                return None
            return outcome.output
        if self._git.read("rev-parse", "--verify", "--quiet", name).exit_status == _NO_SUCH_NAME:
            return None
        raise self._git.explain("cat-file", outcome)

    def look_up(self, paths: Sequence[str]) -> tuple[str | None, dict[str, Known]]:
        """The last commit, None where there is none yet, and what it and the index hold of each file."""
        names = [os.fsencode(name) for path in paths for name in (f":0:{path}", f"HEAD:{path}")]
        names.insert(0, b"HEAD")
        # `-z` came with git 2.38; without it, a line break ends a name, and one before that gets lost.
        odd = any(b"\n" in name or b"\r" in name for name in names)
        given = b"".join(name + (b"\0" if odd else b"\n") for name in names)
        answer = self._git.run("cat-file", "--batch-check=%(objectname)", *(["-z"] if odd else []), given=given)
        objects: list[str | None] = []
        for name in names:
            # A name that stands for nothing is repeated, with its line breaks.
            nothing = name + b" missing\n"
            if answer.startswith(nothing):
                objects.append(None)
                answer = answer.removeprefix(nothing)
            else:
                line, _, answer = answer.partition(b"\n")
                objects.append(line.decode())
        known = zip(paths, objects[1::2], objects[2::2], strict=True)
        return objects[0], {path: Known(indexed, recorded) for path, indexed, recorded in known}

    def list_unmerged(self) -> set[str]:
        """The files of which the index holds the versions of a conflict."""
        entries = os.fsdecode(self._git.run("ls-files", "--unmerged", "-z")).split("\0")[:-1]
        return {entry.partition("\t")[2] for entry in entries}

    def list_on_disk(self, paths: Iterable[str]) -> dict[str, str]:
        """The names that the files would have as objects, through the owner's filters; without those that are gone."""
        modes = {path: self.get_mode(path) for path in paths}
        regular = [path for path, mode in modes.items() if stat.S_ISREG(mode)]
        names = self._git.run("hash-object", "--stdin-paths", given=b"".join(map(_quote, regular))).decode().split()
        on_disk = dict(zip(regular, names, strict=True))
        for path in (path for path, mode in modes.items() if stat.S_ISLNK(mode)):
            target = os.fsencode((self._root / path).readlink())
            on_disk[path] = self._git.run("hash-object", "--stdin", given=target).decode().strip()
        return on_disk

    def get_mode(self, path: str) -> int:
        """Which kind of file it is on disk (`st_mode`); 0 where there is none. Links are not followed."""
        try:
            return (self._root / path).lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return 0
        except OSError as error:
            raise FailedRead(path, error.errno) from error

    def is_folder(self, path: str) -> bool:
        """Whether a path is a folder, and so names no file."""
        return stat.S_ISDIR(self.get_mode(path))

    def is_same_in_substance(self, path: str) -> bool:
        """Whether history gives back what is on disk, by a filter that never makes the same object of it twice."""
        if not stat.S_ISREG(self.get_mode(path)):
            return False
        return self.find_recorded(path) == (self._root / path).read_bytes()


def _quote(path: str) -> bytes:
    """A line for `hash-object --stdin-paths`: a name in C quotes, since it may begin with one or hold a line break."""
    name = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + name + b'"\n'
