import os
import subprocess
import sys

from o3cli.adapters.files.processes import is_alive


def test_this_process_and_the_first_one_are_alive() -> None:
    """A process is alive whoever it belongs to: this one, and the system's first, which a user may not signal."""
    assert is_alive(os.getpid())
    assert is_alive(1)


def test_an_ended_process_is_not_alive() -> None:
    """A process that was waited for is gone."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert not is_alive(process.pid)
