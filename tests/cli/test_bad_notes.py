"""Bad input gets one clear line and loses nothing: the note is named with path and line, all others are listed."""

import pytest

from tests.desk import Desk

BAD = "people/carol/2026-11-19.md"

_GOOD_RECORD = "  - id: c4r7l\n    status: open\n    owner: me\n    what: Good one\n"

NOTES: dict[str, tuple[bytes, int]] = {
    "broken YAML": (b"---\nwith: carol\nmood: [4\n---\nText\n", 3),
    "a tab": (b"---\nwith: carol\ncommitments:\n\t- id: c4r7l\n---\n", 4),
    "duplicate keys": (b"---\nwith: carol\nmood: 4\nmood: 5\n---\n", 4),
    "not UTF-8": (b"---\nwith: carol\n---\nna\xefve\n", 4),
    "UTF-16": ("---\nwith: carol\n---\n".encode("utf-16"), 1),
    "a string for a list": (b"---\nwith: carol\ncommitments: none\n---\n", 3),
    "a commitment without words": (b"---\ncommitments:\n  - id: c4r7l\n    status: open\n    owner: me\n---\n", 3),
    "a commitment that is a string": (b"---\ncommitments:\n  - write the RFC\n---\n", 3),
    "an unknown status": (b"---\ncommitments:\n  - id: c4r7l\n    status: opne\n    what: x\n---\n", 4),
    "a due date that is none": (b"---\ncommitments:\n  - id: c4r7l\n    what: x\n    due: 2026-02-30\n---\n", 5),
    "an alias": (b"---\nwith: &a carol\nkind: *a\n---\n", 2),
    "a tag": (b"---\nwith: !!python/object:os.system x\n---\n", 2),
    "front matter that never ends": (b"---\nwith: carol\n", 1),
    "a list for front matter": (b"---\n- a\n- b\n---\n", 2),
    "NUL": (b"---\nwith: carol\n---\n\x00\n", 4),
}


@pytest.mark.parametrize("name", NOTES)
def test_a_bad_note_is_named_and_hides_nothing(used: Desk, name: str) -> None:
    """Every command that reads lists all others, names this one once with its line, exits 1, and changes no byte."""
    content, line = NOTES[name]
    file = used.notebook / BAD
    file.parent.mkdir()
    file.write_bytes(content)
    for command in (["todo"], ["todo", "--json"], ["todo", "--all"]):
        answer = used.o3(*command)
        assert answer.exit_code == 1
        assert answer.err.count("\n") == 1, answer.err
        assert answer.err.startswith(f"error: {BAD}:{line}: "), answer.err
        for ref in ("k3f7w", "m2pa9", "h7n3x", "w8c4t"):
            assert ref in answer.out
    assert used.o3("done", "k3f").exit_code == 0
    assert used.o3("save").exit_code == 1
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    "content",
    [
        b"# Notes without front matter\n\n- [ ] call the lawyer\n",
        b"\xef\xbb\xbf---\nwith: carol\n---\n- [ ] call the lawyer\n",
        b"---\r\nwith: carol\r\n---\r\n\r\n- [ ] call the lawyer\r\n",
        b"---\nwith: carol\n...\n- [ ] call the lawyer",
        b"---\nwith: carol\n---\n\n---\n- [ ] call the lawyer\n---\n",
        b"- [ ] call the lawyer",
        b"---\n---\n- [ ] call the lawyer\n",
    ],
)
def test_an_odd_note_is_read_and_kept(used: Desk, content: bytes) -> None:
    """No front matter, BOM, CRLF, another fence, no final newline: read, taken up, and kept in every other respect."""
    file = used.notebook / BAD
    file.parent.mkdir()
    file.write_bytes(content)
    (line,) = used.o3("todo", "carol").lines
    assert line.endswith("\tcall the lawyer")
    answer = used.o3("save")
    assert (answer.exit_code, answer.err) == (0, "")
    after = file.read_bytes()
    (row,) = used.o3("todo", "carol").lines
    assert f"- [ ] call the lawyer ^{row[:5]}".encode() in after
    assert after.startswith(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf")
    if b"\r\n" in content:
        assert after.count(b"\n") == after.count(b"\r\n")
    else:
        assert b"\r" not in after
    assert after.endswith(b"\n") == content.endswith(b"\n")


@pytest.mark.parametrize(("written", "ref"), [("00050", "00050"), ("1e5", "1e5"), ("no", "no"), ("12345", "12345")])
def test_an_id_that_yaml_reads_as_something_else_is_a_ref(used: Desk, written: str, ref: str) -> None:
    """Values are text until o3 types them."""
    used.write(BAD, f"---\ncommitments:\n  - id: {written}\n    status: open\n    what: x\n---\n")
    assert [line.split("\t")[0] for line in used.o3("todo", "carol").lines] == [ref]
    assert used.o3("done", ref).exit_code == 0
    assert f"  - id: {written}\n    status: done 2026-11-20\n" in used.read(BAD)


def test_two_items_with_one_id_are_refused(used: Desk) -> None:
    """Where it cannot be told which one is meant, nothing is changed."""
    text = f"---\ncommitments:\n{_GOOD_RECORD}{_GOOD_RECORD}---\n"
    used.write(BAD, text)
    answer = used.o3("done", "c4r")
    assert answer.exit_code == 1
    assert BAD in answer.err
    assert used.read(BAD) == text


def test_what_leads_out_of_the_notebook_is_not_read(used: Desk) -> None:
    """A link and a pipe in the place of a note are named, not followed and not waited for."""
    import os

    outside = used.home / "secret.md"
    outside.write_text("---\nwith: x\n---\n- [ ] secret\n")
    (used.notebook / "people/carol").mkdir()
    (used.notebook / BAD).symlink_to(outside)
    os.mkfifo(used.notebook / "people/carol/2026-11-18.md")
    answer = used.o3("todo")
    assert answer.exit_code == 1
    assert "secret" not in answer.out
    assert len(answer.lines) == 4
    assert sorted(line.split(": ")[1] for line in answer.err.splitlines()) == ["people/carol/2026-11-18.md", BAD]


def test_a_bad_person_keeps_their_notes(used: Desk) -> None:
    """An `about.md` that cannot be read is named; the person is known by the folder."""
    used.write("people/bob/about.md", "---\nname: [\n---\n")
    answer = used.o3("todo", "bob")
    assert (answer.exit_code, [line[:5] for line in answer.lines]) == (1, ["h7n3x"])
    assert answer.err.startswith("error: people/bob/about.md:")
    assert answer.err.count("\n") == 1


def test_a_bad_note_of_today_is_opened_to_be_mended(used: Desk) -> None:
    """`o3 new` opens a broken note of today: the editor is where that is mended."""
    used.write("people/bob/2026-11-20.md", "---\nwith: [bob\n---\nText\n")
    used.edit_with("""sed -i 's/\\[bob/bob/' "$file"; echo '- [ ] call' >> "$file" """)
    answer = used.o3("new", "bob")
    assert (answer.exit_code, answer.err) == (0, "")
    assert "- [ ] call ^" in used.read("people/bob/2026-11-20.md")


def test_a_write_protected_note_is_left_as_it_is(used: Desk) -> None:
    """A note that its owner has protected is named with the way on, and nothing changes."""
    note = used.notebook / "people/alice/2026-11-13.md"
    note.chmod(0o400)
    answer = used.o3("done", "k3f")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == (
        "error: people/alice/2026-11-13.md: is write-protected\nhint: `chmod u+w` lets o3 change it\n"
    )
    assert used.is_clean()
