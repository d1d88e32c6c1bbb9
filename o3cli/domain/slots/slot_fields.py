"""Slots, leave and rhythm as an `about.md` keeps them in its front matter: from plain fields, and to lines.

A field that cannot be is a fault with its line; the other slots are read all the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias, TypeVar

from o3cli.domain.slots.clock_words import format_length, format_time, parse_length, parse_time
from o3cli.domain.slots.recurrence import is_date, list_nearest, settle
from o3cli.domain.slots.rhythm import Rhythm, parse_rhythm
from o3cli.domain.slots.rule_words import format_rule, parse_rule
from o3cli.domain.slots.slot import EARLIEST, LATEST, MOST_SESSIONS, Change, Leave, Slot
from o3cli.domain.slots.zones import get_zone
from o3cli.errors.slots import CountWithUntil, NoDates, NotADay, NotAnOccurrence, NotANumber, OntoCancelled, SlotError

Field: TypeAlias = "str | Sequence[Field] | Mapping[str, Field] | None"
"""A value of front matter, before anybody has typed it."""
Path: TypeAlias = tuple[str | int, ...]
"""Where a field stands: `("slots", 0, "changes", 1, "to")`."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TRUE = ("true", "yes", "on", "oui")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the fields that cannot be. Nothing here quotes the file."""

    line: int | None
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """What an `about.md` says about when."""

    slots: tuple[Slot, ...] = ()
    leave: tuple[Leave, ...] = ()
    rhythm: Rhythm | None = None
    """`every:` of a person without a slot."""
    faults: tuple[Fault, ...] = ()
    place: str | None = None
    """Where the sessions usually are."""


class _Refused(Exception):
    """A field that cannot be, and where it stands."""

    def __init__(self, path: Path, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.path, self.message, self.hint = path, message, hint


def parse_schedule(fields: Mapping[str, Field], find_line: Callable[[Path], int | None]) -> Schedule:
    """Read `slots:`, `leave:` and `every:` of a front matter; `find_line` tells the line on which a field stands."""
    faults: list[Fault] = []

    def read(path: Path, reader: Callable[[Path, Field], _Value], value: Field) -> list[_Value]:
        try:
            return [reader(path, value)]
        except _Refused as refused:
            faults.append(Fault(find_line(refused.path), refused.message, refused.hint))
            return []

    def read_all(key: str, reader: Callable[[Path, Field], _Value]) -> list[tuple[int, _Value]]:
        value = fields.get(key)
        if value in (None, "", []):
            return []
        if isinstance(value, str) or not isinstance(value, Sequence):
            faults.append(Fault(find_line((key,)), f"`{key}` is not a list", "begin each of its items with `- `"))
            return []
        return [(index, item) for index, field in enumerate(value) for item in read((key, index), reader, field)]

    slots: dict[str, Slot] = {}
    for index, slot in read_all("slots", _read_slot):
        if slot.id in slots:
            message = "two slots have this `id`: calendars would take them for one series"
            faults.append(Fault(find_line(("slots", index, "id")), message, "change one of the two"))
        else:
            slots[slot.id] = slot
    leave = tuple(sorted((item for _, item in read_all("leave", _read_leave)), key=lambda one: (one.first, one.last)))
    rhythm = read(("every",), _read_rhythm, fields["every"]) if fields.get("every") else []
    place = read(("place",), _read_place, fields["place"]) if fields.get("place") else []
    return Schedule(tuple(slots.values()), leave, next(iter(rhythm), None), tuple(faults), next(iter(place), None))


def _read_slot(path: Path, field: Field) -> Slot:
    item = _mapping(path, field, "a slot has fields, one on each line: `id`, `every`, `at`, `for`, `tz`, `from`")
    slot_id = _text(path, item, "id")
    if not _ID.fullmatch(slot_id):
        raise _Refused((*path, "id"), "`id` is not 8 to 64 letters, digits and hyphens", "make one up, and keep it")
    slot = Slot(
        slot_id,
        _typed(path, item, "every", parse_rule),
        _typed(path, item, "at", parse_time),
        _typed(path, item, "for", parse_length),
        _typed(path, item, "tz", lambda name: get_zone(name).key),
        _typed(path, item, "from", _parse_day),
        _typed(path, item, "count", _parse_count) if item.get("count") else None,
        _typed(path, item, "until", _parse_day) if item.get("until") else None,
    )
    try:
        slot = check_end(settle(slot))
    except CountWithUntil as error:
        raise _Refused((*path, "count"), f"the slot {error.reason}", error.hint) from None
    except NoDates as error:
        raise _Refused((*path, "every"), f"the slot {error.reason}", error.hint) from None
    return replace(slot, changes=_read_changes((*path, "changes"), item.get("changes"), slot))


def check_end(slot: Slot) -> Slot:
    """The slot as it is.

    Raises CountWithUntil where it ends in two ways, NoDates where its rule gives no date before its end.
    """
    if slot.count is not None and slot.until is not None:
        raise CountWithUntil(format_rule(slot.rule))
    if not is_date(slot, slot.start):
        raise NoDates(format_rule(slot.rule))
    return slot


def _read_changes(path: Path, field: Field, slot: Slot) -> tuple[Change, ...]:
    if field in (None, "", []):
        return ()
    if isinstance(field, str) or not isinstance(field, Sequence):
        raise _Refused(path, "`changes` is not a list", "begin each change with `- `")
    changes: dict[date, Change] = {}
    for index, item in enumerate(field):
        where = (*path, index)
        change = _read_change(where, item)
        if change.on in changes:
            raise _Refused((*where, "on"), "this date is changed twice", "keep one of the two changes")
        if not is_date(slot, change.on):
            error = NotAnOccurrence("on", [str(day) for day in list_nearest(slot, change.on)])
            raise _Refused((*where, "on"), error.message, error.hint)
        changes[change.on] = change
    for index, change in enumerate(changes.values()):
        target = changes.get(change.to.date()) if change.to else None
        if target is not None and target.is_cancelled:
            cancelled = OntoCancelled("to")
            raise _Refused((*path, index, "to"), cancelled.message, cancelled.hint)
    return tuple(changes[on] for on in sorted(changes))


def _read_change(path: Path, field: Field) -> Change:
    item = _mapping(path, field, "a change has fields: `on` and `to`, or `on` and `cancelled`")
    on = _typed(path, item, "on", _parse_day)
    cancelled = _text(path, item, "cancelled").lower() in _TRUE if item.get("cancelled") else False
    if cancelled == bool(item.get("to")):
        found = "both `to` and `cancelled`" if cancelled else "neither `to` nor `cancelled: true`"
        raise _Refused(path, f"the change has {found}", "a date is either moved or cancelled")
    to = None if cancelled else _typed(path, item, "to", _parse_moment)
    why = item.get("why")
    return Change(on, to, why if isinstance(why, str) and why else None)


def _read_leave(path: Path, field: Field) -> Leave:
    item = _mapping(path, field, "leave has the fields `from` and `to`")
    first, last = _typed(path, item, "from", _parse_day), _typed(path, item, "to", _parse_day)
    if last < first:
        raise _Refused((*path, "to"), "`to` is before `from`", "write the first day of leave behind `from`")
    return Leave(first, last)


def _read_rhythm(path: Path, field: Field) -> Rhythm:
    return _typed(path[:-1], {"every": field}, "every", parse_rhythm)


def _read_place(path: Path, field: Field) -> str:
    return " ".join(_text(path[:-1], {"place": field}, "place").split())


def _mapping(path: Path, field: Field, expected: str) -> Mapping[str, Field]:
    if not isinstance(field, Mapping):
        raise _Refused(path, expected)
    return field


def _text(path: Path, item: Mapping[str, Field], key: str) -> str:
    value = item.get(key)
    if value is None or value == "":
        raise _Refused(path, f"`{key}` is missing")
    if not isinstance(value, str):
        raise _Refused((*path, key), f"`{key}` is not a single value")
    return value


def _typed(path: Path, item: Mapping[str, Field], key: str, parse: Callable[[str], _Value]) -> _Value:
    text = _text(path, item, key)
    try:
        return parse(text)
    except SlotError as error:
        raise _Refused((*path, key), f"`{key}` {error.reason}", error.hint) from None


def _parse_day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else date.min
    except ValueError:
        day = date.min
    if not EARLIEST <= day <= LATEST:
        raise NotADay(text)
    return day


def _parse_moment(text: str) -> datetime:
    day, _, moment = text.strip().replace("T", " ").partition(" ")
    return datetime.combine(_parse_day(day), parse_time(moment))


def _parse_count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_SESSIONS):
        raise NotANumber(text, MOST_SESSIONS)
    return int(text)


def format_slot(slot: Slot) -> list[str]:
    """The lines of a slot as an item of `slots:`, the dash of the item included, without indentation."""
    lines = [
        f"- id: {slot.id}",
        f"  every: {format_rule(slot.rule)}",
        f'  at: "{format_time(slot.at)}"',
        f"  for: {format_length(slot.length)}",
        f"  tz: {slot.tz}",
        f"  from: {slot.start}",
    ]
    if slot.count is not None:
        lines.append(f"  count: {slot.count}")
    if slot.until is not None:
        lines.append(f"  until: {slot.until}")
    if slot.changes:
        lines.append("  changes:")
        lines += [f"    - {format_change(change)}" for change in slot.changes]
    return lines


def format_change(change: Change) -> str:
    """`{on: 2026-02-10, to: "2026-02-11 16:30", why: "strike"}`."""
    what = "cancelled: true" if change.to is None else f'to: "{change.to:%Y-%m-%d %H:%M}"'
    why = f", why: {_quote(change.why)}" if change.why else ""
    return f"{{on: {change.on}, {what}{why}}}"


def format_leave(leave: Leave) -> str:
    """`{from: 2026-08-03, to: 2026-08-21}`."""
    return f"{{from: {leave.first}, to: {leave.last}}}"


def _quote(text: str) -> str:
    """A YAML double-quoted scalar on one line; what cannot be seen becomes a space."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return json.dumps(" ".join(visible.split()), ensure_ascii=False)
