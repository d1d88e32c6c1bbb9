"""Names as people write them: compared without accents and case, and made into the names of folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Literal

from o3cli.errors.people import NoSlug

# The patterns here are compiled when `re` first meets them: most commands see ASCII alone.

# What keyboards and editors put in the place of a plain sign.
_APOSTROPHES = "'`\u00b4\u2018\u2019\u201b\u02bc\u2032"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys("\u2010\u2011", "-"),
        # Letters that Unicode does not take apart, though a keyboard without them does.
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)
# Characters without a look of their own: soft hyphen, joiners, fillers, direction marks, variation selectors, tags.
_INVISIBLE = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]+"
)
# Marks count as accents on Latin, Greek and Cyrillic letters only: in Hindi or Thai they are the vowels.
_ACCENTS = (
    "(?<=[a-zA-Z\u00c0-\u02af\u0370-\u0482\u048a-\u052f\u1c80-\u1c8f\u1d00-\u1dbf\u1e00-\u1fff\u2c60-\u2c7f"
    "\ua640-\ua66e\ua680-\ua69b\ua720-\ua7ff\uab30-\uab6f])"
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u2de0-\u2dff\ufe20-\ufe2f]+"
)

_MARKS_IN_A_ROW = 30
"""No language piles up more marks on one letter (Unicode's Stream-Safe Text Format, UAX #15, section 13)."""
_PERHAPS_MARKS = rf"[^\w\x00-\x7f]{{{_MARKS_IN_A_ROW + 1},}}"


def fold(text: str) -> str:
    """The form in which two texts are compared: no accents, no case, plain apostrophes, single spaces.

    Letters keep their script, and marks that are not accents stay (the vowels of Hindi or Thai).
    """
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    plain = re.sub(_INVISIBLE, "", _normalize("NFC", text)).translate(_PLAIN)
    lower = _normalize("NFKD", _normalize("NFKD", plain).casefold()).translate(_PLAIN)
    return " ".join(_normalize("NFC", re.sub(_ACCENTS, "", lower)).split())


def _normalize(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    # Python sorts a run of marks in quadratic time: 200 KB of them would take half a minute.
    return unicodedata.normalize(form, re.sub(_PERHAPS_MARKS, _thin_marks, text))


def _thin_marks(run: re.Match[str]) -> str:
    kept = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


SLUG_BYTES = 80
"""The longest slug, in bytes of UTF-8: with a suffix and `.md` it stays below every file system's limit."""

# Names that Windows keeps for devices, and words that mean somebody else where a person is named.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
_WORDS = {"me", "moi", "them", "all"}
# What becomes of the İ of İbrahim in lower case; no keyboard has it.
_DOTTED_I = "i\u0307+"


def make_slug(name: str) -> str:
    """The name of the folder for somebody called `name`: lower case letters of any script, digits and hyphens.

    Accents stay, apostrophes go, everything else becomes a hyphen; a reserved word gets a suffix (`con-1`). A name
    made of emoji alone is spelled out (`fox-face`). At most `SLUG_BYTES` long; the same for every way in which
    Unicode can write the name; `make_slug(make_slug(name)) == make_slug(name)`.

    Raises NoSlug where the name has neither a letter nor a digit nor a symbol.
    """
    text = _normalize("NFKC", _normalize("NFKC", re.sub(_INVISIBLE, "", name)).casefold())
    slug = _hyphenate(text) or _hyphenate(" ".join(map(_spell, text)).casefold())
    if not slug:
        raise NoSlug(name)
    slug = _cut(slug, SLUG_BYTES)
    return f"{slug}-1" if slug in _DEVICES or fold(slug) in _WORDS else slug


def _hyphenate(text: str) -> str:
    kept: list[str] = []
    joined = False
    for character in text:
        category = unicodedata.category(character)
        if category[0] in "LN" and character not in _APOSTROPHES:
            kept.append(character)
            joined = True
        elif joined and category in {"Mn", "Mc"}:
            kept.append(character)
        elif joined and character not in _APOSTROPHES:
            kept.append("-")
            joined = False
    return _normalize("NFC", re.sub(_DOTTED_I, "i", "".join(kept))).rstrip("-")


def _spell(character: str) -> str:
    if unicodedata.category(character) != "So":
        return ""
    return unicodedata.name(character, "").removeprefix("REGIONAL INDICATOR SYMBOL LETTER ")


def _cut(slug: str, size: int) -> str:
    return slug.encode()[:size].decode(errors="ignore").rstrip("-")


def make_free_slug(name: str, taken: Collection[str]) -> str:
    """The slug for `name`, numbered from 2 where somebody in `taken` has it already (`alice-2`).

    Slugs that differ by accents alone count as the same, so that each can be typed. Raises NoSlug as `make_slug` does.
    """
    slug = make_slug(name)
    used = {fold(other) for other in taken}
    free = slug
    number = 1
    while fold(free) in used:
        number += 1
        suffix = f"-{number}"
        free = _cut(slug, SLUG_BYTES - len(suffix)) + suffix
    return free


def find_nearest(word: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The candidates that `word` may be a slip for, the nearest first; accents and case do not count."""
    # Only errors ask, so that only they pay for the import.
    from difflib import get_close_matches

    by_fold: dict[str, str] = {}
    for candidate in candidates:
        by_fold.setdefault(fold(candidate), candidate)
    # The comparison is quadratic, and nobody recognises more than this of a slip.
    return tuple(by_fold[near] for near in get_close_matches(fold(word)[:100], by_fold, count))
