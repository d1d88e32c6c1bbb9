"""Who may own the commitments of a note, by every name that means them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from o3cli.domain.circle import Circle
from o3cli.domain.commitment import ME
from o3cli.domain.names import fold
from o3cli.domain.person import Person

_MY_WORDS = (ME, "moi")
_THEIR_WORDS = ("them", "eux", "lui", "elle")
_SIGNS = re.compile("[:：@]")
LONGEST_NAME = 100
"""In characters: longer than any slug, and what stands before a colon further on is a sentence."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The owners that a line can name; made by `make_parties`."""

    owners: Mapping[str, str]
    """By name, as it is compared."""

    def find_owner(self, name: str) -> str | None:
        """Whom a name means, accents and case ignored; None where it is nobody's, or several people's."""
        return self.owners.get(fold(format_name(name))) if len(name) <= LONGEST_NAME else None

    def resolve(self, owner: str) -> str:
        """The owner of a record as a line names them: `Alice`, typed into front matter, is `alice`."""
        return self.find_owner(owner) or owner


def format_name(owner: str) -> str:
    """The name of an owner as a line says it before a colon: without colons of its own."""
    return " ".join(_SIGNS.sub(" ", owner).split())


def make_parties(subject: Person | Circle, owners: Iterable[str] = ()) -> Parties:
    """Who may own a commitment in the notes of a person or a circle.

    That is the owner of the notebook (`me`, `moi`), the person by slug, name, alias, first name or a word like `them`,
    or the members of the circle, by name or first name. `owners` are those whom records name beside them (somebody who
    left the circle), so that a line can say what its record says. A slug beats a name, a name a first name; what means
    two of them means nobody.
    """
    if isinstance(subject, Person):
        own = [(subject.slug, subject.slug)]
        names = [(name, subject.slug) for name in (subject.name, *subject.aliases)]
        first_names = [(subject.first_name, subject.slug)]
        words = [(word, subject.slug) for word in _THEIR_WORDS]
    else:
        own = [(member, member) for member in subject.members]
        names = []
        first_names = [(member.split()[0], member) for member in subject.members if member.strip()]
        words = []
    known = dict.fromkeys(_MY_WORDS, ME)
    for tier in (own, names, first_names, words, [(owner, owner) for owner in owners]):
        known |= _list_unique(tier, known)
    return Parties(known)


def _list_unique(tier: Iterable[tuple[str, str]], known: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name, owner in tier:
        found.setdefault(fold(format_name(name)), set()).add(owner)
    return {name: owner for name, (owner, *others) in found.items() if name and name not in known and not others}
