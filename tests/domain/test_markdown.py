"""The scanner of a note's body against the rules of CommonMark and GFM, and against another reader of them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from o3cli.domain.markdown import list_bullets, list_headings, list_lines, list_task_items
from o3cli.domain.span import Span
from tests.sizes import size


def read_tasks(text: str, start: int = 0) -> list[tuple[int, bool, str]]:
    """Line, whether it is ticked, and the text of each task item."""
    return [(item.line, item.is_ticked, item.text.read(text)) for item in list_task_items(text, start)]


def read_titles(text: str) -> list[str]:
    return [f"{'#' * heading.level} {heading.title}" for heading in list_headings(text)]


def read_code(text: str) -> list[str]:
    return [line.span.read(text) for line in list_lines(text) if line.is_code]


# Task items


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] foo",
        "* [ ] foo",
        "+ [ ] foo",
        "1. [ ] foo",
        "1) [ ] foo",
        "123456789. [ ] foo",
        "   - [ ] foo",
        "-    [ ] foo",
        "-\t[ ] foo",
        "- [ ]\tfoo",
        "- [ ]    foo  \t",
        "- - [ ] foo",
        "- 1. * [ ] foo",
        "> - [ ] foo",
        ">- [ ] foo",
        "   > > - [ ] foo",
        "- > - [ ] foo",
        ">\t- [ ] foo",
        "text\n- [ ] foo",
        "> text\n- [ ] foo",
        "1. one\n2. [ ] foo",
        "- one\n  - [ ] foo",
        "- one\n    - [ ] foo",
        "-\tone\n\t- [ ] foo",
        "- one\n\n    text\n\n    - [ ] foo",
        "-\n  - [ ] foo",
        "```\ncode\n```\n- [ ] foo",
        "~~~\ncode\n~~~~ \n- [ ] foo",
        "<!-- one -->\n- [ ] foo",
        "<!--\none -->\n- [ ] foo",
        "<div>\n\n- [ ] foo\n\n</div>",
        "    code\n- [ ] foo",
        "- ```\n  code\n- [ ] foo",
        "> ```\n- [ ] foo",
        "> <!--\n- [ ] foo",
        "***\n- [ ] foo",
        "`` ` ``` text\n- [ ] foo",
        "```` a`b\n- [ ] foo",
        "<i>text\n- [ ] foo",
        "- [ ] foo\r",
        "\r\r- [ ] foo\r\n",
        "- [ ] foo\nlazy",
        ">    - [ ] foo",
        "  >  > \t- [ ] foo",
        "> text\n>\n>    - [ ] foo",
        "- a\n\n\n     - [ ] foo",
        "<preface>\n\n- [ ] foo",
        "***\n    code\n- [ ] foo",
        "- [ ] foo\n  ===",
    ],
)
def test_a_task_item_may_stand_wherever_a_list_item_may(text: str) -> None:
    """Any bullet or number, any depth, quotes, tabs, and right behind blocks of other kinds."""
    assert [(ticked, words) for _, ticked, words in read_tasks(text)] == [(False, "foo")]


@pytest.mark.parametrize(
    "text",
    [
        "[ ] foo",
        "-[ ] foo",
        "- [] foo",
        "- [  ] foo",
        "- [y] foo",
        "- [ ]foo",
        "- [ ]\u00a0foo",
        "- [\u00a0] foo",
        "-\u00a0[ ] foo",
        "- foo [ ] foo",
        "- \\[ ] foo",
        "- # [ ] foo",
        "- > [ ] foo",
        "- ***\n  [ ] foo",
        "-\n\n  [ ] foo",
        "-\n  [ ] foo",
        "-     [ ] foo",
        "1234567890. [ ] foo",
        "1.[ ] foo",
        "a. [ ] foo",
        "    - [ ] foo",
        "\t- [ ] foo",
        "text\n2. [ ] foo",
        "text\n    - [ ] foo",
        "- one\n\n      - [ ] foo",
        "> one\n    - [ ] foo",
        "```\n- [ ] foo",
        "```\n- [ ] foo\n~~~\n``\n    ```\n- [ ] foo",
        "~~~ a`b\n- [ ] foo",
        "````\n```\n- [ ] foo\n````",
        "- ```\n  - [ ] foo\n\n  - [ ] foo",
        ">     - [ ] foo",
        ">\t\t- [ ] foo",
        "> > \t - [ ] foo",
        ">  text\n>\n>     - [ ] foo",
        "-\n\n     - [ ] foo",
        "text\n<DIV\n- [ ] foo",
        "text\n<!X\n- [ ] foo",
        "text\n<?\n- [ ] foo",
        "text\n<![CDATA[\n- [ ] foo",
        "text\n<pre>\n- [ ] foo",
        "> ~~~\n> - [ ] foo",
        "<!--\n- [ ] foo\n\n- [ ] foo\n-->",
        "- <!--\n\n  - [ ] foo",
        "<div>\n- [ ] foo",
        "</section >\n- [ ] foo",
        '<a href="b">\n- [ ] foo',
        "<a b=c d='e' f />\n- [ ] foo",
        "</a >\n- [ ] foo",
        "<script>\n\n- [ ] foo\n\n- [ ] foo",
        "<PRE\n\n- [ ] foo",
        "<?php\n\n- [ ] foo",
        "<!X\n\n- [ ] foo",
        "<![CDATA[\n\n- [ ] foo",
    ],
)
def test_what_only_looks_like_a_task_item_is_none(text: str) -> None:
    """Other brackets, other blocks before the box, code, comments, and what cannot interrupt a paragraph."""
    assert read_tasks(text) == []


@pytest.mark.parametrize("text", ["- [ ]", "- [ ] ", "- [x]\t", "- [ ] \u00a0", "- [ ]\n  foo"])
def test_an_empty_box_is_a_place_to_type_in(text: str) -> None:
    """An item with a box and nothing behind it on its line is neither a task item nor a bullet."""
    assert read_tasks(text) == []
    assert list_bullets(text) == ()


def test_a_box_is_ticked_with_x_or_capital_x() -> None:
    """`[x]` and `[X]` are ticked, `[ ]` is not."""
    assert read_tasks("- [x] a\n- [X] b\n- [ ] c\n") == [(1, True, "a"), (2, True, "b"), (3, False, "c")]


def test_the_text_is_what_stands_on_the_first_line() -> None:
    """Continuation lines and nested items are not its text; what looks like another box is."""
    assert read_tasks("- [ ] [x] a b  \n  c\n  - [ ] d\n") == [(1, False, "[x] a b"), (3, False, "d")]


def test_every_place_is_exact() -> None:
    """Marker, box and text are spans of the whole file, and lines count from the file's first."""
    text = "---\r\nwith: alice\r\n---\r\n> 10)  [X]  write it \r\n"
    start = text.index(">")
    (item,) = list_task_items(text, start)
    assert item.line == 4
    assert item.marker.read(text) == "10)  "
    assert item.box.read(text) == "X"
    assert item.whole_box.read(text) == "[X]  "
    assert item.text.read(text) == "write it"
    assert item.whole_box.replace(text, "") == "---\r\nwith: alice\r\n---\r\n> 10)  write it \r\n"


def test_the_body_begins_where_it_is_said_to() -> None:
    """What stands above `start` is not read, whatever it looks like; nor is a byte order mark."""
    assert read_tasks("- [ ] a\n```\n- [ ] b\n", 12) == [(3, False, "b")]
    assert read_tasks("\ufeff- [ ] a\n") == [(1, False, "a")]
    assert read_tasks("") == []


# Bullets


def test_a_bullet_is_a_list_item_that_begins_with_text() -> None:
    """Task items, headings, quotes and code in items are no bullets; the innermost of several on a line is."""
    text = "- a ^m2pa9\n- [ ] b\n- # c\n- > d\n-     e\n2. - f\n\n10. g\n-\n  h\n- ```\n"
    bullets = list_bullets(text)
    assert [(it.line, it.marker.read(text), it.text.read(text)) for it in bullets] == [
        (1, "- ", "a ^m2pa9"),
        (6, "- ", "f"),
        (8, "10. ", "g"),
    ]


def test_a_box_makes_a_task_item_of_a_bullet() -> None:
    """`[ ] ` before the text of a bullet is all that it takes, and taking it away makes it a bullet again."""
    text = "> -  alice: write the RFC ^m2pa9\n"
    (bullet,) = list_bullets(text)
    with_box = Span(bullet.text.start, bullet.text.start).replace(text, "[ ] ")
    (item,) = list_task_items(with_box)
    assert item.text.read(with_box) == bullet.text.read(text)
    assert item.whole_box.replace(with_box, "") == text


# Lines


def test_lines_end_as_in_commonmark_and_nowhere_else() -> None:
    """LF, CR LF and CR end a line; the other separators that Unicode knows do not."""
    text = "a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i\n\nj"
    lines = [(line.number, line.span.read(text), line.next_start) for line in list_lines(text)]
    assert lines == [
        (1, "a", 2),
        (2, "b", 5),
        (3, "c", 7),
        (4, "d\x0be\x0cf\x1cg\x85h\u2028i", 19),
        (5, "", 20),
        (6, "j", 21),
    ]


def test_the_lines_before_the_body_are_counted() -> None:
    """The first line of the body has its number in the file, whatever ends the lines above it."""
    assert [line.number for line in list_lines("a\r\nb\rc\nd\ne\n", 7)] == [4, 5]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```\na\n\nb\n```\nc\n", ["```", "a", "", "b", "```"]),
        ("   ~~~ python\na\n   ~~~\nb\n", ["   ~~~ python", "a", "   ~~~"]),
        ("a\n\n    b\n\n    c\nd\n", ["    b", "", "    c"]),
        ("a\n    b\n", []),
        ("- a\n\n      b\n  c\n", ["      b"]),
        ("- ```\n  a\n", ["- ```", "  a"]),
        ("<!-- a\n\nb --> c\nd\n", ["<!-- a", "", "b --> c"]),
        ("<!-->\na\n", ["<!-->"]),
        ("a\n<!-- b -->\nc", ["<!-- b -->"]),
        ("a <!-- b\nc -->\n", []),
        ("a\n<b>\nc\n", []),
        ("a\n<p>\nb\n\nc\n", ["<p>", "b"]),
        ("<b>\nc\n\nd\n", ["<b>", "c"]),
        ("<b> c\n", []),
        ("<style>\na\n\nb</STYLE>c\nd\n", ["<style>", "a", "", "b</STYLE>c"]),
        ("<?a\nb?>\nc\n", ["<?a", "b?>"]),
        ("<!a\nb>\nc\n", ["<!a", "b>"]),
        ("<![CDATA[\na]]\nb]]>\nc\n", ["<![CDATA[", "a]]", "b]]>"]),
        ("> ```\na\n", ["> ```"]),
        ("- a\n      b\n\n      c\n", ["      c"]),
    ],
)
def test_code_and_raw_html_are_known_line_by_line(text: str, code: list[str]) -> None:
    """Fenced and indented code, comments and other HTML blocks, up to the end of each or of what it stands in."""
    assert read_code(text) == code


# Headings


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("# a", ["# a"]),
        ("###### a", ["###### a"]),
        ("   ## a ##  ", ["## a"]),
        ("## a #b", ["## a #b"]),
        ("## a#", ["## a#"]),
        ("## a \\#", ["## a \\#"]),
        ("##\ta", ["## a"]),
        ("#", ["# "]),
        ("## ##", ["## "]),
        ("#a\n####### b\n\\# c\n", []),
        ("a\n# b\nc", ["# b"]),
        ("    # a", []),
        ("```\n# a\n```\n<!--\n# b\n-->\n", []),
        ("a\n===\nb\n---\n", ["# a", "## b"]),
        ("a\n b \n   ==  \n", ["# a b"]),
        ("a\n= =\n", []),
        ("a\n\n===\n---\n", ["## ==="]),
        ("***\n===\n", []),
        (" - - -\n===\n", []),
        ("_ _\n===\n", ["# _ _"]),
        ("**_\n===\n", ["# **_"]),
        ("a\n***\n---\n", []),
        ("> a\n---\n", []),
        ("- a\n===\n", []),
        ("> a\n> b\n> ---\n", ["## a b"]),
        ("- # a\n  b\n  -\n", ["# a", "## b"]),
    ],
)
def test_headings_are_marked_or_underlined(text: str, titles: list[str]) -> None:
    """One to six signs and white space, with closing signs left off, or a paragraph with a line below it."""
    assert read_titles(text) == titles


@pytest.mark.parametrize(
    ("text", "title", "marks"),
    [
        ("## Next steps <!-- commitments -->", "Next steps", ("commitments",)),
        ("## Goals <!--development relational--> ##", "Goals", ("development", "relational")),
        ("## <!-- commitments -->", "", ("commitments",)),
        ("Pay (private)  <!-- relational -->\n---", "Pay (private)", ("relational",)),
        ("Next\n<b>steps</b> <!-- commitments -->\n---", "Next <b>steps</b>", ("commitments",)),
        ("Next steps\n &#160;<!-- a -->\n---", "Next steps &#160;", ("a",)),
        ("## a <!-- b --> c", "a <!-- b --> c", ()),
        ("## a \\<!-- b -->", "a \\<!-- b -->", ()),
        ("## a -->", "a -->", ()),
        ("## a <!-->", "a <!-->", ()),
        ("## a", "a", ()),
    ],
)
def test_a_comment_behind_the_title_marks_the_section(text: str, title: str, marks: tuple[str, ...]) -> None:
    """Its words are the marks and no part of the title; a comment elsewhere, or an escaped one, is text."""
    (heading,) = list_headings(text)
    assert (heading.title, heading.marks) == (title, marks)


def test_a_comment_alone_on_the_last_line_of_an_underlined_title() -> None:
    """Such a line is a block of HTML, not part of a title; behind a space of Unicode's it is text."""
    assert read_titles("a\n<!-- b -->\n---\n") == []
    text = "a\n\u00a0<!-- b -->\n---\n"
    (heading,) = list_headings(text)
    assert (heading.title, heading.marks, heading.title_span) == ("a", ("b",), Span(0, 1))


def test_the_places_of_headings_are_exact() -> None:
    """The heading from its sign to its last line's end, the title alone, the line in the file."""
    text = "x\n\n  ## a b <!-- c --> ##\r\n> d\n> e\n> ===\nf"
    first, second = list_headings(text, 3)
    assert (first.line, first.span.read(text), first.title_span.read(text)) == (3, "## a b <!-- c --> ##", "a b")
    assert (second.line, second.span.read(text), second.title_span.read(text)) == (4, "d\n> e\n> ===", "d\n> e")
    assert (first.is_nested, second.is_nested) == (False, True)


def read_sections(text: str) -> dict[str, str]:
    return {heading.title: heading.section.read(text) for heading in list_headings(text)}


def test_a_section_ends_at_the_next_heading_of_its_level_or_above() -> None:
    """Deeper headings belong to it; the last section ends with the text."""
    text = "# a\n1\n## b\n2\n### c\n3\n\nd\n---\n4\n# e\n"
    assert read_sections(text) == {
        "a": "1\n## b\n2\n### c\n3\n\nd\n---\n4\n",
        "b": "2\n### c\n3\n\n",
        "c": "3\n\n",
        "d": "4\n",
        "e": "",
    }


def test_a_section_in_a_quote_or_an_item_ends_with_that() -> None:
    """Nested headings end no section around them, and their own ends where the quote or item does."""
    text = "# a\n> ## b\n> 1\n> # c\n> 2\n\n3\n- # d\n  4\n- 5\n\n6\n"
    assert read_sections(text) == {
        "a": text[4:],
        "b": "> 1\n",
        "c": "> 2\n",
        "d": "  4\n",
    }


# What differs from CommonMark, on purpose


def test_an_underlined_definition_is_read_as_a_heading() -> None:
    """CommonMark has no heading there: link reference definitions are not read."""
    assert read_titles("[a]: /b\n===\n") == ["# [a]: /b"]


def test_a_definition_in_an_item_hides_the_box_below_it() -> None:
    """By the letter of GFM the second line would be a task item's; o3 reads boxes on the first line alone."""
    text = "- [a]: /b\n  [ ] c\n"
    assert read_tasks(text) == []
    assert [bullet.text.read(text) for bullet in list_bullets(text)] == ["[a]: /b"]


def test_an_underlined_task_item_is_both() -> None:
    """Nothing that was typed is invisible: the box counts, and so does the heading."""
    text = "- [ ] a\n  ---\n"
    assert read_tasks(text) == [(1, False, "a")]
    assert read_titles(text) == ["## [ ] a"]


# Corners in which markdown-it strays from CommonMark; these are the readings of its reference implementation,
# commonmark.js 0.31.2.


@pytest.mark.parametrize(
    ("text", "tasks", "titles"),
    [
        (">\n    > - [ ] a\n", [], []),
        (">\t>\t- [ ] a\n", [(1, False, "a")], []),
        (">a\n    >=\n", [], []),
        ("1.   a\n\t<!A\n<b>\n# c\n", [], ["# c"]),
        ("*    a\n    ```\n<b>\n- [ ] c\n", [(4, False, "c")], []),
        ("   - - [ ] a\n    - [ ] b\n     - [ ] c\n", [(1, False, "a"), (3, False, "c")], []),
        ("- <!--\n\n  - [ ] a\n  -->\n  - [ ] b\n", [(5, False, "b")], []),
    ],
)
def test_corners_that_readers_disagree_about(text: str, tasks: list[tuple[int, bool, str]], titles: list[str]) -> None:
    """Deep indentation on lazy lines, tabs between the signs of quotes, blank lines in an item's comment."""
    assert read_tasks(text) == tasks
    assert read_titles(text) == titles


# The other reader

_MARKDOWN_IT = MarkdownIt("commonmark", {"maxNesting": 1000})
_TASK = re.compile(r"\[([ xX])\][ \t]+\S")


def ask_markdown_it(text: str) -> tuple[list[tuple[int, bool]], list[tuple[int, int, bool]]]:
    """The lines of task items and whether they are ticked; the lines of headings, their levels, whether nested."""
    tokens = _MARKDOWN_IT.parse(text)
    headings = [
        (get_line(token), int(token.tag[1:]), token.level > 0) for token in tokens if token.type == "heading_open"
    ]
    tasks = []
    for item, block, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_text = block.type == "paragraph_open" or (block.type == "heading_open" and block.markup in ("=", "-"))
        if item.type == "list_item_open" and is_text and get_line(item) == get_line(block):
            task = _TASK.match(inline.content.split("\n")[0])
            if task is not None:
                tasks.append((get_line(item), task[1] != " "))
    return tasks, headings


def get_line(token: Token) -> int:
    assert token.map is not None
    return token.map[0] + 1


def ask_o3(text: str) -> tuple[list[tuple[int, bool]], list[tuple[int, int, bool]]]:
    return (
        [(item.line, item.is_ticked) for item in list_task_items(text)],
        [(heading.line, heading.level, heading.is_nested) for heading in list_headings(text)],
    )


_TASKS = ["[ ] a", "[x] b", "[X]\tc", "[ ] ", "[ ]d", "text"]
_LISTS = ["- [ ] e", "1. [x] f", "-"]
_HEADINGS = ["# g", "## h ##", "#i", "===", "---", "- - -", "***"]
_FENCES = ["```", "````", "~~~", "``` j", "``` `k"]
_HTML = ["<!-- l -->", "<!-- m", "n -->", "<div>", "</div>", "<b>", '<a b="c">', "<b>o", "<pre>", "</pre>", "<?", "?>"]
_BODIES = ["", "", *_TASKS, *_LISTS, *_HEADINGS, *_FENCES, *_HTML]
_CONTAINERS = ["- ", "* ", "+ ", "1. ", "2) ", "10. ", "-   ", "-\t", "-", "> ", "> ", ">", "  ", "   "]


def make_documents(*lines: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    ends = st.sampled_from(["\n"] * 8 + ["\r\n", "\r"])
    return st.lists(st.builds(str.__add__, st.one_of(*lines), ends), max_size=10).map("".join)


# Containers of all kinds within each other.
_NESTED = make_documents(
    st.builds(
        lambda indent, containers, body: indent + "".join(containers) + body,
        st.sampled_from(["", " ", "  ", "   "]),
        st.lists(st.sampled_from(_CONTAINERS), max_size=3),
        st.sampled_from(_BODIES),
    ).filter(lambda line: not line.startswith("    "))
)
# Lists by indentation alone, deep enough for code; in steps of two, so that no lazy line is as deep as code.
_INDENTED = make_documents(
    st.builds(str.__add__, st.sampled_from(["", "- ", "* ", "1. "]), st.sampled_from(_TASKS)),
    st.sampled_from(_BODIES),
    st.builds(
        lambda indent, marker, task: indent + marker + task,
        st.sampled_from(["  ", "    ", "      ", "        ", "\t", "\t  ", "\t\t"]),
        st.sampled_from(["", "- ", "* "]),
        st.sampled_from(_TASKS),
    ),
)
_DOCUMENTS = _NESTED | _INDENTED
# Where markdown-it strays (see the corners above): quotes behind tabs and deep indentation, tabs between their signs,
# HTML that needs an end in containers.
_STRAYS = re.compile(r"(?: {4}|\t)[ \t]*>|>[ >]*\t|\S.*(?:<!-- m|<pre>|<\?)")


@settings(max_examples=size(300, 20_000), deadline=None)
@given(_DOCUMENTS.filter(lambda text: not _STRAYS.search(text)))
def test_another_reader_finds_the_same_task_items_and_headings(text: str) -> None:
    """Of fences, lists, quotes, blank lines, tabs, indented code, comments and headings in any order."""
    assert ask_o3(text) == ask_markdown_it(text)


@settings(max_examples=size(200, 20_000), deadline=None)
@given(_DOCUMENTS, st.integers(0, 20))
def test_places_and_numbers_fit_together(text: str, cut: int) -> None:
    """Lines make up the text; each item and heading lies on the line that it names, in one piece after the other."""
    start = text.rfind("\n", 0, cut) + 1
    lines = list_lines(text, start)
    by_number = {line.number: line.span for line in lines}
    assert "".join(text[line.span.start : line.next_start] for line in lines) == text[start:]
    assert [line.number for line in lines] == [len(re.split(r"\r\n?|\n", text[: line.span.start])) for line in lines]
    for bullet in list_bullets(text, start):
        line = by_number[bullet.line]
        assert line.start <= bullet.marker.start < bullet.marker.end <= bullet.text.start < bullet.text.end <= line.end
        assert re.fullmatch(r"(?:[-+*]|[0-9]{1,9}[.)])[ \t]+", bullet.marker.read(text))
    for item in list_task_items(text, start):
        assert re.fullmatch(r"(?:[-+*]|[0-9]{1,9}[.)])[ \t]+", item.marker.read(text))
        assert re.fullmatch(r"\[[ xX]\][ \t]+", item.whole_box.read(text))
        assert item.box == Span(item.marker.end + 1, item.marker.end + 2)
        assert item.is_ticked == (item.box.read(text) != " ")
        assert item.text.read(text) == text[item.text.start : by_number[item.line].end].strip()
    for heading in list_headings(text, start):
        assert heading.span.start <= heading.title_span.start <= heading.title_span.end <= heading.span.end
        assert by_number[heading.line].start <= heading.span.start
        assert heading.span.end <= heading.section.start <= heading.section.end <= len(text)


@settings(max_examples=size(200, 20_000), deadline=None)
@given(_DOCUMENTS)
def test_ticking_changes_nothing_else(text: str) -> None:
    """With another sign in every box the same items, headings and lines are found."""
    ticked = text
    for item in list_task_items(text):
        ticked = item.box.replace(ticked, " " if item.is_ticked else "x")
    turned = [(line, not is_ticked, words) for line, is_ticked, words in read_tasks(text)]
    assert read_tasks(ticked) == turned
    assert [heading.span for heading in list_headings(ticked)] == [heading.span for heading in list_headings(text)]
    assert list_lines(ticked) == list_lines(text)


@given(st.text(alphabet=st.sampled_from("->#`~<! \t\n\r[]x1.*_=\x00\ufeff\u2028é"), max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    """No input raises, and what is found lies within the text."""
    places = [item.text for item in list_task_items(text)]
    places += [bullet.text for bullet in list_bullets(text)]
    places += [heading.section for heading in list_headings(text)]
    assert all(0 <= place.start <= place.end <= len(text) for place in places)


# Time

_PATTERNS: dict[str, Callable[[int], str]] = {
    "quotes": lambda n: "> " * (n // 2),
    "quotes over blank lines": lambda n: ">" * (n // 4) + "a\n" + ">\n" * (n // 8) + "\n" * (n // 2),
    "bullets": lambda n: "- " * (n // 2) + "a",
    "bullets over blank lines": lambda n: "- " * (n // 4) + "a\n" + "\n" * (n // 2),
    "bullets of two kinds": lambda n: "- * " * (n // 4) + "a",
    "numbers": lambda n: "1. " * (n // 3) + "a",
    "quotes and bullets over blank quotes": lambda n: "> - " * (n // 8) + "a\n" + ">\n" * (n // 4),
    "a list that goes deeper line by line": lambda n: "".join(
        " " * (2 * depth) + "- a\n" for depth in range(int(n**0.5))
    ),
    "backticks": lambda n: "`" * n,
    "backticks with text behind them": lambda n: "`" * n + "a`",
    "fences": lambda n: "```\n" * (n // 4),
    "comments in a heading": lambda n: "# " + "<!--" * (n // 4) + "-->",
    "a tag of many attributes": lambda n: "<a" + " b='" * (n // 4),
    "a tag of spaces": lambda n: "<a" + " " * n + "b",
    "hashes": lambda n: "# a " + "# " * (n // 2) + "b",
    "hyphens": lambda n: "a\n" + "-" * n + "b",
    "spaces": lambda n: " " * n + "a",
    "boxes": lambda n: "- [ ] a\n" * (n // 8),
    "headings in a deep item": lambda n: "- " * (n // 8) + "# a\n" + "# b\n" * (n // 8),
    "lines with nothing on them": lambda n: "\r" * n,
}


@pytest.mark.parametrize("name", _PATTERNS)
def test_the_time_is_linear_in_the_text(name: str) -> None:
    """200 KB of the worst (in full, 1 MB) take some microseconds a character at most."""
    length = size(200_000, 1_000_000)
    text = _PATTERNS[name](length) + "\n\n- [ ] a\n"
    started = time.process_time()
    list_task_items(text)
    list_headings(text)
    assert (time.process_time() - started) / length < 20e-6
