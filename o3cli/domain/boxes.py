"""Checkboxes in a note's body, held against the records in front matter.

A checkbox with a ref is a view of its record. o3 keeps the two in step, so one that disagrees is an edit of the user's
that is not recorded yet. A dropped commitment's line is marked `[-]`: that is no task item, so no tool lists it, and it
is not done either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from o3cli.domain.commitment import Commitment, State, close, drop, promise_for, reopen
from o3cli.domain.markdown import Bullet, TaskItem, list_bullets, list_task_items
from o3cli.domain.note import Note
from o3cli.domain.parties import Parties
from o3cli.domain.span import Span
from o3cli.domain.task_line import TaskText, change_task_text, clean_what, parse_task_text

_DROPPED_MARK = re.compile(r"\[-\][ \t]+")
_MARKS = {State.OPEN: "[ ] ", State.DONE: "[x] ", State.DROPPED: "[-] "}


@dataclass(frozen=True, slots=True)
class Box:
    """A checkbox of a note, read as a commitment."""

    note: Note
    line: int
    """In the file, from 1."""
    state: State
    mark: Span
    """`[ ]` and the white space behind it: without it the item is a plain bullet."""
    words: Span
    task: TaskText

    @property
    def ref(self) -> str | None:
        """What it is a view of; None where it was typed and has no record yet."""
        return self.task.ref

    @property
    def is_open(self) -> bool:
        """Whether it is neither ticked nor dropped."""
        return self.state is State.OPEN


def list_boxes(note: Note, parties: Parties, mention: str = "") -> tuple[Box, ...]:
    """The checkboxes of a note's body in which `mention` stands, from its first line to its last."""
    found = [
        (item.line, State.DONE if item.is_ticked else State.OPEN, item.whole_box, item.text)
        for item in list_task_items(note.text, note.body_start)
    ]
    if "[-]" in note.text:
        found = sorted([*found, *_list_dropped(note)], key=lambda entry: entry[0])
    return tuple(
        Box(note, line, state, mark, words, parse_task_text(words.read(note.text), parties, note.path.day))
        for line, state, mark, words in found
        if mention in words.read(note.text)
    )


def _list_dropped(note: Note) -> Iterator[tuple[int, State, Span, Span]]:
    for bullet in list_bullets(note.text, note.body_start):
        mark = _DROPPED_MARK.match(note.text, bullet.text.start, bullet.text.end)
        if mark:
            yield bullet.line, State.DROPPED, Span(mark.start(), mark.end()), Span(mark.end(), bullet.text.end)


class Values(NamedTuple):
    """What a line and its record can disagree about."""

    state: State
    owner: str
    what: str
    due: date | None


def get_values(commitment: Commitment, parties: Parties) -> Values:
    """What a record says, as a line would say it."""
    owner = parties.resolve(commitment.owner)
    return Values(commitment.status.state, owner, clean_what(commitment.what), commitment.due)


def read_values(box: Box) -> Values:
    """What a line says."""
    return Values(box.state, box.task.owner, box.task.what, box.task.due)


def read_again(box: Box, parties: Parties) -> Box:
    """The same box where other names are known: a view in somebody else's note names those of its home."""
    note = box.note
    return replace(box, task=parse_task_text(box.words.read(note.text), parties, note.path.day))


def list_views(note: Note, parties: Parties, ref: str) -> tuple[Box, ...]:
    """The checkboxes of one ref; `parties` are those of its home."""
    return tuple(box for box in list_boxes(note, parties, f"^{ref}") if box.ref == ref)


def find_bullet_values(note: Note, parties: Parties, ref: str) -> Values | None:
    """What a plain bullet says that shows a commitment; None where a checkbox does, or nothing.

    It was an open checkbox when it was folded, and is not kept in step since.
    """
    if list_views(note, parties, ref):
        return None
    for bullet in list_bullets(note.text, note.body_start):
        task = parse_task_text(bullet.text.read(note.text), parties, note.path.day)
        if task.ref == ref:
            return Values(State.OPEN, task.owner, task.what, task.due)
    return None


def apply_line(line: Values, base: Values, known: Values, record: Commitment, today: date) -> Commitment:
    """The record with what the user changed in a line.

    That is what differs from `base`, the line as o3 last knew it, and from `known`, what the record says now. A line
    whose words were deleted keeps them; a record that was closed or reopened meanwhile stays so.
    """
    changed = record
    if line.owner not in (base.owner, known.owner):
        changed = replace(changed, owner=line.owner)
    if line.what and line.what not in (base.what, known.what):
        changed = replace(changed, what=line.what)
    if line.due not in (base.due, known.due):
        changed = promise_for(changed, line.due)
    if line.state is not known.state and base.state is known.state:
        changed = _bring_into(changed, line.state, today)
    return changed


def _bring_into(commitment: Commitment, state: State, today: date) -> Commitment:
    if state is State.OPEN:
        return reopen(commitment)
    return close(commitment, today) if state is State.DONE else drop(commitment, today, None)


def put_in_step(
    note: Note, parties: Parties, record: Commitment, *, at_home: bool, before: Values | None = None
) -> str:
    """The note's text with every checkbox of one ref saying what its record says.

    With `before`, what the record said so far, only what a line said too: all else in it is an edit of the user's that
    is still to be taken up. An open checkbox stands once, at home: elsewhere a commitment that is open again becomes a
    plain bullet.
    """
    text, now = note.text, get_values(record, parties)
    for number, view in reversed(list(enumerate(list_views(note, parties, record.ref)))):
        line = read_values(view)
        was = before or line
        says = replace(
            record,
            owner=now.owner if line.owner == was.owner else line.owner,
            what=now.what if line.what == was.what else line.what,
            due=now.due if line.due == was.due else line.due,
        )
        text = view.words.replace(text, change_task_text(view.words.read(text), parties, note.path.day, says))
        if line.state is was.state and line.state is not now.state:
            is_view_again = record.is_open and not (at_home and number == 0)
            text = view.mark.replace(text, "" if is_view_again else _MARKS[now.state])
    return text


def fold_boxes(text: str, boxes: Sequence[Box]) -> str:
    """The text of a note with some of its checkboxes, in their order, as plain bullets."""
    for box in reversed(boxes):
        text = box.mark.replace(text, "")
    return text


def unfold_views(note: Note, parties: Parties, records: Mapping[str, Commitment]) -> str:
    """The note's text with plain bullets that show one of these records, by ref, as open checkboxes in step with it.

    The note is being worked on again. A bullet with other words is the user's own and only mentions the ref.
    """
    text = note.text
    for bullet in reversed(list_bullets(note.text, note.body_start)):
        words = bullet.text.read(note.text)
        task = parse_task_text(words, parties, note.path.day)
        record = records.get(task.ref) if task.ref else None
        if record is not None and task.what == clean_what(record.what):
            line = change_task_text(words, parties, note.path.day, record)
            text = bullet.text.replace(text, f"{_MARKS[State.OPEN]}{line}")
    return text


def rename_ref(note: Note, parties: Parties, ref: str, new: str, what: str | None) -> str:
    """The note's text with another ref in the lines that show a commitment; with `what`, where they say just that."""
    text = note.text
    bullets = list_bullets(note.text, note.body_start)
    items: list[Bullet | TaskItem] = [*bullets, *list_task_items(note.text, note.body_start)]
    for item in sorted(items, key=lambda item: item.line, reverse=True):
        task = parse_task_text(item.text.read(note.text), parties, note.path.day)
        if task.ref == ref and task.ref_part and what in (None, task.what):
            start = item.text.start + task.ref_part.value.start
            text = Span(start, start + len(ref)).replace(text, new)
    return text
