"""The front matter of an `about.md` without YAML says what YAML says of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.adapters.notes.front_matter import parse_fields
from o3cli.adapters.notes.plain_about import find_plain_about
from o3cli.domain.slots.slot_fields import format_slot
from o3cli.errors.notes import UnreadableNote
from tests.sizes import size
from tests.slot_strategies import slots

ABOUT = """\
name: "Alice Martin"
aliases:
  - lili
  - "A. M."
role: report
slots:
  - id: k3v9q2m7xw4d
    every: 1st,last wed
    at: "10:30"
    tz: Europe/Paris
    changes:
      - {on: 2026-02-10, to: "2026-02-11 16:30", why: "a \\"strike\\""}
      - {on: 2026-04-07, cancelled: true}

  - id: m3v9q2m7xw4d
    every: FREQ=MONTHLY;BYMONTHDAY=15

leave:
  - {from: 2026-08-03, to: 2026-08-21}
every: 2 weeks
"""


def make_plain(value: object) -> object:
    """Tuples for lists, and nothing for an empty one, so that both readers' values compare."""
    if isinstance(value, Mapping):
        return {key: make_plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(make_plain(inner) for inner in value) or None
    return value


def read_by_yaml(source: str) -> object:
    return make_plain(parse_fields(f"---\n{source}---\n").values)


def test_what_o3_writes_is_read_without_yaml() -> None:
    """Lists of texts, slots with their changes, leave; with either line end."""
    assert make_plain(find_plain_about(ABOUT)) == read_by_yaml(ABOUT)
    assert make_plain(find_plain_about(ABOUT.replace("\n", "\r\n"))) == read_by_yaml(ABOUT)


@given(st.lists(slots(), max_size=3))
def test_every_slot_is_read_without_yaml(some: list) -> None:  # type: ignore[type-arg]
    """Whatever the slot: the layout that o3 writes is the one that is read quickly, and says the same."""
    lines = [f"  {line}\n" for slot in some for line in [*format_slot(slot)]]
    source = "".join(["name: Alice\n", *(["slots:\n", *lines] if lines else [])])
    assert make_plain(find_plain_about(source)) == read_by_yaml(source)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - lili\n", "  - lili # so\n"),
        ("  - lili\n", "  - *lili\n"),
        ("  - lili\n", "  - null\n"),
        ("  - lili\n", "   - lili\n"),
        ("  - lili\n", "  - lili\n    - lulu\n"),
        ("  - lili\n", "  - 'lili'\n"),
        ("  - lili\n", '  - "li\u2028li"\n'),
        ("  - lili\n", '  - "li\\x41"\n'),
        ("    at:", "    id:"),
        ("    at:", "    at\u00a0:"),
        ("tz: Europe/Paris", "tz: [Europe/Paris]"),
        ("{on: 2026-04-07, cancelled: true}", "{on: 2026-04-07, on: true}"),
        ("{on: 2026-04-07, cancelled: true}", "{on: 2026-04-07, cancelled: true, }"),
        ("{on: 2026-04-07, cancelled: true}", "{on: 2026-04-07, x, cancelled: true}"),
        ("{on: 2026-04-07, cancelled: true}", "{on: 2026-04-07, cancelled: [true]}"),
        ("role: report\n", "slots:\n  - a\n"),
        ("role: report\n", "leave: []\n"),
        ("every: 2 weeks\n", "every: |\n  2 weeks\n"),
    ],
)
def test_anything_else_is_left_to_yaml(old: str, new: str) -> None:
    """A comment, an anchor, a nested list, a key twice: none of it is guessed at."""
    assert old in ABOUT
    assert find_plain_about(ABOUT.replace(old, new, 1)) is None


def test_a_key_without_a_list_below_it_has_none() -> None:
    """Where YAML has nothing, there is an empty list: of both there is no item."""
    assert find_plain_about("slots:\n  - id: k3v9q2m7xw4d\n    changes:\n") == {
        "slots": ({"id": "k3v9q2m7xw4d", "changes": []},)
    }


@given(st.data())
def test_a_changed_file_is_read_alike_or_not_at_all(data: st.DataObject) -> None:
    """Some characters put somewhere into the file: where the quick reader reads it, YAML reads the very same."""
    text = ABOUT
    for _ in range(data.draw(st.integers(1, size(2, 4)))):
        place = data.draw(st.integers(0, len(text)))
        more = data.draw(st.text(st.sampled_from(" \n-:,{}[]\"'\\#&*!|>ax1\r\t\u2028=%@`?"), max_size=4))
        text = text[:place] + more + text[place + data.draw(st.integers(0, 3)) :]
    plain = find_plain_about(text)
    if plain is not None:
        try:
            by_yaml = read_by_yaml(text)
        except UnreadableNote as error:
            raise AssertionError(repr(text)) from error
        assert make_plain(plain) == by_yaml
