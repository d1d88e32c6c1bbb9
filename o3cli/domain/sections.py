"""Where in a note's body a line of o3's own goes."""

from __future__ import annotations

from o3cli.domain.markdown import list_headings
from o3cli.domain.note import Note

COMMITMENTS_MARK = "commitments"
"""What marks the heading under which promises are written: `## Next steps <!-- commitments -->`."""


def add_commitment_line(note: Note, words: str) -> str:
    """The note's text with an open checkbox at the end of the section for promises, else at the end of the body."""
    text = note.text
    line_end = "\r\n" if "\r\n" in text else "\n"
    marked = [heading for heading in list_headings(text, note.body_start) if COMMITMENTS_MARK in heading.marks]
    end = len(text[: marked[0].section.end].rstrip()) if marked else max(len(text.rstrip()), note.body_start)
    above = text[:end].removeprefix("\ufeff")
    begins_line = not above or above.endswith(("\r", "\n"))
    before = "" if begins_line else line_end * (1 if marked or _ends_with_item(above) else 2)
    after = "" if text.startswith(("\r", "\n"), end) else line_end
    return f"{text[:end]}{before}- [ ] {words}{after}{text[end:]}"


def _ends_with_item(text: str) -> bool:
    last_line = text.rpartition("\n")[2].lstrip()
    return last_line.startswith(("- ", "* ", "+ "))
