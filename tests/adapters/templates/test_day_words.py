from __future__ import annotations

from datetime import date, timedelta

import pytest

from o3cli.adapters.templates.day_words import format_day_words


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2026, 11, 20), "en", "Friday 20 November 2026"),
        (date(2026, 11, 20), "fr", "vendredi 20 novembre 2026"),
        (date(2026, 5, 1), "en", "Friday 1 May 2026"),
        (date(2026, 5, 1), "fr", "vendredi 1er mai 2026"),
        (date(2027, 8, 31), "fr", "mardi 31 août 2027"),
        (date(2028, 2, 29), "en", "Tuesday 29 February 2028"),
    ],
)
def test_a_day_is_weekday_day_month_and_year(day: date, language: str, words: str) -> None:
    """Both languages have the same four parts, without commas; French says `1er` for the first of a month."""
    assert format_day_words(day, language) == words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_day_of_a_year_has_words_of_its_own(language: str) -> None:
    """No two days read the same, and no sign of a date pattern is left in the words."""
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(365)]
    words = {format_day_words(day, language) for day in days}
    assert len(words) == 365
    assert all(len(text.split(" ")) == 4 and "'" not in text for text in words)
