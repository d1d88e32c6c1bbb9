from __future__ import annotations

import pytest

from o3cli.adapters.notes.front_matter import Fields, parse_fields, read_front_matter
from o3cli.errors.notes import UnreadableNote

ABOUT = "people/alice/about.md"


def test_fields_are_text_lists_and_maps_with_their_lines() -> None:
    """Whatever o3 knows of them, and however they are written."""
    text = """\
---
name: Alice Martin
aliases: [ali, "Al B"]

# from next year
role:
goals:
  - what: |
      Speak at
      a meetup
    due: 2027-06-30
  - what: ~
'kind' : 007
---
# Alice
"""
    assert parse_fields(text) == Fields(
        {
            "name": "Alice Martin",
            "aliases": ["ali", "Al B"],
            "role": None,
            "goals": [{"what": "Speak at\na meetup\n", "due": "2027-06-30"}, {"what": None}],
            "kind": "007",
        },
        {"name": 2, "aliases": 3, "role": 6, "goals": 7, "kind": 13},
    )


@pytest.mark.parametrize("text", ["", "# Alice\n", "---\n---\n", "---\n# nobody\n---\n", "\ufeff---\r\n\r\n...\r\n"])
def test_no_front_matter_has_no_fields(text: str) -> None:
    """Nor has front matter with nothing in it."""
    assert parse_fields(text) == Fields({}, {})


@pytest.mark.parametrize("name", ["content", "handler", "self", "text", "encoding", "metadata", "defaults"])
def test_a_field_can_have_any_name(name: str) -> None:
    """Also those that python-frontmatter uses for its own."""
    assert parse_fields(f"---\n{name}: x\n---\n{{body}}\n").values == {name: "x"}


def test_the_tree_counts_in_characters_of_the_file() -> None:
    """A BOM, blanks that are stripped elsewhere, line ends of Windows and characters of many bytes are all counted."""
    text = "\ufeff\r\n\r\n---\r\nå: 😀\r\nname: Zoé\r\n---\r\n \r\n# Zoé \r\n\r\n"
    front_matter = read_front_matter(text, ABOUT)
    assert front_matter.root
    name = front_matter.root.find("name")
    assert name
    assert text[name.start : name.end] == "Zoé"
    assert front_matter.text is text
    assert front_matter.fences
    assert text[front_matter.fences.body_start :] == " \r\n# Zoé \r\n\r\n"


@pytest.mark.parametrize(
    ("front_matter", "message"),
    [
        ("- a\n- b\n", "2: front matter that is not made of lines `key: value`"),
        ("\nalice\n", "3: front matter that is not made of lines `key: value`"),
        ("~\n", "2: front matter that is not made of lines `key: value`"),
        ("a: b\nc: d\na: e\n", "4: a key that stood there before: expected each key once"),
        ("a: b\nc: {d: e,\n  d: f}\n", "4: a key that stood there before: expected each key once"),
        ("a:\n  - b\n  - {d: e, 'd': f}\n", "4: a key that stood there before: expected each key once"),
        ("a: b\nc\n", "3: not YAML: look at the indentation, the quotes and the brackets here"),
        (
            "a: b\n=======\nc: d\n",
            "3: an unfinished merge: keep what is right and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
        ),
    ],
)
def test_what_is_not_read_is_named_by_its_line(front_matter: str, message: str) -> None:
    """Nothing is swallowed: not a list where a map is expected, nor the first of two values."""
    with pytest.raises(UnreadableNote) as error:
        parse_fields(f"---\n{front_matter}---\n", ABOUT)
    assert error.value.message == f"{ABOUT}:{message}"
