from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from o3cli.domain.names import make_slug
from o3cli.domain.person import ROLES, Person, find_nearest_people, match_people
from o3cli.errors.people import AmbiguousPerson, NoSlug, PersonExists, UnknownPerson

ALICE = Person("alice", "Alice Martin", ("ali", "Mme Martin"))
ALINA = Person("alina", "Alina Bob")
BOB = Person("bob-dupont", "Bob Dupont", role="peer")
BOBBY = Person("bob-martin", "Bob Martin", ("alan",))
ZOE = Person("zoé", "Zoé")
LI = Person("李雷", "李雷")
OBRIEN = Person("carol-obrien", "Carol O’Brien")
EVERYBODY = (ALICE, ALINA, BOB, BOBBY, ZOE, LI, OBRIEN)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("alice", (ALICE,)),
        ("ALICE", (ALICE,)),
        ("ali", (ALICE,)),
        ("mme martin", (ALICE,)),
        ("Alice  Martin", (ALICE,)),
        ("alin", (ALINA,)),
        ("al", (ALICE, ALINA, BOBBY)),
        ("bob", (BOB, BOBBY)),
        ("bob d", (BOB,)),
        ("bob-m", (BOBBY,)),
        ("zoe", (ZOE,)),
        ("ZOÉ", (ZOE,)),
        ("Zoe\u0301", (ZOE,)),
        ("李", (LI,)),
        ("carol o'b", (OBRIEN,)),
        ("mme", (ALICE,)),
        ("dave", ()),
        ("martin", ()),
        ("", ()),
        (" ", ()),
    ],
)
def test_whom_a_word_means(typed: str, expected: tuple[Person, ...]) -> None:
    """A slug, an alias, a name, a first name or a beginning of one, accents and case ignored."""
    assert match_people(typed, EVERYBODY) == expected


def test_what_matches_more_exactly_wins() -> None:
    """Slug before alias before full name before first name before beginnings."""
    slug = Person("sam", "One")
    alias = Person("two", "Two", ("sam",))
    name = Person("three", "Sam")
    first = Person("four", "Sam Four")
    start = Person("samuel", "Five")
    tiers = [slug, alias, name, first, start]
    while tiers:
        expected = [tiers[0]]
        # The first name of one who has no other is the full name.
        assert list(match_people("sam", tiers)) == expected
        tiers.pop(0)


def test_slugs_that_differ_by_an_accent_are_both_within_reach() -> None:
    """Two folders made by hand: each is found by its very name, and what is neither means both."""
    plain = Person("zoe", "Zoe")
    assert match_people("zoe", [ZOE, plain]) == (plain,)
    assert match_people("zoé", [ZOE, plain]) == (ZOE,)
    assert match_people("Zoe\u0301", [ZOE, plain]) == (ZOE, plain)
    assert match_people("zoe\u0301", [ZOE, plain]) == (ZOE,)


def test_one_person_is_one_match() -> None:
    """Somebody whom every handle fits is listed once."""
    person = Person("alice", "Alice", ("alice", "Alice"))
    assert match_people("alice", [person]) == (person,)
    assert match_people("a", [person]) == (person,)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "Zs"]), min_size=1))
def test_a_person_answers_to_their_own_name(name: str) -> None:
    """Whatever somebody is called: the name, the first name and the slug find them."""
    try:
        person = Person(make_slug(name), name)
    except NoSlug:
        assume(False)
    for typed in (person.slug, name, person.first_name):
        assert match_people(typed, [person]) == (person,)


@pytest.mark.parametrize(("name", "first"), [("Alice Martin", "Alice"), (" Bob", "Bob"), ("李雷", "李雷"), ("", "")])
def test_the_first_name_is_the_first_word(name: str, first: str) -> None:
    """A name of one word is its own first name, and an empty name has an empty one."""
    assert Person("x", name).first_name == first


def test_near_misses_are_offered_as_slugs() -> None:
    """A slip in a slug, an alias or a name leads to the slug, once per person."""
    assert find_nearest_people("alcie", EVERYBODY) == ("alice", "alina")
    assert find_nearest_people("Dupond", EVERYBODY) == ("bob-dupont",)
    assert find_nearest_people("xyz", EVERYBODY) == ()


def test_roles_are_suggestions() -> None:
    """Five words are offered; any other is a role too."""
    assert ROLES == ("report", "manager", "peer", "lead", "mentor")
    assert Person("alice", "Alice", role="sparring partner").role == "sparring partner"


def test_errors_name_the_way_on() -> None:
    """Each error says what was typed and what would do."""
    unknown = UnknownPerson("alcie", ("alice",))
    assert (unknown.message, unknown.hint) == ("nobody in the notebook is called `alcie`", "did you mean `alice`?")
    assert UnknownPerson("x").hint == "`o3 new NAME` starts the notes with somebody new"
    ambiguous = AmbiguousPerson("bob", ("bob-dupont", "bob-martin"))
    assert ambiguous.message == "`bob` is short for 2 people"
    assert ambiguous.hint == "say `bob-dupont` or `bob-martin`"
    assert PersonExists("alice").message == "there is a person `alice` already"
