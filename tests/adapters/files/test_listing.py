import os
import socket
from pathlib import Path

from o3cli.adapters.files.listing import list_files, list_folders
from o3cli.domain.file_listing import FileListing
from o3cli.errors import Problem
from tests.adapters.ordinary_user import ordinary_user


def make_files(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("")


def test_files_are_sorted_and_end_as_asked(tmp_path: Path) -> None:
    """The regular files of one folder are listed by name; other endings and folders below are not its notes."""
    make_files(tmp_path, "people/alice/b.md", "people/alice/a.md", "people/alice/photo.png", "people/alice/old/c.md")
    assert list_files(tmp_path, "people/alice", ".md") == FileListing(("people/alice/a.md", "people/alice/b.md"))


def test_what_is_no_regular_file_is_refused_by_name(tmp_path: Path) -> None:
    """A link, dangling or not, a folder, a pipe and a socket called like notes are named, and the others listed."""
    make_files(tmp_path, "people/alice/good.md", "secret.md", "people/alice/folder.md/x")
    folder = tmp_path / "people/alice"
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "nowhere.md").symlink_to("nothing")
    os.mkfifo(folder / "pipe.md")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as endpoint:
        here = Path.cwd()
        # The name of a socket is short.
        os.chdir(folder)
        endpoint.bind("socket.md")
        os.chdir(here)
    found = list_files(tmp_path, "people/alice", ".md")
    assert found.paths == ("people/alice/good.md",)
    assert {problem.path: problem.message for problem in found.problems} == {
        "people/alice/link.md": "is a link, and o3 opens regular files only",
        "people/alice/nowhere.md": "is a link, and o3 opens regular files only",
        "people/alice/folder.md": "is a folder, and o3 opens regular files only",
        "people/alice/pipe.md": "is a pipe, a socket or a device, and o3 opens regular files only",
        "people/alice/socket.md": "is a pipe, a socket or a device, and o3 opens regular files only",
    }


def test_dot_files_are_passed_over(tmp_path: Path) -> None:
    """Emacs's lock `.#note.md`, a link to nowhere, and other programs' files are no notes and no problem."""
    make_files(tmp_path, "people/alice/a.md", "people/alice/.a.md", "people/alice/.o3-1-ab.tmp")
    (tmp_path / "people/alice/.#a.md").symlink_to("alice@host.1234")
    assert list_files(tmp_path, "people/alice", ".md") == FileListing(("people/alice/a.md",))


def test_folders_are_real_ones(tmp_path: Path) -> None:
    """Real folders are listed; a linked one is named, files and dot folders are passed over."""
    make_files(tmp_path, "people/bob/x", "people/alice/x", "people/README.md", "people/.trash/x", "elsewhere/x")
    (tmp_path / "people/carol").symlink_to(tmp_path / "elsewhere")
    assert list_folders(tmp_path, "people") == FileListing(
        ("people/alice", "people/bob"),
        (Problem("people/carol", None, "is a link, and o3 enters real folders only"),),
    )


def test_a_folder_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    """A new notebook has no `people` yet: nothing is listed and nothing is wrong."""
    assert list_folders(tmp_path, "people") == FileListing(())
    assert list_files(tmp_path, "people/alice", ".md") == FileListing(())


def test_a_linked_or_replaced_folder_is_a_problem(tmp_path: Path) -> None:
    """A folder that is a link, or a file in its place, is named."""
    make_files(tmp_path, "elsewhere/alice/a.md", "circles")
    (tmp_path / "people").symlink_to("elsewhere")
    assert list_folders(tmp_path, "people").problems == (
        Problem("people", None, "is a link, and o3 enters real folders only"),
    )
    assert list_folders(tmp_path, "circles").problems == (
        Problem("circles", None, "is a file, and o3 enters real folders only"),
    )
    assert list_files(tmp_path, "people/alice", ".md") == FileListing(
        (), (Problem("people", None, "is a link, and o3 enters real folders only"),)
    )


def test_an_unreadable_folder_is_a_problem(tmp_path: Path) -> None:
    """A folder that its reader may not open is named with the system's reason."""
    make_files(tmp_path, "people/alice/a.md")
    (tmp_path / "people/alice").chmod(0o000)
    with ordinary_user(tmp_path) as root:
        found = list_files(root, "people/alice", ".md")
    assert found == FileListing((), (Problem("people/alice", None, "cannot be read: permission denied"),))


def test_names_that_are_not_utf_8_are_listed(tmp_path: Path) -> None:
    """A name in another encoding stands for its file all the same, as Python's `os` spells it."""
    (tmp_path / "people").mkdir()
    (tmp_path / os.fsdecode(b"people/caf\xe9.md")).write_text("")
    assert list_files(tmp_path, "people", ".md").paths == ("people/caf\udce9.md",)
