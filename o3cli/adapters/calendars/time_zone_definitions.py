"""VTIMEZONE: what a calendar file says of a zone's clock (RFC 5545, section 3.6.5), and the canonical names of zones.

Names come from the `tzdata` package, rules from the POSIX line at the end of a TZif file (RFC 9636, section 3.3.1). A
zone that such a rule does not describe exactly has its changes written out one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from o3cli.adapters.calendars.packaged_zones import ZONES_FOLDER
from o3cli.domain.slots.recurrence import get_month_length
from o3cli.domain.slots.zones import UTC_NAME, find_nearest_zones
from o3cli.errors.slots import UnknownZone

_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_EPOCH = 1970
CHECKED_YEARS = 10
"""For how many years after the first event a POSIX rule must give the very changes that `zoneinfo` gives."""
WRITTEN_YEARS = 30
"""For how many years after the first event changes are written out where no rule gives them."""
# Shorter than any zone keeps a clock: Morocco leaves its own for the month of Ramadan.
_STEP = timedelta(days=7)

_NAME = r"(?:<[A-Za-z0-9+-]+>|[A-Za-z]+)"
_OFFSET = r"[+-]?\d{1,3}(?::\d{2}){0,2}"
_CHANGE = r"M(\d{1,2})\.(\d)\.(\d)(?:/([+-]?\d{1,3}(?::\d{2}){0,2}))?"
_POSIX = re.compile(rf"({_NAME})({_OFFSET})(?:({_NAME})({_OFFSET})?,{_CHANGE},{_CHANGE})?")


@dataclass(frozen=True, slots=True)
class _Onset:
    """A change of the clock on the nth weekday of a month, every year."""

    month: int
    week: int
    """1 to 4, 5 for the last."""
    weekday: int
    """0 Sunday."""
    time: timedelta
    """After midnight, on the clock that ends."""

    def on(self, year: int) -> datetime:
        """The moment of the change in one year, on the clock that ends."""
        first = date(year, self.month, 1)
        day = 1 + (self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1)
        while day > get_month_length(year, self.month):
            day -= 7
        return datetime(year, self.month, day) + self.time


@dataclass(frozen=True, slots=True)
class _Change:
    """A moment at which the clock changes, and what it changes to."""

    moment: datetime
    """On the clock that ends; naive."""
    before: timedelta
    after: timedelta
    name: str
    is_dst: bool


@cache
def _read_aliases() -> Mapping[str, str]:
    """Alias → target, from the `L` lines of `tzdata.zi`."""
    lines = (ZONES_FOLDER / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    links = (line.split() for line in lines if line.startswith("L "))
    return {alias: target for _, target, alias in links}


@cache
def _read_zones() -> frozenset[str]:
    """The names that stand for a place: those of `zone.tab`."""
    lines = (ZONES_FOLDER / "zone.tab").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[2] for line in lines if line and not line.startswith("#"))


def get_canonical_name(name: str) -> str:
    """The name that every calendar knows: `America/Montreal` is `America/Toronto`; case does not matter.

    Raises UnknownZone with the nearest names.
    """
    if name in _read_zones():
        return name
    aliases, others = _read_aliases(), _list_other_zones()
    if name not in aliases and name not in others:
        spelled = {known.lower(): known for known in (*_read_zones(), *aliases, *others)}
        if name.lower() not in spelled or name == spelled[name.lower()]:
            raise UnknownZone(name, find_nearest_zones(name))
        return get_canonical_name(spelled[name.lower()])
    target = aliases.get(name, name)
    return UTC_NAME if target in ("Etc/UTC", "Etc/GMT") else target


@cache
def _list_other_zones() -> frozenset[str]:
    """Zones of `tzdata.zi` that are no place: `Etc/GMT+5`."""
    lines = (ZONES_FOLDER / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[1] for line in lines if line.startswith("Z ") and "/" in line.split()[1])


def list_definition_lines(name: str, first: date) -> Sequence[str]:
    """The lines of a zone's VTIMEZONE, unfolded, right from the year before `first` on; the same whenever it is asked.

    `name` is canonical. UTC needs no definition and has no lines.
    """
    return () if name == UTC_NAME else _list_definition_lines(name, first.year - 1)


@cache
def _list_definition_lines(name: str, year: int) -> Sequence[str]:
    zone = ZoneInfo(name)
    lines = _list_rule_lines(name, zone, year)
    if lines is None:
        lines = [line for change in _list_written_changes(zone, year) for line in _format_change(change)]
    return ("BEGIN:VTIMEZONE", f"TZID:{name}", f"X-LIC-LOCATION:{name}", *lines, "END:VTIMEZONE")


def _list_rule_lines(name: str, zone: ZoneInfo, year: int) -> list[str] | None:
    """The lines of a zone whose POSIX rule gives its very changes; None where it does not."""
    path = ZONES_FOLDER / name
    match = _POSIX.fullmatch(path.read_bytes().rstrip(b"\n").rpartition(b"\n")[2].decode("ascii"))
    years = range(year, year + 1 + CHECKED_YEARS + 1)
    actual = list(_list_changes(zone, years[0], years[-1]))
    start = datetime(year, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = start.utcoffset() or timedelta(0)
    if match is None:
        return None
    standard = -_parse_offset(match[2])
    if match[3] is None:
        still = _Change(datetime(_EPOCH, 1, 1), offset, offset, start.tzname() or "", is_dst=bool(start.dst()))
        return _format_change(still) if not actual and offset == standard else None
    summer = -_parse_offset(match[4]) if match[4] else standard + timedelta(hours=1)
    onsets = [(_parse_onset(match, 5), standard, summer), (_parse_onset(match, 9), summer, standard)]
    expected = sorted((onset.on(each), before, after) for each in years for onset, before, after in onsets)
    if [(change.moment, change.before, change.after) for change in actual] != expected:
        return None
    if any(not timedelta(0) <= onset.time < timedelta(days=1) for onset, _, _ in onsets):
        return None
    lines = []
    for onset, before, after in onsets:
        change = next(one for one in actual if one.before == before and one.after == after)
        week = -1 if onset.week == 5 else onset.week
        rule = f"RRULE:FREQ=YEARLY;BYMONTH={onset.month};BYDAY={week}{_WEEKDAYS[onset.weekday]}"
        lines.append(_format_change(_Change(onset.on(_EPOCH), before, after, change.name, change.is_dst), rule))
    return [line for component in sorted(lines) for line in component]


def _parse_offset(text: str) -> timedelta:
    """`-3:30` of a POSIX rule, in which places east of Greenwich are negative."""
    hours, minutes, seconds = ([int(part) for part in text.lstrip("+-").split(":")] + [0, 0])[:3]
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -size if text.startswith("-") else size


def _parse_onset(match: re.Match[str], group: int) -> _Onset:
    month, week, weekday, moment = match.group(group, group + 1, group + 2, group + 3)
    return _Onset(int(month), int(week), int(weekday), _parse_offset(moment or "2"))


def _list_written_changes(zone: ZoneInfo, year: int) -> Iterator[_Change]:
    start = datetime(year, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = start.utcoffset() or timedelta(0)
    yield _Change(datetime(_EPOCH, 1, 1), offset, offset, start.tzname() or "", is_dst=bool(start.dst()))
    yield from _list_changes(zone, year, year + 1 + WRITTEN_YEARS)


def _list_changes(zone: ZoneInfo, first: int, last: int) -> Iterator[_Change]:
    """The changes of a zone's clock from one year to another, both included, as `zoneinfo` has them."""
    before, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while before < end:
        after = min(before + _STEP, end)
        if _read_clock(zone, before) != _read_clock(zone, after):
            yield _find_change(zone, before, after)
        before = after


def _read_clock(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, bool]:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(0), bool(local.dst())


def _find_change(zone: ZoneInfo, before: datetime, after: datetime) -> _Change:
    """The change between two moments, to the second."""
    old = _read_clock(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _read_clock(zone, middle) == old:
            before = middle
        else:
            after = middle
    local = after.astimezone(zone)
    offset, is_dst = _read_clock(zone, after)
    return _Change((after + old[0]).replace(tzinfo=None), old[0], offset, local.tzname() or "", is_dst)


def _format_change(change: _Change, rule: str | None = None) -> list[str]:
    kind = "DAYLIGHT" if change.is_dst else "STANDARD"
    lines = [
        f"BEGIN:{kind}",
        f"DTSTART:{change.moment:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_format_offset(change.before)}",
        f"TZOFFSETTO:{_format_offset(change.after)}",
        f"TZNAME:{change.name}",
    ]
    return [*lines, *([rule] if rule else []), f"END:{kind}"]


def _format_offset(offset: timedelta) -> str:
    sign = "-" if offset < timedelta(0) else "+"
    seconds = abs(offset) // timedelta(seconds=1)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02d}{minutes:02d}" + (f"{seconds:02d}" if seconds else "")
