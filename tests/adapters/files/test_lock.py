import errno
import stat
import subprocess
import time
from pathlib import Path

import pytest

from o3cli.adapters.files.lock import locked
from o3cli.errors.files import DiskError, NotebookBusy
from tests.adapters.notebook_process import start_and_wait
from tests.adapters.system_calls import CAN_REFUSE, do_without


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_a_living_holder_is_waited_for_and_named(root: Path) -> None:
    """Who waits in vain learns how long it waited and for which process, whatever stood in the lock's file before."""
    (root / ".git/o3").mkdir()
    (root / ".git/o3/lock").write_text("123456789012")
    with start_and_wait(root, "hold") as other:
        began = time.monotonic()
        with pytest.raises(NotebookBusy) as caught, locked(root, 0.2):
            pass
        assert 0.2 <= time.monotonic() - began < 5
        other.communicate()
    assert str(caught.value) == f"another o3 (process {other.pid}) has been writing to the notebook for more than 0.2 s"
    assert caught.value.hint == "run the command again when it has ended"


def test_the_lock_comes_when_its_holder_ends(root: Path) -> None:
    """The wait is over as soon as the other process lets go."""
    with start_and_wait(root, "hold") as other:
        subprocess.Popen(["sh", "-c", "sleep 0.2; kill $0", str(other.pid)]).wait()
        with locked(root, 10):
            assert other.wait() != 0


def test_a_killed_holder_leaves_no_lock(root: Path) -> None:
    """The system frees the lock of a process that was killed: nobody waits for the dead."""
    with start_and_wait(root, "hold") as other:
        other.kill()
        other.wait()
        with locked(root, 0):
            pass


def test_a_dead_process_is_never_named(root: Path) -> None:
    """A process id that stands in the lock's file from before a crash is not the holder's."""
    with start_and_wait(root, "hold") as other:
        other.kill()
    lock = root / ".git/o3/lock"
    assert lock.read_text() == str(other.pid)
    with start_and_wait(root, "hold") as holder:
        for text in (str(other.pid), "no number", ""):
            lock.write_text(text)
            with pytest.raises(NotebookBusy) as caught, locked(root, 0):
                pass
            assert str(caught.value) == "another o3 has been writing to the notebook for more than 0 s"
        holder.communicate()


def test_the_lock_is_free_after_its_use(root: Path) -> None:
    """It can be taken again, also after an error inside."""
    with pytest.raises(ZeroDivisionError), locked(root, 0):
        raise ZeroDivisionError
    with locked(root, 0):
        pass


def test_programs_that_were_started_do_not_hold_it(root: Path) -> None:
    """A program that is started under the lock and outlives it (git tidying up) does not keep it."""
    with locked(root, 0):
        program = subprocess.Popen(["sleep", "60"])
    try:
        with locked(root, 0):
            pass
    finally:
        program.kill()
        program.wait()


def test_the_lock_is_the_owners_alone(root: Path) -> None:
    """Its folder has the mode 0700 and its file 0600."""
    with locked(root, 0):
        assert stat.S_IMODE((root / ".git/o3").stat().st_mode) == 0o700
        assert stat.S_IMODE((root / ".git/o3/lock").stat().st_mode) == 0o600


def test_a_plain_folder_is_locked_without_a_trace(tmp_path: Path) -> None:
    """Without a repository the notebook's own folder is locked, and nothing is made in it."""
    with start_and_wait(tmp_path, "hold") as other:
        with pytest.raises(NotebookBusy) as caught, locked(tmp_path, 0):
            pass
        other.communicate()
    assert caught.value.process is None
    assert list(tmp_path.iterdir()) == []


def test_two_names_of_a_notebook_are_one_notebook(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A notebook that is reached through a link has the same lock."""
    link = tmp_path_factory.mktemp("links") / "notebook"
    link.symlink_to(root)
    with locked(root, 0), pytest.raises(NotebookBusy), locked(link, 0):
        pass


def test_a_lock_that_cannot_be_made_is_a_disk_error(root: Path) -> None:
    """Where the lock's folder is a file, the error says so in one line."""
    (root / ".git/o3").write_text("")
    with pytest.raises(DiskError) as caught, locked(root, 0):
        pass
    assert str(caught.value) == f"{root}/.git/o3: cannot be written: file exists"


def test_the_locks_file_is_no_way_out(root: Path) -> None:
    """A link in the place of the lock's file is not followed."""
    outside = root / "outside"
    (root / ".git/o3").mkdir()
    (root / ".git/o3/lock").symlink_to(outside)
    with pytest.raises(DiskError), locked(root, 0):
        pass
    assert not outside.exists()


@pytest.mark.skipif(not CAN_REFUSE, reason="needs seccomp(2) and a known processor")
def test_a_file_system_without_locks_is_a_disk_error(root: Path) -> None:
    """Where the system cannot lock a file, o3 does not write without."""

    def take() -> None:
        with locked(root, 0):
            raise AssertionError("there is no lock")

    with pytest.raises(DiskError) as caught:
        do_without(["flock"], take)
    assert caught.value.number == errno.ENOLCK
