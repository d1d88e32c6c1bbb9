"""Refs that two machines made at once, or that were copied with a note."""

from __future__ import annotations

import random

from o3cli.usecases.drafts import Drafts
from o3cli.usecases.rename_clashing_refs import Renamed, rename_clashing_refs
from tests.usecases.fakes import Book, make_text

OLD = "people/alice/2026-11-06.md"
YOUNG = "people/alice/2026-11-13.md"
VIEW = "people/alice/2026-11-20.md"
OLD_VIEW = "people/alice/2026-11-21.md"
BOB = "people/bob/2026-11-20.md"


def rename(book: Book) -> Renamed:
    drafts = Drafts(book.notebook.read(), book.notebook.format)
    renamed = rename_clashing_refs(drafts, random.Random(1).randrange)
    for change in drafts.list_changes():
        assert change.after is not None
        book.files.contents[change.path] = change.after
    return renamed


def test_the_younger_one_gets_another_ref_everywhere() -> None:
    """Its record, its line and the views with its words; the older one's stay, and so do notes of others."""
    book = Book(
        {
            OLD: make_text("k3f7w; what: one", body="- [ ] one ^k3f7w\n"),
            YOUNG: make_text("k3f7w; what: 'two '", body="- [ ] two ^k3f7w\n"),
            VIEW: make_text(body="- two ^k3f7w\n- [x] one ^k3f7w\n- [x] two ^k3f7w\n"),
            OLD_VIEW: make_text(body="- one ^k3f7w\n"),
            BOB: make_text(body="- [ ] two ^k3f7w\n"),
        }
    )
    before = dict(book.files.contents)
    ((old, new),) = rename(book).refs
    assert old == "k3f7w"
    assert book.note(YOUNG).commitments[0].ref == new
    assert book.body(YOUNG) == f"- [ ] two ^{new}\n"
    assert book.body(VIEW) == f"- two ^{new}\n- [x] one ^k3f7w\n- [x] two ^{new}\n"
    assert [path for path in before if book.files.contents[path] == before[path]] == [OLD, OLD_VIEW, BOB]


def test_a_copied_note_gets_refs_of_its_own() -> None:
    """The words are the same in both: each note keeps the lines of its own commitments."""
    text = make_text("k3f7w; what: one", "m2pa9; what: two", body="- [ ] one ^k3f7w\n- [ ] two ^m2pa9\n")
    book = Book({OLD: text, YOUNG: text, VIEW: text})
    renamed = rename(book)
    assert [old for old, _ in renamed.refs] == ["k3f7w", "k3f7w", "m2pa9", "m2pa9"]
    assert book.read(OLD) == text
    notes = [book.note(path) for path in (OLD, YOUNG, VIEW)]
    assert len({commitment.ref for note in notes for commitment in note.commitments}) == 6
    for note in notes:
        first, second = note.commitments
        assert note.body == f"- [ ] one ^{first.ref}\n- [ ] two ^{second.ref}\n"


def test_a_record_that_cannot_be_renamed_safely_is_named() -> None:
    """The others are renamed all the same."""
    twice = make_text("k3f7w; what: two", "k3f7w; what: three")
    book = Book({OLD: make_text("k3f7w; what: one"), YOUNG: twice, VIEW: make_text("k3f7w; what: four")})
    renamed = rename(book)
    assert [problem.path for problem in renamed.problems] == [YOUNG]
    assert len(renamed.refs) == 1
    assert book.read(YOUNG) == twice


def test_where_nothing_clashes_nothing_is_renamed() -> None:
    """A commitment and its view are no clash."""
    assert rename(Book({OLD: make_text("k3f7w; what: one", body="- [ ] one ^k3f7w\n")})) == Renamed()
