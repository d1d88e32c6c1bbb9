"""`o3 add`: a commitment without the editor, as a user sees it."""

import pytest

from tests.desk import Desk


def test_it_lands_in_the_last_note(used: Desk) -> None:
    """The commitment gets a record and a checkbox in the person's last note, and one neutral commit."""
    answer = used.o3("add", "alice", "Order the book", "--due", "friday")
    assert (answer.exit_code, answer.out) == (0, "m9epx\topen\tme\t2026-11-27\tnew, due Fri 27 Nov\tOrder the book\n")
    assert answer.err == "in people/alice/2026-11-13.md\n"
    note = used.read("people/alice/2026-11-13.md")
    assert (
        '  - id: m9epx\n    status: open\n    owner: me\n    what: "Order the book"\n    due: 2026-11-27\n'
        "    made: 2026-11-20\n\n---\n" in note
    )
    assert note.endswith("- [ ] Order the book, due 2026-11-27 ^m9epx\n")
    assert used.history()[0] == "alice 2026-11-13: m9epx added"
    assert used.is_clean()


def test_it_needs_no_quotes_and_reads_owner_and_date(used: Desk) -> None:
    """Words need no quotes; whose it is and until when is read from them as from a line in a note."""
    answer = used.o3("add", "ali", "alice:", "write", "the", "RFC,", "due", "27", "nov")
    assert answer.out == "m9epx\topen\talice\t2026-11-27\tnew, due Fri 27 Nov\twrite the RFC\n"


def test_on_a_terminal_it_reads_as_a_sentence(used: Desk) -> None:
    """The person at the terminal sees ref, what was done, whose it is and the words."""
    assert used.show("add", "bob", "Order the book", "--owner", "them") == (
        "  m9epx  new  bob  Order the book\nin people/bob/2026-11-06.md\n"
    )


def test_somebody_new_is_made_on_the_way(desk: Desk) -> None:
    """On a fresh machine it makes the notebook, the person and a note of today."""
    answer = desk.o3("add", "carol", "Say hello")
    assert answer.exit_code == 0
    assert answer.err == (
        f"Notebook made in {desk.notebook}: private, a git repository of its own\n"
        "New in the notebook: Carol, in `people/carol`\n"
        "in people/carol/2026-11-20.md, a new note\n"
    )
    assert desk.history() == ["carol 2026-11-20: m9epx added", "carol: about", "notebook: made"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["alice"], "error: missing argument `WORDS...`\nhint: `o3 add --help` shows how it is used\n"),
        (["alice", ""], "error: there are no words, expected what was promised\n"),
        (["alice", "x", "--due", "someday"], "error: `someday` is not a date\n"),
        (["alice", "x", "--owner", "dave"], "error: `dave` takes no part in these sessions\n"),
    ],
)
def test_wrong_usage_changes_nothing(used: Desk, arguments: list[str], error: str) -> None:
    """What cannot be understood is one line and exit 2, and nothing is written."""
    answer = used.o3("add", *arguments)
    assert (answer.exit_code, answer.out) == (2, "")
    assert answer.err.startswith(error)
    assert used.history() == ["4 files saved", "notebook: made"]
    assert used.is_clean()
