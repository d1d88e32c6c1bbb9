"""`o3 todo`: what is still open, as a person, a pipe and a script see it."""

import json
import re
from datetime import UTC, datetime

import pytest

from o3cli.domain.terminal_text import display_width
from tests.desk import Desk

ALICE = "2026-11-13\tpeople/alice/2026-11-13.md"
BOB = "2026-11-06\tpeople/bob/2026-11-06.md"
LATE = f"k3f7w\topen\tLate\tme\talice\t2026-11-18\t{ALICE}:26\tSend the draft of the career ladder"
SOON = f"m2pa9\topen\tThis week\talice\talice\t2026-11-22\t{ALICE}:27\tWrite the RFC on queues"
LATER = f"h7n3x\topen\tLater\tbob\tbob\t2026-12-04\t{BOB}:11\tPlan the migration"
UNDATED = f"w8c4t\topen\tNo date\tme\talice\t\t{ALICE}:28\tBook a room"


def test_a_wide_terminal_shows_a_line_an_entry(used: Desk) -> None:
    """On 80 columns: headings, and under each ref, whose, words, when, since when; long words wrap under themselves."""
    assert (
        used.show("todo")
        == """\
Late
  k3f7w  me → alice  Send the draft of the career       2 d late    13 Nov · 7 d
                     ladder

This week
  m2pa9  alice       Write the RFC on queues            Sun 22 Nov  13 Nov · 7 d

Later
  h7n3x  bob         Plan the migration                 Fri 4 Dec   6 Nov · 2 w

No date
  w8c4t  me → alice  Book a room                                    13 Nov · 7 d
"""
    )


def test_a_narrow_terminal_shows_the_words_first(used: Desk) -> None:
    """On 40 columns the facts go under the words, and no line breaks within one of them."""
    assert (
        used.show("todo", width=40)
        == """\
Late
  k3f7w  Send the draft of the career
         ladder
         me → alice · 2 d late
         13 Nov · 7 d

This week
  m2pa9  Write the RFC on queues
         alice · Sun 22 Nov
         13 Nov · 7 d

Later
  h7n3x  Plan the migration
         bob · Fri 4 Dec · 6 Nov · 2 w

No date
  w8c4t  Book a room
         me → alice · 13 Nov · 7 d
"""
    )


def test_everything_has_its_state(used: Desk) -> None:
    """`--all` shows snoozed ones with the day of their return, closed ones with the day they were closed and why."""
    used.o3("drop", "h7n", "--why", "bought instead")
    assert (
        used.show("todo", "bob", "--all")
        == """\
Snoozed
  m9q2s  me → bob  Ask about the budget            until Fri 27 Nov  6 Nov · 2 w

Done
  p5r2d  bob       Fix the build                   Tue 10 Nov        6 Nov · 2 w

Dropped
  h7n3x  bob       Plan the migration (bought      Fri 20 Nov        6 Nov · 2 w
                   instead)
"""
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], [LATE, SOON, LATER, UNDATED]),
        (["alice"], [LATE, SOON, UNDATED]),
        (["LILI", "--theirs"], [SOON]),
        (["--mine"], [LATE, UNDATED]),
        (["--theirs"], [SOON, LATER]),
        (["--late"], [LATE]),
        (["--before", "monday"], [LATE, SOON]),
        (["--before", "2026-11-18"], []),
        (["bob", "--late"], []),
    ],
)
def test_a_pipe_gets_the_selected_lines(used: Desk, options: list[str], expected: list[str]) -> None:
    """Ref, status, heading, owner, person, due, made, place and words, with tabs between them and no heading."""
    answer = used.o3("todo", *options)
    assert answer.lines == expected
    assert (answer.exit_code, answer.err) == (0, "" if expected else "Nothing of that kind\n")


def test_json_keeps_its_keys(used: Desk) -> None:
    """The keys of `--json` are a promise: some may be added, none may go."""
    answer = used.o3("todo", "--json", "--all")
    listed = json.loads(answer.out)
    assert list(listed) == ["schema", "today", "commitments", "problems"]
    assert (listed["schema"], listed["today"], listed["problems"]) == (1, "2026-11-20", [])
    assert listed["commitments"][0] == {
        "ref": "k3f7w",
        "what": "Send the draft of the career ladder",
        "owner": "me",
        "with": "alice",
        "status": "open",
        "closed": None,
        "group": "Late",
        "due": "2026-11-18",
        "was_due": [],
        "snooze": None,
        "why": None,
        "made": "2026-11-13",
        "age_days": 7,
        "path": "people/alice/2026-11-13.md",
        "line": 26,
    }
    assert [entry["group"] for entry in listed["commitments"]] == [
        "Late", "This week", "Later", "No date", "Snoozed", "Done",
    ]  # fmt: skip
    assert listed["commitments"][4]["snooze"] == "2026-11-27"
    assert listed["commitments"][5]["closed"] == "2026-11-10"


def test_json_names_what_could_not_be_read(used: Desk) -> None:
    """A problem in `--json` has path, line and message; the exit code is 1 all the same."""
    used.write("people/bob/2026-11-06.md", "---\nwith: [bob\n---\n")
    answer = used.o3("todo", "--json")
    assert answer.exit_code == 1
    (problem,) = json.loads(answer.out)["problems"]
    assert list(problem) == ["path", "line", "message"]
    assert problem["path"] == "people/bob/2026-11-06.md"


def test_what_was_typed_without_o3_is_listed_at_once(used: Desk) -> None:
    """A checkbox that is not recorded yet has no ref and no place to be forgotten in; nothing is written."""
    used.write(
        "people/bob/2026-11-06.md", used.read("people/bob/2026-11-06.md") + "- [ ] call the lawyer, due monday\n"
    )
    before = used.read("people/bob/2026-11-06.md")
    answer = used.o3("todo", "bob", "--mine")
    assert answer.lines == [
        "-\topen\tLate\tme\tbob\t2026-11-09\t2026-11-06\tpeople/bob/2026-11-06.md:26\tcall the lawyer"
    ]
    assert answer.err == "1 line was typed or edited in notes and not recorded yet: `o3 save` does it\n"
    assert json.loads(used.o3("todo", "bob", "--json").out)["commitments"][0]["ref"] is None
    assert used.read("people/bob/2026-11-06.md") == before
    assert used.history() == ["4 files saved", "notebook: made"]


def test_snoozed_ones_come_back(used: Desk) -> None:
    """On its day a snoozed commitment stands in the list again."""
    used.now = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert "m9q2s\topen\tLater\tme\tbob\t2026-11-30" in used.o3("todo", "bob").out


def test_an_empty_list_says_so(desk: Desk) -> None:
    """On a fresh machine nothing is open, and nothing is made."""
    answer = desk.o3("todo")
    assert (answer.exit_code, answer.out, answer.err) == (0, "", "Nothing is open\n")
    assert not desk.notebook.exists()


def test_options_that_contradict_each_other_are_refused(used: Desk) -> None:
    """`--mine --theirs` is wrong usage, not an empty list."""
    answer = used.o3("todo", "--mine", "--theirs")
    assert (answer.exit_code, answer.out, answer.err) == (2, "", "error: `--mine` and `--theirs` exclude each other\n")


def test_an_unknown_person_is_an_error_with_a_near_miss(used: Desk) -> None:
    """A slip in a name is answered with the name that was meant."""
    answer = used.o3("todo", "alcie")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == "error: nobody in the notebook is called `alcie`\nhint: did you mean `alice`?\n"


@pytest.mark.parametrize("width", [32, 40, 80, 250])
def test_no_line_is_wider_than_the_terminal(used: Desk, width: int) -> None:
    """Whatever the script and the length of words and names, a line fits, and no line is wider than it is readable."""
    words = (
        "Relire la proposition de réorganisation de l’équipe plateforme avant le comité de direction de janvier",
        "写一份关于队列的文件，然后在下次会议之前把它发送给整个团队和所有相关的人员 🎉👩‍👩‍👧‍👦🎉",
        "https://example.org/" + "a" * 300,
        "كتابة المستند",
    )
    lines = [
        f"- [ ] {owner}{text}{due}" for text in words for owner in ("", "zoé: ") for due in ("", ", due 2027-11-20")
    ]
    used.write("people/zoé/about.md", "---\nname: Zoé-Bénédicte 李雷 Nguyễn\nrole: 👩‍🚀 responsable de l’équipe\n---\n")
    used.write("people/zoé/2026-11-20.md", "\n".join(["---", "with: zoé", "---", *lines, ""]))
    for command in (("todo",), ("todo", "--all"), ("person", "list"), ("person", "show", "zoé")):
        for line in used.o3("--color", "never", *command, terminal=True, width=width).lines:
            assert display_width(line) <= min(width, 100), line


def test_colour_only_adds_to_what_is_there(used: Desk) -> None:
    """Without its colours the list on a terminal says the same."""
    coloured = used.o3("todo", "--all", terminal=True).out
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == used.show("todo", "--all")
    assert coloured.startswith("\x1b[1;31mLate\x1b[0m\n  \x1b[36mk3f7w\x1b[0m  me → alice")


def test_an_age_is_told_apart_from_a_due_date(used: Desk) -> None:
    """What is due in another year has no weekday; what was made today is new."""
    used.o3("add", "bob", "Read the book", "--due", "2027-03-01")
    assert (
        used.show("todo", "bob", "--mine")
        == """\
Later
  m9epx  me → bob  Read the book                                 1 Mar 2027  new
"""
    )
