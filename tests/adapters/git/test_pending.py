"""The lists of what is still to be recorded."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o3cli.adapters.git.pending import OPENED, PENDING, PendingFiles
from o3cli.errors.files import DiskError, FailedRead
from o3cli.errors.history import NoHistory
from tests.adapters.git_notebook import NOTE, make_notebook
from tests.adapters.ordinary_user import ordinary_user

ABOUT = "people/alice/about.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_notebook(tmp_path).root


def get_place(root: Path) -> Path:
    return root / ".git/o3/pending"


def test_the_list_is_private(root: Path) -> None:
    """Nobody else may read whom the owner meets."""
    PendingFiles(root, PENDING).add([NOTE])
    assert stat.S_IMODE(get_place(root).stat().st_mode) == 0o600
    assert stat.S_IMODE(get_place(root).parent.stat().st_mode) == 0o700
    assert [place.name for place in get_place(root).parent.iterdir()] == ["pending"]


def test_two_lists_are_apart(root: Path) -> None:
    """What an editor may still write in is one thing, what o3 has written another."""
    PendingFiles(root, PENDING).add([NOTE])
    PendingFiles(root, OPENED).add([ABOUT])
    assert PendingFiles(root, PENDING).list() == (NOTE,)
    assert PendingFiles(root, OPENED).list() == (ABOUT,)


def test_an_empty_list_is_no_file(root: Path) -> None:
    """When everything is recorded, nothing is left behind."""
    pending = PendingFiles(root, PENDING)
    pending.remove([NOTE])
    pending.add([NOTE, ABOUT])
    pending.remove([ABOUT, NOTE, "people/bob/about.md"])
    assert not get_place(root).exists()
    assert pending.list() == ()
    assert pending.find_begin() is None


def test_the_list_remembers_its_begin(root: Path) -> None:
    """What comes and goes later does not change when the oldest was put there."""
    pending = PendingFiles(root, PENDING)
    pending.add([NOTE])
    begin = time.time_ns() - 10**12
    os.utime(get_place(root), ns=(begin, begin))
    pending.add([ABOUT])
    assert pending.find_begin() == begin
    pending.remove([NOTE])
    assert pending.find_begin() == begin
    pending.remove([ABOUT])
    pending.add([ABOUT])
    found = pending.find_begin()
    assert found is not None
    assert found > begin


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"people/alice/20",
        b"\0\0\0",
        b"/etc/passwd\0",
        b"../outside.md\0",
        b"people/../../outside.md\0",
        b".git/config\0",
        b"people/.GIT/config\0",
    ],
)
def test_a_damaged_list_names_nothing_outside(content: bytes, root: Path) -> None:
    """Half a path, an empty one, and one that leads out of the notebook or into git's folder are passed over."""
    get_place(root).parent.mkdir()
    get_place(root).write_bytes(content)
    assert PendingFiles(root, PENDING).list() == ()
    get_place(root).write_bytes(ABOUT.encode() + b"\0" + content)
    assert PendingFiles(root, PENDING).list() == (ABOUT,)
    PendingFiles(root, PENDING).add([NOTE])
    assert PendingFiles(root, PENDING).list() == (NOTE, ABOUT)


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=80))
def test_any_bytes_are_survived(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever stands in the file, the list can be read, added to and emptied."""
    root = tmp_path_factory.mktemp("damaged")
    (root / ".git/o3").mkdir(parents=True)
    (root / ".git/HEAD").touch()
    get_place(root).write_bytes(content)
    pending = PendingFiles(root, PENDING)
    before = pending.list()
    pending.add([NOTE])
    assert set(pending.list()) == {*before, NOTE}
    pending.remove(pending.list())
    assert pending.list() == ()


def test_without_a_repository_nothing_is_pending(tmp_path: Path) -> None:
    """Reading finds nothing; remembering says that there is no place for it."""
    assert PendingFiles(tmp_path, PENDING).list() == ()
    with pytest.raises(NoHistory):
        PendingFiles(tmp_path, PENDING).add([NOTE])


def test_a_list_that_cannot_be_read_is_an_error(root: Path) -> None:
    """It is not taken for an empty one."""
    get_place(root).mkdir(parents=True)
    with pytest.raises(FailedRead) as caught:
        PendingFiles(root, PENDING).list()
    assert "cannot be read" in caught.value.message


def test_a_list_that_cannot_be_written_is_an_error(root: Path) -> None:
    """Who goes on to write a note can rely on the list; the old one is whole."""
    pending = PendingFiles(root, PENDING)
    pending.add([ABOUT])
    get_place(root).parent.chmod(0o500)
    try:
        with ordinary_user(root) as folder, pytest.raises(DiskError) as caught:
            PendingFiles(folder, PENDING).add([NOTE])
    finally:
        get_place(root).parent.chmod(0o700)
    assert "permission denied" in caught.value.message
    assert pending.list() == (ABOUT,)
