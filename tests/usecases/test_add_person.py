"""People and circles that are new in the notebook."""

from __future__ import annotations

import pytest

from o3cli.domain.circle import Circle
from o3cli.domain.person import Person
from o3cli.errors.commitments import NoWords
from o3cli.errors.people import NoSlug, PersonExists
from o3cli.usecases.add_person import add_subject, make_subject
from tests.usecases.fakes import Book


def test_somebody_new_has_a_folder_with_a_description() -> None:
    """The folder is named after them; the commit says the slug and nothing else."""
    book = Book()
    added = add_subject(book.notebook, book.renderer, Person("", "  Zoé   Łukasz ", role="peer"))
    assert added.subject == Person("zoé-łukasz", "Zoé Łukasz", role="peer")
    assert book.read("people/zoé-łukasz/about.md") == "---\nname: Zoé Łukasz\n---\n"
    assert book.history.messages == ["zoé-łukasz: about"]
    assert added.recorded.commit == "commit 1"
    assert book.is_clean()


def test_a_slug_can_be_chosen() -> None:
    """Where the name has none, or another is wanted."""
    book = Book()
    added = add_subject(book.notebook, book.renderer, Circle("Guild", "The guild"))
    assert added.subject.folder == "circles/guild"
    assert book.files.find("circles/guild/about.md")


@pytest.mark.parametrize("taken", ["people/zoé/about.md", "circles/Zoe/about.md"])
def test_a_slug_names_one_subject_only(taken: str) -> None:
    """Accents and case make no difference, nor does what it is."""
    book = Book({taken: ""})
    with pytest.raises(PersonExists) as caught:
        add_subject(book.notebook, book.renderer, Person("", "Zoe"))
    assert caught.value.slug == taken.split("/")[1]
    assert not book.history.list_changed()


@pytest.mark.parametrize(("name", "error"), [("", NoWords), (" \t", NoWords), ("...", NoSlug)])
def test_a_name_has_words(name: str, error: type[Exception]) -> None:
    """Nothing is made of nothing."""
    book = Book()
    with pytest.raises(error):
        add_subject(book.notebook, book.renderer, Person("", name))
    assert book.files.contents == {}


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("alice", None, Person("alice", "Alice")),
        ("alice martin", "sales", Person("alice-martin", "Alice Martin")),
        ("DeeDee", None, Person("deedee", "DeeDee")),
        ("guild", "intervision", Circle("guild", "Guild", kind="intervision")),
    ],
)
def test_a_word_of_the_command_line_is_somebody(typed: str, kind: str | None, expected: Person | Circle) -> None:
    """With a capital letter, unless it was typed with one somewhere; an intervision is a circle's."""
    assert make_subject(typed, kind) == expected


@pytest.mark.parametrize(("typed", "error"), [(" ", NoWords), ("...", NoSlug)])
def test_not_every_word_is_somebody(typed: str, error: type[Exception]) -> None:
    """It is said before anything is asked."""
    with pytest.raises(error):
        make_subject(typed, None)
