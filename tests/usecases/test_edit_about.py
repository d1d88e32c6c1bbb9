"""What is known about somebody, edited."""

from __future__ import annotations

import pytest

from o3cli.domain.edited import Edited
from o3cli.domain.person import Person
from o3cli.errors.sessions import EditorFailed, NoteGone
from o3cli.usecases.edit_about import EditedAbout, edit_about
from tests.usecases.fakes import Book, FakeEditor

ALICE = Person("alice", "Alice")
ABOUT = "people/alice/about.md"


def edit(book: Book, editor: FakeEditor) -> EditedAbout:
    return edit_about(book.notebook, ALICE, book.renderer, editor)


def test_what_was_typed_is_recorded() -> None:
    """As it was typed."""
    book = Book({ABOUT: "---\nname: Alice\n---\n"})
    editor = FakeEditor(book.files, lambda text: text + "Likes tea.\n")
    result = edit(book, editor)
    assert book.read(ABOUT) == "---\nname: Alice\n---\nLikes tea.\n"
    assert (result.has_changed, result.problems, result.recorded.commit) == (True, (), "commit 1")
    assert editor.opened_at == (ABOUT, None)
    assert book.history.messages == ["alice: about"]
    assert book.is_clean()


def test_a_folder_made_by_hand_gets_a_description_first() -> None:
    """From the template, and recorded also where nothing is typed."""
    book = Book()
    result = edit(book, FakeEditor(book.files))
    assert not result.has_changed
    assert book.read(ABOUT) == "---\nname: Alice\n---\n"
    assert book.is_clean()


def test_what_cannot_be_read_is_recorded_and_named() -> None:
    """It is the user's text; the next edit mends it."""
    book = Book({ABOUT: "---\nname: Alice\n---\n"})
    result = edit(book, FakeEditor(book.files, lambda text: "---\nname: [\n---\n"))
    assert [problem.path for problem in result.problems] == [ABOUT]
    assert book.is_clean()


def test_an_editor_that_fails_loses_nothing() -> None:
    """What was typed is recorded, and the error says where."""
    book = Book({ABOUT: "old\n"})
    with pytest.raises(EditorFailed) as caught:
        edit(book, FakeEditor(book.files, lambda text: "new\n", Edited("vi", 1)))
    assert caught.value.path == ABOUT
    assert book.history.recorded[ABOUT] == b"new\n"


def test_a_file_that_was_deleted_in_the_editor_is_gone() -> None:
    """Nothing is recorded."""
    book = Book({ABOUT: "old\n"})
    with pytest.raises(NoteGone):
        edit(book, FakeEditor(book.files, lambda text: None))
    assert book.history.messages == []
