"""The list, as it will be once everything that was typed is taken up."""

from __future__ import annotations

from datetime import date

from o3cli.domain.commitment import State
from o3cli.domain.todo import Group, Selection
from o3cli.usecases.list_todo import Todo, list_todo
from tests.usecases.fakes import Book, make_text

HOME = "people/alice/2026-11-13.md"
VIEW = "people/alice/2026-11-20.md"
RFC = "k3f7w; status: open; owner: Alice; what: Write the RFC; due: 2026-11-19"
RFC_LINE = "- [ ] alice: Write the RFC, due 2026-11-19 ^k3f7w\n"


def list_all(book: Book, selection: Selection | None = None) -> Todo:
    before = dict(book.files.contents)
    todo = list_todo(book.notebook, selection or Selection())
    assert book.files.contents == before, "reading never writes"
    assert book.history.messages == []
    return todo


def list_places(todo: Todo) -> list[tuple[str, str, int]]:
    return [(listed.entry.commitment.what, str(listed.entry.path), listed.entry.line) for listed in todo.entries]


def test_what_is_open_is_listed_with_the_place_where_it_stands() -> None:
    """Its line in the body, where it has one, else its record; the owner as a line says it."""
    book = Book({HOME: make_text(RFC, "m2pa9; what: Other", body=RFC_LINE)})
    todo = list_all(book)
    assert list_places(todo) == [("Write the RFC", HOME, 14), ("Other", HOME, 10)]
    assert [(listed.group, listed.entry.commitment.owner) for listed in todo.entries] == [
        (Group.LATE, "alice"),
        (Group.NO_DATE, "me"),
    ]
    assert todo.waiting == 0
    assert all(listed.entry.is_taken_up for listed in todo.entries)


def test_what_was_typed_without_o3_is_listed_all_the_same() -> None:
    """A checkbox and a record without an id, each with its line; neither has a ref to type yet."""
    by_hand = "---\ncommitments:\n  - what: By hand\n---\n- [ ] alice: typed\n"
    todo = list_all(Book({HOME: by_hand}))
    assert sorted(list_places(todo)) == [("By hand", HOME, 3), ("typed", HOME, 5)]
    assert [listed.entry.is_taken_up for listed in todo.entries] == [False, False]
    assert todo.waiting == 2


def test_what_was_ticked_without_o3_is_no_longer_listed() -> None:
    """At home or in a view; with everything asked for it is among what is done."""
    book = Book({HOME: make_text(RFC, body=RFC_LINE), VIEW: make_text(body=RFC_LINE.replace("[ ]", "[x]"))})
    todo = list_all(book)
    assert (todo.entries, todo.waiting) == ((), 1)
    (listed,) = list_all(book, Selection(everything=True)).entries
    assert (listed.group, listed.entry.commitment.status.state) == (Group.DONE, State.DONE)
    assert listed.entry.commitment.status.day == date(2026, 11, 20)


def test_one_bad_note_hides_nothing() -> None:
    """It is named; the others are listed. So are lines that cannot be told apart."""
    unlike = RFC_LINE + RFC_LINE.replace("RFC", "tests")
    book = Book({HOME: make_text(RFC, body=unlike), "people/bob/2026-11-13.md": "---\n"})
    todo = list_all(book)
    assert [problem.path for problem in todo.problems] == ["people/bob/2026-11-13.md", HOME]
    assert len(todo.entries) == 1


def test_the_list_can_be_of_one_person() -> None:
    """By folder."""
    book = Book({HOME: make_text(RFC), "people/bob/2026-11-13.md": make_text("m2pa9; what: Of bob")})
    assert [listed.entry.slug for listed in list_all(book, Selection(folder="people/bob")).entries] == ["bob"]
