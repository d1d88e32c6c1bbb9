"""How slots are shown, and what was done to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from o3cli.cli.output import Painter
from o3cli.cli.views.columns import GAP, Cell, Row, Table
from o3cli.cli.views.slot_words import (
    describe_change,
    describe_leave,
    format_moment,
    list_clash_words,
    list_tallies,
)
from o3cli.domain.dates import format_day
from o3cli.domain.slots.recurrence import find_last_date
from o3cli.domain.slots.rhythm import format_rhythm
from o3cli.domain.slots.rule_words import format_rule
from o3cli.domain.slots.slot import Leave, Slot
from o3cli.domain.slots.slot_words import format_slot_words
from o3cli.domain.terminal_text import clean, wrap
from o3cli.errors import Problem
from o3cli.usecases.set_slot import Deed, SlotChange
from o3cli.usecases.show_slots import ListedSlot, Slots

_VERBS = {
    Deed.SET: "new",
    Deed.CHANGED: "changed",
    Deed.ENDED: "ends",
    Deed.REMOVED: "removed",
    Deed.RENEWED: "renewed",
}
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SlotsView:
    """Everybody's slots, a line each."""

    slots: Slots
    zone: str | None
    """The owner's."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What could not be read."""
        return self.slots.problems

    def to_json(self) -> Mapping[str, object]:
        """An object a slot, and one for each stretch of leave."""
        leave = [(entry.subject.slug, one) for entry in self.slots.entries for one in entry.schedule.leave]
        own = [("me", one) for one in self.slots.own_leave]
        return {
            "today": self.slots.today.isoformat(),
            "slots": [_to_object(listed) for listed in self.slots.slots],
            "leave": [
                {"who": who, "from": one.first.isoformat(), "to": one.last.isoformat()} for who, one in (*leave, *own)
            ],
        }

    def to_rows(self) -> Iterable[Sequence[str]]:
        """Who, id, words, next start, how many were moved and how many skipped."""
        for listed in self.slots.slots:
            start = listed.next.start.isoformat(timespec="minutes") if listed.next else ""
            words = format_slot_words(listed.slot)
            who = listed.who
            yield who.subject.slug, listed.slot.id, words, start, str(who.moved), str(who.skipped)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """Who, in which words, when next."""
        rows = [
            Row(
                Cell(clean(listed.who.subject.slug), ("cyan",)),
                (),
                describe_slot(listed.slot, self.zone),
                (Cell(_describe_next(listed, self.slots)),),
            )
            for listed in self.slots.slots
        ]
        table = Table(rows, width, paint, fills=False)
        for row in rows:
            yield from table.draw(row)

    def to_words(self) -> Iterable[str]:
        """What an empty list means, and the owner's own leave."""
        if not self.slots.slots:
            yield 'Nobody has a slot yet: `o3 slot NAME "every 2 weeks on tue 10:30"` sets one'
        for leave in _list_coming(self.slots.own_leave, self.slots):
            yield f"You are on leave {leave}"
        yield from list_tallies(self.slots.entries)


@dataclass(frozen=True, slots=True)
class SlotView(SlotsView):
    """One person's slots, with all that is different on single dates."""

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """The slots, the changes of each, leave."""
        (entry,) = self.slots.entries
        yield paint(clean(entry.subject.name), "bold")
        for listed in self.slots.slots:
            yield from _indent(f"{describe_slot(listed.slot, self.zone)}", 1, width)
            state = "over" if listed.is_over else f"next {_describe_next(listed, self.slots)}"
            since = format_day(listed.slot.start, self.slots.today)
            yield from (paint(line, "dim") for line in _indent(f"{listed.slot.id} · since {since} · {state}", 2, width))
            for change in listed.slot.changes:
                day = format_day(change.on, self.slots.today)
                yield from _indent(f"{day} {describe_change(change, self.slots.today)}", 2, width)
        if entry.schedule.rhythm:
            yield from _indent(f"every {format_rhythm(entry.schedule.rhythm)}", 1, width)
        for leave in entry.schedule.leave:
            yield from _indent(f"leave {describe_leave(leave, self.slots.today)}", 1, width)

    def to_words(self) -> Iterable[str]:
        """What an empty answer means, and what else applies."""
        (entry,) = self.slots.entries
        if not self.slots.slots and not entry.schedule.rhythm:
            yield f'No slot yet: `o3 slot {entry.subject.slug} "every 2 weeks on tue 10:30"` sets one'
        for leave in _list_coming(self.slots.own_leave, self.slots):
            yield f"You are on leave {leave}"
        yield from list_tallies([entry])


@dataclass(frozen=True, slots=True)
class SlotChangeView:
    """A slot that was set, changed, ended or renewed."""

    change: SlotChange
    zone: str | None
    """The owner's."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What else could not be read."""
        return self.change.problems

    def to_rows(self) -> Iterable[Sequence[str]]:
        """Who, id, what was done, words."""
        slot = self.change.slot
        yield self.change.subject.slug, slot.id, _VERBS[self.change.deed], format_slot_words(slot)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """Who, what was done, words."""
        who, verb = Cell(clean(self.change.subject.slug), ("cyan",)), Cell(_VERBS[self.change.deed], ("bold",))
        row = Row(who, (verb,), describe_slot(self.change.slot, self.zone))
        yield from Table([row], width, paint).draw(row)

    def to_words(self) -> Iterable[str]:
        """The scope: what begins and ends when, and what falls away."""
        change, today = self.change, self.change.today
        days = [format_day(day, today) for day in change.coming]
        if change.deed is Deed.REMOVED:
            yield "It had not begun: nothing is left of it"
        if change.asked:
            start, asked = format_day(change.slot.start, today), format_day(change.asked, today)
            yield f"It begins {start}: {asked} is no date of it"
        if change.deed in (Deed.SET, Deed.CHANGED) and days:
            yield f"The next sessions: {', '.join(days)}"
        if change.ended is not None:
            last = find_last_date(change.ended)
            ended = f", on {format_day(last, today)}" if last else ""
            yield f"The series before it ends{ended}; what was held stays as it is"
        if change.deed in (Deed.ENDED, Deed.RENEWED):
            last = find_last_date(change.slot)
            yield f"The last session: {format_day(last, today)}" if last else "No session is left"
        for lost in change.lost:
            yield f"Falls away: {format_day(lost.on, today)}, {describe_change(lost, today)}"
        yield from list_clash_words(change.clashes, today)


def describe_slot(slot: Slot, zone: str | None) -> str:
    """`every 2 weeks on tue 10:30 for 30m`, with the zone where it is not the owner's."""
    words = format_slot_words(slot).replace(f" from {slot.start}", "", 1)
    return words.removesuffix(f" in {slot.tz}") if slot.tz == zone else words


def _list_coming(leaves: Iterable[Leave], slots: Slots) -> Iterator[str]:
    return (describe_leave(leave, slots.today) for leave in leaves if leave.last >= slots.today)


def _describe_next(listed: ListedSlot, slots: Slots) -> str:
    return format_moment(listed.next.start, slots.today) if listed.next else "none within a year"


def _indent(text: str, depth: int, width: int) -> Iterator[str]:
    indentation = GAP * depth
    for number, line in enumerate(wrap(text, max(width - len(indentation) - 2, 10))):
        yield f"{indentation}{GAP if number else ''}{line}"


def _to_object(listed: ListedSlot) -> Mapping[str, object]:
    slot = listed.slot
    return {
        "with": listed.who.subject.slug,
        "kind": listed.who.kind,
        "id": slot.id,
        "words": format_slot_words(slot),
        "every": format_rule(slot.rule),
        "at": f"{slot.at:%H:%M}",
        "minutes": slot.length // _MINUTE,
        "tz": slot.tz,
        "from": slot.start.isoformat(),
        "count": slot.count,
        "until": slot.until.isoformat() if slot.until else None,
        "next": listed.next.start.isoformat(timespec="minutes") if listed.next else None,
        "over": listed.is_over,
        "moved": sum(not change.is_cancelled for change in slot.changes),
        "skipped": sum(change.is_cancelled for change in slot.changes),
        "changes": [
            {
                "on": change.on.isoformat(),
                "to": change.to.isoformat(timespec="minutes") if change.to else None,
                "why": change.why,
            }
            for change in slot.changes
        ],
    }
