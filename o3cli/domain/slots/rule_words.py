"""Rules in words: what stands behind `every:`, and what people type, in English and French.

A few words are read by looking them up, without patterns: agendas read forty rules at every start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from o3cli.domain.slots.plain_words import fold_words
from o3cli.domain.slots.rrule import LARGEST_INTERVAL, format_rrule, parse_rrule
from o3cli.domain.slots.slot import DAY_NAMES, Frequency, Rule, RuleDay, monthly, weekly
from o3cli.errors.slots import FifthWeekday, NotARule, SecondOrOther

_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _name_weekdays() -> Mapping[str, int]:
    names: dict[str, int] = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    for weekday, (english, french) in enumerate(zip(_ENGLISH_DAYS, _FRENCH_DAYS, strict=True)):
        for name in (english, french):
            names |= {name: weekday, f"{name}s": weekday, name[:3]: weekday}
    return names


_WEEKDAYS = _name_weekdays()
WEEKDAY_NAMES = tuple(_WEEKDAYS)
"""Every name of a weekday, folded."""
_SETS: Mapping[str, tuple[int, ...]] = {
    "weekday": (0, 1, 2, 3, 4),
    "weekdays": (0, 1, 2, 3, 4),
}
_ORDINALS: Mapping[str, int] = {
    **dict.fromkeys(("1st", "first", "1er", "1ers", "1re", "premier", "premiers"), 1),
    **dict.fromkeys(("2nd", "second", "seconds", "2e", "2eme", "2d", "deuxieme", "deuxiemes"), 2),
    **dict.fromkeys(("3rd", "third", "3e", "3eme", "troisieme", "troisiemes"), 3),
    **dict.fromkeys(("4th", "fourth", "4e", "4eme", "quatrieme", "quatriemes"), 4),
    **dict.fromkeys(("5th", "fifth", "5e", "5eme", "cinquieme", "cinquiemes"), 5),
    **dict.fromkeys(("last", "dernier", "derniers"), -1),
}
_NUMBERS: Mapping[str, int] = {
    **dict.fromkeys(("one", "un", "une"), 1),
    **dict.fromkeys(("two", "deux", "other", "2nd", "second"), 2),
    **dict.fromkeys(("three", "trois", "3rd", "third"), 3),
    **dict.fromkeys(("four", "quatre", "4th", "fourth"), 4),
    **dict.fromkeys(("five", "cinq", "5th", "fifth"), 5),
    **dict.fromkeys(("six", "6th", "sixth"), 6),
    "eight": 8,
    "huit": 8,
    "quinze": 15,
}
_WEEKS = frozenset(("week", "weeks", "weekly", "semaine", "semaines", "hebdomadaire", "hebdo"))
_FORTNIGHTS = frozenset(("biweekly", "fortnight", "fortnightly", "quinzaine"))
_MONTHS = frozenset(("month", "months", "monthly", "mois", "mensuel"))
_DAYS = frozenset(("day", "days", "jour", "jours"))
_EVERY = frozenset(("every", "each", "all", "tous", "toutes", "chaque"))
_FILLERS = frozenset(
    (
        "on",
        "and",
        "et",
        "le",
        "la",
        "les",
        "l'",
        "un",
        "une",
        "the",
        "a",
        "of",
        "du",
        "de",
        "des",
        "chaque",
        "each",
        "&",
        "every",
    )
)
_ORDINAL_NAMES = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", -1: "last"}


def split_words(text: str) -> list[str]:
    """The words of a rule, folded, without commas: `1st,last Wed` → `1st`, `last`, `wed`."""
    return fold_words(text).replace(",", " ").replace("+", " ").replace("&", " ").replace("/", " ").split()


def parse_rule(text: str) -> Rule:
    """Read `2 weeks on tue`, `weekly on mon`, `1st,last wed`, `tous les lundis`, `le dernier mercredi` or `FREQ=…`.

    Raises NotARule where it is none, FifthWeekday and SecondOrOther where it has to be said otherwise, and what
    `parse_rrule` raises.
    """
    if "freq=" in text.lower():
        return parse_rrule(text)
    words = split_words(text)
    rule = _read(text, words)
    if rule is None:
        raise NotARule(text)
    return rule


def find_unknown(words: Sequence[str]) -> str | None:
    """The first of these words that no rule has."""
    known = (_WEEKDAYS, _SETS, _ORDINALS, _NUMBERS, _WEEKS, _FORTNIGHTS, _MONTHS, _DAYS, _EVERY, _FILLERS, ("sur",))
    for word in words:
        if not word.isdigit() and not any(word in some for some in known) and _find_range(word) is None:
            return word
    return None


def find_weekday(word: str) -> int | None:
    """0 for `Monday`, `mon` or `lundi`; None where it is no weekday."""
    return _WEEKDAYS.get(fold_words(word))


def _read(text: str, words: list[str]) -> Rule | None:
    period, every, rest = _read_period(words)
    days = _read_days(rest)
    if days is None or not 1 <= every <= LARGEST_INTERVAL:
        return None
    weekdays = sorted({weekday for _, weekday in days})
    ordinals = {ordinal for ordinal, _ in days}
    if 5 in ordinals:
        raise FifthWeekday(text)
    if 0 in ordinals:
        # A weekday without an ordinal is one of the week.
        return weekly(*weekdays, every=every) if ordinals == {0} and period in ("", "week") else None
    if period == "week":
        return None
    if (
        not period
        and len(ordinals) == 1
        and min(ordinals) > 1
        and words[0] in _EVERY
        and words[0] not in ("tous", "toutes")
    ):
        # Of a month that is named it is the second one; without it, half of all readers take it for every other week.
        raise SecondOrOther(text, min(ordinals), DAY_NAMES[weekdays[0]])
    return monthly(*(RuleDay(ordinal, weekday) for ordinal, weekday in days), every=every)


def _read_period(words: list[str]) -> tuple[str, int, list[str]]:
    """`week`, `month` or nothing, every how many of them, and the words that are left."""
    for index, word in enumerate(words):
        before = words[:index]
        if word in _FORTNIGHTS:
            return "week", 2, _strip_every(before) + words[index + 1 :]
        if word in _DAYS:
            number = _find_number(before[-1:])
            # In French a week has 8 days and two have 15.
            if number is None or number % 7 > word.startswith("jour"):
                continue
            return "week", number // 7, _strip_every(before[:-1]) + words[index + 1 :]
        if word in _WEEKS or word in _MONTHS:
            period = "week" if word in _WEEKS else "month"
            if words[index + 1 : index + 2] == ["sur"] and before[-1:] in (["une"], ["un"]):
                number = _find_number(words[index + 2 : index + 3])
                return period, number or 0, before[:-1] + words[index + 3 :]
            number = _find_number(before[-1:]) if before[-1:] != ["un"] else None
            if number is None or (before[-2:-1] and before[-2] in _ORDINALS):
                return period, 1, _strip_every(before) + words[index + 1 :]
            return period, number, _strip_every(before[:-1]) + words[index + 1 :]
    if "sur" in words:
        # `un mardi sur deux`
        index = words.index("sur")
        return "week", _find_number(words[index + 1 : index + 2]) or 0, words[:index] + words[index + 2 :]
    if words[:2] in (["every", "other"], ["each", "other"]):
        return "week", 2, words[2:]
    return "", 1, words


def _strip_every(words: list[str]) -> list[str]:
    return [word for word in words if word not in _EVERY]


def _find_number(words: Sequence[str]) -> int | None:
    if not words:
        return None
    (word,) = words
    return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else _NUMBERS.get(word)


def _find_range(word: str) -> tuple[int, ...] | None:
    """`mon-fri`."""
    first, dash, last = word.partition("-")
    if not dash or first not in _WEEKDAYS or last not in _WEEKDAYS or _WEEKDAYS[first] >= _WEEKDAYS[last]:
        return None
    return tuple(range(_WEEKDAYS[first], _WEEKDAYS[last] + 1))


def _read_days(words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Ordinals (0 for none) with their weekdays; None where there are none, or something else stands there."""
    days: list[tuple[int, int]] = []
    ordinals: list[int] = []
    after_weekday = True
    for word in words:
        if word in _ORDINALS:
            ordinals = [_ORDINALS[word]] if after_weekday else [*ordinals, _ORDINALS[word]]
            after_weekday = False
            continue
        weekdays = (_WEEKDAYS[word],) if word in _WEEKDAYS else _SETS.get(word) or _find_range(word)
        if weekdays is not None:
            days += [(ordinal, weekday) for ordinal in ordinals or [0] for weekday in weekdays]
            after_weekday = True
        elif word not in _FILLERS and word not in _EVERY:
            return None
    return days if after_weekday and days else None


def format_rule(rule: Rule) -> str:
    """The short form behind `every:`: `weekly on mon`, `2 weeks on tue`, `1st,last wed`, else the RRULE."""
    plain = rule.months == rule.month_days == rule.positions == ()
    if rule.frequency is Frequency.WEEKLY and plain:
        weekdays = ",".join(DAY_NAMES[day.weekday] for day in rule.days)
        return f"weekly on {weekdays}" if rule.interval == 1 else f"{rule.interval} weeks on {weekdays}"
    if rule.frequency is Frequency.MONTHLY and plain and all(day.ordinal in _ORDINAL_NAMES for day in rule.days):
        days = _format_ordinals(rule.days)
        return days if rule.interval == 1 else f"{rule.interval} months on {days}"
    return format_rrule(rule)


def _format_ordinals(days: Sequence[RuleDay]) -> str:
    by_weekday: dict[int, list[str]] = {}
    for day in days:
        by_weekday.setdefault(day.weekday, []).append(_ORDINAL_NAMES[day.ordinal])
    by_ordinals: dict[str, list[str]] = {}
    for weekday, ordinals in by_weekday.items():
        by_ordinals.setdefault(",".join(ordinals), []).append(DAY_NAMES[weekday])
    return " and ".join(f"{ordinals} {','.join(weekdays)}" for ordinals, weekdays in by_ordinals.items())
