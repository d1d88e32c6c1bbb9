"""Slots as people type them, in English and French: `every 2 weeks on tue 10:30 for 30m`, `le dernier mercredi 14h`.

The parts that can stand anywhere are cut out one after the other (zone, numbers of sessions, lengths, times, first and
last day); what is left is the rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from o3cli.domain.dates import parse_date
from o3cli.domain.slots.clock_words import LENGTH, TIME, format_length, format_time, parse_length, parse_time
from o3cli.domain.slots.plain_words import fold_words
from o3cli.domain.slots.rule_words import (
    WEEKDAY_NAMES,
    find_unknown,
    find_weekday,
    format_rule,
    parse_rule,
    split_words,
)
from o3cli.domain.slots.slot import DAY_NAMES, EARLIEST, LATEST, MOST_SESSIONS, Rule, Slot
from o3cli.errors.slots import CountWithUntil, NotADay, NotANumber, NotARule, NotASlot, SaidTwice

# The longest words of a slot, with much room: nobody types more, and patterns stay quick.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class SlotWords:
    """What typed words say of a slot; None for what they leave open."""

    text: str
    rule: Rule | None = None
    at: time | None = None
    length: timedelta | None = None
    tz: str | None = None
    """As typed: not yet looked up."""
    start: date | None = None
    count: int | None = None
    until: date | None = None


_ZONE = re.compile(
    r"\b(?:in|tz|zone|timezone|fuseau|heure de)[ :=]+(?P<named>[A-Za-z_][A-Za-z_+\-/0-9]+)"
    r"|\(?\b(?P<bare>[A-Za-z_]+/[A-Za-z_+\-/0-9]+|UTC|GMT)\b\)?"
)
_RRULE = re.compile(r"(?:RRULE:)?\bFREQ=\S+", re.IGNORECASE)
_COUNT = re.compile(
    r"\b(?:for |pendant )?"
    r"(?:(?P<before>\d+)\s?(?:times?|fois|sessions?|seances?|occurrences?|x)|x\s?(?P<after>\d+))"
    # `2 times a week` says no end.
    r"(?!\w| (?:an?|per|par)\b)"
)
_RANGE = re.compile(
    # `10h et 15h` are two times, `entre 10h et 15h` is a length.
    rf"(?:\b(?:from|de)\s)?\b(?P<first>{TIME})\s?(?:-|–|to|a)\s?(?P<last>{TIME})"
    rf"|\b(?:between|entre)\s(?P<early>{TIME})\s(?:and|et)\s(?P<late>{TIME})"
)
_LENGTH_SAID = re.compile(rf"\b(?:for|pendant|durant|duree|lasting|length)[ :=]+(?P<length>{LENGTH})")
_MINUTES = re.compile(r"\b(?P<length>\d{1,4}\s?(?:m|mn|mins?|minutes?))\b")
_TIME = re.compile(rf"(?:\b(?:at|a|vers)\s|@\s?)?(?<![\d:.])(?P<time>{TIME})")
# Without a word before it `15h` is a second time of day rather than a length.
_HOURS = re.compile(rf"\b(?!\d\d|[06-9])(?P<length>{LENGTH})")
_WEEKDAY = rf"(?:{'|'.join(sorted(WEEKDAY_NAMES, key=len, reverse=True))})"
_WEEKDAYS = re.compile(rf"\b(?:from |de |du )?({_WEEKDAY})\s?(?:-|–|to|through|thru|a|au)\s?({_WEEKDAY})\b")
_STARTS = (
    r"from|starting(?: on| from)?|starts?|since|beginning(?: on)?|as of"
    r"|a partir (?:du|de|d')|a compter (?:du|de)|des(?: le)?|depuis(?: le)?|du(?! mois)"
)
_ENDS = r"until|till|til|through|up to|ending(?: on)?|jusqu'au|jusqu'a|jusque|jusqu'en|au"
_OTHERS = r"every|each|tous|toutes|chaque|on|at|for|pendant"
_DAY = rf"(?:^|(?<=\s))(?:{{}})\s*(?P<day>.+?)(?=\s(?:{_STARTS}|{_ENDS}|{_OTHERS})\s|\s?[,;|]|$)"
_START = re.compile(_DAY.format(_STARTS))
_END = re.compile(_DAY.format(_ENDS))
_CUT = " | "
"""What stands where something was cut out, so that what is left does not grow together."""


def parse_slot_words(text: str, today: date) -> SlotWords:
    """Read the words of a slot; anything may be missing, nothing may be left over.

    Raises NotASlot with the first word that is not understood, SaidTwice, CountWithUntil, and what the readers of
    rules, times, lengths and dates raise.
    """
    if len(text) > _LONGEST:
        raise NotASlot(f"{text[:20]}…")
    said = SlotWords(text)
    rest, zone = _cut_zone(text)
    rest, rrule = _cut(_RRULE, rest)
    rest = fold_words(rest)
    rest = _WEEKDAYS.sub(r"\1-\2", rest)
    rest, count = _cut(_COUNT, rest)
    rest, between = _cut(_RANGE, rest)
    rest, long = _cut(_LENGTH_SAID, rest)
    rest, short = _cut(_MINUTES, rest)
    rest, at = _cut(_TIME, rest)
    rest, more = _cut(_HOURS, rest)
    rest, start = _cut(_START, rest)
    rest, end = _cut(_END, rest)
    said = replace(
        said,
        tz=zone,
        count=_read_count(count["before"] or count["after"]) if count else None,
        at=_read_times(between)[0] if between else parse_time(at["time"]) if at else None,
        length=_read_length(text, between, [match["length"] for match in (long, short, more) if match]),
        start=_read_day(start["day"], today) if start else None,
        until=_read_day(end["day"], today) if end else None,
    )
    if between and at:
        raise SaidTwice(text, "time")
    if said.count is not None and said.until is not None:
        raise CountWithUntil(text)
    return replace(said, rule=_read_rule(text, rest.replace("|", " "), rrule and rrule[0], said.start))


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    match = pattern.search(text)
    if match is None:
        return text, None
    return text[: match.start()] + _CUT + text[match.end() :], match


def _cut_zone(text: str) -> tuple[str, str | None]:
    rest, match = _cut(_ZONE, text)
    if match is None or find_weekday((match["bare"] or "").partition("/")[0]) is not None:
        # `mon/thu` are two days.
        return text, None
    return rest, match["named"] or match["bare"]


def _read_count(digits: str) -> int:
    if not 1 <= int(digits[:6]) <= MOST_SESSIONS:
        raise NotANumber(digits, MOST_SESSIONS)
    return int(digits)


def _read_times(between: re.Match[str]) -> tuple[time, time]:
    return parse_time(between["first"] or between["early"]), parse_time(between["last"] or between["late"])


def _read_length(text: str, between: re.Match[str] | None, lengths: Sequence[str]) -> timedelta | None:
    if len(lengths) + (between is not None) > 1:
        raise SaidTwice(text, "length")
    if between:
        first, last = (datetime.combine(EARLIEST, moment) for moment in _read_times(between))
        return (last - first) % timedelta(days=1) or timedelta(days=1)
    return parse_length(lengths[0]) if lengths else None


def _read_day(words: str, today: date) -> date:
    day = parse_date(words.strip(" |"), today)
    if not EARLIEST <= day <= LATEST:
        raise NotADay(words)
    return day


def _read_rule(text: str, rest: str, rrule: str | None, start: date | None) -> Rule | None:
    words = split_words(rest.replace(";", " "))
    unknown = find_unknown(words)
    if unknown is not None or (rrule and words):
        raise NotASlot(text, unknown or words[0])
    if rrule:
        return parse_rule(rrule.rstrip(",;"))
    if not words:
        return None
    try:
        return parse_rule(" ".join(words))
    except NotARule:
        if any(find_weekday(word) is not None for word in words):
            # The days are there, so it is something beside them: a bare number, most often.
            raise NotASlot(text, next((word for word in words if word.isdigit()), words[-1])) from None
        if start is None:
            raise NotASlot(text, None, "weekday") from None
        # `every 2 weeks from 2026-01-13`: the first day says the weekday.
        return parse_rule(f"{' '.join(words)} {DAY_NAMES[start.weekday()]}")


def make_slot(said: SlotWords, slot_id: str, tz: str, length: timedelta, today: date) -> Slot:
    """A new slot: what the words leave open is this length, from today on. `tz` is the zone that was looked up.

    Raises NotASlot where the weekday or the time is missing.
    """
    if said.rule is None:
        raise NotASlot(said.text, None, "weekday")
    if said.at is None:
        raise NotASlot(said.text, None, "time")
    return Slot(slot_id, said.rule, said.at, said.length or length, tz, said.start or today, said.count, said.until)


def parse_move_words(text: str, on: date, at: time, today: date) -> datetime:
    """Where an occurrence goes: `tue 10:00`, `16:30` (the same day), `2026-02-11`, `tomorrow 9h`; on the slot's clock.

    A weekday is the next one, counted from the day that is moved; other dates are counted from today.
    Raises NotADate, NotATime and NotADay.
    """
    rest, match = _cut(_TIME, fold_words(text))
    rest = " ".join(rest.replace("|", " ").split())
    moment = parse_time(match["time"]) if match else at
    weekday = find_weekday(rest)
    if not rest:
        day = on
    elif weekday is not None:
        day = on + timedelta(days=(weekday - on.weekday()) % 7)
    else:
        day = _read_day(rest, today)
    return datetime.combine(day, moment)


def format_slot_words(slot: Slot) -> str:
    """The words that make the same slot again: `every 2 weeks on tue 10:30 for 30m from 2026-01-13 in Europe/Paris`."""
    rule = format_rule(slot.rule)
    if rule.startswith("weekly on "):
        rule = f"every {rule.removeprefix('weekly on ')}"
    elif rule[0].isdigit() and slot.rule.interval > 1:
        rule = f"every {rule}"
    words = [rule, format_time(slot.at), f"for {format_length(slot.length)}", f"from {slot.start}"]
    if slot.count is not None:
        words.append(f"{slot.count} times")
    if slot.until is not None:
        words.append(f"until {slot.until}")
    return " ".join([*words, f"in {slot.tz}"])
