from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from o3cli.domain.slots.recurrence import list_dates, list_occurrences
from o3cli.domain.slots.slot import Slot
from o3cli.domain.slots.slot_edits import (
    cancel_occurrence,
    check_slot,
    end_slot,
    extend_slot,
    find_named_date,
    move_occurrence,
    split_slot,
    undo_change,
)
from o3cli.domain.slots.slot_words import parse_slot_words
from o3cli.errors.slots import (
    CountWithUntil,
    NoDates,
    NoEndToExtend,
    NotAnOccurrence,
    NothingToUndo,
    OntoCancelled,
    TroubledTime,
)
from tests.readers.cases import cancelled, day, make_slot, moment, moved
from tests.slot_strategies import is_sound, slots

TODAY = day("2026-01-08")
TUESDAYS = make_slot("a", "weekly on tue")


def test_a_checked_slot_begins_on_its_first_date() -> None:
    """`from` moves on to the first real occurrence."""
    slot = replace(TUESDAYS, start=day("2026-01-14"))
    assert check_slot(slot, TODAY).start == day("2026-01-20")


def test_a_slot_ends_in_one_way() -> None:
    """COUNT with UNTIL is refused."""
    with pytest.raises(CountWithUntil) as caught:
        check_slot(replace(TUESDAYS, count=4, until=day("2026-06-30")), TODAY)
    assert caught.value.message == "`weekly on tue` says both a number of sessions and a last day"
    assert caught.value.hint == "keep one of `count` and `until`"


def test_a_slot_has_a_date() -> None:
    """A rule that never comes about, or not before its end, is refused."""
    with pytest.raises(NoDates, match="gives no date at all"):
        check_slot(replace(TUESDAYS, until=day("2026-01-12")), TODAY)
    with pytest.raises(NoDates):
        check_slot(make_slot("a", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", start="2026-04-01"), TODAY)


@pytest.mark.parametrize(
    ("at", "message", "hint"),
    [
        (
            "02:30",
            "`02:30` does not exist on 2026-03-29, when the clocks change, and calendars disagree about it",
            "take `01:00` or `03:00`",
        ),
        (
            "01:45",
            "`01:45` lasts over the change on 2026-03-29, when the clocks change, and calendars disagree about it",
            "take `01:15` or `03:15`",
        ),
        (
            "02:00",
            "`02:00` does not exist on 2026-03-29, when the clocks change, and calendars disagree about it",
            "take `01:00` or `03:00`",
        ),
    ],
)
def test_a_time_that_clocks_jump_over_is_refused(at: str, message: str, hint: str) -> None:
    """The date is named, and the times around it that can be typed instead."""
    with pytest.raises(TroubledTime) as caught:
        check_slot(make_slot("a", "weekly on sun", at), TODAY)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_an_occurrence_is_moved() -> None:
    """Its date keeps its name, the reason is kept, and a second move takes the place of the first."""
    slot = move_occurrence(TUESDAYS, day("2026-02-10"), moment("2026-02-11 16:30"), "strike")
    assert slot.changes == (moved("2026-02-10", "2026-02-11 16:30"),)
    again = move_occurrence(slot, day("2026-02-11"), moment("2026-02-12 09:00"), "strike")
    assert again.changes == (moved("2026-02-10", "2026-02-12 09:00"),)


def test_an_occurrence_is_cancelled_and_put_back() -> None:
    """Undoing a change leaves the slot as the rule has it; a moved one is meant by its new day too."""
    slot = cancel_occurrence(TUESDAYS, day("2026-04-07"), "holiday")
    assert slot.changes == (cancelled("2026-04-07"),)
    assert undo_change(slot, day("2026-04-07")) == TUESDAYS
    there = move_occurrence(slot, day("2026-02-10"), moment("2026-02-11 16:30"))
    assert [change.on for change in there.changes] == [day("2026-02-10"), day("2026-04-07")]
    assert undo_change(there, day("2026-02-11")) == slot
    assert find_named_date(there, day("2026-02-12")) is None


def test_a_day_that_is_no_date_is_refused_with_the_nearest() -> None:
    """Whoever mistypes a date sees the ones around it."""
    with pytest.raises(NotAnOccurrence) as caught:
        cancel_occurrence(TUESDAYS, day("2026-02-11"))
    assert caught.value.message == "`2026-02-11` is no date of the slot"
    assert caught.value.hint == "the nearest are `2026-02-03`, `2026-02-10`, `2026-02-17` and `2026-02-24`"
    ended = replace(TUESDAYS, until=day("2026-01-01"))
    with pytest.raises(NotAnOccurrence) as caught:
        undo_change(ended, day("2026-02-11"))
    assert caught.value.hint is None


def test_nothing_is_moved_onto_a_cancelled_date() -> None:
    """Nor is a date cancelled onto which another was moved: some calendars would drop both."""
    slot = cancel_occurrence(TUESDAYS, day("2026-02-10"))
    with pytest.raises(OntoCancelled) as caught:
        move_occurrence(slot, day("2026-02-03"), moment("2026-02-10 16:00"))
    assert caught.value.message.startswith("`2026-02-10` is a cancelled date of the same slot")
    assert caught.value.hint == "undo the cancellation, or move to another day"
    both = move_occurrence(TUESDAYS, day("2026-02-03"), moment("2026-02-10 16:00"))
    # The day that people name is that of the moved one; it goes first.
    alone = cancel_occurrence(both, day("2026-02-10"))
    assert alone.changes == (cancelled("2026-02-03", None),)
    chain = move_occurrence(TUESDAYS, day("2026-02-10"), moment("2026-02-11 16:00"))
    chain = move_occurrence(chain, day("2026-02-03"), moment("2026-02-10 16:00"))
    with pytest.raises(OntoCancelled):
        cancel_occurrence(chain, day("2026-02-11"))
    # Its own date may be cancelled and then given another time.
    own = cancel_occurrence(TUESDAYS, day("2026-02-10"))
    assert not move_occurrence(own, day("2026-02-10"), moment("2026-02-10 16:00")).changes[0].is_cancelled


def test_an_occurrence_is_not_moved_to_a_time_that_is_none() -> None:
    """The clocks of the slot's zone must show the new time once."""
    with pytest.raises(TroubledTime):
        move_occurrence(TUESDAYS, day("2026-03-31"), moment("2026-03-29 02:30"))


def test_what_is_as_the_rule_has_it_cannot_be_undone() -> None:
    """There is nothing to undo on a date without a change."""
    with pytest.raises(NothingToUndo) as caught:
        undo_change(TUESDAYS, day("2026-02-10"))
    assert caught.value.message == "`2026-02-10` is neither moved nor cancelled"


def split(slot: Slot, words: str, on: str, tz: str | None = None) -> tuple[Slot | None, Slot, list[str]]:
    done = split_slot(slot, day(on), parse_slot_words(words, TODAY), tz, "new-k3v9q2m7", TODAY)
    return done.ended, done.started, [str(change.on) for change in done.lost]


def test_a_change_from_a_day_on_splits_the_series() -> None:
    """The old series ends the day before, the new one starts under an id of its own; the rest stays."""
    ended, started, lost = split(TUESDAYS, "wed 11:00 for 45m", "2026-03-01")
    assert ended == replace(TUESDAYS, until=day("2026-02-28"))
    assert (started.id, started.start, str(started.at), started.length) == (
        "new-k3v9q2m7",
        day("2026-03-04"),
        "11:00:00",
        timedelta(minutes=45),
    )
    assert (started.tz, started.count, started.until, lost) == ("Europe/Paris", None, None, [])


def test_a_split_keeps_the_weeks_of_a_rule() -> None:
    """A new time alone does not shift a rule of every two weeks; a new zone is taken."""
    slot = make_slot("a", "2 weeks on tue")
    _, started, _ = split(slot, "9:00", "2026-01-20", "Europe/London")
    assert (started.start, started.tz) == (day("2026-01-27"), "Europe/London")


def test_a_split_keeps_what_is_left_of_the_count_and_the_end() -> None:
    """Ten sessions, four held: six are left; a last day stays, unless the words say another end."""
    ended, started, _ = split(make_slot("a", "weekly on tue", count=10), "11:00", "2026-02-10")
    assert ended is not None
    assert (ended.count, ended.until, started.count) == (None, day("2026-02-09"), 6)
    _, started, _ = split(make_slot("a", "weekly on tue", until="2026-06-30"), "11:00", "2026-02-10")
    assert (started.count, started.until) == (None, day("2026-06-30"))
    _, started, _ = split(make_slot("a", "weekly on tue", until="2026-06-30"), "11:00 3 times", "2026-02-10")
    assert (started.count, started.until) == (3, None)
    with pytest.raises(NoDates):
        split(make_slot("a", "weekly on tue", count=4), "11:00", "2026-03-01")


def test_a_split_before_the_first_date_leaves_nothing_of_the_old_series() -> None:
    """What has not begun is replaced."""
    ended, started, _ = split(TUESDAYS, "11:00", "2026-01-13")
    assert (ended, started.start) == (None, day("2026-01-13"))


def test_a_split_takes_cancellations_along() -> None:
    """Cancelled dates that the new series has stay cancelled; what else was changed after the split is told."""
    changes = [cancelled("2026-01-20"), cancelled("2026-02-10"), moved("2026-02-17", "2026-02-18 10:30")]
    slot = make_slot("a", "weekly on tue", changes=changes)
    ended, started, lost = split(slot, "11:00", "2026-02-01")
    assert ended is not None
    assert (ended.changes, started.changes, lost) == ((changes[0],), (changes[1],), ["2026-02-17"])
    _, started, lost = split(slot, "wed", "2026-02-01")
    assert (started.changes, lost) == ((), ["2026-02-10", "2026-02-17"])


@given(slot=slots(with_changes=False).filter(is_sound), offset=st.integers(1, 300))
def test_a_split_loses_no_date_and_doubles_none(slot: Slot, offset: int) -> None:
    """With the same rule the two series together have the dates of the old one."""
    on = slot.start + timedelta(days=offset)
    assume(any(True for _ in list_dates(slot, on, on + timedelta(days=4000))))
    done = split_slot(slot, on, parse_slot_words("for 31m", TODAY), None, "new-k3v9q2m7", date(2025, 1, 1))
    last = slot.start + timedelta(days=4000)
    assert done.ended is not None
    both = [*list_dates(done.ended, slot.start, last), *list_dates(done.started, slot.start, last)]
    assert both == list(list_dates(slot, slot.start, last))


def test_a_slot_is_ended() -> None:
    """The last day counts, later changes go, and an earlier end stays."""
    slot = make_slot("a", "weekly on tue", changes=[cancelled("2026-01-20"), cancelled("2026-04-07")])
    assert end_slot(slot, day("2026-03-03")) == replace(slot, until=day("2026-03-03"), changes=slot.changes[:1])
    assert end_slot(replace(TUESDAYS, until=day("2026-02-01")), day("2026-03-03")).until == day("2026-02-01")
    four = replace(TUESDAYS, count=4)
    assert end_slot(four, day("2026-03-03")) == four
    assert end_slot(four, day("2026-01-20")) == replace(TUESDAYS, until=day("2026-01-20"))
    with pytest.raises(NoDates):
        end_slot(TUESDAYS, day("2026-01-12"))


def test_a_series_is_extended() -> None:
    """Four more sessions, whether the series ends by number or by day; the same slot."""
    four = replace(TUESDAYS, count=4)
    assert extend_slot(four, 12).count == 16
    until = replace(TUESDAYS, until=day("2026-02-03"))
    assert [str(one.on) for one in list_occurrences(extend_slot(until, 2), day("2026-02-01"), day("2026-12-31"))] == [
        "2026-02-03",
        "2026-02-10",
        "2026-02-17",
    ]
    with pytest.raises(NoEndToExtend, match="goes on without an end"):
        extend_slot(TUESDAYS, 4)
    last = replace(TUESDAYS, until=day("2199-12-31"))
    assert extend_slot(last, 4) == last


@pytest.mark.parametrize(
    ("words", "interval"),
    [("thu 11:00", 2), ("every thu 11:00", 1), ("every 3 weeks on thu", 3), ("thursdays 11:00", 1), ("11:00", 2)],
)
def test_a_weekday_alone_keeps_the_number_of_weeks(words: str, interval: int) -> None:
    """`thu` moves a slot of every two weeks to Thursdays; `every thu` makes it weekly."""
    slot = make_slot("other", "2 weeks on tue", start="2026-01-13")
    said = parse_slot_words(words, date(2026, 2, 2))
    started = split_slot(slot, date(2026, 2, 2), said, None, "k3v9q2m7xw4d", date(2026, 2, 2)).started
    assert started.rule.interval == interval
