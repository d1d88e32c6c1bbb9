"""What was typed in notes: new promises, edits, views, and what cannot be told apart."""

from __future__ import annotations

from datetime import date

import pytest

from o3cli.domain.commitment import Commitment, State, Status
from o3cli.domain.note import NotePath, find_note_path
from o3cli.domain.settings import Settings
from o3cli.usecases.change_commitments import mark_done
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.take_up import TakenUp, change_record, take_up
from tests.usecases.fakes import Book, make_text

HOME = "people/alice/2026-11-13.md"
VIEW = "people/alice/2026-11-20.md"
OTHER = "people/bob/2026-11-20.md"
RFC = "k3f7w; status: open; owner: alice; what: Write the RFC; due: 2026-11-27"
RFC_LINE = "- [ ] alice: Write the RFC, due 2026-11-27 ^k3f7w\n"
DONE_RFC = RFC.replace("open", "done 2026-11-18")


def path_of(path: str) -> NotePath:
    found = find_note_path(path)
    assert found is not None
    return found


def settle(book: Book, *paths: str, fold: tuple[str, ...] = (), opened: str | None = None) -> TakenUp:
    """Take up what was typed in some notes, and write it; `opened` is the text that the editor got of the first."""
    notebook = book.notebook
    drafts = Drafts(notebook.read(), notebook.format)
    note = notebook.format.parse_note(path_of(paths[0]), opened.encode()) if opened is not None else None
    taken = take_up(drafts, notebook, map(path_of, paths), fold=[path_of(path) for path in fold], opened=note)
    for change in drafts.list_changes():
        assert change.after is not None
        book.files.contents[change.path] = change.after
    return taken


def edit_line(book: Book, path: str, old: str, new: str) -> None:
    """Edit what stands in the body, not in front matter."""
    note = book.note(path)
    assert old in note.body
    book.write(path, note.text[: note.body_start] + note.body.replace(old, new, 1))


def get_record(book: Book, path: str = HOME, ref: str = "k3f7w") -> Commitment:
    return book.note(path).get_commitment(ref)


def make_book(home: str = RFC_LINE, view: str | None = None, record: str = RFC) -> Book:
    files = {HOME: make_text(record, body=home)}
    if view is not None:
        files[VIEW] = make_text(body=view)
    return Book(files)


def list_messages(taken: TakenUp) -> list[tuple[str, str]]:
    return [(problem.place, problem.message) for problem in taken.problems]


# Typed


def test_an_open_checkbox_gets_a_record_and_a_ref() -> None:
    """The line keeps every word and ends with the ref of a record that says the same."""
    book = Book({HOME: make_text(body="- [ ] alice: write the RFC, due 27 Nov\n")})
    (typed,) = settle(book, HOME).typed
    ref = typed.commitment.ref
    assert book.body(HOME) == f"- [ ] alice: write the RFC, due 27 Nov ^{ref}\n"
    assert get_record(book, ref=ref) == Commitment(ref, "write the RFC", "alice", due=date(2026, 11, 27))
    assert (typed.path, typed.line) == (path_of(HOME), 4)


@pytest.mark.parametrize(
    "line",
    [
        "- [x] done at once",
        "- [-] not worth it",
        "- plain",
        "- [ ] ",
        "- [ ] alice:",
        "    - [ ] code",
        "text [ ] in it",
    ],
)
def test_what_promises_nothing_is_left_alone(line: str) -> None:
    """A ticked, dropped or empty box, a bullet and code are no open promises."""
    book = Book({HOME: make_text(body=f"\n{line}\n")})
    assert settle(book, HOME) == TakenUp()
    assert not book.history.list_changed()


def test_several_promises_are_taken_up_in_their_order() -> None:
    """The records stand in the order of the lines."""
    book = Book({HOME: make_text(body="- [ ] one\n- [ ] two\n  - [ ] three\n")})
    settle(book, HOME)
    assert [commitment.what for commitment in book.note(HOME).commitments] == ["one", "two", "three"]


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    """A note of another system keeps its BOM and CRLF, and gets no LF of o3's own."""
    book = Book({HOME: "\ufeff" + make_text(body="- [ ] one\n").replace("\n", "\r\n")})
    settle(book, HOME)
    text = book.read(HOME)
    assert text.startswith("\ufeff---\r\n")
    assert text.count("\n") == text.count("\r\n")
    assert get_record(book, ref=book.note(HOME).commitments[0].ref).what == "one"


def test_a_note_without_front_matter_gets_one() -> None:
    """A note that was typed from nothing is taken up as well."""
    book = Book({HOME: "- [ ] one\n"})
    settle(book, HOME)
    assert [commitment.what for commitment in book.note(HOME).commitments] == ["one"]


def test_block_ids_of_the_users_own_stay_last() -> None:
    """Obsidian's ids are no refs, and links to them go on working."""
    book = Book({HOME: make_text(body="- [ ] one ^37066d\n")})
    (typed,) = settle(book, HOME).typed
    assert book.body(HOME) == f"- [ ] one ^{typed.commitment.ref} ^37066d\n"


def test_a_record_typed_without_an_id_gets_one() -> None:
    """Records that were typed by hand are named, alike ones each by themselves."""
    record = "  - what: by hand\n"
    book = Book({HOME: f"---\ncommitments:\n{record}{record}---\n"})
    taken = settle(book, HOME)
    first, second = book.note(HOME).commitments
    assert first.ref != second.ref
    assert [(typed.commitment.ref, typed.line) for typed in taken.typed] == [(first.ref, 3), (second.ref, 4)]


def test_a_ref_without_a_record_keeps_its_name() -> None:
    """A record that was deleted is made again from its line, under the ref that may have been written down."""
    book = Book({HOME: make_text(body=RFC_LINE)})
    (typed,) = settle(book, HOME).typed
    assert typed.commitment == get_record(book)
    assert book.body(HOME) == RFC_LINE


@pytest.mark.parametrize("second", [HOME, VIEW, OTHER])
def test_lines_that_share_an_unknown_ref_are_promises_of_their_own(second: str) -> None:
    """Other tools number paragraphs (`^part2`): neither line may pass for the other, whose words would be gone."""
    lines = {HOME: "- [ ] write the intro ^part2\n"}
    lines[second] = lines.get(second, "") + "- [ ] book the room ^part2\n"
    book = Book({path: make_text(body=body) for path, body in lines.items()})
    taken = settle(book, *lines)
    assert sorted(typed.commitment.what for typed in taken.typed) == ["book the room", "write the intro"]
    assert (taken.edited, taken.problems) == ([], [])
    whats = [commitment.what for path in lines for commitment in book.note(path).commitments]
    assert whats == ["write the intro", "book the room"]
    assert settle(book, *lines) == TakenUp()


def test_a_ref_whose_record_may_be_unreadable_waits() -> None:
    """A view of a note that is broken for a while does not become a second promise; what else was typed is taken up."""
    book = make_book(view=f"{RFC_LINE}- [ ] new\n")
    book.replace(HOME, "commitments:", "commitments: [")
    taken = settle(book, VIEW)
    assert [typed.commitment.what for typed in taken.typed] == ["new"]
    message = "`k3f7w` has no record in the notes that can be read: mend the others first"
    assert list_messages(taken) == [(f"{VIEW}:4", message)]
    assert book.note(VIEW).find_commitment("k3f7w") is None


def test_one_bad_record_does_not_hide_what_else_was_typed() -> None:
    """A record with a slip in it is left to its owner; the line below its own is taken up."""
    book = make_book(RFC_LINE + "- [ ] new\n")
    book.replace(HOME, "due: 2026-11-27", "due: 2026-02-30")
    taken = settle(book, HOME)
    assert [typed.commitment.what for typed in taken.typed] == ["new"]
    assert "due: 2026-02-30" in book.read(HOME)


def test_a_note_that_cannot_be_changed_safely_is_named_and_the_others_go_on() -> None:
    """One bad note hides nothing."""
    bad = "---\ncommitments: none\n---\n- [ ] one\n"
    book = Book({HOME: bad, VIEW: make_text(body="- [ ] two\n")})
    taken = settle(book, HOME, VIEW)
    assert [problem.path for problem in taken.problems] == [HOME]
    assert book.read(HOME) == bad
    assert [typed.commitment.what for typed in taken.typed] == ["two"]


# Edited at home


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[ ]", "[x]", {"status": Status(State.DONE, date(2026, 11, 20))}),
        ("[ ]", "[X]", {"status": Status(State.DONE, date(2026, 11, 20))}),
        ("[ ]", "[-]", {"status": Status(State.DROPPED, date(2026, 11, 20))}),
        ("Write", "Rewrite", {"what": "Rewrite the RFC"}),
        ("alice: ", "", {"owner": "me"}),
        ("2026-11-27", "4 dec", {"due": date(2026, 12, 4), "was_due": (date(2026, 11, 27),)}),
        (", due 2026-11-27", "", {"due": None, "was_due": (date(2026, 11, 27),)}),
    ],
)
def test_an_edited_line_changes_its_record(old: str, new: str, expected: dict[str, object]) -> None:
    """Ticked, dropped, reworded, given away, promised for another day: the record says it, and only that."""
    book = make_book()
    before = get_record(book)
    edit_line(book, HOME, old, new)
    line = book.body(HOME)
    ((was, now),) = settle(book, HOME).edited
    after = get_record(book)
    assert (was, now) == (before, after)
    assert {name for name in Commitment.__slots__ if getattr(before, name) != getattr(after, name)} == set(expected)
    assert all(getattr(after, name) == value for name, value in expected.items())
    assert book.body(HOME) == line


def test_an_unticked_line_opens_its_commitment_again() -> None:
    """And why it was once dropped goes."""
    book = make_book(RFC_LINE, record=RFC.replace("open", "dropped 2026-11-18") + "; why: too late")
    settle(book, HOME)
    assert get_record(book).status == Status(State.OPEN)
    assert get_record(book).why is None


def test_a_dropped_line_that_is_ticked_is_done() -> None:
    """Done is not dropped: the reason goes with the state."""
    book = make_book(RFC_LINE.replace("[ ]", "[x]"), record=RFC.replace("open", "dropped 2026-11-18") + "; why: no")
    settle(book, HOME)
    assert get_record(book).status == Status(State.DONE, date(2026, 11, 20))
    assert get_record(book).why is None


def test_a_deleted_line_changes_nothing() -> None:
    """Neither at home nor elsewhere."""
    book = make_book("", view="")
    assert settle(book, HOME, VIEW) == TakenUp()


def test_a_line_whose_words_were_deleted_gets_them_back() -> None:
    """A commitment without words is none: the record keeps its own."""
    book = make_book("- [x] ^k3f7w\n")
    settle(book, HOME)
    record = get_record(book)
    assert (record.what, record.status.state) == ("Write the RFC", State.DONE)
    assert book.body(HOME).startswith("- [x] ")
    assert "Write the RFC" in book.body(HOME)


def test_a_box_taken_off_a_line_changes_nothing() -> None:
    """A plain bullet is no view."""
    book = make_book(RFC_LINE.replace("[ ] ", ""))
    assert settle(book, HOME) == TakenUp()


# Views


def test_a_tick_in_a_view_closes_the_commitment_where_it_lives() -> None:
    """The record, the line at home and the view agree."""
    book = make_book(view=RFC_LINE.replace("[ ]", "[x]"))
    settle(book, VIEW)
    assert get_record(book).status == Status(State.DONE, date(2026, 11, 20))
    assert book.body(HOME) == book.body(VIEW) == RFC_LINE.replace("[ ]", "[x]")


def test_one_save_takes_up_what_was_edited_in_two_places() -> None:
    """Reworded at home, ticked in a view: both are applied, in whichever order the notes are read."""
    for order in ((HOME, VIEW), (VIEW, HOME)):
        book = make_book(view=RFC_LINE)
        book.replace(HOME, "the RFC, due", "the RFC on queues, due")
        book.replace(VIEW, "[ ]", "[x]")
        taken = settle(book, *order)
        assert not taken.problems
        record = get_record(book)
        assert (record.what, record.status.state) == ("Write the RFC on queues", State.DONE)
        assert book.body(HOME) == book.body(VIEW) == "- [x] alice: Write the RFC on queues, due 2026-11-27 ^k3f7w\n"


def test_two_rewordings_of_one_promise_are_left_to_their_author() -> None:
    """Both stay as they are, each is named, and the next time as well."""
    book = make_book(view=RFC_LINE)
    book.replace(HOME, "the RFC, due", "the RFC on queues, due")
    book.replace(VIEW, "the RFC, due", "the RFC on locks, due")
    bodies = book.body(HOME), book.body(VIEW)
    for _ in range(2):
        taken = settle(book, HOME, VIEW, fold=(VIEW,))
        assert list_messages(taken) == [
            (f"{HOME}:11", f"`k3f7w` was changed here and in {VIEW}, not alike: make the two agree"),
            (f"{VIEW}:4", f"`k3f7w` was changed here and in {HOME}, not alike: make the two agree"),
        ]
        assert (book.body(HOME), book.body(VIEW)) == bodies
        assert get_record(book).what == "Write the RFC"
        book.history.recorded = dict(book.files.contents)


def test_what_is_edited_elsewhere_survives_a_change_of_the_record() -> None:
    """A note that is not taken up now keeps its edit, and only that, until it is."""
    book = make_book(view=RFC_LINE)
    edit_line(book, VIEW, "the RFC", "the RFC on queues")
    edit_line(book, HOME, "2026-11-27", "2026-12-04")
    settle(book, HOME)
    assert book.body(VIEW) == "- [ ] alice: Write the RFC on queues, due 2026-12-04 ^k3f7w\n"
    assert get_record(book).what == "Write the RFC"
    settle(book, VIEW)
    assert get_record(book).what == "Write the RFC on queues"
    assert get_record(book).due == date(2026, 12, 4)


def test_a_view_that_is_opened_again_becomes_a_plain_bullet() -> None:
    """An open checkbox stands at home only."""
    ticked = RFC_LINE.replace("[ ]", "[x]")
    book = make_book(ticked, view=ticked, record=DONE_RFC)
    book.replace(HOME, "[x]", "[ ]")
    settle(book, HOME)
    assert book.body(VIEW) == RFC_LINE.replace("[ ] ", "")


def test_views_are_folded_when_the_session_is_over() -> None:
    """What is open elsewhere becomes a plain bullet; what lives here stays a checkbox."""
    book = make_book(view=f"{RFC_LINE}- [ ] mine\n")
    settle(book, VIEW, fold=(VIEW,))
    first, second = book.body(VIEW).splitlines()
    assert first == RFC_LINE.replace("[ ] ", "").rstrip()
    assert second.startswith("- [ ] mine ^")


def test_of_two_checkboxes_alike_at_home_one_is_folded() -> None:
    """Each promise stands once."""
    book = make_book(RFC_LINE + RFC_LINE)
    settle(book, HOME, fold=(HOME,))
    assert book.body(HOME) == RFC_LINE + RFC_LINE.replace("[ ] ", "")


@pytest.mark.parametrize("path", [HOME, VIEW])
def test_a_line_that_was_duplicated_and_reworded_is_named(path: str) -> None:
    """It cannot be told whether the ref was left by mistake: nothing is applied or folded."""
    book = make_book(view="")
    body = RFC_LINE + RFC_LINE.replace("the RFC", "the tests")
    book.write(path, make_text(*([RFC] if path == HOME else []), body=body))
    taken = settle(book, path, fold=(path,))
    (problem,) = taken.problems
    assert problem.message == "`k3f7w` stands here more than once, not alike: delete one, or the ref of the new one"
    assert book.body(path) == body
    assert get_record(book).what == "Write the RFC"


def test_what_one_commitment_needs_does_not_keep_others_waiting() -> None:
    """A view whose record cannot be changed is named; the edits below it are applied."""
    twice = make_text(RFC, RFC.replace("open", "done"), body=RFC_LINE)
    other = make_text("m2pa9; what: Other", body="- [ ] Other ^m2pa9\n")
    second = "people/alice/2026-11-14.md"
    view = RFC_LINE.replace("[ ]", "[x]") + "- [x] Other ^m2pa9\n"
    book = Book({HOME: twice, second: other, VIEW: make_text(body=view)})
    taken = settle(book, VIEW)
    assert [problem.path for problem in taken.problems] == [HOME]
    assert get_record(book, second, "m2pa9").status.state is State.DONE
    assert book.read(HOME) == twice


def test_a_bullet_that_is_made_a_checkbox_by_hand_takes_back_no_date() -> None:
    """A bullet is not kept in step: ticking it closes the promise, and its date is no edit; words that differ are."""
    book = make_book(view="- Write the RFC on queues, due 2026-11-20 ^k3f7w\n")
    edit_line(book, VIEW, "- ", "- [x] ")
    settle(book, VIEW)
    record = get_record(book)
    assert (record.what, record.owner) == ("Write the RFC on queues", "alice")
    assert (record.due, record.was_due, record.status.state) == (date(2026, 11, 27), (), State.DONE)
    assert book.body(VIEW) == "- [x] alice: Write the RFC on queues, due 2026-11-27 ^k3f7w\n"


def test_a_bullet_that_is_made_a_checkbox_of_a_closed_promise_does_not_open_it() -> None:
    """It only looks open since it was not kept in step."""
    book = make_book(RFC_LINE.replace("[ ]", "[x]"), view=RFC_LINE.replace("[ ] ", ""), record=DONE_RFC)
    edit_line(book, VIEW, "- ", "- [ ] ")
    settle(book, VIEW)
    assert not get_record(book).is_open
    assert book.body(VIEW) == RFC_LINE.replace("[ ]", "[x]")


# Somebody else's note


def test_a_view_in_somebody_elses_note_is_read_by_the_names_of_its_home() -> None:
    """`alice:` means alice in bob's note too; a tick there counts, other words are a copy that forgot the ref."""
    book = make_book()
    book.write(OTHER, make_text(body=RFC_LINE))
    assert settle(book, OTHER) == TakenUp()
    book.replace(OTHER, "the RFC, due 2026-11-27", "the RFC on queues, due 2026-12-04")
    message = f"`k3f7w` shows a promise of {HOME} in other words: delete the ref to make it one of its own"
    assert list_messages(settle(book, OTHER, fold=(OTHER,))) == [(f"{OTHER}:4", message)]
    assert book.body(OTHER) == "- [ ] alice: Write the RFC on queues, due 2026-12-04 ^k3f7w\n"
    assert book.body(HOME) == RFC_LINE
    book.write(OTHER, make_text(body=RFC_LINE.replace("[ ]", "[x]")))
    settle(book, OTHER)
    assert get_record(book).status.state is State.DONE


def test_names_that_cannot_be_read_change_no_owner() -> None:
    """While an `about.md` is broken, nobody knows its aliases: ticks are taken up, words are not."""
    about = "people/alice/about.md"
    line = RFC_LINE.replace("alice:", "Ally:")
    book = Book({HOME: make_text(RFC, body=line), about: "---\naliases: [Ally]\n---\n"})
    assert settle(book, HOME) == TakenUp()
    book.write(about, "---\naliases: [Ally\n---\n")
    assert settle(book, HOME) == TakenUp()
    book.replace(HOME, "[ ]", "[x]")
    settle(book, HOME)
    record = get_record(book)
    assert (record.owner, record.what, record.status.state) == ("alice", "Write the RFC", State.DONE)


# Front matter edited by hand


def test_a_record_edited_by_hand_beats_a_line_that_was_left_alone() -> None:
    """The line follows, at home and in views."""
    book = make_book(view=RFC_LINE)
    book.replace(HOME, "due: 2026-11-27", "due: 2026-12-04")
    book.replace(HOME, "status: open", "status: done 2026-11-19")
    taken = settle(book, HOME, VIEW)
    assert not taken.edited
    expected = "- [x] alice: Write the RFC, due 2026-12-04 ^k3f7w\n"
    assert book.body(HOME) == book.body(VIEW) == expected


def test_a_record_edited_by_hand_beats_a_view_that_history_does_not_know() -> None:
    """A view that was written since says what the record said: that is no edit of the date."""
    book = make_book()
    book.replace(HOME, "due: 2026-11-27", "due: 2026-12-04")
    book.write(VIEW, make_text(body=RFC_LINE.replace("[ ]", "[x]")))
    settle(book, VIEW, HOME)
    record = get_record(book)
    assert (record.due, record.was_due, record.status.state) == (date(2026, 12, 4), (), State.DONE)


def test_a_line_and_its_record_edited_in_different_fields_both_count() -> None:
    """A tick in the line, a date in the record."""
    book = make_book()
    book.replace(HOME, "due: 2026-11-27", "due: 2026-12-04")
    book.replace(HOME, "[ ]", "[x]")
    settle(book, HOME)
    record = get_record(book)
    assert (record.due, record.status.state) == (date(2026, 12, 4), State.DONE)
    assert book.body(HOME) == "- [x] alice: Write the RFC, due 2026-12-04 ^k3f7w\n"


def test_a_line_and_its_record_edited_alike_agree() -> None:
    """Whoever changes both by hand has done what o3 would have done."""
    book = make_book()
    book.write(HOME, book.read(HOME).replace("2026-11-27", "2026-12-04"))
    assert settle(book, HOME) == TakenUp()


def test_a_line_and_its_record_edited_differently_are_left_to_their_author() -> None:
    """Refuse rather than guess."""
    book = make_book()
    book.replace(HOME, "due: 2026-11-27", "due: 2026-12-04")
    book.replace(HOME, "due 2026-11-27", "due 2026-12-11")
    text = book.read(HOME)
    taken = settle(book, HOME)
    message = "`k3f7w` was changed here and in its record, not alike: make the two agree"
    assert list_messages(taken) == [(f"{HOME}:11", message)]
    assert book.read(HOME) == text


def test_without_history_a_line_that_differs_was_edited() -> None:
    """That is the rule where nothing says otherwise."""
    for recorded in ({}, {HOME: b"---\n- [\n---\n"}, {HOME: make_text(body="").encode()}):
        book = make_book(RFC_LINE.replace("[ ]", "[x]"))
        book.history.recorded = dict(recorded)
        settle(book, HOME)
        assert get_record(book).status.state is State.DONE


def test_where_nothing_is_recorded_an_undone_tick_counts() -> None:
    """What o3 closed since the user's last commit can be opened again in its line."""
    book = make_book()
    book.settings = Settings(git_auto=False)
    mark_done(book.notebook, ["k3f7w"])
    edit_line(book, HOME, "[x]", "[ ]")
    settle(book, HOME)
    assert get_record(book).is_open


def test_an_edit_that_was_recorded_without_o3_counts() -> None:
    """The editor and git alone: the line disagrees in history too, and is taken up, also beside a later one by hand."""
    book = make_book(RFC_LINE.replace("[ ]", "[x]"))
    book.replace(HOME, "due: 2026-11-27", "due: 2026-12-04")
    settle(book, HOME)
    record = get_record(book)
    assert (record.status.state, record.due) == (State.DONE, date(2026, 12, 4))


# The note that an editor had


def test_what_changed_while_the_editor_was_open_is_no_edit() -> None:
    """The editor wrote back what it had got: the record, closed meanwhile, stays closed, and the line follows."""
    text = make_text(body=RFC_LINE)
    book = make_book(RFC_LINE.replace("[ ]", "[x]"), view=RFC_LINE, record=DONE_RFC)
    assert not settle(book, VIEW, opened=text).edited
    assert get_record(book).status == Status(State.DONE, date(2026, 11, 18))
    assert book.body(VIEW) == RFC_LINE.replace("[ ]", "[x]")


def test_what_was_typed_in_the_editor_counts_beside_it() -> None:
    """Reworded in the editor, closed meanwhile: both."""
    typed = RFC_LINE.replace("the RFC", "the RFC on queues")
    book = make_book(RFC_LINE.replace("[ ]", "[x]"), view=typed, record=DONE_RFC)
    settle(book, VIEW, opened=make_text(body=RFC_LINE))
    record = get_record(book)
    assert (record.what, record.status) == ("Write the RFC on queues", Status(State.DONE, date(2026, 11, 18)))
    assert book.body(VIEW) == book.body(HOME) == typed.replace("[ ]", "[x]")


def test_a_tick_does_not_undo_what_was_dropped_meanwhile() -> None:
    """The reason was given on purpose."""
    dropped = RFC.replace("open", "dropped 2026-11-20") + "; why: too late"
    ticked = RFC_LINE.replace("[ ]", "[x]")
    book = make_book(RFC_LINE.replace("[ ]", "[-]"), view=ticked, record=dropped)
    settle(book, VIEW, opened=make_text(body=RFC_LINE))
    assert get_record(book).why == "too late"
    assert book.body(VIEW) == RFC_LINE.replace("[ ]", "[-]")


def test_a_line_that_was_pasted_into_the_editor_has_the_record_for_a_base() -> None:
    """It was not there when the editor opened."""
    book = make_book(view=RFC_LINE.replace("[ ]", "[x]"))
    settle(book, VIEW, opened=make_text(body=""))
    assert get_record(book).status.state is State.DONE


# Clashing refs


def test_a_view_of_two_commitments_waits_until_one_is_renamed() -> None:
    """It cannot be told which is meant: nothing is applied to the wrong one."""
    second = "people/alice/2026-11-14.md"
    book = make_book(view=RFC_LINE.replace("[ ]", "[x]"))
    book.write(second, make_text(RFC.replace("the RFC", "the tests")))
    assert settle(book, VIEW, fold=(VIEW,)) == TakenUp()
    assert get_record(book).is_open
    assert get_record(book, second).is_open


def test_a_change_of_a_record_reaches_every_checkbox_that_shows_it() -> None:
    """Other lines of these notes, and notes that do not show it, stay as they are."""
    book = make_book(f"before\n{RFC_LINE}after\n", view=f"# Title\n{RFC_LINE}")
    book.write(OTHER, make_text(body="- [ ] alone ^zz999\n"))
    drafts = Drafts(book.notebook.read(), book.notebook.format)
    old = get_record(book)
    change_record(drafts, path_of(HOME), old, Commitment("k3f7w", "Done", "me", Status(State.DONE, date(2026, 11, 20))))
    assert drafts.get(path_of(HOME)).body == "before\n- [x] me: Done ^k3f7w\nafter\n"
    assert drafts.get(path_of(VIEW)).body == "# Title\n- [x] me: Done ^k3f7w\n"
    assert [change.path for change in drafts.list_changes()] == [HOME, VIEW]


def test_words_typed_behind_a_ref_belong_to_its_promise() -> None:
    """What an editor's end-of-line command leaves behind the ref rewords the promise, and a tick there counts."""
    book = make_book("- [x] alice: Write the RFC, due 2026-11-27 ^k3f7w on queues\n")
    taken = settle(book, HOME)
    assert taken.typed == []
    record = get_record(book)
    assert (record.what, record.status.state) == ("Write the RFC on queues", State.DONE)
    assert record.due == date(2026, 11, 27)
    assert book.body(HOME) == "- [x] alice: Write the RFC on queues, due 2026-11-27 ^k3f7w\n"


@pytest.mark.parametrize("status", ["open", "done 2026-11-18"])
def test_another_alias_rewords_no_promise(status: str) -> None:
    """A line that names somebody by an alias which is gone, or begins with one that is new, was not edited."""
    about = "people/alice/about.md"
    records = (f"k3f7w; status: {status}; owner: alice; what: send it", f'm2pa9; status: {status}; what: "review: it"')
    box = "[ ]" if status == "open" else "[x]"
    body = f"- {box} zz: send it ^k3f7w\n- {box} review: it ^m2pa9\n"
    book = Book({HOME: make_text(*records, body=body), about: "---\naliases: [zz]\n---\n"})
    before = book.note(HOME).commitments
    book.write(about, "---\naliases: [review]\n---\n")
    assert settle(book, HOME) == TakenUp()
    assert book.note(HOME).commitments == before
    assert book.body(HOME) == f"- {box} alice: send it ^k3f7w\n- {box} me: review: it ^m2pa9\n"


def test_another_name_of_a_circle_s_member_rewords_no_promise() -> None:
    """Members are named in a circle's description."""
    about, home = "circles/guild/about.md", "circles/guild/2026-11-13.md"
    record = "k3f7w; status: open; owner: alice; what: send it"
    files = {home: make_text(record, body="- [ ] alice: send it ^k3f7w\n"), about: "---\nmembers: [alice]\n---\n"}
    book = Book(files)
    book.write(about, "---\nmembers: [bob]\n---\n")
    assert settle(book, home) == TakenUp()
    assert book.note(home).get_commitment("k3f7w").owner == "alice"
