import errno
import os
import random
import resource
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.adapters.files.notebook_files import NotebookFiles
from o3cli.domain.file_listing import FileListing
from o3cli.errors import O3Error, Problem
from o3cli.errors.files import (
    DiskError,
    EditedMeanwhile,
    ExistingFile,
    FailedRead,
    HardLinkedFile,
    MissingFile,
    NotAFile,
    NotAFolder,
    OutsideNotebook,
    OversizedFile,
    ReadOnlyFile,
)
from tests.adapters.memory_folder import memory_folder
from tests.adapters.notebook_process import make_version, start, start_and_wait
from tests.adapters.ordinary_user import ordinary_user
from tests.sizes import size

NOTE = "people/alice/2026-11-20.md"

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a file open for writing")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    notebook = tmp_path / "notebook"
    (notebook / ".git").mkdir(parents=True)
    (notebook / "people/alice").mkdir(parents=True)
    return notebook


@pytest.fixture
def files(root: Path) -> NotebookFiles:
    return open_files(root)


def open_files(root: Path) -> NotebookFiles:
    def keep(content: bytes) -> None:
        raise AssertionError(f"nothing is to be kept here: {content!r}")

    return NotebookFiles(root, keep, patience=0)


def list_everything(root: Path) -> list[str]:
    """The files below a folder but git's, hidden ones included."""
    return sorted(
        path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir() and ".git" not in path.parts
    )


# Reading


def test_a_file_is_read_as_it_is(files: NotebookFiles, root: Path) -> None:
    """Every byte comes back: BOM, CRLF, NUL, no final newline."""
    content = b"\xef\xbb\xbf# Zo\xc3\xa9\r\n\0no newline"
    (root / NOTE).write_bytes(content)
    assert files.read(NOTE) == content
    assert files.find(NOTE) == content


def test_a_missing_file_is_found_to_be_none(files: NotebookFiles) -> None:
    """`find` gives None where the file or its folder is not there, `read` raises."""
    assert files.find(NOTE) is None
    assert files.find("people/bob/2026-11-20.md") is None
    with pytest.raises(MissingFile) as caught:
        files.read(NOTE)
    assert str(caught.value) == "people/alice/2026-11-20.md: no such file in the notebook"


def test_other_trouble_than_absence_is_never_none(files: NotebookFiles, root: Path) -> None:
    """A link, a pipe, a folder, a file in a folder's place and a name that is too long raise, from `find` as well."""
    (root / "secret").write_text("secret")
    (root / "people/alice/link.md").symlink_to(root / "secret")
    os.mkfifo(root / "people/alice/pipe.md")
    (root / "people/alice/folder.md").mkdir()
    for name, words in (("link", "a link"), ("pipe", "a pipe"), ("folder", "a folder")):
        with pytest.raises(NotAFile) as refused:
            files.find(f"people/alice/{name}.md")
        assert str(refused.value) == f"people/alice/{name}.md: is {words}, and o3 opens regular files only"
    with pytest.raises(NotAFolder) as no_folder:
        files.find("secret/x.md")
    assert str(no_folder.value) == "secret: is a file, and o3 enters real folders only"
    with pytest.raises(FailedRead) as failed:
        files.find("x" * 300)
    assert failed.value.reason == "cannot be read: the name is too long"


def test_an_unreadable_file_is_named(root: Path) -> None:
    """A file that its reader may not open raises; it makes a problem for a list in which the others go on."""
    (root / NOTE).write_text("")
    (root / NOTE).chmod(0o000)
    with ordinary_user(root) as notebook, pytest.raises(FailedRead) as caught:
        open_files(notebook).read(NOTE)
    assert caught.value.problem == Problem(NOTE, None, "cannot be read: permission denied")
    assert caught.value.hint is None


@pytest.fixture(scope="module")
def baited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook with one file inside, and every kind of way to a secret outside."""
    root = tmp_path_factory.mktemp("baited") / "notebook"
    (root / "people/alice").mkdir(parents=True)
    (root / "people/alice/note.md").write_text("inside")
    for secret in (root.parent / "secret", root / ".git/secret"):
        secret.parent.mkdir(exist_ok=True)
        secret.write_text("secret")
    (root / "people/bob").symlink_to("../..")
    (root / "people/alice/secret").symlink_to("../../../secret")
    return root


@given(
    names=st.lists(
        st.sampled_from(["..", ".", "people", "alice", "bob", "note.md", "secret", "", ".git", "x\0"]), max_size=6
    )
)
def test_no_path_reads_what_is_outside(names: list[str], baited: Path) -> None:
    """Whatever the path, the answer is a file of the notebook, None, or an error of o3's."""
    try:
        content = open_files(baited).find("/".join(names))
    except O3Error:
        return
    assert content is None or (content, "/".join(names)) == (b"inside", "people/alice/note.md")


def test_notes_are_listed_for_people_and_circles(files: NotebookFiles, root: Path) -> None:
    """Every Markdown file in the folders of people and circles is listed, sorted, and no file from anywhere else."""
    paths = [
        "circles/guild/2026-11-27.md",
        "circles/guild/about.md",
        "people/alice/2026-11-20-2.md",
        "people/alice/2026-11-20.md",
        "people/Zoé/about.md",
        "people/李雷/about.md",
    ]
    for path in (*paths, "templates/o3.md", "people/README.md", "people/alice/old/x.md", "people/.trash/x.md", "x.md"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("")
    assert files.list_notes() == FileListing(tuple(sorted(paths)))
    assert files.list_folders("people") == ("Zoé", "alice", "李雷")
    assert files.list_files("templates", ".md") == FileListing(("templates/o3.md",))


def test_one_bad_name_hides_no_note(files: NotebookFiles, root: Path) -> None:
    """What is refused at any level is named in the listing, and all the rest is listed."""
    (root / NOTE).write_text("")
    os.mkfifo(root / "people/alice/pipe.md")
    (root / "people/bob").symlink_to("alice")
    (root / "circles").symlink_to("people")
    found = files.list_notes()
    assert found.paths == (NOTE,)
    assert [problem.path for problem in found.problems] == ["people/bob", "circles", "people/alice/pipe.md"]
    assert files.list_folders("people") == ("alice",)


# Writing


def test_a_new_file_is_its_owners_alone(files: NotebookFiles, root: Path) -> None:
    """It has the mode 0600, whatever the umask, its folders 0700, and nothing is beside it."""
    before = os.umask(0)
    try:
        with files.writing():
            files.create("people/bob/about.md", b"name: bob\n")
    finally:
        os.umask(before)
    assert (root / "people/bob/about.md").read_bytes() == b"name: bob\n"
    assert stat.S_IMODE((root / "people/bob/about.md").stat().st_mode) == 0o600
    assert stat.S_IMODE((root / "people/bob").stat().st_mode) == 0o700
    assert list_everything(root) == ["people/bob/about.md"]


def test_what_exists_is_not_created_again(files: NotebookFiles, root: Path) -> None:
    """A name that a file, a folder or a link to nowhere has is taken, and stays what it is."""
    (root / NOTE).write_bytes(b"the user's")
    (root / "people/alice/link.md").symlink_to("../../outside")
    with files.writing():
        for path in (NOTE, "people/alice", "people/alice/link.md"):
            with pytest.raises(ExistingFile) as caught:
                files.create(path, b"o3's")
            assert str(caught.value) == f"{path}: exists already"
    assert (root / NOTE).read_bytes() == b"the user's"
    assert list_everything(root) == [NOTE, "people/alice/link.md"]


@given(st.binary(max_size=2000), st.binary(max_size=2000))
def test_what_is_written_is_read(first: bytes, second: bytes) -> None:
    """Any bytes that are created or put in the place of others are read again the same."""
    with memory_folder() as folder:
        files = open_files(folder)
        with files.writing():
            files.create(NOTE, first)
            assert files.read(NOTE) == first
            files.replace(NOTE, second, first)
            assert files.read(NOTE) == second
            files.remove(NOTE, second)
        assert list_everything(folder) == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_replaced_file_keeps_its_permissions(mode: int, files: NotebookFiles, root: Path) -> None:
    """The owner's choice of who may read a note outlives o3's change of it."""
    (root / NOTE).write_bytes(b"old")
    (root / NOTE).chmod(mode)
    with files.writing():
        files.replace(NOTE, b"new", b"old")
    assert stat.S_IMODE((root / NOTE).stat().st_mode) == mode
    assert list_everything(root) == [NOTE]


@pytest.mark.parametrize("operation", ["replace", "remove"])
def test_what_was_edited_since_it_was_read_stays(operation: str, files: NotebookFiles, root: Path) -> None:
    """Where the file holds anything else than expected, it is left as it is and where it is."""
    (root / NOTE).write_bytes(b"the user's")
    before = (root / NOTE).stat()
    with files.writing(), pytest.raises(EditedMeanwhile) as caught:
        change(files, operation)
    assert str(caught.value) == f"{NOTE}: was changed by another program at the same moment"
    assert caught.value.hint == "nothing was overwritten: run the command again"
    assert (root / NOTE).read_bytes() == b"the user's"
    # Its inode would have changed with every renaming.
    assert (root / NOTE).stat().st_ctime_ns == before.st_ctime_ns
    assert list_everything(root) == [NOTE]


@linux
@pytest.mark.parametrize("operation", ["replace", "remove"])
def test_a_file_that_a_program_has_open_for_writing_stays(operation: str, files: NotebookFiles, root: Path) -> None:
    """What has been read and is being added to is left as it is: the next line lands in the note."""
    (root / NOTE).write_bytes(b"old")
    with (root / NOTE).open("ab") as other:
        with files.writing(), pytest.raises(EditedMeanwhile):
            change(files, operation)
        other.write(b" and a line")
    assert (root / NOTE).read_bytes() == b"old and a line"
    assert list_everything(root) == [NOTE]


def test_a_program_that_reads_stands_in_nobodys_way(files: NotebookFiles, root: Path) -> None:
    """`tail -f` on a note and a search in it are no reason to refuse."""
    (root / NOTE).write_bytes(b"old")
    with (root / NOTE).open("rb"), files.writing():
        files.replace(NOTE, b"new", b"old")
    assert (root / NOTE).read_bytes() == b"new"


def change(files: NotebookFiles, operation: str, path: str = NOTE) -> None:
    if operation == "replace":
        files.replace(path, b"new", b"old")
    else:
        files.remove(path, b"old")


@pytest.mark.parametrize("operation", ["replace", "remove"])
def test_a_protected_file_is_not_changed(operation: str, files: NotebookFiles, root: Path) -> None:
    """`chmod a-w` on a note holds, for root as well; the error says how to lift it."""
    (root / NOTE).write_bytes(b"old")
    (root / NOTE).chmod(0o440)
    with files.writing(), pytest.raises(ReadOnlyFile) as caught:
        change(files, operation)
    assert (str(caught.value), caught.value.hint) == (f"{NOTE}: is write-protected", "`chmod u+w` lets o3 change it")
    assert (root / NOTE).read_bytes() == b"old"


@pytest.mark.parametrize("operation", ["replace", "remove"])
def test_links_are_not_changed(operation: str, files: NotebookFiles, root: Path) -> None:
    """Neither a link nor a file with two names is written: what they stand for is not the notebook's alone."""
    (root / "outside").write_bytes(b"old")
    (root / "people/alice/link.md").symlink_to("../../outside")
    (root / NOTE).write_bytes(b"old")
    os.link(root / NOTE, root / "second")
    with files.writing():
        with pytest.raises(NotAFile):
            change(files, operation, "people/alice/link.md")
        with pytest.raises(HardLinkedFile) as caught:
            change(files, operation)
    assert str(caught.value) == f"{NOTE}: has a second name (a hard link), and o3 changes files with one name only"
    assert {(root / path).read_bytes() for path in ("outside", NOTE, "second")} == {b"old"}


@pytest.mark.parametrize("operation", ["replace", "remove"])
def test_what_is_not_there_is_not_changed(operation: str, files: NotebookFiles, root: Path) -> None:
    """A file that was deleted meanwhile is missed by its path, and its folder is not made again."""
    with files.writing():
        for path in (NOTE, "people/bob/about.md"):
            with pytest.raises(MissingFile) as caught:
                change(files, operation, path)
            assert caught.value.path == path
    assert not (root / "people/bob").exists()


def test_nothing_is_written_outside(files: NotebookFiles, root: Path) -> None:
    """Paths that lead out, into git's folder or through a linked folder are refused before anything is made."""
    (root.parent / "outside").mkdir()
    (root / "people/bob").symlink_to("../../outside")
    with files.writing():
        for path in ("../outside/x", "/tmp/x", ".git/hooks/post-commit", "people/alice/../../../outside/x"):
            with pytest.raises(OutsideNotebook):
                files.create(path, b"")
        with pytest.raises(NotAFolder):
            files.create("people/bob/x/about.md", b"")
    assert list((root.parent / "outside").iterdir()) == []
    assert [path.name for path in (root / ".git").iterdir()] == ["o3"]


def test_what_could_not_be_read_again_is_not_written(files: NotebookFiles, root: Path) -> None:
    """Content over the limit is refused, so that no note of o3's making is too large for o3."""
    too_large = bytes(8 * 2**20 + 1)
    (root / NOTE).write_bytes(b"old")
    with files.writing():
        with pytest.raises(OversizedFile):
            files.create("people/alice/new.md", too_large)
        with pytest.raises(OversizedFile):
            files.replace(NOTE, too_large, b"old")
        files.replace(NOTE, too_large[1:], b"old")
    assert files.read(NOTE) == too_large[1:]
    assert list_everything(root) == [NOTE]


# Disks


@contextmanager
def files_up_to(limit: int) -> Iterator[None]:
    """No file of this process grows beyond `limit` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_note_that_the_disk_does_not_take_changes_nothing(files: NotebookFiles, root: Path) -> None:
    """Where the write stops in the middle the old note is whole, and nothing is left beside it."""
    (root / NOTE).write_bytes(b"old")
    with files.writing(), files_up_to(4096):
        with pytest.raises(DiskError) as caught:
            files.replace(NOTE, b"new" * 5000, b"old")
        with pytest.raises(DiskError):
            files.create("people/alice/new.md", b"new" * 5000)
    assert caught.value.number == errno.EFBIG
    assert str(caught.value) == f"{NOTE}: cannot be written: the file would be larger than the system allows"
    assert (root / NOTE).read_bytes() == b"old"
    assert list_everything(root) == [NOTE]


MOUNTED = """
import sys
from pathlib import Path
from o3cli.adapters.files.notebook_files import NotebookFiles
from o3cli.errors.files import DiskError

files = NotebookFiles(Path(sys.argv[1]), lambda content: None)
try:
    with files.writing():
        old = files.read("people/alice/note.md")
        files.replace("people/alice/note.md", old + b"x" * 200_000, old)
except DiskError as error:
    print(error)
    print(error.hint)
print(files.read("people/alice/note.md") == old if "old" in globals() else "not read")
"""


FULL = """\
people/alice/note.md: cannot be written: the disk is full
make room on the disk; `o3 save` then records what was written before it was full
True
note.md
"""

READ_ONLY = """\
{root}/.git/o3/lock: cannot be written: the file system is read-only
None
not read
note.md
"""


@pytest.mark.parametrize(("remount", "answer"), [("true", FULL), ("mount -o remount,ro {root}", READ_ONLY)])
def test_a_disk_that_is_full_or_read_only_says_so(remount: str, answer: str, root: Path) -> None:
    """On a file system of 64 KiB, and on one that is mounted read-only, the error is one line and the note whole."""
    isolated = ["unshare", "--user", "--map-root-user", "--mount"]
    try:
        subprocess.run([*isolated, "mount", "-t", "tmpfs", "tmpfs", root], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this system lets its users mount nothing")
    script = (
        f"mount -t tmpfs -o size=64k tmpfs {root} && mkdir -p {root}/.git/o3 {root}/people/alice"
        f" && echo whole > {root}/people/alice/note.md && {remount.format(root=root)}"
        f' && "$0" -c "$1" {root} && ls -A {root}/people/alice'
    )
    result = subprocess.run(
        [*isolated, "sh", "-c", script, sys.executable, MOUNTED], capture_output=True, text=True, check=True
    )
    assert result.stdout == answer.format(root=root)


def test_a_folder_that_may_not_be_written_says_so(root: Path) -> None:
    """Without permission on the folder nothing is changed, and the system's word is in the error."""
    (root / NOTE).write_bytes(b"old")
    with ordinary_user(root) as notebook:
        files = open_files(notebook)
        (notebook / "people/alice").chmod(0o500)
        with files.writing():
            for work in (
                lambda: files.create("people/alice/new.md", b"new"),
                lambda: files.replace(NOTE, b"new", b"old"),
                lambda: files.remove(NOTE, b"old"),
            ):
                with pytest.raises(DiskError) as caught:
                    work()
                assert caught.value.reason == "cannot be written: permission denied"
                assert caught.value.hint is None
    assert (root / NOTE).read_bytes() == b"old"
    assert list_everything(root) == [NOTE]


def test_a_disk_error_without_a_number_has_words() -> None:
    """Errors that the system numbers otherwise, or not at all, are one line as well."""
    assert DiskError("x", errno.ESTALE).reason == f"cannot be written: {os.strerror(errno.ESTALE).lower()}"
    assert DiskError("x", None).reason == "cannot be written: the disk failed"


# Turns


def test_writing_has_its_turn(files: NotebookFiles, root: Path) -> None:
    """Writing without the lock, or taking it twice, is a mistake of o3's own and not an error of the user's."""
    for work in (
        lambda: files.create(NOTE, b""),
        lambda: files.replace(NOTE, b"", b""),
        lambda: files.remove(NOTE, b""),
    ):
        with pytest.raises(RuntimeError):
            work()
    with files.writing(), pytest.raises(RuntimeError), files.writing():
        pass
    with pytest.raises(ZeroDivisionError), files.writing():
        raise ZeroDivisionError
    with pytest.raises(RuntimeError):
        files.create(NOTE, b"")
    with files.writing():
        files.create(NOTE, b"")


def test_a_turn_begins_with_a_sweep(root: Path) -> None:
    """What a dead process left is kept and gone before anything is written."""
    left = root / "people/alice" / f".o3-{os.getpid()}-ab.tmp"
    left.write_bytes(b"words")
    kept: list[bytes] = []
    with NotebookFiles(root, kept.append).writing():
        assert not left.exists()
    assert kept == [b"words"]


def test_eight_writers_lose_no_line(root: Path) -> None:
    """Eight processes that add lines to one note, each in its turn, leave every line in it."""
    (root / NOTE).write_bytes(b"")
    count = size(8, 250)
    writers = [start(root, "append", NOTE, f"writer {number}", count) for number in range(8)]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    lines = (root / NOTE).read_text().splitlines()
    assert sorted(lines) == sorted(f"writer {writer} {number}" for writer in range(8) for number in range(count))
    assert list_everything(root) == [NOTE]


def test_a_killed_writer_leaves_a_whole_note(root: Path) -> None:
    """Killed at any moment of a stream of replacements, o3 leaves one version, whole; the next turn clears up."""
    rounds = size(20, 1000)
    moments = random.Random(20261120)
    (root / NOTE).write_bytes(make_version(0))
    left = 0
    for _ in range(rounds):
        with start_and_wait(root, "replace", NOTE) as writer:
            time.sleep(moments.uniform(0, 0.03))
            writer.kill()
        found = (root / NOTE).read_bytes()
        number = int(found.split(b"\n", 1)[0].removeprefix(b"version "))
        assert found == make_version(number)
        left += len(list_everything(root)) - 1
        with NotebookFiles(root, lambda content: None).writing():
            assert list_everything(root) == [NOTE]
    # Otherwise the kills came between the replacements, and this proves nothing.
    assert left > 0


@pytest.mark.parametrize("style", ["rename", pytest.param("in place", marks=linux)])
def test_an_editor_that_saves_again_and_again_loses_nothing(style: str, root: Path) -> None:
    """While o3 adds lines without a pause, what an editor has saved stands in the note until it saves again."""
    (root / NOTE).write_bytes(b"")
    with start_and_wait(root, "append without pause", NOTE) as adder:
        editor = start(root, "save", NOTE, style, size(40, 3000))
        output, _ = editor.communicate()
        assert adder.poll() is None
        adder.kill()
    assert output == "ready\nwords stood, and additions were seen\n"


def test_the_platforms_call_is_loaded_when_it_is_needed(root: Path) -> None:
    """Reading, and everything else but a replacement, does without ctypes, which takes long to load."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from o3cli.adapters.files.notebook_files import NotebookFiles\n"
        "files = NotebookFiles(Path(sys.argv[1]), lambda content: None)\n"
        "with files.writing():\n"
        "    files.create('x', b'1')\n"
        "    files.list_notes(), files.read('x')\n"
        "    print('ctypes' in sys.modules)\n"
        "    files.replace('x', b'2', b'1')\n"
        "    print('ctypes' in sys.modules)\n"
    )
    result = subprocess.run([sys.executable, "-c", code, root], capture_output=True, text=True, check=True)
    assert result.stdout == "False\nTrue\n"
