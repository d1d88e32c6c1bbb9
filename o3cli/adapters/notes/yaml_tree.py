"""YAML as a tree of texts, lists and maps that know where they stand; no value is ever made of them here.

It goes by the events of libyaml's parser and stops at the first one that is none of these three, so nothing in a
stranger's file is constructed, followed or repeated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

DEPTH_LIMIT = 16
"""How many lists and maps may stand within one another."""

# PyYAML is built without libyaml in places.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

# All but what YAML 1.1 calls printable, and a BOM: libyaml does not count a leading one, and every place would shift.
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_ALIAS = "a text that begins with `&` or `*`: put it in double quotes (anchors and aliases are not read)"
_BRACKET = "a bracket or brace that is opened here: look for the closing one, and the commas"
_COLON = "a `:` within a text, or a line that is indented too far: put the text in double quotes"
_CONTROL = "a control character: delete it"
_DEPTH = f"nesting deeper than {DEPTH_LIMIT} levels"
_ESCAPE = "an escape that stands for no character"
_KEY = "a key that is a list or a map: expected a text"
_QUOTE = "a quote that is opened here and not closed"
_SECOND = "a second document: expected one between the fences"
_SIGN = "a text that begins with `@`, `%` or a backtick: put it in double quotes"
_TAB = "a tab: YAML is indented with spaces"
_TAG = "a text that begins with `!`: put it in double quotes (tags are not read)"
_OTHER = "not YAML: look at the indentation, the quotes and the brackets here"


@dataclass(frozen=True, slots=True)
class TextNode:
    """A text, or nothing."""

    text: str
    start: int
    """Where it stands in the file, in characters; quotes and the signs of a block belong to it."""
    end: int
    """Past its last character; the line's end does not belong to it."""
    style: str
    """`"`, `'`, `|`, `>`, or nothing where it is plain."""

    @property
    def is_null(self) -> bool:
        """Whether there is no value: nothing, `~` or `null`, without quotes."""
        return not self.style and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    items: tuple[Node, ...]
    start: int
    end: int
    """Past its last item, or past the bracket."""
    is_flow: bool
    """Whether it stands in brackets."""


@dataclass(frozen=True, slots=True)
class MapNode:
    """Keys and their values, in the file's order."""

    pairs: tuple[tuple[TextNode, Node], ...]
    start: int
    end: int
    """Past its last value, or past the brace."""
    is_flow: bool
    """Whether it stands in braces."""

    def find_pair(self, name: str) -> tuple[TextNode, Node] | None:
        """A key and its value, None where the key is missing."""
        return next((pair for pair in self.pairs if pair[0].text == name), None)

    def find(self, name: str) -> Node | None:
        """The value of a key, None where the key is missing or has no value."""
        pair = self.find_pair(name)
        return None if pair is None or (isinstance(pair[1], TextNode) and pair[1].is_null) else pair[1]

    def find_repeated(self) -> TextNode | None:
        """The first key that stood before."""
        seen = set()
        for key, _ in self.pairs:
            if key.text in seen:
                return key
            seen.add(key.text)
        return None


Node = TextNode | ListNode | MapNode


class FaultyYamlError(Exception):
    """No YAML, or none that is made of texts, lists and maps alone."""

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index = index
        """Where, in characters of the file."""
        self.reason = reason
        """What was found there and what to do; no word of the file."""


def compose(text: str, start: int, end: int) -> Node | None:
    """The tree of the YAML in a piece of a file; None where it is empty.

    Raises FaultyYamlError also for anchors, aliases, tags, control characters, a second document and deep nesting.
    """
    source = text[start:end]
    unprintable = _UNPRINTABLE.search(source)
    if unprintable:
        raise FaultyYamlError(start + unprintable.start(), _CONTROL)
    composer = _Composer(source, start)
    try:
        return composer.compose()
    except yaml.YAMLError as error:
        index, reason = _diagnose(error, source, composer.long_quote)
    except (ValueError, OverflowError):
        # The pure Python scanner lets them through where an escape of eight digits names no character of Unicode.
        index, reason = max(source.find("\\U"), 0), _ESCAPE
    # A fault at the very end belongs to the last line of the YAML, not to what is below.
    raise FaultyYamlError(start + min(index, max(len(source) - 1, 0)), reason)


class _Composer:
    """Makes nodes of the events."""

    def __init__(self, source: str, offset: int) -> None:
        self._source = source
        self._offset = offset
        self._events = yaml.parse(source, Loader=_LOADER)
        self.long_quote: range | None = None
        """Where the last text in quotes stands that goes over several lines."""

    def compose(self) -> Node | None:
        """The only document's node, None where there is no document."""
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        root = self._make_node(next(self._events), DEPTH_LIMIT)
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.DocumentStartEvent):
            raise self._refuse(event, _SECOND)
        return root

    def _refuse(self, event: yaml.Event, reason: str) -> FaultyYamlError:
        return FaultyYamlError(self._find_place(event)[0], reason)

    def _find_place(self, event: yaml.Event) -> tuple[int, int]:
        assert event.start_mark is not None
        assert event.end_mark is not None
        return event.start_mark.index + self._offset, event.end_mark.index + self._offset

    def _make_node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, _ALIAS)
        assert isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent)
        if event.anchor:
            raise self._refuse(event, _ALIAS)
        if event.tag:
            raise self._refuse(event, _TAG)
        if isinstance(event, yaml.ScalarEvent):
            return self._make_text(event)
        if depth == 0:
            raise self._refuse(event, _DEPTH)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._make_list(event, depth - 1)
        return self._make_map(event, depth - 1)

    def _make_text(self, event: yaml.ScalarEvent) -> TextNode:
        start, end = self._find_place(event)
        written = self._source[start - self._offset : end - self._offset]
        if event.style == '"' and _SURROGATE.search(event.value):
            # The pure Python scanner takes its escape.
            raise self._refuse(event, _ESCAPE)
        if event.style in ("'", '"') and "\n" in written:
            self.long_quote = range(start - self._offset, end - self._offset)
        if event.style in ("|", ">"):
            # The mark stands on a line further down. What `+` keeps is the value's; other blank lines are nobody's.
            keeps = "+" in written[:3]
            end = start + len(written.removesuffix("\n").removesuffix("\r") if keeps else written.rstrip())
        return TextNode(event.value, start, end, event.style or "")

    def _make_list(self, event: yaml.SequenceStartEvent, depth: int) -> ListNode:
        items = []
        while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
            items.append(self._make_node(item, depth))
        # The end of a block is marked where the next thing begins, past comments that are not its own.
        end = self._find_place(item)[1] if event.flow_style else items[-1].end
        return ListNode(tuple(items), self._find_place(event)[0], end, bool(event.flow_style))

    def _make_map(self, event: yaml.MappingStartEvent, depth: int) -> MapNode:
        pairs = []
        while not isinstance(item := next(self._events), yaml.MappingEndEvent):
            key = self._make_node(item, depth)
            if not isinstance(key, TextNode):
                raise self._refuse(item, _KEY)
            pairs.append((key, self._make_node(next(self._events), depth)))
        end = self._find_place(item)[1] if event.flow_style else pairs[-1][1].end
        return MapNode(tuple(pairs), self._find_place(event)[0], end, bool(event.flow_style))


def _diagnose(error: yaml.YAMLError, source: str, long_quote: range | None) -> tuple[int, str]:
    """Where the fault is, and what o3 says of it: a parser's own words may quote the file."""
    problem, context = getattr(error, "problem", None) or "", getattr(error, "context", None) or ""
    mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    index, opening = (mark.index if mark else 0), (context_mark.index if context_mark else 0)
    if "end of stream" in problem or "document indicator" in problem or "document separator" in problem:
        return opening, _QUOTE
    if long_quote and "\n" not in source[long_quote.stop : index]:
        # It was closed by the next text's opening quote.
        return long_quote.start, _QUOTE
    if "flow" in context:
        return opening, _BRACKET
    if "mapping values" in problem:
        return index, _COLON
    if "cannot start any token" in problem:
        return index, _TAB if source[index] == "\t" else _SIGN
    if context.endswith(("an alias", "an anchor")):
        return index, _ALIAS
    if context.endswith("a tag"):
        return index, _TAG
    if "escape" in problem or "hexdecimal" in problem:
        return index, _ESCAPE
    return index, _OTHER
