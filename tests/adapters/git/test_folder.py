import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from o3cli.adapters.git.folder import find_git_folder, get_common_folder, get_git_folder, make_private_folder
from o3cli.errors.files import DiskError, FailedRead
from o3cli.errors.history import NoHistory


def run_git(folder: Path, *arguments: str) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "alice",
        "GIT_AUTHOR_EMAIL": "alice@example.org",
        "GIT_COMMITTER_NAME": "alice",
        "GIT_COMMITTER_EMAIL": "alice@example.org",
    }
    subprocess.run(["git", "-C", folder, *arguments], env=environment, check=True, capture_output=True)


def test_a_repository_has_its_folder(tmp_path: Path) -> None:
    """`.git` is the git folder of a repository that git made there."""
    run_git(tmp_path, "init")
    assert find_git_folder(tmp_path) == tmp_path / ".git"


def test_a_linked_worktree_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """A worktree's `.git` is a file; the folder that it names is where git keeps that worktree's index."""
    main = tmp_path / "main"
    main.mkdir()
    run_git(main, "init")
    run_git(main, "commit", "--allow-empty", "-m", "first")
    run_git(main, "worktree", "add", "../linked")
    found = find_git_folder(tmp_path / "linked")
    assert found is not None
    assert (found / "HEAD").is_file()
    assert found.resolve() == (main / ".git/worktrees/linked").resolve()


def test_a_relative_pointer_starts_at_the_notebook(tmp_path: Path) -> None:
    """A submodule's `.git` names its folder relative to itself."""
    run_git(tmp_path, "init", "--separate-git-dir", "elsewhere", "notebook")
    (tmp_path / "notebook/.git").write_text("gitdir: ../elsewhere\n")
    found = find_git_folder(tmp_path / "notebook")
    assert found is not None
    assert (found / "HEAD").samefile(tmp_path / "elsewhere/HEAD")


@pytest.mark.parametrize("make", [Path, os.mkfifo, lambda path: path.write_text("not a pointer")])
def test_without_a_repository_there_is_no_folder(make: Callable[[Path], object], tmp_path: Path) -> None:
    """A plain folder has no git folder, nor has one whose `.git` is nothing of git's; a pipe is not waited for."""
    make(tmp_path / ".git")
    assert find_git_folder(tmp_path) is None


def test_a_repository_around_the_notebook_is_named_and_not_taken(tmp_path: Path) -> None:
    """A folder inside somebody's repository has no history of its own, whatever lies empty in it."""
    run_git(tmp_path, "init")
    inner = tmp_path / "notes/o3"
    (inner / ".git").mkdir(parents=True)
    with pytest.raises(NoHistory) as caught:
        get_git_folder(inner)
    assert caught.value.around == str(tmp_path)


def test_a_pointer_that_cannot_be_followed_is_an_error(tmp_path: Path) -> None:
    """A `.git` whose target the system refuses is not taken for no repository."""
    (tmp_path / ".git").write_text(f"gitdir: {'long' * 1000}\n")
    with pytest.raises(FailedRead):
        get_git_folder(tmp_path)


def test_worktrees_share_a_folder(tmp_path: Path) -> None:
    """The branches of a linked worktree are where those of the main one are."""
    main = tmp_path / "main"
    main.mkdir()
    run_git(main, "init")
    run_git(main, "commit", "--allow-empty", "-m", "first")
    run_git(main, "worktree", "add", "../linked")
    assert get_common_folder(get_git_folder(tmp_path / "linked")).resolve() == (main / ".git").resolve()
    assert get_common_folder(get_git_folder(main)) == main / ".git"


def test_what_o3_keeps_in_gits_folder_is_private(tmp_path: Path) -> None:
    """The folder is made once, for the owner alone; where something else has its name, the error says so."""
    run_git(tmp_path, "init")
    folder = make_private_folder(tmp_path)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert make_private_folder(tmp_path) == folder
    folder.rmdir()
    folder.touch()
    with pytest.raises(DiskError) as caught:
        make_private_folder(tmp_path)
    assert caught.value.path == str(folder)
