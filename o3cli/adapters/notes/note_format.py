"""Notes and descriptions as text, and back: the port `NoteFormat`.

Most files are read without YAML. What needs it imports it on the way: PyYAML and python-frontmatter take longer to
import than `o3 todo` takes for hundreds of notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from o3cli.adapters.notes.note_text import (
    decode,
    find_body_start,
    find_fences,
    find_line,
    list_body_problems,
    make_one_line,
)
from o3cli.adapters.notes.plain_about import find_plain_about
from o3cli.adapters.notes.plain_front_matter import find_plain_front_matter
from o3cli.domain.about import About
from o3cli.domain.commitment import Commitment
from o3cli.domain.note import Note, NotePath
from o3cli.errors import Problem
from o3cli.errors.notes import UnreadableNote

if TYPE_CHECKING:
    from o3cli.domain.slots.slot_fields import Schedule

_TEXTS = ("name", "role", "kind")
_LISTS = ("aliases", "members")


def parse_note(path: NotePath, data: bytes) -> Note:
    """The note in a file's content; what in it cannot be read is among its problems.

    Raises UnreadableNote where it is not UTF-8, or its front matter nothing that `read_front_matter` takes.
    """
    name = str(path)
    text = decode(data, name)
    fences = find_fences(text, name)
    body_start = find_body_start(text, fences)
    problems = tuple(list_body_problems(text, body_start, name))
    if fences is None:
        return Note(path, text, body_start, problems=problems)
    plain = find_plain_front_matter(text[fences.start : fences.end])
    kind = plain.fields.get("kind") if plain else None
    if plain is None or isinstance(kind, tuple):
        return _parse_note_by_yaml(path, text, body_start, problems)
    lines = tuple(find_line(text, fences.start + start) for start in plain.starts)
    return Note(path, text, body_start, plain.commitments, lines, make_one_line(kind or "") or None, problems)


def _parse_note_by_yaml(path: NotePath, text: str, body_start: int, problems: tuple[Problem, ...]) -> Note:
    from o3cli.adapters.notes.commitment_records import read_records
    from o3cli.adapters.notes.front_matter import read_front_matter

    name = str(path)
    records = read_records(read_front_matter(text, name), name)
    commitments = tuple(record.commitment for record in records.items)
    lines = tuple(record.line for record in records.items)
    return Note(path, text, body_start, commitments, lines, records.kind, records.problems + problems)


def parse_about(path: str, data: bytes) -> About:
    """The description in an `about.md`; without front matter an empty one.

    Raises UnreadableNote as `parse_note` does, and where a field that o3 knows is neither a text nor a list of texts.
    """
    text = decode(data, path)
    fences = find_fences(text, path)
    if fences is None:
        return About()
    plain = find_plain_about(text[fences.start : fences.end])
    if plain is None or _find_misfit(plain):
        return _parse_about_by_yaml(path, text)
    return _make_about(plain)


def parse_schedule(path: str, data: bytes) -> Schedule:
    """What an `about.md` says about when. Raises UnreadableNote as `parse_note` does."""
    from o3cli.adapters.notes import schedule_format

    return schedule_format.parse_schedule(path, data)


def change_schedule(path: str, data: bytes, before: Schedule, after: Schedule) -> bytes:
    """The file with slots and leave changed from `before`, which it says, to `after`.

    Raises UnreadableNote where anything else would change.
    """
    from o3cli.adapters.notes import schedule_format

    return schedule_format.change_schedule(path, data, before, after)


def _parse_about_by_yaml(path: str, text: str) -> About:
    from o3cli.adapters.notes.front_matter import parse_fields

    fields = parse_fields(text, path)
    misfit = _find_misfit(fields.values)
    if misfit:
        expected = "a text" if misfit in _TEXTS else "a list of texts"
        raise UnreadableNote(Problem(path, fields.lines[misfit], f"`{misfit}` that is not {expected}"))
    return _make_about(fields.values)


def _find_misfit(values: Mapping[str, object]) -> str | None:
    """The first field that is not what `About` holds."""
    for name in _TEXTS:
        if not isinstance(values.get(name), str | None):
            return name
    for name in _LISTS:
        value = values.get(name)
        if not all(isinstance(item, str | None) for item in (value if isinstance(value, list | tuple) else [value])):
            return name
    return None


def _make_about(values: Mapping[str, object]) -> About:
    name, role, kind = (next(iter(_list_texts(values.get(key))), None) for key in _TEXTS)
    aliases, members = (_list_texts(values.get(key)) for key in _LISTS)
    return About(name, aliases, role, kind, members)


def _list_texts(value: object) -> tuple[str, ...]:
    """The texts of a list, or the only one; what is empty is none."""
    items = value if isinstance(value, list | tuple) else [value]
    texts = [make_one_line(item) for item in items if isinstance(item, str)]
    return tuple(text for text in texts if text)


def add_commitments(text: str, commitments: Sequence[Commitment], path: str = "") -> str:
    """The note's text with more records, at the end of the list; `path` is for the error.

    Raises UnreadableNote where a ref is in use in the note, or where anything else would change.
    """
    from o3cli.adapters.notes import commitment_records

    return commitment_records.add_commitments(text, commitments, path)


def change_commitment(text: str, old: Commitment, new: Commitment, path: str = "") -> str:
    """The note's text with those fields of one record changed in which `old` and `new` differ.

    The record is the one with the ref of `old`; where that is `""`, the first one without an id that says the same.
    Raises UnreadableNote, with `path` in it, where there is no such record, or several, or where anything else would
    change.
    """
    from o3cli.adapters.notes import commitment_records

    return commitment_records.change_commitment(text, old, new, path)
