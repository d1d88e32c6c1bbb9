"""Reading what there is, and writes that are recorded or remembered."""

from __future__ import annotations

import errno

import pytest

from o3cli.domain.circle import Circle
from o3cli.domain.note import find_note_path
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.errors import Problem
from o3cli.errors.files import DiskError, EditedMeanwhile, ExistingFile, MissingFile
from o3cli.errors.history import DetachedHead, NotRecorded
from o3cli.usecases.notebook import FileChange
from tests.usecases.fakes import Book, make_text

NOTE = "people/alice/2026-11-13.md"
LATER = "people/alice/2026-11-20.md"
FULL_DISK = DiskError(LATER, errno.ENOSPC)


def test_everything_is_read_in_one_go() -> None:
    """People and circles by their `about.md` or by their folder alone, notes oldest first, other files passed over."""
    book = Book(
        {
            LATER: make_text(),
            NOTE: make_text("k3f7w; what: x"),
            "people/alice/2026-11-13-2.md": "",
            "people/bob/about.md": "---\nname: Bob Dupont\naliases: [bobby]\nrole: peer\nkind: sales\n---\n",
            "people/bob/2026-02-30.md": "",
            "people/bob/2026-11-13-1.md": "",
            "people/bob/2026-11-13 retro.md": "",
            "people/bob/notes.md": "",
            "circles/guild/about.md": "---\nname: The guild\nmembers: [alice, bob]\nkind: intervision\n---\n",
            "circles/guild/2026-11-27.md": "",
            "README.md": "",
        }
    )
    contents = book.notebook.read()
    assert contents.people == (Person("alice", "alice"), Person("bob", "Bob Dupont", ("bobby",), "peer", "sales"))
    assert contents.circles == (Circle("guild", "The guild", ("alice", "bob"), "intervision"),)
    assert [str(note.path) for note in contents.notes] == [
        "circles/guild/2026-11-27.md",
        NOTE,
        "people/alice/2026-11-13-2.md",
        LATER,
    ]
    # Somebody who names a file by a date means a session.
    assert [problem.path for problem in contents.problems] == [
        "people/bob/2026-02-30.md",
        "people/bob/2026-11-13 retro.md",
        "people/bob/2026-11-13-1.md",
    ]


def test_one_bad_file_hides_nothing() -> None:
    """What cannot be read is named, wherever it was found: listing, note, record in a note, description."""
    book = Book(
        {
            NOTE: "---\n[\n",
            LATER: make_text("k3f7w; what: x", "m2pa9; status: maybe; what: y"),
            "people/bob/about.md": "---\nname: [\n---\n",
            "circles/guild/about.md": "---\nmembers: {}\n---\n",
        }
    )
    refused = Problem("people/link.md", None, "is a link")
    book.files.refused = (refused,)
    contents = book.notebook.read()
    assert [commitment.ref for note in contents.notes for commitment in note.commitments] == ["k3f7w"]
    assert [problem.path for problem in contents.problems] == [
        refused.path,
        NOTE,
        LATER,
        "people/bob/about.md",
        "circles/guild/about.md",
    ]
    assert contents.people[1] == Person("bob", "bob")


def test_a_file_that_goes_away_while_others_are_read_is_named() -> None:
    """Between listing and reading, another program may delete it."""
    book = Book({NOTE: make_text()})
    listing = book.files.list_notes()
    del book.files.contents[NOTE]
    book.files.list_notes = lambda: listing  # type: ignore[method-assign]
    assert book.notebook.read().problems == (MissingFile(NOTE).problem,)


def test_a_note_in_history_is_found_where_it_can_be_read() -> None:
    """None where history has none, or one that is broken."""
    book = Book({NOTE: make_text("k3f7w; what: x")})
    path = find_note_path(NOTE)
    assert path is not None
    found = book.notebook.find_recorded_note(path)
    assert found is not None
    assert found.find_commitment("k3f7w") is not None
    book.history.recorded[NOTE] = b"---\n"
    assert book.notebook.find_recorded_note(path) is None
    del book.history.recorded[NOTE]
    assert book.notebook.find_recorded_note(path) is None


def test_without_recording_history_says_nothing() -> None:
    """It is the user's own, and may be older than what o3 wrote; git may not even be there."""
    book = Book({NOTE: make_text()}, git_auto=False)
    path = find_note_path(NOTE)
    assert path is not None
    assert book.notebook.find_recorded_note(path) is None


def test_changes_are_written_and_recorded_in_one_commit() -> None:
    """A new file, a changed one and one that goes; nothing waits afterwards."""
    book = Book({NOTE: "old\n", "gone.md": "x\n"})
    changes = [
        FileChange(NOTE, b"old\n", b"new\n"),
        FileChange(LATER, None, b"made\n"),
        FileChange("gone.md", b"x\n", None),
    ]
    with book.notebook.writing():
        assert book.notebook.apply(changes, "alice: notes") == Recorded("commit 1")
    assert book.files.contents == {NOTE: b"new\n", LATER: b"made\n"}
    assert book.history.recorded == book.files.contents
    assert book.history.messages == ["alice: notes"]
    assert book.is_clean()


def test_nothing_to_change_is_no_commit() -> None:
    """Not even a question to git."""
    book = Book()
    book.history.refusal = DetachedHead("/o3")
    assert book.notebook.apply([], "nothing") == Recorded(None)


def test_a_file_can_be_recorded_as_it_stands() -> None:
    """What an editor wrote, say."""
    book = Book()
    book.write(NOTE, "typed\n")
    with book.notebook.writing():
        assert book.notebook.apply([], "alice: note", also=[NOTE]).commit
    assert book.is_clean()


def test_what_was_written_before_the_disk_was_full_waits_to_be_recorded() -> None:
    """The second of two files fails: the first is written, both are remembered, history is as before."""
    book = Book({NOTE: "old\n"})
    book.files.broken[LATER] = FULL_DISK
    changes = [FileChange(NOTE, b"old\n", b"new\n"), FileChange(LATER, None, b"made\n")]
    with pytest.raises(DiskError), book.notebook.writing():
        book.notebook.apply(changes, "alice: notes")
    assert book.files.contents == {NOTE: b"new\n"}
    assert book.history.messages == []
    assert book.notebook.list_unrecorded() == {NOTE, LATER}
    assert not book.files.is_locked


def test_what_could_not_be_recorded_is_written_and_waits() -> None:
    """Save first, record second."""
    book = Book()
    book.history.refusal = NotRecorded("/o3", [NOTE])
    with pytest.raises(NotRecorded), book.notebook.writing():
        book.notebook.apply([FileChange(NOTE, None, b"made\n")], "alice: note")
    assert book.files.contents == {NOTE: b"made\n"}
    assert book.notebook.list_unrecorded() == {NOTE}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (FileChange(NOTE, None, b"new\n"), ExistingFile),
        (FileChange(NOTE, b"read\n", b"new\n"), EditedMeanwhile),
        (FileChange(NOTE, b"read\n", None), EditedMeanwhile),
    ],
)
def test_nothing_is_written_over_what_o3_has_not_read(change: FileChange, error: type[Exception]) -> None:
    """Another program's text stays."""
    book = Book({NOTE: "typed meanwhile\n"})
    with pytest.raises(error), book.notebook.writing():
        book.notebook.apply([change], "alice: note")
    assert book.read(NOTE) == "typed meanwhile\n"


def test_what_stands_in_the_way_is_said_before_anything_is_written() -> None:
    """A detached HEAD, say."""
    book = Book()
    book.history.obstacle = DetachedHead("/o3")
    with pytest.raises(DetachedHead), book.notebook.writing():
        pytest.fail("the turn was given")


def test_without_recording_files_are_written_and_nothing_else() -> None:
    """`auto = false` under `[git]`: no commit, no list, and no obstacle from git."""
    book = Book(git_auto=False)
    book.history.obstacle = book.history.refusal = DetachedHead("/o3")
    book.history.pending = {"people/old.md"}
    with book.notebook.writing():
        assert book.notebook.apply([FileChange(NOTE, None, b"made\n")], "alice: note") == Recorded(None)
        book.notebook.remember_opened(NOTE)
    assert book.files.contents == {NOTE: b"made\n"}
    assert (book.history.pending, book.history.opened) == ({"people/old.md"}, set())
    assert book.notebook.list_unrecorded() == frozenset()


def test_a_note_whose_editor_goes_on_is_remembered() -> None:
    """It counts among what may be ahead of history."""
    book = Book()
    book.notebook.remember_opened(NOTE)
    assert book.notebook.list_unrecorded() == {NOTE}
