"""Times of day and lengths as people write them: `14h`, `10:30`, `2pm`, `30m`, `1h30`, `une demi-heure`."""

from __future__ import annotations

import re
from datetime import time, timedelta

from o3cli.domain.slots.plain_words import fold_words
from o3cli.errors.slots import NotALength, NotATime

LONGEST = timedelta(hours=24)
TIME = (
    r"(?:\d{1,2}\s?(?:[:.]\s?\d{2}\s?)?[ap]\.?m\b\.?|\d{1,2}:\d{2}(?::00)?"
    r"|\d{1,2}\s?h(?:\s?\d{2}(?!\d|\s?min|\s?m\b))?\b|noon|midi|midnight|minuit)"
)
"""A time of day in folded text."""
LENGTH = (
    r"(?:\d{1,4}\s?(?:m|mn|mins?|minutes?)\b"
    r"|\d{1,2}(?:[.,]\d{1,2})?\s?(?:h|hrs?|hours?|heures?)(?:\s?(?:and|et)?\s?\d{1,2}\s?(?:m|mn|mins?|minutes?)?)?\b"
    r"|(?:an?|one|une?)\s(?:hour|heure)(?:\sand\sa\shalf|\set\sdemie)?\b"
    r"|half\san\shour\b|(?:une\s)?demi[- ]heure\b|three\squarters\sof\san\shour\b)"
)
"""A length in folded text."""

_TIME = re.compile(
    r"(?P<hour>\d{1,2})\s?(?:(?:[:.h])\s?(?P<minute>\d{2})?(?::00)?\s?)?(?P<half>[ap])?(?:\.?m\.?)?",
    re.ASCII,
)
_NAMED_TIMES = {"noon": time(12), "midi": time(12), "midnight": time(0), "minuit": time(0)}
_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:h|hrs?|hours?|heures?))?\s?(?:and|et)?\s?(?:(?P<minutes>\d{1,4})\s?(?P<unit>m|mn|mins?|minutes?)?)?",
    re.ASCII,
)
_NAMED_LENGTHS = {
    **dict.fromkeys(("an hour", "a hour", "one hour", "une heure", "un heure"), timedelta(hours=1)),
    **dict.fromkeys(("an hour and a half", "one hour and a half", "une heure et demie"), timedelta(minutes=90)),
    **dict.fromkeys(
        ("half an hour", "demi-heure", "demi heure", "une demi-heure", "une demi heure"), timedelta(minutes=30)
    ),
    "three quarters of an hour": timedelta(minutes=45),
}


def parse_time(text: str) -> time:
    """Read `10:30`, `14h`, `10h30`, `2pm`, `2:30 pm`, `noon` or `midi`; to the minute.

    Raises NotATime.
    """
    folded = fold_words(text)
    if folded in _NAMED_TIMES:
        return _NAMED_TIMES[folded]
    match = _TIME.fullmatch(folded)
    if match is None or folded.isdigit():
        raise NotATime(text)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise NotATime(text)
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    elif hour > 23:
        raise NotATime(text)
    if minute > 59:
        raise NotATime(text)
    return time(hour, minute)


def parse_length(text: str) -> timedelta:
    """Read `30m`, `90 min`, `1h`, `1h30`, `1.5 hours`, `half an hour` or `une heure et demie`.

    Raises NotALength, also for nothing and for more than a day.
    """
    folded = fold_words(text)
    if folded in _NAMED_LENGTHS:
        return _NAMED_LENGTHS[folded]
    match = _LENGTH.fullmatch(folded)
    if match is None or not (match["hours"] or match["unit"]):
        raise NotALength(text)
    minutes = float((match["hours"] or "0").replace(",", ".")) * 60 + int(match["minutes"] or 0)
    length = timedelta(minutes=round(minutes))
    if not timedelta(0) < length <= LONGEST:
        raise NotALength(text)
    return length


def format_time(moment: time) -> str:
    """`10:30`."""
    return f"{moment:%H:%M}"


def format_length(length: timedelta) -> str:
    """`45m`, `1h`, `1h30`; whole minutes."""
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    if not hours:
        return f"{minutes}m"
    return f"{hours}h{minutes:02d}" if minutes else f"{hours}h"
