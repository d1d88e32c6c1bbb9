from __future__ import annotations

import random
import re
import time
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain import dates
from o3cli.domain.dates import end_of_week, find_date, format_age, format_day, list_date_words, parse_date
from o3cli.errors.command_line import NotADate

TODAY = date(2026, 11, 20)
"""A Friday."""

READ = {
    # In full
    "2026-11-27": "2026-11-27",
    "2026/11/27": "2026-11-27",
    "on 2026-11-27": "2026-11-27",
    "2024-02-29": "2024-02-29",
    "0001-01-01": "0001-01-01",
    "9999-12-31": "9999-12-31",
    "27 nov 2026": "2026-11-27",
    "27 Nov. 2025": "2025-11-27",
    "27-nov-2026": "2026-11-27",
    "27th november 2026": "2026-11-27",
    "the 27th of November 2026": "2026-11-27",
    "November 27, 2026": "2026-11-27",
    "Friday, 27 November 2026": "2026-11-27",
    "Friday, November 27th, 2026": "2026-11-27",
    "le vendredi 27 novembre 2026": "2026-11-27",
    "1er décembre 2027": "2027-12-01",
    "29 février 2024": "2024-02-29",
    # A day and a month: the next one, today included
    "20 nov": "2026-11-20",
    "21 nov": "2026-11-21",
    "19 nov": "2027-11-19",
    "27 november": "2026-11-27",
    "27nov": "2026-11-27",
    "nov 27": "2026-11-27",
    "nov27": "2026-11-27",
    "nov. 27": "2026-11-27",
    "27 nov.": "2026-11-27",
    "November the 27th": "2026-11-27",
    "le 27 novembre": "2026-11-27",
    "1er décembre": "2026-12-01",
    "le 1er déc.": "2026-12-01",
    "1 jan": "2027-01-01",
    "2nd january": "2027-01-02",
    "3rd of february": "2027-02-03",
    "14 juil.": "2027-07-14",
    "5 sept": "2027-09-05",
    "sept 5": "2027-09-05",
    "27 mar": "2027-03-27",
    "28 feb": "2027-02-28",
    "29 feb": "2028-02-29",
    "29 février": "2028-02-29",
    "fri 27 nov": "2026-11-27",
    "friday 20 november": "2026-11-20",
    "on Friday the 27th of November": "2026-11-27",
    "friday nov 27": "2026-11-27",
    "le vendredi 27 novembre": "2026-11-27",
    # With slashes, where only one order makes a day
    "27/11/2026": "2026-11-27",
    "11/27/2026": "2026-11-27",
    "27/11": "2026-11-27",
    "le 27/11": "2026-11-27",
    "ven. 27/11": "2026-11-27",
    "5/5": "2027-05-05",
    "mardi 08/12": "2026-12-08",
    # A day of the month: the next month that has it, today included
    "20th": "2026-11-20",
    "the 27th": "2026-11-27",
    "on the 19th": "2026-12-19",
    "le 27": "2026-11-27",
    "le 31": "2026-12-31",
    "1er": "2026-12-01",
    "le 1er": "2026-12-01",
    "vendredi 27": "2026-11-27",
    "mardi 24": "2026-11-24",
    "friday the 27th": "2026-11-27",
    # Near days
    "today": "2026-11-20",
    "aujourd'hui": "2026-11-20",
    "aujourd’hui": "2026-11-20",
    "aujourdhui": "2026-11-20",
    "tomorrow": "2026-11-21",
    "demain": "2026-11-21",
    "day after tomorrow": "2026-11-22",
    "the day after tomorrow": "2026-11-22",
    "après-demain": "2026-11-22",
    "après demain": "2026-11-22",
    "yesterday": "2026-11-19",
    "hier": "2026-11-19",
    "day before yesterday": "2026-11-18",
    "the day before yesterday": "2026-11-18",
    "avant-hier": "2026-11-18",
    # Weekdays: the next one, never today
    "friday": "2026-11-27",
    "fri": "2026-11-27",
    "fri.": "2026-11-27",
    "on friday": "2026-11-27",
    "this friday": "2026-11-27",
    "next friday": "2026-11-27",
    "vendredi": "2026-11-27",
    "ven": "2026-11-27",
    "ven.": "2026-11-27",
    "ce vendredi": "2026-11-27",
    "le vendredi": "2026-11-27",
    "vendredi prochain": "2026-11-27",
    "saturday": "2026-11-21",
    "sunday": "2026-11-22",
    "monday": "2026-11-23",
    "next monday": "2026-11-23",
    "next-monday": "2026-11-23",
    "lundi prochain": "2026-11-23",
    "mar": "2026-11-24",
    "thursday": "2026-11-26",
    "last friday": "2026-11-13",
    "vendredi dernier": "2026-11-13",
    "last thursday": "2026-11-19",
    "last saturday": "2026-11-14",
    "samedi dernier": "2026-11-14",
    # Distances
    "+0d": "2026-11-20",
    "+3d": "2026-11-23",
    "+ 3 d": "2026-11-23",
    "+3 days": "2026-11-23",
    "+3j": "2026-11-23",
    "+2w": "2026-12-04",
    "+2s": "2026-12-04",
    "+2sem": "2026-12-04",
    "+1m": "2026-12-20",
    "+1 mois": "2026-12-20",
    "+2m": "2027-01-20",
    "+1y": "2027-11-20",
    "+1a": "2027-11-20",
    "+1an": "2027-11-20",
    "-3d": "2026-11-17",
    "-1w": "2026-11-13",
    "-11m": "2025-12-20",
    "-1y": "2025-11-20",
    "in 3 days": "2026-11-23",
    "in 3d": "2026-11-23",
    "in-2-weeks": "2026-12-04",
    "in two weeks": "2026-12-04",
    "in a week": "2026-11-27",
    "in one month": "2026-12-20",
    "in ten years": "2036-11-20",
    "dans 3 jours": "2026-11-23",
    "dans 2 semaines": "2026-12-04",
    "dans deux semaines": "2026-12-04",
    "dans une semaine": "2026-11-27",
    "dans sept jours": "2026-11-27",
    "dans un an": "2027-11-20",
    "2 weeks ago": "2026-11-06",
    "a week ago": "2026-11-13",
    "3d ago": "2026-11-17",
    "il y a 2 semaines": "2026-11-06",
    "il y a une semaine": "2026-11-13",
    "il y a trois mois": "2026-08-20",
    # Weeks, months and years: their first day, or their last
    "next week": "2026-11-23",
    "la semaine prochaine": "2026-11-23",
    "semaine prochaine": "2026-11-23",
    "last week": "2026-11-09",
    "la semaine dernière": "2026-11-09",
    "next month": "2026-12-01",
    "le mois prochain": "2026-12-01",
    "last month": "2026-10-01",
    "next year": "2027-01-01",
    "l'an prochain": "2027-01-01",
    "l’année prochaine": "2027-01-01",
    "l'année dernière": "2025-01-01",
    "eow": "2026-11-22",
    "end of week": "2026-11-22",
    "end of the week": "2026-11-22",
    "end of this week": "2026-11-22",
    "fin de semaine": "2026-11-22",
    "fin de la semaine": "2026-11-22",
    "fin de cette semaine": "2026-11-22",
    "end of next week": "2026-11-29",
    "fin de la semaine prochaine": "2026-11-29",
    "eom": "2026-11-30",
    "end of month": "2026-11-30",
    "end of the month": "2026-11-30",
    "fin du mois": "2026-11-30",
    "fin du mois prochain": "2026-12-31",
    "fin de ce mois": "2026-11-30",
    "end of last month": "2026-10-31",
    "eoy": "2026-12-31",
    "end of the year": "2026-12-31",
    "fin d'année": "2026-12-31",
    "fin de l'année": "2026-12-31",
}

NOT_READ = [
    "",
    " ",
    ".",
    "-",
    "+",
    "soon",
    "never",
    "alice",
    "week-end",
    "weekend",
    "the week",
    "this week",
    "week",
    "november",
    "nov 2026",
    "2026",
    "2026-11",
    "27",
    "on 27",
    "20261127",
    "2026-W48-5",
    "26-11-27",
    "27/11/26",
    "27 nov 26",
    "27 nov 20266",
    "27.11.2026",
    "2026-11-27T10:00",
    "2026-11/27",
    "2026-1-5",
    # What no calendar has
    "2026-02-30",
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-11-00",
    "0000-01-01",
    "31 nov",
    "30 feb",
    "29 feb 2026",
    "0 nov",
    "32nd",
    "00th",
    "99/99",
    "2026/27/11",
    # What could mean two days
    "11/12",
    "11/12/2026",
    "3/4",
    "mar 24",
    # A weekday that is not the date's
    "thursday 27 nov",
    "jeudi 27",
    "mon 2026-11-27",
    "fri 2 jan",
    # Distances without a direction, with two, or beyond the calendar
    "3d",
    "2 weeks",
    "in 2 weeks ago",
    "+-3d",
    "+d",
    "in a",
    "in aweek",
    "in as",
    "in eleven days",
    "in 2 fortnights",
    "+3",
    "+1.5w",
    "in -3 days",
    "+9999y",
    "-2026y",
    "-740000d",
    "+99999999999999999999d",
    "+99999999999999999999m",
    # Forms and words that do not go together
    "the the 27th",
    "on next friday",
    "next next friday",
    "next day",
    "last day",
    "friday friday",
    "fri day",
    "nov nov",
    "eod",
    "eow.m",
    "friday..",
    "-friday",
    "friday or monday",
    "today tomorrow",
    "after demain",
    # Other numerals
    "٢٧ nov",
    "２７ nov",
    "२०२६-११-२७",
    "+2²d",
    "+①d",
    "½ nov",
    # Other signs
    "27\x00nov",
    "fri\ud800day",
    "金曜日",
    "+3d" * 40,
    " " * 10_000 + "friday",
]


@pytest.mark.parametrize(("words", "day"), READ.items())
def test_words_are_read(words: str, day: str) -> None:
    """Both languages are read, always."""
    assert parse_date(words, TODAY).isoformat() == day


@pytest.mark.parametrize("words", NOT_READ)
def test_words_are_refused(words: str) -> None:
    """What is no date, or could be two, is refused; the error keeps the words as they were typed."""
    with pytest.raises(NotADate) as caught:
        parse_date(words, TODAY)
    assert caught.value.words == words
    assert find_date(words, TODAY) is None


@pytest.mark.parametrize("words", READ)
def test_spelling_does_not_matter(words: str) -> None:
    """Accents, case, the form of Unicode and extra spaces change nothing."""
    decomposed = unicodedata.normalize("NFD", words)
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    for spelled in (bare, decomposed, words.upper(), words.title(), f"  {words.replace(' ', '   ')}\t"):
        assert find_date(spelled, TODAY) == parse_date(words, TODAY), spelled


@pytest.mark.parametrize(
    ("words", "today", "day"),
    [
        ("+1m", "2026-01-31", "2026-02-28"),
        ("+1m", "2028-01-31", "2028-02-29"),
        ("-1m", "2026-03-31", "2026-02-28"),
        ("+13m", "2026-12-31", "2028-01-31"),
        ("+1y", "2028-02-29", "2029-02-28"),
        ("+4y", "2028-02-29", "2032-02-29"),
        ("next month", "2026-01-31", "2026-02-01"),
        ("next month", "2026-12-15", "2027-01-01"),
        ("end of next month", "2026-01-31", "2026-02-28"),
        ("last month", "2026-03-31", "2026-02-01"),
        ("eom", "2028-02-10", "2028-02-29"),
        ("eom", "2026-11-30", "2026-11-30"),
        ("eoy", "2026-12-31", "2026-12-31"),
        ("eow", "2026-11-22", "2026-11-22"),
        ("eow", "2026-11-23", "2026-11-29"),
        ("next week", "2026-11-22", "2026-11-23"),
        ("next week", "2026-11-23", "2026-11-30"),
        ("31st", "2026-01-31", "2026-01-31"),
        ("31st", "2026-02-01", "2026-03-31"),
        ("29 feb", "2028-02-29", "2028-02-29"),
        ("29 feb", "2096-03-01", "2104-02-29"),
        ("mar 24", "2026-11-25", "2027-03-24"),
        ("tomorrow", "9999-12-30", "9999-12-31"),
        ("dec 31", "9999-12-31", "9999-12-31"),
    ],
)
def test_edges_of_the_calendar(words: str, today: str, day: str) -> None:
    """Months end early rather than spill over, leap years are waited for, and today counts where a date names it."""
    assert parse_date(words, date.fromisoformat(today)).isoformat() == day


@pytest.mark.parametrize(
    ("words", "today"),
    [
        ("tomorrow", date.max),
        ("friday", date.max),
        ("1 jan", date.max),
        ("eow", date.max),
        ("+1w", date.max),
        ("yesterday", date.min),
        ("last monday", date.min),
        ("last month", date.min),
        ("-1y", date.min),
    ],
)
def test_days_beyond_the_calendar_are_refused(words: str, today: date) -> None:
    """A day before the year 1 or after 9999 is no date."""
    assert find_date(words, today) is None


WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
LUNDI = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
JANVIER = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]

any_day = st.dates(date(1, 3, 1), date(9000, 12, 31))


@given(any_day, st.integers(0, 6), st.sampled_from([3, None]), st.sampled_from([WEEKDAYS, LUNDI]))
def test_a_weekday_is_one_to_seven_days_ahead(today: date, weekday: int, letters: int | None, words: list[str]) -> None:
    """A weekday, in full or in three letters, is the next one; the last one is as near on the other side."""
    word = words[weekday][:letters]
    said_next, said_last = (
        (f"next {word}", f"last {word}") if words is WEEKDAYS else (f"{word} prochain", f"{word} dernier")
    )
    found, last = parse_date(word, today), parse_date(said_last, today)
    assert found.weekday() == last.weekday() == weekday
    assert 1 <= (found - today).days <= 7
    assert 1 <= (today - last).days <= 7
    assert parse_date(said_next, today) == found


@given(st.dates(), st.dates())
def test_iso_dates_are_read_back(day: date, today: date) -> None:
    """The form that notes use means the same on every day."""
    assert parse_date(day.isoformat(), today) == day


@given(st.dates(), any_day, st.sampled_from([MONTHS, JANVIER]))
def test_dates_in_words_are_read_back(day: date, today: date, months: list[str]) -> None:
    """A date with its year means that day; without it, the first such day from today on."""
    words = f"{day.day} {months[day.month - 1]}"
    assert parse_date(f"{words} {day.year:04}", today) == day
    found = parse_date(words, today)
    assert (found.day, found.month) == (day.day, day.month)
    assert found >= today
    between = range(today.year, found.year)
    assert all((day.month, day.day) == (2, 29) or date(year, day.month, day.day) < today for year in between)


@given(any_day, st.integers(0, 99_999))
def test_distances_in_days(today: date, days: int) -> None:
    """Every way to count days counts the same ones, and a week is seven of them."""
    later = today + timedelta(days=days)
    for words in (f"+{days}d", f"+{days}j", f"in {days} days", f"dans {days} jours"):
        assert parse_date(words, today) == later
    for words in (f"-{days}d", f"{days} days ago", f"il y a {days} jours"):
        assert parse_date(words, later) == today
    assert parse_date(f"+{days // 10}w", today) == today + timedelta(days=days // 10 * 7)


@given(any_day, st.integers(-24, 24))
def test_distances_in_months(today: date, months: int) -> None:
    """A month later is the same day of the month, or that month's last day where it is shorter."""
    if today.year < 3:
        today = today.replace(year=2026)
    found = parse_date(f"{months:+}m", today)
    assert (found.year * 12 + found.month) - (today.year * 12 + today.month) == months
    assert found.day == today.day or (found.day < today.day and (found + timedelta(days=1)).day == 1)


@given(any_day)
def test_periods_follow_each_other(today: date) -> None:
    """The day after the end of a week, month or year is the first day of the next one, and today lies before it."""
    for end, period in (("eow", "week"), ("eom", "month"), ("eoy", "year")):
        last = parse_date(end, today)
        assert today <= last
        assert parse_date(f"end of {period}", today) == last
        assert parse_date(f"next {period}", today) == last + timedelta(days=1)
        assert parse_date(f"last {period}", parse_date(f"next {period}", today)) <= today
    assert parse_date("eow", today) == end_of_week(today)


@given(any_day)
def test_the_week_ends_on_sunday(day: date) -> None:
    """The end of the week is the Sunday of the same ISO week."""
    end = end_of_week(day)
    assert end.isoweekday() == 7
    assert end.isocalendar()[:2] == day.isocalendar()[:2]


def test_all_weekdays_and_months_are_shown_in_english() -> None:
    """What is shown does not depend on the machine's language."""
    week = [format_day(TODAY + timedelta(days=days), TODAY) for days in range(7)]
    assert week == ["Fri 20 Nov", "Sat 21 Nov", "Sun 22 Nov", "Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov"]
    months = [format_day(date(2026, month, 1), TODAY).split()[2] for month in range(1, 13)]
    assert months == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert format_day(date(2025, 11, 27), TODAY) == "Thu 27 Nov 2025"
    assert format_day(date(2027, 1, 1), TODAY) == "Fri 1 Jan 2027"


@given(any_day, st.integers(0, 365))
def test_days_that_are_shown_are_read_back(today: date, days: int) -> None:
    """What o3 shows of the coming year can be typed as it stands."""
    day = today + timedelta(days=days)
    assert parse_date(format_day(day, today), today) == day


@given(st.dates(), any_day)
def test_days_that_are_shown_are_never_read_as_others(day: date, today: date) -> None:
    """A past day of this year is shown without its year; its weekday keeps it from being read as the next such day."""
    is_over = day.year == today.year and day < today
    assert find_date(format_day(day, today), today) == (None if is_over else day)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "today"),
        (1, "1 d"),
        (13, "13 d"),
        (14, "2 w"),
        (20, "2 w"),
        (21, "3 w"),
        (60, "8 w"),
        (61, "2 mo"),
        (365, "12 mo"),
        (729, "23 mo"),
        (730, "2 y"),
        (3650, "10 y"),
        (-1, "in 1 d"),
        (-14, "in 2 w"),
    ],
)
def test_ages(days: int, text: str) -> None:
    """An age is shown in the largest unit that it holds twice."""
    assert format_age(days) == text


@given(st.integers(1, 40_000))
def test_ages_are_never_exaggerated(days: int) -> None:
    """An age that is shown has been reached, and the next one has not."""
    count, unit = format_age(days).split()
    length = {"d": 1, "w": 7, "mo": 365 / 12, "y": 365}[unit]
    assert int(count) * length <= days < (int(count) + 1) * length
    assert len(format_age(days)) <= 6


def test_examples_for_the_shell_are_dates() -> None:
    """Every word that completion offers is a date, in lower case, offered once."""
    words = list_date_words()
    assert {"today", "tomorrow", "eow", "eom", "+1w", "next week", *WEEKDAYS, *LUNDI} <= set(words)
    assert all(find_date(word, TODAY) for word in words)
    assert len(set(words)) == len(words)
    assert [word.lower() for word in words] == list(words)


def test_dates_of_the_error_hint_are_dates() -> None:
    """The examples that the error gives are read."""
    hint = NotADate("soon").hint
    examples = re.findall("`([^`]+)`", hint)
    assert len(examples) > 3
    assert all(find_date(words, TODAY) for words in examples)


def test_one_abbreviation_has_two_meanings() -> None:
    """Only `mar` is both a weekday and a month, so only it can make `mar 24` ambiguous."""
    assert set(dates._WEEKDAYS) & set(dates._MONTHS) == {"mar"}


def test_every_word_of_the_tables_is_read() -> None:
    """No word stands in a table in a spelling that can never be typed."""
    for word, weekday in dates._WEEKDAYS.items():
        assert parse_date(word, TODAY).weekday() == weekday
    for word, month in dates._MONTHS.items():
        assert parse_date(f"2 {word}", TODAY).month == month
        assert parse_date(f"{word} 2", TODAY).month == month
    for word, number in dates._NUMBERS.items():
        assert parse_date(f"in {word} days", TODAY) == TODAY + timedelta(days=number)
    for word in dates._UNITS:
        assert parse_date(f"+2{word}", TODAY) > TODAY
    for words, days in dates._NAMED_DAYS.items():
        assert parse_date(words, TODAY) == TODAY + timedelta(days=days)


def _pieces() -> list[str]:
    words = {word for text in (*READ, *NOT_READ[:-2]) for word in text.split()}
    return sorted(words | {"0", "1", "31", "2026", "/", "-", "+", ".", ",", "th", "er", "'", "\u0301", "\ud800"})


@given(st.one_of(st.text(), st.lists(st.sampled_from(_pieces()), max_size=6).map(" ".join)), st.dates())
def test_every_text_is_a_date_or_none(text: str, today: date) -> None:
    """No text raises anything else, whichever day it is."""
    try:
        found = parse_date(text, today)
    except NotADate:
        assert find_date(text, today) is None
    else:
        assert find_date(text, today) == found


@given(st.lists(st.sampled_from(_pieces()), min_size=1, max_size=5), st.sampled_from(["", " "]))
def test_spelling_does_not_matter_to_any_text(pieces: list[str], glue: str) -> None:
    """Whatever the words are, capitals and decomposed accents give the same answer."""
    text = glue.join(pieces)
    found = find_date(text, TODAY)
    assert find_date(unicodedata.normalize("NFC", text), TODAY) == found
    assert find_date(unicodedata.normalize("NFD", text), TODAY) == found
    assert find_date(text.upper(), TODAY) == found
    assert find_date(f" {text} ", TODAY) == found


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "1" * 1_000_000,
        "+" + "9" * 1_000_000 + "d",
        "the " * 250_000,
        "27 " * 250_000,
        " " * 1_000_000,
        "a" + "\u0315\u0300" * 500_000,
        "in " + "a" * 1_000_000,
    ],
    ids=["letters", "digits", "a distance", "articles", "numbers", "spaces", "marks", "a number word"],
)
def test_long_texts_are_refused_at_once(text: str) -> None:
    """A text of a megabyte takes no more time than a word does."""
    start = time.perf_counter()
    assert find_date(text, TODAY) is None
    assert time.perf_counter() - start < 2


def test_texts_of_the_longest_length_are_refused_at_once() -> None:
    """No repetition of words that the forms know makes one of them backtrack for long."""
    chance = random.Random(0)
    pieces = [*_pieces(), "a", "1", "le ", "the ", "a ", "1 "]
    texts = [(chance.choice(pieces) * 80)[:80] for _ in range(200)]
    start = time.perf_counter()
    for text in texts:
        find_date(text, TODAY)
    assert time.perf_counter() - start < 2
