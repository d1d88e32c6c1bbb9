"""What a notebook holds, as it was read in one go."""

from __future__ import annotations

from dataclasses import dataclass

from o3cli.domain.circle import Circle
from o3cli.domain.names import fold
from o3cli.domain.note import Note
from o3cli.domain.parties import Parties, format_name, make_parties
from o3cli.domain.person import Person
from o3cli.errors import Problem


@dataclass(frozen=True, slots=True)
class Contents:
    """Everybody, every note that could be read, and what could not."""

    people: tuple[Person, ...] = ()
    circles: tuple[Circle, ...] = ()
    notes: tuple[Note, ...] = ()
    """Oldest first within a folder."""
    problems: tuple[Problem, ...] = ()

    def get_subject(self, folder: str) -> Person | Circle:
        """Whose folder it is; a folder made by hand has a person without a description."""
        subjects: tuple[Person | Circle, ...] = (*self.people, *self.circles)
        for subject in subjects:
            if subject.folder == folder:
                return subject
        slug = folder.rpartition("/")[2]
        return Person(slug=slug, name=slug)

    def get_parties(self, folder: str, subject: Person | Circle | None = None) -> Parties:
        """Who may own a commitment in a folder's notes: whoever they are about, and whoever owns one there already.

        An owner in several spellings is one. `subject` stands in for the person or circle as they are now.
        """
        owners = {
            commitment.owner for note in self.notes if note.path.folder == folder for commitment in note.commitments
        }
        by_name = {fold(format_name(owner)): owner for owner in sorted(owners)}
        return make_parties(subject or self.get_subject(folder), by_name.values())

    def get_handles(self) -> dict[str, str]:
        """What everybody is called for short, by slug: the first part of the slug where nobody else's begins so."""
        slugs = [*(person.slug for person in self.people), *(circle.slug for circle in self.circles)]
        firsts = [slug.partition("-")[0] for slug in slugs]
        return {slug: first if firsts.count(first) == 1 else slug for slug, first in zip(slugs, firsts, strict=True)}
