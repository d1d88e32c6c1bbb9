"""What happens between two steps of a change; see moments.py."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from o3cli.adapters.files.placing import take_away
from tests.adapters.memory_folder import memory_folder
from tests.adapters.moments import EDITS, NEW, OLD, Outcome, run_at_every_step
from tests.adapters.system_calls import CAN_REFUSE

FIRST, LAST = EDITS

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a file open for writing")
refusing = pytest.mark.skipif(not CAN_REFUSE, reason="needs seccomp(2) and a known processor")


@pytest.fixture
def folder() -> Iterator[Path]:
    with memory_folder() as folder:
        yield folder


def check_all_seen(outcomes: list[Outcome], *endings: str) -> None:
    """The runs were many and came to each of these ends.

    None left a temporary file for longer than to the next command; without a crash, none left one at all but where it
    holds what an editor has saved.
    """
    assert len(outcomes) >= 8
    assert {outcome.ended for outcome in outcomes} == set(endings)
    assert [outcome for outcome in outcomes if outcome.left] == []
    left_over = [outcome for outcome in outcomes if outcome.beside and outcome.ended != "killed"]
    assert [outcome for outcome in left_over if outcome.kept != {FIRST}] == []


def test_a_crash_leaves_the_old_or_the_new_note(folder: Path) -> None:
    """Wherever a replacement is killed the note is one of the two, whole; the next command clears the rest away."""
    outcomes = run_at_every_step(folder, "replace", ["kill"])
    check_all_seen(outcomes, "killed")
    assert {outcome.content for outcome in outcomes} == {OLD, NEW}
    assert all(outcome.recovered == outcome.content for outcome in outcomes)


def test_a_crash_leaves_no_note_or_a_new_one(folder: Path) -> None:
    """Wherever a creation is killed there is no note or a whole one."""
    outcomes = run_at_every_step(folder, "create", ["kill"])
    check_all_seen(outcomes, "killed")
    assert {outcome.content for outcome in outcomes} == {None, NEW}


def test_a_crash_leaves_the_note_or_keeps_it(folder: Path) -> None:
    """Wherever a removal is killed the note stands whole, or is gone as was asked."""
    outcomes = run_at_every_step(folder, "remove", ["kill"])
    check_all_seen(outcomes, "killed")
    assert {outcome.content for outcome in outcomes} == {OLD, None}


@pytest.mark.parametrize("operation", ["replace", "remove"])
@pytest.mark.parametrize("style", ["save by rename", "save in place"])
def test_what_an_editor_saves_stays(style: str, operation: str, folder: Path) -> None:
    """Whenever an editor saves, before, during or after the change, its words are in the note; o3 may say so."""
    outcomes = run_at_every_step(folder, operation, [style])
    check_all_seen(outcomes, "done", "EditedMeanwhile")
    assert {outcome.content for outcome in outcomes} == {FIRST}


@pytest.mark.parametrize("operation", ["replace", "remove"])
@pytest.mark.parametrize("style", ["save by rename", "save in place"])
def test_the_last_of_two_saves_stays(style: str, operation: str, folder: Path) -> None:
    """An editor that saves twice, also while o3 takes its own version back, finds its last words in the note."""
    outcomes = run_at_every_step(folder, operation, [style, style])
    check_all_seen(outcomes, "done", "EditedMeanwhile")
    assert {outcome.content for outcome in outcomes} == {LAST}
    assert set().union(*(outcome.kept for outcome in outcomes)) == {FIRST}


@pytest.mark.parametrize("operation", ["replace", "remove"])
def test_a_note_that_is_deleted_meanwhile_is_missing(operation: str, folder: Path) -> None:
    """A note that another program removes at any step stays away, and no temporary file is left in its place."""
    outcomes = run_at_every_step(folder, operation, ["delete"])
    check_all_seen(outcomes, "done", "MissingFile")
    assert {outcome.content for outcome in outcomes} == {None}


@linux
@pytest.mark.parametrize("operation", ["replace", "remove"])
def test_an_editor_that_has_opened_the_note_can_still_write(operation: str, folder: Path) -> None:
    """An editor that empties the note and writes some steps later, even after the change, writes into the note."""
    outcomes = run_at_every_step(folder, operation, ["open and empty", "write and close"])
    check_all_seen(outcomes, "done", "EditedMeanwhile")
    assert {outcome.content for outcome in outcomes} == {FIRST}


@linux
def test_lines_that_are_being_added_are_not_lost(folder: Path) -> None:
    """A program that has opened the note to add a line adds it to what stands there in the end."""
    outcomes = run_at_every_step(folder, "replace", ["open to append", "write and close"])
    check_all_seen(outcomes, "done", "EditedMeanwhile")
    assert {outcome.content for outcome in outcomes} == {OLD + FIRST, NEW + FIRST}


@pytest.mark.parametrize("operation", ["replace", "remove"])
def test_a_save_just_before_a_crash_is_not_lost(operation: str, folder: Path) -> None:
    """What an editor saved before o3 was killed is in the note, or was kept by the next command's sweep."""
    outcomes = run_at_every_step(folder, operation, ["save by rename", "kill"])
    check_all_seen(outcomes, "killed")
    assert [outcome for outcome in outcomes if FIRST not in {outcome.recovered, *outcome.kept}] == []
    assert {outcome.recovered for outcome in outcomes} <= {FIRST, NEW, None}


@refusing
def test_without_an_exchange_the_old_note_is_kept_first(folder: Path) -> None:
    """Where two files cannot change places in one step, the old bytes are kept before they are replaced."""
    outcomes = run_at_every_step(folder, "replace", ["kill"], ["renameat2"])
    check_all_seen(outcomes, "killed")
    assert {outcome.content for outcome in outcomes} == {OLD, NEW}
    assert all(OLD in outcome.kept for outcome in outcomes if outcome.content == NEW)


@refusing
def test_without_an_exchange_a_save_is_seen_until_the_last_look(folder: Path) -> None:
    """There a save is noticed at every step but the very last, between the last look and the renaming."""
    outcomes = run_at_every_step(folder, "replace", ["save by rename"], ["renameat2"])
    check_all_seen(outcomes, "done", "EditedMeanwhile")
    assert len([outcome for outcome in outcomes if outcome.content != FIRST]) == 1


@refusing
def test_without_links_a_new_note_is_whole_but_for_one_step(folder: Path) -> None:
    """Where the file system has no hard links, a crash between taking the name and renaming leaves an empty note."""
    outcomes = run_at_every_step(folder, "create", ["kill"], ["linkat"])
    check_all_seen(outcomes, "killed")
    assert {outcome.content for outcome in outcomes} == {None, b"", NEW}
    assert len([outcome for outcome in outcomes if outcome.content == b""]) == 1


@refusing
def test_without_links_what_an_editor_saves_stays(folder: Path) -> None:
    """There too a file that another program saves at any step is in its place in the end, but for that one step."""
    removed = run_at_every_step(folder / "remove", "remove", ["save by rename"], ["linkat"])
    check_all_seen(removed, "done", "EditedMeanwhile")
    assert {outcome.content for outcome in removed} == {FIRST}
    created = run_at_every_step(folder / "create", "create", ["save by rename"], ["linkat"])
    check_all_seen(created, "done", "ExistingFile")
    assert len([outcome for outcome in created if outcome.content != FIRST]) == 1


@refusing
@pytest.mark.parametrize(("operation", "content"), [("create", None), ("replace", OLD), ("remove", None)])
def test_what_did_not_reach_the_disk_is_not_done(operation: str, content: bytes | None, folder: Path) -> None:
    """Where the disk fails to take what was written, or a name, that is an error, and nothing is left beside."""
    outcomes = run_at_every_step(folder, operation, [], ["fsync"])
    assert [(outcome.ended, outcome.content, outcome.beside) for outcome in outcomes] == [("DiskError", content, ())]


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("elsewhere"), Path.mkdir])
def test_what_cannot_be_read_is_put_back(make: Callable[[Path], object], tmp_path: Path) -> None:
    """A pipe, a link or a folder that has taken the note's place at the last moment stays what it is, where it is."""
    place = tmp_path / "note.md"
    make(place)
    before = place.lstat()
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        assert not take_away(folder, "note.md", b"old")
    finally:
        os.close(folder)
    assert os.path.samestat(place.lstat(), before)
    assert [path.name for path in tmp_path.iterdir()] == ["note.md"]
