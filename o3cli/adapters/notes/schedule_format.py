"""Slots, leave and rhythm in an `about.md`, as text and back; most files are read without YAML."""

from __future__ import annotations

from o3cli.adapters.calendars.packaged_zones import use_packaged_zones
from o3cli.adapters.notes.note_text import decode, find_fences
from o3cli.adapters.notes.plain_about import find_plain_about
from o3cli.domain.slots import slot_fields
from o3cli.domain.slots.slot_fields import Schedule


def parse_schedule(path: str, data: bytes) -> Schedule:
    """What an `about.md` says about when; what in it cannot be is among its faults, and hides nothing else.

    Raises UnreadableNote where the front matter cannot be read at all.
    """
    text = decode(data, path)
    fences = find_fences(text, path)
    if fences is None:
        return Schedule()
    use_packaged_zones()
    fields = find_plain_about(text[fences.start : fences.end])
    if fields is not None:
        schedule = slot_fields.parse_schedule(fields, lambda _: None)
        if not schedule.faults:
            return schedule
    # YAML knows the lines on which faults stand.
    from o3cli.adapters.notes.schedule_records import read_schedule

    return read_schedule(text, path)


def change_schedule(path: str, data: bytes, before: Schedule, after: Schedule) -> bytes:
    """The file with slots and leave changed from `before`, which it says, to `after`: only the lines that must.

    Nothing (`b""`) becomes a file. Raises UnreadableNote where it would have to guess, or to touch anything else.
    """
    from o3cli.adapters.notes import schedule_records

    return schedule_records.change_schedule(decode(data, path), before, after, path).encode()
