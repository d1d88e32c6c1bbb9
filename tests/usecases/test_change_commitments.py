"""Close, reopen and postpone commitments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from o3cli.domain.commitment import Commitment, State, Status
from o3cli.errors.commitments import AmbiguousRef, ClashingRef, ClosedAlready, NoWords, SnoozeOver, UnknownRef
from o3cli.errors.notes import UnreadableNote
from o3cli.usecases.change_commitments import (
    ChangedCommitments,
    mark_done,
    mark_dropped,
    mark_open,
    promise_until,
    snooze_until,
)
from tests.usecases.fakes import TODAY, Book, make_text

HOME = "people/alice/2026-11-13.md"
VIEW = "people/alice/2026-11-20.md"
LINE = "- [ ] Write the RFC, due 2026-11-27 ^k3f7w\n"
OPEN = "k3f7w; status: open; what: Write the RFC; due: 2026-11-27"
DONE = OPEN.replace("open", "done 2026-11-18")
DROPPED = OPEN.replace("open", "dropped 2026-11-18") + "; why: too late"
FRIDAY = date(2026, 12, 4)

Change = Callable[[Book], ChangedCommitments]
VERBS: dict[str, Change] = {
    "done": lambda book: mark_done(book.notebook, ["k3f"]),
    "dropped": lambda book: mark_dropped(book.notebook, ["k3f"], "no time"),
    "reopened": lambda book: mark_open(book.notebook, ["k3f"]),
    "due": lambda book: promise_until(book.notebook, ["k3f"], FRIDAY),
    "snoozed": lambda book: snooze_until(book.notebook, ["k3f"], FRIDAY),
}


def make_book(record: str = OPEN, home: str = LINE, view: str = LINE) -> Book:
    return Book({HOME: make_text(record, body=home), VIEW: make_text(body=view)})


def get_record(book: Book, ref: str = "k3f7w") -> Commitment:
    return book.note(HOME).get_commitment(ref)


@pytest.mark.parametrize(
    ("verb", "record", "expected", "line", "view"),
    [
        ("done", OPEN, {"status": Status(State.DONE, TODAY)}, "- [x] Write the RFC, due 2026-11-27 ^k3f7w\n", None),
        (
            "dropped",
            OPEN,
            {"status": Status(State.DROPPED, TODAY), "why": "no time"},
            "- [-] Write the RFC, due 2026-11-27 ^k3f7w\n",
            None,
        ),
        (
            "due",
            OPEN,
            {"due": FRIDAY, "was_due": (date(2026, 11, 27),)},
            "- [ ] Write the RFC, due 2026-12-04 ^k3f7w\n",
            None,
        ),
        ("snoozed", OPEN, {"snooze": FRIDAY}, LINE, None),
        ("reopened", DROPPED, {"status": Status(State.OPEN), "why": None}, LINE, LINE.replace("[ ] ", "")),
        ("reopened", DONE, {"status": Status(State.OPEN)}, LINE, LINE.replace("[ ] ", "")),
    ],
)
def test_a_verb_changes_its_fields_and_every_checkbox(
    verb: str, record: str, expected: dict[str, object], line: str, view: str | None
) -> None:
    """At home and in views, in one commit that names who, when and which, and no word of the note."""
    mark = {OPEN: "[ ]", DONE: "[x]", DROPPED: "[-]"}[record]
    book = make_book(record, LINE.replace("[ ]", mark), LINE.replace("[ ]", mark))
    before = get_record(book)
    changed = VERBS[verb](book)
    after = get_record(book)
    (item,) = changed.items
    assert (item.before, item.after, str(item.path)) == (before, after, HOME)
    assert {name: getattr(after, name) for name in expected} == expected
    assert all(getattr(before, name) == getattr(after, name) for name in Commitment.__slots__ if name not in expected)
    assert book.body(HOME) == line
    assert book.body(VIEW) == (view or line)
    assert book.history.messages == [f"alice 2026-11-13: k3f7w {verb}"]
    assert book.is_clean()


@pytest.mark.parametrize(
    ("verb", "record"),
    [("done", DONE), ("dropped", DROPPED), ("reopened", OPEN), ("snoozed", OPEN + "; snooze: 2026-12-04")],
)
def test_what_is_so_already_stays_as_it_was(verb: str, record: str) -> None:
    """Done is done on the day when it was; there is no commit."""
    mark = "[ ]" if "open" in record else "[x]" if "done" in record else "[-]"
    book = make_book(record, LINE.replace("[ ]", mark), "")
    changed = VERBS[verb](book)
    assert changed.items[0].is_unchanged
    assert changed.recorded.commit is None
    assert book.history.messages == []


@pytest.mark.parametrize(
    ("verb", "record"),
    [("done", DROPPED), ("dropped", DONE), ("due", DONE), ("due", DROPPED), ("snoozed", DONE), ("snoozed", DROPPED)],
)
def test_done_is_not_dropped_and_what_is_closed_is_not_postponed(verb: str, record: str) -> None:
    """The error says since when it is closed; nothing is written."""
    book = make_book(record, "", "")
    with pytest.raises(ClosedAlready) as caught:
        VERBS[verb](book)
    assert (caught.value.ref, caught.value.day) == ("k3f7w", date(2026, 11, 18))
    assert not book.history.list_changed()


@pytest.mark.parametrize("why", ["", " \t"])
def test_a_dropped_commitment_has_a_reason(why: str) -> None:
    """Without words there is none, and nothing is dropped."""
    book = make_book()
    with pytest.raises(NoWords):
        mark_dropped(book.notebook, ["k3f7w"], why)
    assert not book.history.list_changed()


def test_several_are_changed_in_one_commit() -> None:
    """Each once, however often it was typed."""
    book = Book({HOME: make_text(OPEN, "m2pa9; what: y")})
    changed = mark_done(book.notebook, ["k3f7w", "m", "^K3F"])
    assert [item.after.ref for item in changed.items] == ["k3f7w", "m2pa9"]
    assert book.history.messages == ["2 commitments done"]


@pytest.mark.parametrize("bad", ["zz", "m2pa9"])
def test_all_of_them_or_none(bad: str) -> None:
    """One that is unknown or closed: the others stay open."""
    book = Book({HOME: make_text(OPEN, "m2pa9; status: dropped; what: y")})
    with pytest.raises((UnknownRef, ClosedAlready)):
        mark_done(book.notebook, ["k3f7w", bad])
    assert get_record(book).is_open
    assert book.history.messages == []


def test_of_several_that_a_beginning_fits_the_one_that_can_be_meant_is() -> None:
    """An open one is what can be done; a closed one is what can be reopened."""
    book = Book({HOME: make_text(OPEN, "k3xyz; status: done; what: y")})
    assert mark_done(book.notebook, ["k3"]).items[0].after.ref == "k3f7w"
    book = Book({HOME: make_text(OPEN, "k3xyz; status: done; what: y")})
    assert mark_open(book.notebook, ["k3"]).items[0].after.ref == "k3xyz"


def test_a_beginning_of_several_is_a_question() -> None:
    """The candidates are named."""
    book = Book({HOME: make_text(OPEN, "k3xyz; what: y")})
    with pytest.raises(AmbiguousRef) as caught:
        mark_done(book.notebook, ["k3"])
    assert caught.value.candidates == ("k3f7w", "k3xyz")


def test_a_ref_of_two_commitments_is_changed_in_neither() -> None:
    """`o3 save` renames one first."""
    book = Book({HOME: make_text(OPEN), VIEW: make_text(OPEN)})
    with pytest.raises(ClashingRef) as caught:
        mark_done(book.notebook, ["k3f7w"])
    assert caught.value.places == (HOME, VIEW)


def test_what_was_typed_in_the_note_is_taken_up_on_the_way() -> None:
    """It is about to be recorded: new promises and edits with it."""
    book = make_book(view="")
    book.replace(HOME, "RFC, due", "RFC on queues, due")
    book.write(HOME, book.read(HOME) + "- [ ] new\n")
    mark_done(book.notebook, ["k3f7w"])
    record = get_record(book)
    assert (record.what, record.status.state) == ("Write the RFC on queues", State.DONE)
    assert [commitment.what for commitment in book.note(HOME).commitments][1:] == ["new"]
    assert book.is_clean()


def test_what_was_typed_in_a_view_is_taken_up_on_the_way() -> None:
    """A view that is about to be changed keeps nothing back."""
    book = make_book()
    book.replace(VIEW, "the RFC", "the RFC on queues")
    promise_until(book.notebook, ["k3f7w"], FRIDAY)
    assert get_record(book).what == "Write the RFC on queues"
    expected = "- [ ] Write the RFC on queues, due 2026-12-04 ^k3f7w\n"
    assert book.body(HOME) == book.body(VIEW) == expected
    assert book.is_clean()


def test_a_commitment_that_was_ticked_already_is_done_already() -> None:
    """The tick is taken up first; dropping it then is refused."""
    book = make_book(view=LINE.replace("[ ]", "[x]"))
    book.history.recorded[VIEW] = make_text(body=LINE).encode()
    with pytest.raises(ClosedAlready):
        mark_dropped(book.notebook, ["k3f7w"], "no time")
    assert mark_done(book.notebook, ["k3f7w"]).items[0].is_unchanged
    assert get_record(book).status == Status(State.DONE, TODAY)


def test_notes_that_do_not_show_it_are_left_alone() -> None:
    """What was typed in them waits for its own turn."""
    book = make_book(view="")
    book.write(VIEW, make_text(body="- [ ] new\n"))
    mark_done(book.notebook, ["k3f7w"])
    assert book.history.list_changed() == (VIEW,)
    assert book.body(VIEW) == "- [ ] new\n"


def test_lines_that_cannot_be_told_apart_are_named_and_kept() -> None:
    """The command does its work, and both lines keep what was typed in them."""
    book = make_book(view="")
    book.write(HOME, make_text(OPEN, body=LINE + LINE.replace("RFC", "tests")))
    changed = mark_done(book.notebook, ["k3f7w"])
    assert [problem.path for problem in changed.problems] == [HOME]
    assert book.body(HOME) == (LINE + LINE.replace("RFC", "tests")).replace("[ ]", "[x]")


def test_a_note_that_cannot_be_changed_safely_is_not_changed() -> None:
    """Two records with one id: refuse rather than guess."""
    book = Book({HOME: make_text(OPEN, OPEN)})
    with pytest.raises(UnreadableNote) as caught:
        mark_done(book.notebook, ["k3f7w"])
    assert caught.value.problem.path == HOME
    assert not book.history.list_changed()


def test_what_an_earlier_command_left_is_recorded_first() -> None:
    """In a commit of its own."""
    book = make_book()
    book.write("people/bob/2026-11-20.md", make_text())
    book.history.pending = {"people/bob/2026-11-20.md"}
    mark_done(book.notebook, ["k3f7w"])
    assert book.history.messages == ["bob 2026-11-20: note", "alice 2026-11-13: k3f7w done"]


@pytest.mark.parametrize("until", [date(2026, 11, 19), date(2026, 11, 20)])
def test_nothing_is_snoozed_until_a_day_that_has_come(until: date) -> None:
    """It would hide nothing."""
    with pytest.raises(SnoozeOver):
        snooze_until(make_book().notebook, ["k3f7w"], until)
