"""A note's body as Markdown: its lines, task items, bullets and headings, each with its exact place in the file.

The block structure follows CommonMark 0.31 (spec.commonmark.org, sections 2 to 5), task items follow GitHub Flavored
Markdown (github.github.com/gfm, section 5.3). Inline markup is not read: texts and titles stand as they were typed.
One pass over the lines, in time linear in the text, whatever stands in it.

Left out on purpose: link reference definitions are read as paragraphs. That differs in two corners: a definition that
is underlined (`[a]: /b` above `===`) becomes a heading here, and an item whose first line is a definition is a bullet.
A task item whose text is underlined inside the item stays a task item here, and is a heading as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from o3cli.domain.span import Span


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the body. Lines end with LF, CR LF or CR, as in CommonMark, and with nothing else."""

    number: int
    """In the whole file, from 1."""
    span: Span
    """Without its end."""
    next_start: int
    """Where the next line begins."""
    is_code: bool
    """Whether it is code or raw HTML (a fenced or indented block, a comment), where signs have no meaning."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """A list item, bulleted or numbered, that begins with text: its first line."""

    line: int
    """In the whole file, from 1."""
    marker: Span
    """The bullet or number and the white space behind it: `- `. What follows is the box, or else the text."""
    text: Span
    """Up to the end of the line, without white space around it."""


@dataclass(frozen=True, slots=True)
class TaskItem:
    """A list item that begins with a checkbox and text behind it: its first line."""

    line: int
    """In the whole file, from 1."""
    marker: Span
    """As a bullet's."""
    box: Span
    """The one character within the brackets."""
    text: Span
    """As a bullet's."""
    is_ticked: bool

    @property
    def whole_box(self) -> Span:
        """The brackets and the white space behind them: without these the item is a plain bullet."""
        return Span(self.marker.end, self.text.start)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the section under it."""

    level: int
    """From 1 to 6."""
    title: str
    """In one line, without the comment that marks it."""
    marks: tuple[str, ...]
    """The words of an HTML comment behind the title: `## Next steps <!-- commitments -->`."""
    line: int
    """Its first line in the whole file, from 1."""
    span: Span
    """From its first sign to the end of its last line."""
    title_span: Span
    """The title alone."""
    section: Span
    """From the line below the heading to the next heading of its level or above it, with what is nested inside."""
    is_nested: bool
    """Whether it stands in a quote or a list item, whose end then ends its section too."""


def list_lines(text: str, start: int = 0) -> tuple[Line, ...]:
    """The lines of the body that begins at `start`."""
    scanner = _Scanner(text)
    return tuple(
        Line(number, Span(begin, end), next_start, scanner.read_line(number, begin, end, next_start))
        for number, begin, end, next_start in _list_bounds(text, start)
    )


def list_task_items(text: str, start: int = 0) -> tuple[TaskItem, ...]:
    """The task items of the body that begins at `start`: `- [ ] text`, `1. [x] text`, at any depth.

    An item with an empty box and nothing behind it is a place to type in, and left out.
    """
    last_box = max(text.rfind(box, start) for box in ("[ ]", "[x]", "[X]"))
    if last_box < 0:
        return ()
    scanner = _Scanner(text)
    scanner.read(start, last_box)
    return tuple(item for found in scanner.items if isinstance(item := _make_item(text, *found), TaskItem))


def list_bullets(text: str, start: int = 0) -> tuple[Bullet, ...]:
    """The list items without a box of the body that begins at `start`, where they begin with text."""
    scanner = _Scanner(text)
    scanner.read(start, len(text))
    return tuple(
        item
        for found in scanner.items
        if (item := _make_item(text, *found)) is not None and not isinstance(item, TaskItem)
    )


def list_headings(text: str, start: int = 0) -> tuple[Heading, ...]:
    """The headings of the body that begins at `start`, underlined ones too."""
    scanner = _Scanner(text)
    scanner.read(start, len(text))
    return tuple(_make_heading(text, found) for found in scanner.headings)


_LINE = re.compile(r"[^\r\n]*+(\r\n?|\n|\Z)")


def _list_bounds(text: str, start: int) -> Iterator[tuple[int, int, int, int]]:
    """Number, start, end without the line's end, and start of the next line."""
    ends_before = text.count("\n", 0, start) + text.count("\r", 0, start) - text.count("\r\n", 0, start)
    if start == 0 and text.startswith("\ufeff"):
        start = 1
    for number, match in enumerate(_LINE.finditer(text, start), ends_before + 1):
        begin, next_start = match.span()
        if begin < next_start:
            yield number, begin, match.start(1), next_start


_BOX = re.compile(r"\[[ xX]\](?=[ \t]|\Z)")


def _make_item(text: str, line: int, marker: int, begin: int, end: int) -> Bullet | TaskItem | None:
    """The item whose text begins at `begin`, perhaps with a box; None where nothing stands behind the box."""
    box = _BOX.match(text, begin, end)
    words_start = begin if box is None else box.end()
    words = text[words_start:end].rstrip()
    words_span = Span(words_start + len(words) - len(words.lstrip()), words_start + len(words))
    if box is None:
        return Bullet(line, Span(marker, begin), words_span)
    if not words:
        return None
    return TaskItem(line, Span(marker, begin), Span(begin + 1, begin + 2), words_span, text[begin + 1] != " ")


class _FoundHeading:
    """A heading while its section is being read."""

    def __init__(self, level: int, line: int, content: tuple[Span, ...], span: Span, depth: int, section: Span) -> None:
        self.level = level
        self.line = line
        self.content = content
        """Its text, line by line, without the signs of quotes and lists."""
        self.span = span
        self.depth = depth
        """In how many quotes and list items it stands."""
        self.section = section

    def end_section(self, end: int) -> None:
        """Let the section end before that of the text."""
        self.section = Span(self.section.start, end)


def _make_heading(text: str, found: _FoundHeading) -> Heading:
    *lines, last = found.content
    words = last.read(text)
    marks: tuple[str, ...] = ()
    comment = words.rfind("<!--", 0, -len("-->")) if words.endswith("-->") else -1
    if comment >= 0 and not words.endswith("\\", 0, comment):
        marks = tuple(words[comment + len("<!--") : -len("-->")].split())
        last = Span(last.start, last.start + len(words[:comment].rstrip()))
    if last.start < last.end or not lines:
        lines.append(last)
    return Heading(
        found.level,
        " ".join(line.read(text) for line in lines),
        marks,
        found.line,
        found.span,
        Span(lines[0].start, lines[-1].end),
        found.section,
        found.depth > 0,
    )


# What the innermost open block is, beside the containers; those from _FENCED on take lines as they are.
_NO_LEAF, _PARAGRAPH, _FENCED, _INDENTED, _RAW_HTML = range(5)

_QUOTE = 0
"""A block quote among the open containers; a list item is the columns that its content is indented by, at least 2."""

_SIGNS = frozenset("#>-+*_=`~<0123456789")
"""What every block but a paragraph and indented code begins with."""
_HEADING = re.compile(r"#{1,6}(?=[ \t]|\Z)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\Z")
_FENCE = re.compile(r"`{3,}(?=[^`]*\Z)|~{3,}")
_FENCE_END = re.compile(r"(?:`{3,}|~{3,})(?=[ \t]*\Z)")
_LIST_MARKER = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t]|\Z)")
_BREAK_SIGNS = re.compile(r"-[- \t]*|\*[* \t]*|_[_ \t]*")

_HTML_NAMES = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link"
    " main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead"
    " title tr track ul"
)
_ATTRIBUTE = r"""[ \t]+[a-zA-Z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
_OPEN_TAG = rf"<[a-zA-Z][a-zA-Z0-9-]*(?:{_ATTRIBUTE})*[ \t]*/?>"
_CLOSE_TAG = r"</[a-zA-Z][a-zA-Z0-9-]*[ \t]*>"
_BLANK_LINE = None
"""What ends an HTML block that has no end of its own."""
_HTML: tuple[tuple[re.Pattern[str], re.Pattern[str] | None, bool], ...] = (
    # How each kind of HTML block begins, what ends it, and whether it may begin in the middle of a paragraph
    # (CommonMark, section 4.6).
    (
        re.compile(r"<(?:script|pre|style|textarea)(?=[ \t>]|\Z)", re.IGNORECASE),
        re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
        True,
    ),
    (re.compile(r"<!--"), re.compile(r"-->"), True),
    (re.compile(r"<\?"), re.compile(r"\?>"), True),
    (re.compile(r"<![a-zA-Z]"), re.compile(r">"), True),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>"), True),
    (re.compile(rf"</?(?:{_HTML_NAMES.replace(' ', '|')})(?=[ \t]|/?>|\Z)", re.IGNORECASE), _BLANK_LINE, True),
    (re.compile(rf"(?:{_OPEN_TAG}|{_CLOSE_TAG})[ \t]*\Z", re.ASCII), _BLANK_LINE, False),
)


class _Scanner:
    """The blocks that are open after each line, and the items and headings met so far.

    White space is never cut up: `_position` is always at the next sign, in column `_column`, and `_base` is the column
    up to which containers have taken the line, so that a tab may lie half on either side of it.
    """

    def __init__(self, text: str) -> None:
        self.items: list[tuple[int, int, int, int]] = []
        """Line, start of the marker, start and end of the text."""
        self.headings: list[_FoundHeading] = []
        self._text = text
        # What is open.
        self._containers: list[int] = []
        self._quotes: list[int] = []
        """Which of the containers are quotes."""
        self._has_empty_item = False
        """Whether the innermost container is a list item in which nothing stands yet."""
        self._leaf = _NO_LEAF
        self._fence = ""
        self._html_end: re.Pattern[str] | None = _BLANK_LINE
        self._paragraph: list[tuple[int, int]] = []
        self._paragraph_line = self._paragraph_start = 0
        self._open_headings: list[_FoundHeading] = []
        # The line that is being read.
        self._number = self._start = self._end = self._next_start = 0
        self._position = self._column = self._base = 0
        self._marker: int | None = None
        """Where the list item begins behind whose marker the line is being read."""
        self._no_break_before = 0

    def read(self, start: int, last: int) -> None:
        """Read the lines from `start` up to the one in which `last` is."""
        for number, begin, end, next_start in _list_bounds(self._text, start):
            if begin > last:
                break
            self.read_line(number, begin, end, next_start)

    def read_line(self, number: int, start: int, end: int, next_start: int) -> bool:
        """Read the next line; whether it is code."""
        self._number, self._start, self._end, self._next_start = number, start, end, next_start
        self._base = 0
        self._marker = None
        self._no_break_before = start
        self._move(start, 0)
        depth = self._match_containers() if self._containers else 0
        if self._leaf >= _FENCED and depth == len(self._containers) and self._continue_code():
            return True
        return self._open_blocks(depth)

    def _move(self, position: int, column: int) -> None:
        """Go to the next sign from `position`, which is in `column`."""
        text, end = self._text, self._end
        while position < end:
            sign = text[position]
            if sign == " ":
                column += 1
            elif sign == "\t":
                column += 4 - column % 4
            else:
                break
            position += 1
        self._position, self._column = position, column

    def _match_containers(self) -> int:
        """How many of the open containers the line continues."""
        depth = 0
        for width in self._containers:
            if self._position == self._end:
                return self._match_blank(depth)
            if width == _QUOTE:
                if self._column - self._base >= 4 or self._text[self._position] != ">":
                    break
                self._enter_quote()
            elif self._column - self._base >= width:
                self._base += width
            else:
                break
            depth += 1
        return depth

    def _match_blank(self, depth: int) -> int:
        """A blank rest continues every list item up to the next quote, but not one that began with a blank line."""
        # Not one by one: a blank line behind thousands of nested items would take as long as they all.
        next_quote = bisect_left(self._quotes, depth)
        if next_quote < len(self._quotes):
            return self._quotes[next_quote]
        return len(self._containers) - self._has_empty_item

    def _enter_quote(self) -> None:
        behind = self._position + 1
        self._base = self._column + 1
        self._move(behind, self._base)
        if self._text[behind : behind + 1] in (" ", "\t"):
            self._base += 1

    def _close(self, depth: int) -> None:
        """Before a new block: close the leaf and the containers that the line does not continue."""
        if depth < len(self._containers):
            del self._containers[depth:]
            del self._quotes[bisect_left(self._quotes, depth) :]
            while self._open_headings and self._open_headings[-1].depth > depth:
                self._open_headings.pop().end_section(self._start)
        self._leaf = _NO_LEAF
        self._has_empty_item = False

    def _continue_code(self) -> bool:
        """Whether the line belongs to the open block of code or HTML."""
        if self._leaf == _FENCED:
            end = None if self._column - self._base >= 4 else _FENCE_END.match(self._text, self._position, self._end)
            if end is not None and end[0].startswith(self._fence):
                self._leaf = _NO_LEAF
            return True
        if self._leaf == _INDENTED:
            return self._position == self._end or self._column - self._base >= 4
        if self._html_end is _BLANK_LINE:
            return self._position < self._end
        self._end_html(self._html_end)
        return True

    def _open_blocks(self, depth: int) -> bool:
        """Open the blocks that begin on the line behind `depth` containers; whether the last one is code."""
        while self._position < self._end:
            if self._column - self._base >= 4:
                return self._add_indented(depth)
            if self._text[self._position] not in _SIGNS:
                self._add_text(depth)
                return False
            if not self._open_container(depth):
                return self._add_leaf(depth)
            depth = len(self._containers)
        is_new_item = self._marker is not None
        self._close(depth)
        self._has_empty_item = is_new_item
        return False

    def _open_container(self, depth: int) -> bool:
        if self._text[self._position] == ">":
            self._close(depth)
            self._quotes.append(depth)
            self._containers.append(_QUOTE)
            self._marker = None
            self._enter_quote()
            return True
        marker = _LIST_MARKER.match(self._text, self._position, self._end)
        if marker is None or self._is_underline(depth) or self._is_break():
            return False
        if self._is_in_paragraph(depth) and not self._may_interrupt(marker):
            return False
        self._close(depth)
        self._enter_item(marker)
        return True

    def _may_interrupt(self, marker: re.Match[str]) -> bool:
        """Whether the item may begin in the middle of a paragraph: it must have content and count from 1."""
        number = marker[0][:-1]
        return (not number or int(number) == 1) and self._text[marker.end() : self._end].strip(" \t") != ""

    def _enter_item(self, marker: re.Match[str]) -> None:
        indent = self._column - self._base
        size = len(marker[0])
        behind = self._column + size
        self._marker = marker.start()
        self._move(marker.end(), behind)
        # Five columns or more are one of white space and indented code, and so is nothing but white space.
        gap = self._column - behind
        if gap > 4 or self._position == self._end:
            gap = 1
        self._base = behind + gap
        self._containers.append(indent + size + gap)

    def _add_indented(self, depth: int) -> bool:
        if self._leaf == _PARAGRAPH:
            self._add_text(depth)
            return False
        self._close(depth)
        self._leaf = _INDENTED
        return True

    def _add_leaf(self, depth: int) -> bool:
        if self._open_fence(depth) or self._open_html(depth):
            return True
        if not self._add_heading(depth) and not self._add_break(depth):
            self._add_text(depth)
        return False

    def _open_fence(self, depth: int) -> bool:
        fence = _FENCE.match(self._text, self._position, self._end)
        if fence is None:
            return False
        self._close(depth)
        self._leaf = _FENCED
        self._fence = fence[0]
        return True

    def _open_html(self, depth: int) -> bool:
        if self._text[self._position] != "<":
            return False
        for begin, end, may_interrupt in _HTML:
            if (may_interrupt or self._leaf != _PARAGRAPH) and begin.match(self._text, self._position, self._end):
                self._close(depth)
                self._leaf = _RAW_HTML
                self._html_end = end
                if end is not _BLANK_LINE:
                    self._end_html(end)
                return True
        return False

    def _end_html(self, end: re.Pattern[str]) -> None:
        if end.search(self._text, self._position, self._end):
            self._leaf = _NO_LEAF

    def _is_in_paragraph(self, depth: int) -> bool:
        """Whether the line goes on in every block that is open, and the last one is a paragraph."""
        return self._leaf == _PARAGRAPH and depth == len(self._containers)

    def _is_underline(self, depth: int) -> bool:
        return self._is_in_paragraph(depth) and bool(_UNDERLINE.match(self._text, self._position, self._end))

    def _is_break(self) -> bool:
        # A run of signs and spaces that something ends is looked at once, not again from each of its signs.
        if self._position < self._no_break_before:
            return False
        signs = _BREAK_SIGNS.match(self._text, self._position, self._end)
        if signs is None:
            return False
        if signs.end() == self._end and self._text.count(signs[0][0], self._position, self._end) >= 3:
            return True
        self._no_break_before = signs.end()
        return False

    def _add_break(self, depth: int) -> bool:
        if not self._is_break():
            return False
        self._close(depth)
        return True

    def _add_heading(self, depth: int) -> bool:
        signs = _HEADING.match(self._text, self._position, self._end)
        if signs is not None:
            title = self._strip_title(signs.end())
            self._close(depth)
            self._keep_heading(len(signs[0]), self._number, self._start, self._position, (title,))
            return True
        if self._is_underline(depth):
            level = 1 if self._text[self._position] == "=" else 2
            content = tuple(self._strip(begin, end) for begin, end in self._paragraph)
            self._close(depth)
            self._keep_heading(level, self._paragraph_line, self._paragraph_start, content[0].start, content)
            return True
        return False

    def _strip(self, begin: int, end: int) -> Span:
        """The place without white space around it."""
        words = self._text[begin:end].rstrip(" \t")
        return Span(begin + len(words) - len(words.lstrip(" \t")), begin + len(words))

    def _strip_title(self, begin: int) -> Span:
        """What stands behind the signs of a heading, without those that may close it."""
        span = self._strip(begin, self._end)
        words = span.read(self._text).rstrip("#")
        is_closed = not words or words[-1] in " \t"
        return self._strip(span.start, span.start + len(words)) if is_closed else span

    def _keep_heading(self, level: int, line: int, line_start: int, start: int, content: tuple[Span, ...]) -> None:
        depth = len(self._containers)
        # Those within quotes and items that ended are closed already: what is open deeper stands no longer here.
        while self._open_headings and self._open_headings[-1].depth == depth and self._open_headings[-1].level >= level:
            self._open_headings.pop().end_section(line_start)
        section = Span(self._next_start, len(self._text))
        heading = _FoundHeading(level, line, content, Span(start, self._end), depth, section)
        self.headings.append(heading)
        self._open_headings.append(heading)

    def _add_text(self, depth: int) -> None:
        """Begin a paragraph, or go on with it: even where quotes and items were left off."""
        if self._leaf != _PARAGRAPH:
            self._close(depth)
            self._leaf = _PARAGRAPH
            self._paragraph = []
            self._paragraph_line, self._paragraph_start = self._number, self._start
            if self._marker is not None:
                self.items.append((self._number, self._marker, self._position, self._end))
        self._paragraph.append((self._position, self._end))
