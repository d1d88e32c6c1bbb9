"""Slots and leave in front matter, by YAML: each with its line, and changed on the very lines that must.

A change is a few splices, one for each thing that differs. Then the text is read again: it has to say what was wanted,
and all that somebody wrote besides has to be there as it was.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from o3cli.adapters.notes.front_matter import Value, read_front_matter, to_value
from o3cli.adapters.notes.front_matter_edit import read_for_change, refuse_change
from o3cli.adapters.notes.note_text import Lines, find_body_start
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
from o3cli.domain.slots import slot_fields
from o3cli.domain.slots.slot import Change, Leave, Slot
from o3cli.domain.slots.slot_fields import Path, Schedule, format_change, format_leave, format_slot
from o3cli.errors.notes import UnreadableNote

_QUOTE = '"'
_OWN = ("slots", "leave")
_SLOT_FIELDS = frozenset({"id", "every", "at", "for", "tz", "from", "count", "until", "changes"})


def read_schedule(text: str, path: str) -> Schedule:
    """The schedule of a file, its faults with their lines. Raises UnreadableNote where YAML cannot be read."""
    root = read_front_matter(text, path).root
    if root is None:
        return Schedule()
    lines = Lines(text)
    values = {key.text: to_value(value, text, path) for key, value in root.pairs}
    return slot_fields.parse_schedule(values, lambda where: lines.find(_find_place(root, where)))


def _find_place(root: MapNode, where: Path) -> int:
    """Where a field stands: its key, else what is around it."""
    node: Node = root
    place = root.start
    for step in where:
        if isinstance(node, ListNode) and isinstance(step, int):
            node = node.items[step]
            place = node.start
        elif isinstance(node, MapNode) and (pair := node.find_pair(str(step))):
            place, node = pair[0].start, pair[1]
        else:
            break
    return place


def change_schedule(text: str, before: Schedule, after: Schedule, path: str) -> str:
    """The text with slots and leave changed from `before`, which it says, to `after`.

    Raises UnreadableNote where the front matter cannot be read, or anything else would change.
    """
    edit = _Edit(text, path)
    old, new = ({slot.id: slot for slot in schedule.slots} for schedule in (before, after))
    for slot in old.values():
        if slot.id not in new:
            edit.remove_slot(slot)
        elif new[slot.id] != slot:
            edit.change_slot(slot, new[slot.id])
    for slot in new.values():
        if slot.id not in old:
            edit.add_slot(slot)
    gone, added = Counter(before.leave) - Counter(after.leave), Counter(after.leave) - Counter(before.leave)
    for was, leave in zip_longest(_sort(gone), _sort(added)):
        edit.put_leave(was, leave)
    _check(text, edit.text, after, path)
    return edit.text


def _sort(leaves: Counter[Leave]) -> list[Leave]:
    return sorted(leaves.elements(), key=lambda leave: (leave.first, leave.last))


def _check(before: str, text: str, wanted: Schedule, path: str) -> None:
    """Raise UnreadableNote where the new text does not say what it shall say, or anything else differs."""
    try:
        found = read_schedule(text, path)
        is_right = (
            {slot.id: slot for slot in found.slots} == {slot.id: slot for slot in wanted.slots}
            and Counter(found.leave) == Counter(wanted.leave)
            and _list_rest(text, path) == _list_rest(before, path, {slot.id for slot in wanted.slots})
        )
    except UnreadableNote:
        is_right = False
    if not is_right:
        raise refuse_change(before, 0, "edit it by hand", path)


def _list_rest(text: str, path: str, kept: set[str] | None = None) -> tuple[str, dict[str, Value], list[Value]]:
    """All that is not o3's to change here: the body, other fields, and other fields of the slots of `kept`."""
    front_matter = read_front_matter(text, path)
    data: dict[str, Value] = {}
    if front_matter.root:
        data = {key.text: to_value(value, text, path) for key, value in front_matter.root.pairs}
    slots = data.get("slots")
    rest = [
        {key: value for key, value in slot.items() if key not in _SLOT_FIELDS}
        for slot in (slots if isinstance(slots, list) else [])
        if isinstance(slot, dict) and (kept is None or slot.get("id") in kept)
    ]
    others = {key: value for key, value in data.items() if key not in _OWN}
    return text[find_body_start(text, front_matter.fences) :], others, [fields for fields in rest if fields]


class _Edit:
    """A text on its way; each step reads it anew."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self._path = path
        self._line_end = "\r\n" if "\r\n" in text else "\n"

    def add_slot(self, slot: Slot) -> None:
        """One more slot, below the others."""
        lines = [line[2:] for line in format_slot(slot)]
        self._append("slots", lines, _format_braces(slot))

    def remove_slot(self, slot: Slot) -> None:
        """A slot of which nothing is left."""
        self._remove_item(self._get_root(), "slots", self._find_slot(slot.id)[0])

    def put_leave(self, was: Leave | None, leave: Leave | None) -> None:
        """Days of leave in the place of others; None for no others, or for none any more."""
        if was is None:
            assert leave is not None
            self._append("leave", None, format_leave(leave))
        elif leave is None:
            self._remove_item(self._get_root(), "leave", self._find_leave(was)[0])
        else:
            self._set(self._find_leave(was)[1], "from", str(leave.first))
            self._set(self._find_leave(Leave(leave.first, was.last))[1], "to", str(leave.last))

    def change_slot(self, old: Slot, new: Slot) -> None:
        """Another end, other changes of single dates."""
        for key, was, value in (("count", old.count, new.count), ("until", old.until, new.until)):
            if was != value:
                self._set(self._find_slot(old.id)[1], key, None if value is None else str(value))
        before, after = ({change.on: change for change in slot.changes} for slot in (old, new))
        for on, change in before.items():
            if on not in after:
                slot = self._find_slot(old.id)[1]
                self._remove_item(slot, "changes", self._find_change(slot, change)[0])
            elif after[on] != change:
                self._change_change(old.id, change, after[on])
        for on, change in after.items():
            if on not in before:
                self._add_change(self._find_slot(old.id)[1], change)

    def _change_change(self, slot_id: str, old: Change, new: Change) -> None:
        to = f'"{new.to:%Y-%m-%d %H:%M}"' if new.to else None
        why = json.dumps(new.why, ensure_ascii=False) if new.why else None
        wanted = {"to": to, "cancelled": "true" if new.is_cancelled else None, "why": why}
        # What comes is written before what goes, so that there is always something left.
        for key, source in sorted(wanted.items(), key=lambda field: field[1] is None):
            item = self._find_change(self._find_slot(slot_id)[1], old)[1]
            if source is not None or item.find_pair(key):
                self._set(item, key, source)

    def _add_change(self, slot: MapNode, change: Change) -> None:
        pair = slot.find_pair("changes")
        item = format_change(change)
        if pair and isinstance(pair[1], ListNode):
            self._apply(add_item(self.text, pair[1], item))
        elif pair:
            self._apply(replace_value(self.text, *pair, f"[{item}]"))
        elif slot.is_flow:
            self._apply(add_field(self.text, slot, f"changes: [{item}]"))
        else:
            indentation = " " * (find_column(self.text, slot.start) + 2)
            self._apply(add_field(self.text, slot, f"changes:{self._line_end}{indentation}- {item}"))

    def _append(self, name: str, lines: Sequence[str] | None, braces: str) -> None:
        """One more item of a top-level list: `lines` where it can be a block of lines, else `braces`."""
        front_matter = read_for_change(self.text, self._path)
        root = front_matter.root
        pair = root.find_pair(name) if root else None
        items = pair[1] if pair else None
        column = find_column(self.text, root.start) if root else 0
        if isinstance(items, ListNode) and (items.items or "#" in self.text[items.start : items.end]):
            is_block = lines is not None and not items.is_flow
            splice = add_records(self.text, items, [lines or ()]) if is_block else add_item(self.text, items, braces)
        elif root and root.is_flow:
            source = f"{name}: [{braces}]"
            splice = replace_value(self.text, *pair, f"[{braces}]") if pair else add_field(self.text, root, source)
        elif items:
            splice = start_list(self.text, items, column + 2, [lines or [braces]])
        else:
            record = format_records(column + 2, [lines or [braces]], self._line_end)
            if lines is None:
                record = record.removesuffix(self._line_end)
            field = f"{' ' * column}{name}:{self._line_end}{record}"
            if front_matter.fences:
                splice = Splice(front_matter.fences.end, front_matter.fences.end, field)
            else:
                start = find_body_start(self.text, None)
                fence = f"---{self._line_end}"
                splice = Splice(start, start, f"{fence}{field}{fence}")
        self._apply(splice)

    def _remove_item(self, fields: MapNode, name: str, position: int) -> None:
        items = self._get_list(fields, name)
        item = items.items[position]
        if _has_comment(self.text, item):
            raise self._refuse(item.start, "a comment stands within the lines that go")
        pair = fields.find_pair(name)
        assert pair is not None
        line_end = self.text.find("\n", items.end)
        around = (pair[0].end, item.start), (item.end, items.end), (items.end, line_end)
        is_alone = len(items.items) == 1
        if is_alone and not any("#" in self.text[start:end] for start, end in around):
            start, end, source = remove_field(self.text, fields, *pair)
            self._apply(Splice(start, end + self._measure_blank_line(item, end), source))
        elif is_alone and items.is_flow:
            self._apply(Splice(item.start, item.end, ""))
        elif items.is_flow:
            following = position + 1 < len(items.items)
            start = item.start if following else items.items[position - 1].end
            self._apply(Splice(start, items.items[position + 1].start if following else item.end, ""))
        else:
            self._apply(self._plan_removed_lines(item))

    def _plan_removed_lines(self, item: Node) -> Splice:
        """An item of a block: its lines, and the empty one below; a comment beside it stays where it was."""
        start = item.start - find_column(self.text, item.start)
        end = self.text.index("\n", item.end) + 1
        beside = self.text[item.end : end].strip()
        if beside:
            indentation = " " * self.text[start : item.start].index("-")
            return Splice(start, end, f"{indentation}{beside}{self._line_end}")
        return Splice(start, end + self._measure_blank_line(item, end), "")

    def _measure_blank_line(self, item: Node, end: int) -> int:
        """How long the empty line is that belongs to a slot which ended there."""
        is_slot = isinstance(item, MapNode) and not item.is_flow and item.find_pair("id")
        return len(self._line_end) if is_slot and self.text.startswith(self._line_end, end) else 0

    def _set(self, fields: MapNode, key: str, source: str | None) -> None:
        """Change, add or (None) remove one field."""
        pair = fields.find_pair(key)
        if pair is None:
            assert source is not None
            self._apply(add_field(self.text, fields, f"{key}: {source}"))
        elif source is None:
            self._apply_if_possible(lambda: remove_field(self.text, fields, *pair))
        else:
            self._apply_if_possible(lambda: replace_value(self.text, *pair, source))

    def _get_root(self) -> MapNode:
        root = read_for_change(self.text, self._path).root
        assert root is not None
        return root

    def _get_list(self, fields: MapNode, name: str) -> ListNode:
        items = fields.find(name)
        assert isinstance(items, ListNode)
        return items

    def _find_slot(self, slot_id: str) -> tuple[int, MapNode]:
        for position, item in enumerate(self._get_list(self._get_root(), "slots").items):
            if isinstance(item, MapNode) and ("id", slot_id) in _get_texts(item):
                return position, item
        raise AssertionError(slot_id)

    def _find_leave(self, leave: Leave) -> tuple[int, MapNode]:
        wanted = {("from", str(leave.first)), ("to", str(leave.last))}
        for position, item in enumerate(self._get_list(self._get_root(), "leave").items):
            if isinstance(item, MapNode) and _get_texts(item) >= wanted:
                return position, item
        raise AssertionError(leave)

    def _find_change(self, slot: MapNode, change: Change) -> tuple[int, MapNode]:
        for position, item in enumerate(self._get_list(slot, "changes").items):
            if isinstance(item, MapNode) and ("on", str(change.on)) in _get_texts(item):
                return position, item
        raise AssertionError(change.on)

    def _apply_if_possible(self, plan: Callable[[], Splice]) -> None:
        try:
            splice = plan()
        except NoSpliceError as error:
            raise self._refuse(error.index, "a comment stands within the value") from None
        self._apply(splice)

    def _apply(self, splice: Splice) -> None:
        self.text = self.text[: splice.start] + splice.text + self.text[splice.end :]

    def _refuse(self, index: int, reason: str) -> UnreadableNote:
        return refuse_change(self.text, index, reason, self._path)


def _get_texts(item: MapNode) -> set[tuple[str, str]]:
    return {(key.text, value.text) for key, value in item.pairs if isinstance(value, TextNode)}


def _has_comment(text: str, node: Node) -> bool:
    """Whether a comment stands within a node: a `#` that is part of none of its texts."""
    place = node.start
    gaps = []
    for leaf in _list_texts(node):
        gaps.append(text[place : leaf.start])
        place = max(place, leaf.end)
    return "#" in "".join(gaps)


def _list_texts(node: Node) -> list[TextNode]:
    """The texts in a node, in the order of the file."""
    if isinstance(node, TextNode):
        return [node]
    if isinstance(node, ListNode):
        return [leaf for item in node.items for leaf in _list_texts(item)]
    return [leaf for key, value in node.pairs for leaf in (key, *_list_texts(value))]


def _format_braces(slot: Slot) -> str:
    """A slot for a list that is written in brackets."""
    fields = [line[2:].partition(": ") for line in format_slot(replace(slot, changes=()))]
    written = [f"{key}: {format_text(value.strip(_QUOTE))}" for key, _, value in fields]
    if slot.changes:
        written.append(f"changes: [{', '.join(map(format_change, slot.changes))}]")
    return f"{{{', '.join(written)}}}"
