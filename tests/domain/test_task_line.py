"""The text of a checkbox line: read as people type it, written so that it reads the same, changed part by part."""

from __future__ import annotations

import random
import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from o3cli.domain.circle import Circle
from o3cli.domain.commitment import ME, Commitment
from o3cli.domain.markdown import list_bullets, list_task_items
from o3cli.domain.parties import Parties, make_parties
from o3cli.domain.person import Person
from o3cli.domain.refs import make_ref
from o3cli.domain.span import Span
from o3cli.domain.task_line import (
    TaskText,
    add_ref,
    change_task_text,
    clean_what,
    format_task_text,
    gather_ref,
    parse_task_text,
)
from tests.sizes import size

FRIDAY = date(2026, 11, 20)
NEXT_FRIDAY = date(2026, 11, 27)
ALICE = make_parties(Person("alice", "Alice Martin", ("Al",)), ["bob"])
GUILD = make_parties(Circle("guild", "Guild", ("alice", "Bob Smith", "Łukasz", "李雷")), ["zoé: sales"])


def read(text: str) -> TaskText:
    return parse_task_text(text, ALICE, FRIDAY)


# Who


@pytest.mark.parametrize(
    ("text", "owner", "what"),
    [
        ("write the RFC", "me", "write the RFC"),
        ("alice: write the RFC", "alice", "write the RFC"),
        ("Alice : écrire le RFC", "alice", "écrire le RFC"),
        ("Alice\u00a0: écrire le RFC", "alice", "écrire le RFC"),
        ("ALICE MARTIN:write the RFC", "alice", "write the RFC"),
        ("alice：写", "alice", "写"),
        ("@alice: write the RFC", "alice", "write the RFC"),
        ("me: write the RFC", "me", "write the RFC"),
        ("moi : écrire", "me", "écrire"),
        ("them: write", "alice", "write"),
        ("me: alice: write", "me", "alice: write"),
        ("alice: ask @bob", "alice", "ask @bob"),
        ("alice:", "alice", ""),
        ("alice: : write", "alice", ": write"),
        ("Budget: send it", "me", "Budget: send it"),
        ("12:30 call", "me", "12:30 call"),
        ("https://example.org", "me", "https://example.org"),
        ("send alice: the plan", "me", "send alice: the plan"),
        (": write", "me", ": write"),
    ],
)
def test_the_owner_is_named_before_a_colon(text: str, owner: str, what: str) -> None:
    """A party before the first colon owns the promise; nobody named is me; who is no party is part of the text."""
    task = read(text)
    assert (task.owner, task.what) == (owner, what)


def test_a_name_may_be_one_letter_long() -> None:
    """In some scripts most are."""
    parties = make_parties(Person("李", "李"))
    assert parse_task_text("李: 写", parties, FRIDAY).owner == "李"


@pytest.mark.parametrize(
    ("text", "owner", "what"),
    [
        ("@alice write the RFC", "alice", "write the RFC"),
        ("@Alice, write the RFC", "alice", "write the RFC"),
        ("@alice - write the RFC", "alice", "write the RFC"),
        ("@alice -5 %", "alice", "-5 %"),
        ("(@al) write the RFC", "alice", "write the RFC"),
        ("(@al)write", "alice", "write"),
        ("write the RFC @alice", "alice", "write the RFC"),
        ("write the RFC, @alice.", "alice", "write the RFC"),
        ("write the RFC - @alice", "alice", "write the RFC"),
        ("write the RFC @alice !", "alice", "write the RFC"),
        ("write the RFC (@alice)", "alice", "write the RFC"),
        ("write the RFC @me", "me", "write the RFC"),
        ("go through it with @alice on Monday", "alice", "go through it with @alice on Monday"),
        ("ask @zed, then @bob, then @alice", "bob", "ask @zed, then @bob, then @alice"),
        ("@alice and @bob write", "alice", "and @bob write"),
        ("@alice", "alice", ""),
        ("@zed write", "me", "@zed write"),
        ("write to x@alice", "me", "write to x@alice"),
        ("write to @alice@example.org", "me", "write to @alice@example.org"),
        ("write @", "me", "write @"),
    ],
)
def test_the_owner_is_mentioned(text: str, owner: str, what: str) -> None:
    """The first mention of a party counts; at either end it is no part of the text, within a sentence it is."""
    task = read(text)
    assert (task.owner, task.what) == (owner, what)


# Until when


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("write, due 27 Nov", ", due 27 Nov"),
        ("write due 2026-11-27", " due 2026-11-27"),
        ("write, due: 27/11", ", due: 27/11"),
        ("write DUE BY next friday", " DUE BY next friday"),
        ("write - due friday.", " - due friday."),
        ("write -- due friday", " -- due friday"),
        ("write; due friday", "; due friday"),
        ("write – due  friday !", " – due  friday !"),
        ("write due:2026-11-27", " due:2026-11-27"),
        ("write pour vendredi", " pour vendredi"),
        ("write, pour le 27 novembre", ", pour le 27 novembre"),
        ("write échéance 27/11", " échéance 27/11"),
        ("write, E\u0301che\u0301ance\u00a0: vendredi", ", E\u0301che\u0301ance\u00a0: vendredi"),
        ("write, echeance: 27 nov.", ", echeance: 27 nov."),
        ("write (due friday)", " (due friday)"),
        ("write ( Due  Friday )", " ( Due  Friday )"),
        ("write due:  friday", " due:  friday"),
        ("write, (pour vendredi)", ", (pour vendredi)"),
        ("write 📅 2026-11-27", " 📅 2026-11-27"),
        ("write 📅2026-11-27", " 📅2026-11-27"),
        ("write 🗓️ 2026-11-27", " 🗓️ 2026-11-27"),
        ("write 📆 2026-11-27", " 📆 2026-11-27"),
        ("write [due:: 2026-11-27]", " [due:: 2026-11-27]"),
        ("write (due:: 2026-11-27)", " (due:: 2026-11-27)"),
        ("write (due 2026-02-30), due friday", "(due 2026-02-30), due friday"),
    ],
)
def test_the_due_date_is_said_at_the_end(text: str, part: str) -> None:
    """In words, in digits, in brackets, with the sign of other tools; a comma or dash before it goes with it."""
    task = read(text)
    assert task.due == NEXT_FRIDAY
    assert task.due_part is not None
    if part.startswith("("):
        assert task.what == "write (due 2026-02-30)"
    else:
        assert task.what == "write"
        assert task.due_part.span.read(text) == part


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("write 📅 2026-11-27 the RFC", "write the RFC"),
        ("write due:2026-11-27 the RFC", "write the RFC"),
        ("write [due:: 2026-11-27 ], the RFC", "write, the RFC"),
        ("write (due friday) the RFC", "write the RFC"),
        ("📅 2026-11-27 write", "write"),
        ("(due friday), write", ", write"),
        ("write 📅 2026-11-26 it 📅 2026-11-27", "write 📅 2026-11-26 it"),
        ("write 📅 2026-11-26 it, due friday", "write 📅 2026-11-26 it"),
        ("write (due friday) it (due someday)", "write it (due someday)"),
    ],
)
def test_some_forms_say_it_anywhere(text: str, what: str) -> None:
    """Brackets, signs and fields may stand in the middle; of several dates the last one counts."""
    task = read(text)
    assert (task.what, task.due) == (what, NEXT_FRIDAY)


@pytest.mark.parametrize(
    "text",
    [
        "write pour le client",
        "2 due reports",
        "pay what is due",
        "write due friday at the latest",
        "write it pour vendredi si possible",
        "write pour Sam",
        "write (pour Sam )",
        "write pour Jan.",
        "write pour ven",
        "overdue friday",
        "write, due 2026-02-30",
        "write 📅 2026-13-01",
        "write 📅 friday",
        "write 📅 2026-11-277",
        "write due:friday-ish",
        "write [due:: friday]",
        "due friday",
        "(due friday)",
        "📅 2026-11-27",
        "write no due date",
    ],
)
def test_words_that_are_no_date_are_text(text: str) -> None:
    """Where not all words to the end are a date, where `pour` names somebody, where nothing else is promised."""
    task = read(text)
    assert (task.what, task.due, task.due_part) == (text, None, None)


def test_a_date_alone_is_no_promise_for_a_day() -> None:
    """White space before it makes no difference."""
    assert (read(" due friday ").what, read(" due friday ").due) == ("due friday", None)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("write pour hier", date(2026, 11, 19)),
        ("write 📅 2030-01-08", date(2030, 1, 8)),
        ("write due: 2030-10-10", date(2030, 10, 10)),
    ],
)
def test_any_day_can_be_said(text: str, due: date) -> None:
    """Days that are over too, and short words that can be no name."""
    assert (read(text).what, read(text).due) == ("write", due)


def test_words_mean_what_they_meant_on_the_day_of_the_note() -> None:
    """`friday` is the one after the note's day, whenever it is read."""
    assert parse_task_text("write, due friday", ALICE, date(2020, 1, 1)).due == date(2020, 1, 3)


@pytest.mark.parametrize(
    "text", ["write, no due date", "write (no due date)", "write; No due date", "write, sans échéance"]
)
def test_no_due_date_can_be_said(text: str) -> None:
    """It is no part of the text, and what reads like a date before it is."""
    task = read(text)
    assert (task.what, task.due) == ("write", None)
    assert task.due_part is not None
    assert task.due_part.span == Span(len("write"), len(text))
    assert read(f"(due friday) {text}").what == "(due friday) write"


def test_owner_date_and_ref_may_be_said_in_any_order_at_the_end() -> None:
    """What was added behind the ref of a view is read as what it is."""
    for text in (
        "write @alice, due friday ^k3f7w",
        "write, due friday @alice ^k3f7w",
        "write ^k3f7w, due friday @alice",
        "write @alice ^k3f7w (due friday)",
        "write due friday ^k3f7w @alice",
        "(due friday) @alice write ^k3f7w",
        "@alice 📅 2026-11-27 write ^k3f7w",
    ):
        task = read(text)
        assert (task.owner, task.what, task.due, task.ref) == ("alice", "write", NEXT_FRIDAY, "k3f7w"), text


# The ref


@pytest.mark.parametrize(
    ("text", "what", "ref"),
    [
        ("write ^k3f7w", "write", "k3f7w"),
        ("write  ^k3f7w ", "write", "k3f7w"),
        ("write ^k3f7w ^37066d", "write", "k3f7w"),
        ("write ^k3f7w ^m2pa9", "write", "m2pa9"),
        ("write ^37066d", "write", None),
        ("write ^my-plan", "write", None),
        ("^k3f7w", "", "k3f7w"),
        ("write^k3f7w", "write^k3f7w", None),
        ("write ^k3f7w today", "write ^k3f7w today", None),
        ("write ^K3F7W", "write", None),
        ("2 ^8", "2 ^8", None),
        ("x ^n", "x ^n", None),
        ("a ^^k3f7w", "a ^^k3f7w", None),
    ],
)
def test_the_ref_is_a_block_id_at_the_end(text: str, what: str, ref: str | None) -> None:
    """The last id with the form of a ref; ids of the user's own are no text either, powers are."""
    task = read(text)
    assert (task.what, task.ref) == (what, ref)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("write", "write ^k3f7w"),
        ("write  ", "write ^k3f7w  "),
        ("write, due friday", "write, due friday ^k3f7w"),
        ("write ^37066d", "write ^k3f7w ^37066d"),
        ("write ^m2pa9 ^37066d", "write ^m2pa9 ^k3f7w ^37066d"),
        ("", "^k3f7w"),
        ("^37066d", "^k3f7w ^37066d"),
        (" ^37066d", "^k3f7w ^37066d"),
    ],
)
def test_a_ref_is_added_before_the_ids_of_the_user(text: str, changed: str) -> None:
    """Obsidian wants its id last; white space at the end of the line stays there."""
    assert add_ref(text, "k3f7w") == changed


def test_the_places_of_the_parts_are_exact() -> None:
    """Each part with what goes with it, and its value alone, can be replaced by itself."""
    text = "Alice : écrire  le RFC (pour vendredi) ^k3f7w ^37066d"
    task = read(text)
    assert task.what_span.read(text) == "écrire  le RFC"
    for part, whole, value in (
        (task.owner_part, "Alice : ", "Alice"),
        (task.due_part, " (pour vendredi)", "vendredi"),
        (task.ref_part, " ^k3f7w", "k3f7w"),
    ):
        assert part is not None
        assert (part.span.read(text), part.value.read(text)) == (whole, value)


# The text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("  Write\tthe \n RFC\u2028now\x85 ", "Write the RFC now"),
        ("10\u00a0% : fait\u202f!", "10\u00a0% : fait\u202f!"),
        ("\u00a0write\u00a0", "write"),
        ("see the note ^k3f7w ^37066d", "see the note"),
        ("^k3f7w", ""),
        ("2 ^8", "2 ^8"),
    ],
)
def test_what_is_cleaned(text: str, what: str) -> None:
    """One line, single spaces, no ids at the end; the spaces of French typography stay."""
    assert clean_what(text) == what


# Writing


@pytest.mark.parametrize(
    ("commitment", "text"),
    [
        (Commitment("m2pa9", "Write the RFC", "alice", due=NEXT_FRIDAY), "alice: Write the RFC, due 2026-11-27 ^m2pa9"),
        (Commitment("m2pa9", "Write the RFC"), "Write the RFC ^m2pa9"),
        (Commitment("m2pa9", "Budget: send it"), "Budget: send it ^m2pa9"),
        (Commitment("m2pa9", "alice: the plan"), "me: alice: the plan ^m2pa9"),
        (Commitment("m2pa9", "ask @alice"), "me: ask @alice ^m2pa9"),
        (Commitment("m2pa9", "ask @alice", "alice"), "alice: ask @alice ^m2pa9"),
        (Commitment("m2pa9", "Tell who it is pour vendredi"), "Tell who it is pour vendredi, no due date ^m2pa9"),
        (
            Commitment("m2pa9", "Tell who it is pour vendredi", due=NEXT_FRIDAY),
            "Tell who it is pour vendredi, due 2026-11-27 ^m2pa9",
        ),
        (Commitment("m2pa9", "a, no due date"), "a, no due date, no due date ^m2pa9"),
        (Commitment("m2pa9", "@al (due friday)"), "me: @al (due friday), no due date ^m2pa9"),
        (Commitment("m2pa9", "Write\n the RFC ^k3f7w"), "Write the RFC ^m2pa9"),
        (Commitment("m2pa9", "# 1"), "me: # 1 ^m2pa9"),
        (Commitment("m2pa9", "1. call"), "me: 1. call ^m2pa9"),
        (Commitment("m2pa9", "[x] call"), "me: [x] call ^m2pa9"),
        (Commitment("m2pa9", "[-] call"), "me: [-] call ^m2pa9"),
        (Commitment("m2pa9", "[RFC](https://example.org)"), "[RFC](https://example.org) ^m2pa9"),
        (Commitment("m2pa9", "", due=NEXT_FRIDAY), ", due 2026-11-27 ^m2pa9"),
        (Commitment("m2pa9", ""), "me: ^m2pa9"),
        (Commitment("m2pa9", "write", "Alice Martin"), "alice: write ^m2pa9"),
        (Commitment("m2pa9", "write", "moi"), "write ^m2pa9"),
        (Commitment("m2pa9", "write", "stranger"), "stranger: write ^m2pa9"),
    ],
)
def test_a_commitment_is_written_as_a_line(commitment: Commitment, text: str) -> None:
    """With no more than it takes to read the same."""
    assert format_task_text(commitment, ALICE, FRIDAY) == text


# Changing


@pytest.mark.parametrize(
    ("text", "new", "changed"),
    [
        # Nothing differs: nothing is touched.
        (
            "Moi :  write  it,due friday",
            Commitment("k3f7w", "write it", due=NEXT_FRIDAY),
            "Moi :  write  it,due friday",
        ),
        # What was promised.
        ("Moi :  write  it (due friday)", Commitment("k3f7w", "send", due=NEXT_FRIDAY), "Moi :  send (due friday)"),
        ("write it ^k3f7w ^37066d", Commitment("k3f7w", "send it"), "send it ^k3f7w ^37066d"),
        ("write (due friday) it", Commitment("k3f7w", "send it", due=NEXT_FRIDAY), "send it, due 2026-11-27"),
        ("write it", Commitment("k3f7w", "alice: it"), "me: alice: it"),
        ("me: write it", Commitment("k3f7w", "alice: it"), "me: alice: it"),
        # Until when, in the style of the line.
        ("write, due 27 Nov", Commitment("k3f7w", "write", due=date(2026, 12, 4)), "write, due 2026-12-04"),
        ("write (due friday) it", Commitment("k3f7w", "write it", due=date(2026, 12, 4)), "write (due 2026-12-04) it"),
        ("📅 2026-11-27 write", Commitment("k3f7w", "write", due=date(2026, 12, 4)), "📅 2026-12-04 write"),
        ("write pour vendredi", Commitment("k3f7w", "write", due=date(2026, 12, 4)), "write pour 2026-12-04"),
        ("write [due:: 2026-11-27]", Commitment("k3f7w", "write", due=date(2026, 12, 4)), "write [due:: 2026-12-04]"),
        ("write - due friday.", Commitment("k3f7w", "write", due=date(2026, 12, 4)), "write - due 2026-12-04."),
        ("write ^k3f7w", Commitment("k3f7w", "write", due=date(2026, 12, 4)), "write, due 2026-12-04 ^k3f7w"),
        ("write, no due date", Commitment("k3f7w", "write", due=date(2026, 12, 4)), "write, due 2026-12-04"),
        ("write @alice", Commitment("k3f7w", "write", "alice", due=NEXT_FRIDAY), "write @alice, due 2026-11-27"),
        ("write, due friday ^k3f7w", Commitment("k3f7w", "write"), "write ^k3f7w"),
        ("(due friday) write", Commitment("k3f7w", "write"), "write"),
        (
            "go (due friday) it, due friday",
            Commitment("k3f7w", "go (due friday) it"),
            "go (due friday) it, no due date",
        ),
        # Who.
        ("Alice : write", Commitment("k3f7w", "write", "bob"), "bob : write"),
        ("alice: write", Commitment("k3f7w", "write"), "me: write"),
        ("write", Commitment("k3f7w", "write", "alice"), "alice: write"),
        ("write @alice", Commitment("k3f7w", "write", "bob"), "write @bob"),
        ("write with @alice today", Commitment("k3f7w", "write with @alice today"), "me: write with @alice today"),
        # A ref that something was added behind.
        ("write it ^k3f7w, due friday", Commitment("k3f7w", "@bob"), "me: @bob ^k3f7w"),
        ("(due friday) write it ^k3f7w @al", Commitment("k3f7w", "x", due=NEXT_FRIDAY), "(due friday) x ^k3f7w @me"),
    ],
)
def test_only_the_parts_that_differ_are_replaced(text: str, new: Commitment, changed: str) -> None:
    """Style, spacing, refs and ids stay; where that would read differently, the line is written anew."""
    assert change_task_text(text, ALICE, FRIDAY, new) == changed


def test_a_line_that_is_written_anew_keeps_ref_and_ids() -> None:
    """They stay at its end, each once."""
    new = Commitment("k3f7w", "alice: it")
    assert change_task_text("write it ^k3f7w ^37066d", ALICE, FRIDAY, new) == "me: alice: it ^k3f7w ^37066d"
    assert change_task_text("write it ^k3f7w, due friday", ALICE, FRIDAY, new) == "me: alice: it ^k3f7w"
    text = "write it ^k3f7w, due friday ^37066d"
    assert change_task_text(text, ALICE, FRIDAY, new) == "me: alice: it ^k3f7w ^37066d"


# For any text

_WORDS = [
    *[
        "alice",
        "Alice",
        "@alice",
        "@al",
        "me",
        "moi",
        "@me",
        "bob",
        "@bob",
        "@bob smith",
        "李雷",
        "Łukasz",
        "zoé",
        "them",
    ],
    *["alice:", "alice :", "me:", "moi\u00a0:", "李雷：", "Budget:", "@@alice", "a@alice.org", "'s", "sales:"],
    *["write", "the", "RFC", "é", "x", ":", "：", ",", ";", "-", "–", "--", ".", "!", "(", ")", "[", "]", '"'],
    *[
        "due",
        "due:",
        "due by",
        "pour",
        "échéance",
        "échéance :",
        "e\u0301che\u0301ance",
        "no due date",
        ", no due date",
    ],
    *["(no due date)", "sans échéance", "friday", "vendredi", "27 nov", "2026-11-27", "le 27 novembre", "+3d", "eow"],
    *["📅", "📅 2026-11-27", "🗓️2026-11-27", "due:2026-11-27", "[due:: 2026-11-27]", "(due friday)", "(pour sam)"],
    *["^k3f7w", "^m2pa9", "^37066d", "^8", "^a", "^plan", "^", "\n", "\r", "\t", "\u00a0", "\u2028", "\x85", "\x00"],
    *[
        "#",
        ">",
        "+",
        "*",
        "1.",
        "2)",
        "```",
        "~~~",
        "<!--",
        "-->",
        "<div>",
        "[ ]",
        "[x]",
        "[-]",
        "---",
        "===",
        "`",
        "\\",
    ],
]
_PARTS = [
    "alice:",
    "@alice",
    "@alice,",
    "(@al)",
    "write",
    "it",
    "the RFC",
    "due friday",
    ", due friday",
    "(due friday)",
]
_PARTS += ["📅 2026-11-27", "- due 27 nov", "^k3f7w", "^37066d", "pour vendredi", ", no due date", "due:2026-11-27"]
_TEXTS = (
    st.lists(st.sampled_from(_PARTS), max_size=5).map(" ".join)
    | st.lists(
        st.builds(str.__add__, st.sampled_from(_WORDS), st.sampled_from([" ", " ", " ", "", "  ", ", "])), max_size=8
    ).map("".join)
    | st.text(max_size=30)
)
_DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
_DUES = st.none() | st.dates()
_REFS = st.integers(0, 2**32).map(lambda seed: make_ref(random.Random(seed).randrange, ()))
_WHO = st.sampled_from(
    [(ALICE, owner) for owner in (ME, "alice", "bob")]
    + [(GUILD, owner) for owner in (ME, "alice", "Bob Smith", "Łukasz", "李雷", "zoé: sales")]
)
_MANY = settings(max_examples=size(300, 10_000), deadline=None)


@_MANY
@given(_WHO, _TEXTS, _DUES, _DAYS, _REFS)
@example((ALICE, ME), "alice: (due friday)", None, FRIDAY, "k3f7w")
@example((GUILD, "zoé: sales"), "sales: ^k3f7w", date.max, FRIDAY, "k3f7w")
def test_what_is_written_reads_the_same(
    who: tuple[Parties, str], what: str, due: date | None, day: date, ref: str
) -> None:
    """For every commitment; as a checkbox and as a plain bullet it is one line, and that very text."""
    parties, owner = who
    commitment = Commitment(ref, what, owner, due=due)
    for with_ref in (True, False):
        line = format_task_text(commitment, parties, day, with_ref=with_ref)
        task = parse_task_text(line, parties, day)
        assert (task.owner, task.what, task.due) == (owner, clean_what(what), due)
        assert task.ref == (ref if with_ref else None)
        note = f"# Alice\n\n- {line}\n- [ ] {line}\n\n---\n"
        assert [bullet.text.read(note) for bullet in list_bullets(note)] == [line]
        assert [item.text.read(note) for item in list_task_items(note)] == [line]


@_MANY
@given(_TEXTS, _DAYS)
def test_any_text_can_be_read(text: str, day: date) -> None:
    """No text raises; every part lies within it, apart from the others; what is left is clean."""
    task = parse_task_text(text, GUILD, day)
    parts = [part for part in (task.owner_part, task.due_part, task.ref_part) if part is not None]
    for part in parts:
        assert 0 <= part.span.start <= part.value.start < part.value.end <= part.span.end <= len(text)
    spans = sorted((part.span for part in parts), key=lambda span: (span.start, span.end))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert 0 <= task.what_span.start <= task.what_span.end <= len(text)
    assert task.what == clean_what(task.what)
    assert (task.ref is None) == (task.ref_part is None)
    assert task.due is None or task.due_part is not None


@_MANY
@given(_TEXTS, _DAYS, _REFS)
def test_adding_a_ref_changes_nothing_else(text: str, day: date, ref: str) -> None:
    """The line has that ref then, and says the same as before."""
    before = parse_task_text(text, GUILD, day)
    after = parse_task_text(add_ref(text, ref), GUILD, day)
    assert (after.owner, after.what, after.due, after.ref) == (before.owner, before.what, before.due, ref)


@_MANY
@given(_TEXTS, _DAYS, st.data())
def test_a_changed_line_says_what_it_should(text: str, day: date, data: st.DataObject) -> None:
    """Whichever of owner, text and date change, the line says the new ones, and keeps its ref."""
    before = parse_task_text(text, GUILD, day)
    owners = st.sampled_from([ME, "alice", "Bob Smith", "zoé: sales"])
    new = Commitment(
        "aaaa2",
        data.draw(st.just(before.what) | _TEXTS),
        data.draw(st.just(before.owner) | owners),
        due=data.draw(st.just(before.due) | _DUES),
    )
    changed = change_task_text(text, GUILD, day, new)
    after = parse_task_text(changed, GUILD, day)
    assert (after.owner, after.what, after.due) == (new.owner, clean_what(new.what), new.due)
    assert after.ref == before.ref
    if (before.owner, before.what, before.due) == (new.owner, clean_what(new.what), new.due):
        assert changed == text


@given(_TEXTS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """A clean text is one line without white space around it, and stays as it is."""
    what = clean_what(text)
    assert clean_what(what) == what
    assert what == what.strip()
    assert len(what.splitlines()) <= 1


# Time


@pytest.mark.parametrize(
    "pattern",
    [
        *[" ", "@", "@x ", "@alice", "^", " ^abcdef", " ^k3f7w", "due ", "(due x)", "(due friday) ", "due:2026-13-01 "],
        *["📅", "📅 ", "(due ", "due by ", "[due:: ", "-", "- ", ",", ":", ", no due date", "(", "e\u0301", "alice: "],
    ],
)
def test_the_time_is_linear_in_the_text(pattern: str) -> None:
    """100 KB of anything (in full, 1 MB) take some microseconds a character at most."""
    length = size(100_000, 1_000_000)
    text = pattern * (length // len(pattern))
    started = time.process_time()
    read(text)
    read(f"write{text}due friday")
    assert (time.process_time() - started) / length < 20e-6


def test_a_part_is_replaced_by_its_span() -> None:
    """The line is spliced in one place, and the rest stays as it was typed."""
    text = "alice:  write it"
    task = read(text)
    assert task.owner_part is not None
    assert task.owner_part.value.replace(text, "bob") == "bob:  write it"
    assert Span(0, 0).replace(text, "- ") == "- alice:  write it"


@pytest.mark.parametrize(
    ("text", "gathered"),
    [
        ("Write the RFC ^k3f7w on queues", "Write the RFC on queues ^k3f7w"),
        ("alice: Write it ^k3f7w with Bob, due friday", "alice: Write it with Bob, due friday ^k3f7w"),
        ("Write it, due 2026-11-27 ^k3f7w with Bob", "Write it with Bob, due 2026-11-27 ^k3f7w"),
        ("Write it, due 2026-11-27 ^k3f7w no, due friday", "Write it, due 2026-11-27 no, due friday ^k3f7w"),
        ("Write it ^k3f7w now ^37066d", "Write it now ^k3f7w ^37066d"),
        ("Write it ^m2pa9 now", "Write it ^m2pa9 now"),
        ("2 ^k3f7w", "2 ^k3f7w"),
        ("a^k3f7w b", "a^k3f7w b"),
    ],
)
def test_words_behind_a_ref_go_before_it(text: str, gathered: str) -> None:
    """Only a ref that is known is moved: any other is part of the words."""
    assert gather_ref(text, ALICE, FRIDAY, {"k3f7w"}) == gathered


@pytest.mark.parametrize(
    ("text", "what", "due"),
    [
        ("send it by wednesday", "send it", date(2026, 11, 25)),
        ("send it by eow", "send it", date(2026, 11, 22)),
        ("l'envoyer d'ici vendredi", "l'envoyer", NEXT_FRIDAY),
        ("l'envoyer avant le 27 novembre", "l'envoyer", NEXT_FRIDAY),
        ("reviewed by Jan", "reviewed by Jan", None),
        ("stand by me", "stand by me", None),
        ("avant tout le monde", "avant tout le monde", None),
    ],
)
def test_by_a_day_is_a_due_date(text: str, what: str, due: date | None) -> None:
    """`by` and its French words count where a date follows; `by Jan` is somebody."""
    task = read(text)
    assert (task.what, task.due) == (what, due)
