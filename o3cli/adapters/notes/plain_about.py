"""The front matter of an `about.md` in the layout that o3 writes itself, read without YAML.

To the fields of `plain_front_matter.py` come lists below their key: texts, and the slots and leave of a schedule. What
is not this very layout, in any detail, is declined and read by YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from o3cli.adapters.notes.plain_front_matter import find_plain_front_matter

PlainField = str | Sequence["PlainField"] | Mapping[str, "PlainField"] | None

# The patterns here are compiled when `re` first meets them: many files have no list.
_KEY = r"[a-z_]{1,64}+"
_NO_NULL = r"(?!(?:null|Null|NULL)\b)"
_QUOTED = r'"(?:[^"\\]|\\["\\])*+"'
_PLAIN = rf"{_NO_NULL}[^\W_][\w,./;=+ -]*+"
_WORD = rf"{_NO_NULL}[^\W_][\w.-]*+"
_VALUE = rf"(?:{_QUOTED}|{_PLAIN})"

_LIST = rf"(?m)^(?!commitments:)(?P<key>{_KEY}):\r?\n(?P<lines>(?: {{2}}[^\r\n]*+\r?\n|\r?\n)++)"
_ITEM = rf"  - (?:\{{(?P<braces>[^{{}}]++)\}}|(?P<key>{_KEY}): (?P<value>{_VALUE})|(?P<text>{_VALUE}))"
_FIELD = rf"    (?P<key>{_KEY}):(?: (?P<value>{_VALUE}))?"
_NESTED = r"      - \{([^{}]++)\}"
_PAIR = rf"(?P<key>{_KEY}): (?P<value>{_QUOTED}|{_WORD})(?:, |\Z)"
_ESCAPE = r'\\(["\\])'


class _DeclinedError(Exception):
    """Something that YAML has to read."""


def find_plain_about(source: str) -> dict[str, PlainField] | None:
    """Read the YAML between the fences; None where YAML has to read it, or to say what is wrong with it."""
    lists: dict[str, PlainField] = {}
    rest = []
    position = 0
    try:
        for found in re.finditer(_LIST, source) if "\n  - " in source else ():
            if found["key"] in lists:
                return None
            lists[found["key"]] = _read_items(found["lines"])
            rest.append(source[position : found.start()])
            position = found.end()
    except _DeclinedError:
        return None
    plain = find_plain_front_matter("".join(rest) + source[position:])
    if plain is None or plain.fields.keys() & lists.keys():
        return None
    return {**plain.fields, **lists}


def _read_items(lines: str) -> tuple[PlainField, ...]:
    items: list[PlainField] = []
    fields: dict[str, PlainField] | None = None
    nested: list[PlainField] | None = None
    for line in _list_lines(lines):
        if item := re.fullmatch(_ITEM, line):
            fields, nested = _add_item(items, item), None
        elif fields is not None and (field := re.fullmatch(_FIELD, line)):
            nested = _add_field(fields, field)
        elif nested is not None and (inner := re.fullmatch(_NESTED, line)):
            nested.append(_read_braces(inner[1]))
        else:
            raise _DeclinedError
    return tuple(items)


def _list_lines(lines: str) -> Iterator[str]:
    """The lines that are not empty."""
    for line in lines.split("\n"):
        text = line.removesuffix("\r")
        # What cannot be printed may be the end of a line for YAML.
        if not text.isprintable():
            raise _DeclinedError
        if text:
            yield text


def _add_item(items: list[PlainField], item: re.Match[str]) -> dict[str, PlainField] | None:
    """Add an item to the list; its fields, where more of them may follow."""
    if item["key"]:
        fields: dict[str, PlainField] = {item["key"]: _read_value(item["value"])}
        items.append(fields)
        return fields
    items.append(_read_braces(item["braces"]) if item["braces"] else _read_value(item["text"]))
    return None


def _add_field(fields: dict[str, PlainField], field: re.Match[str]) -> list[PlainField] | None:
    """Add a field to an item; the list that may stand below it, where it has no value of its own."""
    if field["key"] in fields:
        raise _DeclinedError
    if field["value"]:
        fields[field["key"]] = _read_value(field["value"])
        return None
    nested: list[PlainField] = []
    fields[field["key"]] = nested
    return nested


def _read_braces(source: str) -> dict[str, PlainField]:
    fields: dict[str, PlainField] = {}
    place = 0
    for pair in re.finditer(_PAIR, source):
        if pair.start() != place or pair["key"] in fields:
            raise _DeclinedError
        fields[pair["key"]] = _read_value(pair["value"])
        place = pair.end()
    if place != len(source) or source.endswith(", "):
        raise _DeclinedError
    return fields


def _read_value(source: str) -> str:
    return re.sub(_ESCAPE, r"\1", source[1:-1]) if source.startswith('"') else source.rstrip(" ")
