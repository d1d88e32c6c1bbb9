import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from o3cli.adapters.files.temporaries import discarded_on_failure, make_name, sweep, write_temporary
from o3cli.errors import O3Error
from o3cli.errors.files import MissingFile


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[int]:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


@pytest.fixture
def dead() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


class Kept(list[bytes]):
    """What the sweep gave away to be kept."""

    def __call__(self, content: bytes) -> None:
        self.append(content)


def test_a_temporary_file_is_whole_and_has_its_mode(folder: int, tmp_path: Path) -> None:
    """It stands beside its target, with all that was given and the permissions asked for."""
    content = os.urandom(300_000)
    name = write_temporary(folder, content, 0o640)
    assert name.startswith(f".o3-{os.getpid()}-")
    assert (tmp_path / name).read_bytes() == content
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o640


def test_a_temporary_file_is_private_from_the_start(tmp_path: Path) -> None:
    """Nobody else can open it while it is written, whatever the umask and the permissions that it will have."""
    code = (
        "import os, sys\n"
        "from o3cli.adapters.files.temporaries import write_temporary\n"
        "def notice(event, arguments):\n"
        "    if event == 'os.chmod':\n"
        "        print(oct(os.fstat(arguments[0]).st_mode))\n"
        "os.umask(0)\n"
        "sys.addaudithook(notice)\n"
        "write_temporary(os.open(sys.argv[1], os.O_RDONLY), b'words', 0o644)\n"
    )
    result = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert result.stdout == "0o100600\n"


def test_two_temporary_files_never_meet() -> None:
    """Each has a name of its own."""
    assert len({make_name() for _ in range(1000)}) == 1000


def test_nothing_is_left_of_one_that_does_not_fit(folder: int, tmp_path: Path) -> None:
    """Where the disk takes only a part of it, the part goes again and the system's error comes out."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_temporary(folder, b"x" * 5000, 0o600)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [OSError(), MissingFile("x")])
def test_what_cannot_be_placed_is_discarded(error: Exception, folder: int, tmp_path: Path) -> None:
    """After an error of the system's or of o3's the temporary file is gone, or was already."""
    name = write_temporary(folder, b"x", 0o600)
    for _ in range(2):
        with pytest.raises(type(error)), discarded_on_failure(folder, name):
            raise error
        assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_it_to_the_sweep(folder: int, tmp_path: Path) -> None:
    """Nobody knows how far an interrupted step came: the file stays until its bytes can be kept."""
    name = write_temporary(folder, b"x", 0o600)
    with pytest.raises(KeyboardInterrupt), discarded_on_failure(folder, name):
        raise KeyboardInterrupt
    assert (tmp_path / name).exists()


def test_dead_processes_files_are_kept_and_swept(tmp_path: Path, dead: int) -> None:
    """In every folder that o3 writes to, what a dead process left goes, after its bytes were given to be kept."""
    folders = ("", "calendar", "people/alice", "circles/guild")
    for number, place in enumerate(folders):
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        (tmp_path / place / f".o3-{dead}-{number}abc.tmp").write_bytes(b"words %d" % number)
        (tmp_path / place / "note.md").write_text("note")
    kept = Kept()
    sweep(tmp_path, kept)
    assert sorted(kept) == [b"words 0", b"words 1", b"words 2", b"words 3"]
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()) == [
        "calendar/note.md",
        "circles/guild/note.md",
        "note.md",
        "people/alice/note.md",
    ]


def test_this_processs_own_are_swept_too(folder: int, tmp_path: Path) -> None:
    """Whoever has just taken the lock has nothing under way: a file with its id is an earlier process's."""
    write_temporary(folder, b"words", 0o600)
    sweep(tmp_path, Kept())
    assert list(tmp_path.iterdir()) == []


def test_living_processes_files_stay(tmp_path: Path) -> None:
    """What another process works on is not touched, whoever it belongs to."""
    file = tmp_path / ".o3-1-abc.tmp"
    file.write_bytes(b"under way")
    kept = Kept()
    sweep(tmp_path, kept)
    assert file.read_bytes() == b"under way"
    assert kept == []


def test_what_cannot_be_kept_stays(tmp_path: Path, dead: int) -> None:
    """Where keeping fails the file stays for the next command, and the sweep goes on with the others."""
    for number in range(3):
        (tmp_path / f".o3-{dead}-{number}.tmp").write_bytes(b"words %d" % number)

    def keep(content: bytes) -> None:
        if content == b"words 1":
            raise O3Error

    sweep(tmp_path, keep)
    assert [path.name for path in tmp_path.iterdir()] == [f".o3-{dead}-1.tmp"]


def test_only_such_files_are_swept(tmp_path: Path, dead: int) -> None:
    """Other names, links, folders, git's folder and what is behind a link are not the sweep's business."""
    outside = tmp_path / "outside"
    root = tmp_path / "notebook"
    for folder in (outside, root / ".git", root / "people", root / "a/b/c", root / f".o3-{dead}-d0.tmp"):
        folder.mkdir(parents=True)
    (root / "people/alice").symlink_to(outside)
    (root / f".o3-{dead}-ab.tmp").symlink_to(outside / "words")
    names = [
        outside / f".o3-{dead}-ab.tmp",
        outside / "words",
        root / f".git/.o3-{dead}-ab.tmp",
        root / f"a/b/c/.o3-{dead}-ab.tmp",
        root / f"o3-{dead}-ab.tmp",
        root / f".o3-{dead}-ab.tmp~",
        root / f".o3-{dead}-AB.tmp",
        root / f".o3-{dead}.tmp",
        root / ".o3-0-ab.tmp",
        root / ".o3-99999999999999999999-ab.tmp",
    ]
    for path in names:
        path.write_text("words")
    kept = Kept()
    sweep(root, kept)
    assert kept == []
    assert all(path.exists() for path in names)
    assert (root / f".o3-{dead}-ab.tmp").is_symlink()
