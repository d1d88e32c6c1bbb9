"""A commitment without opening the editor."""

from __future__ import annotations

from datetime import date

import pytest

from o3cli.domain.circle import Circle
from o3cli.domain.commitment import Commitment
from o3cli.domain.person import Person
from o3cli.errors.commitments import NoWords, UnknownOwner
from o3cli.errors.files import EditedMeanwhile
from o3cli.errors.notes import UnreadableNote
from o3cli.usecases.add_commitment import AddedCommitment, add_commitment
from tests.usecases.fakes import Book, make_text

ALICE = Person("alice", "Alice")
PAST = "people/alice/2026-11-13.md"
TODAYS = "people/alice/2026-11-20.md"
AHEAD = "people/alice/2026-11-27.md"
SECTION = "# Alice\n\n## Next steps <!-- commitments -->\n<!-- how -->\n\n## Notes\n"


def add(book: Book, words: str, owner: str | None = None, due: date | None = None) -> AddedCommitment:
    return add_commitment(book.notebook, ALICE, words, owner, due, book.templates)


def test_it_lives_in_the_last_note_up_to_today() -> None:
    """With the day on which it was made, which is not the note's."""
    book = Book({"people/alice/2026-11-06.md": make_text(), PAST: make_text(body=SECTION), AHEAD: make_text()})
    added = add(book, "alice: write the RFC, due 27 nov")
    ref = added.commitment.ref
    expected = Commitment(ref, "write the RFC", "alice", due=date(2026, 11, 27), made=date(2026, 11, 20))
    assert book.note(PAST).commitments == (expected,) == (added.commitment,)
    line = f"- [ ] alice: write the RFC, due 2026-11-27 ^{ref}\n"
    assert book.body(PAST) == SECTION.replace("<!-- how -->\n", f"<!-- how -->\n{line}")
    assert (str(added.path), added.is_new_note) == (PAST, False)
    assert book.history.messages == [f"alice 2026-11-13: {ref} added"]
    assert book.is_clean()


def test_a_note_of_today_is_made_where_there_is_none() -> None:
    """From the template, in the same commit."""
    book = Book({AHEAD: make_text()})
    added = add(book, "write the RFC")
    assert (str(added.path), added.is_new_note, added.commitment.made) == (TODAYS, True, None)
    assert book.body(TODAYS).endswith(
        f"## Next steps <!-- commitments -->\n- [ ] write the RFC ^{added.commitment.ref}\n"
    )
    assert len(book.history.messages) == 1
    assert book.is_clean()


def test_the_second_note_of_a_day_is_its_last() -> None:
    """A number counts as a later time."""
    book = Book({TODAYS: make_text(), "people/alice/2026-11-20-2.md": make_text()})
    assert str(add(book, "write the RFC").path) == "people/alice/2026-11-20-2.md"


def test_options_beat_words() -> None:
    """What is said in words of another owner or date does not count then."""
    book = Book({TODAYS: make_text()})
    added = add(book, "me: write the RFC, due 27 nov", "them", date(2026, 12, 4))
    assert (added.commitment.owner, added.commitment.due) == ("alice", date(2026, 12, 4))
    assert added.commitment.what == "write the RFC"
    assert added.commitment == book.note(TODAYS).commitments[0]


def test_an_owner_takes_part() -> None:
    """The error says who does."""
    book = Book({TODAYS: make_text()})
    with pytest.raises(UnknownOwner) as caught:
        add(book, "write the RFC", "carol")
    assert caught.value.owners == ("alice", "me")
    assert not book.history.list_changed()


@pytest.mark.parametrize("words", ["", "  ", "alice:", "^k3f7w"])
def test_a_promise_has_words(words: str) -> None:
    """An owner or a ref alone promises nothing."""
    book = Book({TODAYS: make_text()})
    with pytest.raises(NoWords):
        add(book, words)
    assert not book.history.list_changed()


def test_what_was_typed_in_the_note_is_taken_up_on_the_way() -> None:
    """It is recorded with the rest of the note."""
    book = Book({TODAYS: make_text()})
    book.write(TODAYS, make_text(body="- [ ] typed\n"))
    add(book, "write the RFC")
    assert {commitment.what for commitment in book.note(TODAYS).commitments} == {"write the RFC", "typed"}
    assert book.is_clean()


def test_where_a_line_would_be_code_the_record_stands_alone() -> None:
    """A code block that is not closed takes in all that follows: the body stays, the list has the promise."""
    body = "```\nnot closed\n"
    book = Book({TODAYS: make_text(body=body)})
    added = add(book, "write the RFC")
    assert book.body(TODAYS) == body
    assert book.note(TODAYS).commitments == (added.commitment,)


def test_a_circles_promise_has_a_member_for_an_owner() -> None:
    """By first name."""
    book = Book({"circles/guild/about.md": "---\nmembers: [Alice Martin]\n---\n"})
    guild = book.notebook.read().circles[0]
    assert isinstance(guild, Circle)
    added = add_commitment(book.notebook, guild, "bring tea", "alice", None, book.templates)
    assert added.commitment.owner == "Alice Martin"


def test_a_note_of_today_that_cannot_be_read_is_not_written_over() -> None:
    """The error says what is wrong with it."""
    book = Book({TODAYS: "---\n[\n"})
    with pytest.raises(UnreadableNote, match=f"^{TODAYS}:1: "):
        add(book, "write the RFC")
    assert book.read(TODAYS) == "---\n[\n"


def test_a_note_that_is_edited_at_the_same_moment_is_not_written_over() -> None:
    """Another program's text stays, and the next command takes it up."""
    book = Book({TODAYS: make_text()})
    typed = make_text(body="- [ ] typed meanwhile\n")

    def add_pending(paths: object) -> None:
        book.write(TODAYS, typed)

    book.history.add_pending = add_pending  # type: ignore[method-assign]
    with pytest.raises(EditedMeanwhile):
        add(book, "write the RFC")
    assert book.read(TODAYS) == typed
