"""Git's lock files: whose they are."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from o3cli.adapters.git.locks import clear_locks, has_owner
from o3cli.errors.history import LockHeld
from tests.adapters.git_notebook import NOTE, GitNotebook, make_notebook, record_first
from tests.adapters.ordinary_user import ordinary_user

BRANCH = "refs/heads/main"
LONG_AGO = 1_000_000_000

shows_processes = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at processes through /proc")


@pytest.fixture
def notebook(tmp_path: Path) -> GitNotebook:
    notebook = make_notebook(tmp_path)
    record_first(notebook)
    return notebook


def clear(notebook: GitNotebook, begin: int | None = None) -> None:
    clear_locks(notebook.root, notebook.root / ".git", BRANCH, begin)


def make_lock(notebook: GitNotebook, name: str = "index.lock", seconds_ago: float = 250) -> Path:
    lock = notebook.root / ".git" / name
    lock.touch()
    then = time.time() - seconds_ago
    os.utime(lock, (then, then))
    return lock


@contextmanager
def running(code: str, *arguments: object, cwd: Path | None = None) -> Iterator[None]:
    """A Python process that has said that it is ready, until the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"{code}; print(flush=True); input()", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=cwd,
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.communicate(b"\n")


def test_without_a_lock_there_is_nothing_to_wait_for(notebook: GitNotebook) -> None:
    """Free is free, whether or not something is left to record."""
    clear(notebook)
    clear(notebook, begin=0)


def test_a_short_lock_is_waited_for(notebook: GitNotebook) -> None:
    """An editor's own git is let finish."""
    lock = make_lock(notebook, seconds_ago=0)
    timer = threading.Timer(0.2, lock.unlink)
    timer.start()
    clear(notebook)
    timer.join()


def test_a_lock_that_comes_again_and_again_is_not_waited_for_for_ever(notebook: GitNotebook) -> None:
    """A lock that is always new, or of a clock that goes ahead, ends the wait as an old one does."""
    lock = make_lock(notebook, seconds_ago=-3600)
    with pytest.raises(LockHeld) as caught:
        clear(notebook)
    assert caught.value.message.endswith(f"`{lock}` for 0 s")


@pytest.mark.parametrize(
    ("seconds", "words"), [(40, "40 s"), (119, "119 s"), (120, "2 min"), (7300, "2 h"), (200_000, "2 days")]
)
def test_a_locks_age_is_told_in_words(seconds: float, words: str) -> None:
    """The age comes in the unit that says most."""
    assert LockHeld("/notes", "/notes/.git/index.lock", seconds).message.endswith(f" for {words}")


@shows_processes
@pytest.mark.parametrize(
    "name", ["index.lock", "HEAD.lock", "refs/heads/main.lock", "next-index-1.lock", "objects/maintenance.lock"]
)
def test_what_a_dead_git_of_ours_left_goes(name: str, notebook: GitNotebook) -> None:
    """A lock younger than the unrecorded work, and of nobody who lives, is taken away."""
    lock = make_lock(notebook, name)
    clear(notebook, begin=LONG_AGO)
    assert not lock.exists()


@shows_processes
def test_an_older_lock_is_not_ours(notebook: GitNotebook) -> None:
    """A lock that was there before o3 began is somebody else's, dead or alive."""
    lock = make_lock(notebook)
    idle = make_lock(notebook, "next-index-1.lock")
    with pytest.raises(LockHeld):
        clear(notebook, begin=time.time_ns())
    assert lock.exists()
    assert idle.exists()


@shows_processes
def test_an_open_lock_has_an_owner(notebook: GitNotebook) -> None:
    """Whoever has the lock open owns it, git or not, wherever it stands."""
    lock = make_lock(notebook)
    with running("import sys; file = open(sys.argv[1])", lock), pytest.raises(LockHeld):
        clear(notebook, begin=LONG_AGO)
    clear(notebook, begin=LONG_AGO)
    assert not lock.exists()


@shows_processes
def test_a_git_that_waits_for_a_hook_owns_its_lock(notebook: GitNotebook) -> None:
    """The owner's own `git commit`, in another terminal, has its lock closed while a hook runs: it is left alone."""
    hook = "touch .git/begun; for try in $(seq 200); do test -e .git/answer && exit; sleep 0.05; done; exit 1"
    notebook.write_hook("pre-commit", hook)
    notebook.write(NOTE, "second\n")
    process = subprocess.Popen(
        ["git", "commit", "--all", "--message=mine"], cwd=notebook.root, env=notebook.environ, stdout=subprocess.DEVNULL
    )
    while not (notebook.root / ".git/begun").exists():
        time.sleep(0.01)
    lock = notebook.root / ".git/index.lock"
    assert lock.exists()
    assert has_owner(lock, notebook.root, notebook.root / ".git")
    with pytest.raises(LockHeld):
        clear(notebook, begin=LONG_AGO)
    (notebook.root / ".git/answer").touch()
    assert process.wait() == 0
    assert notebook.list_log()[0] == "mine"


@shows_processes
@pytest.mark.parametrize("how", ["--git-dir", "GIT_DIR"])
def test_a_git_that_was_told_of_the_notebook_may_own_its_lock(how: str, notebook: GitNotebook) -> None:
    """A git that stands elsewhere can work on a notebook too."""
    folder = str(notebook.root / ".git")
    lock = make_lock(notebook)
    environ = notebook.environ | ({"GIT_DIR": folder} if how == "GIT_DIR" else {})
    options = [f"--git-dir={folder}"] if how == "--git-dir" else []
    process = subprocess.Popen(
        ["git", *options, "cat-file", "--batch"],
        cwd=notebook.home,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        # Its answer shows that it is git by now.
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"nothing\n")
        process.stdin.flush()
        process.stdout.readline()
        assert has_owner(lock, notebook.root, notebook.root / ".git")
        process.communicate()
    assert not has_owner(lock, notebook.root, notebook.root / ".git")


@shows_processes
def test_a_git_elsewhere_owns_nothing_here(notebook: GitNotebook) -> None:
    """Another repository's git does not keep a dead lock alive."""
    lock = make_lock(notebook)
    other = notebook.home / "other"
    subprocess.run(["git", "init", "--quiet", other], check=True, env=notebook.environ)
    process = subprocess.Popen(
        ["git", "cat-file", "--batch"], cwd=other, env=notebook.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert not has_owner(lock, notebook.root, notebook.root / ".git")
        process.communicate()


def make_process(folder: Path, name: str, state: str = "S") -> Path:
    """A process as /proc shows it, with nothing open."""
    (folder / "self/fd").mkdir(parents=True)
    process = folder / "4711"
    (process / "fd").mkdir(parents=True)
    (process / "stat").write_text(f"4711 ({name}) {state} 1 4711 4711 0\n")
    return process


def ask(processes: Path) -> bool:
    lock = processes / "index.lock"
    lock.touch()
    return has_owner(lock, Path("/notes"), Path("/notes/.git"), processes)


def test_where_processes_do_not_show_every_lock_has_an_owner(tmp_path: Path) -> None:
    """Nothing is taken away on a guess."""
    assert ask(tmp_path)


@pytest.mark.parametrize("end", [lambda process: (process / "stat").unlink(), lambda process: (process / "fd").rmdir()])
def test_a_process_that_ends_during_the_look_owns_nothing(end: Callable[[Path], None], tmp_path: Path) -> None:
    """It takes its claim along."""
    end(make_process(tmp_path, "git"))
    assert not ask(tmp_path)


def test_whatever_program_has_a_lock_open_may_own_it(tmp_path: Path) -> None:
    """Git is not the only one that locks: editors bring libraries of their own."""
    process = make_process(tmp_path, "vim")
    (process / "fd/3").symlink_to((tmp_path / "index.lock").resolve())
    assert ask(tmp_path)


@pytest.mark.parametrize(("name", "expected"), [("git", True), ("git-remote-http", True), ("bash", False)])
def test_a_process_that_does_not_show_counts_by_its_name(name: str, *, expected: bool, tmp_path: Path) -> None:
    """What a git with more rights has open cannot be seen, so it may be the owner."""
    process = make_process(tmp_path, name)
    (process / "fd").chmod(0)
    try:
        with ordinary_user(tmp_path) as processes:
            assert ask(processes) is expected
    finally:
        (process / "fd").chmod(0o700)


@shows_processes
def test_a_dead_git_that_nobody_buries_owns_nothing(notebook: GitNotebook, tmp_path: Path) -> None:
    """A zombie stays on the list of processes as long as its parent does not look at it; it holds no lock any more."""
    assert not ask_about_zombie(tmp_path)
    lock = make_lock(notebook)
    process = subprocess.Popen(["git", "version"], cwd=notebook.root, env=notebook.environ, stdout=subprocess.DEVNULL)
    while Path(f"/proc/{process.pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z":
        time.sleep(0.01)
    assert not has_owner(lock, notebook.root, notebook.root / ".git")
    process.wait()


def ask_about_zombie(folder: Path) -> bool:
    process = make_process(folder / "processes", "git", "Z")
    (process / "fd").chmod(0)
    try:
        with ordinary_user(folder / "processes") as processes:
            return ask(processes)
    finally:
        (process / "fd").chmod(0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a process to somebody else")
def test_somebody_elses_git_owns_no_lock_of_ours(tmp_path: Path) -> None:
    """A lock belongs to the user whose git made it."""
    process = make_process(tmp_path, "git")
    (process / "cwd").symlink_to("/notes")
    (process / "cmdline").touch()
    (process / "environ").touch()
    assert ask(tmp_path)
    os.chown(process, 65534, -1)
    assert not ask(tmp_path)
