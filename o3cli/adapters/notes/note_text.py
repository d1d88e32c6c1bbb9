"""The characters of a note, before anything in them is understood: encoding, fences, the marks of a merge."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from o3cli.errors import Problem
from o3cli.errors.notes import UnreadableNote

FRONT_MATTER_LIMIT = 256 * 1024
"""How long front matter may be, in characters."""

_LINE_END = re.compile(r"\r\n?|\n")
_OPENING = re.compile(r"\ufeff?(?:[ \t]*+(?:\r\n?|\n))*+(?P<fence>-{3,}+)[ \t]*+(?:\r\n?|\n|\Z)")
_CLOSING = re.compile(r"[\r\n](?P<fence>-{3,}+|\.{3})[ \t]*+(?:\r\n?|\n|\Z)")

# A line of `=` or `|` is part of a heading or a table in Markdown; in front matter nothing else begins with seven.
_MERGE_IN_FRONT_MATTER = re.compile(r"(?<![^\r\n])(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n])")
_MERGE_IN_BODY = re.compile(r"(?<![^\r\n\ufeff])(?:<{7}|>{7})(?=[ \r\n]|\Z)")
_UNFINISHED_MERGE = "an unfinished merge: keep what is right and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"

# The head of the list, or a record whose list is above the fence.
_RECORDS_IN_BODY = re.compile(
    r"(?<![^\r\n\ufeff])(?:"
    r"commitments:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n?|\n)[ \t]*+- +\{?(?:id|status|owner|what|due):"
    r"|[ \t]*+- +id:[^\r\n]*+(?:\r\n?|\n)[ \t]*+status:)"
)
# The other half of a record, right below the fence that cuts it.
_HALF_A_RECORD = re.compile(r" +(?:status|owner|what|due|made|snooze|was_due|why):")

# YAML counts the last three among the line ends.
_LINE_ENDS = re.compile("[ \t]*+[\r\n\x85\u2028\u2029][ \t\r\n\x85\u2028\u2029]*+")


@dataclass(frozen=True, slots=True)
class Fences:
    """Where front matter stands in a text, in characters."""

    start: int
    """Where the YAML begins: the line below the opening fence."""
    end: int
    """Where the YAML ends: the line of the closing fence."""
    body_start: int
    """The line below the closing fence."""


def find_line(text: str, index: int) -> int:
    """The line, from 1, of a character; lines end as editors end them (LF, CRLF, a lone CR)."""
    return text.count("\n", 0, index) + text.count("\r", 0, index) - text.count("\r\n", 0, index) + 1


class Lines:
    """The lines of a text, for many questions: one alone is cheaper with `find_line`."""

    def __init__(self, text: str) -> None:
        self._starts = [line_end.end() for line_end in _LINE_END.finditer(text)]

    def find(self, index: int) -> int:
        """The line, from 1, of a character."""
        return bisect_right(self._starts, index) + 1


def refuse(text: str, index: int, message: str, path: str) -> UnreadableNote:
    """The error that names the line of a character."""
    return UnreadableNote(Problem(path, find_line(text, index), message))


def decode(data: bytes, path: str) -> str:
    """The text of a file, with its BOM and line ends.

    Raises UnreadableNote where it is not UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise refuse(data.decode("latin-1"), error.start, "not UTF-8: save the file as UTF-8", path) from None


def find_fences(text: str, path: str) -> Fences | None:
    """Where the front matter stands, None where there is none.

    It opens with a line `---`, the first one that is not blank, and closes with `---` or `...`, as python-frontmatter
    (which takes more dashes, too) and Pandoc have it. Raises UnreadableNote where it is not closed, or too long, and
    where the text holds a NUL (UTF-16, or a file that a crash left as zeros).
    """
    if "\0" in text:
        raise refuse(text, text.index("\0"), "a NUL byte: expected text in UTF-8", path)
    opening = _OPENING.match(text)
    if opening is None:
        return None
    # From the end of the opening line: the very next one may be the closing fence.
    closing = _CLOSING.search(text, opening.end() - 1)
    if closing is None:
        message = "front matter is opened with `---` and not closed: expected a second line `---`"
        raise refuse(text, opening.start("fence"), message, path)
    if closing.start("fence") - opening.end() > FRONT_MATTER_LIMIT:
        message = f"front matter is longer than {FRONT_MATTER_LIMIT // 1024} KiB"
        raise refuse(text, opening.start("fence"), message, path)
    return Fences(opening.end(), closing.start("fence"), closing.end())


def make_one_line(text: str) -> str:
    """A text without line ends and without white space at its ends."""
    return _LINE_ENDS.sub(" ", text).strip()


def find_body_start(text: str, fences: Fences | None) -> int:
    """Where the body begins: below the front matter, or after the BOM where there is neither."""
    return fences.body_start if fences else int(text.startswith("\ufeff"))


def find_merge_in_front_matter(text: str, fences: Fences, path: str) -> Problem | None:
    """The first mark that a merge left in front matter."""
    mark = _MERGE_IN_FRONT_MATTER.search(text, fences.start, fences.end)
    return Problem(path, find_line(text, mark.start()), _UNFINISHED_MERGE) if mark else None


def list_body_problems(text: str, body_start: int, path: str) -> list[Problem]:
    """What is wrong below the front matter: marks of a merge, and records of commitments that nobody would see."""
    problems = []
    # Plain searches first: this runs for every note, and almost none needs the regular expressions.
    if "<<<<<<<" in text or ">>>>>>>" in text:
        mark = _MERGE_IN_BODY.search(text, body_start)
        if mark:
            problems.append(Problem(path, find_line(text, mark.start()), _UNFINISHED_MERGE))
    records = None
    if text.startswith(" ", body_start):
        records = _HALF_A_RECORD.match(text, body_start)
    if not records and (text.find("commitments:", body_start) >= 0 or text.find(" id:", body_start) >= 0):
        records = _RECORDS_IN_BODY.search(text, body_start)
    if records:
        message = "`commitments` below the front matter, where they are not read: expected above the second `---`"
        problems.append(Problem(path, find_line(text, records.start()), message))
    return problems
