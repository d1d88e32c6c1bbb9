from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import wcswidth

from o3cli.domain.terminal_text import clean, clean_lines, cut, display_width, wrap

ESC = "\x1b"
any_text = st.text(
    st.one_of(
        st.characters(exclude_categories=[]),
        st.sampled_from("\x00\x07\x1b\x7f\x9b\x9d\r\n\t\x0b\x85\u2028\u202e\u2066\u2069\U000e0041\ud800\udfff"),
        st.sampled_from("é李🦊👩🏽🚀\u200d\ufe0f\u0301हि🇫🇷 "),
    )
)

DANGEROUS = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *map(chr, range(0xE0000, 0xE0080)),
    *map(chr, range(0xD800, 0xE000)),
}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        (f"{ESC}[31mred{ESC}[0m", "\ufffd[31mred\ufffd[0m"),
        (f"{ESC}]52;c;ZXZpbA==\x07", "\ufffd]52;c;ZXZpbA==\ufffd"),
        ("\x9b2J", "\ufffd2J"),
        ("a\tb\nc\r\nd", "a b c d"),
        ("over\rwritten", "over\ufffdwritten"),
        ("a\u2028b\u2029c", "a b c"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\u2066x\u2069", "\ufffdx\ufffd"),
        ("x\U000e0041", "x\ufffd"),
        ("\ud83d", "\ufffd"),
        ("\x00\x7f", "\ufffd\ufffd"),
    ],
)
def test_a_line_cannot_act_on_the_terminal(text: str, line: str) -> None:
    """Escapes, C1, bidi overrides, tags, carriage returns and lone surrogates become U+FFFD; blanks become spaces."""
    assert clean(text) == line


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\tb\nc\r\nd", "a\tb\nc\nd"),
        ("over\rwritten\n", "over\ufffdwritten\n"),
        ("a\u2028b\u2029c\x85", "a\nb\nc\ufffd"),
        (f"{ESC}[2J\n\u202e", "\ufffd[2J\n\ufffd"),
    ],
)
def test_lines_keep_their_ends_and_tabs(text: str, lines: str) -> None:
    """Of all control characters, a text of several lines keeps the tab and the line feed."""
    assert clean_lines(text) == lines


@pytest.mark.parametrize(("function", "kept"), [(clean, ""), (clean_lines, "\n\t")])
def test_every_dangerous_character_is_replaced(function: Callable[[str], str], kept: str) -> None:
    """Each one, alone and within text."""
    for character in DANGEROUS - set(kept):
        assert not DANGEROUS.difference(kept) & set(function(f"a{character}b"))


@pytest.mark.parametrize(("function", "kept"), [(clean, ""), (clean_lines, "\n\t")])
@given(text=any_text)
def test_no_text_gets_through(function: Callable[[str], str], kept: str, text: str) -> None:
    """Whatever the text: the result holds nothing dangerous, stays as it is when cleaned again, and can be encoded."""
    cleaned = function(text)
    assert not DANGEROUS.difference(kept) & set(cleaned)
    assert function(cleaned) == cleaned
    cleaned.encode()


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
@example("Zoé’s café · 李雷 🦊 — שלום\u00a0!")
@example("[/] [bold] {x} %s")
def test_plain_text_is_unchanged(text: str) -> None:
    """What only shows itself passes as it is."""
    assert clean(text) == text
    assert clean_lines(text) == text


@pytest.mark.parametrize("text", ["👩\u200d🚀", "می\u200cخواهم", "\u200fשלום", "❤\ufe0f", "soft\u00adhyphen"])
def test_joiners_and_direction_marks_of_ordinary_text_stay(text: str) -> None:
    """Emoji sequences, Persian, Hebrew and soft hyphens need characters that do not show."""
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("alice", 5),
        ("Zoé", 3),
        ("Zoe\u0301", 3),
        ("李雷", 4),
        ("🦊", 2),
        ("👩\u200d🚀", 2),
        ("🇫🇷", 2),
        ("… → “é”", 7),
    ],
)
def test_widths(text: str, width: int) -> None:
    """East Asian letters and emoji take two columns, combining marks none."""
    assert display_width(text) == width


def test_the_short_way_agrees_with_wcwidth() -> None:
    """Every character that is taken for one column wide without asking is so by the library's tables."""
    from o3cli.domain import terminal_text

    plain = [
        chr(code)
        for code in range(0x20, sys.maxunicode + 1)
        if terminal_text._is_one_column_each(chr(code)) and code != 0x7F
    ]
    assert len(plain) > 1000
    assert all(wcswidth(character) == 1 for character in plain)


def test_wcwidth_is_not_imported_for_european_text() -> None:
    """French, Polish or Greek text is measured, cut and wrapped without the library."""
    code = (
        "import sys; from o3cli.domain.terminal_text import *\n"
        "display_width('Été à Łódź — Ελλάδα'); cut('Été à Łódź', 4); wrap('Été à Łódź “ici” …', 3)\n"
        "sys.exit('wcwidth' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "width", "result"),
    [
        ("alice", 5, "alice"),
        ("alice", 4, "ali…"),
        ("alice", 1, "…"),
        ("alice", 0, ""),
        ("alice", -1, ""),
        ("", 0, ""),
        ("李雷李雷", 5, "李雷…"),
        ("李雷李雷", 4, "李…"),
        ("e\u0301te\u0301 long", 4, "e\u0301te\u0301…"),
        ("👩\u200d🚀👩\u200d🚀", 3, "👩\u200d🚀…"),
    ],
)
def test_cuts(text: str, width: int, result: str) -> None:
    """A line is cut between what a reader sees as characters, and a sign stands where something is missing."""
    assert cut(text, width) == result


@given(any_text.map(clean), st.integers(0, 30))
def test_a_cut_line_fits(text: str, width: int) -> None:
    """No cut is wider than asked for, and what fits is untouched."""
    result = cut(text, width)
    assert display_width(result) <= width
    assert (result == text) == (display_width(text) <= width)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one  two\tthree", 20, ["one two three"]),
        ("one\n\ntwo", 10, ["one", "", "two"]),
        ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("x abcdefg h", 3, ["x", "abc", "def", "g h"]),
        ("à 19\u00a0h 30", 5, ["à", "19\u00a0h", "30"]),
        ("李雷李雷 ab", 5, ["李雷", "李雷", "ab"]),
        ("李雷", 1, ["李", "雷"]),
        ("ab", 0, ["a", "b"]),
    ],
)
def test_wraps(text: str, width: int, lines: list[str]) -> None:
    """Lines break between words, within words that are longer than a line, and never at a no-break space."""
    assert wrap(text, width) == lines


@given(any_text.map(clean_lines), st.integers(2, 30))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    """All characters but blanks are there in their order, and each line fits."""
    lines = wrap(text, width)
    blanks = str.maketrans("", "", " \t\n")
    assert "".join(lines).translate(blanks) == text.translate(blanks)
    assert all(display_width(line) <= width for line in lines)


@pytest.mark.parametrize("piece", ["a", "é ", "李", "\u0301", "👩\u200d", "🇫", "\x1b", " ", "\n", "a\u0301\u0323"])
def test_long_texts_take_linear_time(piece: str) -> None:
    """A quarter of a megabyte of anything is cleaned, measured, cut and wrapped at once, also to a huge width."""
    text = piece * (250_000 // len(piece.encode()))
    started = time.process_time()
    clean(text)
    lines = clean_lines(text)
    display_width(lines)
    cut(lines, 80)
    wrap(lines, 80)
    wrap(lines, 10**9)
    assert time.process_time() - started < 10
