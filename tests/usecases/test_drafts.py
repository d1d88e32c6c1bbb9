"""Notes that are being changed."""

from __future__ import annotations

import pytest

from o3cli.domain.note import NotePath, find_note_path
from o3cli.errors import Problem
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.notebook import FileChange
from tests.usecases.fakes import Book, make_text

OLD = "people/alice/2026-11-06.md"
NOTE = "people/alice/2026-11-13.md"
BOB = "people/bob/2026-11-06.md"
PROMISE = "k3f7w; what: x"


def path_of(path: str) -> NotePath:
    found = find_note_path(path)
    assert found is not None
    return found


def make_drafts(files: dict[str, str]) -> Drafts:
    notebook = Book(files).notebook
    return Drafts(notebook.read(), notebook.format)


def test_only_what_differs_is_a_change() -> None:
    """A new note, a changed one; one that was put as it was is none."""
    drafts = make_drafts({OLD: make_text(), NOTE: make_text()})
    drafts.put(path_of(OLD), make_text(body="new\n"))
    drafts.put(path_of(NOTE), make_text())
    drafts.create(path_of(BOB), "made\n")
    assert drafts.list_changes() == [
        FileChange(OLD, make_text().encode(), make_text(body="new\n").encode()),
        FileChange(BOB, None, b"made\n"),
    ]
    assert [str(note.path) for note in drafts.notes] == [OLD, NOTE, BOB]
    assert drafts.has(path_of(BOB))
    assert not drafts.has(path_of("people/bob/2026-11-07.md"))


def test_refs_follow_the_text() -> None:
    """Each step sees what the steps before it did."""
    drafts = make_drafts({OLD: make_text(PROMISE)})
    drafts.put(path_of(OLD), make_text("m2pa9; what: y"))
    drafts.create(path_of(BOB), make_text("zz999; what: z"))
    assert drafts.find_home("k3f7w", path_of(OLD)) is None
    assert drafts.find_home("m2pa9", path_of(BOB)) is drafts.get(path_of(OLD))
    assert {"m2pa9", "zz999"} <= set(drafts.refs)


@pytest.mark.parametrize(
    ("homes", "near", "expected"),
    [
        ([], NOTE, None),
        ([OLD], BOB, OLD),
        ([OLD, NOTE], NOTE, NOTE),
        ([OLD, BOB], NOTE, OLD),
        ([OLD, NOTE], "people/alice/2026-11-20.md", None),
        ([OLD, BOB], "people/carol/2026-11-20.md", None),
    ],
)
def test_the_nearest_home_of_a_ref_is_meant(homes: list[str], near: str, expected: str | None) -> None:
    """The note itself, then one of the same person; where several are as near, none."""
    drafts = make_drafts({home: make_text(PROMISE) for home in homes})
    found = drafts.find_home("k3f7w", path_of(near))
    assert (found and str(found.path)) == expected


def test_clashes_are_refs_of_several_commitments() -> None:
    """Records without a ref clash with nothing."""
    unnamed = "  - what: y\n"
    text = f"---\ncommitments:\n{unnamed}{unnamed}  - id: k3f7w\n    what: x\n---\n"
    drafts = make_drafts({OLD: text, NOTE: make_text(PROMISE), BOB: make_text("m2pa9; what: y")})
    assert drafts.list_clashes() == [("k3f7w", [path_of(OLD), path_of(NOTE)])]


def test_mentions_are_notes_that_show_a_ref() -> None:
    """A record alone is no mention."""
    drafts = make_drafts({OLD: make_text(PROMISE), NOTE: make_text(body="- x ^k3f7w\n")})
    assert drafts.list_mentions("k3f7w") == [path_of(NOTE)]


def test_what_cannot_be_read_may_hide_records_or_names() -> None:
    """A bad note hides records, a bad description names."""
    good = make_drafts({OLD: make_text()})
    assert (good.hides_records, good.knows_names(path_of(OLD))) == (False, True)
    note = make_drafts({OLD: "---\n"})
    assert (note.hides_records, note.knows_names(path_of(OLD))) == (True, True)
    about = make_drafts({OLD: make_text(), "people/alice/about.md": "---\n"})
    assert (about.hides_records, about.knows_names(path_of(OLD))) == (False, False)
    assert about.knows_names(path_of(BOB))
    assert about.contents.problems == (
        Problem(
            "people/alice/about.md", 1, "front matter is opened with `---` and not closed: expected a second line `---`"
        ),
    )


def test_parties_are_those_of_the_folder() -> None:
    """Whom the notes are about, and whoever owns a commitment there."""
    drafts = make_drafts({OLD: make_text("k3f7w; owner: zoe; what: x"), BOB: make_text()})
    assert drafts.get_parties(path_of(NOTE)) is drafts.get_parties(path_of(OLD))
    assert drafts.get_parties(path_of(OLD)).find_owner("Zoé") == "zoe"
    assert drafts.get_parties(path_of(BOB)).find_owner("zoe") is None
