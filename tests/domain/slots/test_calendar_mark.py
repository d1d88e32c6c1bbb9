from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.slots.calendar_mark import Mark, Seen, format_marks, merge_marks, parse_marks, update_marks

NOW = datetime(2026, 1, 8, 12, 0, 0, 500, UTC)
STAMP = NOW.replace(microsecond=0)
START = datetime(2026, 1, 13, 10, 30)
SEEN = Seen("k3v9q2m7xw4d", "aaaa", "alice", START, "Europe/Paris")
ONE = '{"a": {"seq": 0, "stamp": "2026-01-08T12:00:00Z", "hash": "", "who": "", "start": "2026-01-13T10:30", "tz": ""}}'
LATER = NOW + timedelta(days=10)

marks = st.builds(
    Mark,
    st.integers(0, 50),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
    ),
    st.text("0123456789abcdef", min_size=4, max_size=4),
    st.sampled_from(("alice", "bob", "李雷")),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    st.sampled_from(("Europe/Paris", "UTC")),
    st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1))),
)
many_marks = st.dictionaries(st.text("abc", min_size=1, max_size=2), marks, max_size=5)


def test_a_new_series_begins_at_0() -> None:
    """Its stamp is the moment of its first export, in UTC, to the second."""
    in_tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    assert update_marks({}, [SEEN], in_tokyo) == {SEEN.uid: Mark(0, STAMP, "aaaa", "alice", START, "Europe/Paris")}


def test_nothing_changes_without_a_change() -> None:
    """The same series at a later time keeps sequence and stamp; a renamed person's folder is no change."""
    first = update_marks({}, [SEEN], NOW)
    assert update_marks(first, [SEEN], LATER) == first
    renamed = Seen(SEEN.uid, "aaaa", "zoé", START, "Europe/Paris")
    assert update_marks(first, [renamed], LATER)[SEEN.uid] == Mark(0, STAMP, "aaaa", "zoé", START, "Europe/Paris")


def test_a_change_raises_the_sequence() -> None:
    """One more, and the moment of the change; a clock that was set back does not take the stamp back."""
    first = update_marks({}, [SEEN], NOW)
    changed = Seen(SEEN.uid, "bbbb", "alice", START, "Europe/Paris")
    mark = update_marks(first, [changed], LATER)[SEEN.uid]
    assert (mark.sequence, mark.stamp, mark.digest) == (1, STAMP + timedelta(days=10), "bbbb")
    assert update_marks(first, [changed], NOW - timedelta(days=1))[SEEN.uid].stamp == STAMP


def test_a_series_that_is_gone_is_told_for_a_year() -> None:
    """It is raised once when it goes, kept for good, and raised again when it comes back."""
    first = update_marks({}, [SEEN], NOW)
    gone = update_marks(first, [], LATER)
    mark = gone[SEEN.uid]
    assert (mark.sequence, mark.gone) == (1, LATER.date())
    assert update_marks(gone, [], LATER + timedelta(days=3)) == gone
    assert mark.is_told(LATER.date() + timedelta(days=365))
    assert not mark.is_told(LATER.date() + timedelta(days=366))
    assert not first[SEEN.uid].is_told(NOW.date())
    back = update_marks(gone, [SEEN], LATER + timedelta(days=900))[SEEN.uid]
    assert (back.sequence, back.gone) == (2, None)


@given(ours=many_marks, theirs=many_marks)
def test_a_merge_takes_the_larger_and_one_more(ours: dict[str, Mark], theirs: dict[str, Mark]) -> None:
    """Either side gets the same, no series is lost, and no client has seen the new sequence."""
    merged = merge_marks(ours, theirs)
    assert merged == merge_marks(theirs, ours)
    assert merged.keys() == ours.keys() | theirs.keys()
    for uid, mark in merged.items():
        one, other = ours.get(uid), theirs.get(uid)
        if one == other or one is None or other is None:
            assert mark in (one, other)
        else:
            assert mark.sequence == max(one.sequence, other.sequence) + 1
            assert mark.stamp == max(one.stamp, other.stamp)


@given(kept=many_marks)
def test_marks_are_read_back(kept: dict[str, Mark]) -> None:
    """What is written is read again; a series stands on a line of its own."""
    text = format_marks(kept)
    assert parse_marks(text) == kept
    assert len(text.splitlines()) == (len(kept) + 2 if kept else 1)
    assert list(parse_marks(ONE)) == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "3",
        '{"a": 1}',
        '{"a": {}}',
        ONE.replace("12:00:00Z", "12:00:00"),
        ONE.replace("10:30", "10:30Z"),
        ONE.replace("0,", '"x",'),
        ONE.replace("2026-01-08", "soon"),
        "[" * 100_000,
    ],
)
def test_what_is_no_marks_is_refused(text: str) -> None:
    """A broken file is a ValueError, whatever is wrong with it."""
    with pytest.raises(ValueError):  # noqa: PT011 (its words come from json)
        parse_marks(text)
