"""`--help` and `--version`: what a user reads first."""

import re

import pytest

from o3cli import __version__
from o3cli.cli.app import COMMANDS
from tests.desk import Desk

NAMES = [name for names in COMMANDS.values() for name in names]
SUBCOMMANDS = [
    *(("person", name) for name in ("add", "list", "show", "edit")),
    *(("templates", name) for name in ("list", "show", "copy")),
]


def test_help_is_one_screen(desk: Desk) -> None:
    """`o3 --help` fits 80 columns; every command has a line of its own that ends with its sentence."""
    answer = desk.o3("--help")
    assert (answer.exit_code, answer.err) == (0, "")
    assert max(map(len, answer.lines)) <= 80
    assert len(answer.lines) <= 50
    assert "..." not in answer.out.replace("[ARGS]...", "")
    for name in NAMES:
        assert re.search(rf"^  {name} +[A-Z].*\.$", answer.out, re.MULTILINE), name


def test_the_table_of_commands_is_complete(desk: Desk) -> None:
    """Each module of `o3cli.cli.commands` is a command in the table, and no other is."""
    from pathlib import Path

    from o3cli.cli import commands

    modules = {path.stem for path in Path(commands.__file__).parent.glob("[a-z]*.py")}
    assert sorted(NAMES) == sorted(modules)


def test_o3_alone_shows_its_help(desk: Desk) -> None:
    """Who types nothing but `o3` wants to know what it can do; the same for a group of commands."""
    assert desk.o3() == desk.o3("--help")
    assert desk.o3("person") == desk.o3("person", "--help")


@pytest.mark.parametrize("command", [*((name,) for name in NAMES), *SUBCOMMANDS])
def test_each_command_explains_itself_by_example(desk: Desk, command: tuple[str, ...]) -> None:
    """Usage in plain words, a sentence, an example that begins like the command, no line over 80 columns."""
    answer = desk.o3(*command, "--help")
    assert (answer.exit_code, answer.err) == (0, "")
    assert answer.lines[0].startswith(f"Usage: o3 {' '.join(command)} ")
    assert not set("{}") & set(answer.lines[0])
    assert re.search(rf"^    o3 {' '.join(command)}\b", answer.out, re.MULTILINE)
    assert max(map(len, answer.lines)) <= 80
    assert not desk.notebook.exists()


def test_an_example_is_accepted_by_its_command(desk: Desk) -> None:
    """Every option and every command that an example shows exists."""
    for command in [*((name,) for name in NAMES), *SUBCOMMANDS]:
        out = desk.o3(*command, "--help").out
        for example in re.findall(r"^    o3 (.*?)(?:   .*)?$", out, re.MULTILINE):
            options = set(re.findall(r" (--?[a-z][a-z-]*)", example))
            words = example.split()
            shown = desk.o3(*words[: 2 if words[0] in ("person", "templates") else 1], "--help").out
            assert options <= set(re.findall(r"(--?[a-z][a-z-]*)", shown)), example


@pytest.mark.parametrize("run", ["in_process", "process"])
def test_the_version_is_one_line(desk: Desk, run: str) -> None:
    """`--version` is quick on its own, and works among other options."""
    if run == "process":
        done = desk.run_process("--version")
        assert (done.returncode, done.stdout, done.stderr) == (0, f"o3 {__version__}\n", "")
    else:
        answer = desk.o3("--color", "never", "--version", "todo")
        assert (answer.exit_code, answer.out, answer.err) == (0, f"o3 {__version__}\n", "")
