"""Whom a name on the command line means."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from o3cli.domain.circle import Circle
from o3cli.domain.contents import Contents
from o3cli.domain.person import Person
from o3cli.errors.people import AmbiguousPerson, UnknownPerson
from o3cli.usecases.find_subject import find_subject, get_subject

ALICE, ALINA = Person("alice", "Alice Martin"), Person("alina", "Alina")
GUILD = Circle("guild", "The guild")
CONTENTS = Contents((ALICE, ALINA), (GUILD,))


def nobody(typed: str, slugs: Sequence[str]) -> str | None:
    return None


def fail(typed: str, slugs: Sequence[str]) -> str | None:
    raise AssertionError("there was nothing to ask")


@pytest.mark.parametrize(("typed", "expected"), [("alice", ALICE), ("Alice M", ALICE), ("gui", GUILD), ("zoe", None)])
def test_a_name_means_a_person_or_a_circle(typed: str, expected: Person | Circle | None) -> None:
    """Nobody is asked where one or none fits."""
    assert find_subject(CONTENTS, typed, fail) is expected


def test_several_are_a_question() -> None:
    """The answer is one of the slugs, in any case."""
    asked: list[tuple[str, Sequence[str]]] = []

    def choose(typed: str, slugs: Sequence[str]) -> str:
        asked.append((typed, slugs))
        return "ALINA"

    assert find_subject(CONTENTS, "ali", choose) is ALINA
    assert asked == [("ali", ("alice", "alina"))]


@pytest.mark.parametrize("answer", [None, "", "bob"])
def test_without_an_answer_several_are_an_error(answer: str | None) -> None:
    """The candidates are named."""
    with pytest.raises(AmbiguousPerson) as caught:
        get_subject(CONTENTS, "ali", lambda typed, slugs: answer)
    assert caught.value.candidates == ("alice", "alina")


def test_nobody_is_an_error_with_near_misses() -> None:
    """A slip of a finger is the usual reason."""
    assert get_subject(CONTENTS, "guild", nobody) is GUILD
    with pytest.raises(UnknownPerson) as caught:
        get_subject(CONTENTS, "alcie", nobody)
    assert caught.value.nearest[0] == "alice"
