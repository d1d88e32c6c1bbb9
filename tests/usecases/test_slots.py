"""Slots are set, changed and read with whatever stands behind the ports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from o3cli.adapters.calendars.time_zone_definitions import get_canonical_name
from o3cli.domain.person import Person
from o3cli.errors import O3Error
from o3cli.usecases.change_occurrence import skip_session
from o3cli.usecases.list_agenda import list_agenda
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.schedules import find_session, read_schedules
from o3cli.usecases.set_slot import Deed, end_series, set_slot
from o3cli.usecases.take_leave import take_leave
from tests.usecases.fakes import Book

ABOUT = "people/alice/about.md"
ALICE = Person("alice", "Alice")
SLOT = """\
---
name: Alice
slots:
  - id: k3v9q2m7xw4d
    every: weekly on tue
    at: "10:30"
    for: 30m
    tz: Europe/Paris
    from: 2026-11-10
---
"""


class Obstacle(O3Error):
    """Something that stands in the way of recording."""

    @property
    def message(self) -> str:
        return "not now"


def in_paris(book: Book) -> Notebook:
    return replace(book.notebook, zone="Europe/Paris")


def test_a_slot_is_written_and_recorded_once() -> None:
    """One file, one commit that names nobody's words."""
    book = Book({ABOUT: "---\nname: Alice\n---\n"})
    done = set_slot(in_paris(book), ALICE, "every tue 10:30", get_canonical_name, add=False)
    assert done.deed is Deed.SET
    assert done.coming == (date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8))
    assert book.history.messages == ["alice: slot set"]
    assert book.history.recorded == book.files.contents


def test_nothing_is_written_where_it_could_not_be_recorded() -> None:
    """What stands in the way is said first."""
    book = Book({ABOUT: SLOT})
    book.history.obstacle = Obstacle()
    for command in (
        lambda: set_slot(in_paris(book), ALICE, "every tue 10:30", get_canonical_name, add=True),
        lambda: end_series(in_paris(book), ALICE, date(2026, 12, 1), None),
        lambda: skip_session(in_paris(book), ALICE, date(2026, 11, 24), "fair", None),
        lambda: take_leave(in_paris(book), None, date(2026, 11, 24), date(2026, 11, 24)),
    ):
        with pytest.raises(Obstacle):
            command()
    assert book.files.contents == {ABOUT: SLOT.encode()}


def test_a_refused_commit_is_made_up_for_by_the_next_command() -> None:
    """What was written stays, is remembered, and is recorded first the next time."""
    book = Book({ABOUT: SLOT})
    book.history.refusal = Obstacle()
    with pytest.raises(Obstacle):
        skip_session(in_paris(book), ALICE, date(2026, 11, 24), "fair", None)
    assert "cancelled: true" in book.read(ABOUT)
    book.history.refusal = None
    take_leave(in_paris(book), None, date(2026, 12, 24), date(2026, 12, 31))
    assert book.history.messages[-1] == "me: leave taken"
    assert book.history.recorded == book.files.contents
    assert not book.history.pending


def test_somebody_without_a_description_gets_one() -> None:
    """A folder with notes alone is a person, too."""
    book = Book({"people/alice/2026-11-13.md": "---\nwith: alice\n---\n"})
    set_slot(in_paris(book), ALICE, "every tue 10:30", get_canonical_name, add=False)
    assert book.read(ABOUT).startswith("---\nslots:\n  - id: ")


def test_one_bad_description_hides_no_other() -> None:
    """It is named once, with its line."""
    book = Book({ABOUT: SLOT, "people/bob/about.md": "---\nname: [\n---\n", "me.md": "---\nleave: no\n---\n"})
    schedules = read_schedules(in_paris(book))
    assert [len(entry.schedule.slots) for entry in schedules.entries] == [1, 0]
    assert [(problem.path, problem.line) for problem in schedules.problems] == [
        ("people/bob/about.md", 2),
        ("me.md", 2),
    ]
    agenda = list_agenda(in_paris(book), ALICE, 14)
    assert len(agenda.sessions) == 2
    assert [problem.path for problem in agenda.problems] == ["me.md"]


def test_a_note_without_a_time_is_better_than_none() -> None:
    """Where the owner's zone has no name there is no session to be found, and no error."""
    book = Book({ABOUT: SLOT})
    assert find_session(book.notebook, ALICE, date(2026, 11, 24)) == (None, None)
    place, session = find_session(in_paris(book), ALICE, date(2026, 11, 24))
    assert (place, session and session.length) == (None, "30m")
    assert find_session(in_paris(book), ALICE, date(2026, 11, 25)) == (None, None)


def test_a_clash_of_two_slots_is_told_once() -> None:
    """With its first date and how often."""
    bob = SLOT.replace("k3v9", "m3v9").replace("Alice", "Bob").replace('"10:30"', '"10:45"')
    book = Book({ABOUT: SLOT, "people/bob/about.md": bob, "people/carol/about.md": "---\nname: Carol\n---\n"})
    words = "every 2 weeks on tue 10:50 for 5m"
    done = set_slot(in_paris(book), Person("carol", "Carol"), words, get_canonical_name, add=False)
    assert [(clash.other.who.subject.slug, clash.times) for clash in done.clashes] == [("alice", 26), ("bob", 26)]
    skipped = skip_session(in_paris(book), ALICE, date(2026, 11, 24), "fair", None)
    assert skipped.clashes == ()
    assert skipped.problems == ()
