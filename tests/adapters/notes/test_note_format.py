from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o3cli.adapters.notes.note_format import change_commitment, parse_about, parse_note
from o3cli.domain.about import About
from o3cli.domain.commitment import Commitment, State, Status
from o3cli.domain.note import Note, NotePath
from o3cli.errors.notes import UnreadableNote
from tests.adapters.records import add_commitment
from tests.sizes import size

PATH = NotePath("people/alice", date(2026, 11, 20))
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

  - id: m2pa9
    status: done 2026-11-24
    owner: alice
    what: "Write the RFC on queues"

---
# Alice · Friday 20 November 2026
"""
DRAFT = Commitment("k3f7w", "Send the draft of the career ladder", due=date(2026, 11, 27))
RFC = Commitment("m2pa9", "Write the RFC on queues", "alice", Status(State.DONE, date(2026, 11, 24)))
EVERYTHING = Commitment(
    "m2pa9",
    "Write the RFC",
    "alice",
    Status(State.DROPPED, date(2026, 11, 24)),
    due=date(2026, 12, 1),
    was_due=(date(2026, 11, 20), date(2026, 11, 27)),
    snooze=date(2026, 11, 22),
    why='Somebody "else" did \\o/',
    made=date(2026, 11, 13),
)


def read(text: str) -> Note:
    return parse_note(PATH, text.encode())


def by_yaml(text: str) -> str:
    """The same note, with a comment that the reader without YAML declines."""
    return text.replace("\n---", "\n# by yaml\n---", 1)


@pytest.mark.parametrize("text", [NOTE, by_yaml(NOTE)])
def test_a_note_says_what_was_promised(text: str) -> None:
    """Commitments with the lines of their records, the kind, and the body below the fence."""
    assert read(text) == Note(
        PATH,
        text,
        text.index("# Alice"),
        commitments=(DRAFT, RFC),
        commitment_lines=(7, 13),
        kind="o3",
    )


@pytest.mark.parametrize("text", ["", "# Alice\n", "# Alice\n\n---\n\nkind: o3\n"])
def test_a_note_without_front_matter_is_a_body(text: str) -> None:
    """Plain Markdown is a note like any other; a BOM is no part of its body."""
    assert read(text) == Note(PATH, text, 0)
    assert read("\ufeff" + text) == Note(PATH, "\ufeff" + text, 1)


def test_a_bom_and_the_line_ends_of_windows_are_kept() -> None:
    """They are in the text as they are in the file, and in nothing else."""
    text = "\ufeff" + NOTE.replace("\n", "\r\n")
    note = read(text)
    assert (note.text, note.commitments, note.commitment_lines) == (text, (DRAFT, RFC), (7, 13))
    assert note.body == "# Alice · Friday 20 November 2026\r\n"


@pytest.mark.parametrize(
    ("written", "kind"), [("o3", "o3"), ('" sales "', "sales"), ("", None), ('""', None), ("~", None)]
)
def test_the_kind_is_a_text_or_missing(written: str, kind: str | None) -> None:
    """An empty kind is none."""
    for text in (f"---\nkind: {written}\n---\n", f"---\nkind: {written} # by yaml\n---\n"):
        assert read(text).kind == kind


def test_a_kind_that_is_a_list_is_named() -> None:
    """The commitments are read all the same."""
    note = read(NOTE.replace("kind: o3", "kind: [o3, sales]"))
    assert (note.kind, note.commitments) == (None, (DRAFT, RFC))
    assert [(problem.line, problem.message) for problem in note.problems] == [
        (4, "`kind` that is a list or a map: expected a text")
    ]


def test_what_is_wrong_is_named_from_the_top() -> None:
    """The front matter first, then the body."""
    text = (
        NOTE.replace("open", "opne").replace("kind: o3", "kind: {}").replace('"Write the RFC on queues"', "Write #42")
    )
    note = read(text + "<<<<<<< HEAD\n")
    assert [problem.place for problem in note.problems] == [f"{PATH}:{line}" for line in (4, 8, 16, 20)]


def test_text_over_lines_becomes_one_line() -> None:
    """A promise is shown on a line, so that is how it is read."""
    text = "---\ncommitments:\n  - what: |\n      Write\n        the RFC  \n\n    why: >\n      no\n\n      time\n---\n"
    assert read(text).commitments == (Commitment("", "Write the RFC", why="no time"),)


def test_missing_fields_have_their_defaults() -> None:
    """What is promised is enough: it is open, and one's own."""
    for fields in ("what: x", "what: x\n    status:\n    owner: ~\n    due: null\n    was_due:\n    why: ''"):
        assert read(f"---\ncommitments:\n  - {fields}\n---\n").commitments == (Commitment("", "x"),)


def test_a_person_can_be_called_null() -> None:
    """What stands in quotes is a text."""
    text = add_commitment("", Commitment("a1", "x", "null"))
    assert 'owner: "null"' in text
    assert read(text).commitments == (Commitment("a1", "x", "null"),)


@pytest.mark.parametrize("ref", ["00050", "1e5", "0x1F", "12:30", "true", "K3F7W", "ré-1", "2026-11-20"])
def test_an_id_is_the_text_that_stands_there(ref: str) -> None:
    """No number, date or boolean is made of it, and it is written so that no other tool makes one."""
    assert [
        commitment.ref for commitment in read(f"---\ncommitments:\n  - id: {ref}\n    what: x\n---\n").commitments
    ] == [ref]
    assert read(add_commitment("", Commitment(ref, "x"))).commitments == (Commitment(ref, "x"),)


@pytest.mark.parametrize(
    "front_matter",
    [
        "commitments:\n  - id: k3f7w\n    what: x # of #42",
        "commitments:\n  - id: k3f7w\n    what: x#42",
        "commitments:\n  - id: k3f7w\n    what: 'x #42'",
    ],
)
def test_a_comment_is_no_fault(front_matter: str) -> None:
    """Only a ` #` that a word follows may be a text that lost its end."""
    assert read(f"---\n{front_matter}\n---\n").problems == ()


# Texts as they come from people: what YAML reads as something else, what breaks it, and what looks odd.
AWKWARD = [
    *("fix #42 before Friday", "yes", "no", "null", "~", "12:30", "1e5", "0o17", "2026-11-27", "Review: the plan"),
    *("@bob wrote it", "`ls`", "%done", "*star*", "&co", "!now", "? maybe", "- dash", "[x]", "{y}", "a, b", "> quote"),
    *("| pipe", "---", "...", "'", '"', '""', "\\", "\\n", 'say "no" \\o/', "#", ":", "a: b: c", "a #b", "{{ name }}"),
    *(
        "😀👩\u200d👩\u200d👧",
        "שלום עולם",
        "مرحبا",
        "李雷说好",
        "Zoe\u0301",
        "\u202eevil",
        "x\ty",
        "a\u200bb",
        "a\u00a0b",
    ),
    *("\x7f", "\x80", "a\x9fb", "a\ufeffb", "a\ufffeb", "a\uffffb", "\U0001fffe", "\x00", "\x1b[31m", "a\x07b"),
    *("a" * 5000, "é" * 300, "<<<<<<< HEAD", "status: open", "commitments:"),
]
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    # Line ends are made one line when a note is read, and so before one is written; surrogates are not in UTF-8.
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\x85\u2028\u2029"), min_size=1),
).filter(lambda text: text == text.strip() != "")
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
OPTIONAL_DAYS = st.none() | DAYS
STATUSES = st.builds(Status, st.just(State.OPEN)) | st.builds(
    Status, st.sampled_from([State.DONE, State.DROPPED]), OPTIONAL_DAYS
)
REFS = st.from_regex("[a-z][a-z0-9]{1,5}", fullmatch=True) | st.sampled_from(["00050", "1e5", "no", "null", "é-1", "#"])
COMMITMENTS = st.builds(
    Commitment,
    ref=REFS,
    what=TEXTS,
    owner=TEXTS,
    status=STATUSES,
    due=OPTIONAL_DAYS,
    was_due=st.lists(DAYS, max_size=3).map(tuple),
    snooze=OPTIONAL_DAYS,
    why=st.none() | TEXTS,
    made=OPTIONAL_DAYS,
)
BEGINNINGS = st.sampled_from(
    [
        "",
        "# Alice\n",
        "\ufeff# Alice\r\n",
        NOTE,
        by_yaml(NOTE),
        NOTE.replace("\n", "\r\n"),
        "---\nkind: o3\ncommitments: []\n---\n",
        "---\n{kind: o3, commitments: []}\n---\n# Alice",
        '---\n{"commitments": [{"id": "b2", "what": "x"}]}\n---\n',
        "---\ncommitments:\n- what: x\n---\n",
    ]
)


@settings(max_examples=size(100, 20_000), deadline=None)
@given(BEGINNINGS, st.lists(COMMITMENTS, max_size=4, unique_by=lambda commitment: commitment.ref))
def test_what_is_added_is_read_back(beginning: str, commitments: list[Commitment]) -> None:
    """Whatever the words are, and whatever the note was."""
    before = read(beginning)
    taken = {commitment.ref for commitment in before.commitments}
    new = [commitment for commitment in commitments if commitment.ref not in taken]
    text = beginning
    for commitment in new:
        text = add_commitment(text, commitment)
    after = read(text)
    assert after.commitments == (*before.commitments, *new)
    assert (after.problems, after.body, after.kind) == ((), before.body, before.kind)


@settings(max_examples=size(100, 20_000), deadline=None)
@given(BEGINNINGS, COMMITMENTS, COMMITMENTS, st.booleans())
def test_what_is_changed_is_read_back(beginning: str, old: Commitment, new: Commitment, is_renamed: bool) -> None:
    """Every field can become any other, be added or be taken away, and nothing else changes by it."""
    taken = [commitment.ref for commitment in read(beginning).commitments]
    if old.ref in taken or new.ref in taken:
        return
    new = new if is_renamed else replace(new, ref=old.ref)
    text = add_commitment(add_commitment(beginning, old), Commitment("last1", "x"))
    before = read(text)
    after = read(change_commitment(text, old, new))
    assert after.commitments == (*before.commitments[:-2], new, before.commitments[-1])
    assert (after.problems, after.body, after.kind) == ((), before.body, before.kind)


def test_the_error_of_a_change_names_the_path_that_it_was_given() -> None:
    """A caller that knows it says it; the line is there in any case."""
    for path in ("", str(PATH)):
        with pytest.raises(UnreadableNote) as refusal:
            add_commitment("---\ncommitments: x\n---\n", DRAFT, path)
        assert refusal.value.problem.place == f"{path}:2"


@pytest.mark.parametrize("comment", ["", "# by yaml\n"])
@pytest.mark.parametrize(
    ("front_matter", "about"),
    [
        ("", About()),
        ("name: Alice Martin\n", About("Alice Martin")),
        ('name: " Zoé \\"Z\\" Łukasz "\n', About('Zoé "Z" Łukasz')),
        ("name:\nrole: ''\nkind: ~\naliases:\nmembers: []\n", About()),
        ("role: report\nkind: one-to-one\nx: [1]\n", About(role="report", kind="one-to-one")),
        ("aliases: [ali, 'Al B', \"C\", '']\n", About(aliases=("ali", "Al B", "C"))),
        ("aliases: ali\n", About(aliases=("ali",))),
        ("aliases:\n  - ali\n  - Al B\n  -\n", About(aliases=("ali", "Al B"))),
        ("name: guild\nmembers: [alice, bob]\n", About("guild", members=("alice", "bob"))),
        ("name: |\n  Alice\n  Martin\n", About("Alice Martin")),
    ],
)
def test_a_description_says_who_somebody_is(front_matter: str, about: About, comment: str) -> None:
    """Names and lists in every way that YAML writes them; nothing is what is empty."""
    text = f"\ufeff---\r\n{front_matter}{comment}---\r\n# Alice\r\n"
    assert parse_about("people/alice/about.md", text.encode()) == about


def test_a_description_without_front_matter_is_empty() -> None:
    """The body is for people."""
    assert parse_about("people/alice/about.md", b"# Alice\n") == About()


@pytest.mark.parametrize(
    ("front_matter", "message"),
    [
        ("kind: o3\nname: [Alice]\n", "3: `name` that is not a text"),
        ("role: {a: b}\n", "2: `role` that is not a text"),
        ("aliases: {a: b}\n", "2: `aliases` that is not a list of texts"),
        ("members: [alice, [bob]]\n", "2: `members` that is not a list of texts"),
        ("name: Alice\nname: Bob\n", "3: a key that stood there before: expected each key once"),
        ("slots:\n  - {on: tue, on: wed}\n", "3: a key that stood there before: expected each key once"),
    ],
)
def test_a_description_that_cannot_be_read_is_named(front_matter: str, message: str) -> None:
    """By the line of the field."""
    with pytest.raises(UnreadableNote) as error:
        parse_about("people/alice/about.md", f"---\n{front_matter}---\n".encode())
    assert error.value.message == f"people/alice/about.md:{message}"


@pytest.mark.parametrize(
    ("text", "is_imported"),
    [
        (NOTE, False),
        (add_commitment(NOTE.replace("m2pa9", "b2"), EVERYTHING), False),
        (NOTE.replace("\n", "\r\n"), False),
        ("# Alice\n", False),
        ('---\nname: "Zoé"\naliases: [z, "Z L"]\nrole: report\nkind:\n---\n', False),
        (by_yaml(NOTE), True),
    ],
)
def test_yaml_is_imported_only_for_what_o3_did_not_write(text: str, is_imported: bool) -> None:
    """PyYAML and python-frontmatter take longer to import than hundreds of notes take to read."""
    code = (
        "import sys\n"
        "from datetime import date\n"
        "from o3cli.adapters.notes.note_format import parse_about, parse_note\n"
        "from o3cli.domain.note import NotePath\n"
        "data = sys.stdin.buffer.read()\n"
        "parse_note(NotePath('people/alice', date(2026, 11, 20)), data)\n"
        "parse_about('people/alice/about.md', data)\n"
        "print('yaml' in sys.modules, 'frontmatter' in sys.modules)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], input=text.encode(), capture_output=True, check=True)
    assert result.stdout.decode().split() == [str(is_imported)] * 2
