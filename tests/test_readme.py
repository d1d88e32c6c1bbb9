"""The README says what is so: each of its blocks is run or read."""

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from o3cli.adapters.notes import note_format
from o3cli.adapters.settings.settings_file import parse_settings
from o3cli.cli.app import COMMANDS
from o3cli.domain.boxes import list_boxes
from o3cli.domain.note import NotePath
from o3cli.domain.parties import make_parties
from o3cli.domain.person import Person
from o3cli.domain.settings import Settings
from o3cli.domain.slots.slot_fields import Schedule
from tests.readme import README, list_blocks, replay

TEXT = README.read_text()
BLOCKS = list_blocks(TEXT)
NOTE = NotePath("people/alice", date(2026, 11, 20))


def get_block(language: str) -> str:
    (block,) = [block.text for block in BLOCKS if block.language == language]
    return block


def list_yaml() -> list[str]:
    return [block.text for block in BLOCKS if block.language == "yaml"]


def test_every_block_is_of_a_kind_that_is_tried_here() -> None:
    """A block in a new language needs a test before it can stand in the README."""
    assert {block.language for block in BLOCKS} == {"sh", "console", "diff", "markdown", "yaml", "toml"}


def test_the_week_goes_as_it_is_told(tmp_path: Path) -> None:
    """Each command of the week says just what the README shows; `python -m tests.readme` writes it down anew."""
    assert replay(TEXT, tmp_path) == TEXT


def test_the_first_command_works_where_nothing_is_set_up(tmp_path: Path) -> None:
    """From a copy of the source, with an empty home and environment, it installs o3 and makes the first note."""
    root = README.parent
    source = tmp_path / "o3"
    left_out = shutil.ignore_patterns(".git", ".venv", ".cache", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(root, source, ignore=left_out)
    home = tmp_path / "home"
    home.mkdir()
    # How packages are reached is the machine's business.
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "REQUESTS_"))}
    environ = {**kept, "HOME": str(home), "PATH": os.environ["PATH"]}
    first, _ = [block.text for block in BLOCKS if block.language == "sh"]
    done = subprocess.run(
        ["sh", "-e"], input=first, cwd=source, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (note,) = (home / "o3" / "people" / "alice").glob("2*.md")
    assert done.stdout == f"{note}\n"
    log = subprocess.run(
        ["git", "-C", home / "o3", "status", "--porcelain"], env=environ, capture_output=True, check=True
    )
    assert log.stdout == b""


def test_the_second_command_is_what_is_run_for_every_change() -> None:
    """Continuous integration runs the README's test command and nothing else."""
    _, second = [block.text for block in BLOCKS if block.language == "sh"]
    script = (README.parent / ".ci" / "run").read_text()
    commands = [line for line in script.splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == [f"exec {second.strip()}"]


def test_the_settings_are_all_there_are_at_their_defaults() -> None:
    """The block of settings names every key, each with its default."""
    settings = parse_settings(get_block("toml"))
    assert settings == Settings(time_zone="Europe/Paris")
    assert len(get_block("toml").splitlines()) == len(Settings.__slots__)


def test_the_front_matter_is_read_without_a_problem() -> None:
    """The block of front matter holds two commitments as o3 writes them."""
    commitments, _ = list_yaml()
    note = note_format.parse_note(NOTE, f"---\n{commitments}---\n".encode())
    assert note.problems == ()
    assert [commitment.ref for commitment in note.commitments] == ["k3f7w", "m2pa9"]


def test_the_slots_are_read_without_a_problem() -> None:
    """The block of slots holds one with two changes, and leave; o3 itself would write it so."""
    _, text = list_yaml()
    schedule = note_format.parse_schedule("about.md", f"---\n{text}---\n".encode())
    assert schedule.faults == ()
    assert [len(slot.changes) for slot in schedule.slots] == [2]
    assert len(schedule.leave) == 1
    assert note_format.change_schedule("about.md", b"", Schedule(), schedule) == f"---\n{text}---\n".encode()


def test_the_checkboxes_mean_what_is_said_of_them() -> None:
    """The block of checkboxes shows promises of both sides, with and without a date."""
    note = note_format.parse_note(NOTE, get_block("markdown").encode())
    tasks = [box.task for box in list_boxes(note, make_parties(Person("alice", "Alice")))]
    assert [(task.owner, task.what, task.due) for task in tasks] == [
        ("me", "send the draft", date(2026, 11, 27)),
        ("alice", "write the RFC", date(2026, 11, 27)),
        ("alice", "answer the survey", date(2026, 12, 1)),
        ("me", "review the budget", date(2026, 12, 4)),
        ("me", "relire la note", date(2026, 11, 27)),
    ]


@pytest.mark.parametrize("command", [name for names in COMMANDS.values() for name in names])
def test_the_reference_names_every_command(command: str) -> None:
    """Each command has its place in the table of commands."""
    assert re.search(rf"^\| .*`o3 {command}\b", TEXT, re.MULTILINE)


def test_the_variables_of_templates_are_those_that_there_are() -> None:
    """The table of variables has the rows of the module that gives them their values."""
    from o3cli.adapters.templates import templates

    assert templates.__doc__ is not None
    given = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", templates.__doc__, re.MULTILINE))))
    section = TEXT[TEXT.index("### Templates") : TEXT.index("### In scripts")]
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", section, re.MULTILINE))))
    assert told == given - {"aliases"}
