"""Real editors: what o3 does with whatever they do."""

import shlex
import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.desk import Desk

NOTE = "people/alice/2026-11-20.md"


def _script(desk: Desk, name: str, text: str) -> Path:
    """A program in a folder that is first on the PATH."""
    folder = desk.home / "bin"
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\nfor file; do :; done\n{text}\n")
    file.chmod(0o755)
    if str(folder) not in desk.environ["PATH"]:
        desk.environ["PATH"] = f"{folder}:{desk.environ['PATH']}"
    return file


def test_visual_comes_before_editor(used: Desk) -> None:
    """`$VISUAL` is asked first, as everywhere."""
    _script(used, "one", """echo one >> "$file" """)
    _script(used, "two", """echo two >> "$file" """)
    used.environ.update(VISUAL="one", EDITOR="two")
    assert used.o3("new", "alice").exit_code == 0
    assert used.read(NOTE).endswith("one\n")
    used.environ["VISUAL"] = ""
    assert used.o3("new", "alice").exit_code == 0
    assert used.read(NOTE).endswith("one\ntwo\n")


@pytest.mark.parametrize(
    ("editor", "arguments"),
    [
        ("myeditor", ["{file}"]),
        ("myeditor --wait -n", ["--wait", "-n", "{file}"]),
        ("myeditor 'an argument'", ["an argument", "{file}"]),
        ("FOO=bar myeditor", ["{file}"]),
        ("vim -n", ["-n", "+{line}", "{file}"]),
        ("nvim", ["+{line}", "{file}"]),
        ("nano", ["+{line}", "{file}"]),
        ("emacs -nw", ["-nw", "+{line}", "{file}"]),
        ("code --wait", ["--wait", "--goto", "{file}:{line}"]),
        ("hx", ["{file}:{line}"]),
        ("subl -w", ["-w", "{file}:{line}"]),
    ],
)
def test_an_editor_gets_its_arguments_and_the_line(used: Desk, editor: str, arguments: list[str]) -> None:
    """The command may have arguments; editors that are known get the line where one begins to write."""
    name = next(word for word in shlex.split(editor) if "=" not in word)
    seen = used.home / "seen"
    _script(used, name, f'for word; do printf "%s\\n" "$word"; done > {seen}')
    used.environ["EDITOR"] = editor
    assert used.o3("new", "alice").exit_code == 0
    lines = used.read(NOTE).splitlines()
    line = lines.index("## How are you? <!-- relational -->") + 2
    file = str(used.notebook / NOTE)
    assert seen.read_text().splitlines() == [word.format(file=file, line=line) for word in arguments]


def test_a_path_with_blanks_and_quotes_is_one_argument(desk: Desk) -> None:
    """The notebook's folder may have any name."""
    root = desk.home / 'it\'s $(touch x) "mine"'
    desk.edit_with("""echo here >> "$file" """)
    assert desk.o3("--notebook", str(root), "new", "alice").exit_code == 0
    assert (root / NOTE).read_text().endswith("here\n")
    assert not (desk.home / "x").exists()


def test_a_failure_without_a_word_takes_the_note_back(used: Desk) -> None:
    """`:cq` on a new note: no note, no commit, exit 1."""
    used.edit_with("exit 3")
    answer = used.o3("new", "alice")
    assert (answer.exit_code, answer.out) == (1, "")
    assert (
        answer.err == f"error: the editor `{used.home}/editor` failed (exit 3): nothing was typed, no note was made\n"
    )
    assert not (used.notebook / NOTE).exists()
    assert used.is_clean()


def test_a_failure_keeps_what_was_typed(used: Desk) -> None:
    """What was saved before the editor failed is taken up and recorded; exit 1 all the same."""
    used.edit_with("""echo '- [ ] buy milk' >> "$file"; exit 3""")
    answer = used.o3("new", "alice")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == (
        f"error: the editor `{used.home}/editor` failed (exit 3): what was typed is recorded in `{NOTE}`\n"
    )
    assert "- [ ] buy milk ^" in used.read(NOTE)
    assert used.is_clean()


def test_a_killed_editor_is_named_with_its_signal(used: Desk) -> None:
    """An editor that was killed loses nothing that it had saved."""
    used.edit_with("""echo 'A word.' >> "$file"; kill -KILL $$""")
    answer = used.o3("new", "alice")
    assert answer.exit_code == 1
    assert answer.err == (
        f"error: the editor `{used.home}/editor` failed (killed by signal 9): what was typed is recorded in `{NOTE}`\n"
    )
    assert used.read(NOTE).endswith("A word.\n")
    assert used.is_clean()


def test_an_editor_that_there_is_not_is_named(used: Desk) -> None:
    """A slip in `$EDITOR` is said, with where it comes from, and no note is left."""
    used.environ["EDITOR"] = "no-such-editor"
    answer = used.o3("new", "alice")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err.endswith(
        "error: the editor `no-such-editor` failed (exit 127): nothing was typed, no note was made\n"
        "hint: `$VISUAL` or `$EDITOR` names the editor, and the system knows no such command\n"
    )
    assert not (used.notebook / NOTE).exists()


def test_saving_nothing_keeps_the_scaffold(used: Desk) -> None:
    """Who closes the editor at once is told that the note waits; its boxes can be ticked later."""
    used.edit_with("true")
    answer = used.o3("new", "alice")
    assert (answer.exit_code, answer.err) == (0, "Nothing was typed yet: `o3 new alice` opens the note again\n")
    assert "- [ ] Book a room ^w8c4t" in used.read(NOTE)
    assert used.is_clean()


def test_a_note_deleted_in_the_editor_is_said(used: Desk) -> None:
    """`rm` in the editor's shell: exit 1, and nothing of the note is recorded."""
    used.edit_with("""rm "$file" """)
    answer = used.o3("new", "alice")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == f"error: {NOTE}: was deleted while the editor was open, nothing was recorded\n"
    assert used.is_clean()


def test_broken_front_matter_is_recorded_and_named(used: Desk) -> None:
    """A slip in the YAML loses nothing: the note is recorded as it was typed, and the line is named."""
    used.edit_with("""sed -i 's/^mood:/mood: [/' "$file"; echo '- [ ] buy milk' >> "$file" """)
    answer = used.o3("new", "alice")
    assert answer.exit_code == 1
    assert answer.out == f"{used.notebook}/{NOTE}\n"
    assert answer.err.startswith(f"error: {NOTE}:5: ")
    assert answer.err.count("\n") == 1
    assert used.is_clean()
    used.edit_with("""sed -i 's/^mood: \\[/mood:/' "$file" """)
    assert used.o3("new", "alice").err == ""
    assert "- [ ] buy milk ^" in used.read(NOTE)


def test_an_editor_that_does_not_wait_is_caught_up_with(used: Desk) -> None:
    """`code` without `--wait` returns at once: what is saved later is taken up by the next command that writes."""
    used.edit_with("true")
    assert used.o3("new", "alice").exit_code == 0
    used.write(NOTE, used.read(NOTE) + "- [ ] buy milk\n")
    assert any(line.endswith("\tbuy milk") for line in used.o3("todo", "alice").lines)
    assert used.o3("done", "h7n").exit_code == 0
    assert "- [ ] buy milk ^" in used.read(NOTE)
    assert used.is_clean()


def test_no_editor_and_no_terminal_opens_nothing(used: Desk) -> None:
    """In a script the note is made and named; nobody waits for an editor."""
    answer = used.o3("new", "alice")
    assert (answer.exit_code, answer.out) == (0, f"{used.notebook}/{NOTE}\n")
    assert answer.err == "No editor is set (`$VISUAL` or `$EDITOR`): write in the file, then `o3 save`\n"


def test_a_terminal_without_a_choice_gets_what_the_machine_has(used: Desk) -> None:
    """Where nobody has chosen, `editor` is opened."""
    _script(used, "editor", """echo usual >> "$file" """)
    assert used.o3("new", "alice", terminal=True).exit_code == 0
    assert used.read(NOTE).endswith("usual\n")


def test_a_save_by_rename_is_a_save(used: Desk) -> None:
    """Editors that write a new file and rename it are as good as those that write in place."""
    used.edit_with("""{ cat "$file"; echo '- [ ] buy milk'; } > "$file.new" && mv "$file.new" "$file" """)
    assert used.o3("new", "alice").exit_code == 0
    assert "- [ ] buy milk ^" in used.read(NOTE)
    assert used.is_clean()


def test_ctrl_c_belongs_to_the_editor(used: Desk) -> None:
    """Ctrl-C in the editor does not end o3 behind its back: what was typed is taken up."""
    wait = 'trap "echo caught" INT; echo ready; until read -r line && [ -n "$line" ]; do :; done'
    editor = _script(used, "patient", f"""{wait}; echo "$line" >> "$file" """)
    environ = {**used.environ, "EDITOR": str(editor)}
    with Terminal(
        [sys.executable, "-m", "o3cli", "new", "bob", "--date", "2026-11-20"], environ, used.home
    ) as terminal:
        terminal.wait_for("ready")
        terminal.type("\x03")
        terminal.wait_for("caught")
        terminal.type("\r- [ ] still here\r")
        assert terminal.finish() == 0
    assert "- [ ] still here ^" in used.read("people/bob/2026-11-20.md")


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
def test_vim_edits_a_note(used: Desk) -> None:
    """A real vim in a real terminal, at the line where one begins to write; its swap file is never recorded."""
    environ = {**used.environ, "EDITOR": "vim -u NONE"}
    with Terminal(
        [sys.executable, "-m", "o3cli", "new", "bob", "--date", "2026-11-20"], environ, used.home
    ) as terminal:
        terminal.wait_for("How are you?")
        assert list((used.notebook / "people/bob").glob(".*.swp"))
        terminal.type("oI am fine.\x1bGo- [ ] bob: read the book, due 2026-12-04\x1b:wq\r")
        assert terminal.finish() == 0
    lines = used.read("people/bob/2026-11-20.md").splitlines()
    assert lines[lines.index("## How are you? <!-- relational -->") + 2] == "I am fine."
    assert lines[-1].startswith("- [ ] bob: read the book, due 2026-12-04 ^")
    assert used.is_clean()
