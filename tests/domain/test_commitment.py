"""Commitments and what becomes of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.commitment import (
    Commitment,
    State,
    Status,
    close,
    drop,
    format_status,
    parse_status,
    promise_for,
    reopen,
    snooze,
)

DAY = date(2026, 11, 24)
NEXT = date(2026, 12, 4)
RFC = Commitment("k3f7w", "Write the RFC", "alice", due=date(2026, 11, 27))
statuses = st.builds(Status, st.sampled_from(State), st.none() | st.dates())


@given(statuses)
def test_a_status_is_read_as_it_is_written(status: Status) -> None:
    """With its day, or without one."""
    assert parse_status(format_status(status)) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("open", Status(State.OPEN)),
        (" Done  2026-11-24 ", Status(State.DONE, DAY)),
        ("DROPPED", Status(State.DROPPED)),
    ],
)
def test_a_status_typed_by_hand_is_read(text: str, status: Status) -> None:
    """In any case, with any white space, without a day."""
    assert parse_status(text) == status


@pytest.mark.parametrize("text", ["", "maybe", "done yesterday", "done 2026-02-30", "done 2026-11-24 x", "donе"])
def test_what_is_no_status_is_refused(text: str) -> None:
    """Also a day that the calendar does not have, and a letter that only looks the part."""
    with pytest.raises(ValueError, match=r".*"):
        parse_status(text)


def test_a_commitment_is_open_and_mine_unless_it_says_otherwise() -> None:
    """The defaults of a record that says only what."""
    mine = Commitment("m2pa9", "Send the draft")
    assert (mine.is_open, mine.is_mine) == (True, True)
    assert (close(RFC, DAY).is_open, RFC.is_mine) == (False, False)


def test_the_three_dates_never_mix() -> None:
    """Promised, hidden until, closed: each verb changes its own."""
    snoozed = snooze(RFC, NEXT)
    assert (snoozed.due, snoozed.snooze, snoozed.status) == (RFC.due, NEXT, RFC.status)
    assert snooze(snoozed, None) == RFC
    closed = close(snoozed, DAY)
    assert (closed.due, closed.snooze, closed.status) == (RFC.due, NEXT, Status(State.DONE, DAY))
    promised = promise_for(snoozed, NEXT)
    assert (promised.snooze, promised.status) == (NEXT, RFC.status)


@given(st.lists(st.none() | st.dates(), max_size=6))
def test_every_day_that_was_given_up_is_kept(days: list[date | None]) -> None:
    """Oldest first; the same day again gives up nothing."""
    commitment = RFC
    expected: list[date] = []
    for day in days:
        if commitment.due not in (None, day):
            expected.append(commitment.due)
        commitment = promise_for(commitment, day)
        assert commitment.due == day
    assert list(commitment.was_due) == expected


def test_done_is_not_dropped() -> None:
    """A dropped commitment keeps its reason until it is opened again or kept after all."""
    dropped = drop(RFC, DAY, "no time")
    assert (dropped.status, dropped.why) == (Status(State.DROPPED, DAY), "no time")
    assert reopen(dropped) == RFC
    assert close(dropped, NEXT) == close(RFC, NEXT)
    assert drop(RFC, DAY, None).why is None
