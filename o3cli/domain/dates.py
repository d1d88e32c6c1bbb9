"""Dates as people say them, in English and in French, whatever the notebook's language.

The grammar is data: tables of words, and `_FORMS`, each with the function that reads it. Every form is tried, and
words with two readings (`11/12`) are refused, since a wrong date is worse than a question. Words are compared without
accents and case; full stops and commas after a word are ignored, and a hyphen beside a letter is a space (`27-nov`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from o3cli.domain.names import fold
from o3cli.errors.command_line import NotADate

_WEEKDAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _number_rows(first: int, *rows: str) -> dict[str, int]:
    """Every word of a row stands for the row's number."""
    return {word: number for number, row in enumerate(rows, first) for word in row.split()}


# The tables hold folded words: no capitals, no accents, a space for a hyphen.

_WEEKDAYS = _number_rows(
    0,
    "mon monday lun lundi",
    "tue tues tuesday mar mardi",
    "wed weds wednesday mer mercredi",
    "thu thur thurs thursday jeu jeudi",
    "fri friday ven vendredi",
    "sat saturday sam samedi",
    "sun sunday dim dimanche",
)
_MONTHS = _number_rows(
    1,
    "jan january janv janvier",
    "feb february fev fevr fevrier",
    "mar march mars",
    "apr april avr avril",
    "may mai",
    "jun june juin",
    "jul july juil juillet",
    "aug august aou aout",
    "sep sept september septembre",
    "oct october octobre",
    "nov november novembre",
    "dec december decembre",
)
_NUMBERS = _number_rows(
    1,
    "a one un une",
    "two deux",
    "three trois",
    "four quatre",
    "five cinq",
    "six",
    "seven sept",
    "eight huit",
    "nine neuf",
    "ten dix",
)
# Days from today.
_NAMED_DAYS = {
    "today": 0,
    "aujourd'hui": 0,
    "aujourdhui": 0,
    "tomorrow": 1,
    "demain": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "apres demain": 2,
    "yesterday": -1,
    "hier": -1,
    "day before yesterday": -2,
    "the day before yesterday": -2,
    "avant hier": -2,
}
_WHICH = {"next": 1, "prochain": 1, "prochaine": 1, "last": -1, "dernier": -1, "derniere": -1}

# Days, and months whose length depends on where one stands.
_Unit = tuple[int, int]
_DAY, _WEEK, _MONTH, _YEAR = (1, 0), (7, 0), (0, 1), (0, 12)
_UNITS: dict[str, _Unit] = {
    **dict.fromkeys(("d", "day", "days", "j", "jour", "jours"), _DAY),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "s", "sem", "semaine", "semaines"), _WEEK),
    **dict.fromkeys(("m", "mo", "month", "months", "mois"), _MONTH),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years", "a", "an", "ans", "annee", "annees"), _YEAR),
}

# The longest date in words, with some room for marks and spaces: putting marks in order takes quadratic time.
_LONGEST = 80
_STOP = re.compile(r"(?<=[a-z0-9])[.,](?= |$)")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z0-9])|(?<=[0-9])-(?=[a-z])")


def parse_date(words: str, today: date) -> date:
    """Read a date in English or French: `2026-11-27`, `27 nov`, `lundi prochain`, `+3d`, `eow`.

    A weekday is the next one, never today, so `friday` said on a Friday is in 7 days; `next friday` and `vendredi
    prochain` say the same, `last friday` is the one before today. A day without a year or a month is the next such
    day, today included. A weekday that stands beside a date must be that date's. `next week` is its Monday, `next
    month` its first day, `eow` the Sunday of this week. Months end early rather than spill over: one month after
    31 January is the last of February.

    Raises NotADate where the words mean no day of the calendar, or could mean two.
    """
    found = find_date(words, today)
    if found is None:
        raise NotADate(words)
    return found


def find_date(words: str, today: date) -> date | None:
    """Read a date as `parse_date` does; None where the words are none."""
    text = _simplify(words)
    readings = set(_list_readings(text, today))
    return readings.pop() if len(readings) == 1 else None


def list_date_words() -> tuple[str, ...]:
    """Examples that the shell offers where a date is asked for; each is read by `parse_date`."""
    english = "today tomorrow monday tuesday wednesday thursday friday saturday sunday yesterday"
    french = "demain lundi mardi mercredi jeudi vendredi samedi dimanche hier"
    return (*english.split(), "next week", "eow", "eom", "+1w", *french.split(), "semaine prochaine", "fin du mois")


def end_of_week(day: date) -> date:
    """The Sunday of the ISO week, which is the day itself on a Sunday.

    Not the Friday: what was promised for this week would be late on a Saturday, and is looked at on Monday.
    Raises OverflowError in the last week of the year 9999, which has no Sunday.
    """
    return day + timedelta(days=6 - day.weekday())


def format_day(day: date, today: date) -> str:
    """`Fri 27 Nov`, with the year where it is not today's: `Fri 26 Nov 2027`. English in every locale."""
    text = f"{_WEEKDAY_NAMES[day.weekday()]} {day.day} {_MONTH_NAMES[day.month - 1]}"
    return text if day.year == today.year else f"{text} {day.year:04}"


def format_age(days: int) -> str:
    """A span of days in the largest unit that it holds twice: `today`, `1 d`, `13 d`, `2 w`, `8 w`, `2 mo`, `2 y`.

    Units not yet full are left out. Days to come are `in 3 d`.
    """
    if days < 0:
        return f"in {format_age(-days)}"
    if days == 0:
        return "today"
    weeks, months, years = days // 7, days * 12 // 365, days // 365
    for count, unit in ((years, "y"), (months, "mo"), (weeks, "w")):
        if count >= 2:
            return f"{count} {unit}"
    return f"{days} d"


def _simplify(words: str) -> str:
    """The words in the form that the tables and forms are written in; empty where they cannot be a date."""
    # Python's \d takes the digits of every script, and folding makes 22 of 2².
    if len(words) > _LONGEST or any(sign.isnumeric() and not sign.isascii() for sign in words):
        return ""
    return _HYPHEN.sub(" ", _STOP.sub("", fold(words)))


def _list_readings(text: str, today: date) -> Iterator[date]:
    """The day that each form finds in the text."""
    for form, read in _FORMS:
        match = re.fullmatch(form, text)
        if match is None:
            continue
        said = {part: words for part, words in match.groupdict().items() if words is not None}
        try:
            yield read(said, today)
        except (LookupError, ValueError, OverflowError):
            # A word that is in no table, a day that the calendar does not have, a year beyond 9999: no reading.
            continue


# The readers: from the parts of a form that were said to the day that they mean.


def _read_named_day(said: dict[str, str], today: date) -> date:
    return today + timedelta(days=_NAMED_DAYS[said["name"]])


def _read_weekday(said: dict[str, str], today: date) -> date:
    ahead = _WEEKDAYS[said["weekday"]] - today.weekday()
    if _WHICH.get(said.get("which", "next")) == -1:
        return today + timedelta(days=ahead % 7 - 7)
    return today + timedelta(days=(ahead - 1) % 7 + 1)


def _read_distance(said: dict[str, str], today: date) -> date:
    count = int(said["count"]) if said["count"].isdigit() else _NUMBERS[said["count"]]
    return _shift(today, -count if "back" in said else count, _UNITS[said["unit"]])


def _read_period(said: dict[str, str], today: date) -> date:
    """The first day of a week, month or year; the last one where its end was said."""
    unit = _UNITS[said["period"]]
    step = _WHICH[said["which"]] if "which" in said else 0
    first = _start(_shift(today, step, unit), unit)
    return _shift(first, 1, unit) - timedelta(days=1) if "end" in said else first


def _read_calendar_day(said: dict[str, str], today: date) -> date:
    """The day that was named in full, or the first one from today on that fits what was said of it."""
    # Between two leap years up to 8 years pass.
    years = [int(said["year"])] if "year" in said else range(today.year, today.year + 9)
    months = [_get_month(said["month"])] if "month" in said else range(1, 13)
    found = _get_first_day(years, months, int(said["day"]), date.min if "year" in said else today)
    if "weekday" in said and _WEEKDAYS[said["weekday"]] != found.weekday():
        raise ValueError(said["weekday"])
    return found


def _get_month(words: str) -> int:
    return int(words) if words.isdigit() else _MONTHS[words]


def _get_first_day(years: Sequence[int], months: Sequence[int], day: int, earliest: date) -> date:
    for year in years:
        for month in months:
            if day <= _get_length(year, month) and (found := date(year, month, day)) >= earliest:
                return found
    raise ValueError(day)


def _get_length(year: int, month: int) -> int:
    """How many days the month has."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def _shift(day: date, count: int, unit: _Unit) -> date:
    """The day `count` units later; a day that its month does not have becomes the month's last."""
    days, months = unit
    year, month = divmod(day.year * 12 + day.month - 1 + count * months, 12)
    moved = date(year, month + 1, min(day.day, _get_length(year, month + 1)))
    return moved + timedelta(days=count * days)


def _start(day: date, unit: _Unit) -> date:
    """The first day of the week, month or year that the day is in."""
    if unit == _WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == _MONTH else day.replace(month=1, day=1)


# The forms, over simplified words. Where a word stands is said here; which words there are, in the tables.

# Lazy, so that the first word of `november the 27th` is tried as the month before it is tried as a weekday.
_LEAD = r"(?:on )?(?:(?:the|le) )?(?:(?P<weekday>[a-z]+) (?:(?:the|le) )?)??"
_ORDINAL = r"(?:st|nd|rd|th|er)"
_IN_YEAR = r"(?: (?P<year>\d{4}))?"
_AMOUNT = r"(?P<count>\d+|[a-z]+\b) ?(?P<unit>[a-z]+)"
_PERIOD = r"(?P<period>week|month|year)"
_PERIODE = r"(?P<period>semaine|mois|an|annee)"

_FORMS: tuple[tuple[str, Callable[[dict[str, str], date], date]], ...] = (
    (r"(?P<name>[a-z' ]+)", _read_named_day),
    # friday, next friday, ce vendredi, vendredi prochain
    (r"(?:(?:on|this|(?P<which>next|last)) )?(?P<weekday>[a-z]+)", _read_weekday),
    (r"(?:(?:le|ce) )?(?P<weekday>[a-z]+)(?: (?P<which>prochain|dernier))?", _read_weekday),
    # +3d, in a week, dans 3 jours, -3d, il y a 2 semaines, 2 weeks ago
    (rf"(?:\+ ?|in |dans ){_AMOUNT}", _read_distance),
    (rf"(?P<back>- ?|il y a ){_AMOUNT}", _read_distance),
    (rf"{_AMOUNT} (?P<back>ago)", _read_distance),
    # next week, end of next month, eow, la semaine prochaine, fin du mois
    (rf"(?:the )?(?P<which>next|last) {_PERIOD}", _read_period),
    (rf"(?P<end>end of) (?:(?:the|this) )?(?:(?P<which>next|last) )?{_PERIOD}", _read_period),
    (r"(?P<end>eo)(?P<period>[wmy])", _read_period),
    (rf"(?:la |le |l')?{_PERIODE} (?P<which>prochaine?|derniere?)", _read_period),
    (
        rf"(?P<end>fin) (?:de |du |d')?(?:la |cette |ce |l')?{_PERIODE}(?: (?P<which>prochaine?|derniere?))?",
        _read_period,
    ),
    # 2026-11-27, 27/11/2026, 27/11, and the order of the United States
    (rf"{_LEAD}(?P<year>\d{{4}})(?P<sign>[-/])(?P<month>\d\d)(?P=sign)(?P<day>\d\d)", _read_calendar_day),
    (rf"{_LEAD}(?P<day>\d\d?)/(?P<month>\d\d?)(?:/(?P<year>\d{{4}}))?", _read_calendar_day),
    (rf"{_LEAD}(?P<month>\d\d?)/(?P<day>\d\d?)(?:/(?P<year>\d{{4}}))?", _read_calendar_day),
    # fri 27 nov, the 27th of november 2026, le 1er decembre, nov 27
    (rf"{_LEAD}(?P<day>\d\d?){_ORDINAL}? ?(?:of )?(?P<month>[a-z]+){_IN_YEAR}", _read_calendar_day),
    (rf"{_LEAD}(?P<month>[a-z]+) ?(?:the )?(?P<day>\d\d?){_ORDINAL}?{_IN_YEAR}", _read_calendar_day),
    # the 27th, le 27, friday the 27th, vendredi 27
    (rf"{_LEAD}(?P<day>\d\d?){_ORDINAL}", _read_calendar_day),
    (r"(?:the|le) (?P<day>\d\d?)", _read_calendar_day),
    (r"(?:(?:on|le) )?(?P<weekday>[a-z]+) (?P<day>\d\d?)", _read_calendar_day),
)
