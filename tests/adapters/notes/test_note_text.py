from __future__ import annotations

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.adapters.notes.note_text import (
    FRONT_MATTER_LIMIT,
    Fences,
    Lines,
    decode,
    find_body_start,
    find_fences,
    find_line,
    list_body_problems,
    make_one_line,
)
from o3cli.errors.notes import UnreadableNote


def test_text_is_what_the_bytes_say() -> None:
    """BOM, line ends and the missing last one are kept."""
    assert decode(b"\xef\xbb\xbf# Zo\xc3\xa9\r\n\r- a", "x.md") == "\ufeff# Zoé\r\n\r- a"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"# Zo\xe9\n", 1),
        (b"# Zoe\n\r\n\r- \xff\n", 4),
        (b"a\n\xed\xa0\x80", 2),
        ("# Alice\n".encode("utf-16"), 1),
        (b"a\n\xc3", 2),
    ],
)
def test_bytes_that_are_not_utf_8_are_named(data: bytes, line: int) -> None:
    """By the line of the first of them: Latin-1, surrogates, UTF-16 with its mark, a file that was cut."""
    with pytest.raises(UnreadableNote) as error:
        decode(data, "x.md")
    assert error.value.message == f"x.md:{line}: not UTF-8: save the file as UTF-8"


def test_nul_is_named() -> None:
    """UTF-16 without its mark is valid UTF-8, and so is what a crash leaves of a file."""
    for text, line in (("# Alice\n".encode("utf-16-le").decode(), 1), ("---\n\n\0\0\0", 3)):
        with pytest.raises(UnreadableNote) as error:
            find_fences(text, "x.md")
        assert error.value.message == f"x.md:{line}: a NUL byte: expected text in UTF-8"


@pytest.mark.parametrize(
    ("text", "front_matter", "body"),
    [
        ("---\na: b\n---\nc", "a: b\n", "c"),
        ("\ufeff---\na: b\n---\nc", "a: b\n", "c"),
        ("---\r\na: b\r\n---\r\nc", "a: b\r\n", "c"),
        ("---\ra: b\r---\rc", "a: b\r", "c"),
        ("---\na: b\n---", "a: b\n", ""),
        ("---\na: b\n...\nc", "a: b\n", "c"),
        ("---\n---\n---\n", "", "---\n"),
        ("---  \na: b\n---\t\nc", "a: b\n", "c"),
        ("-----\na: b\n----\nc", "a: b\n", "c"),
        ("\n \t\n---\na: b\n---\n\nc", "a: b\n", "\nc"),
        ("---\na: |\n  ---\n  ....\n---x\n....\n---\nc", "a: |\n  ---\n  ....\n---x\n....\n", "c"),
    ],
)
def test_front_matter_stands_between_two_fences(text: str, front_matter: str, body: str) -> None:
    """Three dashes or more on a line of their own, or three dots to close."""
    fences = find_fences(text, "x.md")
    assert fences
    assert (text[fences.start : fences.end], text[fences.body_start :]) == (front_matter, body)
    assert find_body_start(text, fences) == fences.body_start


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "a\n---\nb: c\n---\n", " ---\na: b\n---\n", "--\n--\n", "***\n", "--- a\n---\n"]
)
def test_other_beginnings_are_no_front_matter(text: str) -> None:
    """The whole text is the body then."""
    assert find_fences(text, "x.md") is None
    assert text[find_body_start(text, None) :] == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("text", "line"), [("---", 1), ("---\n", 1), ("\n\n---\na: b\n ---\n--\n", 3), ("---\n..\n", 1)]
)
def test_a_fence_that_is_not_closed_is_named(text: str, line: int) -> None:
    """By the line where it is opened."""
    with pytest.raises(UnreadableNote) as error:
        find_fences(text, "x.md")
    assert error.value.message == (
        f"x.md:{line}: front matter is opened with `---` and not closed: expected a second line `---`"
    )


def test_front_matter_has_a_limit() -> None:
    """256 KiB of it are read, one character more is not."""
    text = "---\n" + "#" * (FRONT_MATTER_LIMIT - 1) + "\n---\n"
    assert find_fences(text, "x.md") == Fences(4, 4 + FRONT_MATTER_LIMIT, len(text))
    with pytest.raises(UnreadableNote) as error:
        find_fences(text.replace("#", "##", 1), "x.md")
    assert error.value.message == "x.md:1: front matter is longer than 256 KiB"


@given(st.text(st.sampled_from("-\n .a#"), max_size=30))
def test_python_frontmatter_finds_the_same_body(rest: str) -> None:
    """Whatever it takes for front matter with dashes, o3 takes for it as well."""
    text = f"---\nk: v\n{rest}"
    values, body = frontmatter.parse(text, handler=_Dashes())
    try:
        fences = find_fences(text, "x.md")
    except UnreadableNote:
        fences = None
    if values and "\n..." not in text:
        assert fences
        assert text[fences.body_start :].strip() == body


class _Dashes(frontmatter.YAMLHandler):
    def load(self, fm: str, **kwargs: object) -> object:
        return {"front matter": fm}


def test_lines_are_counted_as_editors_count_them() -> None:
    """LF, CRLF and a lone CR end a line; what only YAML or Python counts does not."""
    text = "a\nb\r\nc\rd\u2028\x85\x0ce\n\r\nf"
    assert [find_line(text, text.index(letter)) for letter in "abcdef"] == [1, 2, 3, 4, 4, 6]


@given(st.text(st.sampled_from("a\n\r")), st.data())
def test_lines_are_the_same_for_many_questions(text: str, data: st.DataObject) -> None:
    """Wherever a line can begin or a word can stand."""
    index = data.draw(st.integers(0, len(text)))
    if text[index - 1 : index + 1] != "\r\n":
        assert Lines(text).find(index) == find_line(text, index)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a \n\n\t b", "a b"),
        ("\n a\r\nb \u2028c\x85d\n", "a b c d"),
        ("a\u00a0!  b\tc", "a\u00a0!  b\tc"),
        (" \n", ""),
    ],
)
def test_text_on_one_line(text: str, line: str) -> None:
    """Line ends become a space each, other white space within stays."""
    assert make_one_line(text) == line


MERGE = "an unfinished merge: keep what is right and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"
RECORDS = "`commitments` below the front matter, where they are not read: expected above the second `---`"


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n", [(2, MERGE)]),
        ("a\n>>>>>>> theirs", [(3, MERGE)]),
        ("a\r\n<<<<<<<\r\n", [(3, MERGE)]),
        ("<<<<<<<<\n <<<<<<< HEAD\na <<<<<<< b\n<<<<<<<x\n=======\n|||||||\n", []),
        ("commitments:\n  - id: a1\n", [(2, RECORDS)]),
        ("a\n\ncommitments: # of both\r\n- {what: x}\r\n", [(4, RECORDS)]),
        ("  - id: a1\n    status: open\n", [(2, RECORDS)]),
        ("    due: 2026-11-27\n\n  - id: a1\n", [(2, RECORDS)]),
        ("commitments:\n\n- write the RFC\n", []),
        ("commitments: none\nThe commitments:\n  - id: a1\n", []),
        ("    commitments:\n      - id: a1\n", []),
        ("- id: a1\n- status: open\n", []),
        ("  due:\n", [(2, RECORDS)]),
        ("due: 2026-11-27\n", []),
        ("<<<<<<< HEAD\n  - id: a1\n    status: open\n", [(2, MERGE), (3, RECORDS)]),
    ],
)
def test_what_does_not_belong_into_a_body_is_named(body: str, problems: list[tuple[int, str]]) -> None:
    """What a merge left there, and records that no fence keeps above it; text that looks like them is text."""
    text = f"---\n{body}"
    found = list_body_problems(text, len("---\n"), "x.md")
    assert [(problem.path, problem.line, problem.message) for problem in found] == [
        ("x.md", *rest) for rest in problems
    ]


def test_a_bom_does_not_hide_what_stands_first() -> None:
    """It is no part of the first line."""
    for text in ("\ufeff<<<<<<< HEAD\n", "\ufeffcommitments:\n  - id: a1\n"):
        assert [problem.line for problem in list_body_problems(text, 1, "x.md")] == [1]
