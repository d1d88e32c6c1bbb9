"""`o3 done`, `drop`, `snooze`, `due` and `reopen`: what they have in common, and what each says."""

import pytest

from tests.desk import Desk

ALICE = "people/alice/2026-11-13.md"


@pytest.mark.parametrize(
    ("arguments", "out", "message", "record"),
    [
        (["done", "k3f"], "k3f7w\tdone\tme\t2026-11-18\tdone\t", "done", "    status: done 2026-11-20\n"),
        (
            ["drop", "k3f", "--why", "no longer wanted"],
            "k3f7w\tdropped\tme\t2026-11-18\tdropped\t",
            "dropped",
            "    status: dropped 2026-11-20\n",
        ),
        (
            ["snooze", "k3f", "next", "week"],
            "k3f7w\topen\tme\t2026-11-18\tsnoozed until Mon 23 Nov\t",
            "snoozed",
            "    snooze: 2026-11-23\n",
        ),
        (
            ["due", "k3f", "dans", "2", "semaines"],
            "k3f7w\topen\tme\t2026-12-04\tdue Fri 4 Dec\t",
            "due",
            "    due: 2026-12-04\n",
        ),
        (["due", "k3f", "none"], "k3f7w\topen\tme\t\tno date\t", "due", "    was_due: "),
    ],
)
def test_a_change_is_one_line_and_one_commit(
    used: Desk, arguments: list[str], out: str, message: str, record: str
) -> None:
    """The answer says what was done to which; the note changes in front matter and body, in one neutral commit."""
    answer = used.o3(*arguments)
    assert (answer.exit_code, answer.err) == (0, "")
    assert answer.out == f"{out}Send the draft of the career ladder\n"
    assert record in used.read(ALICE)
    assert used.history()[0] == f"alice 2026-11-13: k3f7w {message}"
    assert used.git("show", "--name-only", "--format=").split() == [ALICE]
    assert used.is_clean()


def test_done_ticks_the_box(used: Desk) -> None:
    """The checkbox in the body goes with the record; no other line changes."""
    before = used.read(ALICE)
    used.o3("done", "k3f")
    assert used.read(ALICE) == before.replace("status: open", "status: done 2026-11-20", 1).replace(
        "- [ ] Send", "- [x] Send"
    )


def test_several_refs_are_one_commit(used: Desk) -> None:
    """Several at once, in several notes, are one commit; a ref named twice counts once."""
    answer = used.o3("done", "k3f", "h7n3x", "k3")
    assert answer.lines == [
        "k3f7w\tdone\tme\t2026-11-18\tdone\tSend the draft of the career ladder",
        "h7n3x\tdone\tbob\t2026-12-04\tdone\tPlan the migration",
    ]
    assert used.history()[0] == "2 commitments done"


def test_all_or_none(used: Desk) -> None:
    """Where one ref is unknown, none is closed."""
    answer = used.o3("done", "k3f", "zzz")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == (
        "error: no commitment has a ref that begins with `zzz`\n"
        "hint: `o3 todo --all` lists every commitment with its ref\n"
    )
    assert "status: done 2026-11-20" not in used.read(ALICE)
    assert used.is_clean()


def test_an_ambiguous_ref_names_the_candidates(used: Desk) -> None:
    """The beginning of two open refs is an error that says which they are."""
    answer = used.o3("done", "m")
    assert (answer.exit_code, answer.err) == (
        1,
        "error: `m` is the beginning of 2 refs\nhint: say `m2pa9` or `m9q2s`\n",
    )


def test_done_twice_changes_nothing(used: Desk) -> None:
    """What is done already stays done on the day when it was, with exit 0."""
    answer = used.o3("done", "p5r")
    assert (answer.exit_code, answer.out) == (0, "p5r2d\tdone\tbob\t\tdone already\tFix the build\n")
    assert "status: done 2026-11-10" in used.read("people/bob/2026-11-06.md")
    assert used.history() == ["4 files saved", "notebook: made"]


def test_done_is_not_dropped(used: Desk) -> None:
    """What was kept cannot be dropped before it is opened again."""
    answer = used.o3("drop", "p5r", "--why", "x")
    assert answer.exit_code == 1
    assert answer.err == "error: `p5r2d` was done on 2026-11-10 already\nhint: `o3 reopen p5r2d` opens it again\n"
    answer = used.o3("reopen", "p5r")
    assert answer.out == "p5r2d\topen\tbob\t\topen again\tFix the build\n"
    assert used.history()[0] == "bob 2026-11-06: p5r2d reopened"
    assert used.o3("drop", "p5r", "--why", "x").exit_code == 0


@pytest.mark.parametrize("why", ["", " \t"])
def test_a_drop_needs_a_reason(used: Desk, why: str) -> None:
    """Dropped is not done: without words for a reason nothing is dropped."""
    answer = used.o3("drop", "k3f", "--why", why)
    assert (answer.exit_code, answer.out) == (2, "")
    assert answer.err == "error: there are no words, expected the reason\n"
    assert used.is_clean()


def test_a_reason_of_several_lines_becomes_one(used: Desk) -> None:
    """Line ends and control characters in a reason reach neither the record nor the list raw."""
    assert used.o3("drop", "k3f", "--why", "bad\nnews \x1b[31m").exit_code == 0
    assert "\x1b" not in used.o3("todo", "--all", "--json").out
    assert "\x1b" not in used.show("todo", "--all")


def test_snoozing_leaves_the_promise_as_it_is(used: Desk) -> None:
    """A snoozed commitment keeps its due date and shows again with `none`."""
    assert used.o3("snooze", "w8c", "k3f", "+3d").exit_code == 0
    assert [line[:5] for line in used.o3("todo", "alice").lines] == ["m2pa9"]
    assert "    due: 2026-11-18\n" in used.read(ALICE)
    answer = used.o3("snooze", "w8c", "k3f", "none")
    assert [line.split("\t")[4] for line in answer.lines] == ["shown again", "shown again"]
    assert len(used.o3("todo", "alice").lines) == 3


def test_a_new_date_keeps_the_old_one(used: Desk) -> None:
    """`due` keeps what was promised before, also over several changes."""
    used.o3("due", "k3f", "27 nov")
    used.o3("due", "k3f", "4", "dec")
    assert "    due: 2026-12-04\n    was_due: [2026-11-18, 2026-11-27]\n" in used.read(ALICE)
    assert "- [ ] Send the draft of the career ladder, due 2026-12-04 ^k3f7w" in used.read(ALICE)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["done"], "error: missing argument `REF...`\nhint: `o3 done --help` shows how it is used\n"),
        (["drop", "k3f"], "error: missing option `--why`\nhint: `o3 drop --help` shows how it is used\n"),
        (["snooze", "k3f"], "error: `k3f` is not a date\nhint: dates look like "),
        (["snooze", "next", "week"], "error: there are no words, expected a ref before the date\n"),
        (["due", "k3f", "30", "feb"], "error: `feb` is not a date\nhint: dates look like "),
        (["reopen"], "error: missing argument `REF...`\nhint: `o3 reopen --help` shows how it is used\n"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(used: Desk, arguments: list[str], error: str) -> None:
    """What cannot be understood changes nothing."""
    answer = used.o3(*arguments)
    assert (answer.exit_code, answer.out) == (2, "")
    assert answer.err.startswith(error)
    assert used.is_clean()


@pytest.mark.parametrize("command", [["done", "k3f"], ["reopen", "k3f"], ["due", "k3f", "friday"], ["save"]])
def test_no_notebook_is_made_to_find_nothing_in(desk: Desk, command: list[str]) -> None:
    """Where there is no notebook yet, a command that changes what is there says so and makes none."""
    answer = desk.o3(*command)
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == (
        f"error: there is no notebook in {desk.notebook} yet\n"
        "hint: `o3 new NAME` makes it on the way, `o3 init DIR` somewhere else\n"
    )
    assert not desk.notebook.exists()


def test_on_a_terminal_words_wrap_under_themselves(used: Desk) -> None:
    """80 columns have room for a line; 40 have the facts under the words."""
    assert used.show("done", "k3f", "h7n") == (
        "  k3f7w  done  me   Send the draft of the career ladder\n  h7n3x  done  bob  Plan the migration\n"
    )
    assert used.show("snooze", "m2p", "2027-02-01", width=40) == (
        "  m2pa9  Write the RFC on queues\n         snoozed until Mon 1 Feb 2027\n         alice\n"
    )
