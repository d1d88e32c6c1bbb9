"""What a notebook holds."""

from __future__ import annotations

from datetime import date

from o3cli.domain.circle import Circle
from o3cli.domain.commitment import Commitment
from o3cli.domain.contents import Contents
from o3cli.domain.note import Note, NotePath
from o3cli.domain.person import Person

ALICE = Person("alice", "Alice Martin", ("ally",))
GUILD = Circle("guild", "Guild", ("alice", "bob"))


def make_note(folder: str, *owners: str) -> Note:
    commitments = tuple(Commitment(f"k3f7{number}", "x", owner) for number, owner in enumerate(owners, 2))
    return Note(NotePath(folder, date(2026, 11, 20)), "", 0, commitments)


def test_a_folder_belongs_to_a_person_or_a_circle() -> None:
    """One that was made by hand is that of a person without a description."""
    contents = Contents((ALICE,), (GUILD,))
    assert contents.get_subject("people/alice") is ALICE
    assert contents.get_subject("circles/guild") is GUILD
    assert contents.get_subject("people/bob") == Person("bob", "bob")


def test_whoever_owns_a_commitment_in_a_folder_can_be_named_there() -> None:
    """Beside whoever the notes are about; owners in other folders count for nothing."""
    contents = Contents(
        (ALICE,), (GUILD,), (make_note("people/alice", "me", "carol"), make_note("circles/guild", "Zoé Łukasz"))
    )
    alice = contents.get_parties("people/alice")
    assert [alice.find_owner(name) for name in ("ally", "Carol", "moi", "Zoé Łukasz")] == ["alice", "carol", "me", None]
    guild = contents.get_parties("circles/guild")
    assert [guild.find_owner(name) for name in ("bob", "zoé łukasz", "carol")] == ["bob", "Zoé Łukasz", None]


def test_one_owner_in_two_spellings_is_one_owner() -> None:
    """`Carol` and `carol`, typed by hand: a line that names one of them means somebody."""
    parties = Contents((ALICE,), (), (make_note("people/alice", "Carol", "carol"),)).get_parties("people/alice")
    assert parties.find_owner("CAROL") is not None
    assert parties.resolve("Carol") == parties.resolve("carol")
