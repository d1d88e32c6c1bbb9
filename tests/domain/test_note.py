"""Notes and their paths."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.commitment import Commitment
from o3cli.domain.note import Note, NotePath, find_note_path, is_dated_otherwise

folders = st.sampled_from(["people/alice", "people/zoé", "circles/guild", "people/李雷"])
paths = st.builds(NotePath, folders, st.dates(), st.integers(min_value=1, max_value=99))


@given(paths)
def test_a_path_is_read_as_it_is_written(path: NotePath) -> None:
    """`people/alice/2026-11-20.md`, with a number from the second note of a day on."""
    assert find_note_path(str(path)) == path


@pytest.mark.parametrize(
    "path",
    [
        "people/alice/about.md",
        "people/alice/2026-02-30.md",
        "people/alice/2026-11-20-0.md",
        "people/alice/2026-11-20-02.md",
        "people/alice/2026-11-20.txt",
        "people/alice/old/2026-11-20.md",
        "people/2026-11-20.md",
        "templates/alice/2026-11-20.md",
        "people/alice/2026-11-20.md\n",
    ],
)
def test_other_files_are_no_notes(path: str) -> None:
    """By their name, place or day."""
    assert find_note_path(path) is None


def test_a_first_note_has_no_number() -> None:
    """`-1` would be a second file for the same session: its name is one of those that are named as wrong."""
    assert find_note_path("people/alice/2026-11-20-1.md") is None
    assert is_dated_otherwise("people/alice/2026-11-20-1.md")
    assert is_dated_otherwise("people/alice/2026-2-3.md")
    assert not is_dated_otherwise("people/alice/2026-11-20.md")
    assert not is_dated_otherwise("people/alice/about.md")


def test_paths_are_in_the_order_of_the_sessions() -> None:
    """Within a folder by day, then by number, and not as text."""
    names = ["2026-11-13", "2026-11-20", "2026-11-20-2", "2026-11-20-10", "2026-12-01"]
    found = [find_note_path(f"people/alice/{name}.md") for name in names]
    assert sorted(path for path in found if path) == found


def test_a_path_says_whose_note_it_is_and_when() -> None:
    """And a commit says no more than that, not even which of the day."""
    path = NotePath("people/alice", date(2026, 11, 20), 2)
    assert (path.slug, path.label) == ("alice", "alice 2026-11-20")


def test_a_commitment_stands_at_its_line_or_at_its_record() -> None:
    """The line in the body comes first; a ref in front matter is no line of the body."""
    text = "---\ncommitments:\n  - id: k3f7w # ^k3f7w\n    what: x\n  - id: m2pa9\n    what: y\n---\n\n- [ ] x ^k3f7w\n"
    records = (Commitment("k3f7w", "x"), Commitment("m2pa9", "y"))
    note = Note(NotePath("people/alice", date(2026, 11, 20)), text, text.index("\n\n") + 1, records, (3, 5))
    assert note.body == "\n- [ ] x ^k3f7w\n"
    assert [note.find_line(ref) for ref in ("k3f7w", "m2pa9", "zz999")] == [9, 5, None]
    assert note.find_commitment("m2pa9") is note.get_commitment("m2pa9") is records[1]
    assert note.find_commitment("zz999") is None
