"""Text as a YAML value that every reader of YAML takes for that very text."""

from __future__ import annotations

import json
import re

# A word: a slug, a kind, a ref. A day. The status of a commitment.
_PLAIN = re.compile(
    r"[^\W\d_]\w*+(?:-\w++)*+"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|(?:done|dropped) [0-9]{4}-[0-9]{2}-[0-9]{2}"
)
# What YAML 1.1 reads as something else than text.
_OTHER_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
# What JSON leaves as it is, and YAML does not print or takes for the end of a line.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Quoted(str):
    """A text that stands in double quotes, whatever it says."""

    __slots__ = ()


def format_text(text: str) -> str:
    """A plain word, a day or a status as it stands, everything else in double quotes, on one line.

    A lone surrogate (bytes of a command line that were no UTF-8) becomes U+FFFD.
    """
    if not isinstance(text, Quoted) and _PLAIN.fullmatch(text) and text.casefold() not in _OTHER_WORDS:
        return text
    quoted = json.dumps(_SURROGATE.sub("\ufffd", text), ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
