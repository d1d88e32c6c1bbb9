"""What went wrong, as a user sees it: one line, an exit code that tells the kind, no word of a note."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk import Desk

MARKER = "Quetzalcoatl"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["tood"], "error: `o3` has no command `tood`\nhint: did you mean `todo` or `today`?\n"),
        (["frobnicate"], "error: `o3` has no command `frobnicate`\nhint: `o3 --help` lists the commands\n"),
        (["--nope"], "error: no such option `--nope`\n"),
        (["--color", "red", "todo"], "error: `--color` is `red`, expected `auto`, `always` or `never`\n"),
        (["--color"], "error: option `--color` requires an argument\n"),
        (["todo", "--late=3"], "error: option `--late` does not take a value\n"),
        (["tood\x1b[31m\u202e"], "error: `o3` has no command `tood\ufffd[31m\ufffd`\n"),
        (["--\x1b]0;x\x07"], "error: no such option `--"),
    ],
)
def test_wrong_usage_is_exit_2(desk: Desk, arguments: list[str], error: str) -> None:
    """One line that quotes what was typed, harmless to the terminal, and a hint."""
    answer = desk.o3(*arguments)
    assert (answer.exit_code, answer.out) == (2, "")
    assert answer.err.startswith(error)
    assert answer.err.count("\n") <= 2
    assert "\x1b" not in answer.err


@pytest.fixture
def broken(used: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A machine whose o3 has a bug that quotes a note."""

    def list_todo(*_: object) -> None:
        secret = f"{MARKER} in a note"
        raise ZeroDivisionError(secret)

    monkeypatch.setattr("o3cli.cli.commands.todo.list_todo", list_todo)
    return used


def test_a_bug_is_one_line_without_a_word_of_a_note(broken: Desk) -> None:
    """Exit 3, the class and the place of the bug, never its text; and how to keep a trace."""
    answer = broken.o3("todo")
    assert (answer.exit_code, answer.out) == (3, "")
    first, second = answer.err.splitlines()
    assert first.startswith("error: this is a bug in o3: ZeroDivisionError in tests.cli.test_errors, line ")
    assert second == "hint: run it again with `O3_DEBUG=1` to keep a trace in the notebook"
    assert not list(broken.notebook.rglob("trace*"))


def test_a_trace_is_kept_for_those_who_ask(broken: Desk) -> None:
    """With `O3_DEBUG` the stack goes into the notebook's `.git/o3`, for its owner alone, without the bug's text."""
    broken.environ["O3_DEBUG"] = "1"
    trace = broken.notebook / ".git/o3/trace.txt"
    for _ in range(2):
        answer = broken.o3("todo")
        assert answer.exit_code == 3
        assert answer.err.endswith(f"hint: the trace is in {trace}\n")
        assert stat.S_IMODE(trace.stat().st_mode) == 0o600
        assert "in list_todo\n" in trace.read_text()
        assert MARKER not in trace.read_text()
        assert trace.read_text().endswith("ZeroDivisionError\n")
    assert broken.is_clean()


def test_a_trace_never_follows_a_link(broken: Desk) -> None:
    """A link in the place of the trace is replaced, and what it leads to stays."""
    broken.environ["O3_DEBUG"] = "1"
    other = broken.home / "other"
    other.write_text("mine")
    (broken.notebook / ".git/o3").mkdir(exist_ok=True)
    (broken.notebook / ".git/o3/trace.txt").symlink_to(other)
    assert broken.o3("todo").exit_code == 3
    assert other.read_text() == "mine"


def test_a_trace_that_cannot_be_kept_is_no_second_bug(broken: Desk) -> None:
    """Where there is no place for it, the one line is all there is."""
    broken.environ["O3_DEBUG"] = "1"
    (broken.notebook / ".git/o3/trace.txt").mkdir(parents=True)
    answer = broken.o3("todo")
    assert (answer.exit_code, answer.err.count("\n")) == (3, 2)


def test_an_interruption_is_exit_130(used: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a command runs is one line."""

    def list_todo(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("o3cli.cli.commands.todo.list_todo", list_todo)
    answer = used.o3("todo")
    assert (answer.exit_code, answer.out, answer.err) == (130, "", "error: interrupted\n")


def test_an_interruption_before_anything_runs_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while o3 still loads is exit 130, and no traceback."""
    from o3cli.__main__ import main

    def get_this_machine() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("o3cli.cli.host.get_this_machine", get_this_machine)
    monkeypatch.setattr("sys.argv", ["o3", "todo"])
    before = os.umask(0o077)
    try:
        with pytest.raises(SystemExit) as leaving:
            main()
    finally:
        os.umask(before)
    assert leaving.value.code == 130


def _run_in_shell(desk: Desk, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=desk.home,
        env={**desk.environ, "PY": sys.executable},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def long(used: Desk) -> Desk:
    """A notebook whose list fills more than a pipe."""
    records = [
        f'  - id: a{number:04}\n    status: open\n    owner: me\n    what: "{"x" * 900}"\n\n' for number in range(150)
    ]
    used.write("people/alice/2026-11-20.md", "".join(["---\nwith: alice\ncommitments:\n", *records, "---\n"]))
    return used


@pytest.mark.parametrize("command", ["todo", "todo --json", "--help"])
def test_a_reader_who_has_seen_enough_is_no_error(long: Desk, command: str) -> None:
    """`o3 todo | head -1` is quiet."""
    done = _run_in_shell(long, f'"$PY" -m o3cli {command} | head -1')
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert done.returncode in ((0,) if command.startswith("todo") else (0, 1))


def test_both_streams_may_close(long: Desk) -> None:
    """Also where stderr goes the same way, nothing is said after the reader is gone."""
    done = _run_in_shell(long, '"$PY" -m o3cli todo 2>&1 | head -1')
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("command", ["todo", "todo --json", "todo alice", "person list"])
def test_an_answer_that_cannot_be_written_is_one_line(used: Desk, command: str) -> None:
    """A full disk behind stdout is exit 1 and one line, not a traceback and not success."""
    done = _run_in_shell(used, f'"$PY" -m o3cli {command} > /dev/full')
    assert (done.returncode, done.stderr) == (1, "error: the answer cannot be written: the disk is full\n")


@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_bug(used: Desk, closed: str) -> None:
    """A process that was started without one of its streams does its work."""
    done = _run_in_shell(used, f'"$PY" -m o3cli done k3f {closed}')
    assert (done.returncode, done.stderr) == (0, "")
    assert "status: done" in used.read("people/alice/2026-11-13.md")


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_an_old_locale_is_no_bug(used: Desk, locale: str) -> None:
    """Where the machine's encoding lacks a letter, the list is shown all the same."""
    used.write("people/bob/about.md", "---\nname: Łukasz 李雷\n---\n")
    done = used.run_process("person", "list", environ={"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "alice" in done.stdout


def test_a_real_interruption_while_waiting(used: Desk) -> None:
    """A signal that arrives while o3 waits for the notebook is exit 130, one line, and nothing is left behind."""
    from o3cli.adapters.files.notebook_files import NotebookFiles

    ready = used.home / "waits"
    with NotebookFiles(used.notebook, lambda _: None).writing():
        process = subprocess.Popen(
            ["sh", "-c", f'touch {ready}; exec "$PY" -m o3cli done k3f'],
            cwd=used.home,
            env={**used.environ, "PY": sys.executable},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1.5)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "error: interrupted\n")
    assert used.is_clean()


def test_a_word_that_is_no_text_is_refused(used: Desk) -> None:
    """Bytes that are not UTF-8 never get into a note; they are shown harmlessly."""
    answer = used.o3("add", "alice", "caf\udce9")
    assert (answer.exit_code, answer.err) == (2, "error: `caf\ufffd` is not UTF-8 text\n")
