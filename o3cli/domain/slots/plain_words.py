"""Typed words in the form in which they are compared, for grammars in which digits count."""

from __future__ import annotations

from o3cli.domain.names import fold


def fold_words(text: str) -> str:
    """The folded text, in which digits of another kind (`²`, `½`, `٣`) are none: folding alone makes 2 of `²`."""
    if text.isascii():
        return fold(text)
    return fold(
        "".join("\N{REPLACEMENT CHARACTER}" if sign.isnumeric() and not sign.isascii() else sign for sign in text)
    )
