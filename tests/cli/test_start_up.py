"""What a command does not load: a list that is looked at many times a day must not wait for what it does not use."""

import subprocess
import sys

import pytest

from tests.desk import Desk

HEAVY = {"git", "jinja2", "icalendar", "rich", "pydantic", "babel", "frontmatter", "wcwidth"}


def _list_modules(desk: Desk, *arguments: str) -> set[str]:
    """The modules that the process has loaded at its end."""
    script = (
        "import sys, atexit, os\n"
        "sys.argv = ['o3', *sys.argv[1:]]\n"
        "atexit.register(lambda: os.write(2, ' '.join(sys.modules).encode()))\n"
        "from o3cli.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=desk.home,
        env=desk.environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize("command", [["todo"], ["--help"], ["todo", "alice", "--json"], ["person", "list"]])
def test_what_reads_loads_nothing_heavy(used: Desk, command: list[str]) -> None:
    """`o3 todo` and `o3 --help` leave the libraries of the other commands alone."""
    loaded = _list_modules(used, *command)
    assert "typer" in loaded
    assert loaded & HEAVY == set()


def test_the_version_loads_no_command_line(desk: Desk) -> None:
    """`o3 --version` is there before Typer would be."""
    assert _list_modules(desk, "--version") & {"typer", "o3cli.cli", "yaml"} == set()
