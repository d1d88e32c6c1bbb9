"""Completion behind TAB, by the protocol of each shell's script and in the shells themselves."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.desk import Desk


def complete(desk: Desk, line: str, shell: str = "bash") -> list[str]:
    """What is offered for the last word of a line, as the script of a shell asks for it."""
    words = line.split(" ")
    asked = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    done = desk.run_process(environ={"_O3_COMPLETE": f"complete_{shell}", **asked})
    assert (done.returncode, done.stderr) == (0, "")
    if shell == "zsh":
        return re.findall(r'"(.*)"', done.stdout)
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("o3 tod", ["todo", "today"]),
        ("o3 person s", ["show"]),
        ("o3 new ", ["alice", "bob"]),
        ("o3 new al", ["alice"]),
        ("o3 todo b", ["bob"]),
        ("o3 add a", ["alice"]),
        ("o3 done ", ["k3f7w", "m2pa9", "h7n3x", "w8c4t"]),
        ("o3 done k", ["k3f7w"]),
        ("o3 drop k3f7w m", ["m2pa9"]),
        ("o3 reopen ", ["p5r2d"]),
        ("o3 snooze k3f7w tom", ["tomorrow"]),
        ("o3 due k3f7w ven", ["vendredi"]),
        ("o3 new alice --date lun", ["lundi"]),
        ("o3 todo --before fri", ["friday"]),
        ("o3 new alice --kind s", ["sales"]),
        ("o3 templates show one", ["one-to-one"]),
        ("o3 person add x --role m", ["manager", "mentor"]),
        ("o3 person edit b", ["bob"]),
        ("o3 todo --la", ["--late"]),
        ("o3 new nobody", []),
        ("o3 nonsense x", []),
    ],
)
def test_what_fits_is_offered(used: Desk, line: str, expected: list[str]) -> None:
    """Commands, people, refs, kinds, dates, roles and options."""
    assert complete(used, line) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_refs_without_a_word_of_a_note(used: Desk, shell: str) -> None:
    """The same is offered to every shell, and nothing that was written in a note."""
    for line in ("o3 done ", "o3 reopen ", "o3 snooze "):
        offered = complete(used, line, shell)
        assert any(ref in " ".join(offered) for ref in ("k3f7w", "p5r2d"))
        for word in ("Send", "draft", "RFC", "room", "Fix", "build"):
            assert word not in " ".join(offered)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_name_that_a_shell_would_run_is_not_offered(used: Desk, shell: str) -> None:
    """A folder, a template or an id that somebody named in order to be evaluated stays out."""
    for name in (
        "$(touch x)",
        "`touch x`",
        "a b",
        "it's",
        'say"',
        "a;touch x",
        "--yes",
        "a\\nb",
        "\x1b[31m",
        "~root",
        "a*",
    ):
        used.write(f"people/{name}/2026-11-19.md", f'---\ncommitments:\n  - id: "{name[:3]}"\n    what: x\n---\n')
        used.write(f"templates/{name}.md", "x")
    assert complete(used, "o3 new ", shell) == ["alice", "bob"]
    assert not set("$`;'\\*~\x1b") & set("".join(complete(used, "o3 done ", shell)))
    assert not set("$`;'\\*~\x1b") & set("".join(complete(used, "o3 templates show ", shell)))
    assert not (used.home / "x").exists()


def test_the_notebook_that_is_named_is_asked(used: Desk) -> None:
    """`--notebook` counts at TAB too, and so does `$O3_NOTEBOOK`."""
    used.o3("--notebook", "other", "new", "carol", "--no-edit")
    assert complete(used, "o3 --notebook other new ") == ["carol"]
    used.environ["O3_NOTEBOOK"] = str(used.home / "other")
    assert complete(used, "o3 new ") == ["carol"]


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda desk: desk.write("o3.toml", "nonsense = 1\n"), id="bad settings"),
        pytest.param(lambda desk: desk.write("people/bob/2026-11-19.md", "---\nx: [\n---\n"), id="bad note"),
        pytest.param(lambda desk: shutil.rmtree(desk.notebook), id="no notebook"),
        pytest.param(lambda desk: (desk.notebook / "o3.toml").unlink(), id="other files"),
        pytest.param(lambda desk: desk.environ.update(O3_NOTEBOOK="/dev/null"), id="no folder"),
    ],
)
def test_an_error_is_no_answer_to_tab(used: Desk, harm: Callable[[Desk], object]) -> None:
    """Where the notebook cannot be read, TAB is silent, and makes nothing."""
    harm(used)
    before = sorted(used.home.rglob("*"))
    assert complete(used, "o3 todo --la") == ["--late"]
    assert set(complete(used, "o3 new ")) <= {"alice", "bob"}
    assert set(complete(used, "o3 done ")) <= {"k3f7w", "m2pa9", "w8c4t", "h7n3x"}
    assert sorted(used.home.rglob("*")) == before


@pytest.fixture
def installed(used: Desk) -> Desk:
    """A machine with `o3` on the PATH."""
    folder = used.home / "bin"
    folder.mkdir()
    program = folder / "o3"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m o3cli "$@"\n')
    program.chmod(0o755)
    used.environ["PATH"] = f"{folder}:{used.environ['PATH']}"
    return used


def _find_shell(name: str) -> str:
    found = shutil.which(name)
    if found is None and name != "bash":
        pytest.skip(f"{name} is not installed")
    assert found is not None, "bash is needed to check completion"
    return found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_tab_in_the_shell_itself(installed: Desk, shell: str) -> None:
    """The script that `--show-completion` prints makes TAB complete a person in an interactive shell."""
    program = _find_shell(shell)
    script = installed.home / "completion"
    shown = subprocess.run(
        [program, "-c", f"o3 --show-completion > '{script}'; :"], cwd=installed.home, env=installed.environ, check=True
    )
    assert shown.returncode == 0
    assert "o3" in script.read_text()
    begin = {
        "bash": [program, "--norc", "--noprofile", "-i"],
        "zsh": [program, "-f", "-i"],
        "fish": [program, "--no-config", "-i"],
    }[shell]
    load = f"autoload -Uz compinit && compinit -D; source '{script}'" if shell == "zsh" else f"source '{script}'"
    environ = {**installed.environ, "TERM": "dumb" if shell == "bash" else "xterm"}
    with Terminal(begin, environ, installed.home) as terminal:
        # The sum is there only once the shell has run the line; what is typed is echoed.
        two = "(math 1+1)" if shell == "fish" else "$((1+1))"
        terminal.type(f"{load}; echo LOADED-{two}\r")
        terminal.wait_for("LOADED-2")
        terminal.type("echo o3 > /dev/null; o3 person show ali\t")
        terminal.wait_for("show alice")
        terminal.type("\r")
        terminal.wait_for("Alice Martin")
        terminal.type("exit\r")
        terminal.finish()


def test_completion_can_be_installed(installed: Desk) -> None:
    """`--install-completion` sets up the user's bash, from which a new shell completes."""
    bash = _find_shell("bash")
    done = subprocess.run(
        [bash, "-c", "o3 --install-completion; :"],
        cwd=installed.home,
        env=installed.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "bash completion installed in" in done.stdout
    assert done.stderr == ""
    ask = 'source ~/.bashrc; COMP_WORDS=(o3 done k); COMP_CWORD=2; _o3_completion o3; echo "${COMPREPLY[@]}"'
    answer = subprocess.run(
        [bash, "-c", ask], cwd=installed.home, env=installed.environ, capture_output=True, text=True, check=True
    )
    assert answer.stdout == "k3f7w\n"


def test_the_shells_are_there_in_continuous_integration() -> None:
    """Where the checks run for everybody, bash is there, so that the tests above are not skipped in silence."""
    assert shutil.which("bash") or not os.environ.get("CI")
    assert Path("/bin/sh").exists()
