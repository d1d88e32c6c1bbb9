"""How slots and calendars can fail: errors of their own, so that commands without slots do not load them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from o3cli.errors import O3Error, quote_all, suggest


class SlotError(O3Error):
    """Something about a slot that cannot be. `reason` is a predicate: it can follow typed words or a key."""

    exit_code: ClassVar[int] = 2
    words: str
    """What the user typed; never the text of a file, of which only `reason` is told."""

    @property
    def reason(self) -> str:
        """What is wrong with it, without the user's words."""
        raise NotImplementedError

    @property
    def message(self) -> str:
        return f"`{self.words}` {self.reason}"


class NotARule(SlotError):
    """Words that do not say on which dates."""

    @property
    def reason(self) -> str:
        return "does not say on which dates"

    @property
    def hint(self) -> str:
        return "rules look like `weekly on mon`, `2 weeks on tue`, `1st,last wed` or `FREQ=MONTHLY;BYMONTHDAY=15`"


class NotASlot(SlotError):
    """Typed words that are no slot: one that is unknown, or something missing."""

    unknown: str | None = None
    """The first word that was not understood; None where something is missing."""
    missing: str = "dates"

    @property
    def message(self) -> str:
        if self.unknown is None or self.unknown == self.words:
            return f"`{self.words}` {self.reason}"
        return f"`{self.unknown}` in `{self.words}` is not understood"

    @property
    def reason(self) -> str:
        return f"has no {self.missing}" if self.unknown is None else "is not a slot"

    @property
    def hint(self) -> str:
        return (
            "slots look like `every monday 14:00 for 15m`, `every 2 weeks on tue 10:30`, `1st and last wed 14:00`"
            " or `tous les lundis 14h`"
        )


class SaidTwice(SlotError):
    """A part of a slot that was said twice."""

    part: str

    @property
    def reason(self) -> str:
        return f"says the {self.part} twice"


class FifthWeekday(SlotError):
    """The fifth weekday of the month, which most months have not."""

    @property
    def reason(self) -> str:
        return "asks for a fifth weekday, which most months do not have and some calendars store as the last"

    @property
    def hint(self) -> str:
        return "say `last` instead, as in `last wed`"


class SecondOrOther(SlotError):
    """`every second tuesday`, which may be of the month, or every other one."""

    every: int
    weekday: str

    @property
    def reason(self) -> str:
        return "can be read in two ways"

    @property
    def hint(self) -> str:
        ordinal = {2: "2nd", 3: "3rd", 4: "4th"}[self.every]
        return f"say `every {self.every} weeks on {self.weekday}`, or `{ordinal} {self.weekday} of the month`"


class BadRecurrence(SlotError):
    """An RRULE that o3 does not write, since calendars disagree about it or words say it better."""

    part: str
    expected: str

    @property
    def reason(self) -> str:
        return f"has a `{self.part}` that o3 does not take: {self.expected}"


class NoDates(SlotError):
    """A rule that never comes about (30 February), or not within COUNT and UNTIL."""

    @property
    def reason(self) -> str:
        return "gives no date at all"


class NotATime(SlotError):
    """Words that no time of day can be read from."""

    @property
    def reason(self) -> str:
        return "is not a time"

    @property
    def hint(self) -> str:
        return "times look like `10:30`, `14h`, `10h30` or `2pm`"


class NotALength(SlotError):
    """Words that no length can be read from, or one that no session has."""

    @property
    def reason(self) -> str:
        return "is not a length between 1 minute and 24 hours"

    @property
    def hint(self) -> str:
        return "lengths look like `30m`, `1h` or `1h30`"


class NotADay(SlotError):
    """A date of a slot that is none, or too far away."""

    @property
    def reason(self) -> str:
        return "is not a date between 1971 and 2199, such as `2026-11-27`"


class NotANumber(SlotError):
    """A count that is no whole number of use."""

    largest: int

    @property
    def reason(self) -> str:
        return f"is not a whole number from 1 to {self.largest}"


class CountWithUntil(SlotError):
    """Two ends of one series."""

    @property
    def reason(self) -> str:
        return "says both a number of sessions and a last day"

    @property
    def hint(self) -> str:
        return "keep one of `count` and `until`"


class UnknownZone(SlotError):
    """A time zone that is none."""

    nearest: Sequence[str] = ()

    @property
    def reason(self) -> str:
        return "is not a time zone"

    @property
    def hint(self) -> str:
        return suggest(self.nearest) or "time zones look like `Europe/Paris`"


class TroubledTime(SlotError):
    """A time that the clocks of the zone jump over or show twice on a coming date of the slot, or change under."""

    exit_code: ClassVar[int] = 1
    moment: datetime
    trouble: str
    """A predicate: what is wrong with the time on that day."""
    instead: Sequence[str]
    """Times of day nearby about which all agree."""

    @property
    def reason(self) -> str:
        return f"{self.trouble} on {self.moment:%Y-%m-%d}, when the clocks change, and calendars disagree about it"

    @property
    def hint(self) -> str:
        return f"take {quote_all(self.instead)}"


class NotAnOccurrence(SlotError):
    """A date on which the slot has nothing."""

    exit_code: ClassVar[int] = 1
    nearest: Sequence[str] = ()

    @property
    def reason(self) -> str:
        return "is no date of the slot"

    @property
    def hint(self) -> str | None:
        return f"the nearest are {quote_all(self.nearest).replace(' or ', ' and ')}" if self.nearest else None


class OntoCancelled(SlotError):
    """A move onto a date of the slot that is cancelled: some calendars would drop it."""

    exit_code: ClassVar[int] = 1

    @property
    def reason(self) -> str:
        return "is a cancelled date of the same slot, and some calendars would drop a session moved there"

    @property
    def hint(self) -> str:
        return "undo the cancellation, or move to another day"


class NothingToUndo(SlotError):
    """A date of the slot that is as the rule has it."""

    exit_code: ClassVar[int] = 1

    @property
    def reason(self) -> str:
        return "is neither moved nor cancelled"


class NoEndToExtend(SlotError):
    """A renewal of a series that does not end."""

    exit_code: ClassVar[int] = 1

    @property
    def reason(self) -> str:
        return "goes on without an end, so there is nothing to renew"


class NotARhythm(SlotError):
    """Words that are no rhythm."""

    @property
    def reason(self) -> str:
        return "is not a rhythm"

    @property
    def hint(self) -> str:
        return "rhythms look like `week`, `2 weeks`, `10 days` or `month`"


class SlotTwice(O3Error):
    """One id on two slots: calendars would take them for one series."""

    id: str
    places: Sequence[str]

    @property
    def message(self) -> str:
        return f"the slot id `{self.id}` stands in {quote_all(self.places).replace(' or ', ' and ')}"

    @property
    def hint(self) -> str:
        return "change one of the two ids: any 8 to 64 letters and digits"


class UnreadableCalendar(O3Error):
    """A calendar file that cannot be read."""

    reason: str

    @property
    def message(self) -> str:
        return f"the calendar cannot be read: {self.reason}"


class NoSlot(O3Error):
    """A person or a circle without a slot that goes on."""

    slug: str

    @property
    def message(self) -> str:
        return f"{self.slug} has no slot that goes on"

    @property
    def hint(self) -> str:
        return f'`o3 slot {self.slug} "every 2 weeks on tue 10:30"` sets one'


class SlotExists(O3Error):
    """A second slot for somebody who has one, which is most often meant as a change."""

    slug: str
    words: str
    """The slot that there is."""

    @property
    def message(self) -> str:
        return f"{self.slug} has a slot already: {self.words}"

    @property
    def hint(self) -> str:
        return "`--change WORDS --from DATE` changes it, `--end DATE` ends it, `--add` sets a second one"


class SeveralSlots(O3Error):
    """Several slots that may be meant."""

    slug: str
    ids: Sequence[str]

    @property
    def message(self) -> str:
        return f"{self.slug} has several slots: {quote_all(self.ids).replace(' or ', ' and ')}"

    @property
    def hint(self) -> str:
        return "`--id ID` says which one; `o3 slot NAME` shows them"


class UnknownSlot(O3Error):
    """An id that no slot has."""

    typed: str
    ids: Sequence[str]

    @property
    def message(self) -> str:
        return f"no slot has the id `{self.typed}`"

    @property
    def hint(self) -> str | None:
        return f"there is {quote_all(self.ids).replace(' or ', ' and ')}" if self.ids else None


class MissingPart(O3Error):
    """Something that a command needs to be told."""

    exit_code: ClassVar[int] = 2
    option: str
    needs: str

    @property
    def message(self) -> str:
        return f"`{self.option}` needs {self.needs}"


class NothingToChange(SlotError):
    """A change that says nothing new about a slot but its end."""

    @property
    def reason(self) -> str:
        return "changes neither the dates, the time, the length nor the zone"

    @property
    def hint(self) -> str:
        return "`--end DATE` ends a series, `--renew N` adds N sessions"


class EndBeforeStart(O3Error):
    """Leave that ends before it begins."""

    exit_code: ClassVar[int] = 2
    first: str
    last: str

    @property
    def message(self) -> str:
        return f"`{self.last}` is before `{self.first}`"

    @property
    def hint(self) -> str:
        return "the first day of leave comes first"


class NoLeave(O3Error):
    """Days on which nobody is on leave."""

    whose: str
    leave: Sequence[str]
    """The leave that there is."""

    @property
    def message(self) -> str:
        return f"{self.whose} {'are' if self.whose == 'you' else 'is'} not on leave on these days"

    @property
    def hint(self) -> str | None:
        return f"leave is {', '.join(self.leave)}" if self.leave else None


class NoZoneName(O3Error):
    """A machine whose time zone has no name."""

    @property
    def message(self) -> str:
        return "the name of this machine's time zone is not known"

    @property
    def hint(self) -> str:
        return 'set it in `o3.toml`: `time_zone = "Europe/Paris"`'


class BadMarks(O3Error):
    """The state of the calendar's series, edited or left by an unfinished merge."""

    path: str

    @property
    def message(self) -> str:
        return f"{self.path} cannot be read: it is what calendars recognise a changed series by"

    @property
    def hint(self) -> str:
        return f"`git log -- {self.path}` has it as it was; for an unfinished merge keep one side"
