"""What is recorded: neutral messages, just the files that o3 touched, and the owner's own git as they left it."""

import resource
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.desk import Desk

MARKER = "Quetzalcoatl"
ALICE = "people/alice/2026-11-13.md"


def _hook(desk: Desk, name: str, script: str) -> None:
    file = desk.notebook / ".git/hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_no_word_of_a_note_is_in_a_message(used: Desk) -> None:
    """Whatever is typed, the log names people, days, refs and files only."""
    used.edit_with(f"""printf '%s\\n' '- [ ] {MARKER}' '- [ ] alice: {MARKER} too' '{MARKER}' >> "$file" """)
    used.o3("new", "alice", "--place", MARKER)
    used.o3("add", "alice", f"{MARKER} again", "--due", "friday")
    used.o3("drop", "k3f", "--why", MARKER)
    used.o3("done", "m2p")
    used.o3("snooze", "w8c", "friday")
    used.o3("due", "h7n", "friday")
    used.o3("reopen", "p5r")
    used.o3("templates", "copy", "o3", "--as", "mine")
    used.o3("person", "edit", "bob")
    used.write("people/bob/2026-11-19.md", f"- [ ] {MARKER}\n")
    used.o3("save")
    log = used.git("log", "--format=%B%an%ae%N", "--all")
    assert len(used.history()) == 12
    assert MARKER not in log
    assert MARKER in used.git("log", "-p")
    assert used.is_clean()


def test_the_owners_work_stays_as_it_is(used: Desk) -> None:
    """What was staged stays staged, what was edited stays edited, and neither is in o3's commit."""
    used.write("staged.txt", "staged")
    used.git("add", "staged.txt")
    used.write("o3.toml", "# edited\n")
    used.write("people/bob/about.md", "---\nname: Robert\n---\n")
    used.git("add", "people/bob/about.md")
    before = used.git("status", "--porcelain")
    assert used.o3("done", "k3f").exit_code == 0
    assert used.git("show", "--name-only", "--format=").split() == [ALICE]
    assert used.git("status", "--porcelain") == before


def test_a_hook_that_refuses_is_one_line_and_loses_nothing(used: Desk) -> None:
    """The change is on disk, the exit is 1, and the next command records it."""
    _hook(used, "pre-commit", f"echo {MARKER} >&2; exit 1")
    answer = used.o3("done", "k3f")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == (
        "error: the notebook's git hook `pre-commit` refused the change\n"
        f"hint: the files are written; `git -C {used.notebook} hook run pre-commit` shows what it says\n"
    )
    assert "status: done 2026-11-20" in used.read(ALICE)
    (used.notebook / ".git/hooks/pre-commit").unlink()
    assert used.o3("done", "h7n").exit_code == 0
    assert used.is_clean()
    assert "status: done 2026-11-20" in used.git("show", f"HEAD:{ALICE}")


def test_a_refused_note_is_on_disk(used: Desk) -> None:
    """What was typed in the editor survives a hook that refuses it."""
    _hook(used, "pre-commit", "exit 1")
    used.edit_with("""echo '- [ ] buy milk' >> "$file" """)
    answer = used.o3("new", "alice")
    assert (answer.exit_code, answer.err.count("\n")) == (1, 2)
    assert "- [ ] buy milk" in used.read("people/alice/2026-11-20.md")
    (used.notebook / ".git/hooks/pre-commit").unlink()
    assert used.o3("save").exit_code == 0
    assert used.is_clean()


def test_hooks_and_identity_are_the_owners(used: Desk) -> None:
    """The owner's name is in the log, and their hooks see each commit."""
    _hook(used, "prepare-commit-msg", """echo "prepared" >> "$1" """)
    used.o3("done", "k3f")
    log = used.git("log", "-1", "--format=%an <%ae>%n%B")
    assert log.startswith("Owner <owner@example.org>\nalice 2026-11-13: k3f7w done")
    assert "prepared" in log


def _rebase(desk: Desk) -> str:
    desk.git("-c", "sequence.editor=sed -i s/^pick/edit/", "rebase", "-q", "-i", "HEAD~1")
    return "a `git rebase` is under way in the notebook"


def _detach(desk: Desk) -> str:
    desk.git("checkout", "-q", "--detach")
    return "the notebook's git is on no branch (detached HEAD)"


def _lock(desk: Desk) -> str:
    (desk.notebook / ".git/index.lock").write_text("")
    return "another git is at work in the notebook: it has locked `"


@pytest.mark.parametrize("begin", [_rebase, _detach, _lock])
def test_what_stands_in_the_way_is_said_before_the_editor_opens(used: Desk, begin: Callable[[Desk], str]) -> None:
    """Reading goes on; writing commands say what is under way, and the way out, and change nothing."""
    expected = begin(used)
    used.edit_with("touch ~/opened")
    for command in (["new", "alice"], ["add", "alice", "x"], ["done", "k3f"], ["save"], ["person", "edit", "bob"]):
        answer = used.o3(*command)
        assert (answer.exit_code, answer.out) == (1, ""), command
        assert answer.err.startswith(f"error: {expected}"), answer.err
        assert answer.err.splitlines()[1].startswith("hint: ")
        assert answer.err.count("\n") == 2
    assert not (used.home / "opened").exists()
    assert used.is_clean()
    assert len(used.o3("todo").lines) == 4


def test_a_full_disk_tears_nothing(used: Desk) -> None:
    """Where not even a note can be written, it stays as it was, byte for byte, and the exit is 1."""
    used.write(ALICE, used.read(ALICE) + "filler\n" * 1000)
    assert used.o3("save").exit_code == 0
    before = used.read(ALICE)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            (
                "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
                "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
                "sys.argv = ['o3', 'done', 'k3f']; from o3cli.__main__ import main; main()"
            ),
        ],
        cwd=used.home,
        env=used.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4096
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"error: {ALICE}: cannot be written: the file would be larger than the system allows\n"
    assert used.read(ALICE) == before
    assert not list((used.notebook / "people/alice").glob(".o3-*"))
    assert used.o3("done", "k3f").exit_code == 0
    assert used.is_clean()


def test_reading_never_writes(used: Desk) -> None:
    """Lists leave the notes, the index and history as they are."""
    used.write("people/bob/2026-11-19.md", "- [ ] typed\n")

    def look() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.lstat().st_mtime_ns, path.lstat().st_size)
            for path in used.notebook.rglob("*")
            if path.is_file() and ".git/o3" not in str(path)
        }

    before = look()
    for command in (
        ["todo"],
        ["todo", "--all", "--json"],
        ["person", "list"],
        ["person", "show", "bob"],
        ["templates", "list"],
    ):
        assert used.o3(*command).exit_code == 0
    assert look() == before


def test_without_git_on_the_machine_it_says_so(used: Desk) -> None:
    """Reading works; writing says that git is missing, and how to go without."""
    used.environ["PATH"] = str(used.home)
    assert len(used.o3("todo").lines) == 4
    answer = used.o3("done", "k3f")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == (
        "error: git was not found on the PATH\n"
        "hint: install git, or set `auto = false` under `[git]` in `o3.toml` to go without history\n"
    )
    used.write("o3.toml", "[git]\nauto = false\n")
    assert used.o3("done", "k3f").exit_code == 0
