"""Making the notebook's repository, and what differs from it."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from o3cli.adapters.git.history import GitHistory
from o3cli.adapters.git.repository import GitRepository
from o3cli.errors.files import DiskError
from o3cli.errors.history import DistrustedRepository, FailedGit, MissingGit, NoHistory
from tests.adapters.git_notebook import NOTE, GitNotebook, make_environ, make_notebook, record_first


@pytest.fixture
def notebook(tmp_path: Path) -> GitNotebook:
    return make_notebook(tmp_path)


def get_repository(notebook: GitNotebook) -> GitRepository:
    return GitRepository(notebook.root, notebook.environ)


def get_mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


def test_a_new_notebook_is_private_and_on_main(tmp_path: Path) -> None:
    """The folder, git's and o3's own are closed to others; the branch is `main`, whatever git is set to."""
    notebook = GitNotebook(tmp_path / "deep/er", make_environ(tmp_path / "home"))
    (notebook.home / ".gitconfig").write_text("[init]\ndefaultBranch = trunk\n")
    assert get_repository(notebook).make()
    assert [get_mode(notebook.root / name) for name in ("", ".git", ".git/o3")] == [0o700] * 3
    assert (notebook.root / ".git/HEAD").read_text() == "ref: refs/heads/main\n"
    notebook.history.check_ready()
    record_first(notebook)
    assert not get_repository(notebook).make()


def test_what_editors_leave_is_never_in_the_way(notebook: GitNotebook) -> None:
    """Swap, backup and temporary files of editors and of o3 are ignored; notes with like names are not."""
    get_repository(notebook).make()
    left = [".2026-11-20.md.swp", "2026-11-20.md~", "#2026-11-20.md#", ".#2026-11-20.md", "4913", ".2026-11-20.md.un~"]
    left += [".2026-11-20.md.kate-swp", "2026-11-20.md.save", ".DS_Store", ".o3-4711-00ff.tmp"]
    for name in left:
        notebook.write(f"people/alice/{name}", "left\n")
    notebook.write(NOTE, "note\n")
    assert get_repository(notebook).list_changed() == (NOTE,)


def test_what_the_owner_excludes_stays(notebook: GitNotebook) -> None:
    """Patterns are added once, behind the owner's own, on lines of their own."""
    place = notebook.root / ".git/info/exclude"
    place.write_text("# mine\n*~\nprivate")
    for _ in range(2):
        get_repository(notebook).make()
        lines = place.read_text().splitlines()
        assert lines[:3] == ["# mine", "*~", "private"]
        assert lines.count("*~") == lines.count(".o3-*.tmp") == 1
    shutil.rmtree(place.parent)
    get_repository(notebook).make()
    assert ".o3-*.tmp" in place.read_text()


def test_a_repository_that_is_there_is_kept(notebook: GitNotebook) -> None:
    """Branch, history and settings of an existing repository stay as they are; it gets what o3 needs."""
    notebook.run("checkout", "--quiet", "-b", "trunk")
    record_first(notebook)
    before = notebook.run("config", "--list", "--local"), notebook.list_log(), notebook.run("branch")
    assert not get_repository(notebook).make()
    assert (notebook.run("config", "--list", "--local"), notebook.list_log(), notebook.run("branch")) == before
    assert (notebook.root / ".git/o3").is_dir()


def test_a_folder_in_another_repository_gets_its_own(notebook: GitNotebook) -> None:
    """The repository around it is not touched."""
    inner = GitNotebook(notebook.root / "o3", notebook.environ)
    assert get_repository(inner).make()
    record_first(inner)
    assert notebook.run("ls-files") == ""
    assert not (notebook.root / ".git/o3").exists()


def test_a_linked_worktree_shares_its_patterns(notebook: GitNotebook) -> None:
    """Git reads `info/exclude` where the worktrees have it in common."""
    record_first(notebook)
    notebook.run("worktree", "add", "--quiet", "-b", "other", "../linked")
    linked = GitNotebook(notebook.root.parent / "linked", notebook.environ)
    assert not get_repository(linked).make()
    linked.write("people/alice/.note.md.swp", "left\n")
    assert get_repository(linked).list_changed() == ()


@pytest.mark.parametrize("name", ["~", "$HOME", "a b", "-x", "Zoé", "two\nlines"])
def test_a_folder_may_have_any_name(name: str, tmp_path: Path) -> None:
    """Nothing in the notebook's own name is expanded or taken for an option."""
    root = tmp_path / name
    environ = make_environ(tmp_path / "home")
    assert GitRepository(root, environ).make()
    (root / "note.md").write_text("one\n")
    assert GitRepository(root, environ).list_changed() == ("note.md",)
    assert GitHistory(root, environ).record(["note.md"], "note").commit
    assert GitRepository(root, environ).list_changed() == ()


def test_what_differs_is_listed(notebook: GitNotebook) -> None:
    """Changed, new, removed and staged files are; ignored ones and repositories inside the notebook are not."""
    for name in ("changed", "removed", "staged", "same"):
        notebook.write(name, "old\n")
    notebook.run("add", ".")
    notebook.run("commit", "--quiet", "--message=mine")
    notebook.write("changed", "new\n")
    (notebook.root / "removed").unlink()
    notebook.write("staged", "new\n")
    notebook.run("add", "staged")
    notebook.write(".gitignore", "ignored\n")
    notebook.write("ignored", "new\n")
    notebook.write("people/李雷/2026-11-20.md", "new\n")
    notebook.write("inner/file", "hers\n")
    notebook.run("init", "--quiet", "inner")
    expected = (".gitignore", "changed", "people/李雷/2026-11-20.md", "removed", "staged")
    assert get_repository(notebook).list_changed() == expected
    notebook.history.record(expected, "saved")
    assert get_repository(notebook).list_changed() == ()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have names in Unicode only")
def test_odd_names_are_listed_as_they_are(notebook: GitNotebook) -> None:
    """Neither quotes nor line breaks nor bytes that are no text get changed on the way."""
    notebook.run("config", "core.quotePath", "true")
    notebook.run("config", "status.relativePaths", "true")
    notebook.run("config", "status.renames", "true")
    paths = ['"quoted"', "two\nlines", " a ", "ends\n", "-rf", "Zoé", os.fsdecode(b"\xff"), "a -> b"]
    for path in paths:
        notebook.write(path, "one\n")
    assert get_repository(notebook).list_changed() == tuple(sorted(paths))
    notebook.history.record(paths, "saved")
    (notebook.root / "Zoé").rename(notebook.root / "Zoë")
    assert get_repository(notebook).list_changed() == ("Zoé", "Zoë")


def test_looking_changes_nothing(notebook: GitNotebook) -> None:
    """Reading never writes: the index stays as it was, byte for byte, and no program of the repository runs."""
    record_first(notebook)
    notebook.run("config", "core.fsmonitor", str(notebook.write_program("monitor", "touch $HOME/ran")))
    os.utime(notebook.root / NOTE, (1, 1))
    before = (notebook.root / ".git/index").read_bytes()
    assert get_repository(notebook).list_changed() == ()
    assert (notebook.root / ".git/index").read_bytes() == before
    assert not (notebook.home / "ran").exists()


def test_the_process_environment_is_as_before(notebook: GitNotebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of another repository do not mislead GitPython, and are there again afterwards."""
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/elsewhere/index")
    before = dict(os.environ)
    notebook.write(NOTE, "one\n")
    environ = notebook.environ | {"GIT_DIR": "/elsewhere"}
    assert GitRepository(notebook.root, environ).list_changed() == (NOTE,)
    assert GitRepository(notebook.root.parent / "new", environ).make()
    (notebook.root / ".git/index").write_text("damaged")
    with pytest.raises(FailedGit) as caught:
        GitRepository(notebook.root, environ).list_changed()
    assert caught.value.command == "status"
    assert dict(os.environ) == before


def test_without_a_repository_nothing_can_differ(notebook: GitNotebook) -> None:
    """A folder in another repository is not compared with that one."""
    inner = notebook.root / "o3"
    inner.mkdir()
    with pytest.raises(NoHistory):
        GitRepository(inner, notebook.environ).list_changed()


def test_a_repository_of_somebody_else_is_named(notebook: GitNotebook) -> None:
    """What git answers through GitPython is explained as it is elsewhere."""
    environ = notebook.environ | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    with pytest.raises(DistrustedRepository):
        GitRepository(notebook.root, environ).list_changed()


def test_without_git_the_error_says_so(notebook: GitNotebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether GitPython was loaded before, while there was a git, or is loaded now, which runs git."""
    repository = GitRepository(notebook.root, notebook.environ | {"PATH": str(notebook.home)})
    get_repository(notebook).list_changed()
    with pytest.raises(MissingGit):
        repository.list_changed()
    for name in [name for name in sys.modules if name == "git" or name.startswith("git.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingGit):
        repository.list_changed()


def test_a_place_that_cannot_be_made_is_an_error(notebook: GitNotebook) -> None:
    """A notebook cannot lie in a file, and its `.git` cannot point nowhere."""
    notebook.write("file", "one\n")
    with pytest.raises(DiskError):
        GitRepository(notebook.root / "file/o3", notebook.environ).make()
    (notebook.root / "o3").mkdir()
    notebook.write("o3/.git", "gitdir: nowhere\n")
    with pytest.raises(FailedGit) as caught:
        GitRepository(notebook.root / "o3", notebook.environ).make()
    assert caught.value.command == "init"
