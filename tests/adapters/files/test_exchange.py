import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from o3cli.adapters.files import exchange as exchange_module
from o3cli.adapters.files.exchange import exchange
from tests.adapters.system_calls import CAN_REFUSE, do_without


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "one").write_text("1")
    (tmp_path / "two").write_text("2")
    descriptor = os.open(tmp_path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def test_two_files_change_places(folder: int, tmp_path: Path) -> None:
    """Each name stands for the other's file afterwards, accents in names included."""
    (tmp_path / "one").rename(tmp_path / "Zoé")
    assert exchange(folder, "Zoé", "two")
    assert (tmp_path / "Zoé").read_text() == "2"
    assert (tmp_path / "two").read_text() == "1"


def test_a_missing_file_is_the_systems_error(folder: int, tmp_path: Path) -> None:
    """Where one of the two is missing nothing is moved."""
    with pytest.raises(FileNotFoundError):
        exchange(folder, "one", "three")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


@pytest.mark.skipif(not CAN_REFUSE, reason="needs seccomp(2) and a known processor")
def test_a_system_without_the_call_is_told_apart(folder: int, tmp_path: Path) -> None:
    """Where the kernel or the file system does not know the call, the answer is False and nothing is moved."""
    assert not do_without(["renameat2"], lambda: exchange(folder, "one", "two"))
    assert (tmp_path / "one").read_text() == "1"


def test_a_c_library_without_the_call_is_told_apart(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the library that Python runs on has no such function (musl before 1.2.5), the answer is False as well."""
    monkeypatch.setattr(exchange_module, "_CALL", "a function that no library has")
    assert not exchange(folder, "one", "two")
    assert (tmp_path / "one").read_text() == "1"
