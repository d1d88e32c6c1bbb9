"""Files of the notebook, and the machine's answers about them."""

from __future__ import annotations

import errno
import os

from o3cli.errors import O3Error, Problem

_SYSTEM_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "the system does not permit it",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EIO: "the disk failed",
}


def _format_system_reason(number: int | None) -> str:
    """What the operating system answered, in words."""
    number = number or errno.EIO
    return _SYSTEM_REASONS.get(number) or os.strerror(number).lower()


class FileError(O3Error):
    """Something about one file of the notebook."""

    path: str
    """Path within the notebook, with slashes."""

    @property
    def reason(self) -> str:
        """What was found and what was expected, without the path."""
        raise NotImplementedError

    @property
    def message(self) -> str:
        return f"{self.path}: {self.reason}"

    @property
    def problem(self) -> Problem:
        """The same, for a list in which the other files go on."""
        return Problem(self.path, None, self.reason)


class MissingFile(FileError):
    """There is no such file."""

    @property
    def reason(self) -> str:
        return "no such file in the notebook"


class ExistingFile(FileError):
    """A new file whose name is taken."""

    @property
    def reason(self) -> str:
        return "exists already"


class UnreadableFile(FileError):
    """A file that o3 cannot or will not open."""


class NotAFile(UnreadableFile):
    """A name that stands for something else than a regular file."""

    found: str
    """`a link`, `a folder`, `a pipe` …"""

    @property
    def reason(self) -> str:
        return f"is {self.found}, and o3 opens regular files only"


class NotAFolder(UnreadableFile):
    """Something else than a real folder where a folder should be; `path` is the folder's."""

    found: str

    @property
    def reason(self) -> str:
        return f"is {self.found}, and o3 enters real folders only"


class OutsideNotebook(UnreadableFile):
    """A path that leads out of the notebook's files."""

    @property
    def reason(self) -> str:
        return "is not the path of a file in the notebook"


class OversizedFile(UnreadableFile):
    """A file that is too large to be a note; sizes in bytes."""

    size: int
    limit: int

    @property
    def reason(self) -> str:
        return f"has {self.size / 2**20:.1f} MiB, and o3 handles files of up to {self.limit / 2**20:g} MiB"


class FailedRead(UnreadableFile):
    """The operating system did not let o3 read; `number` is its errno."""

    number: int | None

    @property
    def reason(self) -> str:
        return f"cannot be read: {_format_system_reason(self.number)}"


class DiskError(FileError):
    """The operating system did not let o3 write; `number` is its errno. The file is whole, the old one as a rule."""

    number: int | None

    @property
    def reason(self) -> str:
        return f"cannot be written: {_format_system_reason(self.number)}"

    @property
    def hint(self) -> str | None:
        full = self.number in {errno.ENOSPC, errno.EDQUOT}
        return "make room on the disk; `o3 save` then records what was written before it was full" if full else None


class ReadOnlyFile(FileError):
    """A file that its owner has protected against writing."""

    @property
    def reason(self) -> str:
        return "is write-protected"

    @property
    def hint(self) -> str:
        return "`chmod u+w` lets o3 change it"


class HardLinkedFile(FileError):
    """A file that has a second name: writing it whole would cut the two apart."""

    @property
    def reason(self) -> str:
        return "has a second name (a hard link), and o3 changes files with one name only"


class EditedMeanwhile(FileError):
    """Another program wrote the file between o3's reading and its writing."""

    @property
    def reason(self) -> str:
        return "was changed by another program at the same moment"

    @property
    def hint(self) -> str:
        return "nothing was overwritten: run the command again"


class NotebookBusy(O3Error):
    """Another o3 is writing."""

    seconds: float
    """How long o3 waited."""
    process: int | None
    """The other one's process id, where it is known."""

    @property
    def message(self) -> str:
        other = "another o3" if self.process is None else f"another o3 (process {self.process})"
        return f"{other} has been writing to the notebook for more than {self.seconds:g} s"

    @property
    def hint(self) -> str:
        return "run the command again when it has ended"
