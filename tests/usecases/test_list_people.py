"""Where things stand with everybody."""

from __future__ import annotations

from datetime import date

from o3cli.domain.person import Person
from o3cli.usecases.list_people import list_people, show_person
from tests.usecases.fakes import TODAY, Book, make_text


def make_book() -> Book:
    return Book(
        {
            "people/alice/2026-11-06.md": make_text("k3f7w; owner: alice; what: x", body="- [ ] typed\n"),
            "people/alice/2026-11-13.md": make_text("m2pa9; what: y", "zz999; status: done; what: z"),
            "people/alice/2026-11-13-2.md": "",
            "people/alice/2026-11-27.md": "",
            "people/bob/about.md": "---\nname: [\n---\n",
            "circles/guild/about.md": "---\nname: Guild\n---\n",
        }
    )


def test_everybody_is_listed_with_sessions_and_promises() -> None:
    """The last session is one that was held; what was typed counts as open; people come before circles."""
    people = list_people(make_book().notebook)
    alice, bob, guild = people.standings
    assert alice.subject == Person("alice", "alice")
    assert alice.sessions == (
        "people/alice/2026-11-27.md",
        "people/alice/2026-11-13-2.md",
        "people/alice/2026-11-13.md",
        "people/alice/2026-11-06.md",
    )
    assert (alice.last, alice.open_mine, alice.open_theirs) == (date(2026, 11, 13), 2, 1)
    assert (bob.sessions, bob.last, bob.open_mine, bob.open_theirs) == ((), None, 0, 0)
    assert guild.subject.name == "Guild"
    assert people.today == TODAY
    assert [problem.path for problem in people.problems] == ["people/bob/about.md"]


def test_one_of_them_is_shown_with_their_problems_only() -> None:
    """Somebody else's bad note is no matter here."""
    book = make_book()
    alice = show_person(book.notebook, Person("alice", "Alice"))
    assert ([standing.subject.name for standing in alice.standings], alice.problems) == (["Alice"], ())
    assert len(show_person(book.notebook, Person("bob", "Bob")).problems) == 1
