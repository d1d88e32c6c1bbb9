from __future__ import annotations

import pytest

from o3cli.adapters.notes.front_matter import parse_fields
from o3cli.adapters.notes.front_matter_edit import set_field
from o3cli.adapters.notes.yaml_text import Quoted
from o3cli.errors.notes import UnreadableNote

ABOUT = """\
---
name: Alice Martin   # née Blanc
aliases: [ali, "Al B"]
slots:
  - {on: tue, at: "10:30"}
# since May
role: report
---
# Alice
"""


@pytest.mark.parametrize(
    ("key", "value", "before", "after"),
    [
        ("name", "Alice Blanc", "Alice Martin ", '"Alice Blanc" '),
        ("role", "peer", "report", "peer"),
        ("role", Quoted("peer"), "report", '"peer"'),
        ("role", None, "role: report\n", ""),
        ("name", None, "Alice Martin ", "null "),
        ("aliases", None, 'aliases: [ali, "Al B"]\n', ""),
        ("aliases", (), '[ali, "Al B"]', "[]"),
        ("aliases", ("ali",), '[ali, "Al B"]', "[ali]"),
        ("aliases", ("ali", "Al B", "no"), '[ali, "Al B"]', '[ali, "Al B", "no"]'),
        ("kind", "one-to-one", "role: report\n", "role: report\nkind: one-to-one\n"),
        ("members", ("a", "b c"), "role: report\n", 'role: report\nmembers: [a, "b c"]\n'),
        ("name", "Alice Martin", "", ""),
        ("aliases", ("ali", "Al B"), "", ""),
        ("kind", None, "", ""),
    ],
)
def test_a_field_is_set_where_it_stands(key: str, value: str | tuple[str, ...] | None, before: str, after: str) -> None:
    """A value is exchanged, a new field comes last, one that goes takes its line along; what is said already stays."""
    text = set_field(ABOUT, key, value)
    assert text == ABOUT.replace(before, after, 1)
    expected = list(value) if isinstance(value, tuple) else value
    assert parse_fields(text).values.get(key) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "---\nrole: peer\n---\n"),
        ("\ufeff# Alice\r\n", "\ufeff---\r\nrole: peer\r\n---\r\n# Alice\r\n"),
        ("---\r\n---\r\n", "---\r\nrole: peer\r\n---\r\n"),
        ("---\n# of alice\n---\n", "---\n# of alice\nrole: peer\n---\n"),
        ("---\n{name: Alice}\n---\n", "---\n{name: Alice, role: peer}\n---\n"),
        ("---\n  name: Alice\n---\n", "---\n  name: Alice\n  role: peer\n---\n"),
        ("---\nname: |+\n  Alice\n\n---\n", "---\nname: |+\n  Alice\n\nrole: peer\n---\n"),
    ],
)
def test_the_first_field_makes_what_it_needs(before: str, after: str) -> None:
    """Fences where there are none, in the file's line ends."""
    assert set_field(before, "role", "peer") == after
    assert set_field(before, "role", None) == before


def test_a_field_of_several_lines_goes_with_all_of_them() -> None:
    """A list below its key, and a text in a block."""
    text = "---\nslots:\n  - on: tue\n    at: |\n      10:30\n\n  - on: wed\nname: x\n---\n"
    assert set_field(text, "slots", None) == "---\nname: x\n---\n"
    assert set_field("---\na: >-\n  b\n  c\n---\n", "a", None) == "---\n---\n"


def test_the_only_field_in_braces_keeps_no_value() -> None:
    """Braces without a field are no front matter."""
    assert set_field("---\n{name: x}\n---\n", "name", None) == "---\n{name: null}\n---\n"


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("---\nslots:\n  # weekly\n  - {on: tue}\n---\n", "slots", 4),
        ("---\nname: x\naliases: [a, # short\n  b]\n---\n", "aliases", 3),
    ],
)
def test_a_comment_within_a_value_is_not_thrown_away(text: str, key: str, line: int) -> None:
    """Neither to remove the value nor to write another one."""
    for value in (None, "x", ("x",)):
        with pytest.raises(UnreadableNote) as refusal:
            set_field(text, key, value, "people/alice/about.md")
        assert refusal.value.message == (
            f"people/alice/about.md:{line}: can't be changed safely: a comment stands within the value"
        )


def test_front_matter_that_cannot_be_read_is_not_changed() -> None:
    """It is named as it is when it is read."""
    with pytest.raises(UnreadableNote) as refusal:
        set_field("---\nname: a: b\n---\n", "name", "x", "people/alice/about.md")
    assert refusal.value.problem.line == 2
