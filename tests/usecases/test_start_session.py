"""A session from the scaffold to the commit, whatever the editor does."""

from __future__ import annotations

import errno
from datetime import date, timedelta

import pytest

from o3cli.domain.circle import Circle
from o3cli.domain.commitment import State, Status
from o3cli.domain.edited import Edited
from o3cli.domain.person import Person
from o3cli.errors.files import DiskError
from o3cli.errors.history import DetachedHead, NotRecorded
from o3cli.errors.sessions import EditorFailed, NoteGone
from o3cli.usecases.add_commitment import add_commitment
from o3cli.usecases.change_commitments import mark_done, promise_until
from o3cli.usecases.render_note import SessionRequest
from o3cli.usecases.save_notes import save_notes
from o3cli.usecases.start_session import Session, start_session
from tests.usecases.fakes import TODAY, Book, FakeEditor, make_text

ALICE = Person("alice", "Alice")
HOME = "people/alice/2026-11-13.md"
NOTE = "people/alice/2026-11-20.md"
SECOND = "people/alice/2026-11-20-2.md"
RFC = "k3f7w; status: open; owner: alice; what: Write the RFC; due: 2026-11-27"
RFC_LINE = "- [ ] alice: Write the RFC, due 2026-11-27 ^k3f7w\n"


def make_book() -> Book:
    return Book({HOME: make_text(RFC, body=RFC_LINE)})


def start(book: Book, editor: FakeEditor | None, day: date = TODAY, kind: str | None = None) -> Session:
    return start_session(book.notebook, ALICE, SessionRequest(day, kind), book.templates, editor)


def meet(book: Book, old: str, new: str) -> Session:
    """A session in which something in the note is replaced."""

    def work(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return start(book, FakeEditor(book.files, work))


def test_a_new_note_opens_with_what_is_open() -> None:
    """At the line where writing begins; what is typed is taken up, what stayed open becomes a plain bullet."""
    book = make_book()
    editor = FakeEditor(book.files, lambda text: text + "- [ ] alice: read the draft\n")
    session = start(book, editor)
    assert editor.opened_at == (NOTE, 11)
    ref = session.typed[0].commitment.ref
    body = (
        f"# Alice\n\n## Promised\n{RFC_LINE}\n## Next steps <!-- commitments -->\n- [ ] alice: read the draft ^{ref}\n"
    )
    assert book.body(NOTE) == body.replace("- [ ] alice: Write", "- alice: Write")
    assert (session.is_new, session.has_changed, session.problems) == (True, True, ())
    assert session.recorded.commit == "commit 1"
    assert book.history.messages == ["alice 2026-11-20: note"]
    assert book.is_clean()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- [ ] alice: Write", "- [x] alice: Write", {"status": Status(State.DONE, TODAY)}),
        ("the RFC", "the RFC on queues", {"what": "Write the RFC on queues"}),
        ("alice: Write", "me: Write", {"owner": "me"}),
        ("2026-11-27", "4 dec", {"due": date(2026, 12, 4)}),
        (RFC_LINE, "", {}),
    ],
)
def test_a_view_is_where_promises_are_edited(old: str, new: str, expected: dict[str, object]) -> None:
    """The record changes where it lives; a deleted line changes nothing."""
    book = make_book()
    before = book.note(HOME).get_commitment("k3f7w")
    session = meet(book, old, new)
    after = book.note(HOME).get_commitment("k3f7w")
    assert {name: getattr(after, name) for name in expected} == expected
    assert session.changed == (((before, after),) if expected else ())
    assert book.is_clean()


def test_without_an_editor_the_note_waits_to_be_ticked() -> None:
    """`--no-edit`: the boxes stay, and are recorded."""
    book = make_book()
    session = start(book, None)
    assert RFC_LINE in book.read(NOTE)
    assert session.edited is None
    assert book.is_clean()
    book.replace(NOTE, "[ ]", "[x]")
    save_notes(book.notebook, book.history)
    assert not book.note(HOME).get_commitment("k3f7w").is_open


def test_where_no_editor_is_set_the_note_waits_as_well() -> None:
    """No `$EDITOR` and no terminal."""
    book = make_book()
    session = start(book, FakeEditor(book.files, edited=Edited("")))
    assert RFC_LINE in book.read(NOTE)
    assert session.edited == Edited("")
    assert book.history.opened == set()
    assert book.is_clean()


def test_an_editor_that_returns_at_once_goes_on_in_the_background() -> None:
    """`code` without `--wait`: the next command takes up what was typed since, and folds the note."""
    book = make_book()
    session = start(book, FakeEditor(book.files))
    assert not session.has_changed
    assert RFC_LINE in book.read(NOTE)
    assert book.history.opened == {NOTE}
    book.write(NOTE, book.read(NOTE).replace("[ ]", "[x]") + "- [ ] typed later\n")
    start_session(book.notebook, Person("bob", "Bob"), SessionRequest(TODAY), book.templates, None)
    assert not book.note(HOME).get_commitment("k3f7w").is_open
    assert [commitment.what for commitment in book.note(NOTE).commitments] == ["typed later"]
    assert book.is_clean()


def test_what_was_typed_before_without_o3_is_shown() -> None:
    """The last note may never have been saved: its promises get their refs first; notes of others wait."""
    book = make_book()
    book.write("people/bob/2026-11-13.md", "- [ ] not hers\n")
    book.write(HOME, book.read(HOME) + "- [ ] call carol\n")
    start(book, None)
    ref = book.note(HOME).commitments[1].ref
    assert f"- [ ] call carol ^{ref}\n" in book.read(NOTE)
    assert book.history.messages == ["alice: notes", "alice 2026-11-20: note"]
    assert book.history.list_changed() == ("people/bob/2026-11-13.md",)


def test_an_unfinished_merge_before_is_left_alone() -> None:
    """It is no text to work on."""
    book = make_book()
    book.write(HOME, book.read(HOME) + "<<<<<<< ours\n- [ ] a\n")
    start(book, None)
    assert book.history.list_changed() == (HOME,)


def test_a_bad_record_before_does_not_hide_what_else_was_typed() -> None:
    """One slip of the pen is not worth a promise."""
    book = make_book()
    book.write(HOME, book.read(HOME).replace("2026-11-27", "2026-02-30") + "- [ ] call carol\n")
    start(book, None)
    assert "- [ ] call carol ^" in book.read(NOTE)


# The same day again


def test_the_same_day_again_opens_the_same_note() -> None:
    """What is still open elsewhere is a checkbox again while the editor is open, a plain bullet after it."""
    book = make_book()
    meet(book, "## Promised", "## Promised last time")
    folded = book.read(NOTE)
    seen: list[str] = []
    editor = FakeEditor(book.files, lambda text: seen.append(text) or text)
    session = start(book, editor)
    assert RFC_LINE in seen[0]
    assert editor.opened_at == (NOTE, None)
    assert not session.is_new
    assert book.read(NOTE) == folded
    assert len(book.history.messages) == 1


def test_a_view_is_in_step_when_it_is_a_checkbox_again() -> None:
    """A date that changed meanwhile is shown, and is no edit."""
    book = make_book()
    meet(book, "## Promised", "## Promised last time")
    promise_until(book.notebook, ["k3f7w"], date(2026, 12, 4))
    seen: list[str] = []
    session = start(book, FakeEditor(book.files, lambda text: seen.append(text) or text))
    assert "- [ ] alice: Write the RFC, due 2026-12-04 ^k3f7w\n" in seen[0]
    assert session.changed == ()
    assert book.note(HOME).get_commitment("k3f7w").due == date(2026, 12, 4)


def test_a_bullet_of_ones_own_that_mentions_a_ref_stays_as_it_is() -> None:
    """Other words than the promise's are no view of it."""
    book = make_book()
    meet(book, RFC_LINE, "- half of it is there ^k3f7w\n")
    meet(book, "## Promised", "## Said")
    assert "- half of it is there ^k3f7w\n" in book.read(NOTE)
    assert book.note(HOME).get_commitment("k3f7w").what == "Write the RFC"


def test_a_bullet_of_what_lives_here_stays_a_bullet() -> None:
    """Somebody took the box away; it is no view of another note's."""
    text = make_text("k3f7w; what: Write the RFC", body="- Write the RFC ^k3f7w\n")
    book = Book({NOTE: text})
    seen: list[str] = []
    start(book, FakeEditor(book.files, lambda text: seen.append(text) or text))
    assert seen == [text]


def test_what_was_closed_meanwhile_is_no_checkbox_again() -> None:
    """It stays the bullet that it was."""
    book = make_book()
    meet(book, "## Promised", "## Said")
    mark_done(book.notebook, ["k3f7w"])
    seen: list[str] = []
    start(book, FakeEditor(book.files, lambda text: seen.append(text) or text))
    assert RFC_LINE.replace("[ ] ", "") in seen[0]


def test_what_was_ticked_before_it_is_opened_again_is_taken_up_first() -> None:
    """And recorded: the editor is handed a note that agrees with everything."""
    book = make_book()
    start(book, None)
    book.replace(NOTE, "[ ]", "[x]")
    session = start(book, FakeEditor(book.files))
    assert not book.note(HOME).get_commitment("k3f7w").is_open
    assert session.changed == ()
    assert book.is_clean()


def test_another_kind_on_the_same_day_is_another_session() -> None:
    """The second note of the day has its number; its own kind finds it again."""
    book = make_book()
    assert str(start(book, None).path) == NOTE
    sales = start(book, None, kind="sales")
    assert (str(sales.path), sales.is_new) == (SECOND, True)
    assert str(start(book, None, kind="sales").path) == SECOND
    assert str(start(book, None, kind="o3").path) == NOTE
    assert str(start(book, None).path) == SECOND
    assert book.note(SECOND).kind == "sales"


def test_a_note_that_cannot_be_read_is_opened_to_be_mended() -> None:
    """The editor is where that is done; what cannot be read still is named."""
    book = make_book()
    book.write(NOTE, "---\nkind: [\n")
    session = start(book, FakeEditor(book.files))
    assert (session.is_new, [problem.path for problem in session.problems]) == (False, [NOTE])
    mended = start(book, FakeEditor(book.files, lambda _: make_text(body="- [ ] new\n")))
    assert ([typed.commitment.what for typed in mended.typed], mended.problems) == (["new"], ())
    assert book.is_clean()


# While the editor was open


def test_what_another_command_closed_meanwhile_stays_closed() -> None:
    """The editor wrote back the line that it had got; what was typed beside it counts."""
    book = make_book()

    def work(text: str) -> str:
        mark_done(book.notebook, ["k3f7w"])
        return text + "- [ ] new\n"

    session = start(book, FakeEditor(book.files, work))
    assert book.note(HOME).get_commitment("k3f7w").status == Status(State.DONE, TODAY)
    assert RFC_LINE.replace("[ ]", "[x]") in book.read(NOTE)
    assert session.changed == ()
    assert len(session.typed) == 1
    assert book.is_clean()


def test_lines_that_cannot_be_told_apart_are_named() -> None:
    """What is recorded is what was typed."""
    book = make_book()
    session = meet(book, RFC_LINE, RFC_LINE + RFC_LINE.replace("RFC", "tests"))
    assert [problem.path for problem in session.problems] == [NOTE]
    assert RFC_LINE + RFC_LINE.replace("RFC", "tests") in book.read(NOTE)
    assert book.is_clean()


# What goes wrong


def test_an_editor_that_fails_before_anything_is_typed_takes_the_note_back() -> None:
    """There is no file, and no commit."""
    book = make_book()
    with pytest.raises(EditorFailed) as caught:
        start(book, FakeEditor(book.files, edited=Edited("vi", 1)))
    assert caught.value.path is None
    assert book.files.find(NOTE) is None
    assert book.history.messages == []


def test_an_editor_that_fails_after_something_was_typed_keeps_it() -> None:
    """It is recorded, and the error says where."""
    book = make_book()
    with pytest.raises(EditorFailed) as caught:
        start(book, FakeEditor(book.files, lambda text: text + "- [ ] new\n", Edited("vi", -15)))
    assert caught.value.path == NOTE
    assert len(book.note(NOTE).commitments) == 1
    assert book.is_clean()


def test_an_editor_that_fails_leaves_a_note_that_was_there() -> None:
    """Only a new one is taken back."""
    book = make_book()
    start(book, None)
    with pytest.raises(EditorFailed):
        start(book, FakeEditor(book.files, edited=Edited("vi", 1)))
    assert book.files.find(NOTE) is not None


def test_a_note_that_was_deleted_in_the_editor_is_gone() -> None:
    """Nothing is made up in its place."""
    book = make_book()
    with pytest.raises(NoteGone):
        start(book, FakeEditor(book.files, lambda text: None))
    assert book.files.find(NOTE) is None
    assert book.history.opened == set()


def test_what_stands_in_the_way_is_said_before_the_editor_opens() -> None:
    """Nobody types for nothing."""
    book = make_book()
    book.history.obstacle = DetachedHead("/o3")
    editor = FakeEditor(book.files)
    with pytest.raises(DetachedHead):
        start(book, editor)
    assert editor.opened_at is None
    assert book.files.find(NOTE) is None


@pytest.mark.parametrize("keeps_remembering", [True, False])
def test_what_was_typed_and_not_recorded_is_taken_up_by_the_next_command(keeps_remembering: bool) -> None:
    """Something came in the way while the editor was open: the note is on disk, and remembered if that is possible."""
    book = make_book()

    def work(text: str) -> str:
        book.history.obstacle = DetachedHead("/o3")
        if not keeps_remembering:
            book.history.add_opened = refuse  # type: ignore[method-assign]
        return text + "- [ ] new\n"

    def refuse(paths: object) -> None:
        raise DiskError("opened", errno.ENOSPC)

    with pytest.raises(DetachedHead):
        start(book, FakeEditor(book.files, work))
    assert book.read(NOTE).endswith("- [ ] new\n")
    assert book.history.opened == ({NOTE} if keeps_remembering else set())
    book.history.obstacle = None
    save_notes(book.notebook, book.history)
    assert len(book.note(NOTE).commitments) == 1
    assert book.is_clean()


def test_a_refused_commit_leaves_everything_on_disk() -> None:
    """Written, remembered, recorded by the next command."""
    book = make_book()
    book.history.refusal = NotRecorded("/o3", [NOTE])
    with pytest.raises(NotRecorded):
        meet(book, "[ ]", "[x]")
    assert not book.note(HOME).get_commitment("k3f7w").is_open
    assert book.history.pending == {HOME, NOTE}
    book.history.refusal = None
    start_session(book.notebook, Person("bob", "Bob"), SessionRequest(TODAY), book.templates, None)
    assert book.is_clean()


# Days and people


def test_a_note_can_be_prepared_for_a_day_to_come() -> None:
    """It shows what is open now; today's note does not show what was promised in it."""
    book = make_book()
    ahead = TODAY + timedelta(days=3)
    session = start(book, None, ahead)
    assert str(session.path) == "people/alice/2026-11-23.md"
    book.write("people/alice/2026-11-23.md", book.read("people/alice/2026-11-23.md") + "- [ ] later\n")
    save_notes(book.notebook, book.history)
    start(book, None)
    assert "later" not in book.read(NOTE)
    assert RFC_LINE in book.read(NOTE)


def test_a_circle_has_sessions_of_its_own() -> None:
    """In its own folder, with promises of its members."""
    book = Book({"circles/guild/about.md": "---\nname: Guild\nmembers: [alice, bob]\n---\n"})
    guild = Circle("guild", "Guild", ("alice", "bob"))
    editor = FakeEditor(book.files, lambda text: text + "- [ ] bob: bring tea\n")
    session = start_session(book.notebook, guild, SessionRequest(TODAY), book.templates, editor)
    assert str(session.path) == "circles/guild/2026-11-20.md"
    assert session.typed[0].commitment.owner == "bob"
    assert book.renderer.kinds == ["intervision"]


def add_behind(book: Book, words: str) -> str:
    """What another window does while the editor is open; the ref."""
    return add_commitment(book.notebook, ALICE, words, None, None, book.templates).commitment.ref


def test_what_another_window_adds_survives_an_editor_that_writes_over_it() -> None:
    """Its record and its line are put back beside what was typed."""
    book = make_book()
    refs = []

    def work(text: str) -> str:
        refs.append(add_behind(book, "from another window"))
        return text + "- [ ] typed meanwhile\n"

    session = start(book, FakeEditor(book.files, work))
    note = book.note(NOTE)
    assert [commitment.what for commitment in note.commitments] == ["from another window", "typed meanwhile"]
    assert f"- [ ] from another window ^{refs[0]}\n" in note.body
    assert [typed.commitment.what for typed in session.typed] == ["typed meanwhile"]


def test_what_another_window_took_up_is_not_taken_up_twice() -> None:
    """The line that comes back without its ref gets it again."""
    book = make_book()

    def work(text: str) -> str:
        typed = text + "- [ ] typed first\n"
        book.write(NOTE, typed)
        add_behind(book, "from another window")
        return typed

    start(book, FakeEditor(book.files, work))
    note = book.note(NOTE)
    assert sorted(commitment.what for commitment in note.commitments) == ["from another window", "typed first"]
    assert note.body.count("typed first") == note.body.count("from another window") == 1


def test_what_another_window_closes_stays_closed() -> None:
    """An editor that writes the note as it was does not open it again."""
    book = Book({NOTE: make_text(RFC, body=RFC_LINE)})

    def work(text: str) -> str:
        mark_done(book.notebook, ["k3f"])
        return text + "more\n"

    start(book, FakeEditor(book.files, work))
    assert book.note(NOTE).get_commitment("k3f7w").status == Status(State.DONE, TODAY)
    assert "- [x] alice: Write the RFC" in book.body(NOTE)


def test_a_record_that_the_user_deletes_in_the_editor_stays_deleted() -> None:
    """What the note had when it was opened is the user's to take away."""
    book = Book({NOTE: make_text(RFC, body="talk\n")})
    start(book, FakeEditor(book.files, lambda text: make_text(body="talk\n")))
    assert book.note(NOTE).commitments == ()
