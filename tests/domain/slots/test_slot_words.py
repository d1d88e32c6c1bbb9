from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o3cli.domain.slots.clock_words import format_length, format_time, parse_length, parse_time
from o3cli.domain.slots.rule_words import format_rule, parse_rule
from o3cli.domain.slots.slot import Slot
from o3cli.domain.slots.slot_words import SlotWords, format_slot_words, make_slot, parse_move_words, parse_slot_words
from o3cli.errors import O3Error
from o3cli.errors.command_line import NotADate
from o3cli.errors.slots import CountWithUntil, NotADay, NotALength, NotANumber, NotARule, NotASlot, NotATime, SaidTwice
from tests.readers.cases import make_slot as make_case
from tests.sizes import size
from tests.slot_strategies import slots

TODAY = date(2026, 1, 8)
"""A Thursday."""


def say(
    rule: str | None,
    at: str | None = None,
    minutes: int | None = None,
    *,
    tz: str | None = None,
    start: str | None = None,
    count: int | None = None,
    until: str | None = None,
) -> SlotWords:
    return SlotWords(
        "",
        parse_rule(rule) if rule else None,
        time.fromisoformat(at) if at else None,
        timedelta(minutes=minutes) if minutes else None,
        tz,
        date.fromisoformat(start) if start else None,
        count,
        date.fromisoformat(until) if until else None,
    )


WORDS = {
    "every monday 14:00 for 15m": say("weekly on mon", "14:00", 15),
    "every 2 weeks on tue 10:30": say("2 weeks on tue", "10:30"),
    "every 2 weeks on tue 10:30 for 30m": say("2 weeks on tue", "10:30", 30),
    "1st and last wed 14:00": say("1st,last wed", "14:00"),
    "tous les lundis 14h": say("weekly on mon", "14:00"),
    "toutes les 2 semaines le mardi 10h30": say("2 weeks on tue", "10:30"),
    "le dernier mercredi 14h": say("last wed", "14:00"),
    "tous les lundis à 14h pendant 30 minutes": say("weekly on mon", "14:00", 30),
    "le dernier mercredi du mois à 14 h 30 pendant une heure": say("last wed", "14:30", 60),
    "mondays at 2pm": say("weekly on mon", "14:00"),
    "mondays 2:30 p.m. for an hour and a half": say("weekly on mon", "14:30", 90),
    "every monday at noon": say("weekly on mon", "12:00"),
    "le lundi à midi, pendant une demi-heure": say("weekly on mon", "12:00", 30),
    "every monday 14:00 1h": say("weekly on mon", "14:00", 60),
    "every monday 14h 1h30": say("weekly on mon", "14:00", 90),
    "every monday 14h 45m": say("weekly on mon", "14:00", 45),
    "every monday 14:00-14:45": say("weekly on mon", "14:00", 45),
    "tous les lundis de 14h à 15h": say("weekly on mon", "14:00", 60),
    "mondays from 2pm to 3pm": say("weekly on mon", "14:00", 60),
    "mondays 23:30-00:30": say("weekly on mon", "23:30", 60),
    "le lundi entre 14h et 15h": say("weekly on mon", "14:00", 60),
    "for 30m every monday 14:00": say("weekly on mon", "14:00", 30),
    "14:00 every monday": say("weekly on mon", "14:00"),
    "every monday 14:00 from 2026-01-19": say("weekly on mon", "14:00", start="2026-01-19"),
    "every monday 14:00 starting 19 jan": say("weekly on mon", "14:00", start="2026-01-19"),
    "from 19 jan every monday 14:00": say("weekly on mon", "14:00", start="2026-01-19"),
    "tous les lundis 14h à partir du 19 janvier": say("weekly on mon", "14:00", start="2026-01-19"),
    "tous les lundis 14h dès demain": say("weekly on mon", "14:00", start="2026-01-09"),
    "every monday 14:00 until 2026-06-30": say("weekly on mon", "14:00", until="2026-06-30"),
    "every monday 14:00 till 30 june": say("weekly on mon", "14:00", until="2026-06-30"),
    "tous les lundis 14h jusqu'au 30 juin": say("weekly on mon", "14:00", until="2026-06-30"),
    "tous les lundis 14h jusqu’au 30 juin": say("weekly on mon", "14:00", until="2026-06-30"),
    "tous les lundis du 19 janvier au 30 juin à 14h": say(
        "weekly on mon", "14:00", start="2026-01-19", until="2026-06-30"
    ),
    "every monday from 19 jan until 30 jun 14:00 for 15m": say(
        "weekly on mon", "14:00", 15, start="2026-01-19", until="2026-06-30"
    ),
    "every monday 14:00, 4 times": say("weekly on mon", "14:00", count=4),
    "every monday 14:00 for 4 sessions": say("weekly on mon", "14:00", count=4),
    "every monday 14:00 x4": say("weekly on mon", "14:00", count=4),
    "tous les lundis 14h, 4 fois": say("weekly on mon", "14:00", count=4),
    "tous les lundis 14h 4 séances pendant 15 min": say("weekly on mon", "14:00", 15, count=4),
    "every monday 14:00 in Europe/Paris": say("weekly on mon", "14:00", tz="Europe/Paris"),
    "every monday 14:00 (America/New_York)": say("weekly on mon", "14:00", tz="America/New_York"),
    "every monday 14:00 tz=Asia/Tokyo for 1h": say("weekly on mon", "14:00", 60, tz="Asia/Tokyo"),
    "every monday 14:00 UTC": say("weekly on mon", "14:00", tz="UTC"),
    "every monday 14:00 in Paris": say("weekly on mon", "14:00", tz="Paris"),
    "FREQ=MONTHLY;BYMONTHDAY=15 10:30 for 30m": say("FREQ=MONTHLY;BYMONTHDAY=15", "10:30", 30),
    "every 2 weeks 10:30 from 2026-01-13": say("2 weeks on tue", "10:30", start="2026-01-13"),
    "du lundi au vendredi 9h": say("mon-fri", "09:00"),
    "monday to friday 9:00": say("mon-fri", "09:00"),
    "from tuesday through thursday at 9am": say("tue-thu", "09:00"),
    "mon/thu 9:00": say("weekly on mon,thu", "09:00"),
    "le mardi à 10h30 toutes les deux semaines à partir du 13 janvier 2026 pendant 45 min": say(
        "2 weeks on tue", "10:30", 45, start="2026-01-13"
    ),
    "4 times every monday 14:00": say("weekly on mon", "14:00", count=4),
    "16:00": say(None, "16:00"),
    "for 45 minutes": say(None, None, 45),
    "wed": say("weekly on wed"),
    "in Asia/Tokyo": say(None, tz="Asia/Tokyo"),
    "": say(None),
}


@pytest.mark.parametrize("words", WORDS)
def test_reads_what_people_type(words: str) -> None:
    """Each form of English and French words says what stands beside it, and nothing else."""
    said = parse_slot_words(words, TODAY)
    expected = WORDS[words]
    assert (said.rule, said.at, said.length, said.tz) == (expected.rule, expected.at, expected.length, expected.tz)
    assert (said.start, said.count, said.until) == (expected.start, expected.count, expected.until)


@given(slot=slots(with_changes=False))
def test_every_slot_is_read_back(slot: Slot) -> None:
    """The words of a slot make the same slot again."""
    said = parse_slot_words(format_slot_words(slot), TODAY)
    assert said.tz == slot.tz
    assert make_slot(said, slot.id, slot.tz, timedelta(minutes=1), TODAY) == slot


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        (make_case("a", "weekly on tue"), "every tue 10:30 for 30m from 2026-01-13 in Europe/Paris"),
        (
            make_case("a", "2 weeks on tue", count=4),
            "every 2 weeks on tue 10:30 for 30m from 2026-01-13 4 times in Europe/Paris",
        ),
        (make_case("a", "1st,last wed", minutes=90), "1st,last wed 10:30 for 1h30 from 2026-01-28 in Europe/Paris"),
        (
            make_case("a", "last wed", until="2026-06-30"),
            "last wed 10:30 for 30m from 2026-01-28 until 2026-06-30 in Europe/Paris",
        ),
        (
            make_case("a", "2 months on last fri", minutes=60),
            "every 2 months on last fri 10:30 for 1h from 2026-01-30 in Europe/Paris",
        ),
        (
            make_case("a", "FREQ=MONTHLY;BYMONTHDAY=15", tz="UTC"),
            "FREQ=MONTHLY;BYMONTHDAY=15 10:30 for 30m from 2026-01-15 in UTC",
        ),
    ],
)
def test_writes_words(slot: Slot, words: str) -> None:
    """The words that are shown can be typed."""
    assert format_slot_words(slot) == words


def test_what_is_left_open_is_filled() -> None:
    """A new slot starts today and has the length of its kind, unless the words say otherwise."""
    said = parse_slot_words("every tue 10:30", TODAY)
    slot = make_slot(said, "k3v9q2m7xw4d", "Europe/Paris", timedelta(minutes=30), TODAY)
    assert (slot.start, slot.length, slot.count, slot.until) == (TODAY, timedelta(minutes=30), None, None)


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        ("every blue monday 14:00", NotASlot, "`blue` in `every blue monday 14:00` is not understood"),
        ("every monday 14:00 for 4 weeks", NotASlot, "`for` in `every monday 14:00 for 4 weeks` is not understood"),
        ("every monday 1²:30", NotASlot, "`1�:30` in `every monday 1²:30` is not understood"),
        ("mañana", NotASlot, "`manana` in `mañana` is not understood"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=15 on mon",
            NotASlot,
            "`on` in `FREQ=MONTHLY;BYMONTHDAY=15 on mon` is not understood",
        ),
        ("mardi 10h et 15h", NotASlot, "`15h` in `mardi 10h et 15h` is not understood"),
        ("every monday 9", NotASlot, "`9` in `every monday 9` is not understood"),
        ("monday last 9:00", NotASlot, "`last` in `monday last 9:00` is not understood"),
        ("2 times a week on mon 9:00", NotASlot, "`times` in `2 times a week on mon 9:00` is not understood"),
        ("2 fois par semaine 9h", NotASlot, "`fois` in `2 fois par semaine 9h` is not understood"),
        ("every 2 weeks 10:30", NotASlot, "`every 2 weeks 10:30` has no weekday"),
        ("every monday 14:00 from never", NotADate, "`never` is not a date"),
        ("every monday 14:00 from 2026-02-30", NotADate, "`2026-02-30` is not a date"),
        (
            "every monday 14:00 from 1960-01-01",
            NotADay,
            "`1960-01-01` is not a date between 1971 and 2199, such as `2026-11-27`",
        ),
        ("every monday 25:00", NotATime, "`25:00` is not a time"),
        ("every monday 14pm", NotATime, "`14pm` is not a time"),
        ("every monday 14:00 for 0m", NotALength, "`0m` is not a length between 1 minute and 24 hours"),
        ("every monday 14:00 0 times", NotANumber, "`0` is not a whole number from 1 to 999"),
        ("every monday 14:00 12345678 times", NotANumber, "`12345678` is not a whole number from 1 to 999"),
        (
            "every monday 14:00 4 times until 30 june",
            CountWithUntil,
            "`every monday 14:00 4 times until 30 june` says both a number of sessions and a last day",
        ),
        ("every monday 14:00-15:00 for 1h", SaidTwice, "`every monday 14:00-15:00 for 1h` says the length twice"),
        ("every monday 14:00 for 15m 30m", SaidTwice, "`every monday 14:00 for 15m 30m` says the length twice"),
        ("every monday 14:00-15:00 16:00", SaidTwice, "`every monday 14:00-15:00 16:00` says the time twice"),
    ],
)
def test_says_what_it_does_not_understand(words: str, error: type[O3Error], message: str) -> None:
    """Nothing is left over in silence: the word or the contradiction is named."""
    with pytest.raises(error) as caught:
        parse_slot_words(words, TODAY)
    assert caught.value.message == message


VOCABULARY = sorted({*" ".join(WORDS).split(), "sur", "0", "|", "/", "FREQ="})


@settings(max_examples=size(200, 20_000), deadline=None)
@given(words=st.lists(st.one_of(st.sampled_from(VOCABULARY), st.text(max_size=5)), max_size=9))
def test_no_words_crash_it(words: list[str]) -> None:
    """Whatever is typed is a slot, or one clear error; a rule that was read is read back."""
    with suppress(O3Error):
        said = parse_slot_words(" ".join(words), TODAY)
        assert said.rule is None or parse_rule(format_rule(said.rule)) == said.rule


def test_long_words_are_refused_at_once() -> None:
    """Nobody types a slot of ten thousand letters, and no pattern is tried on one."""
    with pytest.raises(NotASlot, match="`every monday from 1 …` has no dates"):
        parse_slot_words("every monday from 1 1" + " 1" * 5000, TODAY)


@pytest.mark.parametrize(("words", "missing"), [("10:30", "weekday"), ("every tue", "time")])
def test_a_new_slot_needs_a_weekday_and_a_time(words: str, missing: str) -> None:
    """What no default can fill is asked for."""
    with pytest.raises(NotASlot) as caught:
        make_slot(parse_slot_words(words, TODAY), "k3v9q2m7xw4d", "UTC", timedelta(minutes=30), TODAY)
    assert caught.value.message == f"`{words}` has no {missing}"
    assert caught.value.hint is not None
    assert "every monday 14:00 for 15m" in caught.value.hint
    assert caught.value.reason == f"has no {missing}"


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("tue 10:00", "2026-02-17 10:00"),
        ("mardi 10h", "2026-02-17 10:00"),
        ("wed", "2026-02-11 10:30"),
        ("16:30", "2026-02-11 16:30"),
        ("mercredi à 16h30", "2026-02-11 16:30"),
        ("2026-02-12", "2026-02-12 10:30"),
        ("12 feb 9:00", "2026-02-12 09:00"),
        ("tomorrow 9h", "2026-01-09 09:00"),
    ],
)
def test_reads_where_an_occurrence_goes(words: str, to: str) -> None:
    """A weekday is the next one from the day that is moved, itself included; other dates count from today."""
    assert str(parse_move_words(words, date(2026, 2, 11), time(10, 30), TODAY)) == f"{to}:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("10:30", "10:30"),
        ("9:05", "09:05"),
        ("14h", "14:00"),
        ("14 h 05", "14:05"),
        ("10h30", "10:30"),
        ("2pm", "14:00"),
        ("2 P.M.", "14:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("11:59pm", "23:59"),
        ("noon", "12:00"),
        ("Midi", "12:00"),
        ("minuit", "00:00"),
        ("00:00", "00:00"),
        ("10:30:00", "10:30"),
    ],
)
def test_reads_times(text: str, moment: str) -> None:
    """Times of day on clocks of 12 and of 24 hours."""
    assert format_time(parse_time(text)) == moment


@pytest.mark.parametrize(
    "text", ["", "10", "24:00", "10:60", "0am", "13pm", "10:30:15", "soon", "1030", "٣:٣٠", "1²:30"]
)
def test_refuses_what_is_no_time(text: str) -> None:
    """A bare number is no time: it may be anything."""
    with pytest.raises(NotATime) as caught:
        parse_time(text)
    assert caught.value.hint == "times look like `10:30`, `14h`, `10h30` or `2pm`"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30m", "30m"),
        ("90 min", "1h30"),
        ("1h", "1h"),
        ("1h30", "1h30"),
        ("1 h 30 min", "1h30"),
        ("1.5h", "1h30"),
        ("1,5 heures", "1h30"),
        ("2 hours", "2h"),
        ("1 hour and 15 minutes", "1h15"),
        ("half an hour", "30m"),
        ("une demi-heure", "30m"),
        ("une heure et demie", "1h30"),
        ("24h", "24h"),
        ("45 minutes", "45m"),
    ],
)
def test_reads_lengths(text: str, length: str) -> None:
    """Lengths in minutes and hours, in both languages."""
    assert format_length(parse_length(text)) == length
    assert parse_length(length) == parse_length(text)


@pytest.mark.parametrize("text", ["", "30", "0m", "25h", "1441m", "h", "m", "an age", "1h 30 30"])
def test_refuses_what_is_no_length(text: str) -> None:
    """A bare number is no length, and no session lasts longer than a day."""
    with pytest.raises(NotALength) as caught:
        parse_length(text)
    assert caught.value.hint == "lengths look like `30m`, `1h` or `1h30`"


def test_a_rule_is_checked_like_any_other() -> None:
    """What a rule refuses is refused in a slot's words too."""
    with pytest.raises(O3Error, match="fifth weekday"):
        parse_slot_words("5th wed 10:00", TODAY)
    with pytest.raises((NotARule, NotASlot)):
        parse_slot_words("last 10:00", TODAY)
