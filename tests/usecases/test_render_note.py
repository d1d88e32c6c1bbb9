"""The text of a new note."""

from __future__ import annotations

from datetime import date

import pytest

from o3cli.domain.circle import Circle
from o3cli.domain.note import NotePath
from o3cli.domain.person import Person
from o3cli.errors.sessions import UnusableTemplate
from o3cli.usecases.render_note import PromiseLine, SessionRequest, render_note
from tests.usecases.fakes import TODAY, Book, FakeRenderer, make_text

ALICE = Person("alice", "Alice Martin", role="report")
LATE = "k3f7w; owner: alice; what: Late; due: 2026-11-16"
MINE = "m2pa9; what: Mine"
SNOOZED = "zz999; what: Snoozed; snooze: 2026-12-04"
DONE = "yy888; status: done; what: Done"


def render(book: Book, subject: Person | Circle = ALICE, kind: str | None = None, number: int = 1) -> str:
    path = NotePath(subject.folder, TODAY, number)
    request = SessionRequest(TODAY, kind, "lunch")
    return render_note(book.notebook, book.notebook.read(), subject, path, request, book.templates).text


def test_a_template_gets_who_when_and_what_was_promised() -> None:
    """What is open from the notes before, in the order of the list; not what was snoozed, closed or typed only."""
    book = Book(
        {
            "people/alice/2026-11-06.md": make_text(MINE, LATE, SNOOZED, DONE, body="- [ ] typed\n"),
            "people/alice/2026-11-20.md": make_text("aa222; what: The same day"),
            "people/alice/2026-11-27.md": make_text("bb333; what: Ahead"),
            "people/bob/2026-11-13.md": make_text("cc444; what: Of bob"),
        }
    )
    render(book)
    variables = dict(book.renderer.variables)
    assert variables.pop("promises") == [
        PromiseLine(
            "alice: Late, due 2026-11-16 ^k3f7w", "alice", "Late", date(2026, 11, 16), "k3f7w", late=True, mine=False
        ),
        PromiseLine("Mine ^m2pa9", "me", "Mine", None, "m2pa9", late=False, mine=True),
    ]
    assert variables == {
        "slug": "alice",
        "name": "Alice Martin",
        "first_name": "Alice",
        "role": "report",
        "date": TODAY,
        "day": "Friday 20 November",
        "place": "lunch",
        "last": "Friday 6 November",
    }


def test_the_second_note_of_a_day_shows_what_the_first_one_holds() -> None:
    """And the first one is the last session."""
    book = Book({"people/alice/2026-11-20.md": make_text("aa222; what: The same day")})
    render(book, number=2)
    assert book.renderer.variables["last"] == "Friday 20 November"
    promises = book.renderer.variables["promises"]
    assert isinstance(promises, list)
    assert [promise.ref for promise in promises] == ["aa222"]


def test_a_first_note_has_no_last_session() -> None:
    """And no promises."""
    book = Book()
    render(book)
    assert (book.renderer.variables["last"], book.renderer.variables["promises"]) == (None, [])


@pytest.mark.parametrize(
    ("subject", "asked", "expected"),
    [
        (ALICE, None, "o3"),
        (ALICE, "sales", "sales"),
        (Person("bob", "Bob", kind="one-to-one"), None, "one-to-one"),
        (Person("bob", "Bob", kind="one-to-one"), "sales", "sales"),
        (Circle("guild", "Guild"), None, "intervision"),
        (Circle("guild", "Guild", kind="o3"), None, "o3"),
    ],
)
def test_the_kind_is_the_one_asked_for_then_theirs_then_the_notebooks(
    subject: Person | Circle, asked: str | None, expected: str
) -> None:
    """A circle's is the intervision."""
    book = Book()
    render(book, subject, asked)
    assert book.renderer.kinds == [expected]
    assert book.renderer.variables["role"] is None or subject is ALICE


@pytest.mark.parametrize(
    ("text", "line"),
    [("---\nkind: [\n---\n", 2), ("---\ncommitments:\n  - id: k3f7w\n---\n", 3), ("---\n", 1)],
)
def test_a_template_that_makes_no_readable_note_is_refused(text: str, line: int) -> None:
    """Before anything is written; the line is the result's."""
    book = Book()
    book.renderer = FakeRenderer(text)
    with pytest.raises(UnusableTemplate) as caught:
        render(book)
    assert (caught.value.kind, caught.value.line) == ("o3", line)
