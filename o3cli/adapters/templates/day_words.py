"""A day in words, in the language of the notebook: Babel knows the names of days and months."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date


def format_day_words(day: date, language: str) -> str:
    """`Friday 20 November 2026`, `vendredi 20 novembre 2026`; the first of a month is `1er` in French.

    `language` is a code that CLDR knows (`en`, `fr`). Weekday, day, month, year in every language, without commas, so
    that the titles of notes can be searched for; CLDR's own long form has no ordinal for the first in French.
    """
    number = "d'er'" if language == "fr" and day.day == 1 else "d"
    return format_date(day, f"EEEE {number} MMMM y", locale=language)
