"""The README as a script: its console blocks are typed at a fresh desk, its diff blocks are what the editor does.

`python -m tests.readme` writes what the commands say now into the README; `test_readme.py` demands that it says so.
An HTML comment sets the day: `<!-- on 2026-11-24 -->`. A diff block is done to the note that the next command opens.
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.desk import Desk

README = Path(__file__).resolve().parent.parent / "README.md"

_PIECE = re.compile(
    r"(?P<day><!-- on (?P<date>\d{4}-\d{2}-\d{2}) -->)"
    r"|^```(?P<language>[a-z]+)\n(?P<block>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)

_EDITOR = """#!{python}
import sys
from pathlib import Path

note = Path(sys.argv[-1])
lines = note.read_text().splitlines()
place = len(lines)
for change in {changes!r}:
    sign, words = change[:1], change[1:]
    if sign == "+":
        lines.insert(place, words)
        place += 1
        continue
    place = lines.index(words) + 1
    if sign == "-":
        place -= 1
        del lines[place]
note.write_text("\\n".join(lines) + "\\n")
"""


@dataclass(frozen=True)
class Block:
    """A fenced block of the README."""

    language: str
    text: str


def list_blocks(text: str) -> list[Block]:
    """The fenced blocks, in order."""
    return [Block(match["language"], match["block"]) for match in _PIECE.finditer(text) if match["language"]]


def replay(text: str, home: Path) -> str:
    """The README with what the commands say at a desk in `home`; its paths begin with `~`."""
    desk = Desk(home, zone="Europe/Paris")
    desk.edit_with("exit 0")
    return _PIECE.sub(lambda match: _play(match, desk), text)


def _play(match: re.Match[str], desk: Desk) -> str:
    if match["date"]:
        desk.now = datetime.combine(datetime.fromisoformat(match["date"]), desk.now.timetz(), UTC)
    elif match["language"] == "diff":
        editor = desk.home / "editor"
        editor.write_text(_EDITOR.format(python=sys.executable, changes=match["block"].splitlines()))
    elif match["language"] == "console":
        commands = [line[2:] for line in match["block"].splitlines() if line.startswith("$ ")]
        said = "".join(f"$ {command}\n{_run(command, desk)}" for command in commands)
        return f"```console\n{said}```"
    return match[0]


def _run(command: str, desk: Desk) -> str:
    name, *arguments = shlex.split(command, comments=True)
    if name == "o3":
        said = desk.show(*(argument.replace("~", str(desk.home)) for argument in arguments))
    else:
        said = desk.shell(command)
    return said.replace(str(desk.home), "~")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(replay(README.read_text(), Path(folder)))
