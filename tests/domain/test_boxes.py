"""Checkboxes, held against the records that they show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.adapters.notes import note_format
from o3cli.domain.boxes import (
    Values,
    apply_line,
    find_bullet_values,
    fold_boxes,
    get_values,
    list_boxes,
    list_views,
    put_in_step,
    read_again,
    read_values,
    rename_ref,
    unfold_views,
)
from o3cli.domain.commitment import OPEN, Commitment, State, Status, close, drop, promise_for
from o3cli.domain.note import Note, NotePath
from o3cli.domain.parties import make_parties
from o3cli.domain.person import Person

DAY = date(2026, 11, 20)
DUE = date(2026, 11, 27)
ALICE = make_parties(Person("alice", "Alice"))
BOB = make_parties(Person("bob", "Bob"))
RFC = Commitment("k3f7w", "Write the RFC", "alice", due=DUE)
LINE = "- [ ] alice: Write the RFC, due 2026-11-27 ^k3f7w\n"
SAID = Values(State.OPEN, "alice", "Write the RFC", DUE)


def read(text: str) -> Note:
    return note_format.parse_note(NotePath("people/alice", DAY), text.encode())


def test_boxes_are_read_in_the_order_of_their_lines() -> None:
    """Open, ticked and dropped ones, with what they say; code and bullets are none."""
    text = (
        "---\nkind: o3\n---\n- [ ] a\n- [-] alice: b, due 2026-11-27 ^k3f7w\n1. [X] c ^m2pa9\n"
        "```\n- [ ] d\n- [-] e\n```\n- f\n- [-]\n"
    )
    boxes = list_boxes(read(text), ALICE)
    assert [(box.line, read_values(box), box.ref) for box in boxes] == [
        (4, Values(State.OPEN, "me", "a", None), None),
        (5, Values(State.DROPPED, "alice", "b", DUE), "k3f7w"),
        (6, Values(State.DONE, "me", "c", None), "m2pa9"),
    ]
    assert [box.is_open for box in boxes] == [True, False, False]
    assert [box.mark.read(text) for box in boxes] == ["[ ] ", "[-] ", "[X] "]


def test_views_are_the_boxes_of_one_ref() -> None:
    """However many there are."""
    note = read(f"{LINE}- [ ] other\n{LINE.replace('[ ]', '[x]')}")
    assert [view.line for view in list_views(note, ALICE, "k3f7w")] == [1, 3]
    assert list_views(note, ALICE, "m2pa9") == ()


def test_a_line_is_read_again_where_other_names_are_known() -> None:
    """A view in bob's note says `alice:`, which means nobody there."""
    (box,) = list_boxes(read(LINE), BOB)
    assert read_values(box) == Values(State.OPEN, "me", "alice: Write the RFC", DUE)
    assert read_values(read_again(box, ALICE)) == SAID


def test_a_record_says_what_its_line_would() -> None:
    """The owner's name and the words as a line has them."""
    typed = Commitment("k3f7w", "Write  the RFC ^37066d", "Alice", Status(State.DONE, DAY), DUE)
    assert get_values(typed, ALICE) == SAID._replace(state=State.DONE)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (SAID, RFC),
        (SAID._replace(state=State.DONE), close(RFC, DAY)),
        (SAID._replace(state=State.DROPPED), drop(RFC, DAY, None)),
        (SAID._replace(owner="me"), replace(RFC, owner="me")),
        (SAID._replace(what="Write it"), replace(RFC, what="Write it")),
        (SAID._replace(what=""), RFC),
        (SAID._replace(due=None), promise_for(RFC, None)),
        (Values(State.DONE, "me", "It", DAY), close(promise_for(replace(RFC, owner="me", what="It"), DAY), DAY)),
    ],
)
def test_what_was_changed_in_a_line_changes_the_record(line: Values, expected: Commitment) -> None:
    """Each field by itself; words that were deleted are kept."""
    assert apply_line(line, SAID, SAID, RFC, DAY) == expected


def test_a_closed_line_that_is_opened_opens_the_record() -> None:
    """And its reason goes."""
    dropped = drop(RFC, DAY, "no time")
    known = SAID._replace(state=State.DROPPED)
    assert apply_line(SAID, known, known, dropped, DAY) == RFC
    assert apply_line(SAID._replace(state=State.DONE), known, known, dropped, DAY) == close(RFC, DAY)


fields = st.builds(
    Values,
    st.sampled_from(State),
    st.sampled_from(["me", "alice"]),
    st.sampled_from(["one", "two", "three"]),
    st.sampled_from([None, DAY, DUE]),
)


def make_record(values: Values) -> Commitment:
    status = OPEN if values.state is State.OPEN else Status(values.state, DAY)
    return Commitment("k3f7w", values.what, values.owner, status, values.due)


@given(fields, fields, fields)
def test_a_line_changes_only_what_was_changed_in_it(line: Values, base: Values, known: Values) -> None:
    """Whatever the record has become meanwhile; and the record closed meanwhile is not closed otherwise."""
    changed = get_values(apply_line(line, base, known, make_record(known), DAY), ALICE)
    for name, is_said, was, said, now in zip(Values._fields, line, base, known, changed, strict=True):
        if is_said in (was, said) or (name == "state" and was != said):
            assert now == said
        else:
            assert now == is_said


@given(fields, fields)
def test_a_line_in_step_says_what_its_record_says(line: Values, record: Values) -> None:
    """Whatever it said before; a view that is open again is no checkbox any more."""
    text = put_in_step(read("- [ ] x ^k3f7w\n"), ALICE, make_record(line), at_home=True)
    for at_home in (True, False):
        result = put_in_step(read(text), ALICE, make_record(record), at_home=at_home)
        views = [read_values(view) for view in list_views(read(result), ALICE, "k3f7w")]
        is_bullet = not at_home and record.state is State.OPEN and line.state is not State.OPEN
        assert views == ([] if is_bullet else [record])
        if is_bullet:
            assert find_bullet_values(read(result), ALICE, "k3f7w") == record


@given(fields, fields, fields)
def test_an_edit_that_waits_survives_a_change_of_the_record(line: Values, was: Values, now: Values) -> None:
    """Only what the line and the record said alike follows."""
    text = put_in_step(read("- [ ] x ^k3f7w\n"), ALICE, make_record(line), at_home=True)
    result = put_in_step(read(text), ALICE, make_record(now), at_home=True, before=was)
    (view,) = list_views(read(result), ALICE, "k3f7w")
    for said, before, after, read_now in zip(line, was, now, read_values(view), strict=True):
        assert read_now == (after if said == before else said)


def test_a_promise_that_is_open_again_stands_once() -> None:
    """A line that was copied when it was closed becomes a bullet."""
    closed = LINE.replace("[ ]", "[x]")
    assert put_in_step(read(closed * 3), ALICE, RFC, at_home=True) == LINE + 2 * LINE.replace("[ ] ", "")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (RFC, LINE),
        (close(RFC, DAY), LINE.replace("[ ]", "[x]")),
        (drop(RFC, DAY, "no time"), LINE.replace("[ ]", "[-]")),
        (replace(RFC, what="Write it"), LINE.replace("Write the RFC", "Write it")),
        (replace(RFC, ref="m2pa9", what="Other"), LINE),
    ],
)
def test_no_other_byte_changes(record: Commitment, expected: str) -> None:
    """Neither around the line nor in it."""
    around = "\ufeff---\nkind: o3\n---\ntext ^k3f7w\r\n- bullet ^k3f7w\n{}\tlast ^k3f7w"
    assert put_in_step(read(around.format(LINE)), ALICE, record, at_home=True) == around.format(expected)


def test_boxes_that_are_folded_are_plain_bullets() -> None:
    """Those, and no others; what is nested in them stays so."""
    text = f"{LINE}  - [ ] nested\n- [ ]   wide ^m2pa9\n{LINE}"
    note = read(text)
    first, _, wide, _ = list_boxes(note, ALICE)
    folded = fold_boxes(note.text, [first, wide])
    assert folded == f"{LINE.replace('[ ] ', '')}  - [ ] nested\n- wide ^m2pa9\n{LINE}"


def test_a_bullet_says_what_it_said_when_it_was_folded() -> None:
    """Where no checkbox of the ref stands beside it."""
    bullet = LINE.replace("[ ] ", "")
    assert find_bullet_values(read(f"- other\n{bullet}"), ALICE, "k3f7w") == SAID
    assert find_bullet_values(read(f"{bullet}{LINE}"), ALICE, "k3f7w") is None
    assert find_bullet_values(read("- other\n"), ALICE, "k3f7w") is None


def test_unfolding_takes_folding_back() -> None:
    """For bullets of the records that are given; a closed one's stays, and so do bullets of the user's own."""
    text = f"{LINE}- [ ] Other ^m2pa9\n"
    note = read(text)
    folded = fold_boxes(text, list_boxes(note, ALICE))
    assert unfold_views(read(folded), ALICE, {"k3f7w": RFC, "m2pa9": Commitment("m2pa9", "Other")}) == text
    assert unfold_views(read(folded), ALICE, {"k3f7w": RFC}) == text.replace("- [ ] Other", "- Other")
    own = "- we talked about it ^k3f7w\n- Write the RFC\n- [-] Write the RFC ^k3f7w\n"
    assert unfold_views(read(own), ALICE, {"k3f7w": RFC, "": RFC}) == own


def test_an_unfolded_view_is_in_step() -> None:
    """The bullet may have been written before the date changed."""
    moved = promise_for(RFC, date(2026, 12, 4))
    unfolded = unfold_views(read(LINE.replace("[ ] ", "")), ALICE, {"k3f7w": moved})
    assert unfolded == LINE.replace("2026-11-27", "2026-12-04")


def test_a_ref_is_renamed_in_every_line_that_shows_it() -> None:
    """Checkboxes and bullets; with words, only where they say just that. Text about it stays."""
    text = (
        f"{LINE}- [x] tests ^k3f7w ^37066d\n- Write the RFC ^k3f7w\nsee ^k3f7w\n- [ ] no ref\n- ^k3f7w in the middle\n"
    )
    renamed = rename_ref(read(text), ALICE, "k3f7w", "m2pa9", None)
    assert renamed.count("^m2pa9") == 3
    assert "see ^k3f7w\n- [ ] no ref\n- ^k3f7w in the middle\n" in renamed
    only = rename_ref(read(text), ALICE, "k3f7w", "m2pa9", "tests")
    assert only == text.replace("tests ^k3f7w", "tests ^m2pa9")
