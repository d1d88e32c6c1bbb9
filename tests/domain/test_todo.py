"""The to-do list: headings, order, selection."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.commitment import Commitment, State, Status, close, drop, snooze
from o3cli.domain.note import NotePath
from o3cli.domain.todo import Entry, Group, Selection, Whose, get_group, list_entries

TODAY = date(2026, 11, 20)
"""A Friday: the week ends on the 22nd."""
PLAIN = Commitment("k3f7w", "x")


def at(days: int) -> date:
    return TODAY + timedelta(days=days)


def make_entry(commitment: Commitment, slug: str = "alice", made: int = -7, line: int = 1) -> Entry:
    return Entry(commitment, NotePath(f"people/{slug}", at(made)), line)


@pytest.mark.parametrize(
    ("commitment", "group"),
    [
        (PLAIN, Group.NO_DATE),
        (replace(PLAIN, due=at(-1)), Group.LATE),
        (replace(PLAIN, due=TODAY), Group.THIS_WEEK),
        (replace(PLAIN, due=at(2)), Group.THIS_WEEK),
        (replace(PLAIN, due=at(3)), Group.LATER),
        (replace(PLAIN, due=at(-1), snooze=at(1)), Group.SNOOZED),
        (replace(PLAIN, due=at(-1), snooze=TODAY), Group.LATE),
        (close(replace(PLAIN, due=at(-1), snooze=at(1)), TODAY), Group.DONE),
        (drop(PLAIN, TODAY, "no time"), Group.DROPPED),
    ],
)
def test_every_commitment_stands_under_one_heading(commitment: Commitment, group: Group) -> None:
    """The day it is due is not late; the day until which it is hidden, it is shown."""
    assert get_group(commitment, TODAY) is group


def test_what_to_do_first_comes_first() -> None:
    """Late before the rest; then what is due soonest, my own, what was promised longest ago."""
    mine, theirs = PLAIN, replace(PLAIN, owner="alice")
    entries = [
        make_entry(replace(theirs, what="late, theirs, sooner", due=at(-9))),
        make_entry(replace(theirs, what="late, theirs", due=at(-1))),
        make_entry(replace(mine, what="late, mine", due=at(-1))),
        make_entry(replace(mine, what="late, mine, sooner", due=at(-2))),
        make_entry(replace(mine, what="this week", due=TODAY)),
        make_entry(replace(mine, what="later", due=at(9))),
        make_entry(replace(mine, what="older"), made=-8),
        make_entry(replace(mine, what="made later than its note", made=at(-1)), made=-30),
        make_entry(replace(mine, what="of bob"), "bob"),
        make_entry(replace(mine, what="first line")),
        make_entry(replace(mine, what="second line"), line=2),
        make_entry(replace(theirs, what="theirs"), made=-30),
    ]
    listed = list_entries(entries[::-1], Selection(), TODAY)
    assert [entry.entry.commitment.what for entry in listed] == [
        "late, theirs, sooner",
        "late, mine, sooner",
        "late, mine",
        "late, theirs",
        "this week",
        "later",
        "older",
        "first line",
        "second line",
        "of bob",
        "made later than its note",
        "theirs",
    ]


def test_what_is_closed_comes_latest_first_and_what_is_snoozed_as_it_comes_back() -> None:
    """With everything asked for; a day that nobody knows comes last."""
    entries = [
        make_entry(replace(close(PLAIN, TODAY), what="unknown", status=Status(State.DONE))),
        make_entry(replace(close(PLAIN, at(-2)), what="earlier")),
        make_entry(replace(close(PLAIN, at(-1)), what="latest")),
        make_entry(replace(drop(PLAIN, TODAY, "no"), what="dropped")),
        make_entry(replace(snooze(PLAIN, at(9)), what="back last", due=at(1))),
        make_entry(replace(snooze(PLAIN, at(2)), what="back first", due=at(5))),
    ]
    listed = list_entries(entries, Selection(everything=True), TODAY)
    whats = [entry.entry.commitment.what for entry in listed]
    assert whats == ["back first", "back last", "latest", "earlier", "unknown", "dropped"]
    assert list_entries(entries, Selection(), TODAY) == ()


MINE_LATE = make_entry(replace(PLAIN, due=at(-1)))
THEIRS_SOON = make_entry(replace(PLAIN, owner="bob", due=at(1)), "bob")
UNDATED = make_entry(PLAIN)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), {MINE_LATE, THEIRS_SOON, UNDATED}),
        (Selection(folder="people/bob"), {THEIRS_SOON}),
        (Selection(whose=Whose.MINE), {MINE_LATE, UNDATED}),
        (Selection(whose=Whose.THEIRS), {THEIRS_SOON}),
        (Selection(late=True), {MINE_LATE}),
        (Selection(before=at(1)), {MINE_LATE}),
        (Selection(before=at(2)), {MINE_LATE, THEIRS_SOON}),
        (Selection(whose=Whose.THEIRS, late=True), set()),
    ],
)
def test_only_what_is_asked_for_is_listed(selection: Selection, expected: set[Entry]) -> None:
    """Several conditions hold together; the day before which it is due is not among them."""
    listed = list_entries([MINE_LATE, THEIRS_SOON, UNDATED], selection, TODAY)
    assert {entry.entry for entry in listed} == expected


days = st.none() | st.integers(min_value=-20, max_value=20).map(at)
commitments = st.builds(
    Commitment,
    st.just("k3f7w"),
    st.just("x"),
    owner=st.sampled_from(["me", "alice"]),
    status=st.builds(Status, st.sampled_from(State), days),
    due=days,
    snooze=days,
)


@given(st.permutations(range(6)), st.lists(commitments, min_size=6, max_size=6))
def test_the_order_does_not_depend_on_how_entries_were_found(order: list[int], found: list[Commitment]) -> None:
    """The list is the same however the notes were read, and holds each of them once."""
    entries = [make_entry(commitment, line=line) for line, commitment in enumerate(found)]
    listed = list_entries(entries, Selection(everything=True), TODAY)
    assert list_entries([entries[place] for place in order], Selection(everything=True), TODAY) == listed
    assert {entry.entry.line for entry in listed} == set(range(6))
    groups = [list(Group).index(entry.group) for entry in listed]
    assert groups == sorted(groups)
