"""Where a line of o3's own goes."""

from __future__ import annotations

from datetime import date

import pytest

from o3cli.adapters.notes import note_format
from o3cli.domain.note import Note, NotePath
from o3cli.domain.sections import add_commitment_line

FRONT = "---\nkind: o3\n---\n"
PATH = NotePath("people/alice", date(2026, 11, 20))


def read(text: str) -> Note:
    return note_format.parse_note(PATH, text.encode())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # In the marked section, behind what stands there.
        ("## Next <!-- commitments -->\n", "## Next <!-- commitments -->\n+\n"),
        ("## Next <!-- commitments -->", "## Next <!-- commitments -->\n+\n"),
        ("## Next <!-- commitments -->\n\n\n## Notes\n", "## Next <!-- commitments -->\n+\n\n\n## Notes\n"),
        ("## Next <!-- commitments -->\n- a\n\n# End\n", "## Next <!-- commitments -->\n- a\n+\n\n# End\n"),
        ("## Next <!-- commitments -->\ntext\n## End\n", "## Next <!-- commitments -->\ntext\n+\n## End\n"),
        # The first one counts, and what is nested in it belongs to it.
        (
            "# A <!-- x commitments -->\n## B\n- b\n# C <!-- commitments -->\n",
            "# A <!-- x commitments -->\n## B\n- b\n+\n# C <!-- commitments -->\n",
        ),
        # Without a section at the end of the body: in its last list, or in a paragraph of its own.
        ("", "+\n"),
        ("\n\n", "+\n\n"),
        ("text\n", "text\n\n+\n"),
        ("text", "text\n\n+\n"),
        ("- a\n", "- a\n+\n"),
        ("text\n\n  * a\n\n", "text\n\n  * a\n+\n\n"),
        ("## Next <!-- other -->\n", "## Next <!-- other -->\n\n+\n"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("front", [FRONT, "", "\ufeff", "\ufeff" + FRONT])
def test_a_line_goes_behind_the_promises_else_to_the_end(body: str, expected: str, line_end: str, front: str) -> None:
    """With the note's own line ends, and no other line changed."""
    note = read((front + body).replace("\n", line_end))
    if not note.text.endswith("\n") and "\n" not in note.text:
        expected = expected.replace("\r", "")
        line_end = "\n"
    added = add_commitment_line(note, "send it")
    assert added == (front + expected.replace("+", "- [ ] send it")).replace("\n", line_end)


def test_front_matter_that_ends_the_file_is_closed_first() -> None:
    """The closing fence stays a line of its own."""
    assert add_commitment_line(read("---\nkind: o3\n---"), "send it") == "---\nkind: o3\n---\n\n- [ ] send it\n"
