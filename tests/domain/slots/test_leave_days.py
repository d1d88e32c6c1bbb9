from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.slots.leave_days import add_leave, take_back_leave
from o3cli.domain.slots.slot import Leave

FIRST = date(2026, 8, 3)


def stretch(first: int, last: int) -> Leave:
    return Leave(FIRST + timedelta(days=first), FIRST + timedelta(days=last))


stretches = st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: stretch(pair[0], pair[0] + pair[1]))


def list_days(leaves: tuple[Leave, ...]) -> set[date]:
    return {day for offset in range(60) for leave in leaves if (day := FIRST + timedelta(days=offset)) in leave}


@given(st.lists(stretches, max_size=4), stretches)
def test_days_are_added_and_taken_back_as_sets_are(some: list[Leave], one: Leave) -> None:
    """Whatever overlaps: the days are those of a union or a difference, in order, and no two stretches touch."""
    leave: tuple[Leave, ...] = ()
    for other in some:
        leave = add_leave(leave, other)
    more, less = add_leave(leave, one), take_back_leave(leave, one)

    assert list_days(more) == list_days(leave) | list_days((one,))
    assert list_days(less) == list_days(leave) - list_days((one,))
    for result in (more, less):
        assert all(before.last + timedelta(days=1) < after.first for before, after in pairwise(result))


def test_leave_that_ends_earlier_is_one_stretch() -> None:
    """The last week taken back, the others stay; one from the middle makes two of it."""
    assert take_back_leave([stretch(0, 20)], stretch(14, 20)) == (stretch(0, 13),)
    assert take_back_leave([stretch(0, 20)], stretch(7, 13)) == (stretch(0, 6), stretch(14, 20))
