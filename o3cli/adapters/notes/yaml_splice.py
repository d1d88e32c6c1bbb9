"""Where a change to YAML goes: the piece of text to be taken out, and what takes its place.

Blocks stay blocks and braces stay braces; new lines end as their neighbours do. Nothing here is proof that the result
says what it should: whoever applies a splice reads the text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from o3cli.adapters.notes.yaml_tree import ListNode, MapNode, Node, TextNode

_REST_OF_LINE = re.compile(r"(?P<rest>[^\r\n]*+)(?P<line_end>\r\n?|\n)")
_COLON = re.compile(r"\s*+:")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*+")


class Splice(NamedTuple):
    """A piece of a text, in characters, and what takes its place."""

    start: int
    end: int
    text: str


class NoSpliceError(Exception):
    """Something else would go with the piece; `index` is where."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


def add_field(text: str, fields: MapNode, field: str) -> Splice:
    """One more field (`key: value`) at the end of a map: on a line of its own, or within the braces."""
    if fields.is_flow:
        return _add_in_brackets(fields, [value for _, value in fields.pairs], field)
    return _add_line(text, fields, field)


def add_item(text: str, items: ListNode, item: str) -> Splice:
    """One more item at the end of a list: on a line of its own, or within the brackets."""
    if items.is_flow:
        return _add_in_brackets(items, list(items.items), item)
    return _add_line(text, items, f"- {item}")


def add_records(text: str, items: ListNode, records: Iterable[Sequence[str]]) -> Splice:
    """More maps, a field on each line and an empty line below each, at the end of a list in block style.

    Comments that are indented deeper than the dashes belong to the item above them.
    """
    column = find_column(text, items.start)
    last_line = _get_rest_of_line(text, items.end)
    line_end = last_line["line_end"]
    own_comments = re.compile(rf"(?:(?:[ \t]*+(?:\r\n?|\n))*+ {{{column + 1},}}#[^\r\n]*+(?:\r\n?|\n))*+")
    blank_line = re.compile(r"(?:[ \t]*+(?:\r\n?|\n))?")
    end = _match(blank_line, text, _match(own_comments, text, last_line.end()).end()).end()
    return Splice(end, end, format_records(column, records, line_end))


def start_list(text: str, value: Node, column: int, records: Iterable[Sequence[str]]) -> Splice:
    """The first maps of a list that has none, below its key; `value` is nothing, or brackets with nothing in them."""
    rest = _get_rest_of_line(text, value.end)
    start = len(text[: value.start].rstrip(" \t"))
    return Splice(start, rest.end(), rest[0] + format_records(column, records, rest["line_end"]))


def format_records(column: int, records: Iterable[Sequence[str]], line_end: str) -> str:
    """Maps as items of a list, their dashes in a column (from 0), with an empty line below each."""
    lines = []
    for fields in records:
        lines += [f"{' ' * column}{'  ' if position else '- '}{field}" for position, field in enumerate(fields)]
        lines.append("")
    return line_end.join([*lines, ""])


def replace_value(text: str, key: TextNode, value: Node, source: str) -> Splice:
    """Another value for a key. Comments beside it stay; NoSpliceError where they stand within it."""
    if isinstance(value, TextNode):
        if value.style in ("|", ">"):
            return Splice(value.start, value.end, source + _get_block_header(text, value)["rest"].rstrip())
        if value.start == value.end:
            start = len(text[: value.start].rstrip(" \t"))
            return Splice(start, start, f" {source}")
        return Splice(value.start, value.end, source)
    if "#" in _get_beside(text, key, value):
        raise NoSpliceError(value.start)
    if value.is_flow:
        return Splice(value.start, value.end, source)
    return Splice(_match(_COLON, text, key.end).end(), value.end, f" {source}")


def remove_field(text: str, fields: MapNode, key: TextNode, value: Node) -> Splice:
    """A field less: its lines, or its part of the braces, go.

    Where anything else would go with it (a comment, the dash of an item) it stays, and its value becomes `null`.
    """
    own = _find_own_braces(text, fields, key, value) if fields.is_flow else _find_own_lines(text, key, value)
    return own or replace_value(text, key, value, "null")


def find_column(text: str, index: int) -> int:
    """The column, from 0, of a character."""
    return index - _find_line_start(text, index)


def _find_own_lines(text: str, key: TextNode, value: Node) -> Splice | None:
    start = _find_line_start(text, key.start)
    rest = _get_rest_of_line(text, value.end)
    if text[start : key.start].strip(" ") or "#" in _get_beside(text, key, value) + rest["rest"]:
        return None
    return Splice(start, rest.end(), "")


def _find_own_braces(text: str, fields: MapNode, key: TextNode, value: Node) -> Splice | None:
    position = fields.pairs.index((key, value))
    if position + 1 < len(fields.pairs):
        following = fields.pairs[position + 1][0]
        start, end, beside = key.start, following.start, text[value.end : following.start]
    elif position:
        before = fields.pairs[position - 1][1]
        start, end, beside = before.end, value.end, text[before.end : key.start]
    else:
        return None
    return None if "#" in _get_beside(text, key, value) + beside else Splice(start, end, "")


def _get_beside(text: str, key: TextNode, value: Node) -> str:
    """Where comments can stand between a key and the end of its value."""
    if not isinstance(value, TextNode):
        return text[key.end : value.end]
    header = _get_block_header(text, value)["rest"] if value.style in ("|", ">") else ""
    return text[key.end : value.start] + header


def _add_in_brackets(collection: MapNode | ListNode, members: list[Node], source: str) -> Splice:
    if members:
        return Splice(members[-1].end, members[-1].end, f", {source}")
    return Splice(collection.start + 1, collection.start + 1, source)


def _add_line(text: str, block: MapNode | ListNode, line: str) -> Splice:
    last_line = _get_rest_of_line(text, block.end)
    indentation = " " * find_column(text, block.start)
    return Splice(last_line.end(), last_line.end(), indentation + line + last_line["line_end"])


def _find_line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _get_rest_of_line(text: str, index: int) -> re.Match[str]:
    """The rest of a line in front matter: each of them ends, since the fence follows."""
    return _match(_REST_OF_LINE, text, index)


def _get_block_header(text: str, value: TextNode) -> re.Match[str]:
    return _get_rest_of_line(text, _match(_BLOCK_HEADER, text, value.start).end())


def _match(pattern: re.Pattern[str], text: str, index: int) -> re.Match[str]:
    match = pattern.match(text, index)
    assert match is not None
    return match
