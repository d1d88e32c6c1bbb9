from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

import pytest

from o3cli.adapters.notes.commitment_records import add_commitments, change_commitment, read_records
from o3cli.adapters.notes.front_matter import read_front_matter
from o3cli.domain.commitment import Commitment, State, Status
from o3cli.errors.notes import UnreadableNote
from tests.adapters.note_shapes import FIRST, SECOND, Shape, list_shapes
from tests.adapters.records import add_commitment
from tests.sizes import size

PATH = "people/alice/2026-11-20.md"
DAY = date(2026, 12, 1)
SHAPES = list(list_shapes())
ONE_LINE = ("braces in a block", "brackets on one line", "JSON")
OVER_LINES = "brackets over lines"
QUESTION_MARKS = "question marks"

# Each layout with each quoting has twelve variants: one of them is among the few, with other line ends each time.
SOME_SHAPES = SHAPES[:: size(11, 1)]


def read(text: str) -> tuple[Commitment, ...]:
    records = read_records(read_front_matter(text, PATH), PATH)
    assert records.problems == ()
    return tuple(record.commitment for record in records.items)


def split_lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def count_changed_lines(before: str, after: str) -> tuple[int, int]:
    """How many lines went and how many came; all others stand as they stood, byte by byte."""
    old, new = split_lines(before), split_lines(after)
    changes = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
    return sum(code[2] - code[1] for code in changes), sum(code[4] - code[3] for code in changes)


def change(shape: Shape, new: Commitment) -> tuple[int, int]:
    text = change_commitment(shape.text, FIRST, new, PATH)
    assert read(text) == (new, SECOND)
    assert change_commitment(text, new, FIRST, PATH).count("2026-11-27") == shape.text.count("2026-11-27")
    return count_changed_lines(shape.text, text)


def test_there_are_more_than_a_hundred_shapes_and_each_says_the_same() -> None:
    """However a note is written, it says what o3's own layout says."""
    assert len(SHAPES) > 1000
    assert {read(shape.text) for shape in SHAPES} == {(FIRST, SECOND)}
    assert len({(shape.layout, shape.what) for shape in SOME_SHAPES}) > 100


@pytest.mark.parametrize(
    "new",
    [
        replace(FIRST, status=Status(State.DONE, DAY)),
        replace(FIRST, due=DAY),
        replace(FIRST, owner="me"),
        replace(FIRST, owner="Łukasz van 't Hoff"),
        replace(FIRST, ref="zz9zz"),
        replace(FIRST, snooze=DAY),
    ],
)
def test_a_changed_value_changes_one_line(new: Commitment) -> None:
    """A status, a day, an owner or a ref is exchanged on its line; comments there stay."""
    for shape in SOME_SHAPES:
        assert change(shape, new) == (1, 1), shape


def test_new_lines_end_as_their_neighbours_do() -> None:
    """A file from Windows stays one; where both are mixed, a new line ends as the one above it."""
    for shape in SOME_SHAPES:
        for text in (
            change_commitment(shape.text, FIRST, replace(FIRST, made=DAY), PATH),
            add_commitment(shape.text, Commitment("n3w11", "x"), PATH),
            add_commitment(shape.text.replace("commitments", "promises", 1), Commitment("n3w11", "x"), PATH),
        ):
            if "\r\n" not in shape.text:
                assert "\r" not in text
            elif not re.search(r"(?<!\r)\n", shape.text):
                assert not re.search(r"(?<!\r)\n", text)


def test_a_comment_beside_a_changed_value_stays() -> None:
    """What is written behind a status on its line is still there once it is done."""
    done = replace(FIRST, status=Status(State.DONE, DAY))
    for shape in SOME_SHAPES:
        text = change_commitment(shape.text, FIRST, done, PATH)
        assert text.count("# é") == shape.text.count("# é")
        assert "done 2026-12-01" in text


def test_a_new_what_replaces_the_lines_of_the_old_one() -> None:
    """Other words take one line in double quotes, wherever the old ones stood; empty lines around them stay."""
    for shape in SOME_SHAPES:
        assert change(shape, replace(FIRST, what='Say "no": #3 \\ 😀')) == (shape.what_lines, 1), shape


@pytest.mark.parametrize(
    "new",
    [
        replace(FIRST, made=DAY),
        replace(FIRST, was_due=(DAY,)),
        replace(FIRST, was_due=(DAY, DAY)),
        replace(FIRST, why="No: #time"),
    ],
)
def test_a_new_field_adds_a_line(new: Commitment) -> None:
    """In a block it comes on a line of its own; within braces, on the line of the last field."""
    for shape in SOME_SHAPES:
        expected = (1, 1) if shape.layout in (*ONE_LINE, OVER_LINES) else (0, 1)
        assert change(shape, new) == expected, shape


def test_a_removed_field_takes_its_line_along() -> None:
    """Its line goes, or its part of the braces (with the comma before it)."""
    for shape in SOME_SHAPES:
        expected = (1, 1) if shape.layout in (*ONE_LINE, QUESTION_MARKS) else (1, 0)
        assert change(shape, replace(FIRST, snooze=None)) == ((2, 1) if shape.layout == OVER_LINES else expected), shape


def test_a_removed_field_leaves_its_comment() -> None:
    """A line with a comment stays, and the field on it becomes null."""
    for shape in SOME_SHAPES:
        stays = shape.layout in (*ONE_LINE, QUESTION_MARKS) or (shape.has_comments and shape.layout != OVER_LINES)
        assert change(shape, replace(FIRST, due=None)) == ((1, 1) if stays else (1, 0)), shape


def test_a_new_commitment_adds_its_lines() -> None:
    """It comes last: in a block with a line for each field and an empty one, in brackets on the last item's line."""
    new = Commitment("n3w11", "New: é 😀", due=DAY)
    for shape in SOME_SHAPES:
        text = add_commitment(shape.text, new, PATH)
        assert read(text) == (FIRST, SECOND, new)
        in_brackets = shape.layout in ("brackets on one line", OVER_LINES, "JSON")
        assert count_changed_lines(shape.text, text) == ((1, 1) if in_brackets else (0, 6)), shape


def test_several_changes_at_once() -> None:
    """Closing, postponing and rewording in one go changes what each of them changes."""
    dropped = Status(State.DROPPED, DAY)
    new = replace(FIRST, status=dropped, why="no", due=DAY, was_due=(date(2026, 11, 27),), snooze=None)
    for shape in SOME_SHAPES:
        assert read(change_commitment(shape.text, FIRST, new, PATH)) == (new, SECOND)


NOTE = """\
---
with: alice
date: 2026-11-20
kind: o3
mood: 4
commitments:
  - id: k3f7w
    status: open
    owner: me
    what: "Send the draft of the career ladder"
    due: 2026-11-27

---
# Alice
"""
DRAFT = Commitment("k3f7w", "Send the draft of the career ladder", due=date(2026, 11, 27))


def put(front_matter: str) -> str:
    return f"---\n{front_matter}---\n# Alice\n"


def test_the_layout_of_a_new_commitment() -> None:
    """Block style, `id` and `status` first, one field per line, an empty line below: what git merges best."""
    everything = Commitment(
        "m2pa9",
        "Write the RFC",
        "alice",
        Status(State.DROPPED, date(2026, 11, 24)),
        due=date(2026, 12, 1),
        was_due=(date(2026, 11, 20), date(2026, 11, 27)),
        snooze=date(2026, 11, 22),
        why="Somebody else did",
        made=date(2026, 11, 13),
    )
    assert add_commitment(NOTE, everything, PATH) == NOTE.replace(
        "\n\n---\n",
        """

  - id: m2pa9
    status: dropped 2026-11-24
    owner: alice
    what: "Write the RFC"
    due: 2026-12-01
    made: 2026-11-13
    snooze: 2026-11-22
    was_due: [2026-11-20, 2026-11-27]
    why: "Somebody else did"

---
""",
    )


def test_comments_of_the_last_commitment_stay_with_it() -> None:
    """Those that are indented like its fields, across empty lines; the next one below is not its own."""
    last = "  - id: a1\n    what: x\n    # one\n\n   # two\n"
    text = put(f"commitments:\n{last}\n  # not its own\n# nor this\nmood: 3\n")
    new = '  - id: b2\n    status: open\n    owner: me\n    what: "y"\n'
    assert add_commitment(text, Commitment("b2", "y"), PATH) == text.replace(last, f"{last}\n{new}")


RECORD = """\
  - id: k3f7w
    status: open
    owner: me
    what: "Send the draft of the career ladder"
    due: 2026-11-27

"""
BRACES = '{id: k3f7w, status: open, owner: me, what: "Send the draft of the career ladder", due: 2026-11-27}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"---\ncommitments:\n{RECORD}---\n"),
        ("\ufeff", f"\ufeff---\ncommitments:\n{RECORD}---\n"),
        ("# Alice", f"---\ncommitments:\n{RECORD}---\n# Alice"),
        ("# Alice\r\n", f"---\ncommitments:\n{RECORD}---\n".replace("\n", "\r\n") + "# Alice\r\n"),
        ("---\n---\n", f"---\ncommitments:\n{RECORD}---\n"),
        ("---\r\n---", f"---\ncommitments:\n{RECORD}".replace("\n", "\r\n") + "---"),
        ("---\n# of alice\n\n...\n", f"---\n# of alice\n\ncommitments:\n{RECORD}...\n"),
        (put("kind: o3\n"), put(f"kind: o3\ncommitments:\n{RECORD}")),
        (put("  kind: o3\n"), put("  kind: o3\n  commitments:\n" + re.sub("(?m)^  ", "    ", RECORD))),
        (put("kind: |+\n  o3\n\n"), put(f"kind: |+\n  o3\n\ncommitments:\n{RECORD}")),
        (put("commitments:\n"), put(f"commitments:\n{RECORD}")),
        (put("commitments:  # of both\nmood: 3\n"), put(f"commitments:  # of both\n{RECORD}mood: 3\n")),
        (put("commitments: null # of both\n"), put(f"commitments: # of both\n{RECORD}")),
        (put("commitments: ~\n"), put(f"commitments:\n{RECORD}")),
        (put("commitments: []\nmood: 3\n"), put(f"commitments:\n{RECORD}mood: 3\n")),
        (put("commitments: [ ] # none\n"), put(f"commitments: # none\n{RECORD}")),
        (put("commitments:\n  []\n"), put(f"commitments:\n\n{RECORD}")),
        (put("commitments: [ # none\n]\n"), put(f"commitments: [{BRACES} # none\n]\n")),
        (put("{kind: o3}\n"), put(f"{{kind: o3, commitments: [{BRACES}]}}\n")),
        (put("{}\n"), put(f"{{commitments: [{BRACES}]}}\n")),
        (put("{kind: o3, commitments: null}\n"), put(f"{{kind: o3, commitments: [{BRACES}]}}\n")),
        (put("{commitments: [], kind: o3}\n"), put(f"{{commitments: [{BRACES}], kind: o3}}\n")),
    ],
)
def test_the_first_commitment_of_a_note(before: str, after: str) -> None:
    """The list, and front matter for it, is made where it is missing, by added lines."""
    assert add_commitment(before, DRAFT, PATH) == after
    assert read(after) == (DRAFT,)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    was_due: 2026-11-01\n", "    was_due: [2026-11-01, 2026-11-08]\n"),
        ("    was_due: [2026-11-01] # once\n", "    was_due: [2026-11-01, 2026-11-08] # once\n"),
        (
            "    was_due:\n      - 2026-11-01 # once\n",
            "    was_due:\n      - 2026-11-01 # once\n      - 2026-11-08\n",
        ),
        ("    was_due:\n    - 2026-11-01\n", "    was_due:\n    - 2026-11-01\n    - 2026-11-08\n"),
    ],
)
def test_a_due_date_that_is_given_up_joins_the_others(before: str, after: str) -> None:
    """The old dates stay as they are written."""
    text = put("commitments:\n  - id: a1\n    what: x\n" + before)
    (old,) = read(text)
    new = replace(old, was_due=(date(2026, 11, 1), date(2026, 11, 8)))
    assert change_commitment(text, old, new, PATH) == text.replace(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("was_due: [2026-11-01, 2026-11-08] # two", "was_due: 2026-11-08 # two"),
        ("was_due:\n      - 2026-11-01\n      - 2026-11-08 # last", "was_due: 2026-11-08 # last"),
    ],
)
def test_a_shorter_list_is_written_anew(before: str, after: str) -> None:
    """What is not an addition replaces the list; a comment behind it stays."""
    text = put(f"commitments:\n  - id: a1\n    what: x\n    {before}\n    due: 2026-12-01\n")
    (old,) = read(text)
    new = replace(old, was_due=(date(2026, 11, 8),))
    assert change_commitment(text, old, new, PATH) == text.replace(before, after)


def test_a_list_with_a_comment_in_it_is_not_written_anew() -> None:
    """A comment would go with the list: that is for a person to do."""
    text = put("commitments:\n  - id: a1\n    what: x\n    was_due:\n      - 2026-11-01 # once\n      - 2026-11-08\n")
    (old,) = read(text)
    with pytest.raises(UnreadableNote) as refusal:
        change_commitment(text, old, replace(old, was_due=()), PATH)
    assert refusal.value.message == f"{PATH}:6: can't be changed safely: a comment stands within the value"


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        ("snooze: 2026-11-25\n    id: a1\n    what: x", "snooze: null\n    id: a1\n    what: x"),
        ("{snooze: 2026-11-25, id: a1, what: x}", "{id: a1, what: x}"),
        ("{id: a1, snooze: 2026-11-25, what: x}", "{id: a1, what: x}"),
        ("{id: a1, what: x, snooze: 2026-11-25}", "{id: a1, what: x}"),
        ("{id: a1, what: x, # ?\n     snooze: 2026-11-25}", "{id: a1, what: x, # ?\n     snooze: null}"),
        ("{id: a1, snooze: 2026-11-25, # ?\n     what: x}", "{id: a1, snooze: null, # ?\n     what: x}"),
        ("id: a1\n    what: x\n    snooze: # ?\n      2026-11-25", "id: a1\n    what: x\n    snooze: # ?\n      null"),
        ("id: a1\n    what: x\n    snooze: >- # ?\n      2026-11-25", "id: a1\n    what: x\n    snooze: null # ?"),
        ("id: a1\n    what: x\n    snooze: >-\n      2026-11-25", "id: a1\n    what: x"),
    ],
)
def test_what_else_stands_where_a_field_is_removed(fields: str, after: str) -> None:
    """A dash and a comment stay, and the field keeps no value; nothing else goes."""
    text = put(f"commitments:\n  - {fields}\n  - id: b2\n    what: y\n")
    old = read(text)[0]
    assert old.snooze
    assert change_commitment(text, old, replace(old, snooze=None), PATH) == text.replace(fields, after)


@pytest.mark.parametrize("empty", ["due:", "due: # when?", "due: ~", "due: null # when?"])
def test_a_field_without_a_value_is_given_one_where_it_stands(empty: str) -> None:
    """No second `due` comes into the record."""
    text = put(f"commitments:\n  - id: a1\n    {empty}\n    what: x\n")
    (old,) = read(text)
    new = change_commitment(text, old, replace(old, due=DAY), PATH)
    assert count_changed_lines(text, new) == (1, 1)
    assert "    due: 2026-12-01" in new
    assert ("# when?" in new) == ("# when?" in text)


def test_nothing_to_change_changes_nothing() -> None:
    """The same fields give the same text, also where they are written in another way."""
    for shape in SOME_SHAPES:
        assert change_commitment(shape.text, FIRST, FIRST, PATH) == shape.text
        assert change_commitment(shape.text, replace(FIRST, why="gone"), FIRST, PATH) == shape.text


def test_a_commitment_typed_by_hand_is_given_an_id() -> None:
    """An item without one is found by what it says, and the id comes below its fields."""
    text = put("commitments:\n  - what: Write the RFC\n    owner: bob\n  - what: Read it\n")
    assert read(text) == (Commitment("", "Write the RFC", "bob"), Commitment("", "Read it"))
    old = read(text)[1]
    text = change_commitment(text, old, replace(old, ref="k3f7w"), PATH)
    assert text == put("commitments:\n  - what: Write the RFC\n    owner: bob\n  - what: Read it\n    id: k3f7w\n")


def test_of_two_that_say_the_same_the_first_is_given_the_id() -> None:
    """Nobody can tell them apart, so either is right."""
    text = put("commitments:\n  - what: x\n  - what: x\n")
    changed = change_commitment(text, Commitment("", "x"), Commitment("a1", "x"), PATH)
    assert changed == text.replace("what: x\n", "what: x\n    id: a1\n", 1)


def refuse(text: str, old: Commitment, new: Commitment) -> str:
    with pytest.raises(UnreadableNote) as refusal:
        change_commitment(text, old, new, PATH)
    assert refusal.value.problem.path == PATH
    return f"{refusal.value.problem.line}: {refusal.value.problem.message}"


TWO = "commitments:\n  - id: a1\n    what: x\n  - id: b2\n    what: y\n"


def test_a_commitment_that_is_not_there_is_not_guessed() -> None:
    """Another note, or one that was edited since."""
    old = Commitment("c3", "x")
    assert refuse(put(TWO), old, replace(old, due=DAY)) == (
        "1: can't be changed safely: the commitment is not there, or cannot be read"
    )
    assert refuse("# Alice\n", old, replace(old, due=DAY)).startswith("1: can't be changed safely")
    assert refuse(put(TWO), Commitment("", "z"), Commitment("c3", "z")).startswith("1: can't be changed safely")


def test_a_commitment_that_cannot_be_read_is_not_changed() -> None:
    """Its line is named; the others can be changed all the same."""
    text = put(TWO.replace("what: x", "what: x\n    due: soon"))
    assert refuse(text, Commitment("a1", "x"), Commitment("a1", "x", due=DAY)) == (
        "3: can't be changed safely: the commitment is not there, or cannot be read"
    )
    assert "due: 2026-12-01" in change_commitment(text, Commitment("b2", "y"), Commitment("b2", "y", due=DAY), PATH)


def test_two_items_with_one_id_are_not_told_apart() -> None:
    """Not even where only one of them can be read."""
    for twin in ("  - id: a1\n    what: y\n", "  - {id: a1}\n"):
        text = put("commitments:\n  - id: a1\n    what: x\n" + twin)
        assert refuse(text, Commitment("a1", "x"), Commitment("a1", "x", due=DAY)) == (
            "5: can't be changed safely: two commitments have this `id`"
        )


def test_an_id_is_not_given_twice() -> None:
    """A new commitment, or one that is renamed, takes no ref that stands in the note."""
    message = "5: can't be changed safely: its `id` is in use"
    assert refuse(put(TWO), Commitment("a1", "x"), Commitment("b2", "x")) == message
    with pytest.raises(UnreadableNote) as refusal:
        add_commitment(put(TWO), Commitment("b2", "z"), PATH)
    assert refusal.value.message == f"{PATH}:{message}"


@pytest.mark.parametrize("value", ["soon", "{a1: x}", '""', "|\n  - id: a1"])
def test_commitments_that_are_no_list_are_not_added_to(value: str) -> None:
    """What the user meant there is the user's to say."""
    with pytest.raises(UnreadableNote) as refusal:
        add_commitment(put(f"commitments: {value}\n"), DRAFT, PATH)
    assert refusal.value.message == f"{PATH}:2: can't be changed safely: `commitments` is no list"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (NOTE + "<<<<<<< HEAD\n", 15),
        (NOTE + "- x\n>>>>>>> theirs\n", 16),
        (NOTE.replace("---\n", "--\n", 1), 6),
        (NOTE.replace("mood: 4\n", "mood: 4\n---\n"), 7),
        (NOTE.replace("    due", "---\n    due"), 12),
    ],
)
def test_a_note_that_is_torn_is_not_changed(text: str, line: int) -> None:
    """Where a merge is unfinished or a fence is misplaced, nothing is added either."""
    with pytest.raises(UnreadableNote) as refusal:
        add_commitment(text, Commitment("zz9", "x"), PATH)
    assert refusal.value.problem.line == line
    assert refusal.value.message.startswith(f"{PATH}:{line}: can't be changed safely: ")


def test_a_note_with_a_key_twice_is_not_changed() -> None:
    """Not even where the key is deep in something that o3 does not know."""
    text = put("x: {y: 1, y: 2}\ncommitments:\n  - id: a1\n    what: x\n")
    assert refuse(text, Commitment("a1", "x"), Commitment("a1", "y")) == (
        "2: a key that stood there before: expected each key once"
    )


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        # Keys without a colon: a value has no place there.
        ("id: a1\n    ? due\n    what: x", 5),
        ("? id\n    : a1\n    ? what\n    : x\n    ? due", 8),
        ("{id: a1, what: x, due}", 3),
        # Blanks that belong to a text: a line below them would cut them off.
        ("id: a1\n    what: x\n    z: |\n      y\n       ", 7),
    ],
)
def test_a_place_that_is_none_is_found_out(fields: str, line: int) -> None:
    """The result is read again before anybody gets it; where it says anything else, nothing is changed."""
    text = put(f"commitments:\n  - {fields}\n")
    old = Commitment("a1", "x")
    assert read(text) == (old,)
    assert refuse(text, old, replace(old, due=DAY)) == f"{line}: can't be changed safely: edit it by hand"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{id: a1, due: , what: x}", "{id: a1, due: 2026-12-01 , what: x}"),
        ('{id: a1, what: x, "due":}', '{id: a1, what: x, "due": 2026-12-01}'),
        ("\n    id: a1\n    what: x", "\n    id: a1\n    what: x\n    due: 2026-12-01"),
        ("id: a1\n    what: x # c\n    # d", "id: a1\n    what: x # c\n    due: 2026-12-01\n    # d"),
        ("id: a1\n    what: x\n... # the end", "id: a1\n    what: x\n    due: 2026-12-01\n... # the end"),
        (
            "id: a1\n    what: x\n    z: |+\n      y\n\n",
            "id: a1\n    what: x\n    z: |+\n      y\n\n\n    due: 2026-12-01",
        ),
    ],
)
def test_unusual_yaml_is_changed_in_its_own_way(before: str, after: str) -> None:
    """Empty values, items below their dash, the end of a document, texts that keep their empty lines."""
    text = put(f"commitments:\n  - {before}\n")
    (old,) = read(text)
    assert change_commitment(text, old, replace(old, due=DAY), PATH) == put(f"commitments:\n  - {after}\n")


def test_a_list_below_the_end_of_a_document_is_found_out() -> None:
    """What is added at the end of front matter has to be within it."""
    with pytest.raises(UnreadableNote) as refusal:
        add_commitment(put("kind: o3\n... # the end\n"), DRAFT, PATH)
    assert refusal.value.message == f"{PATH}:4: can't be changed safely: edit it by hand"


def test_new_commitments_have_refs_of_their_own() -> None:
    """Two with one ref are refused before they get into a note."""
    with pytest.raises(UnreadableNote, match="the same `id`"):
        add_commitments(NOTE, [Commitment("zz9zz", "x"), Commitment("zz9zz", "y")], PATH)
