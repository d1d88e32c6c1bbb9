"""Make a person or a circle: a folder with an `about.md`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from o3cli.domain.circle import Circle
from o3cli.domain.names import fold, make_slug
from o3cli.domain.person import Person
from o3cli.domain.recorded import Recorded
from o3cli.errors.commitments import NoWords
from o3cli.errors.people import PersonExists
from o3cli.usecases.kinds import INTERVISION
from o3cli.usecases.notebook import ABOUT, FileChange, Notebook
from o3cli.usecases.ports import Renderer


@dataclass(frozen=True, slots=True)
class Added:
    """Who is in the notebook now."""

    subject: Person | Circle
    recorded: Recorded


def add_subject(notebook: Notebook, renderer: Renderer, wanted: Person | Circle) -> Added:
    """Make a person or a circle; an empty slug is made from the name.

    Raises NoSlug where nothing of the name can name a folder, PersonExists where the slug is taken, and what the
    template of `about.md` raises.
    """
    name = " ".join(wanted.name.split())
    if not name:
        raise NoWords("a name")
    subject = replace(wanted, name=name, slug=make_slug(wanted.slug or name))
    with notebook.writing():
        known = notebook.read_subjects()
        slugs = (*(person.slug for person in known.people), *(circle.slug for circle in known.circles))
        taken = {fold(slug): slug for slug in slugs}
        if fold(subject.slug) in taken:
            raise PersonExists(taken[fold(subject.slug)])
        change = FileChange(f"{subject.folder}/{ABOUT}", None, render_about(renderer, subject).encode())
        return Added(subject, notebook.apply([change], f"{subject.slug}: about"))


def render_about(renderer: Renderer, subject: Person | Circle) -> str:
    """The text of a new `about.md`."""
    return renderer.render_about(
        {
            "slug": subject.slug,
            "name": subject.name,
            "first_name": subject.first_name,
            "aliases": subject.aliases,
            "role": subject.role if isinstance(subject, Person) else None,
            "kind": subject.kind,
        }
    ).text


def make_subject(typed: str, kind: str | None) -> Person | Circle:
    """Somebody who was called by a word on the command line: `alice` is Alice, `DeeDee` stays.

    A session of the intervision kind is a circle's. Raises NoWords, NoSlug.
    """
    if not typed.strip():
        raise NoWords("a name")
    name = typed.title() if typed == typed.lower() else typed
    if kind == INTERVISION:
        return Circle(make_slug(name), name, kind=kind)
    return Person(make_slug(name), name)
