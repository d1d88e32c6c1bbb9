"""`o3 init`: a notebook made on purpose, as a user sees it."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from tests.desk import Desk

SETTINGS = """\
# The settings of this notebook. To change one, take away its `#`.
"""


def test_it_makes_a_private_folder_with_a_history(desk: Desk) -> None:
    """`~/o3`, for its owner alone, a git repository with one commit, and settings that say what can be set."""
    answer = desk.o3("init")
    assert (answer.exit_code, answer.out) == (0, "")
    assert answer.err == f"Notebook made in {desk.notebook}: private, a git repository of its own\n"
    assert stat.S_IMODE(desk.notebook.stat().st_mode) == 0o700
    assert stat.S_IMODE((desk.notebook / "o3.toml").stat().st_mode) == 0o600
    assert desk.history() == ["notebook: made"]
    assert desk.is_clean()
    settings = desk.read("o3.toml")
    assert settings.startswith(SETTINGS)
    assert [line for line in settings.splitlines() if line and not line.startswith("#")] == []
    for key in ("language", "time_zone", "kind", "git.auto"):
        assert f"\n# {key} = " in settings


def test_again_it_changes_nothing(used: Desk) -> None:
    """Where a notebook is already, it says so, with exit 0."""
    answer = used.o3("init")
    assert (answer.exit_code, answer.out) == (0, "")
    assert answer.err == f"There is a notebook in {used.notebook} already; `o3.toml` there has its settings\n"
    assert used.history() == ["4 files saved", "notebook: made"]


def test_another_folder_is_found_from_then_on(desk: Desk) -> None:
    """A notebook that was made elsewhere is the user's own, in whatever folder they are."""
    answer = desk.o3("init", "work/notes", "--lang", "fr")
    root = desk.home / "work" / "notes"
    assert answer.err == (
        f"Notebook made in {root}: private, a git repository of its own\n"
        "It is your notebook from now on, in whatever folder you are\n"
    )
    assert '\nlanguage = "fr"\n' in (root / "o3.toml").read_text()
    assert desk.o3("new", "alice", "--no-edit").out == f"{root}/people/alice/2026-11-20.md\n"
    assert not desk.notebook.exists()


def test_a_second_notebook_does_not_take_over(used: Desk) -> None:
    """Where there is a notebook in its usual place, another one is found when it is named, or from within."""
    used.o3("init", "other")
    assert used.o3("--notebook", "other", "todo").err == "Nothing is open\n"
    assert len(used.o3("todo").lines) == 4
    used.cwd = used.home / "other"
    assert used.o3("todo").err == "Nothing is open\n"


def test_a_folder_with_files_becomes_a_notebook(desk: Desk) -> None:
    """Files that are there already stay as they are and are not recorded."""
    folder = desk.home / "mine"
    folder.mkdir()
    (folder / "recipe.txt").write_text("flour")
    assert desk.o3("init", str(folder)).exit_code == 0
    files = subprocess.run(["git", "-C", folder, "ls-files"], capture_output=True, text=True, check=True).stdout.split()
    assert files == ["o3.toml"]
    assert (folder / "recipe.txt").read_text() == "flour"


@pytest.mark.parametrize(
    ("environ", "language"),
    [({"LANG": "fr_FR.UTF-8"}, "fr"), ({"LC_ALL": "de_DE", "LANG": "fr_FR"}, "en"), ({"LANG": ""}, "en")],
)
def test_the_language_is_the_users(desk: Desk, environ: dict[str, str], language: str) -> None:
    """Without `--lang` a notebook speaks the language of the machine, where o3 knows it."""
    desk.environ.update(environ)
    desk.o3("new", "alice", "--no-edit")
    words = {"en": "# Alice · Friday 20 November 2026", "fr": "# Alice · vendredi 20 novembre 2026"}
    assert words[language] in desk.read("people/alice/2026-11-20.md")
    about = {"en": "## To remember", "fr": "## À ne pas oublier"}
    assert about[language] in desk.read("people/alice/about.md")


def test_an_unknown_language_is_wrong_usage(desk: Desk) -> None:
    """A language that o3 does not speak is named with those that it does, and nothing is made."""
    answer = desk.o3("init", "--lang", "de")
    assert (answer.exit_code, answer.err) == (2, "error: `--lang` is `de`, expected `en` or `fr`\n")
    assert not desk.notebook.exists()


def test_a_place_that_cannot_be_made_is_one_line(desk: Desk) -> None:
    """A file where the folder should be is an error, and no traceback."""
    (desk.home / "file").write_text("")
    answer = desk.o3("init", "file")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1


def test_the_umask_does_not_open_it(desk: Desk, tmp_path: Path) -> None:
    """Whatever the user's umask, a process of o3's makes files for the owner alone."""
    before = os.umask(0)
    try:
        assert desk.run_process("new", "alice").returncode == 0
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in desk.notebook.rglob("*") if ".git" not in path.parts}
    assert modes == {0}


def test_the_fallback_identity_is_said_once(desk: Desk) -> None:
    """Where git knows no name, history says `o3`, and the user hears of it when the notebook is made."""
    for name in ("AUTHOR", "COMMITTER"):
        del desk.environ[f"GIT_{name}_NAME"], desk.environ[f"GIT_{name}_EMAIL"]
    answer = desk.o3("new", "alice", "--no-edit")
    assert answer.exit_code == 0
    assert answer.err.count("git does not know your name: history says `o3`") == 1
    assert desk.git("log", "--format=%an").split() == ["o3", "o3", "o3"]
    assert "git does not know" not in desk.o3("add", "alice", "x").err
