from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event

from o3cli.adapters.calendars.content_lines import encode_lines, escape_text, fold_line


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Alice", "Alice"),
        ("a;b,c\\d", "a\\;b\\,c\\\\d"),
        ("two\nlines\r\nof  text", "two lines of text"),
        ("nul\x00esc\x1b[2Jbell\x07", "nul esc [2Jbell"),
        ("right\u202eleft\u2028", "right left"),
        (" Zoé 👩‍💻 ", "Zoé 👩 💻"),
        ("", ""),
    ],
)
def test_text_is_one_visible_line(text: str, escaped: str) -> None:
    """Separators are escaped, and what cannot be seen is a space."""
    assert escape_text(text) == escaped


@given(text=st.text(max_size=400))
def test_folded_lines_are_short_and_whole(text: str) -> None:
    """No line has more than 75 octets, none is cut within a character, and a parser puts them together again."""
    line = f"SUMMARY:{escape_text(text)}"

    data = encode_lines([line])

    assert data.endswith(b"\r\n")
    for part in data.split(b"\r\n"):
        assert len(part) <= 75
        part.decode()
    event = Event.from_ical(b"BEGIN:VEVENT\r\n" + data + b"END:VEVENT\r\n")
    assert event["SUMMARY"] == " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@pytest.mark.parametrize(("length", "parts"), [(75, 1), (76, 2), (149, 2), (150, 3)])
def test_lines_are_as_long_as_they_may_be(length: int, parts: int) -> None:
    """75 octets, of which a continuation's space is one."""
    assert len(fold_line("x" * length).split("\r\n ")) == parts
