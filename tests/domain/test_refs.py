"""Refs: short, unmistakable, never a number to YAML, found by any beginning."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.refs import REF_PATTERN, find_ref_matches, is_ref, make_ref
from tests.sizes import size

NOTHING: frozenset[str] = frozenset()
SEEDS = st.integers(0, 2**32)
MADE = SEEDS.map(lambda seed: make_ref(random.Random(seed).randrange, NOTHING))


@pytest.mark.parametrize("ref", ["k3f7w", "m2pa9", "aaaa2", "z2222", "step2"])
def test_a_ref_is_five_signs_with_a_letter_first_and_a_digit_behind(ref: str) -> None:
    """The five signs are lower case letters and digits, a letter first and at least one digit."""
    assert is_ref(ref)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "k3f7",
        "k3f7w2",
        "3kf7w",
        "kfmpw",
        "K3F7W",
        "k3f7o",
        "k3f7l",
        "k3f7i",
        "k3f70",
        "k3f71",
        "^k3f7w",
        "k3f7w\n",
        "k3f7é",
        "k３f7w",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    """Other lengths, capitals, look-alikes (0 o 1 i l), words and numbers are no refs."""
    assert not is_ref(text)


@given(st.text(alphabet="abiloz0129é", max_size=6) | MADE)
def test_the_pattern_says_what_the_rule_says(text: str) -> None:
    """The pattern and the rule in words agree on every text."""
    rule = (
        len(text) == 5
        and all(sign in "abcdefghjkmnpqrstuvwxyz23456789" for sign in text)
        and text[0].isalpha()
        and any(sign.isdigit() for sign in text)
    )
    assert is_ref(text) == rule


def test_the_pattern_fits_into_a_longer_one() -> None:
    """A digit behind the ref does not count for it."""
    assert re.search(rf"\^({REF_PATTERN})\b", "see ^k3f7w 2")
    assert not re.search(rf"\^({REF_PATTERN})\b", "see ^kfmpw2")


@given(SEEDS, st.sets(MADE, max_size=5))
def test_a_new_ref_is_a_ref_and_free(seed: int, taken: set[str]) -> None:
    """Whatever the source says, what is made has the form and is not taken."""
    ref = make_ref(random.Random(seed).randrange, taken)
    assert is_ref(ref)
    assert ref not in taken


def test_a_taken_ref_is_made_again() -> None:
    """Where the first draw is taken, the next one is given."""
    first = make_ref(random.Random(1).randrange, NOTHING)
    again = make_ref(random.Random(1).randrange, {first})
    assert again != first
    assert is_ref(again)


def test_refs_are_uniform() -> None:
    """Each sign is as likely in its place as among all refs (within 5 standard deviations)."""
    source = random.Random(20261127)
    rounds = size(20_000, 1_000_000)
    made = [make_ref(source.randrange, NOTHING) for _ in range(rounds)]
    # Of the refs with a given first letter, all but those without a digit: 31^4 - 23^4.
    total = 31**4 - 23**4
    chances = dict.fromkeys("abcdefghjkmnpqrstuvwxyz", (31**3 - 23**3) / total) | dict.fromkeys(
        "23456789", 31**3 / total
    )
    for place in range(1, 5):
        counts = Counter(ref[place] for ref in made)
        for sign, chance in chances.items():
            assert abs(counts[sign] - rounds * chance) < 5 * (rounds * chance * (1 - chance)) ** 0.5
    firsts = Counter(ref[0] for ref in made)
    assert all(abs(firsts[sign] - rounds / 23) < 5 * (rounds / 23) ** 0.5 for sign in "abcdefghjkmnpqrstuvwxyz")


@given(MADE)
def test_yaml_reads_a_ref_as_text(ref: str) -> None:
    """An unquoted ref in front matter is never a number, a date or a truth value."""
    assert yaml.safe_load(f"id: {ref}") == {"id": ref}


REFS = ("m2pa9", "k3f7w", "k3f8x", "m2pa9")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("m", ("m2pa9",)),
        ("k3f7w", ("k3f7w",)),
        ("k3", ("k3f7w", "k3f8x")),
        ("^k3f8", ("k3f8x",)),
        (" K3F7W ", ("k3f7w",)),
        ("x", ()),
        ("3f7w", ()),
        ("k3f7w2", ()),
        ("", ()),
        ("^", ()),
    ],
)
def test_any_beginning_finds_a_ref(typed: str, found: tuple[str, ...]) -> None:
    """In either case, with or without the `^`, in order and once; nothing finds nothing."""
    assert find_ref_matches(typed, REFS) == found


def test_a_whole_ref_means_itself_alone() -> None:
    """An exact match wins over longer ones (ids that were written by hand can have any length)."""
    assert find_ref_matches("k3f", ["k3f7w", "k3f"]) == ("k3f",)
