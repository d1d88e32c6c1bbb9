from __future__ import annotations

import pytest

from o3cli.adapters.notes.yaml_tree import DEPTH_LIMIT, FaultyYamlError, ListNode, MapNode, Node, TextNode, compose
from tests.adapters.note_shapes import list_shapes


def read(source: str) -> Node | None:
    # Not at the start of the file, and with characters of several bytes and two code units before it.
    before = "é😀\r\n---\n"
    return compose(f"{before}{source}---\n", len(before), len(before) + len(source))


def list_scalars(node: Node | None) -> list[TextNode]:
    if isinstance(node, TextNode):
        return [node]
    if isinstance(node, ListNode):
        return [scalar for item in node.items for scalar in list_scalars(item)]
    if isinstance(node, MapNode):
        return [scalar for pair in node.pairs for part in pair for scalar in list_scalars(part)]
    return []


def test_every_value_is_the_text_that_stands_there() -> None:
    """No number, date, boolean or null is made of anything."""
    assert [scalar.text for scalar in list_scalars(read("[1e5, 00050, no, 2026-02-30, '~', ~, 12:30, 0x1F]\n"))] == [
        *("1e5", "00050", "no", "2026-02-30", "~", "~", "12:30", "0x1F")
    ]


def test_nothing_is_a_value_that_is_plain_and_empty_or_null() -> None:
    """Quotes make a text of it."""
    values = list_scalars(read("[~, null, Null, NULL, '', \"null\", nUll, 'x']\n"))
    assert [value.is_null for value in values] == [True, True, True, True, False, False, False, False]
    root = read("a:\nb: |\nc: x\n")
    assert isinstance(root, MapNode)
    assert [value.is_null for _, value in root.pairs if isinstance(value, TextNode)] == [True, False, False]


def test_a_text_stands_where_the_tree_says() -> None:
    """What is cut out of the file there is that text again, in each of a thousand ways to write a note."""
    for shape in list_shapes():
        start = shape.text.index("---") + 3
        end = shape.text.index("\n---") + 1
        scalars = list_scalars(compose(shape.text, start, end))
        assert len(scalars) >= 20
        for scalar in scalars:
            assert not shape.text[scalar.start].isspace()
            assert not shape.text[scalar.end - 1].isspace() or "+" in shape.text[scalar.start : scalar.start + 2]
            if scalar.style not in ("|", ">"):
                again = compose(shape.text, scalar.start, scalar.end)
                assert isinstance(again, TextNode)
                assert again == scalar


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("k: x # c\n\n# c\n", "x"),
        ("k: x\n  y\n# c\n", "x\n  y"),
        ("k: 'x'   \n", "'x'"),
        ("k:   # c\n", ""),
        ("k: |  # c\n  x\n  y\n\n\n", "|  # c\n  x\n  y"),
        ("k: >-\r\n  x\r\n\r\n", ">-\r\n  x"),
        ("k: |+\n  x\n\n\n", "|+\n  x\n\n"),
        ("k: |2+\r\n  x\r\n\r\n", "|2+\r\n  x\r\n"),
        ("k:\n  - x\n  - y # c\n\n  # c\n", "- x\n  - y"),
        ("k:\n- a: x\n  b: >\n    y\n\n", "- a: x\n  b: >\n    y"),
        ("k: [x, # c\n  y, ]  # c\n", "[x, # c\n  y, ]"),
        ("k: {x: y,} # c\n", "{x: y,}"),
    ],
)
def test_a_value_ends_with_its_last_character(source: str, value: str) -> None:
    """Comments, blanks and empty lines behind it are not its own; the empty lines that `+` keeps are."""
    root = compose(source, 0, len(source))
    assert isinstance(root, MapNode)
    ((_, node),) = root.pairs
    assert source[node.start : node.end] == value


def test_keys_and_values_keep_their_order() -> None:
    """A key is found by its text, and one that stands twice is found out."""
    root = read("b: 1\n'a': ~\nc: 3\nb: 4\n")
    assert isinstance(root, MapNode)
    assert [key.text for key, _ in root.pairs] == ["b", "a", "c", "b"]
    pair = root.find_pair("a")
    assert pair
    assert isinstance(pair[1], TextNode)
    assert pair[1].text == "~"
    assert root.find("a") is None
    assert root.find("z") is None
    assert root.find("c") == root.pairs[2][1]
    assert root.find_repeated() == root.pairs[3][0]
    other = read("a: {b: 1, c: 2}\nb: {b: 1}\n")
    assert isinstance(other, MapNode)
    assert other.find_repeated() is None


@pytest.mark.parametrize("source", ["", "\n", "# c\n", "  \n\n"])
def test_nothing_is_no_tree(source: str) -> None:
    """Comments say nothing."""
    assert read(source) is None


@pytest.mark.parametrize(
    ("source", "place", "reason"),
    [
        ("a: &x b\n", "&", "a text that begins with `&` or `*`"),
        ("a: *x\n", "*", "a text that begins with `&` or `*`"),
        ("*x : a\n", "*", "a text that begins with `&` or `*`"),
        ("a: &x [b]\n", "&", "a text that begins with `&` or `*`"),
        ("a: * b\n", " b", "a text that begins with `&` or `*`"),
        ("a: & b\n", " b", "a text that begins with `&` or `*`"),
        ("a: !!str b\n", "!", "a text that begins with `!`"),
        ("a: !x {b: c}\n", "!", "a text that begins with `!`"),
        ("a: !<b\n", "\n", "a text that begins with `!`"),
        ("a: b\n--- # c\nd: e\n", "---", "a second document"),
        ("? [a]\n: b\n", "[", "a key that is a list or a map"),
        ("{a: b}: c\n", "{", "a key that is a list or a map"),
        ("a: b\x07\n", "\x07", "a control character"),
        ("a: '\x85\ufeff'\n", "\ufeff", "a control character"),
        ('a: "b\n\nc: d\n', '"', "a quote that is opened here and not closed"),
        ("a: \"b\nc: 'd'\n--- e\n", '"', "a quote that is opened here and not closed"),
        ('a: "b\nc: "d"\n', '"', "a quote that is opened here and not closed"),
        ("a: 'b\nc: it's\n", "'", "a quote that is opened here and not closed"),
        ("a: [b\nc: d\n", "[", "a bracket or brace that is opened here"),
        ("a: {b c: [}\n", "}", "a bracket or brace that is opened here"),
        ("a: b: c\n", ": c", "a `:` within a text"),
        ("\ta: b\n", "\t", "a tab"),
        ("a: @b\n", "@", "a text that begins with `@`, `%` or a backtick"),
        ("a: %b\n", "%", "a text that begins with `@`, `%` or a backtick"),
        ('a: "\\q"\n', "\\", "an escape that stands for no character"),
        ('a: "\\xg"\n', "g", "an escape that stands for no character"),
        ('a: "\\ud800"\n', "d800", "an escape that stands for no character"),
        ("a: 'b' c\n", "c", "not YAML"),
        ("a: ]\n", "]", "not YAML"),
        ("- a\nb: c\n", "b", "not YAML"),
        ("a: b\nc\n", "\n", "not YAML"),
    ],
)
def test_what_is_not_read_is_named_by_its_place(source: str, place: str, reason: str) -> None:
    """In o3's own words: a parser's might quote the file."""
    before = "é😀\r\n---\n"
    with pytest.raises(FaultyYamlError) as error:
        read(source)
    assert error.value.reason.startswith(reason)
    index = source.rindex("\n") if place == "\n" else source.index(place)
    assert error.value.index == len(before) + index


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_nesting_has_a_limit(opening: str, closing: str) -> None:
    """Sixteen levels are read, and a hundred thousand are refused before anything is built of them."""
    assert read(opening * DEPTH_LIMIT + "x" * (not closing) + closing * DEPTH_LIMIT + "\n")
    for levels in (DEPTH_LIMIT + 1, 100_000):
        with pytest.raises(FaultyYamlError) as error:
            read(opening * levels + closing * levels + "\n")
        assert error.value.reason == "nesting deeper than 16 levels"
