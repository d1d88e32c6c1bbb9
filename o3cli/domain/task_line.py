"""The text of a checkbox line as a commitment: who, what, until when, and the ref that makes it a view.

    alice: Write the RFC on queues, due 2026-11-27 ^m2pa9

What is said twice is read once: a name before a colon beats a mention, a date at the end beats one before it, and what
is not read as a part stays in the text. So whatever a commitment says can be written as a line that reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from o3cli.domain.commitment import ME, Commitment
from o3cli.domain.dates import find_date
from o3cli.domain.markdown import list_bullets
from o3cli.domain.parties import LONGEST_NAME, Parties, format_name
from o3cli.domain.refs import REF_PATTERN
from o3cli.domain.span import Span


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line beside what was promised."""

    span: Span
    """With all that goes with it: colon, brackets, the comma before it."""
    value: Span
    """The name, the words of the date or the ref alone."""


@dataclass(frozen=True, slots=True)
class TaskText:
    """The text of a checkbox line, read. Places are in that text."""

    owner: str
    """`me` where nobody is named."""
    what: str
    """As `clean_what` makes it; empty where the line holds nothing else: then nothing was promised."""
    due: date | None
    ref: str | None
    what_span: Span
    """From the first to the last word of `what`; a part may stand in between."""
    owner_part: Part | None
    due_part: Part | None
    """There without a date too: `, no due date`."""
    ref_part: Part | None


# White space, but for the spaces that hold a French sentence together.
_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")


def clean_what(text: str) -> str:
    """What was promised as a line can say it: one line, single spaces, no block id at the end (`^37066d`).

    A line and its record say the same where this is the same for both.
    """
    words = _SPACES.sub(" ", text).strip()
    return words[: _find_ids(words, 0, len(words)).start]


def parse_task_text(text: str, parties: Parties, day: date) -> TaskText:
    """Read the text behind a checkbox. Words for dates are seen from `day`, the day of the note.

    The owner is named before a colon (`alice: …`, `Moi : …`) or mentioned (`@alice`). A mention at either end is no
    part of `what`; one in the middle of a sentence is. The due date is said at the end (`due friday`, `pour le 27
    novembre`, `échéance 27/11`), in brackets (`(due friday)`) or in a form that other tools know (`📅 2026-11-27`,
    `due:2026-11-27`, `[due:: 2026-11-27]`). `, no due date` at the end says that what reads like one is none. The ref
    is the last block id at the end that has a ref's form; ids of the user's own may follow, and a due date or a mention
    that was added behind it.
    """
    return _Reader(text, parties, day).read()


def format_task_text(commitment: Commitment, parties: Parties, day: date, *, with_ref: bool = True) -> str:
    """The line for a commitment in a note of `day`: `alice: Write the RFC on queues, due 2026-11-27 ^m2pa9`.

    `parse_task_text` reads the same owner, due date and ref from it, and `clean_what` of the same `what`, provided that
    the owner is one of `parties`. To that end `me: ` is written where the text would name somebody (or, behind a
    bullet, begin something else than a text), and `, no due date` where it would name a day.
    """
    line = _format(parties.resolve(commitment.owner), commitment.what, commitment.due, parties, day)
    return add_ref(line, commitment.ref) if with_ref else line


def add_ref(text: str, ref: str) -> str:
    """The line with a ref at its end, before block ids of the user's own: Obsidian wants those last."""
    ids = _find_ids(text, 0, len(text))
    end = ids.start if ids.ref is None else ids.ref.end
    return f"{text[:end]} ^{ref}{text[end:]}" if end else f"^{ref} {text.lstrip()}".rstrip()


def gather_ref(text: str, parties: Parties, day: date, known: Container[str]) -> str:
    """The line with its ref at the end again where words were typed behind it; only for one of the refs in `known`.

    The words go before the due date, unless they name one themselves.
    """
    for match in _REF_AMID_WORDS.finditer(text):
        if match["ref"] in known:
            head, words = text[: match.start()], text[match.end() :]
            due_part = parse_task_text(head, parties, day).due_part
            if due_part and parse_task_text(head + words, parties, day).due is None:
                return add_ref(Span(due_part.span.start, due_part.span.start).replace(head, words), match["ref"])
            return add_ref(head + words, match["ref"])
    return text


def change_task_text(text: str, parties: Parties, day: date, new: Commitment) -> str:
    """The line with those of owner, what and due date replaced that differ from the commitment's.

    All else stays as it was typed. A new date is written in digits, in the place and style of the old one. Where the
    line would read differently that way, it is written as `format_task_text` writes it. The ref stays.
    """
    old = parse_task_text(text, parties, day)
    owner, what = parties.resolve(new.owner), clean_what(new.what)
    changed = text
    if old.what != what:
        changed = old.what_span.replace(changed, what)
    if old.due != new.due:
        changed = _change_due(changed, parse_task_text(changed, parties, day), new.due)
    if old.owner != owner:
        changed = _change_owner(changed, parse_task_text(changed, parties, day), owner)
    read = parse_task_text(changed, parties, day)
    if (read.owner, read.what, read.due, read.ref) == (owner, what, new.due, old.ref):
        return changed
    ids = text[_find_ids(text, 0, len(text)).start :].split()
    if old.ref and f"^{old.ref}" not in ids:
        ids.insert(0, f"^{old.ref}")
    return " ".join((_format(owner, what, new.due, parties, day), *ids))


def _change_due(text: str, read: TaskText, due: date | None) -> str:
    if read.due_part is None:
        end = _find_ids(text, 0, len(text)).start
        return Span(end, end).replace(text, _format_due(due))
    if due is not None and read.due is not None:
        return read.due_part.value.replace(text, due.isoformat())
    return read.due_part.span.replace(text, _format_due(due)).strip()


def _change_owner(text: str, read: TaskText, owner: str) -> str:
    if read.owner_part is None:
        return f"{format_name(owner)}: {text}"
    return read.owner_part.value.replace(text, format_name(owner))


def _format_due(due: date | None) -> str:
    return "" if due is None else f", due {due.isoformat()}"


_NO_DUE_DATE = ", no due date"
# A box, a dropped commitment's mark among them, would be one again behind a bullet.
_MARK = re.compile(r"\[.\]\s")


def _format(owner: str, what: str, due: date | None, parties: Parties, day: date) -> str:
    words = clean_what(what)
    prefixes = ("", f"{ME}: ") if owner == ME else (f"{format_name(owner)}: ",)
    endings = (_format_due(due),) if due else ("", _NO_DUE_DATE)
    for ending in endings:
        for prefix in prefixes:
            line = f"{prefix}{words}{ending}".strip()
            read = parse_task_text(line, parties, day)
            if (read.owner, read.what, read.due) == (owner, words, due) and _is_text_behind_a_bullet(line):
                return line
    # Only somebody who is no party cannot be named.
    return f"{prefixes[0]}{words}{endings[0]}"


def _is_text_behind_a_bullet(line: str) -> bool:
    item = f"- {line}"
    return [bullet.text.read(item) for bullet in list_bullets(item)] == [line] and not _MARK.match(line)


_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])"
_ECHEANCE = "(?:é|e\u0301?)ch(?:é|e\u0301?)ance"
_DUE = rf"(?:(?:due(?:\s+by)?|{_ECHEANCE})(?:\s*:\s*|\s+)|(?P<until>pour|by|avant|d['’]ici)\s+)"
_DUE_AT_END = re.compile(rf"(?<![^\s,;]){_DUE}(?=\S)", re.IGNORECASE)
_DUE_ANYWHERE = re.compile(
    rf"""
    [📅📆🗓]\ufe0f?\s*(?P<emoji>{_ISO})
    | (?<!\w)due:\s*(?P<field>{_ISO})
    | \[due::\s*(?P<dataview>{_ISO})\s*\] | \(due::\s*(?P<hidden>{_ISO})\s*\)
    | \(\s*{_DUE}(?P<words>[^()]{{1,80}})\)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NO_DUE_AT_END = re.compile(rf"[,;(]\s*(?P<value>no due date|sans {_ECHEANCE})\)?\Z", re.IGNORECASE)
_LONGEST_DUE = 120
"""In characters: no date in words is half as long."""

_PREFIX = re.compile(rf"\s*@?(?P<name>[^\s:：@][^:：]{{0,{LONGEST_NAME}}}?)\s*[:：]\s*")
_MENTION = re.compile(r"(?<![\w@.])@([^\s@,;:：!?()\[\]{}<>\"«»/]++)(?!@)")
_BEHIND_MENTION = re.compile(r"\s*(?:[,;:：]|[-–—]+(?=\s))\s*|\s+")
_BLOCK_ID = re.compile(r"\^(?:[a-zA-Z][a-zA-Z0-9-]+|[a-zA-Z0-9-]{6,})")
_REF = re.compile(REF_PATTERN)
_REF_AMID_WORDS = re.compile(rf"\s\^(?P<ref>{REF_PATTERN})(?=\s)")
_SEPARATOR = re.compile(r"(?:[,;]|(?<!\S)[-–—]{1,3})\Z")


class _Ids(NamedTuple):
    start: int
    """Where the text before them ends."""
    ref: Span | None
    """The last one that has a ref's form."""


def _find_ids(text: str, start: int, end: int) -> _Ids:
    """The block ids at the end, o3's and the user's own."""
    end = _trim(text, start, end)
    ref = None
    while True:
        caret = text.rfind("^", start, end)
        if caret < 0 or not _BLOCK_ID.fullmatch(text, caret, end) or (caret > start and not text[caret - 1].isspace()):
            return _Ids(end, ref)
        if ref is None and _REF.fullmatch(text, caret + 1, end):
            ref = Span(caret + 1, end)
        end = _trim(text, start, caret)


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


class _Mention(NamedTuple):
    owner: str
    span: Span
    name: Span


class _Reader:
    """Takes the parts off a line from both ends; `what` is what is left between `_start` and `_end`."""

    def __init__(self, text: str, parties: Parties, day: date) -> None:
        self._text = text
        self._parties = parties
        self._day = day
        self._start, self._end = 0, len(text)
        self._owner = ME
        self._owner_part: Part | None = None
        self._due: date | None = None
        self._due_part: Part | None = None
        self._ref_part: Part | None = None

    def read(self) -> TaskText:
        self._take_ids()
        self._take_prefix()
        mention = self._find_mention() if self._owner_part is None else None
        if mention is not None:
            self._owner = mention.owner
            # Whichever of the two was typed last stands behind the other.
            self._take_mention_at_end(mention)
        self._take_due()
        if mention is not None and self._owner_part is None:
            self._take_mention_at_end(mention)
        if mention is not None and self._owner_part is None:
            self._take_mention_at_start(mention)
        what_start = self._end - len(self._text[self._start : self._end].lstrip())
        return TaskText(
            self._owner,
            clean_what(self._read_rest(self._start, self._end)),
            self._due,
            self._ref_part.value.read(self._text) if self._ref_part else None,
            Span(what_start, self._end),
            self._owner_part,
            self._due_part,
            self._ref_part,
        )

    def _read_rest(self, start: int, end: int) -> str:
        """What stands there, without the due date where that was said in the middle."""
        cut = self._due_part.span if self._due_part else Span(end, end)
        if cut.start < start or cut.end > end:
            return self._text[start:end]
        return self._text[start : cut.start] + self._text[cut.end : end]

    def _take_ids(self) -> None:
        ids = _find_ids(self._text, self._start, self._end)
        if ids.ref is not None and self._ref_part is None:
            before = _trim(self._text, self._start, ids.ref.start - len("^"))
            self._ref_part = Part(Span(before, ids.ref.end), ids.ref)
        self._end = ids.start

    def _take_prefix(self) -> None:
        match = _PREFIX.match(self._text, self._start, self._end)
        owner = self._parties.find_owner(match["name"]) if match else None
        if match is not None and owner is not None:
            self._owner = owner
            self._owner_part = Part(Span(self._start, match.end()), Span(*match.span("name")))
            self._start = match.end()

    def _find_mention(self) -> _Mention | None:
        """The first mention of a party."""
        for match in _MENTION.finditer(self._text, self._start, self._end):
            for name in dict.fromkeys((match[1], match[1].rstrip(".'’…*_-"))):
                owner = self._parties.find_owner(name)
                if owner is not None:
                    begin, end = match.start(), match.start() + len("@") + len(name)
                    value = Span(begin + len("@"), end)
                    if self._text[begin - 1 : begin] == "(" and self._text[end : end + 1] == ")":
                        begin, end = begin - 1, end + 1
                    return _Mention(owner, Span(begin, end), value)
        return None

    def _take_mention_at_end(self, mention: _Mention) -> None:
        if self._text[mention.span.end : self._end].strip().strip(".!"):
            return
        begin = self._find_separator(mention.span.start)
        self._owner_part = Part(Span(begin, self._end), mention.name)
        self._end = begin
        self._take_ids()

    def _take_mention_at_start(self, mention: _Mention) -> None:
        if self._read_rest(self._start, mention.span.start).strip():
            return
        end = self._end
        if self._due_part is not None and self._due_part.span.start >= mention.span.end:
            end = min(end, self._due_part.span.start)
        behind = _BEHIND_MENTION.match(self._text, mention.span.end, end)
        self._start = behind.end() if behind else mention.span.end
        self._owner_part = Part(Span(mention.span.start, self._start), mention.name)

    def _take_due(self) -> None:
        found = self._find_due_at_end() or self._find_due_anywhere()
        if found is None:
            return
        self._due, self._due_part = found
        span = self._due_part.span
        if not self._text[span.end : self._end].strip():
            self._end = span.start
            self._take_ids()
        elif span.start == self._start:
            self._start = span.end

    def _find_due_at_end(self) -> tuple[date | None, Part] | None:
        earliest = max(self._start, self._end - _LONGEST_DUE)
        none = _NO_DUE_AT_END.search(self._text, earliest, self._end)
        if none is not None:
            return None, Part(Span(_trim(self._text, self._start, none.start()), self._end), Span(*none.span("value")))
        # The last word for a date is the one that o3 wrote, if it wrote one.
        for match in reversed(list(_DUE_AT_END.finditer(self._text, earliest, self._end))):
            words = self._text[match.end() : self._end].rstrip(" .!")
            due = self._find_day(words, match)
            if due is not None and self._text[self._start : match.start()].strip():
                value = Span(match.end(), match.end() + len(words))
                return due, Part(Span(self._find_separator(match.start()), self._end), value)
        return None

    def _find_due_anywhere(self) -> tuple[date, Part] | None:
        for match in reversed(list(_DUE_ANYWHERE.finditer(self._text, self._start, self._end))):
            kind = match.lastgroup or ""
            due = self._find_day(match[kind], match)
            if due is not None:
                is_all = not (self._text[self._start : match.start()] + self._text[match.end() : self._end]).strip()
                part = Part(Span(self._find_separator(match.start()), match.end()), Span(*match.span(kind)))
                return None if is_all else (due, part)
        return None

    def _find_day(self, words: str, match: re.Match[str]) -> date | None:
        # `pour Sam` is for somebody, and so is what is written `by Jan`; `by eow` is not.
        short = words.strip().lower()
        is_name = len(short) <= 3 and short.isalpha() and short not in ("eow", "eom", "eoy")
        return None if match["until"] and is_name else find_date(words, self._day)

    def _find_separator(self, position: int) -> int:
        """Where the white space, and one comma or dash, begin that stand before a part."""
        end = _trim(self._text, self._start, position)
        sign = _SEPARATOR.search(self._text, max(self._start, end - 3), end)
        return _trim(self._text, self._start, sign.start()) if sign else end
