"""Who may own a commitment, by every name that means them."""

from __future__ import annotations

import pytest

from o3cli.domain.circle import Circle
from o3cli.domain.parties import LONGEST_NAME, Parties, format_name, make_parties
from o3cli.domain.person import Person

ALICE = Person("alice", "Alice Martin", ("Al", "the boss"))
ZOE = Person("zoé", "Zoé", ("Łuk",))
GUILD = Circle("guild", "Guild", ("alice", "Bob Smith", "Łukasz Nowak", "李雷"))


@pytest.mark.parametrize(
    ("subject", "name", "owner"),
    [
        (ALICE, "me", "me"),
        (ALICE, "Moi", "me"),
        (ALICE, "alice", "alice"),
        (ALICE, "ALICE", "alice"),
        (ALICE, "alice martin", "alice"),
        (ALICE, "  Alice   Martin ", "alice"),
        (ALICE, "al", "alice"),
        (ALICE, "The boss", "alice"),
        (ALICE, "them", "alice"),
        (ALICE, "eux", "alice"),
        (ALICE, "Elle", "alice"),
        (ALICE, "lui", "alice"),
        (ZOE, "zoe", "zoé"),
        (ZOE, "Zoe\u0301", "zoé"),
        (ZOE, "luk", "zoé"),
        (GUILD, "me", "me"),
        (GUILD, "alice", "alice"),
        (GUILD, "bob", "Bob Smith"),
        (GUILD, "Bob Smith", "Bob Smith"),
        (GUILD, "lukasz", "Łukasz Nowak"),
        (GUILD, "李雷", "李雷"),
    ],
)
def test_a_party_is_found_by_each_of_their_names(subject: Person | Circle, name: str, owner: str) -> None:
    """Slug, name, alias and first name, accents and case ignored; `me` and `moi`; words for the other of two."""
    assert make_parties(subject).find_owner(name) == owner


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        (ALICE, "bob"),
        (ALICE, "martin"),
        (ALICE, "the"),
        (ALICE, "ali"),
        (ALICE, ""),
        (ALICE, " "),
        (ALICE, "alice" + " " * LONGEST_NAME),
        (GUILD, "them"),
        (GUILD, "guild"),
        (Circle("duo", "Duo", ("Zoé Durand", "Zoe Petit", " ")), "Zoé"),
    ],
)
def test_nobody_else_is_a_party(subject: Person | Circle, name: str) -> None:
    """Neither strangers nor parts of names, nor the circle itself, nor a first name that two members share."""
    assert make_parties(subject).find_owner(name) is None


def test_a_closer_name_wins() -> None:
    """A slug beats a name, a name a first name, any of them a word, and `me` is always the notebook's owner."""
    assert make_parties(Person("bob", "Bob", ("me", "moi"))).find_owner("me") == "me"
    assert make_parties(Circle("duo", "Duo", ("bob", "Bob Smith"))).find_owner("bob") == "bob"
    assert make_parties(Person("lui", "Lui")).find_owner("lui") == "lui"


def test_owners_of_records_are_parties_too() -> None:
    """Somebody who left the circle can still be named, but takes no name from those who are there."""
    parties = make_parties(GUILD, ["carol", "Bob", "Alice", "moi"])
    assert parties.find_owner("Carol") == "carol"
    assert parties.find_owner("bob") == "Bob Smith"
    assert parties.find_owner("alice") == "alice"
    assert parties.find_owner("moi") == "me"


@pytest.mark.parametrize(("owner", "resolved"), [("Alice", "alice"), ("moi", "me"), ("me", "me"), ("dan", "dan")])
def test_the_owner_of_a_record_is_who_a_line_would_name(owner: str, resolved: str) -> None:
    """A name that was typed into front matter means the party; a stranger's stays as it is."""
    assert make_parties(ALICE).resolve(owner) == resolved


def test_a_name_with_a_colon_can_be_said_before_a_colon() -> None:
    """The signs of a line are left out of it, and it is still found."""
    owner = "Bob: sales @ guild"
    assert format_name(owner) == "Bob sales guild"
    parties = make_parties(ALICE, [owner])
    assert parties.find_owner("bob sales guild") == owner
    assert parties.resolve(owner) == owner


def test_parties_without_anybody_name_nobody() -> None:
    """Each set of parties stands for itself."""
    assert Parties({}).find_owner("me") is None
