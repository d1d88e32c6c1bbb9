"""`o3 save`: what was edited without o3 is taken up and recorded."""

from tests.desk import Desk

BOB = "people/bob/2026-11-06.md"


def test_what_was_typed_is_taken_up_and_recorded(used: Desk) -> None:
    """A checkbox gets a ref and a record; the answer names the files and says what is new."""
    used.write(BOB, used.read(BOB) + "- [ ] bob: call the lawyer (due 2026-11-27)\n")
    assert used.show("save") == ("people/bob/2026-11-06.md\n  m9epx  new, due Fri 27 Nov  bob  call the lawyer\n")
    assert used.read(BOB).endswith("- [ ] bob: call the lawyer (due 2026-11-27) ^m9epx\n")
    assert '  - id: m9epx\n    status: open\n    owner: bob\n    what: "call the lawyer"\n' in used.read(BOB)
    assert used.history()[0] == "bob 2026-11-06: note"
    assert used.is_clean()


def test_an_edited_line_changes_its_record(used: Desk) -> None:
    """Another date, other words and a tick change the record where it lives."""
    note = "people/alice/2026-11-13.md"
    used.replace(note, "- [ ] Book a room", "- [x] Book a room")
    used.replace(note, "queues, due 2026-11-22", "streams, due 2026-11-25")
    answer = used.o3("save")
    assert (answer.exit_code, answer.out, answer.err) == (0, f"{note}\n", "")
    assert "status: done 2026-11-20" in used.read(note)
    assert 'what: "Write the RFC on streams"\n    due: 2026-11-25\n    was_due: 2026-11-22\n' in used.read(note)


def test_nothing_to_save_is_no_commit(used: Desk) -> None:
    """Where nothing was edited, it says so with exit 0."""
    answer = used.o3("save")
    assert (answer.exit_code, answer.out, answer.err) == (0, "", "Nothing to save\n")
    assert used.history() == ["4 files saved", "notebook: made"]


def test_what_is_no_part_of_the_notebook_is_left_alone(used: Desk) -> None:
    """A stray file is named and not recorded."""
    used.write("draft.txt", "mine")
    answer = used.o3("save")
    assert (answer.exit_code, answer.out) == (0, "")
    assert answer.err == "Nothing to save\nLeft alone, no part of the notebook: draft.txt\n"
    assert used.git("status", "--porcelain") == "?? draft.txt\n"


def test_several_files_are_one_commit(used: Desk) -> None:
    """Settings, templates and notes that were edited go into one commit together."""
    used.write("templates/walk.md", "x\n")
    used.write("o3.toml", 'kind = "sales"\n')
    used.write(BOB, used.read(BOB) + "A word.\n")
    assert used.o3("save").lines == ["o3.toml", BOB, "templates/walk.md"]
    assert used.history()[0] == "3 files saved"
    assert used.is_clean()


def test_a_deleted_note_is_recorded_as_deleted(used: Desk) -> None:
    """A note that its owner deleted is gone from the tip of history, and stays in it."""
    (used.notebook / BOB).unlink()
    assert used.o3("save").lines == [BOB]
    assert used.is_clean()
    assert "Fix the build" in used.git("show", f"HEAD~:{BOB}")


def test_two_commitments_with_one_ref_are_told_apart(used: Desk) -> None:
    """Where two machines made the same ref, the younger one gets another, and the answer says so."""
    used.write(
        "people/bob/2026-11-20.md",
        '---\nwith: bob\ncommitments:\n  - id: h7n3x\n    status: open\n    owner: me\n    what: "Other"\n\n---\n',
    )
    answer = used.o3("save")
    assert answer.exit_code == 0
    assert answer.err.startswith("Two commitments had the ref `h7n3x`: the younger one is `")
    assert "id: h7n3x" in used.read(BOB)
    assert "id: h7n3x" not in used.read("people/bob/2026-11-20.md")


def test_a_conflict_is_not_recorded(used: Desk) -> None:
    """A note with conflict markers is left as it is, and named."""
    text = used.read(BOB) + "<<<<<<< mine\na\n=======\nb\n>>>>>>> theirs\n"
    used.write(BOB, text)
    answer = used.o3("save")
    assert answer.exit_code == 1
    assert BOB in answer.err
    assert used.read(BOB) == text
    assert used.history() == ["4 files saved", "notebook: made"]
