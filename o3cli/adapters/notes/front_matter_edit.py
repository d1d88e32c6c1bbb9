"""Changes to front matter that touch the very lines they must, and are refused where they would touch more.

A value's place comes from the parser; the text is spliced there and read again, and everything but that value has to
say what it said. Comments, order, quoting and line ends stay, since nothing around the place is written anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from o3cli.adapters.notes.front_matter import FrontMatter, Value, read_front_matter, to_value
from o3cli.adapters.notes.note_text import Fences, find_body_start, find_line, list_body_problems
from o3cli.adapters.notes.yaml_splice import (
    NoSpliceError,
    Splice,
    add_field,
    add_item,
    add_records,
    find_column,
    format_records,
    remove_field,
    replace_value,
    start_list,
)
from o3cli.adapters.notes.yaml_text import format_text
from o3cli.adapters.notes.yaml_tree import ListNode, MapNode, Node, TextNode
from o3cli.errors import Problem
from o3cli.errors.notes import UnreadableNote

Written = str | tuple[str, ...]
"""A value to be written: a text or a list of them. A `Quoted` text stands in double quotes in any case."""

_LINE_END = re.compile(r"\r\n?|\n")


def set_field(text: str, key: str, value: Written | None, path: str = "") -> str:
    """The text with one top-level field changed, added at the end of the front matter, or (None) removed.

    Front matter is made where there is none. Raises UnreadableNote, with `path` in it, where the front matter cannot
    be read, or anything else in it would change.
    """
    change = _Change(text, path)
    return change.set_field(change.root, change.data, key, value)


def set_item_field(text: str, name: str, position: int, key: str, value: Written | None, path: str = "") -> str:
    """The text with one field changed, added or (None) removed in one of the maps (from 0) in the list `name`.

    Raises UnreadableNote as `set_field` does.
    """
    change = _Change(text, path)
    items, data = change.root and change.root.find(name), change.data[name]
    assert isinstance(items, ListNode)
    assert isinstance(data, list)
    item, item_data = items.items[position], data[position]
    assert isinstance(item, MapNode)
    assert isinstance(item_data, dict)
    return change.set_field(item, item_data, key, value)


def append_items(text: str, name: str, items: Sequence[Mapping[str, Written]], path: str = "") -> str:
    """The text with more maps at the end of the top-level list `name`, which is made where it is missing.

    Raises UnreadableNote as `set_field` does, and where `name` is no list.
    """
    return _Change(text, path).append_items(name, items)


def refuse_change(text: str, index: int, reason: str, path: str) -> UnreadableNote:
    """The error for a change that would have to guess."""
    return UnreadableNote(Problem(path, find_line(text, index), f"can't be changed safely: {reason}"))


def read_for_change(text: str, path: str) -> FrontMatter:
    """Front matter that may be changed.

    Raises UnreadableNote where it cannot be read, and where the body shows that it is not all that it should be.
    """
    front_matter = read_front_matter(text, path)
    for problem in list_body_problems(text, find_body_start(text, front_matter.fences), path):
        raise UnreadableNote(Problem(path, problem.line, f"can't be changed safely: {problem.message}"))
    return front_matter


class _Change:
    """One change to one text: `data` is what its front matter says, and is made to say what it shall say."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._before = read_for_change(text, path)
        self._line_end = _get_line_end(text, self._before.fences)
        self.root = self._before.root
        self.data = _get_data(self._before, path)

    def set_field(self, fields: MapNode | None, data: dict[str, Value], key: str, value: Written | None) -> str:
        """The text with a field of a map changed; `data` is that map's part of the whole."""
        wanted = _to_data(value)
        old = data.get(key)
        if wanted == old:
            return self._text
        pair = fields.find_pair(key) if fields else None
        try:
            if fields is None or pair is None:
                assert value is not None
                splice = self._plan_new_field(fields, f"{key}: {_format(value)}")
            elif value is None:
                splice = remove_field(self._text, fields, *pair)
            elif isinstance(pair[1], ListNode) and isinstance(wanted, list) and wanted[:-1] == old:
                splice = add_item(self._text, pair[1], format_text(value[-1]))
            else:
                splice = replace_value(self._text, *pair, _format(value))
        except NoSpliceError as error:
            raise refuse_change(self._text, error.index, "a comment stands within the value", self._path) from None
        data[key] = wanted
        if not splice.text:
            # The field itself is gone; where it could not go, it says `null`.
            del data[key]
        return self._apply(splice)

    def append_items(self, name: str, items: Sequence[Mapping[str, Written]]) -> str:
        """The text with more maps at the end of a list."""
        pair = self.root.find_pair(name) if self.root else None
        old = self.data.get(name)
        if pair and not isinstance(old, list | None):
            raise refuse_change(self._text, pair[1].start, f"`{name}` is no list", self._path)
        records = [[f"{key}: {_format(value)}" for key, value in fields.items()] for fields in items]
        splice = self._plan_new_items(name, pair, records)
        self.data[name] = [*(old or []), *({key: _to_data(value) for key, value in fields.items()} for fields in items)]
        return self._apply(splice)

    def _plan_new_field(self, fields: MapNode | None, field: str) -> Splice:
        if fields is None:
            return self._add_at_end(field + self._line_end)
        return add_field(self._text, fields, field)

    def _plan_new_items(self, name: str, pair: tuple[TextNode, Node] | None, records: list[list[str]]) -> Splice:
        text, root = self._text, self.root
        braces = ", ".join(f"{{{', '.join(fields)}}}" for fields in records)
        items = pair[1] if pair else None
        if isinstance(items, ListNode) and not items.is_flow:
            return add_records(text, items, records)
        if isinstance(items, ListNode) and (items.items or "#" in text[items.start : items.end]):
            return add_item(text, items, braces)
        if root and root.is_flow:
            return replace_value(text, *pair, f"[{braces}]") if pair else add_field(text, root, f"{name}: [{braces}]")
        column = find_column(text, root.start) if root else 0
        if items:
            return start_list(text, items, column + 2, records)
        lines = format_records(column + 2, records, self._line_end)
        return self._add_at_end(f"{' ' * column}{name}:{self._line_end}{lines}")

    def _add_at_end(self, lines: str) -> Splice:
        """Lines above the closing fence, or between fences of their own."""
        fences = self._before.fences
        if fences:
            return Splice(fences.end, fences.end, lines)
        start = find_body_start(self._text, None)
        fence = f"---{self._line_end}"
        return Splice(start, start, f"{fence}{lines}{fence}")

    def _apply(self, splice: Splice) -> str:
        """The new text, once it is sure that it says what it shall say, and that nothing else differs."""
        text = self._text[: splice.start] + splice.text + self._text[splice.end :]
        try:
            is_right = _get_data(read_front_matter(text, self._path), self._path) == self.data
        except UnreadableNote:
            is_right = False
        if not is_right:
            raise refuse_change(self._text, splice.start, "edit it by hand", self._path)
        return text


def _get_data(front_matter: FrontMatter, path: str) -> dict[str, Value]:
    if front_matter.root is None:
        return {}
    data = to_value(front_matter.root, front_matter.text, path)
    assert isinstance(data, dict)
    return data


def _get_line_end(text: str, fences: Fences | None) -> str:
    """How the line above the closing fence ends, or else the first line of the text."""
    if fences:
        end = text[fences.end - 2 : fences.end]
        return end if end == "\r\n" else end[1]
    first = _LINE_END.search(text)
    return first[0] if first else "\n"


def _to_data(value: Written | None) -> Value:
    return list(value) if isinstance(value, tuple) else value


def _format(value: Written) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(format_text(item) for item in value)}]"
    return format_text(value)
