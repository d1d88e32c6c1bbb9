"""Find whom a name on the command line means: a person or a circle."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from o3cli.domain.circle import Circle
from o3cli.domain.contents import Contents
from o3cli.domain.names import fold
from o3cli.domain.person import Person, find_nearest_people, match_people
from o3cli.errors.people import AmbiguousPerson, UnknownPerson

Choose = Callable[[str, Sequence[str]], str | None]
"""Asks which of several slugs is meant; None where nobody is there to answer."""


def find_subject(contents: Contents, typed: str, choose: Choose) -> Person | Circle | None:
    """Whom the name means, None where it is nobody's. Raises AmbiguousPerson where several answer to it."""
    known: tuple[Person | Circle, ...] = (*contents.people, *contents.circles)
    matches = match_people(typed, known)
    if len(matches) < 2:
        return matches[0] if matches else None
    slugs = tuple(match.slug for match in matches)
    chosen = choose(typed, slugs)
    found = next((match for match in matches if chosen and fold(match.slug) == fold(chosen)), None)
    if found is None:
        raise AmbiguousPerson(typed, slugs)
    return found


def get_subject(contents: Contents, typed: str, choose: Choose) -> Person | Circle:
    """The same, where it must be somebody. Raises UnknownPerson with near misses."""
    found = find_subject(contents, typed, choose)
    if found is None:
        raise UnknownPerson(typed, find_nearest_people(typed, (*contents.people, *contents.circles)))
    return found
