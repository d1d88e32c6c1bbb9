"""What was edited without o3, recorded after it is taken up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from o3cli.domain.commitment import State
from o3cli.errors.history import MissingGit, NotRecorded
from o3cli.usecases.save_notes import Saved, read_settled, save_notes
from tests.usecases.fakes import TODAY, Book, make_text

HOME = "people/alice/2026-11-13.md"
VIEW = "people/alice/2026-11-20.md"
RFC = "k3f7w; status: open; what: Write the RFC"
RFC_LINE = "- [ ] Write the RFC ^k3f7w\n"
UNMERGED = "<<<<<<< ours\n- [ ] a\n=======\n- [ ] b\n>>>>>>> theirs\n"


def save(book: Book) -> Saved:
    return save_notes(book.notebook, book.history)


def test_what_was_typed_is_taken_up_and_recorded() -> None:
    """In one commit, which says whose note it was and nothing of it."""
    book = Book()
    book.write(HOME, make_text(body="- [ ] call Zoé\n"))
    saved = save(book)
    assert saved.files == (HOME,)
    assert [typed.commitment.what for typed in saved.typed] == ["call Zoé"]
    assert book.history.messages == ["alice 2026-11-13: note"]
    assert saved.recorded.commit == "commit 1"
    assert book.is_clean()


def test_saving_again_does_nothing() -> None:
    """No file, no commit."""
    book = Book()
    book.write(HOME, make_text(body="- [ ] call Zoé\n"))
    save(book)
    contents = dict(book.files.contents)
    again = save(book)
    assert (again.files, again.typed, again.edited, again.recorded.commit) == ((), (), (), None)
    assert book.files.contents == contents
    assert len(book.history.messages) == 1


def test_what_was_recorded_with_git_alone_is_taken_up_too() -> None:
    """Nothing that was typed stays invisible, also when history has it already."""
    book = Book({HOME: make_text(body="- [ ] call Zoé\n")})
    saved = save(book)
    assert saved.files == (HOME,)
    assert len(book.note(HOME).commitments) == 1


def test_a_tick_by_another_tool_in_a_note_made_ahead_closes_the_promise() -> None:
    """What was made with `--no-edit` and ticked is taken up; what stayed open becomes a plain bullet."""
    other = "m2pa9; status: open; what: Other"
    book = Book(
        {
            HOME: make_text(RFC, other, body=f"{RFC_LINE}- [ ] Other ^m2pa9\n"),
            VIEW: make_text(body=f"{RFC_LINE}- [ ] Other ^m2pa9\n"),
        }
    )
    book.replace(VIEW, "[ ]", "[x]")
    save(book)
    assert book.note(HOME).get_commitment("k3f7w").status.state is State.DONE
    assert book.body(VIEW) == "- [x] Write the RFC ^k3f7w\n- Other ^m2pa9\n"
    assert book.body(HOME) == "- [x] Write the RFC ^k3f7w\n- [ ] Other ^m2pa9\n"
    assert book.history.messages == ["2 files saved"]


def test_a_note_made_ahead_waits_until_its_day_is_over() -> None:
    """Its boxes are there to be ticked; the day after, what nobody ticked is history."""
    book = Book({HOME: make_text(RFC, body=RFC_LINE), VIEW: make_text(body=RFC_LINE)})
    assert save(book).files == ()
    assert book.body(VIEW) == RFC_LINE
    book.today = TODAY + timedelta(days=1)
    assert save(book).files == (VIEW,)
    assert book.body(VIEW) == RFC_LINE.replace("[ ] ", "")


def test_other_files_of_the_notebook_are_recorded_and_foreign_ones_named() -> None:
    """Templates and settings belong to it, somebody's picture does not."""
    book = Book()
    for path in ("o3.toml", "templates/o3.md", "people/alice/about.md", "holiday.jpg"):
        book.write(path, "x\n")
    saved = save(book)
    assert saved.files == ("o3.toml", "people/alice/about.md", "templates/o3.md")
    assert saved.left == ("holiday.jpg",)
    assert book.history.messages == ["3 files saved"]


@pytest.mark.parametrize("path", ["o3.toml", "people/alice/about.md"])
def test_one_file_that_is_no_note_is_named_in_history(path: str) -> None:
    """By its path, which o3 gave it."""
    book = Book()
    book.write(path, "x\n")
    save(book)
    assert book.history.messages == [f"{path}: saved"]


def test_a_deleted_note_is_recorded_as_deleted() -> None:
    """Taking a note away is the user's right."""
    book = Book({HOME: make_text()})
    del book.files.contents[HOME]
    assert save(book).files == (HOME,)
    assert book.history.recorded == {}


def test_an_unfinished_merge_is_never_recorded() -> None:
    """The note stays as it is, with what was typed in it; the others are saved."""
    book = Book({HOME: make_text(RFC)})
    book.write(HOME, make_text(RFC, body=UNMERGED))
    book.write(VIEW, make_text(body="- [ ] new\n"))
    saved = save(book)
    assert saved.files == (VIEW,)
    assert saved.left == ()
    assert [problem.path for problem in saved.problems] == [HOME]
    assert book.read(HOME) == make_text(RFC, body=UNMERGED)
    assert book.history.recorded[HOME] == make_text(RFC).encode()


def test_a_broken_note_is_recorded_as_it_was_typed_and_named() -> None:
    """It is the user's text, and history is where it is safe."""
    book = Book()
    book.write(HOME, "---\nkind: [\n")
    saved = save(book)
    assert saved.files == (HOME,)
    assert [problem.path for problem in saved.problems] == [HOME]
    assert book.is_clean()


def test_clashing_refs_are_renamed() -> None:
    """And what could not be renamed is named."""
    book = Book({HOME: make_text(RFC)})
    book.write(VIEW, make_text(RFC))
    twice = "people/bob/2026-11-20.md"
    book.write(twice, make_text(RFC, RFC))
    saved = save(book)
    ((old, new),) = saved.renamed
    assert (old, book.note(VIEW).commitments[0].ref) == ("k3f7w", new)
    assert {problem.path for problem in saved.problems} == {twice}


def test_what_waits_is_recorded_by_the_next_command_that_writes() -> None:
    """After a crash or a refused commit, what is on disk is taken up and recorded first."""
    book = Book()
    book.write(HOME, make_text(body="- [ ] call Zoé\n"))
    book.write(VIEW, make_text(body="- [ ] not asked for\n"))
    book.history.pending = {HOME}
    with book.notebook.writing():
        contents = read_settled(book.notebook)
    assert [commitment.what for note in contents.notes for commitment in note.commitments] == ["call Zoé"]
    assert book.history.messages == ["alice 2026-11-13: note"]
    assert book.history.pending == set()
    assert book.history.list_changed() == (VIEW,)


def test_what_does_not_wait_is_left_alone_on_the_way() -> None:
    """An old note whose boxes nobody ticked is for `o3 save` to fold."""
    other = "people/bob/2026-11-19.md"
    book = Book({HOME: make_text(RFC), other: make_text(body=RFC_LINE)})
    book.history.pending = {HOME}
    with book.notebook.writing():
        read_settled(book.notebook)
    assert book.body(other) == RFC_LINE


def test_nothing_waits_as_a_rule() -> None:
    """Then reading is all there is."""
    book = Book({HOME: make_text(RFC)})
    book.history.refusal = MissingGit()
    assert read_settled(book.notebook).notes == (book.note(HOME),)


def test_what_cannot_be_recorded_still_waits_on() -> None:
    """The list is kept, the error is said."""
    book = Book()
    book.write(HOME, make_text())
    book.history.pending = {HOME}
    book.history.refusal = NotRecorded("/o3", [HOME])
    with pytest.raises(NotRecorded), book.notebook.writing():
        read_settled(book.notebook)
    assert book.history.pending == {HOME}


def test_a_note_whose_editor_goes_on_is_watched_until_its_day_is_over() -> None:
    """Every command that writes takes up what was typed in it since."""
    book = Book({HOME: make_text(), VIEW: make_text()})
    book.history.opened = {HOME, VIEW}
    book.write(VIEW, make_text(body="- [ ] typed later\n"))
    with book.notebook.writing():
        contents = read_settled(book.notebook)
    assert len(contents.notes[1].commitments) == 1
    assert book.history.opened == {VIEW}
    assert book.is_clean()


def test_a_change_that_was_cut_in_half_is_finished() -> None:
    """The record was written and the view was not: the view follows, and is not taken for an edit."""
    files = {HOME: make_text(RFC, body=RFC_LINE), VIEW: make_text(body=RFC_LINE)}
    book = Book(files)
    book.write(HOME, files[HOME].replace("open", "done 2026-11-20").replace("[ ]", "[x]"))
    book.history.pending = {HOME, VIEW}
    with book.notebook.writing():
        read_settled(book.notebook)
    assert book.note(HOME).get_commitment("k3f7w").status.state is State.DONE
    assert book.body(VIEW) == RFC_LINE.replace("[ ]", "[x]")
    assert book.is_clean()
