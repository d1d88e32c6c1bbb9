"""What somebody changed in a calendar app, read from the file that the app gives back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar, Component, Event

from o3cli.domain.slots.recurrence import Fate, get_occurrence, is_date
from o3cli.domain.slots.slot import Change, Leave, Slot
from o3cli.errors.slots import UnreadableCalendar

LARGEST = 16 * 1024 * 1024
"""In bytes: 200 series take less than one hundredth of it."""


@dataclass(frozen=True, slots=True)
class Homecoming:
    """What a calendar file says that the slots do not."""

    changes: Mapping[str, tuple[Change, ...]]
    """New changes of single dates, by the slot's id and by date."""
    restored: Mapping[str, tuple[date, ...]]
    """Dates that the slot has moved, and the file has back where the rule has them."""
    altered: tuple[str, ...]
    """Slots whose whole series was changed or cancelled: that is not taken over, but should be told."""


def read_changes(data: bytes, slots: Iterable[tuple[Slot, Sequence[Leave]]]) -> Homecoming:
    """Find the moves and cancellations that a calendar file has and the slots, each with its leave, have not.

    Events of others are passed over, and so is every word but the times. Raises UnreadableCalendar.
    """
    events = _list_events(data)
    changes: dict[str, tuple[Change, ...]] = {}
    restored: dict[str, tuple[date, ...]] = {}
    altered = []
    for slot, leave in slots:
        own = [event for event in events if str(event.get("UID", "")) == slot.id]
        try:
            found = {change.on: change for event in own for change in _list_changes(event, slot, leave)}
            if any(_is_altered(event, slot) for event in own):
                altered.append(slot.id)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError) as error:
            raise UnreadableCalendar(f"the times of the series `{slot.id}` are broken") from error
        # A moved occurrence that is back has the very start that the rule gives.
        back = {
            on for on, change in found.items() if change.to == datetime.combine(on, slot.at) and _is_moved(slot, on)
        }
        if back:
            restored[slot.id] = tuple(sorted(back))
        if found.keys() - back:
            changes[slot.id] = tuple(found[on] for on in sorted(found.keys() - back))
    return Homecoming(changes, restored, tuple(altered))


def _is_moved(slot: Slot, on: date) -> bool:
    return get_occurrence(slot, on).fate is Fate.MOVED


def _list_events(data: bytes) -> list[Event]:
    if len(data) > LARGEST:
        raise UnreadableCalendar(f"it is larger than {LARGEST // 1024 // 1024} MiB")
    try:
        calendars: Sequence[Component] = Calendar.from_ical(data, multiple=True)
        return [event for calendar in calendars for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError, RecursionError):
        # What the library says may quote the file.
        raise UnreadableCalendar("it is not in the format of RFC 5545") from None


def _list_changes(event: Event, slot: Slot, leave: Sequence[Leave]) -> Iterator[Change]:
    if "RECURRENCE-ID" not in event:
        for moment in _list_exceptions(event):
            on = _find_date(moment, slot)
            if on is not None and get_occurrence(slot, on, leave).takes_place:
                yield Change(on)
        return
    on = _find_date(_get_moment(event, "RECURRENCE-ID"), slot)
    if on is None:
        return
    known = get_occurrence(slot, on, leave)
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        if known.takes_place:
            yield Change(on)
        return
    to = _localize(_get_moment(event, "DTSTART"), slot)
    if to == known.start.replace(tzinfo=None) and known.takes_place:
        return
    yield Change(on, to, known.why)


def _get_moment(event: Event, name: str) -> date:
    value = getattr(event[name], "dt", None)
    if not isinstance(value, date):
        raise TypeError(name)
    return value


def _list_exceptions(event: Event) -> Iterator[date]:
    lists: Any = event.get("EXDATE", [])
    for one in lists if isinstance(lists, list) else [lists]:
        for entry in one.dts:
            yield entry.dt


def _localize(moment: date, slot: Slot) -> datetime:
    """A moment of the file on the slot's clock; a floating one is on it already, a whole day is at the slot's time."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, slot.at)
    local = moment if moment.tzinfo is None else moment.astimezone(UTC).astimezone(slot.zone)
    return local.replace(tzinfo=None, second=0, microsecond=0, fold=0)


def _find_date(moment: date, slot: Slot) -> date | None:
    """The date of the rule that this moment stands for."""
    local = _localize(moment, slot)
    return local.date() if local.time() == slot.at and is_date(slot, local.date()) else None


def _is_altered(event: Event, slot: Slot) -> bool:
    """Whether a master has another start, or is cancelled, or does not recur any more."""
    if "RECURRENCE-ID" in event:
        return False
    start = _get_moment(event, "DTSTART")
    begins = _localize(start, slot) == datetime.combine(slot.start, slot.at) and isinstance(start, datetime)
    return (
        not begins
        or event.duration != slot.length
        or "RRULE" not in event
        or str(event.get("STATUS", "")).upper() == "CANCELLED"
    )
