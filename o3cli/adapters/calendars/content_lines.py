"""The lines of a calendar file (RFC 5545, section 3.1): text escaped, long lines folded, CRLF."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})


def escape_text(text: str) -> str:
    """A TEXT value of one line: runs of spaces and of characters that cannot be seen become one space."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.split()).translate(_ESCAPES)


def fold_line(line: str) -> str:
    """The line, broken between characters so that no part has more than 75 octets of UTF-8."""
    if len(line) <= _LONGEST // 4 or len(line.encode()) <= _LONGEST:
        return line
    parts: list[str] = []
    part: list[str] = []
    octets = 0
    for character in line:
        size = len(character.encode())
        if octets + size > _LONGEST:
            parts.append("".join(part))
            # The space that begins a continuation counts.
            part, octets = [], 1
        part.append(character)
        octets += size
    return "\r\n ".join([*parts, "".join(part)])


def encode_lines(lines: Iterable[str]) -> bytes:
    """The bytes of these lines."""
    return "".join(f"{fold_line(line)}\r\n" for line in lines).encode()
