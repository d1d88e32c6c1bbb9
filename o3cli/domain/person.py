"""A person: someone the owner of the notebook has sessions with."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from o3cli.domain.names import find_nearest, fold

ROLES = ("report", "manager", "peer", "lead", "mentor")
"""The words that are suggested for a role; any other does as well."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as their `about.md` says."""

    slug: str
    """The name of their folder."""
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    kind: str | None = None
    """The kind of their sessions; None for the notebook's."""

    @property
    def folder(self) -> str:
        """Where their notes are, within the notebook."""
        return f"people/{self.slug}"

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return (self.name.split() or [""])[0]


class Named(Protocol):
    """Who can be found by a name: a person or a circle."""

    @property
    def slug(self) -> str:
        """The name of the folder."""

    @property
    def name(self) -> str:
        """The name as written."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names."""

    @property
    def first_name(self) -> str:
        """How they are addressed."""


Known = TypeVar("Known", bound=Named)


def match_people(typed: str, people: Sequence[Known]) -> tuple[Known, ...]:
    """Whoever `typed` means, accents and case ignored: nobody, one, or several who answer to it equally well.

    A slug beats an alias, an alias a full name, a full name a first name; each of these whole beats its beginning.
    """
    exact = unicodedata.normalize("NFC", typed)
    wanted = fold(typed)
    if not wanted:
        return ()
    known = [(person, _list_handles(person)) for person in people]
    tiers = (
        # Of two slugs that differ by an accent alone each must be within reach.
        [person for person in people if person.slug == exact],
        *([person for person, handles in known if wanted in handles[tier]] for tier in range(4)),
        [person for person, handles in known if any(word.startswith(wanted) for tier in handles for word in tier)],
    )
    return next((tuple(tier) for tier in tiers if tier), ())


def find_nearest_people(typed: str, people: Sequence[Named]) -> tuple[str, ...]:
    """The slugs of those whom `typed` may be a slip for, the nearest first."""
    slugs = {word: person.slug for person in people for tier in _list_handles(person) for word in tier}
    return tuple(dict.fromkeys(slugs[near] for near in find_nearest(typed, slugs)))


def _list_handles(person: Named) -> tuple[Sequence[str], ...]:
    return (
        [fold(person.slug)],
        [fold(alias) for alias in person.aliases],
        [fold(person.name)],
        [fold(person.first_name)],
    )
