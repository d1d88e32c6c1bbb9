from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o3cli.adapters.notes.commitment_records import read_records
from o3cli.adapters.notes.front_matter import parse_fields, read_front_matter
from o3cli.adapters.notes.note_format import change_commitment
from o3cli.adapters.notes.plain_front_matter import PlainFrontMatter, find_plain_front_matter
from o3cli.domain.commitment import Commitment
from o3cli.errors.notes import UnreadableNote
from tests.adapters.notes.test_note_format import COMMITMENTS, EVERYTHING
from tests.adapters.records import add_commitment
from tests.sizes import size

PLAIN = """\
with: alice
date: 2026-11-20
kind: o3
place: "Café \\"Zoé\\""
mood:
aliases: [ali, "Al B"]
commitments:
  - id: k3f7w
    status: open
    owner: me
    what: "Send the draft: part #2"
    due: 2026-11-27

  - id: m2pa9
    status: dropped 2026-11-24
    owner: alice
    what: "Write \\\\o/ the \\"RFC\\""
    due: 2026-12-01
    made: 2026-11-13
    snooze: 2026-11-22
    was_due: [2026-11-20, 2026-11-27]
    why: "No time"

"""


def by_yaml(source: str) -> PlainFrontMatter | None:
    """The same, as YAML reads it; None where anything is wrong with it."""
    text = f"---\n{source}---\n"
    try:
        fields = parse_fields(text)
        records = read_records(read_front_matter(text, ""), "")
    except UnreadableNote:
        return None
    if records.problems:
        return None
    values: dict[str, Any] = dict(fields.values)
    values.pop("commitments", None)
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    lines = source.splitlines(keepends=True)
    starts = tuple(len("".join(lines[: record.line - 2])) for record in records.items)
    return PlainFrontMatter(values, tuple(record.commitment for record in records.items), starts)


def test_what_o3_writes_is_read() -> None:
    """Every field that o3 writes, in its layout."""
    plain = find_plain_front_matter(PLAIN)
    assert plain
    assert plain == by_yaml(PLAIN)
    assert len(plain.commitments) == 2
    assert plain.fields == {
        "with": "alice",
        "date": "2026-11-20",
        "kind": "o3",
        "place": 'Café "Zoé"',
        "mood": None,
        "aliases": ("ali", "Al B"),
    }
    assert [PLAIN[start:].split("\n")[0] for start in plain.starts] == ["  - id: k3f7w", "  - id: m2pa9"]


def test_line_ends_of_windows_are_read() -> None:
    """A checkout on Windows is no slower than any other."""
    plain = find_plain_front_matter(PLAIN.replace("\n", "\r\n"))
    assert plain
    assert plain[:2] == (find_plain_front_matter(PLAIN) or ())[:2]


@pytest.mark.parametrize("source", ["", "commitments:\n", "commitments: []\n", "commitments: []\nkind: o3\n"])
def test_no_commitments_are_none(source: str) -> None:
    """However that is said."""
    assert find_plain_front_matter(source) == by_yaml(source)
    assert find_plain_front_matter(source)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("kind: o3", "kind: null"),
        ("kind: o3", "kind: ~"),
        ("kind: o3", "kind: o3 # usual"),
        ("kind: o3", "kind:  o3"),
        ("kind: o3", "kind: 'o3'"),
        ("kind: o3", "kind: o3\nkind: o3"),
        ("kind: o3", "kind: o3\n  and more"),
        ("kind: o3", "kind: @o3"),
        ("kind: o3", "kind: o3: x"),
        ("kind: o3", "kind: [null]"),
        ("kind: o3", "kind: [a,b]"),
        ("kind: o3", f"{'k' * 65}: o3"),
        ("kind: o3", "# a comment"),
        ("kind: o3", "kind: |\n  o3"),
        ("mood:", "mood:\n- 4"),
        ("commitments:", "commitments: x"),
        ("commitments:", "commitments: []"),
        ("commitments:", 'commitments: ""'),
        ("  - id: k3f7w", "- id: k3f7w"),
        ("id: k3f7w", "id: m2pa9"),
        ("id: k3f7w", "id: null"),
        ("id: k3f7w", "id: k3 f7w"),
        ("status: open", "status: opened"),
        ("status: open", "status: done 2026-02-30"),
        ("owner: me", "owner:"),
        ("owner: me", "owner: null"),
        ("owner: me\n", ""),
        ('"Send the draft: part #2"', '""'),
        ('"Send the draft: part #2"', '"  "'),
        ('"Send the draft: part #2"', '"a\\tb"'),
        ('"Send the draft: part #2"', '"a\u2028b"'),
        ('"Send the draft: part #2"', '"a\x7fb"'),
        ('"Send the draft: part #2"', '"a" b'),
        ('"Send the draft: part #2"', "Send the draft"),
        ("due: 2026-11-27", "due: 2026-02-30"),
        ("due: 2026-11-27", "due: 0000-01-01"),
        ("due: 2026-11-27", "due: 2026-11-27\n    due: 2026-11-28"),
        ("made: 2026-11-13", "made: 2026-13-13"),
        ("made: 2026-11-13", "made: 2026-11-13\n    made: 2026-11-14"),
        ("[2026-11-20, 2026-11-27]", "[2026-11-20, 2026-11-31]"),
        ("[2026-11-20, 2026-11-27]", "[2026-11-20 , 2026-11-27]"),
        ("    why", "    x"),
        ("    why", "   why"),
    ],
)
def test_another_layout_is_declined(before: str, after: str) -> None:
    """It is YAML's to read, or to name what is wrong with it."""
    assert before in PLAIN
    assert find_plain_front_matter(PLAIN.replace(before, after, 1)) is None


@settings(max_examples=size(50, 20_000), deadline=None)
@given(st.lists(COMMITMENTS, max_size=3, unique_by=lambda commitment: commitment.ref))
def test_whatever_o3_adds_is_read_alike(commitments: list[Commitment]) -> None:
    """Plain or declined, but never another thing."""
    text = "---\nkind: o3\n---\n"
    for commitment in commitments:
        text = add_commitment(text, commitment)
    source = text[len("---\n") : -len("---\n")]
    assert find_plain_front_matter(source) in (None, by_yaml(source))


def test_what_o3_changes_stays_plain() -> None:
    """The fields of a commitment may come one after the other, in any order."""
    text = add_commitment("---\nkind: o3\n---\n", Commitment("m2pa9", "Write the RFC", "alice"))
    steps = [
        {"why": EVERYTHING.why},
        {"was_due": EVERYTHING.was_due},
        {"due": EVERYTHING.due},
        {"made": date(2026, 1, 2)},
    ]
    commitment = Commitment("m2pa9", "Write the RFC", "alice")
    for step in steps:
        fields = {name: getattr(commitment, name) for name in commitment.__slots__} | step
        changed = Commitment(**fields)
        text = change_commitment(text, commitment, changed)
        commitment = changed
        plain = find_plain_front_matter(text[len("---\n") : -len("---\n")])
        assert plain
        assert plain.commitments == (commitment,)


PIECES = st.sampled_from(
    [
        *"\n\r\t :-#,[]{}&*!|>'\"%@`?~\\\0\ufeff\u2028é😀0aZ_./²٣",
        "null",
        "  ",
        "\n  - ",
        "\n    ",
        ": ",
        " #",
        "\r\n",
        "---",
        '\\"',
    ]
)


@settings(max_examples=size(500, 100_000), deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(PLAIN)), st.integers(0, 8), st.lists(PIECES, max_size=2)), max_size=3))
def test_what_is_accepted_says_what_yaml_says(slips: list[tuple[int, int, list[str]]]) -> None:
    """Whatever is deleted or typed where: it declines, or agrees."""
    source = PLAIN
    for place, gone, typed in slips:
        source = source[:place] + "".join(typed) + source[place + gone :]
    source = source.replace("\n---", "\n--") + "\n"
    plain = find_plain_front_matter(source)
    if plain is not None:
        assert plain == by_yaml(source)


LINES = st.sampled_from(
    [
        *(
            "kind:",
            "kind: o3",
            'kind: "a b"',
            "kind: a - b",
            "kind: a ",
            "x: [a, b-c]",
            'x: ["", "a, b"]',
            "x: []",
            "y: 1",
            "",
        ),
        *(
            "y: ²",
            "y: ٣",
            "commitments:",
            "commitments: []",
            "  - id: a1",
            "  - id: 1e5",
            "  - id: b2",
            "    status: open",
        ),
        *(
            "    status: done",
            "    status: done 2026-02-03",
            "    owner: me",
            "    owner: no",
            '    what: "x"',
            '    what: " "',
        ),
        *(
            "    due: 2026-02-03",
            "    due: 2026-02-31",
            "    was_due: 2026-02-03",
            "    was_due: [2026-02-03]",
            '    why: ""',
        ),
        *(
            "    snooze: 2026-02-03",
            "    made: 2026-02-03",
            '    why: " y "',
            "  -",
            "    ",
            "# c",
            "z: a..b/c",
            "z: 'a'",
            "z: a: b",
        ),
    ]
)
RECORD = st.tuples(st.sampled_from(["a1", "b2", "c3"]), st.lists(LINES, max_size=3)).map(
    lambda parts: [f"  - id: {parts[0]}", "    status: open", "    owner: me", '    what: "x"', *parts[1]]
)


@settings(max_examples=size(500, 100_000), deadline=None)
@given(st.lists(LINES.map(lambda line: [line]) | RECORD | st.just(["commitments:"]), max_size=8))
def test_lines_in_any_order_are_read_alike(groups: list[list[str]]) -> None:
    """It declines, or agrees."""
    source = "".join(f"{line}\n" for lines in groups for line in lines)
    plain = find_plain_front_matter(source)
    if plain is not None:
        assert plain == by_yaml(source)
