"""Running git: its environment and its refusals."""

from __future__ import annotations

import errno
import json
import resource
import subprocess
from pathlib import Path

import pytest

from o3cli.adapters.git.history import GitHistory
from o3cli.adapters.git.process import NEEDED_VERSION, Git, Outcome, make_environment
from o3cli.errors.files import DiskError
from o3cli.errors.history import DistrustedRepository, FailedGit, MissingGit, OldGit, UnwritableHistory
from tests.adapters.git_notebook import NOTE, GitNotebook, make_notebook, record_first
from tests.adapters.ordinary_user import ordinary_user


@pytest.fixture
def notebook(tmp_path: Path) -> GitNotebook:
    return make_notebook(tmp_path)


@pytest.fixture
def git(notebook: GitNotebook) -> Git:
    return Git(notebook.root, notebook.environ)


def test_no_variable_turns_git_to_another_repository(notebook: GitNotebook) -> None:
    """All that this git counts among the variables of one repository is taken out; the rest of the owner's stays."""
    local = notebook.run("rev-parse", "--local-env-vars").split()
    assert "GIT_DIR" in local
    environment = make_environment(notebook.root, dict.fromkeys(local, "elsewhere") | {"GIT_AUTHOR_NAME": "Alice"})
    assert not set(local) & set(environment)
    assert environment["GIT_AUTHOR_NAME"] == "Alice"


def test_git_looks_for_no_repository_further_up(tmp_path: Path) -> None:
    """The ceiling is where the notebook really lies, whichever way leads there."""
    (tmp_path / "real/notebook").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real/notebook")
    environment = make_environment(tmp_path / "link", {"GIT_CEILING_DIRECTORIES": "/elsewhere"})
    assert environment["GIT_CEILING_DIRECTORIES"] == str(tmp_path.resolve() / "real")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LC_ALL": "fr_FR.UTF-8", "LC_CTYPE": "C"}, {"LC_CTYPE": "fr_FR.UTF-8", "LC_MESSAGES": "C"}),
        ({"LC_ALL": "", "LANG": "fr_FR.UTF-8"}, {"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "C"}),
        ({}, {"LC_MESSAGES": "C"}),
    ],
)
def test_git_speaks_english_and_keeps_the_encoding(environ: dict[str, str], expected: dict[str, str]) -> None:
    """`LC_ALL` would overrule both, and is split up."""
    environment = make_environment(Path("/notes"), environ)
    assert {name: value for name, value in environment.items() if name.startswith(("LC_", "LANG"))} == expected


def test_an_unknown_option_means_an_old_git(git: Git) -> None:
    """The error says which git is there and which is needed."""
    error = git.explain("commit", git.read("commit", "--o3"))
    assert isinstance(error, OldGit)
    assert error.found[0].isdigit()
    assert error.message == f"git is too old: found {error.found}, expected {NEEDED_VERSION} or newer"
    assert error.hint is None


def test_a_placeholder_for_git_is_no_git(notebook: GitNotebook) -> None:
    """macOS has a `git` that only says how to get one."""
    notebook.write_program("git", "echo xcode-select: note: No developer tools were found >&2; exit 1")
    with pytest.raises(MissingGit):
        GitHistory(notebook.root, notebook.environ | {"PATH": f"{notebook.home}:/usr/bin:/bin"}).check_ready()


def test_a_repository_of_somebody_else_is_named(notebook: GitNotebook) -> None:
    """Git does not open it; the hint is the command that says that it is trusted."""
    record_first(notebook)
    # Git's own switch for its tests of this.
    environ = notebook.environ | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    history = GitHistory(notebook.root, environ)
    for attempt in (history.check_ready, lambda: history.record([NOTE], "m"), lambda: history.find_recorded(NOTE)):
        with pytest.raises(DistrustedRepository) as caught:
            attempt()
        assert caught.value.message == f"git does not open `{notebook.root}`: the folder belongs to another user"
        assert caught.value.hint is not None
        assert "safe.directory" in caught.value.hint


def test_a_repository_without_a_format_is_good_enough(notebook: GitNotebook) -> None:
    """Git opens repositories whose settings say less than usual."""
    notebook.run("config", "--unset", "core.repositoryformatversion")
    notebook.run("config", "--unset", "core.bare")
    notebook.history.check_ready()


def test_settings_that_git_cannot_read_are_an_error(notebook: GitNotebook) -> None:
    """A typing mistake in a git config file is told before the editor opens."""
    (notebook.home / ".gitconfig").write_text("[user\n")
    with pytest.raises(FailedGit) as caught:
        notebook.history.check_ready()
    assert caught.value.command == "config"


@pytest.mark.parametrize(
    ("words", "number", "reason"),
    [
        ("error: unable to write file .git/objects/ab: No space left on device", errno.ENOSPC, "the disk is full"),
        ("fatal: unable to write new_index file: Disk quota exceeded", errno.EDQUOT, "the disk quota is used up"),
    ],
)
def test_a_full_disk_is_named(words: str, number: int, reason: str, git: Git) -> None:
    """Git's words for it become o3's own."""
    error = git.explain("commit", Outcome(128, b"", words))
    assert isinstance(error, UnwritableHistory)
    assert error.number == number
    assert error.message.endswith(reason)
    assert "next command" in error.hint


def test_what_git_is_given_has_no_name_on_disk(notebook: GitNotebook, git: Git) -> None:
    """Messages and paths lie in files that nobody can open, in git's own folder; nothing stays of them."""
    notebook.write_hook("pre-commit", "ls -A .git/o3 > .git/seen; stat -c %a .git/o3 >> .git/seen")
    record_first(notebook)
    assert (notebook.root / ".git/seen").read_text() == "700\n"
    assert list((notebook.root / ".git/o3").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_an_error(notebook: GitNotebook) -> None:
    """Where nothing can be handed to git, nothing is started."""
    (notebook.root / ".git/o3").mkdir(mode=0o500)
    try:
        with ordinary_user(notebook.root) as root, pytest.raises(DiskError) as caught:
            Git(root, notebook.environ).write("hash-object", "-w", "--stdin", given=b"old")
    finally:
        (notebook.root / ".git/o3").chmod(0o700)
    assert caught.value.message.endswith("cannot be written: permission denied")


def test_a_disk_that_fills_up_is_an_error(notebook: GitNotebook, git: Git) -> None:
    """What git should get does not fit: nothing is started, and nothing is left."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(DiskError) as caught:
            git.write("hash-object", "-w", "--stdin", given=b"x" * 1001)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.number == errno.EFBIG
    assert list((notebook.root / ".git/o3").iterdir()) == []


def test_what_is_recorded_is_on_the_disk(notebook: GitNotebook) -> None:
    """The disk confirms objects, index and branch, which git does not ask for by itself: a power cut costs nothing."""
    version = notebook.run("version").split()[2].split(".")
    if (int(version[0]), int(version[1])) < (2, 36):
        pytest.skip("git counts its syncs since 2.36")
    trace = notebook.home / "trace"
    notebook.write(NOTE, "one\n")
    GitHistory(notebook.root, notebook.environ | {"GIT_TRACE2_EVENT": str(trace)}).record([NOTE], "m")
    events = [json.loads(line) for line in trace.read_text().splitlines()]
    syncs = {event["sid"]: int(event["value"]) for event in events if event.get("key") == "fsync/hardware-flush"}
    commits = [event["sid"] for event in events if event["event"] == "start" and "commit" in event["argv"]]
    assert [syncs[commit] >= 3 for commit in commits] == [True]


def test_long_words_are_read_from_their_end(notebook: GitNotebook, git: Git) -> None:
    """Whatever a hook has to say before, what git says at the end is what counts."""
    notebook.write_hook("pre-commit", "yes words of a hook | head -c 3000000 >&2; exit 1")
    outcome = git.write("commit", "--allow-empty", "--message=m")
    assert outcome.failed
    assert len(outcome.words) == 65536


def test_a_folder_that_is_gone_is_not_a_missing_git(notebook: GitNotebook) -> None:
    """The two look alike to the system."""
    with pytest.raises(FileNotFoundError):
        Git(notebook.root / "gone", notebook.environ).read("version")


def test_a_bare_repository_is_named(notebook: GitNotebook) -> None:
    """A notebook has files, so its repository must not say that it has none."""
    notebook.run("config", "core.bare", "TRUE")
    with pytest.raises(Exception, match="bare") as caught:
        notebook.history.check_ready()
    command = caught.value.hint.split("`")[1]
    subprocess.run(["sh", "-c", command], env=notebook.environ, check=True)
    notebook.history.check_ready()
