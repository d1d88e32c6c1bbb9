"""Text on its way to a terminal: made harmless, measured and cut in columns.

Every string from a note, a path, a template, git or the command line passes `clean` or `clean_lines` before it is
printed, so that nothing in it can move the cursor, fill the clipboard or turn the line around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# The patterns here are compiled when `re` first meets them: most commands print plain ASCII.

# Bidi overrides and isolates, deprecated format controls, tags, lone surrogates, DEL and C1. The line and paragraph
# separators end a line for some readers of piped output.
_DANGEROUS = "\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\U000e0000-\U000e007f\ud800-\udfff"
_DANGEROUS_IN_LINE = f"[\x00-\x1f{_DANGEROUS}]"
_DANGEROUS_IN_LINES = f"[\x00-\x08\x0b-\x1f{_DANGEROUS}]"
_BLANK = "\r\n|[\t\n\u2028\u2029]"
_LINE_END = "\r\n|[\u2028\u2029]"

# Letters and signs that are one column wide on every terminal: Latin, Greek, Cyrillic, typographic signs, arrows.
_ONE_COLUMN_EACH = (
    "[ -~\u00a0-\u02ff\u0370-\u0482\u048a-\u0523\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bd\u2190-\u21ff\ufffd]*"
)


def clean(text: str) -> str:
    """One harmless line: tabs and line ends become spaces, whatever acts on a terminal becomes U+FFFD."""
    if text.isprintable():
        return text
    return re.sub(_DANGEROUS_IN_LINE, "\ufffd", re.sub(_BLANK, " ", text))


def clean_lines(text: str) -> str:
    r"""Harmless lines: `\n` and `\t` stay, every line ends with `\n`, whatever acts on a terminal becomes U+FFFD."""
    if text.isprintable():
        return text
    return re.sub(_DANGEROUS_IN_LINES, "\ufffd", re.sub(_LINE_END, "\n", text))


def display_width(text: str) -> int:
    """The columns that a line takes, once it has been cleaned."""
    if _is_one_column_each(text):
        return len(text)
    return sum(width for _, width in _measure(text))


def cut(text: str, width: int) -> str:
    """As much of a line as fits into `width` columns, with `…` at the end where something is missing."""
    if display_width(text) <= width:
        return text
    kept = []
    room = width - 1
    for grapheme, columns in _measure(text):
        room -= columns
        if room >= 0:
            kept.append(grapheme)
    return "".join(kept) + "…" if width > 0 else ""


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns: between words, and within one that is longer than a line.

    Line ends stay where they are, other white space becomes single spaces. A character that is wider than `width` has
    a line of its own.
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width)]


def _wrap_paragraph(text: str, width: int) -> list[str]:
    lines: list[list[str]] = [[]]
    used = 0
    # A no-break space does not separate.
    for word in re.findall(r"[^ \t]+", text):
        for piece, columns in _break_word(word, width):
            if lines[-1] and used + 1 + columns > width:
                lines.append([])
            used = used + 1 + columns if lines[-1] else columns
            lines[-1].append(piece)
    return [" ".join(line) for line in lines]


def _break_word(word: str, width: int) -> Iterator[tuple[str, int]]:
    """The word, or the pieces that it has to be broken into, each with its columns."""
    piece: list[str] = []
    used = 0
    for grapheme, columns in _measure(word):
        if piece and used + columns > width:
            yield "".join(piece), used
            piece = []
            used = 0
        piece.append(grapheme)
        used += columns
    yield "".join(piece), used


def _measure(text: str) -> Iterable[tuple[str, int]]:
    """The characters of a line as a reader counts them, with their columns."""
    if _is_one_column_each(text):
        return ((character, 1) for character in text)
    # 27 ms, and only needed for emoji, combining marks and the scripts of Asia.
    from wcwidth import iter_graphemes, wcswidth

    return ((grapheme, max(0, wcswidth(grapheme))) for grapheme in iter_graphemes(text))


def _is_one_column_each(text: str) -> bool:
    return text.isascii() or re.fullmatch(_ONE_COLUMN_EACH, text) is not None
