import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.adapters.files.folders import (
    SIZE_LIMIT,
    _read_all,
    format_kind,
    opened_folder,
    parse_parts,
    read_file,
    sync_folder,
)
from o3cli.errors.files import NotAFile, NotAFolder, OutsideNotebook, OversizedFile


def test_a_path_is_its_names() -> None:
    """A path within the notebook is taken apart at its slashes; a name may have dots, blanks and accents."""
    assert parse_parts("people/Zoé 李/2026-11-20.md") == ["people", "Zoé 李", "2026-11-20.md"]
    assert parse_parts(".gitattributes") == [".gitattributes"]
    assert parse_parts("caf\udce9.md") == ["caf\udce9.md"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "people/../../secret",
        "..",
        "./people",
        "people//alice",
        "people/",
        ".git/hooks/pre-commit",
        "people/.GIT/config",
        "nul\0byte",
        "lone \ud800 surrogate",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    """Neither above the notebook, nor to the system's root, nor into git's own folder, nor where no file can be."""
    with pytest.raises(OutsideNotebook) as caught:
        parse_parts(path)
    assert caught.value.reason == "is not the path of a file in the notebook"


@given(st.text(alphabet=st.sampled_from("./a\0é\ud800Git"), max_size=12))
def test_whatever_is_accepted_stays_within(path: str) -> None:
    """A path that is accepted names the same place once it is normalized, below the folder that it starts from."""
    try:
        parts = parse_parts(path)
    except OutsideNotebook:
        return
    assert os.path.normpath("/notebook/" + path) == "/notebook/" + "/".join(parts)


def test_folders_are_entered_and_closed(tmp_path: Path) -> None:
    """The descriptor is the folder's, and none stays open."""
    (tmp_path / "people/alice").mkdir(parents=True)
    before = len(list(Path("/dev/fd").iterdir()))
    with opened_folder(tmp_path, ["people", "alice"]) as folder:
        assert os.path.samestat(os.fstat(folder), (tmp_path / "people/alice").stat())
    with pytest.raises(FileNotFoundError), opened_folder(tmp_path, ["people", "bob"]):
        pass
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_missing_folders_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    """Folders that o3 makes have the mode 0700; those that stand there keep theirs."""
    (tmp_path / "people").mkdir(mode=0o755)
    mode = (tmp_path / "people").stat().st_mode
    with opened_folder(tmp_path, ["people", "alice", "deep"], make=True):
        assert stat.S_IMODE((tmp_path / "people/alice").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "people/alice/deep").stat().st_mode) == 0o700
    assert (tmp_path / "people").stat().st_mode == mode


@pytest.mark.parametrize("make", [False, True])
def test_a_link_on_the_way_is_not_followed(make: bool, tmp_path: Path) -> None:
    """A linked folder is refused by its own path, whether it leads anywhere or not, and nothing is made behind it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "notebook/people").mkdir(parents=True)
    (tmp_path / "notebook/people/alice").symlink_to("../../outside")
    (tmp_path / "notebook/circles").symlink_to("nowhere")
    for parts, path in ((["people", "alice", "x"], "people/alice"), (["circles", "guild"], "circles")):
        with pytest.raises(NotAFolder) as caught, opened_folder(tmp_path / "notebook", parts, make=make):
            pass
        assert (caught.value.path, caught.value.found) == (path, "a link")
    assert list((tmp_path / "outside").iterdir()) == []


def test_the_notebook_itself_may_be_a_link(tmp_path: Path) -> None:
    """The root was named by its owner: a link there is followed."""
    (tmp_path / "real/people").mkdir(parents=True)
    (tmp_path / "notebook").symlink_to("real")
    with opened_folder(tmp_path / "notebook", ["people"]) as folder:
        assert os.path.samestat(os.fstat(folder), (tmp_path / "real/people").stat())


def read(folder: Path, name: str) -> bytes:
    with opened_folder(folder, []) as descriptor:
        return read_file(descriptor, name, name)[0]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe named like a note is refused at once, and whoever waits for a reader of it goes on waiting."""
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    opened = threading.Event()

    def write() -> None:
        with pipe.open("wb"):
            opened.set()

    writer = threading.Thread(target=write)
    writer.start()
    with pytest.raises(NotAFile) as caught:
        read(tmp_path, "pipe.md")
    assert caught.value.found == "a pipe"
    assert not opened.wait(0.05)
    with pipe.open("rb"):
        writer.join()


def test_links_and_folders_are_no_files(tmp_path: Path) -> None:
    """A link is refused as a link, wherever it leads, and a folder as a folder."""
    (tmp_path / "real.md").write_text("words")
    (tmp_path / "link.md").symlink_to("real.md")
    (tmp_path / "nowhere.md").symlink_to("nothing")
    (tmp_path / "folder.md").mkdir()
    for name, found in (("link.md", "a link"), ("nowhere.md", "a link"), ("folder.md", "a folder")):
        with pytest.raises(NotAFile) as caught:
            read(tmp_path, name)
        assert caught.value.found == found


def test_a_file_up_to_the_limit_is_read(tmp_path: Path) -> None:
    """8 MiB are read; one byte more is refused with its size, unread."""
    file = tmp_path / "large.md"
    with file.open("wb") as writer:
        writer.truncate(SIZE_LIMIT)
    assert len(read(tmp_path, "large.md")) == SIZE_LIMIT
    with file.open("wb") as writer:
        writer.truncate(50 * 2**20)
    with pytest.raises(OversizedFile) as caught:
        read(tmp_path, "large.md")
    assert str(caught.value) == "large.md: has 50.0 MiB, and o3 handles files of up to 8 MiB"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_file_that_says_nothing_of_its_size_is_read_to_its_end() -> None:
    """What a file has is what is read until its end, not what its size was: it may grow meanwhile."""
    assert read(Path("/proc/self"), "status").endswith(b"\n")
    assert (Path("/proc/self/status").stat().st_size) == 0


def test_a_file_that_grows_beyond_the_limit_is_given_up(tmp_path: Path) -> None:
    """A file that was empty when its size was asked for, and has no end, is refused as soon as it is over the limit."""
    file = tmp_path / "growing.md"
    with file.open("wb") as writer:
        writer.truncate(50 * 2**20)
    with file.open("rb") as reader, pytest.raises(OversizedFile) as caught:
        _read_all(reader.fileno(), 0, "growing.md")
    assert SIZE_LIMIT < caught.value.size <= SIZE_LIMIT + 2**20


def test_kinds_have_names() -> None:
    """Whatever a file system can hold has a word."""
    assert format_kind(Path("/dev/null").stat().st_mode) == "a device"
    assert format_kind(stat.S_IFSOCK) == "a socket"


def test_a_file_system_that_syncs_no_folders_will_do() -> None:
    """Where a folder is nothing that can be synced, that is no error; every other answer is."""
    reader, writer = os.pipe()
    os.close(writer)
    # Linux and macOS answer for a pipe what some network file systems answer for a folder.
    sync_folder(reader)
    os.close(reader)
    with pytest.raises(OSError, match="Bad file descriptor"):
        sync_folder(reader)
