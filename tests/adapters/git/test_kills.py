"""What a kill leaves behind, and what the next command makes of it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from o3cli.adapters.git.history import GitHistory
from o3cli.errors.history import LockHeld
from tests.adapters.git_notebook import NOTE, GitNotebook, make_notebook, record_first
from tests.sizes import FULL, size


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="elsewhere nothing proves that a lock is abandoned")
@pytest.mark.parametrize("whole_group", [True, False], ids=["o3 and git", "o3 alone"])
def test_after_a_kill_the_next_command_just_works(whole_group: bool, tmp_path: Path) -> None:
    """Killed at any moment: what was acknowledged is in history, what was written gets there, and no lock stays.

    Where only o3 is killed, its git goes on by itself and meets the next command.
    """
    notebook = make_notebook(tmp_path)
    record_first(notebook)
    (notebook.root / "people/alice").mkdir(exist_ok=True)
    chance = random.Random(20261120)
    met_locks = 0
    for round_ in range(size(8, 300)):
        acknowledged = run_and_kill(notebook, chance.uniform(0, 0.06), whole_group=whole_group)
        met_locks += bool(list_locks(notebook))
        recover(notebook, round_)
        log = notebook.list_log()
        assert all(f"note {number}" in log for number in acknowledged)
        assert notebook.list_status() == []
        assert list_locks(notebook) == []
        assert notebook.run("fsck", "--no-dangling") == ""
        notebook.run("rm", "--quiet", "-r", "people")
        notebook.run("commit", "--quiet", "--message=cleared")
        notebook.run("update-ref", "-d", "HEAD")
        record_first(notebook)
    # Few kills may all come at moments that prove nothing.
    assert met_locks or not (FULL and whole_group)


def list_locks(notebook: GitNotebook) -> list[Path]:
    """Locks and what else a dead git leaves."""
    return list((notebook.root / ".git").rglob("*.lock"))


def run_and_kill(notebook: GitNotebook, seconds: float, *, whole_group: bool) -> list[int]:
    """The numbers of the notes whose recording was acknowledged before the kill."""
    environ = [f"{name}={value}" for name, value in notebook.environ.items()]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.git_recorder", notebook.root, *environ],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    if whole_group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    output, _ = process.communicate()
    return [int(line) for line in output.split()]


def wait_until_ready(history: GitHistory) -> None:
    """On a busy machine, the git of a killed o3 may need longer than a command waits: it says so, and is run again."""
    deadline = time.monotonic() + 30
    while True:
        try:
            history.check_ready()
        except LockHeld:
            assert time.monotonic() < deadline
        else:
            return


def recover(notebook: GitNotebook, round_: int) -> None:
    """What every command that writes does first, and then a change of its own."""
    history = notebook.history
    wait_until_ready(history)
    left = history.list_pending()
    history.record(left, "left by an earlier run")
    history.remove_pending(left)
    path = notebook.write(NOTE, f"after kill {round_}\n")
    assert history.record([path], "next").commit
    assert history.list_pending() == ()
    for name in left:
        # It may have been killed before it wrote.
        place = notebook.root / name
        assert history.find_recorded(name) == (place.read_bytes() if place.exists() else None)
