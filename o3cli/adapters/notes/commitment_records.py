"""Commitments and their records in front matter, read and changed by way of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from o3cli.adapters.notes.front_matter import FrontMatter
from o3cli.adapters.notes.front_matter_edit import Written, append_items, read_for_change, refuse_change, set_item_field
from o3cli.adapters.notes.note_text import Lines, make_one_line
from o3cli.adapters.notes.yaml_text import Quoted
from o3cli.adapters.notes.yaml_tree import ListNode, MapNode, Node, TextNode
from o3cli.domain.commitment import ME, OPEN, Commitment, Status, format_status, parse_status
from o3cli.errors import Problem

_COMMITMENTS = "commitments"
_NO_COMMENT = re.compile(r"[ \t]++#\w")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Record:
    """A commitment and where it stands."""

    commitment: Commitment
    position: int
    """Which item of the list it is, from 0."""
    line: int


@dataclass(frozen=True, slots=True)
class Records:
    """What the front matter of a note says, and what in it could not be read."""

    items: tuple[Record, ...] = ()
    kind: str | None = None
    problems: tuple[Problem, ...] = ()


class _UnreadableError(Exception):
    """A value that is not what it should be."""

    def __init__(self, node: Node, reason: str) -> None:
        super().__init__(reason)
        self.node = node
        self.reason = reason


def read_records(front_matter: FrontMatter, path: str) -> Records:
    """Read what can be read, and name the rest by its line."""
    root, text = front_matter.root, front_matter.text
    if root is None:
        return Records()
    lines = Lines(text)
    faults = [*_find_misplaced(root), *_find_cut_off(root, text)]
    kind = None
    try:
        kind = _find_text(root, "kind")
    except _UnreadableError as fault:
        faults.append(fault)
    records: dict[str, Record] = {}
    for position, item in enumerate(_list_items(root, faults)):
        try:
            commitment = _parse_commitment(item, records)
        except _UnreadableError as fault:
            faults.append(fault)
        else:
            # Several may have no id; each is a record of its own.
            records[commitment.ref or f" {position}"] = Record(commitment, position, lines.find(item.start))
    faults.sort(key=lambda fault: fault.node.start)
    problems = tuple(Problem(path, lines.find(fault.node.start), fault.reason) for fault in faults)
    return Records(tuple(records.values()), kind, problems)


def _list_items(root: MapNode, faults: list[_UnreadableError]) -> tuple[Node, ...]:
    node = root.find(_COMMITMENTS)
    if isinstance(node, ListNode):
        return node.items
    if node is not None:
        faults.append(_UnreadableError(node, "`commitments` that is no list: expected items that begin with `-`"))
    return ()


def _find_misplaced(root: MapNode) -> Iterator[_UnreadableError]:
    """Lists that look like commitments under another key: a slip there would hide every one of them."""
    for key, node in root.pairs:
        if key.text != _COMMITMENTS and isinstance(node, ListNode):
            for item in node.items:
                if isinstance(item, MapNode) and item.find("what") and item.find("status"):
                    yield _UnreadableError(item, "a commitment in a list that is not called `commitments`")
                    break


def _find_cut_off(root: MapNode, text: str) -> Iterator[_UnreadableError]:
    """Texts without quotes that go on behind a ` #`: to YAML the rest is a comment, to whoever wrote `#42` not."""
    items = root.find(_COMMITMENTS)
    for item in items.items if isinstance(items, ListNode) else ():
        for name in ("what", "why"):
            node = item.find(name) if isinstance(item, MapNode) else None
            if isinstance(node, TextNode) and not node.style and _NO_COMMENT.match(text, node.end):
                yield _UnreadableError(
                    node, f"`{name}` that ends at ` #`, where YAML sees a comment: put it in double quotes"
                )


def _parse_commitment(item: Node, others: dict[str, Record]) -> Commitment:
    if not isinstance(item, MapNode):
        raise _UnreadableError(item, "an item of `commitments` without fields: expected `id`, `status` and `what`")
    repeated = item.find_repeated()
    if repeated:
        raise _UnreadableError(repeated, "a field that the commitment has already: expected each of them once")
    what = _find_text(item, "what")
    if what is None:
        raise _UnreadableError(item, "a commitment without `what`")
    ref = _find_text(item, "id") or ""
    if re.search(r"\s", ref):
        raise _UnreadableError(item, "an `id` of several words: expected one")
    if ref in others:
        raise _UnreadableError(item, f"a commitment with the `id` of the one on line {others[ref].line}")
    return Commitment(
        ref,
        what,
        _find_text(item, "owner") or ME,
        _parse_status(item),
        due=_find_date(item, "due"),
        was_due=_list_dates(item, "was_due"),
        snooze=_find_date(item, "snooze"),
        why=_find_text(item, "why"),
        made=_find_date(item, "made"),
    )


def _find_text(fields: MapNode, name: str) -> str | None:
    """A field's text on one line, None where there is none."""
    node = fields.find(name)
    if node is None:
        return None
    if not isinstance(node, TextNode):
        raise _UnreadableError(node, f"`{name}` that is a list or a map: expected a text")
    return make_one_line(node.text) or None


def _parse_status(item: MapNode) -> Status:
    text = _find_text(item, "status")
    if text is None:
        return OPEN
    try:
        return parse_status(text)
    except ValueError:
        reason = "`status` that is none of `open`, `done 2026-11-24` and `dropped 2026-11-24`"
        raise _UnreadableError(item.find("status") or item, reason) from None


def _find_date(item: MapNode, name: str) -> date | None:
    node = item.find(name)
    return None if node is None else _parse_date(node, name)


def _list_dates(item: MapNode, name: str) -> tuple[date, ...]:
    node = item.find(name)
    if node is None:
        return ()
    nodes = node.items if isinstance(node, ListNode) else (node,)
    return tuple(_parse_date(node, name) for node in nodes)


def _parse_date(node: Node, name: str) -> date:
    if isinstance(node, TextNode) and _DATE.fullmatch(text := node.text.strip()):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise _UnreadableError(node, f"`{name}` that is no day of the calendar: expected one like `2026-11-27`")


def add_commitments(text: str, commitments: Sequence[Commitment], path: str) -> str:
    """The note's text with more records, at the end of the list.

    Raises UnreadableNote where a ref is in use in the note, or where anything else would change.
    """
    front_matter = read_for_change(text, path)
    if len({commitment.ref for commitment in commitments}) < len(commitments):
        raise refuse_change(text, 0, "two commitments have the same `id`", path)
    items = []
    for commitment in commitments:
        _refuse_used_ref(front_matter, commitment.ref, path)
        items.append({name: value for name, value in _format_fields(commitment).items() if value is not None})
    return append_items(text, _COMMITMENTS, items, path)


def change_commitment(text: str, old: Commitment, new: Commitment, path: str) -> str:
    """The note's text with those fields of one record changed in which `old` and `new` differ.

    The record is the one with the ref of `old`; where that is `""`, the first one without an id that says the same.
    Raises UnreadableNote where there is no such record, or several, or where anything else would change.
    """
    front_matter = read_for_change(text, path)
    if new.ref != old.ref:
        _refuse_used_ref(front_matter, new.ref, path)
    position = _get_position(front_matter, old, path)
    before, after = _format_fields(old), _format_fields(new)
    for name, value in after.items():
        if value != before[name]:
            text = set_item_field(text, _COMMITMENTS, position, name, value, path)
    return text


def _format_fields(commitment: Commitment) -> dict[str, Written | None]:
    """The fields of a record in their order; None for those that it does without."""
    was_due = tuple(day.isoformat() for day in commitment.was_due)
    return {
        "id": commitment.ref or None,
        "status": format_status(commitment.status),
        "owner": commitment.owner,
        "what": Quoted(commitment.what),
        "due": _format_date(commitment.due),
        "made": _format_date(commitment.made),
        "snooze": _format_date(commitment.snooze),
        "was_due": was_due if len(was_due) > 1 else (was_due or (None,))[0],
        "why": None if commitment.why is None else Quoted(commitment.why),
    }


def _format_date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _get_position(front_matter: FrontMatter, wanted: Commitment, path: str) -> int:
    """Which item of the list is meant, from 0."""
    found = [
        record.position
        for record in read_records(front_matter, path).items
        if record.commitment.ref == wanted.ref and (wanted.ref or record.commitment == wanted)
    ]
    named = _list_items_with_ref(front_matter, wanted.ref)
    if not found:
        index = named[0].start if named else 0
        raise refuse_change(front_matter.text, index, "the commitment is not there, or cannot be read", path)
    if len(named) > 1:
        raise refuse_change(front_matter.text, named[1].start, "two commitments have this `id`", path)
    return found[0]


def _list_items_with_ref(front_matter: FrontMatter, ref: str) -> list[MapNode]:
    """Every item with this id, readable or not; none for `""`."""
    items = front_matter.root.find(_COMMITMENTS) if front_matter.root and ref else None
    maps = [item for item in items.items if isinstance(item, MapNode)] if isinstance(items, ListNode) else []
    return [item for item in maps if isinstance(node := item.find("id"), TextNode) and node.text.strip() == ref]


def _refuse_used_ref(front_matter: FrontMatter, ref: str, path: str) -> None:
    for item in _list_items_with_ref(front_matter, ref):
        raise refuse_change(front_matter.text, item.start, "its `id` is in use", path)
