"""The front matter of a note or an `about.md`: values that are text, and where each of them stands.

python-frontmatter asks a handler for the halves of a file and for the values of the first half. o3's own answers from
the tree in `yaml_tree.py`; its `loads`, and the loaders of YAML that make objects, are never called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import frontmatter
from frontmatter.default_handlers import BaseHandler

from o3cli.adapters.notes.note_text import Fences, Lines, find_fences, find_merge_in_front_matter, refuse
from o3cli.adapters.notes.yaml_tree import FaultyYamlError, ListNode, MapNode, Node, TextNode, compose
from o3cli.errors.notes import UnreadableNote

Value = str | None | list["Value"] | dict[str, "Value"]
"""A text, nothing, or lists and maps of these."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of one file."""

    text: str
    """The whole file."""
    fences: Fences | None
    """None where there is no front matter."""
    root: MapNode | None
    """None where there is no field."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The top-level fields of front matter."""

    values: dict[str, Value]
    lines: dict[str, int]
    """The line of each key, from 1."""


def parse_fields(text: str, path: str = "") -> Fields:
    """Read the front matter of a file; none at all is no fields.

    Raises UnreadableNote, with `path` in it, as `read_front_matter` does, and where a key stands twice at any depth.
    """
    root = read_front_matter(text, path).root
    pairs = root.pairs if root else ()
    lines = Lines(text)
    return Fields(
        {key.text: to_value(value, text, path) for key, value in pairs},
        {key.text: lines.find(key.start) for key, _ in pairs},
    )


def to_value(node: Node, text: str, path: str) -> Value:
    """A node of a file as a plain value. Raises UnreadableNote where a key stands twice."""
    if isinstance(node, TextNode):
        return None if node.is_null else node.text
    if isinstance(node, ListNode):
        return [to_value(item, text, path) for item in node.items]
    _refuse_repeated_key(node, text, path)
    return {key.text: to_value(value, text, path) for key, value in node.pairs}


# A change reads a note before and after; the change after it begins with what was read last.
@lru_cache(maxsize=2)
def read_front_matter(text: str, path: str) -> FrontMatter:
    """Read the front matter of a file, with the place of everything in it.

    Raises UnreadableNote where it is not closed, too long, nested too deep, left by an unfinished merge or not YAML,
    where it has anchors, aliases, tags or control characters, and where it is no map, or one with a key twice.
    """
    fences = find_fences(text, path)
    if fences is None:
        return FrontMatter(text, None, None)
    handler = _Handler(text, fences, path)
    frontmatter.parse(text, handler=handler)
    return FrontMatter(text, fences, handler.root)


class _Handler(BaseHandler):
    """The front matter of one file, in python-frontmatter's words.

    What it hands to `split` has been stripped and has other line ends: no place in it is the file's. So this handler
    is made for a file, and answers from the text as it stands.
    """

    FM_BOUNDARY = re.compile("---")

    def __init__(self, text: str, fences: Fences, path: str) -> None:
        super().__init__()
        self._text = text
        self._fences = fences
        self._path = path
        self.root: MapNode | None = None

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 - see the class
        """The YAML and the body."""
        return self._text[self._fences.start : self._fences.end], self._text[self._fences.body_start :]

    def load(self, fm: str) -> dict[str, Node]:  # noqa: ARG002 - see the class
        """The fields as nodes. Raises UnreadableNote."""
        merge = find_merge_in_front_matter(self._text, self._fences, self._path)
        if merge:
            raise UnreadableNote(merge)
        try:
            root = compose(self._text, self._fences.start, self._fences.end)
        except FaultyYamlError as error:
            raise refuse(self._text, error.index, error.reason, self._path) from None
        if root is None:
            return {}
        if not isinstance(root, MapNode):
            raise refuse(self._text, root.start, "front matter that is not made of lines `key: value`", self._path)
        _refuse_repeated_key(root, self._text, self._path)
        self.root = root
        return {key.text: value for key, value in root.pairs}


def _refuse_repeated_key(fields: MapNode, text: str, path: str) -> None:
    repeated = fields.find_repeated()
    if repeated:
        raise refuse(text, repeated.start, "a key that stood there before: expected each key once", path)
