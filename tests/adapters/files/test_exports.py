"""Files that leave the notebook on purpose."""

import stat
from pathlib import Path

import pytest

from o3cli.adapters.files.exports import ExportedFiles
from o3cli.errors.files import DiskError, NotAFile


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """Relative to where one stands, `~` is home, missing folders are made; nothing else is left beside it."""
    exports = ExportedFiles(tmp_path / "here", tmp_path / "home")
    assert exports.put("o3.ics", b"one")
    assert exports.put("~/calendars/o3.ics", b"two")
    file = tmp_path / "home" / "calendars" / "o3.ics"
    assert (tmp_path / "here" / "o3.ics").read_bytes() == b"one"
    assert file.read_bytes() == b"two"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["o3.ics"]


def test_the_same_content_is_not_written_again(tmp_path: Path) -> None:
    """Programs that watch the file have nothing to do."""
    exports = ExportedFiles(tmp_path, tmp_path)
    assert exports.put("o3.ics", b"one")
    before = (tmp_path / "o3.ics").stat()
    assert not exports.put("o3.ics", b"one")
    assert (tmp_path / "o3.ics").stat() == before
    assert exports.put("o3.ics", b"two")
    assert (tmp_path / "o3.ics").read_bytes() == b"two"


def test_a_link_is_followed(tmp_path: Path) -> None:
    """Whoever links the file has it elsewhere on purpose."""
    (tmp_path / "o3.ics").symlink_to(tmp_path / "public.ics")
    ExportedFiles(tmp_path, tmp_path).put("o3.ics", b"one")
    assert (tmp_path / "o3.ics").is_symlink()
    assert (tmp_path / "public.ics").read_bytes() == b"one"


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A folder in the file's place, or a file in the folder's."""
    exports = ExportedFiles(tmp_path, tmp_path)
    (tmp_path / "o3.ics").mkdir()
    with pytest.raises(NotAFile):
        exports.put("o3.ics", b"one")
    (tmp_path / "file").touch()
    with pytest.raises(DiskError):
        exports.put("file/o3.ics", b"one")
